"""The figures of a layer after regions changed owner: only the territories touched are worked out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

import numpy as np

from planner.insight.figures import LayerSummary
from planner.insight.summary import (
    counts_of,
    deviations_of,
    hands_since_today,
    mean_km,
    summary_of,
    sums_of,
    within_of,
)
from planner.model.accounts import rows_by_region
from planner.model.graph import (
    edges_within,
    neighbour_lists,
    outside_main_piece,
    pieces_and_outside,
)
from planner.model.holders import Hands
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, Scenario
from planner.model.travel import centre_seats, km_to_seat, travel_weight
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints
from planner.model.wholeness import stay_whole
from planner.sales.key_accounts import Carried, carried, named_in

Array = TypeVar("Array", Ints, Floats, Bools)

MOST = 0.5
"""Where the territories touched hold a larger share of all regions, everything is worked out anew."""


def summary_after(
    plan: Plan, scenario_name: str, layer_key: str, before: LayerSummary, owner: Ints
) -> LayerSummary:
    """Return the figures a layer would have with other owners.

    The same as `layer_summary` of the plan with these owners: each territory's own figures exactly,
    sums over the whole layer (score, mean travel) but for rounding.

    Parameters
    ----------
    before : LayerSummary
        Of the layer as the plan has it.
    owner : Ints, shape (n,)

    Raises
    ------
    ValueError
        For Today, an unknown scenario or layer, and owners that do not fit the layer.
    """
    return draft_after(plan, scenario_name, layer_key, before, owner).summary


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A layer with other owners: its figures, and the regions that the change cut off.

    Attributes
    ----------
    summary : LayerSummary
    cut_off : Ints
        Regions that lay in the main piece of their territory before and do not after.
    """

    summary: LayerSummary
    cut_off: Ints


def draft_after(
    plan: Plan, scenario_name: str, layer_key: str, before: LayerSummary, owner: Ints
) -> Draft:
    """Return the figures as `summary_after` does, and what is cut off, for the price of one."""
    if scenario_name == TODAY:
        raise ValueError(f"{TODAY} is the present situation; duplicate it and edit the copy")
    scenario = plan.scenario(scenario_name)
    layer = scenario.layer(layer_key)
    changed = ints(np.flatnonzero(owner != layer.owner))
    if not len(changed):
        return Draft(before, ints([]))
    settled, after = _settle(plan, before), replace(layer, owner=owner, proof=None)
    touched = np.union1d(after.owner[changed], layer.owner[changed])
    touched = ints(touched[touched != UNASSIGNED])
    here = np.zeros(len(layer.territories) + 1, np.bool_)
    here[touched] = True
    regions = ints(np.flatnonzero(here[after.owner]))
    if len(regions) > MOST * len(owner) or settled.named_apart[changed].any():
        apart = outside_main_piece(plan.regions.graph.edges, owner) & here[owner]
        return Draft(
            summary_of(plan, scenario, after), _cut_off(settled, ints(np.flatnonzero(apart)))
        )
    lists = neighbour_lists(plan.regions.graph)
    if stay_whole(lists, layer.owner, owner, settled.outside):
        pieces, loose = before.pieces[touched], ints([])
    else:
        own = ints(np.searchsorted(touched, owner[regions]))
        pieces, apart = pieces_and_outside(edges_within(lists, regions), own, len(touched))
        loose = _cut_off(settled, ints(regions[apart]))
    draft = _Draft(plan, settled, before, layer, after, changed, touched, regions, pieces)
    return Draft(draft.summary(), loose)


def _cut_off(settled: _Settled, outside: Ints) -> Ints:
    """Return those of the regions outside a main piece that lay in one before."""
    return ints(outside[settled.in_main[outside]])


def loads_that_follow(plan: Plan, before: LayerSummary) -> Floats:
    """Return what each region holds without the named accounts, shape (n, m); `before` is its layer's."""
    return _settle(plan, before).held.loads


