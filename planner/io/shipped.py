"""Where the places and postcodes lie that come with Rayon; imports nothing heavy."""

from __future__ import annotations

from pathlib import Path

import planner

FOLDER = Path(planner.__file__).parent.parent / "sample_regions" / "places"
"""Beside the program, as the sample plans; absent where these are not installed."""


def shipped_files() -> list[Path]:
    """Return the tables, in the order of their names."""
    return sorted(FOLDER.glob("*.csv*"))
