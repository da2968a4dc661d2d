"""Loads: every measure in every region, as the regions and accounts of a plan give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from planner.model.accounts import Accounts
from planner.model.formula import NO_AREAS, measure_values
from planner.model.measures import Measure
from planner.model.regions import RegionSet
from planner.model.segments import Segment
from planner.model.types import Bools, Floats, floats


def usable(values: Floats) -> Floats:
    """Return values of a measure as they count: what is negative or not finite is 0."""
    return floats(np.where(np.isfinite(values) & (values > 0), values, 0.0))


def region_loads(
    regions: RegionSet,
    accounts: Accounts,
    segments: Sequence[Segment],
    measures: Sequence[Measure],
    areas: Mapping[str, Bools] = NO_AREAS,
) -> Floats:
    """Return every measure in every region, shape (n, m), finite and not negative.

    Raises
    ------
    FormulaError
        When a measure names a column or segment that is not there.
    """
    columns = [usable(measure_values(one, regions, accounts, segments, areas)) for one in measures]
    if not columns:
        return floats(np.zeros((len(regions), 0)))
    return floats(np.stack(columns, axis=1))
