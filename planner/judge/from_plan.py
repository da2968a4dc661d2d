"""From a plan to the problem a solver is given."""

from __future__ import annotations

import numpy as np

from planner.judge.problem import Kind, Objective, Problem
from planner.judge.rules_from_plan import with_rules
from planner.language import tr
from planner.model.goals import TerritoryGoals
from planner.model.holders import same_holder
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.travel import centre_seats, km_to_seat, travel_weight
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints
from planner.sales.homes import fill_seats
from planner.sales.key_accounts import carried
from planner.sales.slots import part_masks, part_names, parts_of_regions
from planner.sales.targets import size_territories

LEAST_PRICE = 1e-6
"""Disruption weight where moves are capped but cost nothing."""


def problem_from(plan: Plan, scenario: Scenario, layer_key: str = BASE) -> Problem:
    """Return the problem of a layer as it is laid out (`planner.edits.layers.lay_out`).

    Territory t of the problem is territory t of the layer, region i is region i of the plan.

    Notes
    -----
    * Key accounts that the scenario gives to people by name count with their owner's territory
      (`besides`), not with their region (`planner.sales.key_accounts`).
    * Measures that are 0 everywhere are left out; names are the keys of the measures.
    * Targets are those of the layer; with ``oversize = "own"`` those of `size_territories`, and each
      oversize region is locked into its own territory.
    * Locked regions stay. A territory that is locked as a whole is a part of its own: nothing
      leaves or enters it. Its target stays, so a locked territory that is off shows as off.
    * ``seats = "homes"``: distance to the seats; a territory without one gets it from `fill_seats`.
      Free seats: inertia; the region of a seat that was chosen by hand is locked into its territory.
    * `current` is Today's owner, followed through who holds each territory (`same_holder`). With a
      disruption weight d, a region costs ``d * w_i * S / W`` when it leaves: S is the travel of
      Today with seats as above (free: the best), W the weight Today's territories hold, so that
      moving an average region costs d times what its travel costs on average. A cap on all moves
      needs a price: without one, moving everything costs a millionth of all travel.
    * Further rules as `planner.judge.rules_from_plan.with_rules` says.

    Raises
    ------
    ValueError
        When the layer has no territories, or no measure is above 0 anywhere.
    """
    goals, layer = plan.goals.layer(layer_key), scenario.layer(layer_key)
    if not len(layer.territories):
        raise _not_laid_out(layer_key, scenario)
    used = _used_measures(plan)
    held = carried(plan, scenario, layer)
    targets, locks = _targets_and_locks(plan, goals, layer)
    part_of_region, part_of_territory = _parts(plan, goals, layer)
    seats = _seats(plan, goals, layer)
    current = _current(plan, layer, part_of_region, part_of_territory)
    weights = floats(held.loads[:, used])
    cost = _switch_cost(plan, goals, weights[:, 0], current, seats, len(targets))
    problem = Problem(
        name=f"{plan.name} / {scenario.name} / {layer_key}",
        measures=tuple(plan.measures[a].key for a in used),
        weights=weights,
        targets=floats(targets[:, used]),
        tolerance=floats([plan.measures[a].tolerance for a in used]),
        edges=plan.regions.graph.edges,
        xy_km=plan.regions.points_km,
        seats=seats,
        locks=locks,
        current=current,
        switch_cost=cost,
        island_links=plan.regions.graph.links,
        contiguous=goals.contiguous,
        objective=Objective(Kind.INERTIA if seats is None else Kind.DISTANCE),
        importance=floats([plan.measures[a].weight for a in used]),
        part_of_region=part_of_region,
        part_of_territory=part_of_territory,
        besides=floats(held.besides[:, used]),
    )
    return with_rules(problem, plan, scenario, goals, layer)


def _used_measures(plan: Plan) -> Ints:
    used = ints(np.flatnonzero(plan.loads.sum(axis=0) > 0))
    if not len(used):
        raise ValueError(tr("no measure is above 0 anywhere: nothing to balance"))
    return used


