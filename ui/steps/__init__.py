"""The pages of the window; they compose map, tables, charts and panels."""
