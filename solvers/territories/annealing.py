"""The inner loop of the search: boundary moves with constant-time deltas, compiled by numba.

Energy of a plan: ``cost + lam * sum_{k,a} importance_a (v + 10 v^2)``, v the relative distance of a
load from its band. A region heavier than any band (an oversize region) raises the upper end of the
band of the territory that holds it, so that what nobody can mend does not drown the rest. Rules
beyond bands add to both terms (`rule_prices`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solvers.kernel import inlined, kernel
from solvers.territories.ground import Ground, State
from solvers.territories.rule_prices import barred, caps, count_kept, forget_kept, rule_change

NEARBY = 16
"""Steps of a search for a way round before a second one comes from the other side."""

CENTROID, CENTRES, CENTRES_PLAIN = 0, 1, 2
"""Cost modes: moment about the moving centroid; w d^2 and w d to centres that stand still."""


@inlined
def draw(random: NDArray[np.uint64]) -> float:
    """Return the next number in [0, 1) (xorshift64*, Vigna, ACM TOMS 42(4), 2016)."""
    word = random[0]
    word ^= word >> np.uint64(12)
    word ^= word << np.uint64(25)
    word ^= word >> np.uint64(27)
    random[0] = word
    return float((word * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@kernel
def keeps_whole(g: Ground, s: State, region: int) -> bool:
    """Whether the region's territory loses no connection when it goes: its neighbours still meet.

    A search goes out from one neighbour. In compact territories it meets the others within a few
    steps; where it has not, a second one comes from a neighbour not met, the two in turn, so that
    the smaller side of a cut is exhausted first.
    """
    home = s.owner[region]
    wanted, first = 0, -1
    for at in range(g.start[region], g.start[region + 1]):
        if s.owner[g.neighbours[at]] == home:
            wanted += 1
            first = g.neighbours[at]
    if wanted <= 1:
        return True
    s.counters[1] += 1
    near = s.counters[1]
    s.mark[region] = near
    s.mark[first] = near
    s.queue[0] = first
    head, tail = 0, 1
    while head < tail and head < NEARBY:
        tail = visit(g, s, s.queue[head], tail, home, near)
        head += 1
    for at in range(g.start[region], g.start[region + 1]):
        other = g.neighbours[at]
        if s.owner[other] == home and s.mark[other] != near:
            head, tail, met = join(g, s, region, other, near, head, tail)
            if not met:
                return False
    return True


@kernel
def join(
    g: Ground, s: State, region: int, other: int, near: int, head: int, tail: int
) -> tuple[int, int, bool]:
    """Search on from both sides in turn until they meet or one is exhausted.

    Returns head and tail of the near queue, and whether they met; then all found is near.
    """
    home = s.owner[other]
    s.counters[1] += 1
    far = s.counters[1]
    s.mark[other] = far
    s.second[0] = other
    behind, ahead = 0, 1
    while head < tail and behind < ahead:
        here = s.second[behind]
        behind += 1
        for at in range(g.start[here], g.start[here + 1]):
            next_ = g.neighbours[at]
            if s.owner[next_] != home or next_ == region:
                continue
            if s.mark[next_] == near:
                return head, merge(s, near, tail, behind - 1, ahead), True
            if s.mark[next_] != far:
                s.mark[next_] = far
                s.second[ahead] = next_
                ahead += 1
        here = s.queue[head]
        for at in range(g.start[here], g.start[here + 1]):
            if s.mark[g.neighbours[at]] == far:
                return head, merge(s, near, tail, behind, ahead), True
        tail = visit(g, s, here, tail, home, near)
        head += 1
    return head, tail, False


@inlined
def merge(s: State, near: int, tail: int, behind: int, ahead: int) -> int:
    """Make near what the far search has found, its open end part of the near queue."""
    for at in range(ahead):
        s.mark[s.second[at]] = near
    for at in range(behind, ahead):
        s.queue[tail] = s.second[at]
        tail += 1
    return tail


@inlined
def visit(g: Ground, s: State, here: int, tail: int, home: int, near: int) -> int:
    """Put the neighbours of a region that are at home and not near yet in the queue; return its end."""
    for at in range(g.start[here], g.start[here + 1]):
        other = g.neighbours[at]
        if s.owner[other] == home and s.mark[other] != near:
            s.mark[other] = near
            s.queue[tail] = other
            tail += 1
    return tail


@inlined
def penalty(g: Ground, s: State, territory: int, region: int, sign: float) -> float:
    """Price of a territory's loads, with the region added (sign 1), gone (-1) or neither (0)."""
    price = 0.0
    for a in range(g.low.shape[1]):
        load = s.load[territory, a]
        heavy = s.heavy[territory, a]
        if sign != 0.0:
            load += sign * g.weights[region, a]
            heavy += sign * g.heavy[region, a]
        over = load - max(g.high[territory, a], heavy)
        under = g.low[territory, a] - load
        v = max(over, under) * g.inverse[territory, a]
        if v > 0.0:
            price += g.importance[a] * (v + 10.0 * v * v)
    return price + caps(g, territory, region, sign)


