"""One territory: its rep, home base and name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.edits.replacing import editable, with_layer
from planner.judge.from_plan import pinned_regions
from planner.language import tr
from planner.model.goals import TerritoryGoals
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.territories import Territory
from planner.model.types import UNASSIGNED, Floats, RepId, identical
from planner.sales.homes import home_seats
from planner.sales.slots import part_masks
from planner.sales.targets import size_territories


def set_rep(
    plan: Plan, scenario_name: str, layer_key: str, territory: int, rep_id: RepId | None
) -> Plan:
    """Return the plan with another rep (None: open) for a territory.

    Targets follow the new capacities; where the goals seat territories at homes, the home base
    moves along to a home that is known. A locked territory stays as it is. The proof goes when
    targets or home base change. Raises ValueError for Today, and for a rep the plan has not got.
    """
    layer = editable(plan, scenario_name).layer(layer_key)
    before = layer.territories[territory]
    if before.locked or before.rep_id == rep_id:
        return plan
    rep, goals = None if rep_id is None else plan.rep(rep_id), plan.goals.layer(layer_key)
    after = replace(before, rep_id=rep_id)
    if goals.seats == "homes":
        home = home_seats(plan.regions, [rep], part_masks(plan.regions, goals, [before.part]))[0]
        after = replace(after, seat=before.seat if home == UNASSIGNED else int(home))
    changed = _put(layer, territory, after)
    targets = _targets(plan, goals, changed)
    same_rules = targets is layer.targets and after.seat == before.seat
    proof = layer.proof if same_rules else None
    return with_layer(plan, scenario_name, replace(changed, targets=targets, proof=proof))


def give_to_rep(
    plan: Plan, scenario_name: str, layer_key: str, territory: int, rep_id: RepId | None
) -> Plan:
    """Return the plan with a territory given to a rep, who changes places with whoever had it.

    A rep with one territory in the layer hands that one over in exchange; one with several takes
    this one as well, and None leaves it open. Nothing changes where one of the two is locked.
    Raises ValueError as `set_rep` does.
    """
    territories = editable(plan, scenario_name).layer(layer_key).territories
    had = territories[territory].rep_id
    theirs = [t for t, one in enumerate(territories) if rep_id is not None and one.rep_id == rep_id]
    if had == rep_id or any(territories[t].locked for t in (territory, *theirs)):
        return plan
    given = set_rep(plan, scenario_name, layer_key, territory, rep_id)
    return set_rep(given, scenario_name, layer_key, theirs[0], had) if len(theirs) == 1 else given


def set_seat(
    plan: Plan, scenario_name: str, layer_key: str, territory: int, region: int | None
) -> Plan:
    """Return the plan with a home base chosen for a territory, or free again (None).

    A locked territory stays as it is; the proof goes. Raises ValueError for Today, and for a
    region that does not exist or lies in another part.
    """
    layer = editable(plan, scenario_name).layer(layer_key)
    before = layer.territories[territory]
    if before.locked or before.seat == region:
        return plan
    if region is not None:
        if not 0 <= region < len(plan.regions):
            raise ValueError(f"no region {region}")
        goals = plan.goals.layer(layer_key)
        if not part_masks(plan.regions, goals, [before.part])[0][region]:
            raise ValueError(
                tr("{name} lies outside {part}", name=plan.regions.names[region], part=before.part)
            )
    changed = _put(layer, territory, replace(before, seat=region))
    return with_layer(plan, scenario_name, replace(changed, proof=None))


def rename_territory(
    plan: Plan, scenario_name: str, layer_key: str, territory: int, name: str
) -> Plan:
    """Return the plan with a territory renamed, locked or not; its proof stays.

    Raises ValueError for Today, and for an empty name.
    """
    layer = editable(plan, scenario_name).layer(layer_key)
    if not name.strip():
        raise ValueError(tr("a territory needs a name"))
    after = replace(layer.territories[territory], name=name.strip())
    if identical(after, layer.territories[territory]):
        return plan
    return with_layer(plan, scenario_name, _put(layer, territory, after))


def _targets(plan: Plan, goals: TerritoryGoals, layer: Layer) -> Floats:
    """Return targets by the reps as they are now; those of a layer not laid out yet stay."""
    if goals.apart and not all(territory.part for territory in layer.territories):
        return layer.targets
    sized = size_territories(plan, goals, layer.territories, pinned_regions(layer))
    return layer.targets if np.array_equal(sized.targets, layer.targets) else sized.targets


def _put(layer: Layer, at: int, territory: Territory) -> Layer:
    territories = list(layer.territories)
    territories[at] = territory
    return replace(layer, territories=tuple(territories))
