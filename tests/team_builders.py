"""Tiny team problems that tests of judge and solver share, and all compositions of the smallest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np

from planner.judge.team_problem import PlannedPost, TeamProblem
from planner.judge.team_rules import TeamPrices, TeamRules
from planner.model.types import ints

OUT, INB, CLO, AM, SUP = range(5)
ROLES = ("outbound", "inbound", "closer", "account_manager", "support")


def team_problem(
    demand: Sequence[Mapping[int, int]],
    reps: Sequence[tuple[int, str, Sequence[int]]],
    *,
    rules: TeamRules | None = None,
    prices: TeamPrices | None = None,
    **fields: Any,
) -> TeamProblem:
    """Markets by demand in units per role, reps by (blocks, level, roles done at 100 %)."""
    needed = np.zeros((len(demand), len(ROLES)))
    for market, needs in enumerate(demand):
        for role, units in needs.items():
            needed[market, role] = units
    productivity = np.zeros((len(reps), len(demand), len(ROLES)))
    for rep, (_, _, roles) in enumerate(reps):
        productivity[rep][:, list(roles)] = 100
    given: dict[str, Any] = {
        "name": "tiny",
        "reps": tuple(f"R{index}" for index in range(len(reps))),
        "markets": tuple(f"M{index}" for index in range(len(demand))),
        "roles": ROLES,
        "levels": tuple(level for _, level, _ in reps),
        "capacity": ints([blocks for blocks, _, _ in reps]),
        "productivity": ints(productivity),
        "demand": ints(needed),
        "rules": rules or TeamRules(),
        "prices": prices or TeamPrices(),
    }
    return TeamProblem(**(given | fields))


def hand_instance(**fields: Any) -> TeamProblem:
    """TEAM-1 of docs/mathematics.md: two markets, three people, no slack, no hires."""
    return team_problem(
        [{INB: 500, CLO: 1000}, {OUT: 500, CLO: 500}],
        [(10, "senior", (OUT, CLO)), (10, "junior", (OUT, INB)), (5, "senior", (CLO,))],
        **({"rules": TeamRules(hires=False)} | fields),
    )


def with_rules(problem: TeamProblem, **changes: Any) -> TeamProblem:
    """The problem with some rules changed."""
    return replace(problem, rules=replace(problem.rules, **changes))


def post(rep: int, market: int, role: int, blocks: int) -> PlannedPost:
    """A planned post."""
    return PlannedPost(rep, market, role, blocks)


def compositions(problem: TeamProblem) -> Iterator[tuple[PlannedPost, ...]]:
    """Every composition without hires of at most two posts a person, rules apart."""
    return (
        tuple(sum(choice, ()))
        for choice in product(*(list(_patterns(problem, rep)) for rep in range(len(problem.reps))))
    )


def _patterns(problem: TeamProblem, rep: int) -> Iterator[tuple[PlannedPost, ...]]:
    yield ()
    places = [
        (market, role)
        for market, role in np.ndindex(*problem.demand.shape)
        if problem.productivity[rep, market, role] > 0
    ]
    cap = int(problem.capacity[rep])
    for market, role in places:
        for blocks in range(2, cap + 1):
            yield (PlannedPost(rep, market, role, blocks),)
    for (one, two), first in product(combinations(places, 2), range(2, cap - 1)):
        for second in range(2, cap - first + 1):
            yield (PlannedPost(rep, *one, first), PlannedPost(rep, *two, second))
