"""Figures of regions that are joined to a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.edits.recounting import asks_regions, with_counts
from planner.model.plan import Plan
from planner.model.types import Floats, floats, frozen_map, identical


def join_figures(plan: Plan, columns: Mapping[str, Floats]) -> Plan:
    """Return the plan with number columns of its regions added, in place of those of the same name.

    The loads stay as they are: whoever wants a measure of these columns reckons it anew. Only where a
    rule asks accounts by a column that is replaced (`region.COLUMN`), what counts by rules follows.

    Parameters
    ----------
    columns : mapping of str to Floats, each (n,)
        NaN where unknown.

    Raises
    ------
    ValueError
        When a column has another length than the regions, or no name.
    """
    wrong = [name for name, values in columns.items() if len(values) != len(plan.regions)]
    if wrong or "" in columns:
        raise ValueError(
            f"no column of {len(plan.regions)} regions: {', '.join(wrong) or 'no name'}"
        )
    known = plan.regions.columns
    changed = {
        name: floats(values)
        for name, values in columns.items()
        if name not in known or not identical(known[name], floats(values))
    }
    if not changed:
        return plan
    regions = replace(plan.regions, columns=frozen_map({**known, **changed}))
    made = replace(plan, regions=regions)
    return with_counts(made) if asks_regions(plan, frozenset(changed) & frozenset(known)) else made
