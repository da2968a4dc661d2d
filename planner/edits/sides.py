"""The two sides of a territory that is to be split: by a line, a share, or a second home base."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.judge.from_plan import pinned_regions
from planner.language import tr
from planner.model.graph import outside_main_piece, pieces
from planner.model.layers import Layer
from planner.model.lines import on_its_left
from planner.model.plan import Plan
from planner.model.travel import centre_seats, travel_weight
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints

DIRECTIONS = 16
"""Directions in which a line sweeps over the territory."""
SAME = 0.01
"""Sides that miss the ratio asked for by the same hundredth are told apart by their border."""


def two_sides(plan: Plan, layer: Layer, territory: int, line: Floats) -> Ints:
    """Return the regions of a territory on the smaller side of a drawn line.

    The line goes on straight at both ends; a region lies where its point lies. Each side is kept in
    one piece where the neighbours allow it: a stray piece goes to the other side. Locked regions
    cannot leave: where they would lie apart, the other side leaves. Of equal sides it is the one
    without the first region. Nothing comes back where the line parts nothing.

    Parameters
    ----------
    line : Floats, shape (v, 2)
        Metres of the plan.

    Raises
    ------
    ValueError
        When the line has no two different points.
    """
    ground = _ground(plan, layer, territory)
    left = on_its_left(line, floats(plan.regions.points[ground.held]))
    sides = [_whole_sides(ground, side) for side in (left, bools(~left))]
    parting = [side for side in sides if side.any() and not side.all()]
    if not parting:
        return ints([])
    best = min(parting, key=lambda side: (ground.strays(side), int(side.sum()), bool(side[0])))
    return ints(ground.held[best])


def halves(
    plan: Plan,
    scenario_name: str,
    layer_key: str,
    territory: int,
    measure: int,
    share: float = 0.5,
) -> Ints:
    """Return the regions of a territory that should leave it so that both sides are in one piece.

    A straight line sweeps over the territory in `DIRECTIONS` directions and stops where `share` of
    the measure lies behind it. Of these the one wins that misses the share least, in hundredths;
    then the one with the shorter border between the sides; then one that leaves the seat.

    Parameters
    ----------
    measure : int
        What is shared out; the number of regions where the territory holds nothing of it.
    share : float
        What leaves, between 0 and 1.

    Raises
    ------
    ValueError
        For an unknown scenario, layer, territory or measure, and a share outside 0 to 1.
    """
    layer = plan.scenario(scenario_name).layer(layer_key)
    ground = _ground(plan, layer, territory)
    load = _load(plan, ground, measure, share)
    if not len(ground.held):
        return ground.held
    points = plan.regions.points_km[ground.held]
    seat = _seat(plan, layer, territory)
    best: tuple[tuple[float, ...], Bools] | None = None
    for turn in range(DIRECTIONS):
        angle = 2 * np.pi * turn / DIRECTIONS
        along = points @ np.array([np.cos(angle), np.sin(angle)])
        side = _whole_sides(ground, _first(floats(along), load, share))
        missed = abs(float(load[side].sum() / load.sum()) - share)
        leaves_seat = bool(side[ground.held == seat].any())
        hundredths = round(missed / SAME) if side.any() and not side.all() else np.inf
        rank = (hundredths, round(ground.border_km(side), 6), float(leaves_seat), missed)
        if best is None or rank < best[0]:
            best = (rank, side)
    return ints(ground.held[best[1]]) if best and np.isfinite(best[0][0]) else ints([])


def around_seat(
    plan: Plan,
    scenario_name: str,
    layer_key: str,
    territory: int,
    measure: int,
    second: int,
    share: float = 0.5,
) -> Ints:
    """Return the regions that leave a territory for a second home base inside it.

    Both sides grow from their home bases, what is nearest to its own first, until `share` of the
    measure lies around the second. The first is the home base that the territory has, or the region
    furthest from the second where it has none there. Each side is kept in one piece where the
    neighbours allow it, and holds its home base. Nothing comes back for a territory of one region.

    Parameters
    ----------
    measure : int
        What is shared out; the number of regions where the territory holds nothing of it.
    second : int
        A region.
    share : float
        What leaves, between 0 and 1.

    Raises
    ------
    ValueError
        In words where the second region is not free to leave: of another territory, the home base
        already, or locked; for an unknown scenario, layer, territory or measure, and a share
        outside 0 to 1.
    """
    layer = plan.scenario(scenario_name).layer(layer_key)
    ground = _ground(plan, layer, territory)
    load = _load(plan, ground, measure, share)
    _refuse_second(plan, layer, territory, second)
    points = plan.regions.points_km[ground.held]
    there = int(np.searchsorted(ground.held, second))
    to_second = np.hypot(*(points - points[there]).T)
    here = _first_home(ground, layer.territories[territory].seat, floats(to_second), there)
    nearer = to_second - np.hypot(*(points - points[here]).T)
    nearer[here], nearer[there] = np.inf, -np.inf
    side = _first(floats(nearer), load, share)
    return ints(ground.held[_whole_sides(ground, side, (here, there))])


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """The regions of a territory, with the edges between them by their places in `held`."""

    held: Ints
    edges: Ints
    km: Floats
    stays: Bools

    def strays(self, side: Bools) -> int:
        """Return how many regions lie outside the main piece of their side."""
        return int(outside_main_piece(self.edges, ints(side)).sum())

    def border_km(self, side: Bools) -> float:
        """Return the length of the border between two sides."""
        return float(self.km[side[self.edges[:, 0]] != side[self.edges[:, 1]]].sum())


def _ground(plan: Plan, layer: Layer, territory: int) -> _Ground:
    if not 0 <= territory < len(layer.territories):
        raise ValueError(f"no territory {territory} in layer {layer.key}")
    held, graph = layer.regions_of(territory), plan.regions.graph
    place = np.full(len(layer.owner), UNASSIGNED, np.int32)
    place[held] = np.arange(len(held), dtype=np.int32)
    edges = place[graph.edges]
    inside = (edges != UNASSIGNED).all(axis=1)
    km = np.concatenate([graph.border_km, np.zeros(len(graph.links))])
    stays = bools(pinned_regions(layer)[held] != UNASSIGNED)
    return _Ground(held, ints(edges[inside]), floats(km[inside]), stays)


def _load(plan: Plan, ground: _Ground, measure: int, share: float) -> Floats:
    """Return what is shared out for each region held: the measure, or 1 each where there is none of it."""
    if not 0 < share < 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    if not 0 <= measure < len(plan.measures):
        raise ValueError(f"no measure {measure}")
    load = plan.loads[ground.held, measure]
    return floats(load if load.sum() > 0 else np.ones(len(load)))


def _refuse_second(plan: Plan, layer: Layer, territory: int, second: int) -> None:
    """Raise ValueError, in words, where a region cannot be the home base of what leaves."""
    before = layer.territories[territory]
    words = {"name": plan.regions.names[second], "code": before.id}
    if layer.owner[second] != territory:
        raise ValueError(tr("{name} does not lie in {code}", **words))
    if before.seat == second:
        raise ValueError(tr("{name} is the home base of {code} already", **words))
    if pinned_regions(layer)[second] != UNASSIGNED:
        raise ValueError(tr("{name} is locked to {code}", **words))


def _first_home(ground: _Ground, seat: int | None, to_second: Floats, there: int) -> int:
    """Return the place in `held` of the first home base, or of the region furthest from the second."""
    if seat is not None and seat in ground.held:
        return int(np.searchsorted(ground.held, seat))
    away = to_second.copy()
    away[there] = -1.0
    return int(away.argmax())


def _whole_sides(ground: _Ground, side: Bools, homes: tuple[int, int] | None = None) -> Bools:
    """Return the side with stray pieces of either given to the other, where they touch its main piece.

    The main piece of a side is its largest, or the one that holds its home base: `homes` are places in
    `held`, of what stays and of what leaves.
    """
    owner = np.where(side & ~ground.stays, 1, 0).astype(np.int32)
    while len(owner):
        count, piece = pieces(len(owner), ground.edges, ints(owner))
        stray = (
            outside_main_piece(ground.edges, ints(owner))
            if homes is None
            else ~np.isin(piece, piece[list(homes)])
        )
        turns = np.zeros(count, np.bool_)
        for one, other in ((0, 1), (1, 0)):
            a, b = ground.edges[:, one], ground.edges[:, other]
            turns[piece[a[stray[a] & ~stray[b] & (owner[a] != owner[b])]]] = True
        turning = turns[piece] & stray & ~ground.stays
        if not turning.any():
            break
        owner[turning] = 1 - owner[turning]
    return bools(owner == 1)


def _first(along: Floats, load: Floats, share: float) -> Bools:
    """Return the regions a line has passed when what lies behind it is nearest to the share; never all."""
    order = np.argsort(along, kind="stable")
    behind = np.cumsum(load[order])[:-1] / load.sum()
    side = np.zeros(len(load), np.bool_)
    if len(behind):
        side[order[: int(np.argmin(np.abs(behind - share))) + 1]] = True
    return bools(side)


def _seat(plan: Plan, layer: Layer, territory: int) -> int:
    seat = layer.territories[territory].seat
    if seat is not None:
        return seat
    k = len(layer.territories)
    return int(centre_seats(plan.regions.points_km, travel_weight(plan), layer.owner, k)[territory])
