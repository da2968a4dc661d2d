"""Named accounts on a large plan: what the page asks of the planner, and what pasting costs.

    python -m benchmarks.named_accounts [ACCOUNTS REGIONS NAMED]

A synthetic grid of 100 territories, every 16th account with a parent. Prints one JSON line of
milliseconds: the first time and once what a plan keeps from edit to edit is known.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from builders import grid_plan

from planner.edits.accounts import set_exceptions
from planner.insight.covers import vacancies
from planner.insight.exception_checks import exceptions_outside_the_rules
from planner.insight.exception_sums import exception_sums
from planner.insight.split_families import split_families
from planner.insight.summary import layer_summary
from planner.io.exceptions_table import exceptions_of_text
from planner.model.formula import measure_values
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.scenarios import AccountException
from planner.model.types import floats, frozen_map

MEASURES = (
    Measure("prospects", "Prospects", "", "accounts.count", where="status = 'prospect'"),
    Measure("visits", "Visits", "", "accounts.sum(visits)"),
    Measure("potential", "Potential", "EUR", "accounts.sum(potential)"),
)
WIDTH = 200
PASTED = 300


def large_plan(accounts: int, regions: int) -> Plan:
    """Return a grid with accounts, measures that count them, and families."""
    plan = grid_plan(max(1, regions // WIDTH), WIDTH, 100, accounts=accounts)
    draw = np.random.default_rng(1)
    parents = [""] * accounts
    for row in draw.choice(accounts, accounts // 16, replace=False).tolist():
        parents[row] = plan.accounts.ids[int(draw.integers(0, max(1, accounts // 50)))]
    text = frozen_map({**plan.accounts.text, "parent_id": tuple(parents)})
    plan = replace(plan, measures=MEASURES, accounts=replace(plan.accounts, text=text))
    loads = [measure_values(one, plan.regions, plan.accounts) for one in MEASURES]
    return replace(plan, loads=floats(np.stack(loads, axis=1)))


class Clock:
    """Notes how many milliseconds each question took, turn by turn."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = {}

    def __call__(self, name: str, ask: Callable[..., Any], *given: object) -> Any:
        """Ask, and note under a name what it took."""
        begin = time.perf_counter()
        answer = ask(*given)
        self.took.setdefault(name, []).append(round((time.perf_counter() - begin) * 1000, 1))
        return answer


def main(accounts: int = 250_000, regions: int = 35_000, named: int = 2_000) -> None:
    """Print what each question costs, in milliseconds."""
    clock, plan = Clock(), large_plan(accounts, regions)
    given = [
        AccountException(
            plan.accounts.ids[row], plan.reps[row % 100].id, "x", asked_by=f"m{row % 9}"
        )
        for row in range(0, accounts, max(1, accounts // named))
    ]
    for turn in range(2):
        changed = [replace(one, reason=f"turn {turn}") for one in given]
        plan = clock("edit", set_exceptions, plan, "Plan A", changed)
        scenario = plan.scenario("Plan A")
        clock("summary", layer_summary, plan, "Plan A")
        clock("sums", exception_sums, plan, scenario)
        clock("families", split_families, plan, scenario)
        clock("vacancies", vacancies, plan, scenario)
        clock("checks", exceptions_outside_the_rules, plan)
    lines = [
        f"{'Acount' if row % 3 else 'Account'} {row}\tRep {row % 100 + 1}" for row in range(PASTED)
    ]
    clock("paste", exceptions_of_text, "account\trep\n" + "\n".join(lines), plan)
    print(json.dumps({"accounts": accounts, "named": len(given), "ms": clock.took}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