@inlined
def trip(g: Ground, s: State, region: int, territory: int) -> float:
    """Cost of a region from a standing centre."""
    dx = g.x[region] - s.centre_x[territory]
    dy = g.y[region] - s.centre_y[territory]
    square = dx * dx + dy * dy
    if g.mode != 1 or g.rounded:
        km = np.sqrt(square)
        if g.rounded:
            km = np.floor(km + 0.5)
        square = km * km if g.mode == 1 else km
    return float(g.mass[region] * square)


@inlined
def travel_change(g: Ground, s: State, region: int, a: int, b: int) -> float:
    """Change of cost when the region goes from territory a to b."""
    change = 0.0
    if g.switch[region] > 0.0 and g.current[region] >= 0:
        if g.current[region] == a:
            change += g.switch[region]
        elif g.current[region] == b:
            change -= g.switch[region]
    if g.mode != 0:
        return change + trip(g, s, region, b) - trip(g, s, region, a)
    # Moment about the centroid: a point of mass w at distance d changes it by w d^2 M / (M +- w).
    w = g.mass[region]
    da = (g.x[region] - s.centre_x[a]) ** 2 + (g.y[region] - s.centre_y[a]) ** 2
    db = (g.x[region] - s.centre_x[b]) ** 2 + (g.y[region] - s.centre_y[b]) ** 2
    rest = s.mass[a] - w
    if rest > 1e-9 * w:
        change -= w * da * s.mass[a] / rest
    if s.mass[b] + w > 0.0:
        change += w * db * s.mass[b] / (s.mass[b] + w)
    return change


@inlined
def put_on_border(g: Ground, s: State, region: int) -> None:
    """Keep the list of movable border regions in step with `foreign`."""
    here = s.place[region]
    wanted = g.movable[region] and s.foreign[region] > 0
    if wanted and here < 0:
        size = s.counters[0]
        s.border[size] = region
        s.place[region] = size
        s.counters[0] = size + 1
    elif not wanted and here >= 0:
        size = s.counters[0] - 1
        last = s.border[size]
        s.border[here] = last
        s.place[last] = here
        s.place[region] = -1
        s.counters[0] = size


@inlined
def recentre(s: State, territory: int) -> None:
    """Put the centre of a territory at its centroid; a weightless one keeps its centre."""
    if s.mass[territory] > 0.0:
        s.centre_x[territory] = s.moment_x[territory] / s.mass[territory]
        s.centre_y[territory] = s.moment_y[territory] / s.mass[territory]


@kernel
def move(g: Ground, s: State, region: int, b: int) -> None:
    """Give the region to territory b and bring every figure in step."""
    a = s.owner[region]
    w = g.mass[region]
    for q in range(g.weights.shape[1]):
        s.load[a, q] -= g.weights[region, q]
        s.load[b, q] += g.weights[region, q]
        s.heavy[a, q] -= g.heavy[region, q]
        s.heavy[b, q] += g.heavy[region, q]
    count_kept(g, region, a, -1.0)
    count_kept(g, region, b, 1.0)
    s.held[a] -= 1
    s.held[b] += 1
    s.mass[a] -= w
    s.mass[b] += w
    s.moment_x[a] -= w * g.x[region]
    s.moment_x[b] += w * g.x[region]
    s.moment_y[a] -= w * g.y[region]
    s.moment_y[b] += w * g.y[region]
    s.price[a] = penalty(g, s, a, 0, 0.0)
    s.price[b] = penalty(g, s, b, 0, 0.0)
    if g.mode == 0:
        recentre(s, a)
        recentre(s, b)
    s.owner[region] = b
    foreign = 0
    for at in range(g.start[region], g.start[region + 1]):
        other = g.neighbours[at]
        if s.owner[other] == a:
            s.foreign[other] += 1
        elif s.owner[other] == b:
            s.foreign[other] -= 1
        if s.owner[other] != b:
            foreign += 1
        put_on_border(g, s, other)
    s.foreign[region] = foreign
    put_on_border(g, s, region)


