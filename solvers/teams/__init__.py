"""Market teams by CP-SAT."""
