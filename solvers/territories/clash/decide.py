"""Whether some of the rules can be met together: by arithmetic, by a plan, or by CP-SAT."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from ortools.sat.python import cp_model

from planner.judge.clash import Asked, Demand, Reason
from planner.judge.demands import keeping
from planner.judge.problem import Problem
from planner.judge.verify import Rule, violations
from planner.model.types import Ints
from solvers.territories.clash.attempt import attempt, first_plan, grown
from solvers.territories.clash.rounds import Rounds
from solvers.territories.presolve import reasons

SMALL = 400
"""Regions times territories up to which CP-SAT alone decides fast."""

MODEL = 60_000
"""Regions times territories up to which CP-SAT is asked at all."""

ATTEMPT = 10.0
"""Percent of the normal effort for one attempt at a plan."""

TRY = 0.5
"""What an attempt counts for, in deterministic seconds."""

ROUNDS = 60
"""Rounds of cuts for one question."""

SHARE = 0.25
"""Share of what work is left that one question may take."""


class Answer(StrEnum):
    """What is known about a set of rules."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    OPEN = "open"


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """An answer: a plan when possible, a reason when arithmetic shows that it is not."""

    answer: Answer
    owner: Ints | None = None
    reason: Reason | None = None


class Decider:
    """Answers questions about one problem within a limit of work; plans found are kept.

    Attributes
    ----------
    left : float
        Work left, in deterministic seconds.
    """

    def __init__(
        self, problem: Problem, plans: Collection[Ints], *, seed: int, seconds: float,
        stop: Callable[[], bool],
    ) -> None:  # fmt: skip
        self.problem, self.left, self.stop = problem, seconds, stop
        self._plans, self._seed = list(plans), seed
        self._known: dict[frozenset[Demand], Verdict] = {}

    def over(self) -> bool:
        """Whether the work is used up or the user wants to end."""
        return self.left <= 0 or self.stop()

    def decide(self, rules: Collection[Demand]) -> Verdict:
        """Say whether the rules named can be met together."""
        key = frozenset(rules)
        if key not in self._known:
            found = self.decide_problem(keeping(self.problem, rules))
            if found.answer is Answer.OPEN:
                return found
            self._known[key] = found
        return self._known[key]

    def quick(self, problem: Problem) -> Reason | None:
        """Return a reason by arithmetic why a problem has no plan."""
        found = reasons(problem, most=1)
        return found[0] if found else None

    def decide_problem(self, problem: Problem) -> Verdict:
        """Say whether a problem has a plan that meets every rule."""
        for plan in self._plans:
            if _meets(problem, plan):
                return Verdict(Answer.POSSIBLE, plan)
        reason = self.quick(problem)
        if reason is not None:
            return Verdict(Answer.IMPOSSIBLE, reason=reason)
        if self.over():
            return Verdict(Answer.OPEN)
        size = problem.n * problem.k
        if size > SMALL:
            owner = self._tried(problem)
            if owner is not None:
                return self._possible(owner)
        return self._modelled(problem) if size <= MODEL else Verdict(Answer.OPEN)

    def find(self, problem: Problem, start: Ints | None) -> Ints | None:
        """Return a plan of another problem (a repaired one) that meets every rule, if one is found."""
        for plan in self._plans:
            if _meets(problem, plan):
                return plan
        if self.over() or self.quick(problem) is not None:
            return None
        if problem.n * problem.k <= SMALL:
            return self.decide_problem(problem).owner
        self.left -= TRY
        return attempt(problem, start, work=ATTEMPT, seed=self._seed, stop=self.stop)

    def remember(self, owner: Ints) -> None:
        """Keep a plan as a witness."""
        self._plans.append(owner)

    def confirm(self, rules: Collection[Demand]) -> Answer:
        """Say whether rules that have been called a clash are one, without looking for a plan first."""
        known = self._known.get(frozenset(rules))
        if known is not None:
            return known.answer
        problem = keeping(self.problem, rules)
        if self.quick(problem) is not None:
            return Answer.IMPOSSIBLE
        return self._modelled(problem).answer

    def _possible(self, owner: Ints) -> Verdict:
        self._plans.append(owner)
        return Verdict(Answer.POSSIBLE, owner)

    def _tried(self, problem: Problem) -> Ints | None:
        """Return a plan by construction or a short search, where the search is the better tool."""
        made = first_plan(problem, self._seed)
        if not violations(problem, made):
            return made
        made = grown(problem)
        if not violations(problem, made):
            return made
        self.left -= TRY
        start = self._plans[0] if self._plans and len(self._plans[0]) == problem.n else None
        return attempt(problem, start, work=ATTEMPT, seed=self._seed, stop=self.stop)

    def _modelled(self, problem: Problem) -> Verdict:
        """Decide by CP-SAT; that nothing is possible counts once it is found without presolve as well.

        OR-Tools 9.15 calls some feasible models infeasible (issues 5003, 5274).
        """
        rounds, presolve = Rounds(problem, soft=False), True
        budget = max(1.0, self.left * SHARE)
        verdict = Verdict(Answer.OPEN)
        for _ in range(ROUNDS):
            left = budget - rounds.spent
            if left <= 0 or self.stop():
                break
            status, solver = rounds.solve(
                seed=self._seed, seconds=left, stop=self.stop, presolve=presolve
            )
            if status == cp_model.INFEASIBLE and presolve:
                presolve = False
                continue
            if status == cp_model.INFEASIBLE:
                verdict = Verdict(Answer.IMPOSSIBLE)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                break
            owner = rounds.owner(solver)
            if not violations(problem, owner):
                verdict = self._possible(owner)
                break
            if not refine(rounds, owner):
                break
        self.left -= rounds.spent + 0.01
        return verdict


def _meets(problem: Problem, plan: Ints) -> bool:
    fits = len(plan) == problem.n and int(plan.max()) < problem.k
    return fits and not violations(problem, plan)


def refine(rounds: Rounds, owner: Ints) -> bool:
    """Forbid what a plan breaks that the model did not know; say whether there was anything."""
    problem = rounds.problem
    cuts = rounds.cut(owner) if problem.contiguous else 0
    far = {v.territory for v in violations(problem, owner) if v.rule is Rule.REACH}
    for t in sorted(t for t in far if t is not None):
        rounds.forbid(owner, Demand(Asked.REACH, territories=(t,)))
    return cuts > 0 or bool(far)
