"""Rayon's own plan folder and journal: saved atomically, loaded exactly."""
