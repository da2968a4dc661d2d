"""The best posts of one person while all others stay: all patterns of at most two posts are looked at."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.judge.team_problem import HIRE_UNITS
from solvers.kernel import kernel
from solvers.teams.state import (
    NONE,
    State,
    alone_price,
    closer_price,
    place,
    short_price,
    together_price,
)
from solvers.teams.tables import BROKEN, Numbers, Tables

STAY = 10**15
"""Price of joining a market that is not to be looked at."""


class Desk(NamedTuple):
    """Working space: gains (posts of a rep, blocks), best blocks, price of joining, pattern."""

    gain: Numbers
    best: Numbers
    joined: Numbers
    chosen: Numbers


def make_desk(tables: Tables) -> Desk:
    """Return working space that is large enough for any rep."""
    posts = int(np.diff(tables.first).max(initial=0))
    blocks = int(tables.most.max(initial=0)) + 1
    return Desk(
        np.zeros((posts, blocks), np.int64), np.zeros(posts, np.int64),
        np.zeros(tables.demand.shape[0], np.int64), np.zeros(4, np.int64),
    )  # fmt: skip


@kernel
def gains(tables: Tables, state: State, rep: int, gain: Numbers, best: Numbers) -> None:
    """Fill `gain` (posts of the rep, blocks) with what a post saves, and its best blocks.

    A gain is concave in blocks, since each further unit of a need covers a cheaper tier.
    """
    first = tables.first[rep]
    for row in range(tables.first[rep + 1] - first):
        post = first + row
        market, role, yields = tables.market[post], tables.role[post], tables.yields[post]
        cover = state.cover[market, role] + HIRE_UNITS * state.hires[market, role]
        before = short_price(tables, market, role, cover)
        rule = 0
        if role == tables.closer:
            alone = state.experienced[market] + state.hires[market, role] == 0
            if alone and tables.junior[rep] == 1:
                rule = -BROKEN
            elif alone:
                rule = closer_price(tables, state, market)
        best[row] = tables.rules[0]
        for blocks in range(tables.rules[0], tables.most[post] + 1):
            after = short_price(tables, market, role, cover + yields * blocks)
            gain[row, blocks] = before - after - tables.block_price[post] * blocks + rule
            if gain[row, blocks] > gain[row, best[row]]:
                best[row] = blocks


@kernel
def joining(tables: Tables, state: State, rep: int, joined: Numbers) -> None:
    """Fill `joined` (M,) with the change of price, posts aside, when a rep becomes a member."""
    for market in range(len(joined)):
        people = state.people[market] + state.hires[market].sum()
        joined[market] = alone_price(tables, market, people + 1)
        joined[market] -= alone_price(tables, market, people)
    if tables.present[rep] != NONE:
        joined[tables.present[rep]] -= tables.leave[rep]


@kernel
def best_pattern(
    tables: Tables, rep: int, gain: Numbers, best: Numbers, joined: Numbers, chosen: Numbers
) -> int:
    """Return the most a rep's posts can save, and put (post, blocks, post, blocks) in `chosen`.

    Gains must be concave in blocks: then of two posts the second takes its best or all that is left.
    """
    first, count, least, top = tables.first[rep], tables.first[rep + 1], tables.rules[0], 0
    count -= first
    chosen[:] = NONE, 0, NONE, 0
    largest = 0
    for row in range(count):
        joins, value = joined[tables.market[first + row]], gain[row, best[row]]
        largest = max(largest, value - min(joins, 0))
        if value - joins > top:
            top = value - joins
            chosen[:] = first + row, best[row], NONE, 0
    for row in range(count if tables.rules[1] > 1 else 0):
        one = first + row
        if gain[row, best[row]] - min(joined[tables.market[one]], 0) + largest <= top:
            continue
        for other in range(row):
            two = first + other
            price = joined[tables.market[one]]
            if tables.market[one] != tables.market[two]:
                price += joined[tables.market[two]]
            most = gain[row, best[row]] + gain[other, best[other]]
            if most - price <= top:
                continue
            extra = together_price(tables, one, two)
            if extra < 0 or most - price - extra <= top:
                continue
            price += extra
            for blocks in range(least, best[row] + 1):
                rest = min(best[other], left_over(tables, rep, one, blocks, two))
                if rest < least:
                    break
                value = gain[row, blocks] + gain[other, rest] - price
                if value > top:
                    top = value
                    chosen[:] = one, blocks, two, rest
    return top


@kernel
def left_over(tables: Tables, rep: int, one: int, blocks: int, two: int) -> int:
    """Blocks left for a second post, by time, hours and what both posts may have together."""
    rest = tables.capacity[rep] - blocks
    if tables.hours[two] > 0:
        hours = tables.hours_limit[rep] - blocks * tables.hours[one]
        rest = min(rest, hours // tables.hours[two])
    if tables.limited[one] == 1 and tables.limited[two] == 1:
        rest = min(rest, tables.most[one] - blocks)
    return int(rest)


@kernel
def settle(tables: Tables, state: State, rep: int, desk: Desk, stay: bool) -> None:
    """Give a rep without posts those that lower the price most (`stay`: only where he is now)."""
    gains(tables, state, rep, desk.gain, desk.best)
    joining(tables, state, rep, desk.joined)
    if stay:
        for market in range(len(desk.joined)):
            if market != tables.present[rep]:
                desk.joined[market] = STAY
    best_pattern(tables, rep, desk.gain, desk.best, desk.joined, desk.chosen)
    for slot in range(2):
        state.post[rep, slot] = desk.chosen[2 * slot]
        state.blocks[rep, slot] = desk.chosen[2 * slot + 1]
    place(tables, state, rep, 1)
