"""The bound for free seats, laid out for its loops: sites in leaves, seats, sizes of territory."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.judge.bands import allowed, bands, yardstick
from planner.judge.problem import Kind, Problem
from planner.model.types import Bools, Floats, Ints, bools, floats, ints
from solvers.territories.safe import band

LEAF = 16
"""Most sites in a leaf; a leaf that is too far for a seat is passed over as a whole."""

BRANCH = 32
"""Leaves of a branch, passed over as a whole likewise."""

MOST_SIZES = 16
"""Sizes of territory told apart; more are joined, which widens their bands and stays valid."""


ENDS = (np.minimum, np.maximum)


class Sites(NamedTuple):
    """Regions that weigh in the objective, in the order of a k-d tree; shapes (n,) unless said.

    `other` (n, q) is what a site has of each other measure per unit of weight, `box` (l, 4) the
    least and greatest x and y of each leaf, `least` and `most` (l, q) the range of `other` in it;
    every `BRANCH` leaves make a branch, and l counts the branches after the leaves.
    `allowed` (n, g) says which sizes a site may be in; `rare` whether that is not all of them.
    `held_site`, `held_size` are the pairs that the rules force.
    """

    region: Ints
    x: Floats
    y: Floats
    weight: Floats
    other: Floats
    leaf: Ints
    box: Floats
    least: Floats
    most: Floats
    allowed: Bools
    rare: Bools
    held_site: Ints
    held_size: Ints
    power: int
    rounded: bool


class Seats(NamedTuple):
    """Regions a territory may be served from: place, site it is (or -1) and sizes it may have."""

    region: Ints
    x: Floats
    y: Floats
    own: Ints
    allowed: Bools


class Sizes(NamedTuple):
    """Territories told apart by their bands and who may be in them, shapes (g,) and (g, q).

    `number` says how many there are, `low` and `high` bound the load in the measure that weighs,
    `least` and `most` in each other measure; `loose` (q,) is what regions without weight hold of
    it, which may be anywhere. `kind` (k,) is the size of each territory.
    """

    number: Ints
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    loose: Floats
    kind: Ints


class Layout(NamedTuple):
    """All three."""

    sites: Sites
    seats: Seats
    sizes: Sizes


def layout_of(problem: Problem, *, tilted: bool) -> Layout:
    """Lay a problem with free seats out for the bound, with the other measures when `tilted`."""
    measure = problem.objective.measure
    others = [a for a in range(len(problem.measures)) if a != measure] if tilted else []
    weight, rest = problem.weights[:, measure], problem.weights[:, others]
    into = allowed(problem)
    kind = _kinds(problem, into)
    sizes = _sizes(problem, kind, measure, others)
    fits = _allowed(kind, into, sizes, weight, rest)
    point = problem.xy_km
    region, leaf = _tree(point, np.flatnonzero(weight > 0))
    line, _ = _tree(point, np.arange(problem.n))
    place = np.full(problem.n, -1)
    place[region] = np.arange(len(region))
    held_site, held_size = _held(sizes, into, region)
    other = np.ascontiguousarray(rest[region] / weight[region, None])
    x, y = np.ascontiguousarray(point[region].T)
    sites = Sites(
        region=ints(region), x=floats(x), y=floats(y), weight=floats(weight[region]),
        other=floats(other), leaf=ints(leaf),
        box=floats(np.stack([branched(v, leaf, end) for v in (x, y) for end in ENDS], axis=1)),
        least=branched(other, leaf, np.minimum), most=branched(other, leaf, np.maximum),
        allowed=bools(fits[region]), rare=bools(~fits[region].all(axis=1)),
        held_site=held_site, held_size=held_size,
        power=1 if problem.objective.kind is Kind.DISTANCE else 2,
        rounded=problem.objective.round_km,
    )  # fmt: skip
    x, y = np.ascontiguousarray(point[line].T)
    return Layout(
        sites,
        Seats(ints(line), floats(x), floats(y), ints(place[line]), bools(fits[line])),
        sizes,
    )


def branched(values: Floats, leaf: NDArray[np.integer], end: np.ufunc) -> Floats:
    """Return the least or greatest value of each leaf, then of each branch, shape (l, ...)."""
    leaves = end.reduceat(values, leaf[:-1])
    return floats(np.concatenate([leaves, end.reduceat(leaves, np.arange(0, len(leaves), BRANCH))]))


def _kinds(problem: Problem, into: Bools) -> NDArray[np.int64]:
    """Return the size each territory is of, shape (k,): told apart by band, and by who may be in it."""
    # One unit for all territories: in units of their own targets all bands would look alike.
    unit = yardstick(problem).max(axis=0)
    band = np.round(np.concatenate([end / unit for end in bands(problem)], axis=1), 12)
    who = [column.tobytes() for column in into.T]
    column = np.unique(np.array(who, object), return_inverse=True)[1].reshape(-1, 1)
    for marks in (np.concatenate([column, band], axis=1), band):
        kind = np.asarray(np.unique(marks, axis=0, return_inverse=True)[1].ravel())
        if kind.max() < MOST_SIZES:
            return kind
    order = np.argsort(problem.wanted[:, problem.objective.measure], kind="stable")
    joined = np.empty(problem.k, np.int64)
    joined[order] = np.arange(problem.k) * MOST_SIZES // problem.k
    return joined


def _sizes(problem: Problem, kind: NDArray[np.int64], measure: int, others: list[int]) -> Sizes:
    low, high = band(problem)
    g = int(kind.max()) + 1
    least, most = np.full((g, low.shape[1]), np.inf), np.full((g, low.shape[1]), -np.inf)
    np.minimum.at(least, kind, low)
    np.maximum.at(most, kind, high)
    weightless = problem.weights[:, measure] <= 0
    return Sizes(
        number=ints(np.bincount(kind)),
        low=floats(least[:, measure]), high=floats(most[:, measure]),
        least=floats(np.ascontiguousarray(least[:, others])),
        most=floats(np.ascontiguousarray(most[:, others])),
        loose=floats(problem.weights[weightless][:, others].sum(axis=0)),
        kind=ints(kind),
    )  # fmt: skip


def _allowed(
    kind: NDArray[np.int64], into: Bools, sizes: Sizes, weight: Floats, rest: Floats
) -> NDArray[np.bool_]:
    """Return which sizes each region fits in, shape (n, g): not too heavy, not kept elsewhere."""
    fits = weight[:, None] <= sizes.high
    for q in range(rest.shape[1]):
        fits &= rest[:, q, None] <= sizes.most[:, q]
    for size in range(len(sizes.number)):
        fits[:, size] &= into[:, kind == size].any(axis=1)
    return fits


def _held(sizes: Sizes, into: Bools, region: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """Return the sites that may be in one territory only, which is alone in its size, and that size."""
    into = bools(into[region])
    size = sizes.kind[into.argmax(axis=1)]
    held = np.flatnonzero((into.sum(axis=1) == 1) & (sizes.number[size] == 1))
    return ints(held), ints(size[held])


def _tree(point: Floats, chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the chosen regions in the order of a k-d tree, and where each leaf starts (and the end)."""
    order: list[NDArray[np.int64]] = []
    pending = [chosen]
    while pending:
        group = pending.pop()
        if len(group) <= LEAF:
            order.append(group)
            continue
        axis = int(np.argmax(np.ptp(point[group], axis=0)))
        group = group[np.argsort(point[group, axis], kind="stable")]
        pending += [group[: len(group) // 2], group[len(group) // 2 :]]
    start = np.concatenate([[0], np.cumsum([len(group) for group in order])])
    return np.concatenate(order), start.astype(np.int64)