@kernel
def refresh(g: Ground, s: State) -> None:
    """Compute every figure anew from the owner, which also removes drift of rounding."""
    for array in (s.load, s.heavy):
        array[:] = 0.0
    for vector in (s.mass, s.moment_x, s.moment_y):
        vector[:] = 0.0
    s.held[:] = 0
    s.place[:] = -1
    s.counters[0] = 0
    forget_kept(g)
    n = len(s.owner)
    for region in range(n):
        t = s.owner[region]
        for q in range(g.weights.shape[1]):
            s.load[t, q] += g.weights[region, q]
            s.heavy[t, q] += g.heavy[region, q]
        count_kept(g, region, t, 1.0)
        s.held[t] += 1
        s.mass[t] += g.mass[region]
        s.moment_x[t] += g.mass[region] * g.x[region]
        s.moment_y[t] += g.mass[region] * g.y[region]
        foreign = 0
        for at in range(g.start[region], g.start[region + 1]):
            if s.owner[g.neighbours[at]] != t:
                foreign += 1
        s.foreign[region] = foreign
        put_on_border(g, s, region)
    for t in range(len(s.mass)):
        s.price[t] = penalty(g, s, t, 0, 0.0)
        if g.mode == 0:
            recentre(s, t)


@kernel
def energy(g: Ground, s: State) -> tuple[float, float]:
    """Return cost and penalty (before lam) of the state."""
    cost = 0.0
    for region in range(len(s.owner)):
        t = s.owner[region]
        if g.mode == 0:
            dx = g.x[region] - s.centre_x[t]
            dy = g.y[region] - s.centre_y[t]
            cost += g.mass[region] * (dx * dx + dy * dy)
        else:
            cost += trip(g, s, region, t)
        if g.current[region] >= 0 and g.current[region] != t:
            cost += g.switch[region]
    return cost, s.price.sum()


@inlined
def change_of(g: Ground, s: State, lam: float, region: int, a: int, b: int) -> float:
    """Change of energy when the region goes from territory a to b."""
    before = s.price[a] + s.price[b]
    after = penalty(g, s, a, region, -1.0) + penalty(g, s, b, region, 1.0)
    change = travel_change(g, s, region, a, b) + lam * (after - before)
    return float(change + rule_change(g, s, lam, region, a, b))


@inlined
def taken(s: State, change: float, temperature: float) -> bool:
    """Metropolis: whether a change is taken."""
    if change <= 0.0:
        return True
    return temperature > 0.0 and draw(s.random) < np.exp(-change / temperature)


@inlined
def other_side(g: Ground, s: State, region: int) -> int:
    """Return the territory of a random neighbour; without contiguity often any territory at all."""
    degree = g.start[region + 1] - g.start[region]
    if degree > 0 and (g.contiguous or draw(s.random) < 0.5):
        return int(s.owner[g.neighbours[g.start[region] + int(draw(s.random) * degree)]])
    return int(draw(s.random) * len(s.held))


@inlined
def border_region_of(s: State, territory: int) -> int:
    """Return a random border region of a territory, or -1 when a dozen draws do not meet one."""
    for _ in range(12):
        region = s.border[int(draw(s.random) * s.counters[0])]
        if s.owner[region] == territory:
            return int(region)
    return -1


@kernel
def may_leave(g: Ground, s: State, region: int) -> bool:
    """Whether its territory stays whole and not empty without the region."""
    if s.held[s.owner[region]] <= 1:
        return False
    return not g.contiguous or keeps_whole(g, s, region)


@kernel
def chain(g: Ground, s: State, lam: float, temperature: float, region: int, b: int) -> int:
    """Propose region: a -> b together with another region: b -> c; returns the number of moves made.

    What b gains in one measure it can hand on at once, which single moves cannot do in tight bands.
    """
    a = s.owner[region]
    change = change_of(g, s, lam, region, a, b)
    if not may_leave(g, s, region):
        return 0
    move(g, s, region, b)
    other = border_region_of(s, b)
    if other >= 0 and other != region:
        c = other_side(g, s, other)
        if c != b and not barred(g, other, b, c):
            change += change_of(g, s, lam, other, b, c)
            if taken(s, change, temperature * max(g.heat[region], g.heat[other])) and may_leave(
                g, s, other
            ):
                move(g, s, other, c)
                return 2
    move(g, s, region, a)
    return 0


@kernel
def anneal(
    g: Ground, s: State, lam: float, temperature: float, proposals: int, chains: float
) -> int:
    """Propose `proposals` moves of a border region to a neighbour's territory; a share are chains.

    Without contiguity any region may go anywhere. Returns the number of moves made.
    """
    made = 0
    for _ in range(proposals):
        if g.contiguous:
            if s.counters[0] == 0:
                return made
            region = s.border[int(draw(s.random) * s.counters[0])]
        else:
            region = int(draw(s.random) * len(s.owner))
            if not g.movable[region]:
                continue
        a = s.owner[region]
        if s.held[a] <= 1:
            continue
        b = other_side(g, s, region)
        if a == b or barred(g, region, a, b):
            continue
        if s.counters[0] > 0 and chains > 0.0 and draw(s.random) < chains:
            made += chain(g, s, lam, temperature, region, b)
            continue
        change = change_of(g, s, lam, region, a, b)
        if taken(s, change, temperature * g.heat[region]) and may_leave(g, s, region):
            move(g, s, region, b)
            made += 1
    return made
