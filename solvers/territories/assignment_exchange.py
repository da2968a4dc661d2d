"""Exchanges among a few territories of an assignment, each solved as a program of its own.

Everything that three or four territories hold is dealt out anew among them (large neighbourhood search:
Shaw, CP 1998, LNCS 1520:417-431). Territories are put together that could exchange most at little regret.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.model.types import Bools, Floats, Ints, bools, floats, ints
from solvers.territories.assignment_prices import Prices
from solvers.territories.assignment_program import decide
from solvers.territories.assignment_rows import Program, Rows

SIZES = (3, 4, 2)
"""Territories of an exchange, in turn."""

SECONDS = 0.6
"""Deterministic seconds of one exchange."""

CHOICES = 4.0
"""Choices an item has on average in an exchange."""

PATIENCE = 2.0
"""Exchanges without success that end it, as a multiple of the number of territories."""


def exchange(
    program: Program,
    prices: Prices,
    choice: Ints,
    *,
    seed: int,
    seconds: float,
    take: Callable[[Ints], bool],
    stop: Callable[[], bool],
) -> float:
    """Improve a plan that meets the rules, a few territories at a time.

    Parameters
    ----------
    program, prices
    choice : Ints, shape (g,)
    seed : int
    seconds : float
        Deterministic seconds that may be used.
    take : callable
        Puts a plan on the board and says whether it is the best one now.
    stop : callable

    Returns
    -------
    float
        Deterministic seconds used.
    """
    draw, k = np.random.default_rng(seed), program.size[1]
    open_ = _open(program, prices)
    used, fails, turn = 0.0, 0, 0
    while used < seconds and fails < PATIENCE * k and not stop():
        group = _group(choice, open_, turn % k, SIZES[(turn // k) % len(SIZES)], draw)
        mine = np.flatnonzero(np.isin(choice, group))
        inner = _inner(program, choice, mine, group)
        place = np.searchsorted(group, choice[mine])
        left = bools(open_[np.ix_(mine, group)] | (place[:, None] == np.arange(len(group))))
        now = float(inner.cost[np.arange(len(mine)), place].sum())
        found = decide(
            inner, left, hint=ints(place), cost_at_hand=now, seed=seed,
            seconds=min(SECONDS, seconds - used), stop=stop, tight=True,
        )  # fmt: skip
        used += found.seconds
        turn += 1
        fails += 1
        if found.choice is None or np.array_equal(found.choice, place):
            continue
        changed = choice.copy()
        changed[mine] = group[found.choice]
        if take(ints(changed)):
            choice, fails = ints(changed), 0
    return used


def _open(program: Program, prices: Prices) -> Bools:
    """Which choices are cheap enough to matter, shape (g, k)."""
    known = np.isfinite(program.cost)
    regret = np.sort(prices.regret[known])
    most = regret[min(int(CHOICES * len(known)), len(regret)) - 1]
    return bools(known & (prices.regret <= most))


def _group(choice: Ints, open_: Bools, first: int, size: int, draw: np.random.Generator) -> Ints:
    """Return a territory and those it could exchange most with, drawn by how much; sorted."""
    k = open_.shape[1]
    gives = open_[choice == first].sum(axis=0)
    takes = np.bincount(choice[open_[:, first]], minlength=k)
    shared = (gives + takes + 1e-3).astype(np.float64)
    shared[first] = 0.0
    size = min(size, k)
    others = draw.choice(k, size - 1, replace=False, p=shared / shared.sum())
    return ints(np.sort(np.append(others, first)))


def _inner(
    program: Program, choice: Ints, mine: np.ndarray[tuple[int], np.dtype[np.int64]], group: Ints
) -> Program:
    """Return the program of the items that a group holds, all else as it is."""

    def cut(table: Floats) -> Floats:
        return floats(table[np.ix_(mine, group)])

    rows = tuple(
        Rows(
            one.name,
            cut(one.coefficient),
            *(floats(v[group]) for v in (one.low, one.high, one.price)),
        )
        for one in program.rows
    )
    rest = np.delete(np.arange(len(choice)), mine)
    kept = float(program.kept[rest, choice[rest]].sum())
    return Program(
        ints(np.arange(len(mine))),
        cut(program.cost),
        rows,
        cut(program.kept),
        program.least_kept - kept,
    )
