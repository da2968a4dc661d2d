"""The team problem as flat integer arrays, for the compiled search and for the bound."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.judge.team_problem import TeamProblem
from planner.judge.team_rules import Mode
from planner.model.types import UNASSIGNED
from planner.model.words import CLOSER, INBOUND, LEVELS, OUTBOUND
from solvers.teams.variables import most_blocks, short_tiers

Numbers = NDArray[np.int64]

BROKEN = 10_000_000
"""Price in the search of a broken rule (hundredths of money): never worth it."""

ALONE = 500_000
"""Price of a seller alone while searching: the first of two must be able to come before the second."""


class Tables(NamedTuple):
    """What never changes during a search; money in hundredths a month.

    `limited`: all such posts of a rep together have at most `most` blocks (outbound by a senior).
    Posts of rep r are rows `first[r]` to `first[r + 1]`. A tier is (units, price) from the cheapest
    on; `tiers` has shape (M, K, T, 2). `short_price` has the price of a need at each number of units
    covered below it, from row `short_from` (M, K) on. `rules`: least blocks, most posts, 1 where two
    sellers must be everywhere (2: rule off), 1 where closing must be split from leads (2: off), most
    markets, most roles, the closer's role.
    """

    first: Numbers
    market: Numbers
    role: Numbers
    yields: Numbers
    most: Numbers
    block_price: Numbers
    hours: Numbers
    limited: Numbers
    capacity: Numbers
    hours_limit: Numbers
    junior: Numbers
    present: Numbers
    leave: Numbers
    demand: Numbers
    tiers: Numbers
    short_price: Numbers
    short_from: Numbers
    hire_price: Numbers
    needed: Numbers
    closer: int
    generates: Numbers
    rules: Numbers
    prices: Numbers
    alone: int


def make_tables(problem: TeamProblem) -> Tables:
    """Lay a problem out; hires not allowed have a price of -1."""
    rules, prices, roles = problem.rules, problem.prices, problem.roles
    tiers = _tiers(problem)
    demand = problem.demand.astype(np.int64)
    posts = np.array(_posts(problem), dtype=np.int64).reshape(-1, 8)
    return Tables(
        first=np.searchsorted(posts[:, 0], np.arange(len(problem.reps) + 1)).astype(np.int64),
        market=posts[:, 1].copy(),
        role=posts[:, 2].copy(),
        yields=posts[:, 3].copy(),
        most=posts[:, 4].copy(),
        block_price=posts[:, 5].copy(),
        hours=posts[:, 6].copy(),
        limited=posts[:, 7].copy(),
        capacity=problem.capacity.astype(np.int64),
        hours_limit=problem.hours_limit.astype(np.int64),
        junior=np.array([level == LEVELS[0] for level in problem.levels], dtype=np.int64),
        present=problem.present.astype(np.int64),
        leave=np.where(
            problem.present == UNASSIGNED, 0, 100 * problem.leave_price.astype(np.int64)
        ),
        demand=demand,
        tiers=tiers,
        short_price=_short_prices(demand, tiers),
        short_from=(np.cumsum(demand) - demand.ravel()).reshape(demand.shape),
        hire_price=np.array(
            [100 * prices.hire[role] if rules.hires else -1 for role in roles], dtype=np.int64
        ),
        needed=(problem.demand.sum(axis=1) > 0).astype(np.int64),
        closer=problem.role(CLOSER) if rules.experienced_closer else -1,
        generates=np.array([role in (OUTBOUND, INBOUND) for role in roles], dtype=np.int64),
        rules=np.array(
            [
                rules.min_blocks,
                min(rules.max_posts, 2),
                {Mode.HARD: 1, Mode.SOFT: 0, Mode.OFF: 2}[rules.two_sellers],
                {Mode.HARD: 1, Mode.SOFT: 0, Mode.OFF: 2}[rules.split],
                min(rules.max_markets, 2),
                min(rules.max_roles, 2),
                problem.role(CLOSER),
            ],
            dtype=np.int64,
        ),
        prices=100 * np.array([prices.shared, prices.second_role, prices.unsplit], dtype=np.int64),
        alone=ALONE,
    )


def _posts(problem: TeamProblem) -> list[tuple[int, ...]]:
    """Possible posts as (rep, market, role, yields, most, price of a block, hours of a block, limited)."""
    useful = (problem.productivity > 0) & (problem.demand > 0)[None, :, :]
    found: list[tuple[int, ...]] = []
    for rep, market, role in np.argwhere(useful).tolist():
        most = most_blocks(problem, rep, role)
        if most < problem.rules.min_blocks:
            continue
        senior = problem.levels[rep] == LEVELS[-1] and problem.roles[role] == OUTBOUND
        price = 100 * (problem.prices.block + senior * problem.prices.senior_outbound)
        yields, hours = problem.productivity[rep, market, role], problem.block_hours[rep, role]
        limited = int(senior and problem.rules.senior_outbound)
        found.append((rep, market, role, int(yields), most, price, int(hours), limited))
    return found


def _tiers(problem: TeamProblem) -> Numbers:
    m, k = problem.demand.shape
    tiers = np.zeros((m, k, len(problem.prices.short_tiers), 2), dtype=np.int64)
    for market, role in np.argwhere(problem.demand > 0).tolist():
        for index, tier in enumerate(short_tiers(problem, market, role)):
            tiers[market, role, index] = tier
    return tiers


def _short_prices(demand: Numbers, tiers: Numbers) -> Numbers:
    """Price of each need with 0, 1, ... units covered, one need after another."""
    found = [np.zeros(0, dtype=np.int64)]
    for market, role in np.ndindex(*demand.shape):
        units, price = tiers[market, role].T
        # The unit that is covered last is short first: the cheapest tier.
        found.append(np.cumsum(np.repeat(price, units))[::-1])
    return np.concatenate(found)