def pinned_regions(layer: Layer) -> Ints:
    """Return the territory each region may not leave, shape (n,); UNASSIGNED where it may move."""
    whole = np.array([*(territory.locked for territory in layer.territories), False])
    return ints(np.where(layer.locked | whole[layer.owner], layer.owner, UNASSIGNED))


def _targets_and_locks(plan: Plan, goals: TerritoryGoals, layer: Layer) -> tuple[Floats, Ints]:
    locks = pinned_regions(layer).copy()
    targets = layer.targets
    if goals.oversize == "own":
        sized = size_territories(plan, goals, layer.territories, pinned_regions(layer))
        targets = sized.targets
        taken = np.flatnonzero(sized.own != UNASSIGNED)
        locks[sized.own[taken]] = taken
    if goals.seats == "free":
        for t, territory in enumerate(layer.territories):
            if territory.seat is not None and locks[territory.seat] == UNASSIGNED:
                locks[territory.seat] = t
    return targets, ints(locks)


def _parts(plan: Plan, goals: TerritoryGoals, layer: Layer) -> tuple[Ints, Ints]:
    """Part of each region and of each territory: the goals' parts, then locked territories."""
    names = part_names(plan.regions, goals)
    region = parts_of_regions(plan.regions, goals).copy()
    parts = [names.index(t.part) if names else 0 for t in layer.territories]
    territory = np.array(parts, dtype=np.int32)
    held = np.bincount(layer.owner[layer.owner != UNASSIGNED], minlength=len(parts))
    closed = np.array([t.locked for t in layer.territories]) & (held > 0)
    for part in np.unique(territory):
        if closed[territory == part].all():
            closed[territory == part] = False  # the part's other regions must go somewhere
    for offset, t in enumerate(np.flatnonzero(closed)):
        territory[t] = region[layer.owner == t] = max(1, len(names)) + offset
    return ints(region), ints(territory)


def _seats(plan: Plan, goals: TerritoryGoals, layer: Layer) -> Ints | None:
    if goals.seats == "free":
        return None
    seats = ints([UNASSIGNED if t.seat is None else t.seat for t in layer.territories])
    masks = part_masks(plan.regions, goals, [t.part for t in layer.territories])
    return fill_seats(plan.regions.points, travel_weight(plan), seats, masks)


def _current(
    plan: Plan, layer: Layer, part_of_region: Ints, part_of_territory: Ints
) -> Ints | None:
    """Today's owner in the territories of this layer, or None when Today says nothing.

    A region whose present territory may not have it (another country, say) has no current one.
    """
    today = [before for before in plan.today.layers if before.key == layer.key]
    if not today:
        return None
    # The extra last entry keeps UNASSIGNED as it is.
    number = np.concatenate([same_holder(today[0], layer), [UNASSIGNED]])
    current = number[today[0].owner]
    current[part_of_territory[current] != part_of_region] = UNASSIGNED
    return ints(current) if (current != UNASSIGNED).any() else None


def _switch_cost(
    plan: Plan,
    goals: TerritoryGoals,
    weight: Floats,
    current: Ints | None,
    seats: Ints | None,
    territories: int,
) -> Floats | None:
    price = goals.disruption_weight
    if goals.rules.most_moved is not None:
        price = max(price, LEAST_PRICE)
    if current is None or price <= 0:
        return None
    xy_km, held = plan.regions.points_km, current != UNASSIGNED
    power = 2 if seats is None else 1
    served_from = centre_seats(xy_km, weight, current, territories) if seats is None else seats
    km = km_to_seat(xy_km, current, served_from)
    total = float(weight[held].sum())
    travel = float((weight[held] * km[held] ** power).sum())
    return floats(price * weight * (travel / total if total > 0 else 0.0))


def _not_laid_out(layer_key: str, scenario: Scenario) -> ValueError:
    return ValueError(
        tr(
            "layer {layer_key} of {scenario} has no territories; lay it out",
            layer_key=layer_key,
            scenario=scenario.name,
        )
    )
