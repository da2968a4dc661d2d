"""Moves of a region together with all that it alone connects to its territory, compiled by numba.

A territory that reaches far through a corridor cannot give up a region of the corridor by itself: it
would fall apart. Here what is cut off goes along, to the same territory (composite moves from
articulation points: Jin, Guo, arXiv 2605.06682). So corridors are opened, closed and led past one
another, which moves of single regions never do.
"""

from __future__ import annotations

from solvers.kernel import inlined, kernel
from solvers.territories.annealing import draw, keeps_whole, move, other_side, taken, travel_change
from solvers.territories.ground import Ground, State
from solvers.territories.rule_prices import barred, rule_change


@inlined
def flood(g: Ground, s: State, first: int, stamp: int) -> tuple[int, bool]:
    """Put in the queue what hangs together with a region; return its size and whether it must stay."""
    home = s.owner[first]
    s.mark[first] = stamp
    s.queue[0] = first
    head, tail, stays = 0, 1, False
    while head < tail:
        here = s.queue[head]
        head += 1
        stays = stays or not g.movable[here]
        for at in range(g.start[here], g.start[here + 1]):
            other = g.neighbours[at]
            if s.owner[other] == home and s.mark[other] != stamp:
                s.mark[other] = stamp
                s.queue[tail] = other
                tail += 1
    return tail, stays


@kernel
def bundle(g: Ground, s: State, region: int, most: int) -> int:
    """Put in `second` a region and what its territory loses with it; return how many these are.

    What stays is the piece that holds a region which may not move: a seat, a lock. 0 where there is
    no such piece, or two, or where more than `most` regions would go.
    """
    if keeps_whole(g, s, region):
        s.second[0] = region
        return 1
    home = s.owner[region]
    s.second[0] = region
    s.counters[1] += 1
    stamp = s.counters[1]
    s.mark[region] = stamp
    size, stayed = 1, False
    for at in range(g.start[region], g.start[region + 1]):
        other = g.neighbours[at]
        if s.owner[other] != home or s.mark[other] == stamp:
            continue
        held, stays = flood(g, s, other, stamp)
        if stays and stayed:
            return 0
        if stays:
            stayed = True
            continue
        if size + held > most:
            return 0
        for here in range(held):
            s.second[size] = s.queue[here]
            size += 1
    return size if stayed else 0


@inlined
def band_price(g: Ground, s: State, territory: int, size: int, sign: float) -> float:
    """Price of a territory's loads with the bundle in `second` added (sign 1) or gone (-1)."""
    price = 0.0
    for a in range(g.low.shape[1]):
        load, heavy = s.load[territory, a], s.heavy[territory, a]
        for at in range(size):
            load += sign * g.weights[s.second[at], a]
            heavy += sign * g.heavy[s.second[at], a]
        over = load - max(g.high[territory, a], heavy)
        v = max(over, g.low[territory, a] - load) * g.inverse[territory, a]
        if v > 0.0:
            price += g.importance[a] * (v + 10.0 * v * v)
    return price


@inlined
def bundle_change(g: Ground, s: State, lam: float, size: int, b: int) -> float:
    """Change of energy when the bundle in `second` goes to territory b.

    Exact for cost and bands. What the other rules price is added up region by region.
    """
    a = s.owner[s.second[0]]
    price = band_price(g, s, a, size, -1.0) + band_price(g, s, b, size, 1.0)
    price -= band_price(g, s, a, 0, 0.0) + band_price(g, s, b, 0, 0.0)
    change = lam * price
    for at in range(size):
        region = s.second[at]
        change += travel_change(g, s, region, a, b) + rule_change(g, s, lam, region, a, b)
    return float(change)


@inlined
def may_go(g: Ground, s: State, size: int, b: int) -> bool:
    """Whether territory b may have every region of the bundle in `second`."""
    a = s.owner[s.second[0]]
    away = 0
    for at in range(size):
        if barred(g, s.second[at], a, b):
            away += 1
    return away == 0


@kernel
def anneal_bundles(
    g: Ground, s: State, lam: float, temperature: float, proposals: int, most: int
) -> int:
    """Propose moves of a border region, and what hangs on it, to a neighbour's territory.

    Returns the number of moves made.
    """
    made = 0
    for _ in range(proposals):
        if s.counters[0] == 0:
            return made
        region = s.border[int(draw(s.random) * s.counters[0])]
        b = other_side(g, s, region)
        if b == s.owner[region] or s.held[s.owner[region]] <= 1:
            continue
        size = bundle(g, s, region, most)
        if size == 0 or not may_go(g, s, size, b):
            continue
        heat = 0.0
        for at in range(size):
            heat += g.heat[s.second[at]]
        if taken(s, bundle_change(g, s, lam, size, b), temperature * heat):
            for at in range(size):
                move(g, s, s.second[at], b)
            made += 1
    return made
