"""Painted charts."""
