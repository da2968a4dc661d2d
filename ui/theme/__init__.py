"""Colours, type, icons: the only place where they are read."""
