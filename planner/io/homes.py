"""Homes of people whose latitude and longitude were swapped: told, and not used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.io.tables import Table
from planner.language import Phrase, tr
from planner.model.issues import Issue, Severity
from planner.model.projection import project
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.types import UNASSIGNED, floats
from planner.notation import plain

MEND = Phrase("Taken as unknown; swap the two in the source.")


def without_swapped_homes(
    reps: Sequence[Rep], rows: Sequence[int], table: Table, columns: str, regions: RegionSet
) -> tuple[list[Rep], tuple[Issue, ...]]:
    """Return people without homes that lie far from the regions, and turned round in one; all said.

    Parameters
    ----------
    reps : sequence of Rep
    rows : sequence of int
        Record of each in the table.
    table : Table
    columns : str
        What the columns of the coordinates are called.
    regions : RegionSet
    """
    from planner.io.places import in_box, regions_of_points  # late: reading people needs no shapes

    homes = floats([rep.lon_lat or (np.nan, np.nan) for rep in reps]).reshape(-1, 2)
    turned = np.where(np.abs(homes[:, :1]) <= 90, homes[:, ::-1], np.nan)
    region = regions_of_points(floats(turned), regions)
    swapped = (region != UNASSIGNED) & ~in_box(project(floats(homes), regions.crs), regions)
    kept, issues = list(reps), []
    for at in np.flatnonzero(swapped).tolist():
        lon, lat = homes[at].tolist()
        found = tr(
            "rep {rep_id} at latitude {lat}, longitude {lon}: they look swapped, for "
            "then it is in {name}",
            rep_id=reps[at].id,
            lat=plain(lat),
            lon=plain(lon),
            name=regions.names[region[at]],
        )
        where = (table.rows[rows[at]], columns)
        issues.append(
            Issue("coordinates_swapped", Severity.WARNING, table.file, found, MEND(), *where)
        )
        kept[at] = replace(reps[at], lon_lat=None)
    return kept, tuple(issues)
