"""A composition under search: posts of everybody, what follows of them, and its price."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.judge.team_problem import HIRE_UNITS
from solvers.kernel import kernel
from solvers.teams.tables import BROKEN, Numbers, Tables

NONE = -1


class State(NamedTuple):
    """A composition: two posts a rep (rows of the tables or NONE) with blocks, and what follows.

    `cover` (M, K) units by people; `people`, `experienced`, `juniors` (M,): members, and closers by
    level; `hires` (M, K).
    """

    post: Numbers
    blocks: Numbers
    cover: Numbers
    people: Numbers
    experienced: Numbers
    juniors: Numbers
    hires: Numbers


def empty_state(tables: Tables) -> State:
    """Return the composition in which nobody has a post."""
    r, (m, k) = len(tables.capacity), tables.demand.shape
    return State(
        np.full((r, 2), NONE, np.int64), np.zeros((r, 2), np.int64), np.zeros((m, k), np.int64),
        np.zeros(m, np.int64), np.zeros(m, np.int64), np.zeros(m, np.int64),
        np.zeros((m, k), np.int64),
    )  # fmt: skip


@kernel
def short_price(tables: Tables, market: int, role: int, units: int) -> int:
    """Price of a need when `units` of it are covered."""
    if units >= tables.demand[market, role]:
        return 0
    return int(tables.short_price[tables.short_from[market, role] + units])


@kernel
def alone_price(tables: Tables, market: int, people: int) -> int:
    """Price in the search of too few people in a market."""
    mode = tables.rules[2]
    if mode == 2 or people >= 2:
        return 0
    if mode == 1 and tables.needed[market] == 1:
        return tables.alone * (2 - people)
    return tables.alone if people == 1 else 0


@kernel
def closer_price(tables: Tables, state: State, market: int) -> int:
    """Price in the search of closing without anybody experienced."""
    closer = tables.closer
    if closer < 0 or state.experienced[market] + state.hires[market, closer] > 0:
        return 0
    must = tables.rules[2] == 1 and tables.demand[market, closer] > 0
    return BROKEN if must or state.juniors[market] > 0 else 0


@kernel
def place(tables: Tables, state: State, rep: int, sign: int) -> None:
    """Add (1) or take away (-1) the posts of a rep from what follows of them."""
    for slot in range(2):
        post = state.post[rep, slot]
        if post == NONE:
            continue
        market, role = tables.market[post], tables.role[post]
        state.cover[market, role] += sign * tables.yields[post] * state.blocks[rep, slot]
        first = state.post[rep, 0]
        if slot == 0 or tables.market[first] != market:
            state.people[market] += sign
        if role == tables.closer:
            if tables.junior[rep] == 1:
                state.juniors[market] += sign
            else:
                state.experienced[market] += sign


@kernel
def together_price(tables: Tables, one: int, two: int) -> int:
    """Price of one person having both posts, or -1 where that may not be."""
    same_market = tables.market[one] == tables.market[two]
    same_role = tables.role[one] == tables.role[two]
    if (not same_market and tables.rules[4] < 2) or (not same_role and tables.rules[5] < 2):
        return -1
    price = 0
    if not same_market:
        price += tables.prices[0]
    if not same_role:
        price += tables.prices[1]
    closes = tables.role[one] == tables.rules[6] or tables.role[two] == tables.rules[6]
    leads = tables.generates[tables.role[one]] + tables.generates[tables.role[two]] > 0
    if same_market and closes and leads and tables.rules[3] != 2:
        if tables.rules[3] == 1:
            return -1
        price += tables.prices[2]
    return price


@kernel
def price_of(tables: Tables, state: State) -> int:
    """Price of a composition, broken rules at `alone` and `BROKEN`."""
    price = 0
    for market in range(tables.demand.shape[0]):
        for role in range(tables.demand.shape[1]):
            if tables.demand[market, role] > 0:
                number = state.hires[market, role]
                cover = state.cover[market, role] + HIRE_UNITS * number
                price += short_price(tables, market, role, cover)
                if number > 0:
                    price += number * tables.hire_price[role]
        people = state.people[market] + state.hires[market].sum()
        price += alone_price(tables, market, people) + closer_price(tables, state, market)
    for rep in range(len(tables.capacity)):
        price += personal_price(tables, state, rep)
    return price


@kernel
def personal_price(tables: Tables, state: State, rep: int) -> int:
    """Price of one person's posts: blocks, sharing, second role, leaving."""
    one, two = state.post[rep]
    price, stays = tables.leave[rep], False
    for slot in range(2):
        post = state.post[rep, slot]
        if post != NONE:
            price += tables.block_price[post] * state.blocks[rep, slot]
            stays = stays or tables.market[post] == tables.present[rep]
    if two != NONE:
        price += together_price(tables, one, two)
    return int(price - tables.leave[rep]) if stays else int(price)


@kernel
def copy_state(source: State, target: State) -> None:
    """Copy a composition into another."""
    target.post[:] = source.post
    target.blocks[:] = source.blocks
    target.cover[:] = source.cover
    target.people[:] = source.people
    target.experienced[:] = source.experienced
    target.juniors[:] = source.juniors
    target.hires[:] = source.hires
