"""Compiled search: people taken out together come back in another order.

Ruin and recreate with a falling heat (Schrimpf et al., J. Comput. Phys. 159(2):139-171, 2000).
Broken rules have a price while searching; the judge decides in the end.
"""

from __future__ import annotations

import numpy as np

from planner.judge.team_problem import HIRE_UNITS
from solvers.kernel import kernel
from solvers.teams.patterns import Desk, settle
from solvers.teams.state import (
    NONE,
    State,
    alone_price,
    closer_price,
    copy_state,
    place,
    price_of,
    short_price,
)
from solvers.teams.tables import Numbers, Tables


@kernel
def hire(tables: Tables, state: State) -> None:
    """Set the hires of each need to the cheapest number, rules included."""
    for market in range(tables.demand.shape[0]):
        for role in range(tables.demand.shape[1]):
            if tables.hire_price[role] < 0 or tables.demand[market, role] == 0:
                continue
            state.hires[market, role] = 0
            others = state.people[market] + state.hires[market].sum()
            top, chosen = 0, -1
            for number in range((tables.demand[market, role] + HIRE_UNITS - 1) // HIRE_UNITS + 1):
                state.hires[market, role] = number
                cover = state.cover[market, role] + HIRE_UNITS * number
                price = short_price(tables, market, role, cover)
                price += tables.hire_price[role] * number
                price += alone_price(tables, market, others + number)
                price += closer_price(tables, state, market)
                if chosen < 0 or price < top:
                    top, chosen = price, number
            state.hires[market, role] = chosen


@kernel
def descend(tables: Tables, state: State, desk: Desk, markets: Numbers, stay: bool) -> None:
    """Resettle, in random order until the price no longer falls, who is in any of the markets.

    `markets` (M,) has 1 where a market is looked at; people without posts are looked at too.
    """
    before = price_of(tables, state)
    while True:
        for rep in np.random.permutation(len(tables.capacity)):  # noqa: NPY002
            one, two = state.post[rep]
            looked = one == NONE or markets[tables.market[one]] == 1
            if looked or (two != NONE and markets[tables.market[two]] == 1):
                place(tables, state, rep, -1)
                settle(tables, state, rep, desk, stay)
        hire(tables, state)
        after = price_of(tables, state)
        if after >= before:
            return
        before = after


@kernel
def ruin(tables: Tables, state: State, desk: Desk, markets: Numbers) -> None:
    """Take a few people out around one market and settle them in random order.

    Marks the markets they left or joined in `markets`.
    """
    reps = len(tables.capacity)
    market = np.random.randint(tables.demand.shape[0])  # noqa: NPY002
    wanted = 2 + np.random.randint(5)  # noqa: NPY002
    markets[:] = 0
    markets[market] = 1
    taken = np.full(wanted, NONE, np.int64)
    count = 0
    for rep in np.random.permutation(reps):  # noqa: NPY002
        near = np.random.random() < 4.0 / reps  # noqa: NPY002
        for slot in range(2):
            post = state.post[rep, slot]
            near = near or (post != NONE and tables.market[post] == market)
        if near and count < wanted:
            place(tables, state, rep, -1)
            mark(tables, state, rep, markets)
            state.post[rep, :] = NONE
            state.blocks[rep, :] = 0
            taken[count] = rep
            count += 1
    for each in range(len(markets)):
        if markets[each] == 1:
            state.hires[each, :] = 0
    for rep in taken[:count]:
        settle(tables, state, rep, desk, False)
        mark(tables, state, rep, markets)


@kernel
def mark(tables: Tables, state: State, rep: int, markets: Numbers) -> None:
    """Mark the markets of a rep."""
    for slot in range(2):
        post = state.post[rep, slot]
        if post != NONE:
            markets[tables.market[post]] = 1


@kernel
def seed_kernel(seed: int) -> None:
    """Seed the generator of the compiled code."""
    np.random.seed(seed)  # noqa: NPY002


@kernel
def improve(
    tables: Tables, now: State, top: State, desk: Desk, rounds: int, heat: float, cooling: float
) -> int:
    """Ruin and recreate for some rounds; `top` keeps the best, whose price is returned.

    A composition dearer by d is gone on with at a probability of ``exp(-d / heat)``.
    """
    trial = State(
        now.post.copy(), now.blocks.copy(), now.cover.copy(), now.people.copy(),
        now.experienced.copy(), now.juniors.copy(), now.hires.copy(),
    )  # fmt: skip
    markets = np.zeros(tables.demand.shape[0], np.int64)
    price, least = price_of(tables, now), price_of(tables, top)
    for _ in range(rounds):
        copy_state(now, trial)
        ruin(tables, trial, desk, markets)
        descend(tables, trial, desk, markets, False)
        other = price_of(tables, trial)
        if other <= price - heat * np.log(1 - np.random.random()):  # noqa: NPY002
            copy_state(trial, now)
            price = other
        if other < least:
            copy_state(trial, top)
            least = other
        heat *= cooling
    return least
