"""What moves cost under the rules of `rules`, compiled into the loop of `annealing` where any is asked.

Prices before lam: a region where it may not be, or as far again from its centre as it may, is 1; a cap
broken by v of the target (or of all switch cost) is v + 10 v^2, as for bands. Ideals are cost.

Each of the five functions the loop calls comes twice, with rules and without; the type of
`Ground.rules` decides which one is compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba.core import types

from solvers.kernel import chosen_by_type, inlined
from solvers.territories.ground import Ground, State
from solvers.territories.rules import Rules


def barred(g: Ground, region: int, a: int, b: int) -> bool:
    """Whether a region may not go from a to b: b may not have it and a may."""
    raise NotImplementedError("compiled only")


def caps(g: Ground, territory: int, region: int, sign: float) -> float:
    """Price of what a territory hands over and takes over, with the region added, gone or neither."""
    raise NotImplementedError("compiled only")


def rule_change(g: Ground, s: State, lam: float, region: int, a: int, b: int) -> float:
    """Change of energy by rules beyond bands and caps when the region goes from territory a to b."""
    raise NotImplementedError("compiled only")


def count_kept(g: Ground, region: int, territory: int, sign: float) -> None:
    """Keep in step what a territory keeps and takes over, and what all moves cost."""
    raise NotImplementedError("compiled only")


def forget_kept(g: Ground) -> None:
    """Begin to count anew."""
    raise NotImplementedError("compiled only")


def _ruled(ground: Any) -> bool:
    """Whether the type of a ground holds rules."""
    return isinstance(ground.types[ground.fields.index("rules")], types.BaseNamedTuple)


@chosen_by_type(barred)
def _barred(g: Any, region: Any, a: Any, b: Any) -> Callable[..., bool]:
    def plain(g: Ground, region: int, a: int, b: int) -> bool:
        return False

    def ruled(g: Any, region: int, a: int, b: int) -> bool:
        r = g.rules
        return r.limited and not r.may[region, b] and r.may[region, a]

    return ruled if _ruled(g) else plain


@chosen_by_type(caps)
def _caps(g: Any, territory: Any, region: Any, sign: Any) -> Callable[..., float]:
    def plain(g: Ground, territory: int, region: int, sign: float) -> float:
        return 0.0

    def ruled(g: Any, territory: int, region: int, sign: float) -> float:
        if not g.rules.capped:
            return 0.0
        return handover_price(g, g.rules, territory, region, sign)

    return ruled if _ruled(g) else plain


@chosen_by_type(rule_change)
def _rule_change(g: Any, s: Any, lam: Any, region: Any, a: Any, b: Any) -> Callable[..., float]:
    def plain(g: Ground, s: State, lam: float, region: int, a: int, b: int) -> float:
        return 0.0

    def ruled(g: Any, s: State, lam: float, region: int, a: int, b: int) -> float:
        r = g.rules
        change = 0.0
        if r.limited or r.reaching:
            change += lam * (astray(g, s, r, region, b) - astray(g, s, r, region, a))
        if r.moving:
            change += lam * moving(g, r, region, a, b)
        if r.ideal:
            change += ideals(g, s, r, a, region, -1.0) + ideals(g, s, r, b, region, 1.0)
            change -= ideals(g, s, r, a, region, 0.0) + ideals(g, s, r, b, region, 0.0)
        return change

    return ruled if _ruled(g) else plain


@chosen_by_type(count_kept)
def _count_kept(g: Any, region: Any, territory: Any, sign: Any) -> Callable[..., None]:
    def plain(g: Ground, region: int, territory: int, sign: float) -> None:
        pass

    def ruled(g: Any, region: int, territory: int, sign: float) -> None:
        present = g.current[region]
        if present >= 0:
            r = g.rules
            for q in range(g.weights.shape[1]):
                if present == territory:
                    r.kept[territory, q] += sign * g.weights[region, q]
                else:
                    r.taken[territory, q] += sign * g.weights[region, q]
            if present != territory:
                r.moved[0] += sign * g.switch[region]

    return ruled if _ruled(g) else plain


@chosen_by_type(forget_kept)
def _forget_kept(g: Any) -> Callable[..., None]:
    def plain(g: Ground) -> None:
        pass

    def ruled(g: Any) -> None:
        g.rules.kept[:] = 0.0
        g.rules.taken[:] = 0.0
        g.rules.moved[:] = 0.0

    return ruled if _ruled(g) else plain


@inlined
def astray(g: Ground, s: State, r: Rules, region: int, territory: int) -> float:
    """Price of a region in a territory that may not have it, or beyond the reach of its centre."""
    price = 0.0
    if r.limited and not r.may[region, territory]:
        price += 1.0
    if r.reaching:
        reach = r.reach[territory]
        km = np.hypot(g.x[region] - s.centre_x[territory], g.y[region] - s.centre_y[territory])
        if km > reach:
            price += (km - reach) / max(reach, 1e-9)
    return float(price)


@inlined
def handover_price(g: Ground, r: Rules, territory: int, region: int, sign: float) -> float:
    """Price of the caps of one territory."""
    price = 0.0
    for a in range(r.kept_low.shape[1]):
        keeps, takes = r.kept[territory, a], r.taken[territory, a]
        if sign != 0.0 and g.current[region] >= 0:
            if g.current[region] == territory:
                keeps += sign * g.weights[region, a]
            else:
                takes += sign * g.weights[region, a]
        v = (r.kept_low[territory, a] - keeps) * g.inverse[territory, a]
        if v > 0.0:
            price += g.importance[a] * (v + 10.0 * v * v)
        v = (takes - r.taken_high[territory, a]) * g.inverse[territory, a]
        if v > 0.0:
            price += g.importance[a] * (v + 10.0 * v * v)
    return price


@inlined
def moving(g: Ground, r: Rules, region: int, a: int, b: int) -> float:
    """Change of the price of all switch cost beyond the cap on it."""
    after = r.moved[0]
    if g.current[region] < 0:
        return 0.0
    if g.current[region] == a:
        after += g.switch[region]
    elif g.current[region] == b:
        after -= g.switch[region]
    v = max(0.0, (after - r.most_moved) / r.moved_unit)
    u = max(0.0, (r.moved[0] - r.most_moved) / r.moved_unit)
    return float(v + 10.0 * v * v - u - 10.0 * u * u)


@inlined
def ideals(g: Ground, s: State, r: Rules, territory: int, region: int, sign: float) -> float:
    """Cost of a territory's loads beyond the ideal, with the region added, gone or neither."""
    cost = 0.0
    for a in range(r.ideal_low.shape[1]):
        held = s.load[territory, a] + sign * g.weights[region, a]
        beyond = max(held - r.ideal_high[territory, a], r.ideal_low[territory, a] - held)
        if beyond > 0.0:
            cost += r.ideal_price[territory, a] * beyond
    return cost
