"""Compose market teams: search, bound, polish; judged before anybody sees it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from ortools.sat.python import cp_model

from planner.judge.problem import Status
from planner.judge.team_problem import PlannedPost, TeamProblem, TeamSolution
from planner.judge.team_verify import judged, score, violations
from planner.model.types import Ints, frozen_map, ints
from solvers.options import SolveOptions
from solvers.progress import Progress, Report, Stop
from solvers.run import run
from solvers.teams.bound import Ascent
from solvers.teams.constraints import CLASHING, add_constraints
from solvers.teams.explain import clash, impossible, reasons
from solvers.teams.hint import add_hint, answer, ordered
from solvers.teams.objective import objective
from solvers.teams.patterns import make_desk
from solvers.teams.search import descend, improve, seed_kernel
from solvers.teams.state import NONE, State, copy_state, empty_state
from solvers.teams.tables import BROKEN, Tables, make_tables
from solvers.teams.variables import make_variables
from solvers.watch import Watch

ROUNDS = 8000
"""Rounds of a normal search, a few seconds of a desktop core."""

HOT, COLD = 5_000.0, 500.0
"""Heat at the start and end of the search, hundredths of money."""

ROUNDS_AT_ONCE = 50
STEPS_AT_ONCE, STEPS = 10, 200
POLISH_S = 2.0
"""Deterministic seconds of a normal polish."""


@dataclass(slots=True)
class _Found:
    """The best so far."""

    posts: tuple[PlannedPost, ...]
    hires: Ints
    price: float
    met: bool
    bound: float = 0.0
    infeasible: bool = False
    work: float = 0.0


def compose(
    problem: TeamProblem,
    options: SolveOptions | None = None,
    report: Report | None = None,
    stop: Stop | None = None,
) -> TeamSolution:
    """Give people posts so that needs are covered at the least price (docs/mathematics.md).

    A compiled search finds the teams, a Lagrangian bound and CP-SAT, hinted with them, prove how far
    from the best they can be and improve them. Infeasible is a status, with the rules that clash.

    Parameters
    ----------
    problem : TeamProblem
    options : SolveOptions, optional
    report : Report, optional
        Hears the best price and the bound.
    stop : Stop, optional

    Returns
    -------
    TeamSolution
        Judged by `planner.judge.team_verify`.
    """
    options = options or SolveOptions()
    watch = Watch(options, report, stop)
    found = _search(problem, options, watch)
    _raise_bound(problem, options, watch, found)
    if not _proven(found):
        _polish(problem, options, watch, found)
    _tell(watch, "done", found)
    status = _status(found)
    none = status is Status.INFEASIBLE
    solution = TeamSolution(
        status=status,
        posts=() if none else found.posts,
        hires=ints(np.zeros_like(problem.demand)) if none else found.hires,
        score=None if none else found.price,
        bound=None if none else found.bound,
        clash=clash(problem, seed=options.seed, stop=watch.over) if found.infeasible else (),
        notes=reasons(problem),
        stopped_by=watch.stopped_by,
        seed=options.seed,
        work=found.work,
        runtime_s=watch.runtime_s,
        versions=frozen_map({name: version(name) for name in ("ortools", "numba", "numpy")}),
    )
    return judged(problem, solution)


def _status(found: _Found) -> Status:
    if found.infeasible:
        return Status.INFEASIBLE
    if not found.met:
        return Status.UNKNOWN
    return Status.OPTIMAL if _proven(found) else Status.FEASIBLE


def _proven(found: _Found) -> bool:
    return found.met and found.bound > found.price - 0.01


def _tell(watch: Watch, phase: str, found: _Found) -> None:
    broken = 0 if found.met else 1
    watch.tell(Progress(phase, best=found.price, bound=found.bound, violations=broken))


# -- search ----------------------------------------------------------------------------------------


def _search(problem: TeamProblem, options: SolveOptions, watch: Watch) -> _Found:
    """Start from everybody where he is, then ruin and recreate while it cools."""
    tables = make_tables(problem)
    now, desk = empty_state(tables), make_desk(tables)
    everywhere = np.ones(len(problem.markets), dtype=np.int64)
    seed_kernel(options.seed)
    if len(problem.reps):
        descend(tables, now, desk, everywhere, True)
        descend(tables, now, desk, everywhere, False)
    top = empty_state(tables)
    copy_state(now, top)
    rounds = int(ROUNDS * options.work / 100) if len(tables.market) else 0
    heat, cooling = HOT, (COLD / HOT) ** (1 / max(1, rounds))
    done = 0
    while done < rounds and not watch.over():
        count = min(ROUNDS_AT_ONCE, rounds - done)
        price = improve(tables, now, top, desk, count, heat, cooling)
        heat *= cooling**count
        done += count
        if watch.due():
            watch.tell(Progress("improve", best=price / 100))
    # What is left alone finds a second, or goes.
    descend(tables._replace(alone=BROKEN), top, desk, everywhere, False)
    found = _found(problem, tables, top)
    found.work = done / rounds if rounds else 0.0
    return found


def _found(problem: TeamProblem, tables: Tables, state: State) -> _Found:
    posts = ordered(
        [
            PlannedPost(
                rep, int(tables.market[post]), int(tables.role[post]), int(state.blocks[rep, slot])
            )
            for rep in range(len(problem.reps))
            for slot, post in enumerate(state.post[rep].tolist())
            if post != NONE
        ]
    )
    hires = ints(state.hires)
    met = not violations(problem, posts, hires)
    return _Found(posts, hires, score(problem, posts, hires), met)


# -- bound and polish ------------------------------------------------------------------------------


def _raise_bound(problem: TeamProblem, options: SolveOptions, watch: Watch, found: _Found) -> None:
    # Patterns have at most two posts, so the bound holds only where people may not have more.
    if problem.rules.max_posts > 2 or not len(problem.reps):
        return
    tables = make_tables(problem)
    ascent = Ascent(tables, make_desk(tables), round(100 * found.price))
    steps = int(STEPS * options.work / 100)
    for _ in range(0, steps, STEPS_AT_ONCE):
        if watch.over():
            break
        ascent.climb(STEPS_AT_ONCE)
        found.bound = max(found.bound, ascent.bound / 100)
        if watch.due():
            _tell(watch, "bound", found)


def _polish(problem: TeamProblem, options: SolveOptions, watch: Watch, found: _Found) -> None:
    """Let CP-SAT improve and prove, starting from what was found."""
    model = cp_model.CpModel()
    made = make_variables(problem, model)
    add_constraints(problem, made)
    model.minimize(objective(problem, made))
    if found.met:
        add_hint(problem, made, found.posts, found.hires)
    limit = POLISH_S * options.work / 100
    solver, status = run(
        model, seed=options.seed, deterministic_s=limit, stop=watch.over, workers=options.workers
    )
    if status == cp_model.INFEASIBLE:
        found.infeasible = not found.met and impossible(
            problem, CLASHING, seed=options.seed, stop=watch.over
        )
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return
    found.bound = max(found.bound, round(solver.best_objective_bound) / 100)
    posts, hires = answer(problem, made, solver)
    price = score(problem, posts, hires)
    if not found.met or price < found.price:
        found.posts, found.hires, found.price = posts, hires, price
        found.met = not violations(problem, posts, hires)
