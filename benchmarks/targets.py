"""Territories whose targets differ: how far plans are from the proven least, for a few seeds.

    python -m benchmarks.targets [NAME ...] [--seeds 1,2,3] [--workers 2]

A name alone is solved as it is; with a number behind it (`pc4_k100:7`) targets are drawn by that seed
from 0.6, 0.8, 1, 1.2 and 1.6 of each other, the same share of every measure. Prints a line a problem:
the gap of each seed, its mean, regions out of tolerance, cpu seconds of all.
"""

from __future__ import annotations

import argparse
import dataclasses
import time

import numpy as np

from benchmarks.problems import problem_named
from planner.judge.problem import Problem, Solution
from planner.judge.verify import violations
from planner.model.types import floats
from solvers.options import SolveOptions
from solvers.territories.solve import solve

NAMES = ("us_counties", "us_counties:9", "netherlands:8", "nl342_k12:7", "pc4_k100:7")

SIZES = (0.6, 0.8, 1.0, 1.2, 1.6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    for name in chosen.names:
        problem = drawn(name)
        started = time.process_time()
        found = [
            solve(problem, SolveOptions(seed=int(seed), workers=chosen.workers))
            for seed in chosen.seeds.split(",")
        ]
        _tell(name, problem, found, time.process_time() - started)


def drawn(name: str) -> Problem:
    """Return the problem of a name, with targets drawn anew where it ends in a number."""
    base, _, draw = name.partition(":")
    problem = problem_named(base)
    if not draw:
        return problem
    size = np.random.default_rng(int(draw)).choice(SIZES, problem.k)
    share = np.repeat((size / size.sum())[:, None], len(problem.measures), axis=1)
    return dataclasses.replace(problem, targets=floats(share))


def _tell(name: str, problem: Problem, found: list[Solution], cpu: float) -> None:
    gaps = [solution.gap for solution in found]
    known = [gap for gap in gaps if gap is not None]
    each = ", ".join("no bound" if gap is None else f"{gap:.1%}" for gap in gaps)
    mean = f"{np.mean(known):.1%} of {len(known)}" if known else "none"
    out = [
        "no plan" if solution.owner is None else len(violations(problem, solution.owner))
        for solution in found
    ]
    print(f"{name:16} gap {each}; mean {mean}; out {out}; {cpu:.0f} cpu s", flush=True)


if __name__ == "__main__":
    main()
