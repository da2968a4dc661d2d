"""Given seats and people elsewhere: territories negotiate over the regions, until each has its own.

Seats that lie evenly where people do not need corridors past one another, and which territory gets
which narrow place cannot be seen from any one of them. So each claims what is cheapest for it, though
others hold it; a region that several want grows dearer round by round, until those that can do
without it do (negotiated congestion: McMurchie, Ebeling, PathFinder, FPGA 1995, which leads the wires
of a chip past one another so). What nobody claims grows cheaper, and draws its neighbours further
into their bands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.judge.verify import loads
from planner.model.types import UNASSIGNED, Ints, floats, ints
from solvers.territories import claims, repair
from solvers.territories.bound_seats import bound_with_seats
from solvers.territories.claims import FAR, Claims, Market
from solvers.territories.fares import detours, fares_of
from solvers.territories.terrain import Terrain

REACH = 100.0
"""What the travel of a mean territory weighs against the number of its regions."""

PRESS, PRESSING = 1.0, 1.004
"""How much dearer a region is for each claim on it, at first, and by what factor that grows a round."""

HARDEST = 1e3
"""Most of that: what one more claim costs then hides every other difference."""

RISING, CALM, MOST_ROUNDS = 300, 1200, 2500
"""Rounds after which territories wish for more than the low end of their bands, after which they no
longer do, and rounds at most."""

CROWDED, IDLE = 0.03, 0.005
"""Shares of the load: in overlaps or lacking, above which it is given up when wishes rise; unclaimed
at the end."""

MOST_PAIRS = 2_000_000
"""Regions times territories up to which it takes seconds; each claim may look at every region."""

LARGEST_CLAIM = 20
"""Most regions in a claim, in mean territories."""

SLICE = 100_000
"""Regions times territories between two looks at the stop token."""

PRICED = 0.2
"""Effort of the bound whose multipliers price the regions."""


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """A plan, shape (n,), in which nobody lacks load (None where none came), and what it took.

    `looked_at` counts the regions that were priced, about as much work as a proposal each.
    """

    owner: Ints | None
    looked_at: int


def negotiate(
    terrain: Terrain, market: Market, *, seed: tuple[int, ...], work: float,
    look: Callable[[], bool],
) -> Agreement:  # fmt: skip
    """Let territories with given seats claim regions until no claim overlaps and little is unclaimed.

    Parameters
    ----------
    terrain : Terrain
        Seats given, contiguous; what other rules ask is not looked at.
    market : Market
        The same for every seed.
    seed : tuple of int
    work : float
        1 is normal effort.
    look : callable
        Asked every 10 ms or so; True ends it.
    """
    n, k = terrain.problem.n, terrain.problem.k
    held = no_claims(market, seed)
    random = np.random.default_rng(seed)
    press, looked_at = PRESS, 0
    for number in range(round(work * MOST_ROUNDS)):
        for some in slices(ints(random.permutation(k)), n):
            if look():
                return Agreement(None, looked_at)
            looked_at += n * claims.play(market, held, some, press, number == 0)
        idle = _share(market, held.holders == 0)
        over = claims.raise_tolls(held)
        claims.adjust_wishes(market, held, number, RISING <= number < CALM and idle > IDLE / 2)
        if number == RISING and hopeless(market, held):
            break
        if over == 0 and (idle <= IDLE or number >= CALM):
            return Agreement(filled(terrain, held), looked_at)
        press = min(press * PRESSING, HARDEST)
    return Agreement(None, looked_at)


def fits(terrain: Terrain) -> bool:
    """Whether it takes seconds, not minutes."""
    return terrain.problem.n * terrain.problem.k <= MOST_PAIRS


def slices(order: Ints, regions: int) -> list[Ints]:
    """Cut the territories of a round so that each part takes some 10 ms."""
    size = max(1, SLICE // regions)
    return [order[first : first + size] for first in range(0, len(order), size)]


def market_of(terrain: Terrain, look: Callable[[], bool]) -> Market:
    """Lay out what is claimed; the multipliers of the bound say what is out of the way for whom."""
    problem = terrain.problem
    assert problem.seats is not None
    found = bound_with_seats(problem, effort=PRICED, look=look)
    detour = detours(fares_of(problem), floats(np.ascontiguousarray(problem.weights)), found.price)
    unit = REACH * problem.k / found.bound if found.bound > 0 else 0.0
    np.multiply(detour, unit, out=detour, where=np.isfinite(detour))
    tied = np.flatnonzero(terrain.fixed != UNASSIGNED)
    for region in tied.tolist():
        detour[np.arange(problem.k) != terrain.fixed[region], region] = np.inf
    return Market(
        start=terrain.start, neighbours=terrain.neighbours,
        weights=floats(np.ascontiguousarray(problem.weights)), low=terrain.low,
        high=terrain.high, seat=roots_of(terrain), detour=detour,
    )  # fmt: skip


def roots_of(terrain: Terrain) -> Ints:
    """Return where each claim starts: its seat, or where that is shared, the nearest region left."""
    problem = terrain.problem
    assert problem.seats is not None
    roots, taken = problem.seats.copy(), set(problem.seats.tolist())
    _, first = np.unique(problem.seats, return_index=True)
    for territory in sorted(set(range(problem.k)) - set(first.tolist())):
        seat = roots[territory]
        far = (terrain.x - terrain.x[seat]) ** 2 + (terrain.y - terrain.y[seat]) ** 2
        mine = np.argsort(far, kind="stable").tolist()
        roots[territory] = next((region for region in mine if region not in taken), seat)
        taken.add(int(roots[territory]))
    return ints(roots)


def no_claims(market: Market, seed: tuple[int, ...]) -> Claims:
    """Return empty claims."""
    (n, m), k = market.weights.shape, len(market.seat)
    most = min(n, LARGEST_CLAIM * (1 + n // k))
    word = np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1)
    return Claims(
        member=np.zeros((k, most), np.int32), size=np.zeros(k, np.int32),
        holders=np.zeros(n, np.int32), toll=np.zeros(n), wish=np.zeros(k),
        raised=np.zeros(k, np.bool_), cost=np.full(n, FAR), fee=np.zeros(n), gather=np.zeros((n, m)),
        came=np.zeros(n, np.int32), inside=np.zeros(n, np.int64), touched=np.zeros(n, np.int32),
        seen=np.full(n, -1),
        random=word,
    )  # fmt: skip


def hopeless(market: Market, held: Claims) -> bool:
    """Whether overlaps, or what claims lack of their bands, still are a large share of the load."""
    lack = market.low.copy()
    for territory, size in enumerate(held.size.tolist()):
        lack[territory] -= market.weights[held.member[territory, :size]].sum(axis=0)
    total = np.maximum(market.weights.sum(axis=0), 1e-300)
    short = float((np.maximum(lack, 0.0).sum(axis=0) / total).max())
    return max(short, _share(market, np.maximum(held.holders - 1, 0))) > CROWDED


def _share(market: Market, times: NDArray[np.integer] | NDArray[np.bool_]) -> float:
    """Return the share of the load in regions that count so many times each; the worst measure."""
    total = np.maximum(market.weights.sum(axis=0), 1e-300)
    return float((times @ market.weights / total).max())


def filled(terrain: Terrain, held: Claims) -> Ints:
    """Give what nobody claims to whoever of its neighbours holds least, and return the plan."""
    owner = np.full(terrain.problem.n, UNASSIGNED, np.int32)
    for territory, size in enumerate(held.size.tolist()):
        owner[held.member[territory, :size]] = territory
    weights, load = terrain.problem.weights, loads(terrain.problem, ints(owner)).copy()

    def fullness(region: int, territory: int) -> float:
        return float(((load[territory] + weights[region]) * terrain.inverse[territory]).max())

    def given(region: int, territory: int) -> None:
        load[territory] += weights[region]

    repair.grow(terrain, owner, fullness, given=given)
    return repair.whole(terrain, ints(owner))