@dataclass(frozen=True, slots=True, eq=False)
class _Settled:
    """What stays while regions change owner, and the sums of each territory before (k,).

    Attributes
    ----------
    accounts : Ints, shape (n,)
        Accounts in each region.
    named_apart : Bools, shape (n,)
        Regions with a named account of somebody who has several territories: which of these it
        counts in follows the region.
    leaves : Bools, shape (n,)
        Regions whose holder in Today has lost them.
    gone_from : Ints, shape (n,)
        Territory that the holder in Today of each region has.
    outside, in_main : Bools, shape (n,)
        Regions outside, and in, the main piece of their territory.
    weight_of, way, score_of : Floats, shape (k,)
        Travel weight, weight times km, and the objective, of each territory.
    """

    held: Carried
    weight: Floats
    points_km: Floats
    power: int
    accounts: Ints
    named_apart: Bools
    hands: Hands | None
    leaves: Bools
    gone_from: Ints
    outside: Bools
    in_main: Bools
    weight_of: Floats
    way: Floats
    score_of: Floats


@lru_cache(maxsize=2)
def _settle(plan: Plan, before: LayerSummary) -> _Settled:
    scenario = plan.scenario(before.scenario)
    layer = scenario.layer(before.layer)
    n, k = len(layer.owner), len(layer.territories)
    held, weight, points_km = (
        carried(plan, scenario, layer),
        travel_weight(plan),
        plan.regions.points_km,
    )
    power = 2 if before.objective == "inertia" else 1
    hands = hands_since_today(plan, layer)
    leaves, gone_from = np.zeros(n, np.bool_), np.full(n, UNASSIGNED)
    if hands is not None:
        leaves = hands.differs & (hands.before != UNASSIGNED)
        gone_from = hands.territory[hands.before]
    km = km_to_seat(points_km, layer.owner, before.seats)
    weight_of, way, score_of = _travel(km, weight, layer.owner, k, power)
    start, _ = rows_by_region(plan.accounts, n)
    outside = outside_main_piece(plan.regions.graph.edges, layer.owner)
    return _Settled(
        held=held, weight=weight, points_km=points_km, power=power,
        accounts=ints(np.diff(start)), named_apart=_named_apart(plan, scenario, layer),
        hands=hands, leaves=bools(leaves), gone_from=ints(gone_from),
        outside=outside, in_main=bools(~outside & (layer.owner != UNASSIGNED)),
        weight_of=weight_of, way=way, score_of=score_of,
    )  # fmt: skip


def _named_apart(plan: Plan, scenario: Scenario, layer: Layer) -> Bools:
    found = np.zeros(len(layer.owner), np.bool_)
    rows, territory = named_in(plan, scenario, layer)
    if len(rows):
        count = Counter(one.rep_id for one in layer.territories)
        several = np.array([*(count[one.rep_id] > 1 for one in layer.territories), False])
        region = plan.accounts.region[rows[several[territory]]]
        found[region[region != UNASSIGNED]] = True
    return bools(found)


