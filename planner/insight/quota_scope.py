"""The quotas of a scope: the part of the tree that lies wholly inside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planner.insight.extent import Extent, extent_of, territories_across
from planner.model.layers import BASE
from planner.model.plan import Plan
from planner.model.quotas import QuotaNode
from planner.sales.quota import TERRITORY


@dataclass(frozen=True, slots=True)
class ScopedQuotas:
    """What of a quota tree belongs to a scope.

    Attributes
    ----------
    nodes : tuple of QuotaNode
        Territories in scope with all below them, and groups of which nothing lies outside; parents
        come first, and one whose parent is left out has none, so that every node closes as before.
    goal, of_all : int
        Sum of the quotas of those without parent, here and in the whole tree.
    territories, all_territories : int
        With a quota, here and in the whole tree.
    across : tuple of str
        Ids of territories that also hold regions outside; they count whole.
    """

    nodes: tuple[QuotaNode, ...]
    goal: int
    of_all: int
    territories: int
    all_territories: int
    across: tuple[str, ...]


def quotas_within(plan: Plan, extent: Extent) -> ScopedQuotas:
    """Return what of the quotas of a scenario belongs to a scope: quotas are those of the base layer."""
    nodes = plan.scenario(extent.scenario).quotas
    here = extent_of(plan, extent.scenario, extent.scope, BASE)
    layer = plan.scenario(extent.scenario).base
    theirs = {str(layer.territories[t].id) for t in here.territories.tolist()}
    kept = nodes if here.is_all else _inside(nodes, theirs)
    return ScopedQuotas(
        nodes=kept,
        goal=_goal(kept),
        of_all=_goal(nodes),
        territories=_territories(kept),
        all_territories=_territories(nodes),
        across=territories_across(plan, here),
    )


def _goal(nodes: Sequence[QuotaNode]) -> int:
    return sum(int(node.quota) for node in nodes if not node.parent)


def _territories(nodes: Sequence[QuotaNode]) -> int:
    return sum(node.level == TERRITORY for node in nodes)


def _inside(nodes: Sequence[QuotaNode], theirs: set[str]) -> tuple[QuotaNode, ...]:
    """Return the nodes of these territories, what is below them, and what is made of them alone."""
    above = {node.node: node.parent for node in nodes}
    territory = {node.node for node in nodes if node.level == TERRITORY}
    led = _led(above, territory)
    kept = {key for key, all_of in led.items() if all_of and all_of <= theirs}
    kept |= {key for key in above if _line(above, key) & theirs & territory}
    return tuple(
        node if node.parent in kept else replace(node, parent="")
        for node in nodes
        if node.node in kept
    )


def _led(above: Mapping[str, str], territory: set[str]) -> dict[str, set[str]]:
    """Return the territories at or under each node."""
    found: dict[str, set[str]] = {}
    for one in sorted(territory):
        for key in _line(above, one):
            found.setdefault(key, set()).add(one)
    return found


def _line(above: Mapping[str, str], key: str) -> set[str]:
    """Return a node and all above it."""
    line: set[str] = set()
    while key in above and key not in line:
        line.add(key)
        key = above[key]
    return line
