"""Team problems as JSON files, for benchmarks and bug reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from planner.judge.team_problem import TeamProblem
from planner.judge.team_rules import Mode, TeamPrices, TeamRules
from planner.model.types import ints
from planner.model.words import TEAM_ROLES

MEMBER_LEAVES = 500
"""Money a month when somebody leaves his present market."""


def read_team_problem(path: Path) -> TeamProblem:
    """Read a team problem.

    Keys: `name`, `markets` (their number), `reps` (each `rep_id`, `level`, `capacity_blocks`,
    `productivity_pct` per role, `allowed_markets`, `present_market`), `demand_units` (per market,
    per role), `price_per_unit_short` and `hire_price` (per role). Closing is split from lead
    generation for good.

    Raises
    ------
    OSError
        When the file cannot be read.
    ValueError
        When it is no such problem.
    """
    try:
        return _problem(json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, IndexError, TypeError, AttributeError) as wrong:
        raise ValueError(f"{path.name} is no team problem: {wrong!r}") from wrong


def _problem(read: dict[str, Any]) -> TeamProblem:
    reps, m = read["reps"], int(read["markets"])
    demand = np.zeros((m, len(TEAM_ROLES)))
    for market, needs in enumerate(read["demand_units"]):
        for role, units in needs.items():
            demand[market, TEAM_ROLES.index(role)] = units
    productivity = np.zeros((len(reps), m, len(TEAM_ROLES)))
    for row, rep in enumerate(reps):
        for role, percent in rep["productivity_pct"].items():
            productivity[row, rep["allowed_markets"], TEAM_ROLES.index(role)] = percent
    return TeamProblem(
        name=read["name"],
        reps=tuple(rep["rep_id"] for rep in reps),
        markets=tuple(f"m{market:02d}" for market in range(m)),
        roles=TEAM_ROLES,
        levels=tuple(rep["level"] for rep in reps),
        capacity=ints([rep["capacity_blocks"] for rep in reps]),
        productivity=ints(productivity),
        demand=ints(demand),
        present=ints([rep["present_market"] for rep in reps]),
        leave_price=ints([MEMBER_LEAVES] * len(reps)),
        rules=TeamRules(split=Mode.HARD),
        prices=TeamPrices(short=read["price_per_unit_short"], hire=read["hire_price"]),
    )
