"""What a solver is given, what it returns, and who judges it. Nothing here solves anything."""
