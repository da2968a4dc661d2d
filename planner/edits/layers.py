"""Edits of a whole layer: lay its territories out, accept what a solver proposes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.edits.replacing import editable, with_goals, with_layer, with_scenario
from planner.edits.resizing import covers_parts, resized
from planner.judge.from_plan import pinned_regions
from planner.language import tr
from planner.model.goals import TerritoryGoals
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, Scenario
from planner.model.territories import Territory
from planner.model.travel import travel_weight
from planner.model.types import UNASSIGNED, Ints, TerritoryId, floats, identical, ints
from planner.sales.homes import fill_seats, home_seats
from planner.sales.slots import Slot, part_masks, slots


def lay_out(plan: Plan, scenario_name: str, layer_key: str) -> Plan:
    """Return the plan with a layer's territories, seats and targets as its goals ask.

    Territories that already fit are kept with their names, reps, seats and locks; only seats that
    are missing and targets are filled in. They fit when they are not simply Today's, there are as
    many in each part as the goals ask, and every rep works on plan start. Otherwise the layer gets
    new territories T01, T02, ... (`planner.sales.slots.slots`); a rep who stays keeps his regions,
    home base, name and lock, all other regions become
    unassigned. The proof goes when anything changed.

    A layer of the goals that the scenario has not got is added. The same plan comes back when the
    layer is laid out already.

    A layer whose number of territories was changed by hand (`Layer.own_count`) keeps them; those of
    reps who do not work on plan start become open. It gets new ones only where they do not lie in
    the parts that the goals keep apart now. `follow_goals` takes its own number back.

    Raises
    ------
    ValueError
        For Today, an unknown scenario or layer, goals that ask for one territory per rep of a
        role nobody has, and more territories than regions.
    """
    scenario, goals = editable(plan, scenario_name), plan.goals.layer(layer_key)
    layer = _layer(plan, scenario, goals)
    own = layer.own_count and len(layer.territories) and covers_parts(plan, goals, layer)
    layer = _without_leavers(plan, layer) if own else _as_asked(plan, goals, layer)
    layer = resized(plan, scenario, goals, _seated(plan, goals, layer))
    if layer.key not in {old.key for old in scenario.layers}:
        return with_scenario(plan, replace(scenario, layers=(*scenario.layers, layer)))
    if identical(layer, scenario.layer(layer_key)):
        return plan
    return with_layer(plan, scenario_name, replace(layer, proof=None))


def follow_goals(plan: Plan, scenario_name: str, layer_key: str) -> Plan:
    """Return the plan in which the number of a layer's territories is what its goals ask for again.

    `lay_out` then makes them so. Raises ValueError for Today, an unknown scenario or layer.
    """
    layer = editable(plan, scenario_name).layer(layer_key)
    if not layer.own_count:
        return plan
    return with_layer(plan, scenario_name, replace(layer, own_count=False))


def count_territories(plan: Plan, scenario_name: str, layer_key: str, count: int) -> Plan:
    """Return the plan whose goals ask for so many territories; `lay_out` then makes them so.

    Raises ValueError for an unknown scenario or layer, less than one, and more than there are regions.
    """
    goals = plan.goals.layer(layer_key)
    if count > len(plan.regions):
        raise ValueError(f"{count} territories for {len(plan.regions)} regions")
    counted = with_goals(plan, replace(goals, count=count))
    return counted if scenario_name == TODAY else follow_goals(counted, scenario_name, layer_key)


def accept_owner(
    plan: Plan, scenario_name: str, layer_key: str, owner: Ints, proof: Proof | None
) -> Plan:
    """Return the plan with a proposal accepted in whole, and its proof.

    Locked regions stay where they are; if the proposal moves one, the proof does not hold for
    what is kept and is left out. Raises ValueError when `owner` does not fit the layer.
    """
    layer = editable(plan, scenario_name).layer(layer_key)
    kept = _respecting_locks(layer, ints(owner))
    told = proof if np.array_equal(kept, owner) else None
    if np.array_equal(kept, layer.owner) and identical(told, layer.proof):
        return plan
    return with_layer(plan, scenario_name, replace(layer, owner=kept, proof=told))


def accept_moves(
    plan: Plan, scenario_name: str, layer_key: str, owner: Ints, regions: Ints
) -> Plan:
    """Return the plan with a proposal accepted for some regions only; locked ones stay.

    The proof is of the whole proposal and is left out. Raises ValueError when `owner` or
    `regions` do not fit the layer.
    """
    layer = editable(plan, scenario_name).layer(layer_key)
    chosen = layer.owner.copy()
    chosen[regions] = _fitting(layer, ints(owner))[regions]
    kept = _respecting_locks(layer, ints(chosen))
    if np.array_equal(kept, layer.owner):
        return plan
    return with_layer(plan, scenario_name, replace(layer, owner=kept, proof=None))


def _fitting(layer: Layer, owner: Ints) -> Ints:
    if owner.shape != layer.owner.shape:
        raise ValueError(f"owner has shape {owner.shape}, not {layer.owner.shape}")
    return owner


def _respecting_locks(layer: Layer, owner: Ints) -> Ints:
    """Return `owner`, but nothing locked moves and nothing enters a locked territory."""
    owner = _fitting(layer, owner)
    closed = np.array([*(territory.locked for territory in layer.territories), False])
    stays = (pinned_regions(layer) != UNASSIGNED) | closed[owner]
    return ints(np.where(stays, layer.owner, owner))


def _layer(plan: Plan, scenario: Scenario, goals: TerritoryGoals) -> Layer:
    for layer in scenario.layers:
        if layer.key == goals.key:
            return layer
    n, m = plan.loads.shape
    nobody = ints(np.full(n, UNASSIGNED))
    return Layer(goals.key, goals.label, (), nobody, nobody != UNASSIGNED, floats(np.empty((0, m))))


def _as_asked(plan: Plan, goals: TerritoryGoals, layer: Layer) -> Layer:
    """Return the layer with the territories its goals ask for: those it has, or new ones."""
    wanted = slots(plan, goals)
    if not wanted:
        raise ValueError(
            tr(
                "nobody has the role {one_per}; give the number of territories",
                one_per=goals.one_per,
            )
        )
    if len(wanted) > len(plan.regions):
        raise ValueError(f"{len(wanted)} territories for {len(plan.regions)} regions")
    if _fits(plan, layer, wanted):
        return layer
    named = not _is_todays(plan, layer)
    return _inside_parts(plan, goals, _new_layer(layer, wanted, named=named))


def _without_leavers(plan: Plan, layer: Layer) -> Layer:
    """Open the territories of reps who do not work on plan start."""
    working = {rep.id for rep in plan.reps if rep.works_on(plan.start)}
    if all(t.rep_id is None or t.rep_id in working for t in layer.territories):
        return layer
    staying = tuple(
        t if t.rep_id in working else replace(t, rep_id=None) for t in layer.territories
    )
    return replace(layer, territories=staying)


def _fits(plan: Plan, layer: Layer, wanted: Sequence[Slot]) -> bool:
    if not layer.territories or _is_todays(plan, layer):
        return False
    if Counter(t.part for t in layer.territories) != Counter(slot.part for slot in wanted):
        return False
    working = {rep.id for rep in plan.reps if rep.works_on(plan.start)}
    return all(t.rep_id is None or t.rep_id in working for t in layer.territories)


def _is_todays(plan: Plan, layer: Layer) -> bool:
    """Whether the layer still has the territories of Today, one for each present owner."""
    return layer.territories in [
        old.territories for old in plan.today.layers if old.key == layer.key
    ]


def _new_layer(layer: Layer, wanted: Sequence[Slot], *, named: bool) -> Layer:
    """Make territories for the slots; a rep who stays keeps what he has, when it is one territory.

    Names are kept when they were given to territories of this plan; in Today they are people's.
    """
    held = Counter(t.rep_id for t in layer.territories)
    old = {t.rep_id: (at, t) for at, t in enumerate(layer.territories) if held[t.rep_id] == 1}
    width = max(2, len(str(len(wanted))))
    territories, moved = [], np.full(len(layer.territories) + 1, UNASSIGNED)
    for at, slot in enumerate(wanted):
        rep_id = None if slot.rep is None else slot.rep.id
        made = Territory(
            TerritoryId(f"T{at + 1:0{width}d}"),
            tr("Territory {number}", number=at + 1),
            rep_id,
            part=slot.part,
        )
        if rep_id is not None and rep_id in old and old[rep_id][1].part in ("", slot.part):
            before, kept = old[rep_id]
            name = kept.name if named else made.name
            made = replace(made, name=name, seat=kept.seat, locked=kept.locked)
            moved[before] = at
        territories.append(made)
    owner = ints(moved[layer.owner])
    return replace(
        layer,
        territories=tuple(territories),
        owner=owner,
        locked=layer.locked & (owner != UNASSIGNED),
        targets=floats(np.zeros((len(territories), layer.targets.shape[1]))),
        own_count=False,
    )


def _inside_parts(plan: Plan, goals: TerritoryGoals, layer: Layer) -> Layer:
    """Take away from each territory what lies outside its part."""
    masks = part_masks(plan.regions, goals, [t.part for t in layer.territories])
    allowed = np.stack([*masks, np.ones(len(layer.owner), np.bool_)])
    inside = allowed[layer.owner, np.arange(len(layer.owner))]
    if inside.all():
        return layer
    owner = ints(np.where(inside, layer.owner, UNASSIGNED))
    return replace(layer, owner=owner, locked=layer.locked & inside)


def _seated(plan: Plan, goals: TerritoryGoals, layer: Layer) -> Layer:
    """Give each territory without a seat the home of its rep, or a good one, if the goals say so."""
    if goals.seats != "homes" or all(t.seat is not None for t in layer.territories):
        return layer
    reps = {rep.id: rep for rep in plan.reps}
    living = [None if t.rep_id is None else reps.get(t.rep_id) for t in layer.territories]
    masks = part_masks(plan.regions, goals, [t.part for t in layer.territories])
    homes = home_seats(plan.regions, living, masks)
    kept = [homes[at] if t.seat is None else t.seat for at, t in enumerate(layer.territories)]
    seats = fill_seats(plan.regions.points, travel_weight(plan), ints(kept), masks)
    pairs = zip(layer.territories, seats.tolist(), strict=True)
    return replace(layer, territories=tuple(replace(t, seat=seat) for t, seat in pairs))
