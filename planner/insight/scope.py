"""Scope: what is looked at, edited, solved and exported now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.model.layers import BASE
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED, Bools, Ints, RepId, bools, ints


class ScopeKind(StrEnum):
    """What a scope is made of."""

    ALL = "all"
    PARENT = "parent"  # the regions of one parent: a country, a province
    PEOPLE = "people"  # the territories of a manager and everybody below


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything, one parent region, or one manager's people.

    Attributes
    ----------
    kind : ScopeKind
    value : str
        Name of the parent, or id of the manager.
    level : str
        Level of the parent ("country").
    """

    kind: ScopeKind = ScopeKind.ALL
    value: str = ""
    level: str = ""


EVERYTHING = Scope()


def scopes(plan: Plan) -> tuple[Scope, ...]:
    """Return the scopes a plan offers: all, the parents of its highest level, its managers.

    A level with one parent only, regions without a name there, and a manager nobody reports to, offer
    nothing.
    """
    found = [Scope()]
    level = list(plan.regions.parents)[-1] if plan.regions.parents else ""
    names = parent_names(plan, level)
    if len(names) > 1:
        found += [Scope(ScopeKind.PARENT, name, level) for name in names]
    managers = {rep.manager_id for rep in plan.reps if rep.manager_id is not None}
    known = [rep for rep in plan.reps if rep.id in managers]
    found += [Scope(ScopeKind.PEOPLE, rep.id) for rep in sorted(known, key=lambda rep: rep.id)]
    return tuple(found)


def parent_names(plan: Plan, level: str) -> list[str]:
    """Return the parents of a level by name; regions may have none there."""
    return sorted(set(plan.regions.parents.get(level, ())) - {""})


def people_under(plan: Plan, manager_id: RepId | str) -> frozenset[str]:
    """Return the ids of a manager and of everybody who reports to him, directly or not."""
    found, waiting = {str(manager_id)}, [str(manager_id)]
    while waiting:
        leader = waiting.pop()
        below = {str(rep.id) for rep in plan.reps if rep.manager_id == leader} - found
        found |= below
        waiting += sorted(below)
    return frozenset(found)


def regions_in_scope(
    plan: Plan, scope: Scope, scenario_name: str | None = None, layer_key: str = BASE
) -> Bools:
    """Return which regions are in scope, shape (n,).

    A manager's regions are those of his people's territories in the given scenario; without one,
    in the last scenario of the plan.
    """
    n = len(plan.regions)
    if scope.kind is ScopeKind.ALL:
        return bools(np.ones(n))
    if scope.kind is ScopeKind.PARENT:
        parents = plan.regions.parents.get(scope.level, ())
        return bools([name == scope.value for name in parents] if parents else np.zeros(n))
    layer = _scenario(plan, scenario_name).layer(layer_key)
    held = np.zeros(len(layer.territories) + 1, np.bool_)
    held[territories_in_scope(plan, scope, scenario_name, layer_key)] = True
    return bools(held[layer.owner] & (layer.owner != UNASSIGNED))


def territories_in_scope(
    plan: Plan, scope: Scope, scenario_name: str | None = None, layer_key: str = BASE
) -> Ints:
    """Return the territories in scope: of a manager's people, or with a region of the parent.

    Where the parents of that level are kept apart, one that is kept to the parent lies there too.
    """
    layer = _scenario(plan, scenario_name).layer(layer_key)
    if scope.kind is ScopeKind.ALL:
        return ints(np.arange(len(layer.territories)))
    if scope.kind is ScopeKind.PEOPLE:
        people = people_under(plan, scope.value)
        return ints([t for t, one in enumerate(layer.territories) if one.rep_id in people])
    inside = regions_in_scope(plan, scope) & (layer.owner != UNASSIGNED)
    held = set(np.unique(layer.owner[inside]).tolist())
    if any(one.key == layer_key and one.apart == scope.level for one in plan.goals.layers):
        held |= {t for t, one in enumerate(layer.territories) if one.part == scope.value}
    return ints(sorted(held))


def _scenario(plan: Plan, name: str | None) -> Scenario:
    return plan.scenarios[-1] if name is None else plan.scenario(name)
