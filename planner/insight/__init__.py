"""What views, tables and warnings show: computed from a plan, never stored in it."""
