"""Readers and writers of other people's formats; the only place where pandas and geopandas live."""
