"""The figures of a layer: what each territory holds, how far off, how compact, what it gained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.insight.figures import EPSILON, LayerSummary
from planner.model.goals import TerritoryGoals
from planner.model.graph import pieces_per_territory
from planner.model.holders import Hands, hands
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.travel import centre_seats, km_to_seat, travel_weight
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints
from planner.sales.key_accounts import carried


def layer_summary(plan: Plan, scenario_name: str, layer_key: str = BASE) -> LayerSummary:
    """Return the figures of a layer. Raises ValueError for an unknown scenario or layer."""
    scenario = plan.scenario(scenario_name)
    return summary_of(plan, scenario, scenario.layer(layer_key))


def summary_of(plan: Plan, scenario: Scenario, layer: Layer) -> LayerSummary:
    """Return the figures of a layer that stands in, or could stand in, a scenario."""
    goals = goals_of(plan, layer.key)
    k, owner = len(layer.territories), layer.owner
    held = carried(plan, scenario, layer)
    loads = floats(sums_of(held.loads, owner, k) + held.besides)
    targets = layer.targets * held.total
    deviations = deviations_of(loads, floats(targets))
    tolerance = floats([measure.tolerance for measure in plan.measures])
    regions = counts_of(owner, k)
    weight = travel_weight(plan)
    seats = _seats(plan, goals, layer, weight)
    km = km_to_seat(plan.regions.points_km, owner, seats)
    names = {rep.id: rep.name for rep in plan.reps}
    in_and_out = _moves(plan, layer)
    return LayerSummary(
        scenario=scenario.name,
        layer=layer.key,
        ids=tuple(t.id for t in layer.territories),
        names=tuple(t.name for t in layer.territories),
        rep_ids=tuple(t.rep_id or "" for t in layer.territories),
        rep_names=tuple(
            names.get(t.rep_id, t.rep_id) if t.rep_id else "" for t in layer.territories
        ),
        parts=tuple(t.part for t in layer.territories),
        locked=bools([t.locked for t in layer.territories]),
        regions=regions,
        accounts=counts_of(accounts_owner(plan, layer), k),
        pieces=pieces_per_territory(plan.regions.graph.edges, owner, k),
        loads=loads,
        targets=floats(targets),
        deviations=deviations,
        within=within_of(deviations, tolerance, regions),
        seats=seats,
        travel_km=mean_km(km, weight, owner, k),
        moved_in=counts_of(in_and_out.comes, k),
        moved_out=counts_of(in_and_out.goes, k),
        loads_in=sums_of(held.loads, in_and_out.comes, k),
        loads_out=sums_of(held.loads, in_and_out.goes, k),
        unassigned=int((owner == UNASSIGNED).sum()),
        unassigned_loads=floats(held.loads[owner == UNASSIGNED].sum(axis=0)),
        moved=int(in_and_out.moved.sum()),
        moved_loads=floats(held.loads[in_and_out.moved].sum(axis=0)),
        objective="inertia" if goals.seats == "free" else "distance",
        score=float(np.nansum(weight * km ** (2 if goals.seats == "free" else 1))),
        mean_travel_km=_overall_km(km, weight),
        tolerance=tolerance,
        apart_loads=floats(held.elsewhere + held.not_counted),
    )


def goals_of(plan: Plan, layer_key: str) -> TerritoryGoals:
    """Return the goals of a layer, or those that ask for nothing where the plan has none of it."""
    return next((goals for goals in plan.goals.layers if goals.key == layer_key), TerritoryGoals())


def deviations_of(loads: Floats, targets: Floats) -> Floats:
    """Return load / target - 1: 0 where both are 0, infinite for a load without target."""
    ratio = np.divide(loads, targets, out=np.where(loads > 0, np.inf, 1.0), where=targets > 0)
    return floats(ratio - 1.0)


def within_of(deviations: Floats, tolerance: Floats, regions: Ints) -> Bools:
    """Return which territories have every measure inside its tolerance; an empty one has not."""
    return bools((np.abs(deviations) <= tolerance + EPSILON).all(axis=1) & (regions > 0))


@dataclass(frozen=True, slots=True, eq=False)
class _Moves:
    """Territory each region comes to or goes from, UNASSIGNED where it does not; and what moved."""

    comes: Ints
    goes: Ints
    moved: Bools


def _moves(plan: Plan, layer: Layer) -> _Moves:
    held = hands_since_today(plan, layer)
    if held is None:
        nothing = ints(np.full(len(layer.owner), UNASSIGNED))
        return _Moves(nothing, nothing, bools(nothing != UNASSIGNED))
    leaves = held.differs & (held.before != UNASSIGNED)
    return _Moves(
        comes=ints(np.where(held.differs, layer.owner, UNASSIGNED)),
        goes=ints(np.where(leaves, held.territory[held.before], UNASSIGNED)),
        moved=bools(leaves),
    )


def hands_since_today(plan: Plan, layer: Layer) -> Hands | None:
    """Return who holds each region in Today and in a layer; None when Today has no owners, or is it."""
    today = next((one for one in plan.today.layers if one.key == layer.key), None)
    if today is None or today is layer or not (today.owner != UNASSIGNED).any():
        return None
    return hands(today, layer)


def moved_regions(plan: Plan, layer: Layer) -> Bools:
    """Return which regions somebody has in Today and another holder, or nobody, has here, shape (n,)."""
    return _moves(plan, layer).moved


def _seats(plan: Plan, goals: TerritoryGoals, layer: Layer, weight: Floats) -> Ints:
    """Seats as set, else the region nearest to the weighted centre."""
    centres = centre_seats(plan.regions.points_km, weight, layer.owner, len(layer.territories))
    chosen = [UNASSIGNED if t.seat is None else t.seat for t in layer.territories]
    return ints(np.where(np.array(chosen, dtype=np.int32) >= 0, chosen, centres))


def accounts_owner(plan: Plan, layer: Layer) -> Ints:
    """Return the territory each account lies in, shape (a,); UNASSIGNED outside all."""
    # The extra last entry keeps an account outside all regions as it is.
    return ints(np.append(layer.owner, UNASSIGNED)[plan.accounts.region])


def counts_of(owner: Ints, territories: int) -> Ints:
    """Return how often each territory is named, shape (k,)."""
    return ints(np.bincount(owner + 1, minlength=territories + 1)[1:])


def sums_of(loads: Floats, owner: Ints, territories: int) -> Floats:
    """Sum each measure per territory, shape (k, m); UNASSIGNED falls into bin 0, which is dropped."""
    sums = np.empty((territories, loads.shape[1]))
    for a, column in enumerate(loads.T):
        sums[:, a] = np.bincount(owner + 1, column, territories + 1)[1:]
    return floats(sums)


def mean_km(km: Floats, weight: Floats, owner: Ints, territories: int) -> Floats:
    """Weighted mean km of each territory; the plain mean where it has no weight, NaN when empty."""
    held = np.flatnonzero(np.isfinite(km))
    key, part = owner[held], weight[held]
    part = np.where(np.bincount(key, part, territories)[key] > 0, part, 1.0)
    total = np.bincount(key, part, territories)
    mean = np.full(territories, np.nan)
    np.divide(np.bincount(key, part * km[held], territories), total, out=mean, where=total > 0)
    return floats(mean)


def _overall_km(km: Floats, weight: Floats) -> float:
    held = np.isfinite(km)
    total = float(weight[held].sum())
    return float((weight[held] * km[held]).sum()) / total if total > 0 else float("nan")
