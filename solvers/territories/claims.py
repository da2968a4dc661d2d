"""Claims of territories on regions: connected sets grown around given seats, compiled by numba.

Claims may overlap for a while. A region costs a territory

``price = (1 + detour[i,t] + toll_i) (1 + press holders_i)``

with detour the reduced cost of the region at the multipliers of the linear program, in regions; toll
what its past overlaps have added up to, holders the claims on it at present (negotiated congestion:
McMurchie, Ebeling, PathFinder, FPGA 1995).
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Floats, Ints
from solvers.kernel import inlined, kernel
from solvers.territories.annealing import draw

FAR = 1e300

CHUNK = 0.3
"""Most of what is wanted that counts as the gain of one way: keeps the search for it near."""

STEP = 2.0
"""What a round adds to the toll of a region for each claim beyond one, in regions."""

AGAIN = 0.1
"""Share of the claims without a quarrel that are grown anew in a round all the same."""

FALL, FORGET = 0.02, 0.98
"""What a claim in a quarrel lowers its wish by, and what is left of a toll after a round unclaimed."""

RISE, TOP = 0.1, 0.98
"""What a claim beside unclaimed regions raises its wish by at most, and how far into its band."""


class Market(NamedTuple):
    """What claims are made on; weights (n, m), bands (k, m), seat (k,): where each claim starts.

    `detour` (k, n) is what a region costs each territory beyond the least it must cost, in regions;
    infinite where the territory may not have it.
    """

    start: Ints
    neighbours: Ints
    weights: Floats
    low: Floats
    high: Floats
    seat: Ints
    detour: NDArray[np.float32]


class Claims(NamedTuple):
    """Who claims what; `member` (k, most) holds `size` (k,) regions each, the seat first.

    `holders` (n,) counts the claims on a region, `wish` (k,) says how far into its band a territory
    grows. From `cost` on it is scratch: between two claims every cost is FAR and nothing is inside.
    """

    member: NDArray[np.int32]
    size: Ints
    holders: Ints
    toll: Floats
    wish: Floats
    raised: NDArray[np.bool_]
    cost: Floats
    fee: Floats
    gather: Floats
    came: Ints
    inside: NDArray[np.int64]
    touched: Ints
    seen: NDArray[np.int64]
    random: NDArray[np.uint64]


@kernel
def charge(m: Market, c: Claims, territory: int, press: float) -> None:
    """Fill `fee` with what each region costs a territory now."""
    detour, toll, holders, fee = m.detour[territory], c.toll, c.holders, c.fee
    for region in range(len(fee)):
        fee[region] = (1.0 + detour[region] + toll[region]) * (1.0 + press * holders[region])


@inlined
def gain_of(load: Floats, want: Floats, high: Floats, gather: Floats, region: int) -> float:
    """Return by how much a way brings loads nearer to what is wanted; 0 where it goes beyond a band."""
    gain = 0.0
    for a in range(len(load)):
        if load[a] < want[a]:
            gain += min(gather[region, a], want[a] - load[a]) / want[a]
    for a in range(len(load)):
        if load[a] + gather[region, a] > high[a]:
            gain = 0.0
    return gain


@kernel
def grow(m: Market, c: Claims, territory: int, want: Floats) -> None:
    """Grow a claim from the seat until its loads are what is wanted.

    Each time the way that brings most for its price is taken, to wherever it leads.
    """
    seat, most = m.seat[territory], c.member.shape[1]
    load = m.weights[seat].copy()
    c.member[territory, 0] = seat
    c.inside[seat] = 1
    c.cost[seat] = 0.0
    c.touched[0] = seat
    size, touched = 1, 1
    ways = [(0.0, seat + 0)]  # + 0 makes an int64 of it: a compiled list holds one type
    while size < most:
        missing = 0.0
        for a in range(len(want)):
            missing += max(0.0, want[a] - load[a]) / max(want[a], 1e-300)
        if missing <= 0.0:
            break
        end, touched = seek(m, c, m.high[territory], load, want, min(missing, CHUNK), touched, ways)
        if end < 0:
            break
        size = take(m, c, territory, load, end, size, ways)
    c.size[territory] = trimmed(m, c, territory, size, load, want)
    for at in range(touched):
        c.cost[c.touched[at]] = FAR
        c.inside[c.touched[at]] = 0


@kernel
def seek(
    m: Market, c: Claims, high: Floats, load: Floats, want: Floats, chunk: float, touched: int,
    ways: list[tuple[float, int]],
) -> tuple[int, int]:  # fmt: skip
    """Return where the way of most gain for its price ends (-1: nowhere), and what is touched.

    No gain is above `chunk`, so ways dearer than that at the best price so far are not looked at.
    """
    start, neighbours, weights, cost, fee = m.start, m.neighbours, m.weights, c.cost, c.fee
    gather, came, inside, found = c.gather, c.came, c.inside, c.touched
    best, ratio = -1, FAR
    for at in range(touched):
        region = found[at]
        if inside[region] == 0 and cost[region] < ratio * chunk:
            gain = min(chunk, gain_of(load, want, high, gather, region))
            if cost[region] < ratio * gain:
                best, ratio = region, cost[region] / gain
    while len(ways) > 0 and ways[0][0] <= ratio * chunk:
        dear, region = heappop(ways)
        if dear > cost[region]:
            continue
        if inside[region] == 0:
            gain = min(chunk, gain_of(load, want, high, gather, region))
            if dear < ratio * gain:
                best, ratio = region, dear / gain
        for at in range(start[region], start[region + 1]):
            other = neighbours[at]
            further = dear + fee[other]
            if inside[other] == 1 or further >= min(FAR, cost[other] * (1 - 1e-12)):
                continue
            if cost[other] >= FAR:
                found[touched] = other
                touched += 1
            cost[other] = further
            came[other] = region
            for a in range(len(load)):
                gather[other, a] = weights[other, a]
                if inside[region] == 0:
                    gather[other, a] += gather[region, a]
            heappush(ways, (further, other + 0))
    return best, touched


@kernel
def take(
    m: Market,
    c: Claims,
    territory: int,
    load: Floats,
    end: int,
    size: int,
    ways: list[tuple[float, int]],
) -> int:
    """Take the way to a region into a claim; return its size."""
    here = end
    while c.inside[here] == 0 and size < c.member.shape[1]:
        c.member[territory, size] = here
        size += 1
        c.inside[here] = 1
        c.cost[here] = 0.0
        for a in range(len(load)):
            load[a] += m.weights[here, a]
        heappush(ways, (0.0, here + 0))
        here = c.came[here]
    return size


@kernel
def trimmed(m: Market, c: Claims, territory: int, size: int, load: Floats, want: Floats) -> int:
    """Drop ends that are not needed, dearest first, and return how many regions stay."""
    while True:
        worst, dearest = -1, 0.0
        for at in range(1, size):
            region = c.member[territory, at]
            needed = False
            for a in range(len(want)):
                needed = needed or load[a] - m.weights[region, a] < want[a]
            if needed:
                continue
            beside = 0
            for edge in range(m.start[region], m.start[region + 1]):
                beside += c.inside[m.neighbours[edge]]
            if beside == 1 and c.fee[region] > dearest:
                worst, dearest = at, c.fee[region]
        if worst < 0:
            return size
        region = c.member[territory, worst]
        c.inside[region] = 0
        load -= m.weights[region]
        size -= 1
        c.member[territory, worst] = c.member[territory, size]


@kernel
def play(m: Market, c: Claims, order: Ints, press: float, first: bool) -> int:
    """Let every territory in a quarrel, or short of its wish, grow its claim anew; return how many did."""
    grown = 0
    for territory in order:
        want = m.low[territory] + TOP * c.wish[territory] * (m.high[territory] - m.low[territory])
        anew = first or c.raised[territory] or draw(c.random) < AGAIN
        load = np.zeros(m.weights.shape[1])
        for at in range(c.size[territory]):
            region = c.member[territory, at]
            load += m.weights[region]
            anew = anew or c.holders[region] > 1
        if not anew and not (load < want).any():
            continue
        for at in range(c.size[territory]):
            c.holders[c.member[territory, at]] -= 1
        charge(m, c, territory, press)
        grow(m, c, territory, want)
        for at in range(c.size[territory]):
            c.holders[c.member[territory, at]] += 1
        grown += 1
    return grown


@kernel
def raise_tolls(c: Claims) -> int:
    """Raise tolls where claims overlap, lower them where none is; return the overlaps."""
    over = 0
    for region in range(len(c.holders)):
        if c.holders[region] > 1:
            over += 1
            c.toll[region] += STEP * (c.holders[region] - 1.0)
        elif c.holders[region] == 0:
            c.toll[region] *= FORGET
    return over


@kernel
def adjust_wishes(m: Market, c: Claims, stamp: int, rising: bool) -> None:
    """Let who quarrels wish for less and, while wishes rise, who is beside unclaimed regions for more."""
    k, measures = m.low.shape
    for territory in range(k):
        beside = np.zeros(measures)
        quarrels = False
        mark = stamp * k + territory
        for at in range(c.size[territory]):
            region = c.member[territory, at]
            quarrels = quarrels or c.holders[region] > 1
            for edge in range(m.start[region], m.start[region + 1]):
                other = m.neighbours[edge]
                if c.holders[other] == 0 and c.seen[other] != mark:
                    c.seen[other] = mark
                    beside += m.weights[other]
        c.raised[territory] = False
        if quarrels:
            c.wish[territory] = max(0.0, c.wish[territory] - FALL)
        elif rising and c.wish[territory] < 1.0 and (beside > 0.0).any():
            room = np.maximum(m.high[territory] - m.low[territory], 1e-300)
            c.wish[territory] = min(1.0, c.wish[territory] + min(RISE, (beside / room).max()))
            c.raised[territory] = True
