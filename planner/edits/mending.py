"""Proposals that mend the shape of territories: owners to be looked at, and accepted by `accept_moves`."""

from __future__ import annotations

import numpy as np

from planner.edits.assignment import may_take
from planner.insight.summary import deviations_of, sums_of
from planner.insight.troubles import groups_apart, regions_by_group
from planner.judge.from_plan import pinned_regions
from planner.model.graph import LINK_KM, borders_with, outside_main_piece
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints
from planner.sales.key_accounts import carried

HARDLY_LESS = 0.5
"""Of territories beside a piece those count whose border is at least this share of the longest."""


def complete_contiguity(plan: Plan, scenario_name: str, layer_key: str) -> Ints:
    """Return owners of a layer in which the pieces that lie apart belong to who lies around them.

    Each piece, the heaviest first, goes to a territory whose main piece it touches: of those with a
    border hardly shorter than the longest, the one that is then nearest to its targets. That is done
    until no piece can go. A piece with a locked region stays, and so does one that only touches
    territories which may not have it; regions without territory stay without.

    Returns
    -------
    Ints, shape (n,)

    Raises
    ------
    ValueError
        For an unknown scenario or layer.
    """
    ground = _Ground(plan, scenario_name, layer_key)
    while ground.give_pieces():
        pass
    return ints(ground.owner)


def fill_holes(plan: Plan, scenario_name: str, layer_key: str) -> Ints:
    """Return owners of a layer without regions of nobody and without pieces inside another territory.

    What has one territory alone around it goes there whole. Other regions without territory go, ring
    by ring, to the one they have the longest border with; of equal ones, to the one furthest below
    its target of the first measure. Locked regions, and what nobody beside it may have, stay.

    Returns
    -------
    Ints, shape (n,)

    Raises
    ------
    ValueError
        For an unknown scenario or layer.
    """
    ground = _Ground(plan, scenario_name, layer_key)
    while ground.give_enclaves() or ground.give_ring():
        pass
    return ints(ground.owner)


class _Ground:
    """Owners that change step by step, with what each territory holds meanwhile."""

    def __init__(self, plan: Plan, scenario_name: str, layer_key: str) -> None:
        scenario = plan.scenario(scenario_name)
        self._plan, self._layer = plan, scenario.layer(layer_key)
        self._graph, self._edges = plan.regions.graph, plan.regions.graph.edges
        held = carried(plan, scenario, self._layer)
        self._each, self._k = held.loads, len(self._layer.territories)
        self._stays = pinned_regions(self._layer) != UNASSIGNED
        self._targets = floats(self._layer.targets * held.total)
        self._tolerance = np.maximum([one.tolerance for one in plan.measures], 1e-9)
        self.owner = self._layer.owner.copy()
        self._loads = sums_of(held.loads, self._layer.owner, self._k) + held.besides

    def give_pieces(self) -> bool:
        """Give away every piece that can go; return whether any did."""
        apart = groups_apart(self._edges, ints(self.owner))
        group = ints(np.where(self.owner == UNASSIGNED, UNASSIGNED, apart.group))
        found = self._movable(group, len(apart.owner))
        for regions, km in found:
            beside = np.flatnonzero(km >= HARDLY_LESS * km.max())
            after = self._loads[beside] + self._each[regions].sum(axis=0)
            strain = np.abs(deviations_of(after, self._targets[beside])) / self._tolerance
            worst = np.round(strain.max(axis=1, initial=0.0), 9)
            self._give(regions, int(beside[np.lexsort((-km[beside], worst))[0]]))
        return bool(found)

    def give_enclaves(self) -> bool:
        """Give away every group with one territory alone around it; return whether any went."""
        apart = groups_apart(self._edges, ints(self.owner))
        inside = np.append(apart.around != UNASSIGNED, False)[apart.group]
        group = ints(np.where(inside, apart.group, UNASSIGNED))
        found = self._movable(group, len(apart.owner))
        for regions, km in found:
            self._give(regions, int(km.argmax()))
        return bool(found)

    def give_ring(self) -> bool:
        """Give the regions of nobody that touch a territory away; return whether any went."""
        free = self.owner == UNASSIGNED
        touching = np.zeros(len(self.owner), np.bool_)
        for one, other in ((0, 1), (1, 0)):
            touching[self._edges[self.owner[self._edges[:, other]] != UNASSIGNED, one]] = True
        ring = ints(np.flatnonzero(free & touching))
        place = np.full(len(self.owner), UNASSIGNED)
        place[ring] = np.arange(len(ring))
        km = borders_with(self._graph, ints(place), ints(self.owner), len(ring), self._k)
        km = np.where(may_take(self._plan, self._layer, ring), km, 0.0)
        goes = (km > 0).any(axis=1)
        if not goes.any():
            return False
        ring, km = ints(ring[goes]), km[goes]
        fullness = deviations_of(floats(self._loads[:, :1]), floats(self._targets[:, :1]))[:, 0]
        longest = km >= km.max(axis=1, keepdims=True) - LINK_KM
        chosen = np.where(longest, fullness, np.inf).argmin(axis=1)
        self.owner[ring] = chosen
        self._loads += sums_of(floats(self._each[ring]), ints(chosen), self._k)
        return True

    def _movable(self, group: Ints, groups: int) -> list[tuple[Ints, Floats]]:
        """Return the groups that may go somewhere, heaviest first, with km of border there, (k,).

        Only main pieces count there: what is given to them never lies apart again.
        """
        outside = outside_main_piece(self._edges, ints(self.owner))
        main = ints(np.where(outside, UNASSIGNED, self.owner))
        km = borders_with(self._graph, group, main, groups, self._k).copy()
        regions = ints(np.flatnonzero(group != UNASSIGNED))
        barred = ~may_take(self._plan, self._layer, regions) | self._stays[regions, None]
        held_back, territory = np.nonzero(barred)
        km[group[regions[held_back]], territory] = 0.0
        load = np.bincount(group[regions], self._each[regions, :1].sum(axis=1), groups)
        order = np.argsort(-load, kind="stable")
        held = regions_by_group(group, groups)
        return [(held[at], floats(km[at])) for at in order.tolist() if km[at].any()]

    def _give(self, regions: Ints, territory: int) -> None:
        before, load = int(self.owner[regions[0]]), self._each[regions].sum(axis=0)
        if before != UNASSIGNED:
            self._loads[before] -= load
        self.owner[regions] = territory
        self._loads[territory] += load
