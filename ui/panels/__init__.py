"""Panels of the inspector."""
