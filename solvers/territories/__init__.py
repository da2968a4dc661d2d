"""Territories: a bound, a start, improvement, and the recipe that joins them."""
