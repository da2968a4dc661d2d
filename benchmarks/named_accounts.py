"""Named accounts on a large plan: what the page asks of the planner, and what pasting costs.

    python -m benchmarks.named_accounts [ACCOUNTS NAMED]

The sample of the Netherlands with its accounts over and over. Prints one JSON line of milliseconds:
the first time, and once what a plan keeps from edit to edit is known.
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

from planner.edits.accounts import set_exceptions
from planner.insight.covers import vacancies
from planner.insight.exception_checks import exceptions_outside_the_rules
from planner.insight.exception_sums import exception_sums
from planner.insight.split_families import split_families
from planner.insight.summary import layer_summary
from planner.io.exceptions_table import exceptions_of_text
from planner.io.plan_reader import read_plan
from planner.model.accounts import Accounts
from planner.model.formula import measure_values
from planner.model.plan import Plan
from planner.model.scenarios import AccountException
from planner.model.types import AccountId, floats, frozen_map, ints

SAMPLE = Path("sample_regions/netherlands/plan.toml")
PASTED = 300


def large_plan(accounts: int) -> Plan:
    """Return the sample with its accounts over and over, every 16th in one of many families."""
    plan, _ = read_plan(SAMPLE)
    if plan is None:
        raise SystemExit("the sample plan cannot be read")
    before, draw = plan.accounts, np.random.default_rng(1)
    rows = np.arange(accounts) % len(before)
    ids = tuple(AccountId(f"A{row:06d}") for row in range(accounts))
    parents = [""] * accounts
    for row in draw.choice(accounts, accounts // 16, replace=False).tolist():
        parents[row] = ids[int(draw.integers(0, max(1, accounts // 50)))]
    text = {key: tuple(cells[row] for row in rows) for key, cells in before.text.items()}
    many = Accounts(
        ids=ids,
        names=tuple(f"Account {row}" for row in range(accounts)),
        region=ints(before.region[rows]),
        lon_lat=floats(before.lon_lat[rows]),
        text=frozen_map({**text, "parent_id": tuple(parents)}),
        numbers=frozen_map({key: floats(values[rows]) for key, values in before.numbers.items()}),
    )
    loads = [measure_values(one, plan.regions, many, plan.segments) for one in plan.measures]
    copy = replace(plan.today, name="Plan A", exceptions=())
    return replace(
        plan,
        accounts=many,
        loads=floats(np.stack(loads, axis=1)),
        scenarios=(replace(plan.today, exceptions=()), copy),
    )


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


def main(accounts: int = 250_000, named: int = 2_000) -> None:
    """Print what each question costs, in milliseconds."""
    clock, plan = Clock(), large_plan(accounts)
    given = [
        AccountException(
            plan.accounts.ids[row], plan.reps[row % len(plan.reps)].id, "x", asked_by=f"m{row % 9}"
        )
        for row in range(0, accounts, max(1, accounts // named))
    ]
    for turn in range(2):
        changed = [replace(one, reason=f"turn {turn}") for one in given]
        edited: Plan = clock("edit", set_exceptions, plan, "Plan A", changed)
        plan = edited
        scenario = plan.scenario("Plan A")
        clock("summary", layer_summary, plan, "Plan A")
        clock("sums", exception_sums, plan, scenario)
        clock("families", split_families, plan, scenario)
        clock("vacancies", vacancies, plan, scenario)
        clock("checks", exceptions_outside_the_rules, plan)
    lines = [
        f"{'Acount' if row % 3 else 'Account'} {row}\tR{row % 9 + 1:02d}" for row in range(PASTED)
    ]
    clock("paste", exceptions_of_text, "account\trep\n" + "\n".join(lines), plan)
    print(json.dumps({"accounts": accounts, "named": len(given), "ms": clock.took}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
