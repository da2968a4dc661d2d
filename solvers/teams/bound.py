"""A proven least price: demand dualised, each person's best pattern found by looking at all.

``L(lambda) = sum_mk lambda_mk D_mk + sum_tiers min(0, price - lambda) units
+ sum_mk min(0, hire - 800 lambda) hires_max + sum_r min_pattern (cost - lambda cover)``

is a lower bound for every lambda >= 0 (Geoffrion, Math. Program. Study 2:82-114, 1974): the rules
on markets are left out, those on persons kept. All in integers: lambda counts in 1/16 hundredths of
money a unit, so no rounding can lift the bound above the truth.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.judge.team_problem import HIRE_UNITS
from solvers.kernel import kernel
from solvers.teams.patterns import Desk, best_pattern
from solvers.teams.state import NONE
from solvers.teams.tables import Numbers, Tables

FINE = 16
"""Parts of a hundredth that a price of a unit is counted in."""

STARTS = (0.0, 0.05, 0.1, 0.2, 0.35, 0.5)
"""Parts of the dearest shortage tried as first prices; the climb begins at the best."""

Prices = NDArray[np.float64]


def fine_tables(tables: Tables) -> Tables:
    """Return the tables with every price in sixteenths of a hundredth."""
    tiers = tables.tiers.copy()
    tiers[..., 1] *= FINE
    return tables._replace(
        block_price=FINE * tables.block_price,
        leave=FINE * tables.leave,
        tiers=tiers,
        hire_price=np.where(tables.hire_price < 0, -1, FINE * tables.hire_price),
        prices=FINE * tables.prices,
    )


@kernel
def dual_value(tables: Tables, price: Numbers, desk: Desk, cover: Numbers) -> int:
    """Return L(price) for fine tables; fill `cover` (M, K) with what its minimiser covers."""
    total = tables.leave.sum() + own_value(tables, price, cover)
    for rep in range(len(tables.capacity)):
        first = tables.first[rep]
        for row in range(tables.first[rep + 1] - first):
            post = first + row
            worth = price[tables.market[post], tables.role[post]] * tables.yields[post]
            worth -= tables.block_price[post]
            for blocks in range(tables.most[post] + 1):
                desk.gain[row, blocks] = worth * blocks
            desk.best[row] = tables.most[post] if worth > 0 else tables.rules[0]
        desk.joined[:] = 0
        if tables.present[rep] != NONE:
            desk.joined[tables.present[rep]] -= tables.leave[rep]
        total -= best_pattern(tables, rep, desk.gain, desk.best, desk.joined, desk.chosen)
        for slot in range(2):
            post, blocks = desk.chosen[2 * slot], desk.chosen[2 * slot + 1]
            if post != NONE:
                cover[tables.market[post], tables.role[post]] += tables.yields[post] * blocks
    return int(total)


@kernel
def own_value(tables: Tables, price: Numbers, cover: Numbers) -> int:
    """Return the part of the bound that is no person's: needs, shortage and hires."""
    total = 0
    cover[:] = 0
    for market in range(price.shape[0]):
        for role in range(price.shape[1]):
            need, worth = tables.demand[market, role], price[market, role]
            total += worth * need
            for tier in range(tables.tiers.shape[2]):
                units, tier_price = tables.tiers[market, role, tier]
                if tier_price < worth:
                    total -= (worth - tier_price) * units
                    cover[market, role] += units
            if need > 0 and 0 <= tables.hire_price[role] < HIRE_UNITS * worth:
                most = (need + HIRE_UNITS - 1) // HIRE_UNITS
                total -= (HIRE_UNITS * worth - tables.hire_price[role]) * most
                cover[market, role] += HIRE_UNITS * most
    return int(total)


class Ascent:
    """Climbs the bound by subgradient steps (Held, Wolfe and Crowder, Math. Program. 6:62-88, 1974)."""

    def __init__(self, tables: Tables, desk: Desk, score: int) -> None:
        """Start for a composition that costs `score` hundredths."""
        self._tables = fine_tables(tables)
        self._desk = desk
        self._target = FINE * score
        self._step = 1.0
        self._idle = 0
        self._cover = np.zeros_like(tables.demand)
        self.value = -(10**18)
        dearest = self._tables.tiers[..., 1].max(axis=2, initial=0)
        self._price = self._best = np.zeros(tables.demand.shape)
        for part in STARTS:
            price = dearest * part
            value = self._value(price)
            if value > self.value:
                self.value, self._price, self._best = value, price, price

    def _value(self, price: Prices) -> int:
        whole = np.rint(price).astype(np.int64)
        return int(dual_value(self._tables, whole, self._desk, self._cover))

    @property
    def bound(self) -> float:
        """Best bound so far, in hundredths of money; never below 0, since no price is negative."""
        return max(0.0, self.value / FINE)

    def climb(self, steps: int) -> None:
        """Take some steps towards the prices that give the best bound."""
        demand = self._tables.demand
        for _ in range(steps):
            value = self._value(self._price)
            if value > self.value:
                self.value, self._best, self._idle = value, self._price, 0
            else:
                self._idle += 1
            if self._idle >= 8:
                self._step, self._idle, self._price = self._step / 2, 0, self._best
                continue
            slope = np.where(demand > 0, demand - self._cover, 0).astype(np.float64)
            length = float((slope**2).sum())
            if length == 0 or value >= self._target:
                return
            move = self._step * (self._target - value) / length
            self._price = np.maximum(self._price + move * slope, 0.0)
