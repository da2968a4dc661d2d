"""Barriers in the goals of a layer: neighbours that connect nothing, by name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planner.edits.replacing import with_goals
from planner.judge.rules_from_plan import WATER, barred
from planner.model.plan import Plan
from planner.model.rules import BarrierGoal, Pairs
from planner.model.scenarios import Scenario
from planner.model.types import Ints, ints


def add_barrier(plan: Plan, layer_key: str, name: str, pairs: Ints) -> Plan:
    """Return the plan with one more barrier in the goals of a layer.

    A name that is taken gets a number behind it. What was proven of the layer, in any scenario, does
    not hold any more and goes. The same plan comes back where no pair is one of neighbours.

    Parameters
    ----------
    pairs : Ints, shape (b, 2)
        Regions; those that are no neighbours are left out.

    Raises
    ------
    ValueError
        For goals the plan has not got, and for an empty name.
    """
    barriers = plan.goals.layer(layer_key).rules.barriers
    parted = _of_neighbours(plan, pairs)
    free = _free_name(name, [one.name for one in barriers])
    if not parted:
        return plan
    return _with(plan, layer_key, (*barriers, BarrierGoal(free, parted)))


def remove_barrier(plan: Plan, layer_key: str, name: str) -> Plan:
    """Return the plan without a barrier. Raises ValueError where the goals have none of that name."""
    one = _named(plan, layer_key, name)
    barriers = plan.goals.layer(layer_key).rules.barriers
    return _with(plan, layer_key, tuple(each for each in barriers if each is not one))


def bent(edges: Ints, parted: Ints, regions: Ints) -> Ints:
    """Return what barriers part, shape (b, 2), once they pass some regions on the other side.

    A barrier runs between regions. A region that changes sides opens the borders it was closed off by
    and closes its others, so the line goes round it; ends stay where they are.

    Parameters
    ----------
    edges : Ints, shape (e, 2)
        Neighbours.
    parted : Ints, shape (b, 2)
        What barriers part now.
    regions : Ints
    """
    wanted = np.isin(edges, regions)
    changing, now = _keys(edges[wanted[:, 0] != wanted[:, 1]]), _keys(parted)
    keys = np.setxor1d(changing, now)
    return ints(np.stack([keys // _MOST, keys % _MOST], axis=1))


def bend_barrier(plan: Plan, layer_key: str, held: tuple[int, int], regions: Ints) -> Plan:
    """Return the plan in which a barrier goes round regions on their other side, as `bent` says.

    Borders that open do so in every barrier of the layer; those that close are of the barrier that
    was held. One that parts nothing any more is removed, and what was proven of the layer goes.

    Parameters
    ----------
    held : (int, int)
        Two regions that the barrier parts.

    Raises
    ------
    ValueError
        Where no barrier parts these two.
    """
    before, ids = barred(plan, layer_key), plan.regions.ids
    holder = _holder(plan, layer_key, frozenset(str(ids[region]) for region in held))
    after = bent(plan.regions.graph.edges, before, regions)
    opened = before[~np.isin(_keys(before), _keys(after))]
    closed = after[~np.isin(_keys(after), _keys(before))]
    if not len(opened) and not len(closed):
        return plan
    barriers = plan.goals.layer(layer_key).rules.barriers
    gone = _named_pairs(plan, opened)
    fresh = tuple((str(ids[one]), str(ids[other])) for one, other in closed.tolist())
    made = []
    for one in barriers:
        pairs = tuple(pair for pair in one.pairs if frozenset(pair) not in gone)
        if one is holder:
            pairs = _in_order(plan, (*pairs, *fresh))
        made += [replace(one, pairs=pairs)] if pairs else []
    return _with(plan, layer_key, tuple(made))


def extend_barrier(plan: Plan, layer_key: str, held: tuple[int, int], pairs: Ints) -> Plan:
    """Return the plan in which a barrier closes more borders; the same where it closes them already.

    Parameters
    ----------
    held : (int, int)
        Two regions that the barrier parts.
    pairs : Ints, shape (b, 2)
        Regions; those that are no neighbours are left out.

    Raises
    ------
    ValueError
        Where no barrier parts these two.
    """
    ids = plan.regions.ids
    holder = _holder(plan, layer_key, frozenset(str(ids[region]) for region in held))
    known = set(map(frozenset, holder.pairs))
    fresh = tuple(pair for pair in _of_neighbours(plan, pairs) if frozenset(pair) not in known)
    if not fresh:
        return plan
    changed = replace(holder, pairs=_in_order(plan, (*holder.pairs, *fresh)))
    barriers = plan.goals.layer(layer_key).rules.barriers
    return _with(plan, layer_key, tuple(changed if each is holder else each for each in barriers))


def open_borders(plan: Plan, layer_key: str, pairs: Ints) -> Plan:
    """Return the plan in which no barrier of a layer parts these pairs of regions, shape (b, 2).

    A barrier that parts nothing any more is removed; what was proven goes with the first one opened.
    """
    opened = _named_pairs(plan, pairs)
    barriers = plan.goals.layer(layer_key).rules.barriers
    left = [
        (one, tuple(pair for pair in one.pairs if frozenset(pair) not in opened))
        for one in barriers
    ]
    if all(pairs == one.pairs for one, pairs in left):
        return plan
    return _with(plan, layer_key, tuple(replace(one, pairs=pairs) for one, pairs in left if pairs))


_MOST = 2**32
"""More than any number of regions: two of them are one key."""


def _keys(pairs: Ints) -> NDArray[np.int64]:
    """Return a number for each pair, whichever comes first in it."""
    low, high = np.sort(pairs, axis=1).astype(np.int64).T
    return np.asarray(low * _MOST + high, np.int64)


def _named_pairs(plan: Plan, pairs: Ints) -> set[frozenset[str]]:
    """Return pairs of regions by their ids."""
    ids = plan.regions.ids
    return {frozenset((str(ids[one]), str(ids[other]))) for one, other in pairs.tolist()}


def _in_order(plan: Plan, pairs: Pairs) -> Pairs:
    """Return pairs in the order of the regions, those of unknown regions last."""
    number = {str(id_): at for at, id_ in enumerate(plan.regions.ids)}
    last = len(number)
    return tuple(sorted(pairs, key=lambda pair: [number.get(id_, last) for id_ in pair]))


def _holder(plan: Plan, layer_key: str, held: frozenset[str]) -> BarrierGoal:
    for one in plan.goals.layer(layer_key).rules.barriers:
        if held in map(frozenset, one.pairs):
            return one
    raise ValueError(f"no barrier parts {' and '.join(sorted(held))} in layer {layer_key}")


def _named(plan: Plan, layer_key: str, name: str) -> BarrierGoal:
    for one in plan.goals.layer(layer_key).rules.barriers:
        if one.name == name:
            return one
    raise ValueError(f"no barrier {name} in layer {layer_key}")


def _free_name(name: str, taken: list[str]) -> str:
    """Return the name, numbered where it is taken; links over water have a barrier of their own."""
    wanted = free = name.strip()
    if not wanted:
        raise ValueError("a barrier needs a name")
    number = 2
    while free in (WATER, *taken):
        free, number = f"{wanted} {number}", number + 1
    return free


def _of_neighbours(plan: Plan, pairs: Ints) -> Pairs:
    """Return those pairs that are neighbours as ids, each once, in the order of the regions."""
    edges = plan.regions.graph.edges.astype(np.int64)
    wanted = np.sort(np.reshape(pairs, (-1, 2)), axis=1).astype(np.int64)
    n, ids = len(plan.regions), plan.regions.ids
    keys = np.intersect1d(edges @ (n, 1), wanted @ (n, 1))
    return tuple((str(ids[key // n]), str(ids[key % n])) for key in keys.tolist())


def _with(plan: Plan, layer_key: str, barriers: tuple[BarrierGoal, ...]) -> Plan:
    """Return the plan with other barriers and without what was proven of the layer."""
    changed = _with_barriers(plan, layer_key, barriers)
    scenarios = tuple(_unproven(one, layer_key) for one in changed.scenarios)
    same = all(one is other for one, other in zip(scenarios, changed.scenarios, strict=True))
    return changed if same else replace(changed, scenarios=scenarios)


def _with_barriers(plan: Plan, layer_key: str, barriers: tuple[BarrierGoal, ...]) -> Plan:
    goals = plan.goals.layer(layer_key)
    return with_goals(plan, replace(goals, rules=replace(goals.rules, barriers=barriers)))


def _unproven(scenario: Scenario, layer_key: str) -> Scenario:
    if not any(one.key == layer_key and one.proof is not None for one in scenario.layers):
        return scenario
    layers = tuple(
        replace(one, proof=None) if one.key == layer_key else one for one in scenario.layers
    )
    return replace(scenario, layers=layers)
