"""Owner files: `region,territory`, one line a region (docs/architecture.md, section 6)."""

from __future__ import annotations

import csv

import numpy as np

from planner.model.types import UNASSIGNED, Ints, ints

MOST_FAULTS = 20
"""Lines of one file that are named one by one; the others are counted."""


def owner_to_csv(owner: Ints) -> str:
    """Return an owner of shape (n,) as the text of an owner file."""
    rows = [f"{region},{territory}\n" for region, territory in enumerate(owner.tolist())]
    return "region,territory\n" + "".join(rows)


def owner_from_csv(text: str, n: int, k: int) -> tuple[Ints | None, tuple[str, ...]]:
    """Read an owner of n regions among k territories; regions not named are UNASSIGNED.

    Returns
    -------
    Ints of shape (n,) or None, tuple of str
        The owner, or None and one line for each thing that is wrong, all at once.
    """
    rows = list(csv.reader(text.splitlines()))
    if not rows or [name.strip() for name in rows[0]] != ["region", "territory"]:
        return None, ("the first line must be region,territory",)
    owner = np.full(n, UNASSIGNED)
    seen: set[int] = set()
    faults: list[str] = []
    for number, row in enumerate(rows[1:], 2):
        region, territory, wrong = _row(row, n, k)
        if not wrong and region in seen:
            wrong = f"region {region} stands twice"
        if wrong:
            faults.append(f"line {number}: {wrong}")
            continue
        seen.add(region)
        owner[region] = territory
    if len(faults) > MOST_FAULTS:
        faults = [*faults[:MOST_FAULTS], f"and {len(faults) - MOST_FAULTS} more lines like these"]
    return (None, tuple(faults)) if faults else (ints(owner), ())


def _row(row: list[str], n: int, k: int) -> tuple[int, int, str]:
    """Return region, territory and what is wrong with the line; an empty territory is none."""
    if len(row) != 2:
        return 0, 0, f"{len(row)} values instead of 2"
    try:
        region, territory = int(row[0]), int(row[1].strip() or UNASSIGNED)
    except ValueError:
        return 0, 0, f"{','.join(row)!r} is not two whole numbers"
    if not 0 <= region < n:
        return 0, 0, f"region {region} is outside 0..{n - 1}"
    if not UNASSIGNED <= territory < k:
        return 0, 0, f"territory {territory} is outside 0..{k - 1}"
    return region, territory, ""
