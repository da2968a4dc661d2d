"""From the rules of a layer's goals to those of the problem a solver is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.judge.problem import Barrier, Problem
from planner.model.goals import TerritoryGoals
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.model.rules import Pairs, TerritoryRules
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints

WATER = "water"
"""Name of the barrier of all links over water that no ferry joins."""


def with_rules(
    problem: Problem, plan: Plan, scenario: Scenario, goals: TerritoryGoals, layer: Layer
) -> Problem:
    """Return the problem of a layer with the rules that goals and measures ask for.

    Notes
    -----
    * Limits and ideals are those of the measures, for every territory alike. A price of 1 makes a
      territory that is 100 % beyond its ideal cost what a territory travels on average: the travel to
      the nearest seats over k, or with free seats the moment of k discs that cover the regions.
    * Barriers leave the neighbour graph; with `ferries_only` the links of islands leave it too, as
      the barrier `WATER`.
    * A rep who has no territory in the layer takes no part in `held_by` and `kept_from`; a territory
      without a rep may have any region, whatever skill it needs.
    * Caps on what changes hands are fractions of what each territory holds today; without a present
      owner nothing changes hands.
    * What stays together does so inside the parts that are kept apart.
    """
    rules = goals.rules
    number = {str(region): at for at, region in enumerate(plan.regions.ids)}
    changed: dict[str, Any] = _measured(problem, plan)
    changed |= _connections(problem, plan, rules, number)
    changed["locks"] = _locks(problem, rules, layer, number)
    changed["kept_from"] = _kept_from(plan, rules, layer, number)
    changed["together"] = _together(problem, plan, scenario, rules)
    if rules.reach_km is not None:
        changed["reach_km"] = floats(np.full(problem.k, rules.reach_km))
    return replace(problem, **(changed | _changing_hands(problem, rules)))


def _measured(problem: Problem, plan: Plan) -> dict[str, Any]:
    """Return limits and ideals by measure."""
    by_key = {measure.key: measure for measure in plan.measures}
    used = [by_key[key] for key in problem.measures]
    k = problem.k
    least = [measure.minimum or 0.0 for measure in used]
    most = [np.inf if measure.maximum is None else measure.maximum for measure in used]
    price = [0.0 if measure.ideal is None else measure.ideal_price for measure in used]
    found = {
        "minimum": floats(np.tile(least, (k, 1))), "maximum": floats(np.tile(most, (k, 1))),
        "ideal": floats([measure.ideal or 0.0 for measure in used]),
    }  # fmt: skip
    each = _travel_each(problem, plan) if any(price) else 0.0
    return found | {"ideal_price": floats(np.multiply(price, each))}


def _travel_each(problem: Problem, plan: Plan) -> float:
    """Return what a territory travels on average, in the unit of the objective."""
    weight = problem.weights[:, problem.objective.measure]
    if problem.seats is None:
        disc = float(plan.regions.area_km2.sum()) / problem.k
        return float(weight.sum()) * disc / (2 * np.pi) / problem.k
    nearest = np.full(problem.n, np.inf)
    for seat in problem.seats.tolist():
        km = np.hypot(*(problem.xy_km - problem.xy_km[seat]).T)
        nearest = np.minimum(nearest, km)
    return float(weight @ nearest) / problem.k


def _connections(
    problem: Problem, plan: Plan, rules: TerritoryRules, number: Mapping[str, int]
) -> dict[str, Any]:
    """Return edges, island links and barriers."""
    links, barriers = problem.island_links, []
    if rules.ferries_only:
        dry = links[~_in(links, _pairs(rules.ferries, number))]
        barriers = [Barrier(WATER, ints(dry))] if len(dry) else []
        links = ints(np.empty((0, 2)))
    links = ints(np.unique(np.concatenate([links, _pairs(rules.ferries, number)]), axis=0))
    edges = np.unique(np.concatenate([plan.regions.graph.borders, links]), axis=0)
    for goal in rules.barriers:
        barred = _pairs(goal.pairs, number)
        crossed = _in(ints(edges), barred)
        barriers.append(Barrier(goal.name, ints(edges[crossed])))
        edges = edges[~crossed]
    inner = {tuple(pair) for pair in edges.tolist()}
    left = [pair for pair in links.tolist() if tuple(pair) in inner]
    return {
        "edges": ints(edges),
        "island_links": ints(np.reshape(left, (-1, 2))),
        "barriers": tuple(barriers),
    }


def barred(plan: Plan, layer_key: str) -> Ints:
    """Return the neighbours that the barriers of a layer part, sorted within the pair, shape (b, 2)."""
    barriers = plan.goals.layer(layer_key).rules.barriers
    if not barriers:
        return ints(np.empty((0, 2)))
    number = {str(region): at for at, region in enumerate(plan.regions.ids)}
    pairs = np.concatenate([_pairs(barrier.pairs, number) for barrier in barriers])
    return ints(np.unique(pairs, axis=0))


def _in(pairs: Ints, others: Ints) -> Bools:
    """Return which pairs are among others, shape (p,); both sorted within the pair."""
    one, other = (
        np.sort(side, axis=1).astype(np.int64) @ np.array([2**32, 1]) for side in (pairs, others)
    )
    return bools(np.isin(one, other))


def _pairs(pairs: Pairs, number: Mapping[str, int]) -> Ints:
    known = [sorted((number[a], number[b])) for a, b in pairs if a in number and b in number]
    return ints(np.reshape([pair for pair in known if pair[0] != pair[1]], (-1, 2)))


def _territory_of(layer: Layer) -> dict[str, int]:
    """Return the first territory of each rep."""
    found: dict[str, int] = {}
    for at, territory in enumerate(layer.territories):
        if territory.rep_id is not None:
            found.setdefault(str(territory.rep_id), at)
    return found


def _locks(
    problem: Problem, rules: TerritoryRules, layer: Layer, number: Mapping[str, int]
) -> Ints:
    """Return the locks with regions that a rep must have; a lock by hand goes first."""
    locks, of_rep = problem.locks.copy(), _territory_of(layer)
    for one in rules.held_by:
        regions = [number[region] for region in one.regions if region in number]
        if one.rep in of_rep:
            free = [region for region in regions if locks[region] == UNASSIGNED]
            locks[free] = of_rep[one.rep]
    return ints(locks)


def _kept_from(plan: Plan, rules: TerritoryRules, layer: Layer, number: Mapping[str, int]) -> Ints:
    of_rep = _territory_of(layer)
    pairs = {
        (number[region], of_rep[one.rep])
        for one in rules.kept_from
        for region in one.regions
        if region in number and one.rep in of_rep
    }
    if rules.skill in plan.regions.parents:
        people = {str(rep.id): rep for rep in plan.reps}
        needs = plan.regions.parents[rules.skill]
        for need in sorted(set(needs)):
            unfit = [t for rep, t in of_rep.items() if not fits(people.get(rep), need)]
            regions = [at for at, own in enumerate(needs) if own == need]
            pairs |= {(region, t) for region in regions for t in unfit}
    return ints(np.reshape(sorted(pairs), (-1, 2)))


def fits(rep: Rep | None, need: str) -> bool:
    """Whether a rep has what a region needs: `key:percent` joined by ";", a skill or a language.

    A key without a percent asks for any; a language is had in full. Nobody known fits nothing but
    the empty need.
    """
    for part in filter(None, (part.strip() for part in need.split(";"))):
        key, _, percent = part.partition(":")
        wanted = float(percent) if percent.strip().replace(".", "", 1).isdigit() else 0.0
        if rep is None or not (key in rep.languages or rep.skills.get(key, -1.0) >= wanted):
            return False
    return True


def _together(problem: Problem, plan: Plan, scenario: Scenario, rules: TerritoryRules) -> Ints:
    """Return one label for regions of one parent and part, and for those of one lower territory."""
    label = np.arange(problem.n)
    if rules.together in plan.regions.parents:
        names = plan.regions.parents[rules.together]
        parents = np.unique(np.array(names, dtype=np.str_), return_inverse=True)[1].ravel()
        named = np.array([bool(name) for name in names])
        joint = np.stack([parents, problem.part_of_region], axis=1)
        group = np.unique(joint, axis=0, return_inverse=True)[1].ravel()
        label = _joined(label, np.where(named, group, UNASSIGNED))
    lower = [layer for layer in scenario.layers if layer.key == rules.made_of]
    if lower:
        label = _joined(label, lower[0].owner)
    alone = np.bincount(label, minlength=problem.n)[label] == 1
    return ints(np.where(alone, UNASSIGNED, label))


def _joined(label: NDArray[np.int64], group: NDArray[np.integer]) -> NDArray[np.int64]:
    """Give all labels that meet in a group the least of them."""
    while True:
        least = np.full(int(group.max(initial=0)) + 1, len(label))
        held = group != UNASSIGNED
        np.minimum.at(least, group[held], label[held])
        new = label.copy()
        new[held] = least[group[held]]
        # What carried the same label before goes along.
        onward = np.arange(len(label))
        np.minimum.at(onward, label, new)
        new = onward[new]
        if (new == label).all():
            return label
        label = new


def _changing_hands(problem: Problem, rules: TerritoryRules) -> dict[str, Any]:
    if problem.current is None:
        return {}
    found: dict[str, Any] = {}
    held = problem.current != UNASSIGNED
    present = np.zeros((problem.k, len(problem.measures)))
    np.add.at(present, problem.current[held], problem.weights[held])
    for key in ("most_handed_over", "most_taken_over"):
        fraction = getattr(rules, key)
        if fraction is not None:
            found[key] = floats(fraction * present)
    if rules.most_moved is not None and problem.switch_cost is not None:
        whole: Floats = problem.switch_cost[held]
        found["most_moved"] = float(rules.most_moved * whole.sum())
    return found
