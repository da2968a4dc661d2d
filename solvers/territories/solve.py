"""Solve a territory problem: presolve, start, improve, bound, polish, and a verified answer."""

from __future__ import annotations

import importlib.metadata
import platform
from dataclasses import replace
from functools import cache, partial
from operator import methodcaller

import numpy as np

from planner.judge.clash import Clash
from planner.judge.parts import parts, started
from planner.judge.problem import Problem, Solution, Status
from planner.judge.verify import judged
from planner.model.types import UNASSIGNED, Ints
from solvers.attended import attended
from solvers.crew import Crew
from solvers.options import SolveOptions
from solvers.progress import Report, Stop
from solvers.territories import construct, repair
from solvers.territories.board import Board
from solvers.territories.presolve import reasons
from solvers.territories.standing import Best
from solvers.territories.terrain import Terrain, terrain_of
from solvers.watch import Watch

NORMAL = SolveOptions()
VERSIONS = ("rayon-planner", "ortools", "numba", "numpy", "scipy")


def solve(
    problem: Problem,
    options: SolveOptions = NORMAL,
    report: Report | None = None,
    stop: Stop | None = None,
    start: Ints | None = None,
) -> Solution:
    """Assign regions to territories and prove how far from the best possible the plan can be.

    Parameters
    ----------
    problem : Problem
        Parts kept apart are solved one by one; scores and bounds add up.
    options : SolveOptions
    report : callable, optional
        Hears a `Progress` about ten times a second, the first connected plan first.
    stop : callable, optional
        Asked all the time; when it says True the best plan so far comes back within 0.2 s.
    start : Ints of shape (n,), optional
        A plan to start from (the one on the screen); UNASSIGNED where it has none.

    Returns
    -------
    Solution
        Verified by `planner.judge`. Feasible or optimal when all rules are met; infeasible when
        proven so; else unknown. The plan with the fewest broken rules is given in every case.
    """
    watch = Watch(options, report, stop)
    pieces = parts(problem)
    board = Board(problem, pieces, watch)
    terrains = [terrain_of(part.problem) for part in pieces]
    board.open(
        [
            _first(terrain, options.seed, started(part, start))
            for terrain, part in zip(terrains, pieces, strict=True)
        ]
    )
    searched = attended(
        partial(_search, board, terrains, options), over=watch.over, pulse=board.tell_when_due
    )
    work = 0.0 if searched is None else searched.outcome
    found = board.solution(options=options, work=work, versions=_versions())
    if found.status in (Status.INFEASIBLE, Status.UNKNOWN) and not watch.over():
        found = _with_clash(problem, found, options, board)
    board.tell("done")
    return judged(problem, replace(found, run_log=board.run_log(options)))


def _with_clash(problem: Problem, found: Solution, options: SolveOptions, board: Board) -> Solution:
    """Return the answer with the rules that clash; infeasible where that is proven."""
    from solvers.territories.clash.explain import Effort, explain

    def tell(clash: Clash) -> None:
        board.named = (clash,)
        board.tell("clash")

    effort = Effort(seed=options.seed, work=options.work, mend=False)
    over = board.watch.over
    known = attended(
        lambda: explain(problem, found.owner, effort, tell, over), over=over,
        pulse=board.tell_when_due,
    )  # fmt: skip
    if known is not None:
        board.named = known.outcome
    clash = board.clash
    proven = any(one.proven for one in clash)
    return replace(
        found, clash=clash, bound=None if proven else found.bound,
        certificate=None if proven else found.certificate,
        status=Status.INFEASIBLE if proven else found.status,
        stopped_by=board.watch.stopped_by, runtime_s=board.watch.runtime_s,
    )  # fmt: skip


def _first(terrain: Terrain, seed: int, start: Ints | None) -> Best:
    raw = construct.bisection(terrain, np.random.default_rng(seed))
    best = Best(terrain.problem, repair.whole(terrain, raw))
    best.starts = tuple(
        repair.whole(terrain, known)
        for known in (start, terrain.problem.current)
        if known is not None
    )
    for known in (*best.starts, start):
        if known is not None and not (known == UNASSIGNED).any():
            best.offer(known)
    best.refuted = next(iter(reasons(terrain.problem, most=1)), None)
    return best


def _search(board: Board, terrains: list[Terrain], options: SolveOptions) -> float:
    # Here and not above: numba and OR-Tools load in half a second each, after the first plan.
    from solvers.territories.assignment import Assignment, fits
    from solvers.territories.exact.prove_small import SmallPart
    from solvers.territories.search import Search

    with Crew(options.workers) as crew:
        searches = [
            (Assignment if fits(terrain.problem) else Search)(terrain, best, board, options, crew)
            for terrain, best in zip(terrains, board.bests, strict=True)
        ]
        small = [SmallPart(best, options, crew, board.look) for best in board.bests]
        for phase, step, doers in (
            ("start", methodcaller("glance"), small), ("improve", methodcaller("improve"), searches),
            ("exact", methodcaller("refute"), small), ("bound", methodcaller("prove"), searches),
            ("polish", methodcaller("polish"), searches),
            ("bound", methodcaller("conclude"), searches), ("polish", methodcaller("repeat"), searches),
            ("exact", methodcaller("prove"), small),
        ):  # fmt: skip
            board.tell(phase)
            for part in doers:
                step(part)
    return sum(search.work for search in searches) + sum(part.work for part in small)


@cache  # reading them takes longer than a stop may
def _versions() -> dict[str, str]:
    return {"python": platform.python_version()} | {
        name: importlib.metadata.version(name) for name in VERSIONS
    }
