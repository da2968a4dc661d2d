"""Stop solves at random moments: `python -m benchmarks.stopping [--instance NAME] [--count N]`.

How long it takes from the moment the stop token says so until the best plan is back, and whether
that plan is valid: every region owned, every territory connected (or unknown without any plan).
Then the same solve on one worker and on two, which must give the same plan.

All phases are to be met in bearable time: each stop draws the length of its run from a Pareto
distribution (as much time in short runs as in each doubling of them), does as much less work, and
is stopped at a uniform moment of it. A proof is not shortened by less work, its stops come early.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.quality.instances import FOLDER, document, problem_of
from planner.judge.problem import Problem, Solution, Status, StoppedBy
from planner.judge.verify import Rule, violations
from solvers.options import SolveOptions
from solvers.progress import Progress
from solvers.territories.solve import solve

INSTANCES = ("nl342_k12", "us3108_k30", "county_LA")
COUNT = 1000
SHORTEST_S, LONGEST_S = 0.5, 120.0
MOST_S = 0.2
AT_MOST_DRAWS = 3
"""Draws for each stop asked for: runs may end before they are stopped."""

EQUAL_WORK = 10.0


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop.

    Attributes
    ----------
    asked_s, late_s : float
        When the token said so, and how long after that the plan was back.
    phase : str
        The last one told of.
    wrong : str
        What is wrong with the plan; empty when it is valid.
    """

    asked_s: float
    late_s: float
    phase: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Case:
    """An instance and how it is solved."""

    name: str
    problem: Problem
    exact: bool
    workers: int
    longest_s: float

    def options(self, seed: int, work: float, workers: int | None = None) -> SolveOptions:
        return SolveOptions(seed=seed, work=work, workers=workers or self.workers, exact=self.exact)


def main() -> int:
    """Run and print; 1 when a stop was late at the 99th percentile, a plan wrong or two differ."""
    chosen = _parser().parse_args()
    if not FOLDER.exists():
        print("skipped: no instances beside the checkout")
        return 0
    names = chosen.instance or INSTANCES
    good = True
    for name in names:
        case = _case(name, chosen.workers, chosen.longest)
        print(f"{name}: a whole run takes {case.longest_s:.1f} s", flush=True)
        if not chosen.only_equal:
            stops = _stops(case, chosen.count or -(-COUNT // len(names)), chosen.seed)
            good &= _told(stops)
        if not chosen.only_stops:
            good &= _equal(case, chosen.seed)
    return int(not good)


def _case(name: str, workers: int, longest_s: float | None) -> Case:
    """Read an instance, compile by a first short run, and see how long a whole one takes."""
    problem = problem_of(document(name))
    exact = name not in ("nl342_k12", "us3108_k30")
    solve(problem, SolveOptions(work=1.0, workers=workers, exact=exact, time_limit_s=20.0))
    if longest_s is None:
        began = time.perf_counter()
        solve(problem, SolveOptions(workers=workers, exact=exact, time_limit_s=LONGEST_S))
        longest_s = time.perf_counter() - began
    return Case(name, problem, exact, workers, longest_s)


def _stops(case: Case, count: int, seed: int) -> list[Stop]:
    random = np.random.default_rng([seed, case.problem.n])
    stops: list[Stop] = []
    for draw in range(AT_MOST_DRAWS * count):
        if len(stops) == count:
            break
        length = _length(random.random(), case.longest_s)
        work = 100.0 if case.exact else 100.0 * length / case.longest_s
        stop = _stopped(case, case.options(seed + draw, work), length * random.random())
        if stop is not None:
            stops.append(stop)
    return stops


def _length(drawn: float, longest_s: float) -> float:
    """Return the length of a run, Pareto distributed with exponent 1 between the shortest and longest."""
    shortest = min(SHORTEST_S, longest_s)
    return shortest / (1 - drawn * (1 - shortest / longest_s))


def _stopped(case: Case, options: SolveOptions, asked_s: float) -> Stop | None:
    """Stop one solve; None when it had ended by itself."""
    phase = "none"
    began = time.perf_counter()

    def heard(progress: Progress) -> None:
        nonlocal phase
        if time.perf_counter() - began < asked_s:
            phase = progress.phase

    token: Callable[[], bool] = lambda: time.perf_counter() - began >= asked_s  # noqa: E731
    solution = solve(case.problem, options, report=heard, stop=token)
    took = time.perf_counter() - began
    if solution.stopped_by is not StoppedBy.USER or took < asked_s:
        return None
    return Stop(asked_s, took - asked_s, phase, _wrong(case.problem, solution))


def _wrong(problem: Problem, solution: Solution) -> str:
    if solution.owner is None:
        return "" if solution.status is Status.UNKNOWN else f"{solution.status} without a plan"
    never = (Rule.UNOWNED, Rule.EMPTY, Rule.PIECES, Rule.LOCK, Rule.APART)
    broken = [violation.rule for violation in violations(problem, solution.owner)]
    return ", ".join(sorted({str(rule) for rule in broken if rule in never}))


def _told(stops: list[Stop]) -> bool:
    late = np.array([stop.late_s for stop in stops])
    wrong = [stop for stop in stops if stop.wrong]
    p99 = float(np.quantile(late, 0.99))
    print(
        f"  {len(stops)} stops, from {min(stop.asked_s for stop in stops):.2f} to "
        f"{max(stop.asked_s for stop in stops):.1f} s: back after {np.median(late):.3f} s (median), "
        f"{p99:.3f} s (99 %), {late.max():.3f} s (worst); "
        f"{int((late > MOST_S).sum())} over {MOST_S} s, {len(wrong)} plans wrong"
    )
    phases = Counter(stop.phase for stop in stops)
    print("  by phase: " + ", ".join(f"{phase} {count}" for phase, count in phases.most_common()))
    for stop in sorted(stops, key=lambda stop: -stop.late_s)[:5]:
        print(f"    {stop.late_s:.3f} s late at {stop.asked_s:.2f} s in {stop.phase}")
    for stop in wrong[:5]:
        print(f"    wrong at {stop.asked_s:.2f} s in {stop.phase}: {stop.wrong}")
    sys.stdout.flush()
    return p99 <= MOST_S and not wrong


def _equal(case: Case, seed: int) -> bool:
    """Solve with the same seed and work on one worker and on two."""
    work = 100.0 if case.exact else EQUAL_WORK
    one, two = (
        solve(case.problem, case.options(seed, work, workers=workers)) for workers in (1, 2)
    )
    same = (
        np.array_equal(one.owner, two.owner)
        if one.owner is not None and two.owner is not None
        else one.owner is two.owner
    )
    equal = bool(same) and (one.status, one.score, one.bound) == (two.status, two.score, two.bound)
    print(f"  on 1 and on 2 workers: {'equal' if equal else 'DIFFERENT'}", flush=True)
    return equal


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stopping", description=__doc__)
    parser.add_argument("--instance", action="append", help="one of several; all by default")
    parser.add_argument("--count", type=int, help="stops of each instance; 1,000 in all by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--longest", type=float, metavar="SECONDS", help="spares the whole run")
    parser.add_argument("--only-stops", action="store_true")
    parser.add_argument("--only-equal", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
