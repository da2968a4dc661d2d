"""The quota tree: a total split by potential, top down, closing exactly at every node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from planner.language import tr
from planner.model.goals import QuotaGoals
from planner.model.plan import Plan
from planner.model.quotas import QuotaNode
from planner.model.scenarios import Scenario
from planner.model.territories import Territory
from planner.model.types import UNASSIGNED
from planner.sales.apportionment import exact, rounded_to_step, split_in_steps
from planner.sales.key_accounts import carried

COMPANY, GROUP, TERRITORY, REP = "company", "group", "territory", "rep"
ROOT = "company"
"""Key of the root node."""


@dataclass(frozen=True, slots=True)
class _Branch:
    """A node before it has its quota."""

    key: str
    level: str
    name: str
    weight: Fraction
    children: tuple[_Branch, ...] = ()


def quota_tree(plan: Plan, scenario: Scenario) -> tuple[QuotaNode, ...]:
    """Split the total over groups, territories and reps of the base layer; parents come first.

    Groups are the parts kept apart (countries) and inside them the people of each leader, as deep
    as leaders have leaders; a leader above everybody in the part is no group. A territory's weight
    is its share of the potential. Its owner carries its quota plus the over-assignment; an open
    territory has a child "Open" that carries it. So at every node the children's quotas sum
    exactly to `quota + over_assignment_amount`, and the root's quota is the total.

    Without quota goals there are no nodes. Raises ValueError when the measure is not in the plan.
    """
    goals = plan.goals.quota
    if goals is None:
        return ()
    weights = _potential(plan, scenario, goals)
    leaves = [
        _Branch(
            territory.id, TERRITORY, territory.name, weight, (_carrier(plan, scenario, territory),)
        )
        for territory, weight in zip(scenario.base.territories, weights, strict=True)
    ]
    rows = list(zip(_paths(plan, scenario), leaves, strict=True))
    root = _Branch(ROOT, COMPANY, plan.name, sum(weights, Fraction(0)), _branches(rows, 0))
    return tuple(_nodes(root, "", goals.total, goals))


def rep_quotas(plan: Plan, nodes: Sequence[QuotaNode]) -> Mapping[str, int]:
    """Return the quota of each rep that carries one; several territories of a rep are summed."""
    known = {rep.id for rep in plan.reps}
    found: dict[str, int] = {}
    for node in nodes:
        if node.level == REP:
            rep_id = node.node if node.node in known else node.node.rpartition("@")[0]
            if rep_id in known:
                found[rep_id] = found.get(rep_id, 0) + node.quota
    return found


def _potential(plan: Plan, scenario: Scenario, goals: QuotaGoals) -> list[Fraction]:
    keys = [measure.key for measure in plan.measures]
    key = goals.measure or "".join(keys[-1:])
    if key not in keys:
        raise ValueError(
            tr(
                "no measure {key} to split the quota by; known are {keys}",
                key=key,
                keys=", ".join(keys),
            )
        )
    base = scenario.base
    owned, at = base.owner != UNASSIGNED, keys.index(key)
    held = carried(plan, scenario, base)
    inside = np.bincount(base.owner[owned], held.loads[owned, at], minlength=len(base.territories))
    load = inside + held.besides[:, at]
    return [Fraction(float(value)) for value in load]


# -- who leads whom ------------------------------------------------------------------------------


def _paths(plan: Plan, scenario: Scenario) -> list[tuple[tuple[str, str], ...]]:
    """Return the groups above each territory, outermost first, each as (key, name)."""
    territories = scenario.base.territories
    parts = sorted({territory.part for territory in territories})
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for part in parts:
        inside = [territory for territory in territories if territory.part == part]
        outer = ((f"group:{part}", part),) if part and len(parts) > 1 else ()
        chains = [_leaders(plan, territory) for territory in inside]
        above_all = _common_prefix([chain[:-1] for chain in chains if chain])
        for territory, chain in zip(inside, chains, strict=True):
            found[territory.id] = outer + tuple(
                (_group_key(part if outer else "", leader), plan.rep(leader).name)
                for leader in chain[above_all:]
            )
    return [found[territory.id] for territory in territories]


def _group_key(part: str, leader: str) -> str:
    return f"group:{part}/{leader}" if part else f"group:{leader}"


def _leaders(plan: Plan, territory: Territory) -> tuple[str, ...]:
    """Chain of managers of a territory's owner, the topmost first; a circle is cut where it closes."""
    people = {rep.id: rep for rep in plan.reps}
    rep = people.get(territory.rep_id) if territory.rep_id is not None else None
    chain: list[str] = []
    while rep is not None and rep.manager_id in people:
        rep = people[rep.manager_id]
        if rep.id in chain or rep.id == territory.rep_id:
            break
        chain.append(rep.id)
    return tuple(reversed(chain))


def _common_prefix(chains: Sequence[tuple[str, ...]]) -> int:
    if not chains:
        return 0
    shortest = min(map(len, chains))
    for depth in range(shortest):
        if len({chain[depth] for chain in chains}) > 1:
            return depth
    return shortest


# -- the tree ------------------------------------------------------------------------------------

_Row = tuple[tuple[tuple[str, str], ...], _Branch]


def _branches(rows: Sequence[_Row], depth: int) -> tuple[_Branch, ...]:
    """Children of a node: groups in order of their first territory, then territories of its own."""
    groups: dict[tuple[str, str], list[_Row]] = {}
    own: list[_Branch] = []
    for path, territory in rows:
        if len(path) > depth:
            groups.setdefault(path[depth], []).append((path, territory))
        else:
            own.append(territory)
    made = []
    for (key, name), inside in groups.items():
        weight = sum((territory.weight for _, territory in inside), Fraction(0))
        made.append(_Branch(key, GROUP, name, weight, _branches(inside, depth + 1)))
    return (*made, *own)


def _carrier(plan: Plan, scenario: Scenario, territory: Territory) -> _Branch:
    """Return the rep node of a territory: the rep's id, made unique where he owns several."""
    territories = scenario.base.territories
    rep = next((rep for rep in plan.reps if rep.id == territory.rep_id), None)
    if rep is None:
        return _Branch(f"open@{territory.id}", REP, "Open", Fraction(1))
    owned = sum(other.rep_id == rep.id for other in territories)
    taken = {ROOT, *(other.id for other in territories)}
    unique = owned == 1 and rep.id not in taken
    return _Branch(rep.id if unique else f"{rep.id}@{territory.id}", REP, rep.name, Fraction(1))


def _nodes(branch: _Branch, parent: str, quota: int, goals: QuotaGoals) -> Iterator[QuotaNode]:
    over = 0
    if branch.level == TERRITORY:
        over = rounded_to_step(quota * exact(goals.over_assignment), goals.step)
    yield QuotaNode(branch.key, parent, branch.level, branch.name, quota, over)
    if not branch.children:
        return
    pieces = split_in_steps(quota + over, [child.weight for child in branch.children], goals.step)
    for child, piece in zip(branch.children, pieces, strict=True):
        yield from _nodes(child, branch.key, piece, goals)
