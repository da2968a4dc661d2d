"""Regions, accounts and people to try Rayon with, and the scripts that built them."""
