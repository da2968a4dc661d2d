"""Loops of the bound for free seats: what a territory around each seat would cost at given prices.

A site i has a worth a_i (its price per unit of weight), a seat j a tilt mu_jq for each other measure
q. With r_ij = d_ij^p - a_i - sum_q mu_jq other_iq a territory of size g with its seat at j costs at
least

``V_jg = min { sum_i w_i r_ij x_i : low <= sum_i w_i x_i <= high }
+ sum_q mu_jq (mu_jq > 0 ? least : most)_gq``

over 0 <= x <= 1 with x_j = 1. The first part is a fractional knapsack; `value_seats` fills it: the
sites with r < slope_jg are in. `seat_floors` values any slopes anew, without a choice that could go
wrong, since the first part is at least

``slope (slope > 0 ? low : high) + sum_i w_i min(0, r_ij - slope)``,

for every slope (Lagrange): valid whatever the climb did.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Floats, Ints
from solvers.kernel import kernel
from solvers.territories.sites import BRANCH, Seats, Sites, Sizes

BELOW, DONE, ABOVE = -1, 0, 1
"""Where the slope lies when the window missed it."""

TRIES = 6
"""Windows tried before all sites are sorted."""


class Prices(NamedTuple):
    """Worth of each site (n,), greatest of each leaf and branch (l,), free price of each measure (q,)."""

    worth: Floats
    top: Floats
    free: Floats


class Values(NamedTuple):
    """What `value_seats` keeps for each seat and size; shapes (s, g) unless said.

    `slope` is also its guess for the next time, `width` (s,) the window around it; `last` and `part`
    are the site that is in by a part only, and how much of it (-1 where none is).
    """

    value: Floats
    slope: Floats
    width: Floats
    last: Ints
    part: Floats


class Room(NamedTuple):
    """Room for one seat: sites inside the window, and load and cost of those below it by size."""

    ratio: Floats
    site: Ints
    load: Floats
    cost: Floats


@kernel
def power_of(square: float, power: int, rounded: bool) -> float:
    """Return d^p from d^2, km rounded first when asked."""
    if power == 2 and not rounded:
        return square
    km = np.sqrt(square)
    if rounded:
        km = np.floor(km + 0.5)
    return float(km * km if power == 2 else km)


@kernel
def reduced(sites: Sites, prices: Prices, x: float, y: float, tilt: Floats, site: int) -> float:
    """Return r of a site for a seat at (x, y)."""
    dx, dy = sites.x[site] - x, sites.y[site] - y
    r = power_of(dx * dx + dy * dy, sites.power, sites.rounded) - prices.worth[site]
    for q in range(len(tilt)):
        r -= tilt[q] * sites.other[site, q]
    return float(r)


@kernel
def least_reduced(
    sites: Sites, prices: Prices, x: float, y: float, tilt: Floats, leaf: int
) -> float:
    """Return a figure that no r of the leaf (or branch) lies below."""
    box = sites.box[leaf]
    dx = max(0.0, box[0] - x, x - box[1])
    dy = max(0.0, box[2] - y, y - box[3])
    r = power_of(dx * dx + dy * dy, sites.power, sites.rounded) - prices.top[leaf]
    for q in range(len(tilt)):
        edge = sites.most[leaf, q] if tilt[q] > 0.0 else sites.least[leaf, q]
        r -= tilt[q] * edge
    return float(r)


@kernel
def next_leaf(
    sites: Sites, prices: Prices, x: float, y: float, tilt: Floats, leaf: int, limit: float
) -> int:
    """Return the first leaf from `leaf` on that may hold an r below the limit, or the number of leaves."""
    leaves = len(sites.leaf) - 1
    while leaf < leaves:
        branch = leaves + leaf // BRANCH
        if leaf % BRANCH == 0 and least_reduced(sites, prices, x, y, tilt, branch) >= limit:
            leaf += BRANCH
        elif least_reduced(sites, prices, x, y, tilt, leaf) >= limit:
            leaf += 1
        else:
            return leaf
    return leaves


@kernel
def gather(
    sites: Sites, prices: Prices, x: float, y: float, own: int, tilt: Floats,
    down: float, up: float, room: Room,
) -> tuple[int, int]:  # fmt: skip
    """Fill the room of a seat; return how many sites are in the window, and how many were looked at."""
    room.load[:] = 0.0
    room.cost[:] = 0.0
    load, cost = 0.0, 0.0
    inside, seen = 0, 0
    leaf, leaves = -1, len(sites.leaf) - 1
    while True:
        leaf = next_leaf(sites, prices, x, y, tilt, leaf + 1, up)
        if leaf == leaves:
            break
        seen += sites.leaf[leaf + 1] - sites.leaf[leaf]
        for site in range(sites.leaf[leaf], sites.leaf[leaf + 1]):
            r = reduced(sites, prices, x, y, tilt, site)
            if r >= up or site == own:
                continue
            if r >= down:
                room.ratio[inside] = r
                room.site[inside] = site
                inside += 1
            elif not sites.rare[site]:
                load += sites.weight[site]
                cost += sites.weight[site] * r
            else:
                for size in range(len(room.load)):
                    if takes(sites, site, size):
                        room.load[size] += sites.weight[site]
                        room.cost[size] += sites.weight[site] * r
    room.load[:] += load
    room.cost[:] += cost
    return inside, seen + leaves // BRANCH


@kernel
def takes(sites: Sites, site: int, size: int) -> bool:
    """Whether a territory of this size may choose the site: it may have it and need not have it."""
    if not sites.allowed[site, size]:
        return False
    for at in range(len(sites.held_site)):
        if sites.held_site[at] == site and sites.held_size[at] == size:
            return False
    return True


@kernel
def hold(
    sites: Sites, prices: Prices, x: float, y: float, own: int, tilt: Floats, room: Room
) -> None:
    """Add the sites that must be in: the seat itself, and those a lock forces."""
    for at in range(len(sites.held_site)):
        site, size = sites.held_site[at], sites.held_size[at]
        if site != own:
            r = reduced(sites, prices, x, y, tilt, site)
            room.load[size] += sites.weight[site]
            room.cost[size] += sites.weight[site] * r
    if own >= 0:
        r = reduced(sites, prices, x, y, tilt, own)
        room.load[:] += sites.weight[own]
        room.cost[:] += sites.weight[own] * r


@kernel
def fill(
    sites: Sites, room: Room, order: NDArray[np.int64], low: float, high: float,
    down: float, up: float, size: int, seat: int, values: Values,
) -> int:  # fmt: skip
    """Fill a territory of one size from the sorted window; say where the slope is when it missed."""
    load, cost = room.load[size], room.cost[size]
    values.last[seat, size] = -1
    if load > high and down == -np.inf:
        values.value[seat, size] = np.inf
        return DONE
    if load > high or (down > 0.0 and load > low):
        return BELOW
    slope, ended = 0.0, False
    for entry in order:
        r, site = room.ratio[entry], room.site[entry]
        if sites.rare[site] and not takes(sites, site, size):
            continue
        limit = high if r < 0.0 else low
        if load >= limit:
            ended, slope = True, min(r, 0.0)
            break
        if load + sites.weight[site] >= limit:
            ended, slope = True, r
            values.last[seat, size] = site
            values.part[seat, size] = (limit - load) / sites.weight[site]
            cost += r * (limit - load)
            break
        load += sites.weight[site]
        cost += r * sites.weight[site]
    if not ended and up < np.inf and (load < low or up < 0.0):
        return ABOVE
    if not ended and load < low:
        cost = np.inf
    values.slope[seat, size] = slope
    values.value[seat, size] = cost
    return DONE


@kernel
def value_seats(
    sites: Sites, seats: Seats, sizes: Sizes, prices: Prices, tilt: Floats, values: Values,
    first: int, end: int,
) -> int:  # fmt: skip
    """Value the seats first..end-1 at their tilts (s, q); return how many sites were looked at."""
    g = len(sizes.low)
    n = len(sites.x)
    room = Room(np.empty(n), np.empty(n, np.int32), np.empty(g), np.empty(g))
    work = 0
    for seat in range(first, end):
        x, y, own = seats.x[seat], seats.y[seat], seats.own[seat]
        wide = values.width[seat]
        down, up = values.slope[seat].min() - wide, values.slope[seat].max() + wide
        for attempt in range(TRIES + 1):
            if attempt == TRIES:
                down, up = -np.inf, np.inf
            inside, seen = gather(sites, prices, x, y, own, tilt[seat], down, up, room)
            hold(sites, prices, x, y, own, tilt[seat], room)
            order = np.argsort(room.ratio[:inside])
            work += seen + inside
            missed = DONE
            for size in range(g):
                if not seats.allowed[seat, size]:
                    values.value[seat, size] = np.inf
                    continue
                missed = fill(
                    sites, room, order, sizes.low[size], sizes.high[size], down, up, size, seat, values
                )  # fmt: skip
                if missed != DONE:
                    break
            if missed == DONE:
                break
            wide *= 3.0
            down, up = (down - wide, up) if missed == BELOW else (down, up + wide)
        if attempt > 0:
            values.width[seat] *= 1.5
        elif inside > 24:
            values.width[seat] *= 0.8
    return work


@kernel
def add_cover(
    sites: Sites, seats: Seats, prices: Prices, tilt: Floats, values: Values,
    chosen: NDArray[np.int64], share: Floats, size: int, cover: Floats, load: Floats,
) -> int:  # fmt: skip
    """Add how much of each site the chosen seats take, by their shares, to `cover` (n,).

    `load` (s, q) gets share times what each seat's territory has of the other measures.
    """
    work = 0
    for at in range(len(chosen)):
        seat, part = chosen[at], share[at]
        x, y, own, slope = seats.x[seat], seats.y[seat], seats.own[seat], values.slope[seat, size]
        leaf, leaves = -1, len(sites.leaf) - 1
        while True:
            leaf = next_leaf(sites, prices, x, y, tilt[seat], leaf + 1, slope)
            if leaf == leaves:
                break
            work += sites.leaf[leaf + 1] - sites.leaf[leaf]
            for site in range(sites.leaf[leaf], sites.leaf[leaf + 1]):
                if site == own or (sites.rare[site] and not takes(sites, site, size)):
                    continue
                if reduced(sites, prices, x, y, tilt[seat], site) < slope:
                    put(sites, site, part, seat, cover, load)
        last = values.last[seat, size]
        if last >= 0:
            put(sites, last, part * values.part[seat, size], seat, cover, load)
        if own >= 0:
            put(sites, own, part, seat, cover, load)
        for held in range(len(sites.held_site)):
            if sites.held_size[held] == size and sites.held_site[held] != own:
                put(sites, sites.held_site[held], part, seat, cover, load)
        work += leaves // BRANCH
    return work


@kernel
def put(sites: Sites, site: int, part: float, seat: int, cover: Floats, load: Floats) -> None:
    """Count a part of a site."""
    cover[site] += part
    for q in range(load.shape[1]):
        load[seat, q] += part * sites.weight[site] * sites.other[site, q]


@kernel
def seat_floors(
    sites: Sites, seats: Seats, sizes: Sizes, prices: Prices, tilt: Floats, slope: Floats,
    first: int, end: int, floor: Floats, heft: Floats,
) -> None:  # fmt: skip
    """Fill `floor` (s, g) of the seats first..end-1 with lower bounds of V for the slopes given.

    Infinite where the seat may not have that size, or what must be in is more than the size holds.
    `heft` (s, g) gets the sum of the sizes of all numbers that went into each, for its rounding.
    """
    must = np.empty(len(sizes.low))
    for seat in range(first, end):
        x, y, own = seats.x[seat], seats.y[seat], seats.own[seat]
        farthest = slope[seat].max()
        must[:] = sites.weight[own] if own >= 0 else 0.0
        for size in range(len(sizes.low)):
            start_floor(sizes, prices, tilt, slope[seat, size], seat, size, floor, heft)
            if own >= 0:
                lower(sites, prices, x, y, tilt, slope, seat, size, own, floor, heft)
        for at in range(len(sites.held_site)):
            if sites.held_site[at] != own:
                site, size = sites.held_site[at], sites.held_size[at]
                must[size] += sites.weight[site]
                lower(sites, prices, x, y, tilt, slope, seat, size, site, floor, heft)
        leaf, leaves = -1, len(sites.leaf) - 1
        while True:
            leaf = next_leaf(sites, prices, x, y, tilt[seat], leaf + 1, farthest)
            if leaf == leaves:
                break
            for site in range(sites.leaf[leaf], sites.leaf[leaf + 1]):
                r = reduced(sites, prices, x, y, tilt[seat], site)
                if r >= farthest or site == own:
                    continue
                for size in range(len(sizes.low)):
                    if r < slope[seat, size] and (not sites.rare[site] or takes(sites, site, size)):
                        lower(sites, prices, x, y, tilt, slope, seat, size, site, floor, heft)
        for size in range(len(sizes.low)):
            if not seats.allowed[seat, size] or must[size] > sizes.high[size]:
                floor[seat, size] = np.inf


@kernel
def start_floor(
    sizes: Sizes, prices: Prices, tilt: Floats, slope: float, seat: int, size: int,
    floor: Floats, heft: Floats,
) -> None:  # fmt: skip
    """Put the part of a floor that no site has a say in."""
    value = slope * (sizes.low[size] if slope > 0.0 else sizes.high[size])
    whole = abs(value)
    for q in range(tilt.shape[1]):
        mu = tilt[seat, q]
        ends = mu * (sizes.least[size, q] if mu > 0.0 else sizes.most[size, q])
        loose = sizes.loose[q] * min(0.0, prices.free[q] - mu)
        value += ends + loose
        whole += abs(ends) + sizes.loose[q] * (abs(prices.free[q]) + abs(mu))
    floor[seat, size], heft[seat, size] = value, whole


@kernel
def lower(
    sites: Sites, prices: Prices, x: float, y: float, tilt: Floats, slope: Floats,
    seat: int, size: int, site: int, floor: Floats, heft: Floats,
) -> None:  # fmt: skip
    """Add a site's w (r - slope) to a floor."""
    s = slope[seat, size]
    r = reduced(sites, prices, x, y, tilt[seat], site)
    whole = abs(r) + abs(s) + 2.0 * abs(prices.worth[site])
    for q in range(tilt.shape[1]):
        whole += 2.0 * abs(tilt[seat, q] * sites.other[site, q])
    floor[seat, size] += sites.weight[site] * (r - s)
    heft[seat, size] += sites.weight[site] * whole


@kernel
def soften(value: Floats, count: int, heat: float, share: Floats) -> float:
    """Choose `count` seats of least value, softened; fill their shares and return the value of that.

    ``max_t { count t - heat sum_j log(1 + exp((t - V_j) / heat)) }``, at most the sum of the `count`
    least values and concave in them; the share of a seat is the derivative by its value.
    """
    low, high = np.inf, -np.inf
    for v in value:
        if v < np.inf:
            low, high = min(low, v), max(high, v)
    low, high = low - 40.0 * heat, high + 40.0 * heat
    level = low
    for _ in range(60):
        level = 0.5 * (low + high)
        taken = 0.0
        for v in value:
            if v - level < 30.0 * heat:
                taken += 1.0 / (1.0 + np.exp((v - level) / heat))
        if abs(taken - count) < 1e-9 * count:
            break
        if taken < count:
            low = level
        else:
            high = level
    total = count * level
    for seat, v in enumerate(value):
        far = (v - level) / heat
        share[seat] = 1.0 / (1.0 + np.exp(far)) if far < 30.0 else 0.0
        if far < 30.0:
            total -= heat * (np.log1p(np.exp(-far)) if far > -30.0 else -far)
    return total
