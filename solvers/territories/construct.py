"""First plans: recursive bisection, power diagrams and the cheapest seat; raw, not yet connected."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints
from solvers.territories.terrain import Terrain

POWER_STEPS = 40

Cut = tuple[NDArray[np.integer], NDArray[np.integer]]
"""Regions and the territories they are for."""


def bisection(terrain: Terrain, random: np.random.Generator) -> Ints:
    """Cut the regions in two again and again along their longest side, by the shares wanted.

    Territories that are tied to a place (locks, seats, present regions) go to the side of that
    place; of the others large ones lie where it is dense. A random turn of each cut makes different
    seeds start differently. Shape (n,).
    """
    owner = _bisected(terrain, random, None)
    if not np.ptp(terrain.target):
        return owner
    return _bisected(terrain, random, floats(_densities(terrain, owner)[owner]))


def _densities(terrain: Terrain, owner: Ints) -> Floats:
    """Return mass^2 / moment of each territory, shape (k,): for a disc 2 pi times its mass per km^2."""
    points = np.column_stack([terrain.x, terrain.y])
    centres = _centroids(terrain, owner, points)
    square = ((points - centres[owner]) ** 2).sum(axis=1)
    mass = np.bincount(owner, terrain.share, minlength=terrain.problem.k)
    moment = np.bincount(owner, terrain.share * square, minlength=terrain.problem.k)
    return floats(np.divide(mass**2, moment, out=np.full(len(mass), np.inf), where=moment > 0))


def _bisected(terrain: Terrain, random: np.random.Generator, density: Floats | None) -> Ints:
    owner = np.full(terrain.problem.n, UNASSIGNED)
    place = anchors(terrain)
    pending: list[Cut] = [
        (
            np.flatnonzero(terrain.problem.part_of_region == part),
            np.flatnonzero(terrain.problem.part_of_territory == part),
        )
        for part in np.unique(terrain.problem.part_of_territory)
    ]
    while pending:
        regions, territories = pending.pop()
        if len(territories) == 1 or len(regions) <= 1:
            owner[regions] = territories[0]
            continue
        pending += _cut(terrain, regions, territories, place, density, random)
    return ints(owner)


def power_diagram(terrain: Terrain, random: np.random.Generator) -> Ints:
    """Give each region to the territory of least d^2 - h, moving centres and heights to balance.

    Balanced power diagrams as in Cohen-Addad, Klein, Young, arXiv 1710.03358, by plain subgradient
    steps instead of a flow. Shape (n,).
    """
    points = np.column_stack([terrain.x, terrain.y])
    owner: NDArray[np.integer] = bisection(terrain, random)
    centres, height = _centroids(terrain, owner, points), np.zeros(terrain.problem.k)
    for step in range(POWER_STEPS):
        owner = nearest(points, centres, height)
        load = np.bincount(owner, terrain.share, minlength=terrain.problem.k)
        short = np.clip((terrain.target - load) / terrain.target, -1.0, 1.0)
        spread = float(((points - centres[owner]) ** 2).sum(axis=1) @ terrain.share)
        height += short * spread * 0.5 / (1 + step / 10)
        centres = _centroids(terrain, owner, points, fallback=centres)
    return ints(nearest(points, centres, height))


def nearest(points: Floats, centres: Floats, height: Floats) -> NDArray[np.int64]:
    """Return argmin_k |p - centre_k|^2 - height_k for each point, shape (n,).

    A third coordinate sqrt(max h - h_k) turns the power distance into a plain one.
    """
    lift = np.sqrt(height.max() - height)
    tree = cKDTree(np.column_stack([centres, lift]))
    return np.asarray(tree.query(np.column_stack([points, np.zeros(len(points))]))[1])


def anchors(terrain: Terrain) -> Floats:
    """Return where each territory is tied to, shape (k, 2); NaN where it may lie anywhere."""
    problem = terrain.problem
    place = np.full((problem.k, 2), np.nan)
    points = np.column_stack([terrain.x, terrain.y])
    if terrain.switch.any():
        _put_means(place, points, terrain.current)
    if problem.seats is not None:
        seated = problem.seats != UNASSIGNED
        place[seated] = points[problem.seats[seated]]
    _put_means(place, points, terrain.fixed)
    return floats(place)


def _put_means(place: Floats, points: Floats, owner: Ints) -> None:
    held = owner != UNASSIGNED
    count = np.bincount(owner[held], minlength=len(place))
    some = count > 0
    for axis in (0, 1):
        total = np.bincount(owner[held], points[held, axis], minlength=len(place))
        place[some, axis] = total[some] / count[some]


def _centroids(
    terrain: Terrain, owner: NDArray[np.integer], points: Floats, fallback: Floats | None = None
) -> Floats:
    k = terrain.problem.k
    mass = np.bincount(owner, terrain.share, minlength=k)
    centres = points[np.linspace(0, len(points) - 1, k).astype(int)].copy()
    if fallback is not None:
        centres = fallback.copy()
    some = mass > 0
    for axis in (0, 1):
        moment = np.bincount(owner, terrain.share * points[:, axis], minlength=k)
        centres[some, axis] = moment[some] / mass[some]
    return floats(centres)


def _cut(
    terrain: Terrain,
    regions: NDArray[np.integer],
    territories: NDArray[np.integer],
    place: Floats,
    density: Floats | None,
    random: np.random.Generator,
) -> list[Cut]:
    points = np.column_stack([terrain.x[regions], terrain.y[regions]])
    axis = _long_axis(points, random)
    along = points @ axis
    order = np.argsort(along, kind="stable")
    weight = terrain.share[regions][order]
    reached = np.cumsum(weight)
    position = floats((np.arange(len(territories)) + 0.5) / len(territories))
    if density is not None:
        position = _by_density(terrain.target[territories], reached, density[regions[order]])
    queue = _in_line(along[order], reached, territories, position, place[territories] @ axis)
    half = len(queue) // 2
    wanted = terrain.target[queue]
    cut = int(np.searchsorted(reached, reached[-1] * wanted[:half].sum() / wanted.sum()))
    # Each side keeps at least a region for each of its territories, as far as there are any.
    least = min(half, len(regions) - 1)
    most = max(least, len(regions) - (len(queue) - half))
    cut = min(max(cut, least), most)
    return [(regions[order[:cut]], queue[:half]), (regions[order[cut:]], queue[half:])]


def _long_axis(points: Floats, random: np.random.Generator) -> Floats:
    centred = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    turn = random.normal(0.0, 0.25)
    first, second = vectors[:, 1], vectors[:, 0]
    return floats(np.cos(turn) * first + np.sin(turn) * second)


def _by_density(target: Floats, reached: Floats, density: Floats) -> Floats:
    """Return where along a line territories lie, as parts of its mass, shape of `target`.

    The moment of a disc is load^2 / (2 pi mass per km^2), so the whole is least where the largest
    targets fill the densest mass. Territories of one target lie evenly along the mass that is theirs.
    """
    mass, total = np.diff(reached, prepend=0.0), max(float(reached[-1]), 1e-300)
    dense, large = np.argsort(-density, kind="stable"), np.argsort(-target, kind="stable")
    filled = np.empty(len(mass))
    filled[dense] = (np.cumsum(mass[dense]) - mass[dense] / 2) / total
    position = np.empty(len(target))
    begin, first = 0.0, 0
    while first < len(large):
        alike = large[target[large] == target[large[first]]]
        end = begin + float(target[alike].sum() / target.sum())
        own = np.flatnonzero((filled >= begin) & (filled < end))
        wanted = (np.arange(len(alike)) + 0.5) / len(alike)
        if mass[own].sum() > 0:
            held = np.cumsum(mass[own])
            wanted = reached[own[np.searchsorted(held, wanted * held[-1])]] / total
        position[alike] = wanted
        begin, first = end, first + len(alike)
    return floats(position)


def _in_line(
    along: Floats, reached: Floats, territories: NDArray[np.integer], position: Floats, at: Floats
) -> NDArray[np.integer]:
    """Line territories up by their positions, the tied ones at their place."""
    tied = ~np.isnan(at)
    last = len(reached) - 1
    where = np.clip(np.searchsorted(along, at[tied]), 0, last)
    placed = position.copy()
    placed[tied] = reached[where] / max(float(reached[-1]), 1e-300)
    return territories[np.argsort(placed, kind="stable")]
