"""A child process: solve one instance and print its outcome as one JSON line.

`python -m benchmarks.quality.trial TASK` where TASK is the JSON of `Task`. A process of its own, so
that its greatest memory is that of one solve and a crash ends one row only.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.grids import blocks, grid, middles
from benchmarks.quality.claims import CENT, MILLION
from benchmarks.quality.clashing import Explained, adds_up, explained, in_words
from benchmarks.quality.instances import document, judged, problem_of
from benchmarks.quality.listening import Listening
from benchmarks.quality.outcome import Mark, Outcome
from benchmarks.quality.shuffling import brought_back, order, shuffled
from benchmarks.quality.task import Task, read
from planner.judge.problem import Problem, Solution, Status
from planner.judge.verify import Rule, extra_pieces, violations
from planner.model.types import UNASSIGNED, Ints, ints
from solvers.options import SolveOptions
from solvers.progress import Progress
from solvers.territories.solve import solve

WARM_WORK, WARM_SIDE = 2.0, 12
MOST_MISSES = 40


def main(text: str) -> int:
    """Solve what is asked and print the outcome."""
    task = read(json.loads(text))
    print(json.dumps(outcome(task).fields()))
    return 0


def outcome(task: Task) -> Outcome:
    """Solve an instance with warm kernels, then judge what was found."""
    places, problem = _problem(task)
    _warm_up(problem, task)
    heard = Listening(problem, task.marks)
    cpu = _cpu_s()
    end = min(task.limit_s, task.stop_s or task.limit_s)
    made: Callable[[], Outcome]
    if task.explain:
        made = partial(_named, task, explained(problem, task, heard))
    else:
        solution = solve(problem, _options(task), report=heard, stop=lambda: heard.seconds > end)
        made = partial(_judged, task, problem, solution, heard, places)
    seconds, cpu_s, peak = heard.end(), _cpu_s() - cpu, _peak_mb()
    failed = f"not done after {task.limit_s:g} s" if seconds > task.limit_s else ""
    return replace(
        made(),
        failed=failed,
        seconds=round(seconds, 3),
        cpu_s=round(cpu_s, 2),
        peak_mb=round(peak, 1),
    )


def _problem(task: Task) -> tuple[Ints, Problem]:
    found = _document(task)
    places = ints(np.arange(found["n"]))
    if task.shuffle is not None:
        places = order(found["n"], task.shuffle)
        found = shuffled(found, places)
    return places, problem_of(found)


def _document(task: Task) -> dict[str, Any]:
    found = document(task.instance)
    if task.seats_at_home:
        home = {str(region): territory for territory, region in enumerate(found["seats"])}
        found["locks"] = dict(found["locks"]) | home
    return found


def _options(task: Task, **more: Any) -> SolveOptions:
    asked: dict[str, Any] = {"seed": task.seed, "work": task.work, "workers": task.workers, **more}
    if task.exact:
        if "exact" not in {field.name for field in fields(SolveOptions)}:
            raise NotImplementedError("exact")
        asked["exact"] = True
    return SolveOptions(**asked)


def _warm_up(problem: Problem, task: Task) -> None:
    """Solve a small grid of the same kind, so that compiled loops are loaded."""
    halves = blocks(WARM_SIDE, WARM_SIDE, 2, 2)
    current = problem.current is not None
    small = grid(
        WARM_SIDE, WARM_SIDE, 4, len(problem.measures), objective=problem.objective,
        seats=None if problem.seats is None else middles(WARM_SIDE, WARM_SIDE, 2, 2),
        current=halves if current else None,
        switch_cost=np.ones(WARM_SIDE * WARM_SIDE) if current else None,
    )  # fmt: skip
    solve(small, _options(replace(task, exact=False), work=WARM_WORK, time_limit_s=20.0))


def _named(task: Task, known: Explained) -> Outcome:
    """Return what came of naming the rules that clash; the regions are in the order of the file."""
    found = _document(task)
    return Outcome(
        task.instance, status="infeasible" if any(one.proven for one in known.clash) else "unknown",
        clash_s=known.named_s, minimal_s=known.minimal_s,
        clash=tuple(in_words(clash) for clash in known.clash),
        agrees=task.shuffle is not None or all(adds_up(clash, found) for clash in known.clash),
    )  # fmt: skip


def _judged(
    task: Task, problem: Problem, solution: Solution, heard: Listening, places: Ints
) -> Outcome:
    found = _document(task)

    def verdict(owner: Ints) -> dict[str, Any]:
        return judged(task.instance, found, brought_back(owner, places))

    marks = tuple(_mark(at, told, verdict) for at, told in heard.kept.items())
    clash = tuple(in_words(clash) for clash in solution.clash)
    made = Outcome(
        task.instance, status=solution.status.value, marks=marks, clash=clash,
        end=Mark(0.0, bound=solution.bound), connected_s=heard.connected_s,
        tolerance_s=heard.tolerance_s, clash_s=heard.clash_s, proven_s=heard.proven_s,
    )  # fmt: skip
    if solution.owner is None:
        return made
    told = verdict(solution.owner)
    broken = violations(problem, solution.owner)
    ours: tuple[object, ...] = (
        solution.status in (Status.FEASIBLE, Status.OPTIMAL),
        sum(violation.rule is Rule.BALANCE for violation in broken),
        extra_pieces(problem, solution.owner),
    )
    theirs: tuple[object, ...] = (told["feasible"], told["bad_cells"], told["extra_components"])
    if "objective" in told:
        theirs = (*theirs, True)
        ours = (*ours, abs((solution.score or 0) / MILLION - told["objective"]) < CENT)
    end = Mark(0.0, solution.score, solution.bound, *_counts(told))
    misses = sorted(
        (violation for violation in broken if violation.rule is Rule.BALANCE),
        key=lambda violation: -violation.amount,
    )
    return replace(
        made, end=end, verdict=_plain(told), agrees=ours == theirs,
        misses=tuple(
            f"territory {miss.territory}, {problem.measures[miss.measure or 0]}: "
            f"{miss.amount:.1%} beyond the band"
            for miss in misses[:MOST_MISSES]
        ),
    )  # fmt: skip


def _mark(at: float, told: Progress | None, verdict: Any) -> Mark:
    if told is None:
        return Mark(at)
    if told.owner is None or (told.owner == UNASSIGNED).any():
        return Mark(at, bound=told.bound)
    return Mark(at, told.best, told.bound, *_counts(verdict(told.owner)))


def _counts(told: dict[str, Any]) -> tuple[int, int, bool]:
    return int(told["bad_cells"]), int(told["extra_components"]), bool(told["feasible"])


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """Figures as JSON has them."""
    return {key: value.item() if hasattr(value, "item") else value for key, value in told.items()}


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak_mb() -> float:
    """Greatest memory of this process and of the greatest child it has had, in MB."""
    own = Path("/proc/self/status")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if own.exists():  # ru_maxrss begins with that of the parent on Linux; VmHWM does not
        line = next(line for line in own.read_text().splitlines() if line.startswith("VmHWM"))
        peak = int(line.split()[1]) / 1024
    return peak + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
