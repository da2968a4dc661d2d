"""The compiled loops of the relaxation: every slot filled at given worths, regions divided at will.

For a worth alpha_i of each region a slot costs at least
``V = max_s (s > 0 ? s low : s high) + sum_i min(0, c_i - alpha_i - s w_i)``, its root always in. The
best slope s is where the load crosses its band; it is bracketed from the slope found last.
"""

from __future__ import annotations

from planner.model.types import Bools, Floats, Ints
from solvers.kernel import kernel

FAR = 1e200
"""A slope beyond this means that no load is right."""


@kernel
def load_at(cost: Floats, worth: Floats, weight: Floats, root: int, slope: float) -> float:
    """Return the load of all regions that are worth their cost at a slope."""
    load = 0.0
    for i in range(len(worth)):
        if i == root or cost[i] - worth[i] < slope * weight[i]:
            load += weight[i]
    return load


@kernel
def value_at(
    cost: Floats, worth: Floats, weight: Floats, low: float, high: float, root: int, slope: float
) -> float:
    """Return the value of a slot proven by a slope; any slope gives a valid one."""
    total = slope * low if slope > 0 else slope * high
    for i in range(len(worth)):
        reduced = cost[i] - worth[i] - slope * weight[i]
        if i == root or reduced < 0:
            total += reduced
    return total


@kernel
def fill(
    cost: Floats, worth: Floats, weight: Floats, low: Floats, high: Floats, root: Ints,
    first: int, end: int, slope: Floats, width: Floats, value: Floats,
) -> None:  # fmt: skip
    """Fill the slots from `first` to `end`; slopes and widths are first guesses and results."""
    for q in range(first, end):
        mine = cost[q]
        load = load_at(mine, worth, weight, root[q], 0.0)
        if load < low[q]:
            goal = low[q]
        elif load > high[q]:
            goal = high[q]
        else:
            slope[q] = 0.0
            value[q] = value_at(mine, worth, weight, low[q], high[q], root[q], 0.0)
            continue
        step = max(width[q], 1e-12)
        if load_at(mine, worth, weight, root[q], slope[q]) < goal:
            below, above = slope[q], slope[q] + step
            while above < FAR and load_at(mine, worth, weight, root[q], above) < goal:
                step *= 4.0
                below, above = above, above + step
        else:
            above, below = slope[q], slope[q] - step
            while below > -FAR and load_at(mine, worth, weight, root[q], below) >= goal:
                step *= 4.0
                above, below = below, below - step
        for _ in range(60):
            middle = 0.5 * (below + above)
            if above - below <= 1e-9 * (abs(below) + abs(above)):
                break
            if load_at(mine, worth, weight, root[q], middle) < goal:
                below = middle
            else:
                above = middle
        width[q] = max(2.0 * abs(above - slope[q]), 1e-6 * abs(above))
        slope[q] = above
        value[q] = value_at(mine, worth, weight, low[q], high[q], root[q], above)


@kernel
def add_cover(
    cost: Floats, worth: Floats, weight: Floats, low: Floats, high: Floats, root: Ints,
    slope: Floats, share: Floats, cover: Floats,
) -> None:  # fmt: skip
    """Add to `cover` how much of each region the slots hold, each slot counted by its share."""
    for q in range(len(cost)):
        if share[q] < 1e-7:
            continue
        edge = 1e-8 * abs(slope[q]) + 1e-300
        inside, margin = 0.0, 0.0
        for i in range(len(worth)):
            reduced = cost[q, i] - worth[i] - slope[q] * weight[i]
            if i == root[q] or reduced < -edge * weight[i]:
                cover[i] += share[q]
                inside += weight[i]
            elif reduced <= edge * weight[i]:
                margin += weight[i]
        if slope[q] == 0.0 or margin <= 0.0:
            continue
        goal = low[q] if slope[q] > 0 else high[q]
        part = min(1.0, max(0.0, (goal - inside) / margin))
        for i in range(len(worth)):
            reduced = cost[q, i] - worth[i] - slope[q] * weight[i]
            if i != root[q] and -edge * weight[i] <= reduced <= edge * weight[i]:
                cover[i] += share[q] * part


@kernel
def least_with(
    cost: Floats, worth: Floats, weight: Floats, root: Ints, slope: Floats, base: Floats,
    most: float, keep: Bools,
) -> None:  # fmt: skip
    """Mark the choices whose slot, at its base value, can take the region at no more than `most`."""
    for q in range(len(cost)):
        for i in range(len(worth)):
            reduced = cost[q, i] - worth[i] - slope[q] * weight[i]
            extra = 0.0 if i == root[q] else max(0.0, reduced)
            keep[q, i] = base[q] + extra <= most
