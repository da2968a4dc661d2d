"""Make a raw plan whole: locks kept, no territory empty, every territory one piece where it can be."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from planner.model.graph import pieces
from planner.model.types import UNASSIGNED, Ints, ints
from solvers.territories.terrain import Terrain

Owner = NDArray[np.int32]


def whole(terrain: Terrain, raw: Ints) -> Ints:
    """Return a plan near `raw` that keeps locks, fills every territory and connects each.

    Regions go where they may be as far as that connects. Where the neighbour graph or the rules
    forbid one piece, the extra pieces stay; nothing fails.
    """
    owner = np.array(raw, dtype=np.int32)
    if terrain.rules.limited:
        astray = (owner != UNASSIGNED) & ~terrain.rules.may[np.arange(len(owner)), owner]
        owner[astray] = UNASSIGNED
    tied = terrain.fixed != UNASSIGNED
    owner[tied] = terrain.fixed[tied]
    held = tied.copy()
    if terrain.problem.contiguous:
        _join_fixed(terrain, owner, held)
        _drop_small_pieces(terrain, owner)
    _fill_empty(terrain, owner, held)
    if terrain.problem.contiguous:
        grow(terrain, owner, _nearness(terrain, owner))
        if terrain.rules.limited:
            grow(terrain, owner, _nearness(terrain, owner), anywhere=True)
    _give_rest(terrain, owner)
    return ints(owner)


def _may(terrain: Terrain, region: int, territory: int) -> bool:
    return not terrain.rules.limited or bool(terrain.rules.may[region, territory])


def _neighbours(terrain: Terrain, region: int) -> list[int]:
    mine = terrain.neighbours[terrain.start[region] : terrain.start[region + 1]]
    return [int(other) for other in mine]


def _join_fixed(terrain: Terrain, owner: Owner, held: NDArray[np.bool_]) -> None:
    """Link fixed regions of one territory by cheapest paths, which are then held for it."""
    edges = terrain.problem.edges
    first = pieces(terrain.problem.n, edges, terrain.fixed)[1]
    for territory in np.unique(terrain.fixed[held]).tolist():
        mine = np.flatnonzero(terrain.fixed == territory)
        groups = [set(mine[first[mine] == piece].tolist()) for piece in np.unique(first[mine])]
        joined = groups.pop(0)
        while groups:
            path = _path(terrain, owner, held, joined, set().union(*groups), territory)
            if path is None:
                break
            owner[path], held[path] = territory, True
            reached = next(group for group in groups if path[-1] in group)
            groups.remove(reached)
            joined |= reached | set(path)


def _path(
    terrain: Terrain,
    owner: Owner,
    held: NDArray[np.bool_],
    sources: set[int],
    goals: set[int],
    territory: int,
) -> list[int] | None:
    """Cheapest way from a source to a goal through regions nobody else holds (Dijkstra)."""
    best = dict.fromkeys(sources, 0.0)
    came: dict[int, int] = {}
    heap = [(0.0, source) for source in sorted(sources)]
    while heap:
        cost, region = heapq.heappop(heap)
        if cost > best[region]:
            continue
        if region in goals:
            way = [region]
            while way[-1] in came:
                way.append(came[way[-1]])
            return way[::-1]
        for other in _neighbours(terrain, region):
            if (held[other] and owner[other] != territory) or not _may(terrain, other, territory):
                continue
            step = cost + (0.5 if owner[other] == territory else 1.0)
            if step < best.get(other, np.inf):
                best[other], came[other] = step, region
                heapq.heappush(heap, (step, other))
    return None


def _drop_small_pieces(terrain: Terrain, owner: Owner) -> None:
    """Unassign every piece but the one with most fixed regions, then most weight, of its territory."""
    owned = owner != UNASSIGNED
    count, label = pieces(terrain.problem.n, terrain.problem.edges, ints(owner))
    fixed = terrain.fixed != UNASSIGNED
    tied = np.bincount(label, fixed, minlength=count)
    rank = tied + 0.5 * np.bincount(label, terrain.share, minlength=count)
    best: dict[int, int] = {}
    for region in np.flatnonzero(owned).tolist():
        territory, piece = int(owner[region]), int(label[region])
        if territory not in best or rank[piece] > rank[best[territory]]:
            best[territory] = piece
    keep = np.isin(label, list(best.values())) | fixed
    owner[owned & ~keep] = UNASSIGNED


def _fill_empty(terrain: Terrain, owner: Owner, held: NDArray[np.bool_]) -> None:
    """Give each empty territory one region: an unowned one, else one the fullest can spare."""
    k = terrain.problem.k
    count = np.bincount(owner[owner != UNASSIGNED], minlength=k)
    for territory in np.flatnonzero(count == 0).tolist():
        welcome = ~held
        if terrain.rules.limited and (welcome & terrain.rules.may[:, territory]).any():
            welcome = welcome & terrain.rules.may[:, territory]
        unowned = np.flatnonzero((owner == UNASSIGNED) & welcome)
        if len(unowned):
            region = int(unowned[np.argmax(terrain.share[unowned])])
        else:
            spare = _spare_region(terrain, owner, ~welcome, count)
            if spare is None:
                return
            region = spare
            count[owner[region]] -= 1
        owner[region], held[region] = territory, True
        count[territory] += 1


def _spare_region(
    terrain: Terrain, owner: Owner, held: NDArray[np.bool_], count: NDArray[np.int64]
) -> int | None:
    owned = owner != UNASSIGNED
    load = np.bincount(owner[owned], terrain.share[owned], minlength=terrain.problem.k)
    for territory in np.argsort(-load / terrain.target, kind="stable").tolist():
        if count[territory] < 2:
            continue
        mine = np.flatnonzero((owner == territory) & ~held)
        far = (terrain.x[mine] - terrain.x[mine].mean()) ** 2 if len(mine) else np.empty(0)
        for region in mine[np.argsort(-far, kind="stable")].tolist():
            if not terrain.problem.contiguous or _can_leave(terrain, owner, region):
                return int(region)
    return None


def _can_leave(terrain: Terrain, owner: Owner, region: int) -> bool:
    without = owner.copy()
    without[region] = UNASSIGNED
    mine = np.flatnonzero(without == owner[region])
    label = pieces(terrain.problem.n, terrain.problem.edges, ints(without))[1]
    before = pieces(terrain.problem.n, terrain.problem.edges, ints(owner))[1]
    return len(np.unique(label[mine])) <= len(np.unique(before[mine]))


def _centres(terrain: Terrain, owner: Owner) -> tuple[list[float], list[float]]:
    k, seats = terrain.problem.k, terrain.problem.seats
    held = owner != UNASSIGNED
    count = np.maximum(np.bincount(owner[held], minlength=k), 1)
    x = np.bincount(owner[held], terrain.x[held], minlength=k) / count
    y = np.bincount(owner[held], terrain.y[held], minlength=k) / count
    if seats is not None:
        x = np.where(seats >= 0, terrain.x[seats], x)
        y = np.where(seats >= 0, terrain.y[seats], y)
    return x.tolist(), y.tolist()


def _nobody(region: int, territory: int) -> None:
    """Tell nobody."""


def grow(
    terrain: Terrain, owner: Owner, rank: Callable[[int, int], float], *,
    given: Callable[[int, int], None] = _nobody, anywhere: bool = False,
) -> None:  # fmt: skip
    """Let territories take unowned neighbours, those of least rank first (a heap as wavefront).

    `rank` (region, territory) may rise while regions are `given`: it is asked again before one is.
    Only those they may have, unless `anywhere`.
    """
    heap: list[tuple[float, int, int]] = []

    def offer(region: int, territory: int) -> None:
        if anywhere or _may(terrain, region, territory):
            heapq.heappush(heap, (rank(region, territory), region, territory))

    for region in np.flatnonzero(owner == UNASSIGNED).tolist():
        for other in _neighbours(terrain, region):
            if owner[other] != UNASSIGNED:
                offer(region, int(owner[other]))
    while heap:
        known, region, territory = heapq.heappop(heap)
        if owner[region] != UNASSIGNED:
            continue
        if rank(region, territory) > known:
            offer(region, territory)
            continue
        owner[region] = territory
        given(region, territory)
        for other in _neighbours(terrain, region):
            if owner[other] == UNASSIGNED:
                offer(other, territory)


def _nearness(terrain: Terrain, owner: Owner) -> Callable[[int, int], float]:
    """Return the square of the distance to the centres of the moment, in km^2."""
    cx, cy = _centres(terrain, owner)
    x, y = terrain.x.tolist(), terrain.y.tolist()

    def rank(region: int, territory: int) -> float:
        return float((x[region] - cx[territory]) ** 2 + (y[region] - cy[territory]) ** 2)

    return rank


def _give_rest(terrain: Terrain, owner: Owner) -> None:
    """Give what no territory could reach, a whole pocket at a time, to the nearest territory."""
    rest = np.flatnonzero(owner == UNASSIGNED)
    if not len(rest):
        return
    cx, cy = (np.array(side) for side in _centres(terrain, owner))
    some = np.bincount(owner[owner != UNASSIGNED], minlength=terrain.problem.k) > 0
    groups: NDArray[np.int32] = rest.astype(np.int32)
    if terrain.problem.contiguous:
        pocket = np.where(owner == UNASSIGNED, 0, UNASSIGNED)
        groups = pieces(terrain.problem.n, terrain.problem.edges, ints(pocket))[1][rest]
    for group in np.unique(groups):
        mine = rest[groups == group]
        far = (terrain.x[mine].mean() - cx) ** 2 + (terrain.y[mine].mean() - cy) ** 2
        far = np.where(some, far, np.inf)
        if terrain.rules.limited:
            welcome = terrain.rules.may[mine].all(axis=0) & some
            far = np.where(welcome, far, np.inf) if welcome.any() else far
        owner[mine] = int(np.argmin(far))
