"""A small part solved to proof: choices fixed by bounds, then HiGHS and CP-SAT on what is left.

Whoever proves first that nothing is better than what is at hand ends the other.
"""

from __future__ import annotations

import copy
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from planner.judge.problem import Problem
from solvers.crew import Crew
from solvers.options import SolveOptions
from solvers.territories.exact.answer import Answer
from solvers.territories.exact.child import Child, Task
from solvers.territories.exact.cp_sat import solve_with_cp_sat
from solvers.territories.exact.feasible import is_feasible
from solvers.territories.exact.program import Program, Rows
from solvers.territories.exact.relaxation import Stopped, relax
from solvers.territories.exact.rounds import Proof, prove_in_rounds
from solvers.territories.exact.rules import program_of
from solvers.territories.exact.slots import slots_of
from solvers.territories.standing import Best

MOST_REGIONS, MOST_TERRITORIES = 110, 8
"""Parts up to this size are proven by themselves."""

MOST_SLOTS = 3e6
"""Choices a part may have before any is fixed: what fits into memory and a minute."""

MOST_CHOICES = {False: 5_000, True: 40_000}
"""Choices that may be left for the program, by itself and on request."""

TINY = 600
"""Up to so many choices CP-SAT proves alone, faster than a process starts."""

CLOSED = 1e-7
"""Relative gap at which a search counts as closed: what double precision proves."""

GLANCE_S = 0.3
"""Deterministic seconds of the first look."""

REFUTE = 3
"""A search for any plan at all may take so much longer than one for the best."""

ROUNDS, FEWEST_ROUNDS = 400, 10
"""Most rounds of cuts on request and at normal effort, and at least however little effort is asked for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Work of a proof: rounds of cuts, nodes of each, deterministic seconds."""

    rounds: int
    nodes: int
    seconds: float


def limits_of(options: SolveOptions) -> Limits:
    """Return what to spend; on request until it is proven."""
    if options.exact:
        return Limits(ROUNDS, 10**9, 1e6)
    rounds = max(FEWEST_ROUNDS, round(ROUNDS * min(1.0, options.work / 100)))
    return Limits(rounds, max(1, round(5 * options.work)), options.work / 10)


def is_small(problem: Problem, options: SolveOptions) -> bool:
    """Whether a part is proven by itself, or can be on request."""
    free = 1 if problem.seats is not None else problem.n
    families = 1 if problem.current is None else problem.k
    if options.exact:
        return problem.n * free * families <= MOST_SLOTS
    return problem.n <= MOST_REGIONS and problem.k <= MOST_TERRITORIES


def takes_long(problem: Problem, options: SolveOptions) -> bool:
    """Whether a part is proven, and not at once: with free seats any region may serve any other."""
    return is_small(problem, options) and problem.n**2 > TINY


def refute(best: Best, *, seed: int, seconds: float, look: Callable[[], bool]) -> float:
    """Where the best plan breaks rules: find one that breaks none, or prove that there is none.

    Returns the work done, in deterministic seconds.
    """
    if not best.standing.violations or best.refuted or look():
        return 0.0
    verdict = is_feasible(best.problem, seed=seed, seconds=seconds, look=look)
    if verdict.owner is not None:
        best.offer(verdict.owner)
    best.refuted = verdict.reason
    return verdict.work


def prove_small(best: Best, options: SolveOptions, crew: Crew, look: Callable[[], bool]) -> None:
    """Improve the best plan of a part until nothing better is left, within the limits of work."""
    if best.problem.k == 1:
        _raise(best, best.standing.score)
    if best.refuted or _closed(best) or look():
        return
    slots = slots_of(best.problem)
    if slots.open.sum() > TINY:
        most = math.inf if best.standing.violations else best.standing.score
        try:
            relaxed = relax(slots, best.owner, most, look=look)
        except Stopped:
            return
        _raise(best, relaxed.bound)
        slots = slots.kept(relaxed.keep)
    if not _closed(best) and slots.open.sum() <= MOST_CHOICES[options.exact]:
        _Race(best, options, crew, look).run(program_of(slots))


class SmallPart:
    """The exact side of a search: what it does where a part is small, or where a proof is asked for."""

    def __init__(
        self, best: Best, options: SolveOptions, crew: Crew, look: Callable[[], bool]
    ) -> None:
        self.best, self.options, self.look, self._crew = best, options, look, crew
        self._small = is_small(best.problem, options)
        self._by_itself = is_small(best.problem, replace(options, exact=False))
        self.work = 0.0

    def glance(self) -> None:
        """See at once whether any plan can meet the rules."""
        self._refute(GLANCE_S)

    def refute(self) -> None:
        """Look longer, where no plan has been found."""
        self._refute(REFUTE * limits_of(self.options).seconds)

    def prove(self) -> None:
        """Go on to a proof."""
        if self._small:
            prove_small(self.best, self.options, self._crew, self.look)

    def _refute(self, seconds: float) -> None:
        if self._by_itself:
            seed = self.options.seed
            self.work += refute(self.best, seed=seed, seconds=seconds, look=self.look)


class _Race:
    """HiGHS in a child process and CP-SAT in a thread, on the same program."""

    def __init__(
        self, best: Best, options: SolveOptions, crew: Crew, look: Callable[[], bool]
    ) -> None:
        self.best, self.look, self._crew = best, look, crew
        self._seed, self._limits = options.seed, limits_of(options)
        self._won = threading.Event()

    def run(self, program: Program) -> None:
        """Race to a proof; with one worker CP-SAT goes on where HiGHS has spent its work."""
        if program.size <= TINY:
            self._with_cp_sat(copy.deepcopy(program))
        if self._over():
            return
        if self._crew.alone:
            self._with_highs(program)
            self._with_cp_sat(program)
        else:
            other = self._crew.begin(partial(self._with_cp_sat, copy.deepcopy(program)))
            self._with_highs(program)
            other.outcome()

    def _with_highs(self, program: Program) -> None:
        if not self._over():
            task = Task(program, self._limits.nodes, self._limits.rounds)
            Child().prove(task, look=self._over, tell=self._take)

    def _with_cp_sat(self, program: Program) -> None:
        spent = [0.0]

        def solve(rows: Rows) -> Answer:
            left = self._limits.seconds - spent[0]
            if left <= 0 or self._over():
                return Answer(-math.inf, None, done=False)
            # Presolve of 9.15 has been seen to lose the best solution of a program with soft ideals.
            answer = solve_with_cp_sat(
                rows, seed=self._seed, seconds=left, stop=self._over, presolve=False
            )
            spent[0] += answer.work
            return answer

        prove_in_rounds(program, solve, rounds=self._limits.rounds, tell=self._take)

    def _over(self) -> bool:
        return self._won.is_set() or self.look()

    def _take(self, proof: Proof) -> None:
        """Take what was found and proven; a program without solution leaves the plan at hand the best."""
        if proof.owner is not None:
            self.best.offer(proof.owner)
        if proof.done or not self.best.standing.violations:
            _raise(self.best, proof.bound)
        if proof.done:
            self._won.set()


def _raise(best: Best, bound: float) -> None:
    """Raise the bound: beyond the score of the plan at hand nothing has been looked at."""
    if best.standing.violations:
        if math.isfinite(bound):
            best.raise_by_search(max(0.0, bound))
        return
    score = best.standing.score
    best.raise_by_search(score if bound >= score * (1 - CLOSED) else max(0.0, bound))


def _closed(best: Best) -> bool:
    met = not best.standing.violations
    return met and best.bound is not None and best.bound >= best.standing.score * (1 - CLOSED)
