"""Problem in, Solution out; deterministic for problem, options and seed."""