def _travel(
    km: Floats, weight: Floats, owner: Ints, territories: int, power: int
) -> tuple[Floats, Floats, Floats]:
    """Return weight, weight times km, and the objective of each territory, shape (k,) each."""
    there = np.isfinite(km)
    key, weight, km = owner[there], weight[there], km[there]
    sums = [np.bincount(key, part, territories) for part in (weight, weight * km)]
    return (
        floats(sums[0]),
        floats(sums[1]),
        floats(np.bincount(key, weight * km**power, territories)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Draft:
    """A layer with other owners.

    `touched` ascend, `regions` are all that those territories hold now, `pieces` how many each has.
    """

    plan: Plan
    settled: _Settled
    before: LayerSummary
    layer: Layer
    after: Layer
    changed: Ints
    touched: Ints
    regions: Ints
    pieces: Ints

    def summary(self) -> LayerSummary:
        """Return the figures."""
        t, before, settled = self.touched, self.before, self.settled
        own = ints(np.searchsorted(t, self.after.owner[self.regions]))
        held = floats(settled.held.loads[self.regions])
        loads = floats(sums_of(held, own, len(t)) + settled.held.besides[t])
        deviations = deviations_of(loads, before.targets[t])
        counts = ints(self._gained(np.ones(len(self.changed))) + before.regions)
        accounts = self._gained(settled.accounts[self.changed]) + before.accounts
        nobody = bools(self.after.owner == UNASSIGNED)
        freed = bool((self.layer.owner[self.changed] == UNASSIGNED).any())
        freed = freed or bool(nobody[self.changed].any())
        unassigned = floats(settled.held.loads[nobody].sum(axis=0)) if freed else None
        return replace(
            self._gone(self._come(self._travelled(own))),
            regions=counts,
            accounts=ints(accounts),
            pieces=_put(before.pieces, t, self.pieces),
            loads=_put(before.loads, t, loads),
            deviations=_put(before.deviations, t, deviations),
            within=_put(before.within, t, within_of(deviations, before.tolerance, counts[t])),
            unassigned=int(nobody.sum()),
            unassigned_loads=before.unassigned_loads if unassigned is None else unassigned,
        )

    def _gained(self, each: Floats | Ints) -> Floats:
        """Return what each territory gained of a whole number per changed region, less what it lost."""
        k = len(self.layer.territories)
        came, went = (
            np.bincount(one.owner[self.changed] + 1, each, k + 1)[1:]
            for one in (self.after, self.layer)
        )
        return floats(came - went)

    def _travelled(self, own: Ints) -> LayerSummary:
        """Return the figures before with the seats and the travel of now."""
        t, settled, count = self.touched, self.settled, len(self.touched)
        points, weight = settled.points_km[self.regions], settled.weight[self.regions]
        centres = centre_seats(floats(points), floats(weight), own, count)
        found = np.append(self.regions, UNASSIGNED)[centres]  # UNASSIGNED is -1: the last
        chosen = [self.layer.territories[at].seat for at in t.tolist()]
        seats = [
            centre if seat is None else seat
            for seat, centre in zip(chosen, found.tolist(), strict=True)
        ]
        difference = points - settled.points_km[np.array(seats, np.int32)[own]]
        km = floats(np.hypot(difference[:, 0], difference[:, 1]))
        sums = _travel(km, floats(weight), own, count, settled.power)
        held = (settled.weight_of, settled.way, settled.score_of)
        whole, way, score = (
            float(_put(old, t, new).sum()) for old, new in zip(held, sums, strict=True)
        )
        return replace(
            self.before,
            seats=_put(self.before.seats, t, ints(seats)),
            travel_km=_put(self.before.travel_km, t, mean_km(km, floats(weight), own, count)),
            score=score,
            mean_travel_km=way / whole if whole > 0 else float("nan"),
        )

    def _come(self, summary: LayerSummary) -> LayerSummary:
        """Return the figures with what each territory touched has and its holder had not in Today."""
        hands, t, k = self.settled.hands, self.touched, len(self.touched)
        if hands is None:
            return summary
        owner = self.after.owner[self.regions]
        fresh = hands.holder[owner] != hands.before[self.regions]
        own = ints(np.searchsorted(t, owner[fresh]))
        loads = floats(self.settled.held.loads[self.regions[fresh]])
        return replace(
            summary,
            moved_in=_put(summary.moved_in, t, counts_of(own, k)),
            loads_in=_put(summary.loads_in, t, sums_of(loads, own, k)),
        )

    def _gone(self, summary: LayerSummary) -> LayerSummary:
        """Return the figures with what holders had in Today and have no more."""
        hands, loads, gone_from = (
            self.settled.hands,
            self.settled.held.loads,
            self.settled.gone_from,
        )
        if hands is None:
            return summary
        was = hands.before[self.changed]
        leaves = (was != UNASSIGNED) & (hands.holder[self.after.owner[self.changed]] != was)
        turned = self.changed[leaves != self.settled.leaves[self.changed]]
        if not len(turned):
            return summary
        left = self.settled.leaves.copy()
        left[turned] = ~left[turned]
        lost = np.unique(gone_from[turned])
        lost = ints(lost[lost != UNASSIGNED])
        those = np.zeros(len(self.layer.territories) + 1, np.bool_)
        those[lost] = True
        goes = np.flatnonzero(left & those[gone_from])
        own = ints(np.searchsorted(lost, gone_from[goes]))
        return replace(
            summary,
            moved_out=_put(summary.moved_out, lost, counts_of(own, len(lost))),
            loads_out=_put(summary.loads_out, lost, sums_of(floats(loads[goes]), own, len(lost))),
            moved=int(left.sum()),
            moved_loads=floats(loads[left].sum(axis=0)),
        )


def _put(values: Array, at: Ints, new: Array) -> Array:
    """Return read-only values with some rows replaced."""
    changed = values.copy()
    changed[at] = new
    changed.setflags(write=False)
    return changed
