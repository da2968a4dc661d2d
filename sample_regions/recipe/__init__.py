"""How the sample sets are made, one step a file; `python -m sample_regions.build` runs them."""
