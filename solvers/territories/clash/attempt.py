"""A short search for any plan that meets every rule; it ends with the first one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.judge.parts import parts
from planner.judge.problem import Problem
from planner.judge.verify import violations
from planner.model.graph import adjacency, pieces
from planner.model.types import UNASSIGNED, Ints, ints
from solvers.crew import Crew
from solvers.options import SolveOptions
from solvers.territories import construct, repair
from solvers.territories.board import Board
from solvers.territories.standing import Best
from solvers.territories.terrain import terrain_of
from solvers.watch import Watch


def first_plan(problem: Problem, seed: int) -> Ints:
    """Return a plan made without search: whole and connected where that is easy."""
    terrain = terrain_of(problem)
    return repair.whole(terrain, construct.bisection(terrain, np.random.default_rng(seed)))


def grown(problem: Problem) -> Ints:
    """Return a plan grown from seeds: locked regions, then the largest stretches without a territory.

    Meant for a map that falls apart and whose bands are let go; no figures are looked at.
    """
    owner = np.array(problem.locks, dtype=np.int64)
    lists = adjacency(problem.n, problem.edges)
    _, label = pieces(problem.n, problem.edges, ints(np.zeros(problem.n)))
    load = np.bincount(label).astype(np.float64)
    held = np.zeros(len(load))
    np.add.at(held, label[owner >= 0], 1.0)
    for t in np.setdiff1d(np.arange(problem.k), owner).tolist():
        part = int(np.argmax(np.where(held == 0, 1e9 + load, load / (1 + held))))
        free = np.flatnonzero((label == part) & (owner == UNASSIGNED))
        if not len(free):
            break
        owner[free[int(held[part]) * 7919 % len(free)]] = t
        held[part] += 1
    queue = np.flatnonzero(owner >= 0).tolist()
    for i in queue:
        for j in lists.neighbours[lists.start[i] : lists.start[i + 1]].tolist():
            if owner[j] == UNASSIGNED:
                owner[j] = owner[i]
                queue.append(j)
    return ints(np.maximum(owner, 0))


def attempt(
    problem: Problem, start: Ints | None, *, work: float, seed: int, stop: Callable[[], bool]
) -> Ints | None:
    """Return a plan that meets every rule, or None where the work did not find one.

    Parameters
    ----------
    problem : Problem
    start : Ints of shape (n,) or None
        A plan to begin from.
    work : float
        Percent of the solver's normal effort.
    """
    from solvers.territories.search import Search  # here: it loads numba

    board: Board | None = None

    def met() -> bool:
        return board is not None and all(best.standing.violations == 0 for best in board.bests)

    options = SolveOptions(seed=seed, work=work)
    watch = Watch(options, None, lambda: stop() or met())
    pieces = parts(problem)
    terrains = [terrain_of(part.problem) for part in pieces]
    board = Board(problem, pieces, watch)
    bests = []
    for part, terrain in zip(pieces, terrains, strict=True):
        given = None if start is None else _of_part(start, part.regions, part.territories)
        usable = given is not None and given.min() >= 0
        owner = given if usable and given is not None else _first(terrain.problem, seed)
        bests.append(Best(part.problem, owner))
    board.open(bests)
    with Crew(1) as crew:
        for terrain, best in zip(terrains, bests, strict=True):
            search = Search(terrain, best, board, options, crew)
            if best.standing.violations:
                search.improve()
            if best.standing.violations:
                search.polish()
            if best.standing.violations:
                return None
    owner = board.owner()
    return None if violations(problem, owner) else owner


def _first(problem: Problem, seed: int) -> Ints:
    return first_plan(problem, seed)


def _of_part(owner: Ints, regions: Ints, territories: Ints) -> Ints:
    number = np.full(int(max(owner.max(initial=0), territories.max())) + 2, -1, np.int32)
    number[territories] = np.arange(len(territories))
    return number[owner[regions]]
