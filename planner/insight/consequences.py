"""What a move that is not made yet would do: to the territories touched, and to who serves whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.insight.disruption import months_with
from planner.insight.draft_summary import draft_after, loads_that_follow
from planner.insight.figures import EPSILON, LayerSummary
from planner.insight.ownership import named_owners_of
from planner.model.accounts import rows_by_region
from planner.model.graph import spans
from planner.model.holders import hands
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Ints, ints
from planner.sales.key_accounts import held_by_name


@dataclass(frozen=True, slots=True)
class Standing:
    """One territory at one moment.

    Attributes
    ----------
    regions : int
    loads, deviations : tuple of float
        Per measure, as in `LayerSummary`.
    within : bool
        Whether every measure is inside its tolerance.
    travel_km : float or None
        None for an empty territory.
    pieces : int
    """

    regions: int
    loads: tuple[float, ...]
    deviations: tuple[float, ...]
    within: bool
    travel_km: float | None
    pieces: int


@dataclass(frozen=True, slots=True)
class Touched:
    """A territory that gains or loses regions."""

    territory: int
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Handed:
    """What changes hands against the layer as it is: another rep, or nobody, has it afterwards.

    Attributes
    ----------
    regions, accounts : int
        Accounts that follow their region; named accounts stay with their owners.
    loads : tuple of float
        What the regions hold of each measure, without the named accounts.
    revenue, pipeline : float or None
        Last year's revenue and open pipeline of those accounts; None where no account has any.
    months : float or None
        Months with their present owner that end, summed over the accounts he has until the move;
        None where nobody knows since when.
    """

    regions: int
    accounts: int
    loads: tuple[float, ...]
    revenue: float | None
    pipeline: float | None
    months: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Consequences:
    """What a move would do.

    Attributes
    ----------
    summary : LayerSummary
        All figures after it.
    moved : Ints
        Regions that come to another territory, or to none.
    territories : tuple of Touched
        The largest change of a deviation, in tolerances, first.
    handed : Handed
    cut_off : Ints
        Regions that lay in the main piece of their territory before and do not after.
    """

    summary: LayerSummary
    moved: Ints
    territories: tuple[Touched, ...]
    handed: Handed
    cut_off: Ints


def consequences(
    plan: Plan, scenario_name: str, layer_key: str, before: LayerSummary, owner: Ints
) -> Consequences:
    """Return what it would do to give a layer other owners.

    Parameters
    ----------
    before : LayerSummary
        Of the layer as the plan has it.
    owner : Ints, shape (n,)

    Raises
    ------
    ValueError
        For Today, an unknown scenario or layer, and owners that do not fit the layer.
    """
    layer = plan.scenario(scenario_name).layer(layer_key)
    draft = draft_after(plan, scenario_name, layer_key, before, owner)
    moved = ints(np.flatnonzero(owner != layer.owner))
    return Consequences(
        summary=draft.summary,
        moved=moved,
        territories=_touched(before, draft.summary, layer, owner),
        handed=_handed(plan, before, layer, owner),
        cut_off=draft.cut_off,
    )


def _touched(
    before: LayerSummary, after: LayerSummary, layer: Layer, owner: Ints
) -> tuple[Touched, ...]:
    moved = owner != layer.owner
    touched = [t for t in np.union1d(owner[moved], layer.owner[moved]).tolist() if t >= 0]
    change = after.deviations[touched] - before.deviations[touched]
    # From no target to no target is no change: infinite less infinite.
    strain = np.abs(np.nan_to_num(change, nan=0.0)) / np.maximum(before.tolerance, EPSILON)
    most = np.round(strain.max(axis=1, initial=0.0), 9)  # equal changes differ by rounding
    order = np.argsort(-most, kind="stable")
    return tuple(
        Touched(touched[at], _standing(before, touched[at]), _standing(after, touched[at]))
        for at in order.tolist()
    )


def _standing(summary: LayerSummary, t: int) -> Standing:
    row = summary.row(t)
    return Standing(
        regions=row.regions,
        loads=row.loads,
        deviations=row.deviations,
        within=row.within,
        travel_km=row.travel_km,
        pieces=row.pieces,
    )


def _handed(plan: Plan, before: LayerSummary, layer: Layer, owner: Ints) -> Handed:
    held = hands(layer, replace(layer, owner=owner))
    regions = ints(np.flatnonzero(held.differs & (layer.owner != UNASSIGNED)))
    loads = loads_that_follow(plan, before)[regions].sum(axis=0)
    rows = _following(plan, before.scenario, layer, regions)
    return Handed(
        regions=len(regions),
        accounts=len(rows),
        loads=tuple(loads.tolist()),
        revenue=_sum(plan, "revenue_last_year", rows),
        pipeline=_sum(plan, "open_pipeline", rows),
        months=_months(plan, layer, rows),
    )


def _following(plan: Plan, scenario_name: str, layer: Layer, regions: Ints) -> Ints:
    """Return the accounts of some regions that a rep has because they lie there."""
    start, listed = rows_by_region(plan.accounts, len(layer.owner))
    rows = listed[spans(start, regions)]
    filled = np.array([t.rep_id is not None for t in layer.territories], np.bool_)
    rows = rows[filled[layer.owner[plan.accounts.region[rows]]]]
    named = held_by_name(plan, plan.scenario(scenario_name)) if layer.key == BASE else {}
    ids = plan.accounts.ids
    return ints([row for row in rows.tolist() if ids[row] not in named])


def _sum(plan: Plan, column: str, rows: Ints) -> float | None:
    values = plan.accounts.numbers.get(column)
    return None if values is None else float(np.nansum(values[rows]))


def _months(plan: Plan, layer: Layer, rows: Ints) -> float | None:
    since = plan.accounts.text.get("owner_since")
    if since is None:
        return None
    at = layer.owner[plan.accounts.region[rows]].tolist()
    pairs = zip(rows.tolist(), at, named_owners_of(plan, rows), strict=True)
    ended = [
        months_with(since[row], plan.start)
        for row, t, present in pairs
        if present and present[0] == layer.territories[t].rep_id
    ]
    return float(sum(ended))
