"""Build sample sets: `python -m sample_regions.build [netherlands|nl_be_de|us_counties ...]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from sample_regions.recipe import doubled
from sample_regions.recipe.gazetteer import build_places
from sample_regions.recipe.sets import SETS
from sample_regions.recipe.synthetic import build, write_synthetic


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(prog="python -m sample_regions.build", description=__doc__)
    parser.add_argument(
        "sets", nargs="*", choices=[[], *SETS], help="all of them when none is named"
    )
    parser.add_argument(
        "--propose", action="store_true", help="write the list of doubled places anew"
    )
    parser.add_argument(
        "--synthetic", type=Path, metavar="DIR",
        help="only accounts and people, from the committed regions, written to DIR",
    )  # fmt: skip
    parser.add_argument(
        "--places", action="store_true", help="only the places and postcodes to find accounts by"
    )
    options = parser.parse_args()
    if options.propose:
        doubled.write(doubled.propose())
        print(f"{doubled.LIST.name}: written; read it before you build")
        return
    if options.places:
        for name, rows in build_places().items():
            print(f"{name}: {rows} rows")
        return
    for key in options.sets or SETS:
        sample = SETS[key]
        if options.synthetic:
            print("\n".join(map(str, write_synthetic(sample, options.synthetic / key))))
        else:
            print(f"{key}: {build(sample)} regions")


if __name__ == "__main__":
    main()
