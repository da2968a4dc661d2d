"""Accounts to reps by name, without geography: how close to proven best, and how fast.

    python -m benchmarks.accounts [ACCOUNTS REPS [SEED]]

Seeded synthetic accounts around the homes of reps, money spread as it is in life (log-normal), a third
of them in families that stay together, most with a present owner. Prints one JSON line.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from planner.judge.problem import Kind, Objective, Problem
from planner.judge.verify import deviations, violations
from planner.model.types import UNASSIGNED, floats, ints
from solvers.options import SolveOptions
from solvers.territories.solve import solve


def account_problem(accounts: int, reps: int, seed: int = 1) -> Problem:
    """Return accounts to assign: two measures within 5 %, families, some locked, some kept from a rep."""
    draw = np.random.default_rng(seed)
    homes = draw.uniform(0, 300, (reps, 2))
    near = draw.integers(0, reps, accounts)
    xy = np.concatenate([homes[near] + draw.normal(0, 40, (accounts, 2)), homes])
    hours = np.round(draw.lognormal(2.0, 0.7, accounts), 1)
    money = np.round(draw.lognormal(9.0, 1.0, accounts), -2) + 100
    # The homes are items without weight, locked to their rep, from which travel is counted.
    weights = np.concatenate([np.stack([hours, money], axis=1), np.zeros((reps, 2))])
    locks = np.concatenate([np.full(accounts, UNASSIGNED), np.arange(reps)])
    locked = draw.choice(accounts, accounts // 75, replace=False)
    locks[locked] = near[locked]
    families = np.full(accounts + reps, UNASSIGNED)
    members = draw.choice(accounts, accounts // 3, replace=False)
    members = np.setdiff1d(members, locked)
    families[members] = draw.integers(0, max(1, accounts // 9), len(members))
    current = np.concatenate(
        [np.where(draw.random(accounts) < 0.9, near, UNASSIGNED), np.arange(reps)]
    )
    barred = np.stack(
        [draw.integers(0, accounts, accounts // 15), draw.integers(0, reps, accounts // 15)], axis=1
    )
    barred = barred[locks[barred[:, 0]] != barred[:, 1]]
    capacity = draw.choice([0.7, 1.0, 1.2], reps)
    return Problem(
        name=f"accounts {accounts} x {reps}, seed {seed}",
        measures=("hours", "money"),
        weights=floats(weights),
        targets=floats(np.repeat((capacity / capacity.sum())[:, None], 2, axis=1)),
        tolerance=floats([0.05, 0.05]),
        edges=ints(np.empty((0, 2))),
        xy_km=floats(xy),
        seats=ints(accounts + np.arange(reps)),
        locks=ints(locks),
        current=ints(current),
        switch_cost=floats(np.concatenate([hours * 10.0, np.zeros(reps)])),
        contiguous=False,
        objective=Objective(Kind.DISTANCE),
        kept_from=ints(barred),
        together=ints(families),
    )


def main(arguments: list[str]) -> int:
    """Solve one instance and print its figures."""
    accounts, reps, seed = [*map(int, arguments), 3000, 40, 1][: len(arguments)] + [3000, 40, 1][
        len(arguments) :
    ]
    problem = account_problem(accounts, reps, seed)
    began, wall = time.process_time(), time.monotonic()
    solution = solve(problem, SolveOptions(seed=1))
    owner = solution.owner
    line = {
        "instance": problem.name, "status": solution.status.value,
        "score": solution.score, "bound": solution.bound, "gap": solution.gap,
        "violations": None if owner is None else len(violations(problem, owner)),
        "worst_deviation": None if owner is None else float(np.abs(deviations(problem, owner)).max()),
        "cpu_s": round(time.process_time() - began, 1), "wall_s": round(time.monotonic() - wall, 1),
    }  # fmt: skip
    print(json.dumps(line))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
