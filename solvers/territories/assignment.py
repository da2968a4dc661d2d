"""Assignment without contiguity, exactly: accounts to reps, or regions that need not be connected.

Prices of the rules give a bound and the regret of every choice (`assignment_prices`). CP-SAT then solves
the problem over the choices of small regret. Any other plan takes a choice of greater regret and costs at
least the bound plus that regret, so once the plan at hand costs no more it is the best there is; else
the choices that could still be in a better plan are let in and it is solved again (reduced-cost
fixing: Nemhauser, Wolsey, Integer and Combinatorial Optimization, 1988, II.5.2, turned into rounds).
"""

from __future__ import annotations

import math

import numpy as np

from planner.judge.demands import by_search
from planner.judge.problem import Kind, Problem
from planner.model.types import Bools, Ints, bools, ints
from solvers.crew import Crew
from solvers.options import SolveOptions
from solvers.territories.assignment_exchange import exchange
from solvers.territories.assignment_prices import Prices, prices_of
from solvers.territories.assignment_program import Outcome, decide
from solvers.territories.assignment_rows import Program, program_of
from solvers.territories.board import CLOSED, Board
from solvers.territories.search import Search
from solvers.territories.standing import Best
from solvers.territories.terrain import Terrain

MOST_PAIRS = 500_000
"""Regions times territories that are laid out as one program: a table of them is held."""

CHOICES = 3.0
"""Choices an item has on average in the first round."""

WIDER = 4.0
"""Factor on that number where no plan was found."""

SECONDS, PAIRS_A_SECOND = 10.0, 3000.0
"""Deterministic seconds at normal effort, and pairs of item and territory that earn one more."""

EXACT = 20.0
"""Factor on the seconds where a proof is asked for."""

ROUNDS = 12

FIRST, EXCHANGES = 0.5, 0.3
"""Shares of the seconds for the first plan, and for exchanges among few territories after it."""


def fits(problem: Problem) -> bool:
    """Whether a problem is an assignment with known costs, of a size that is solved as one program."""
    known = problem.seats is not None or problem.objective.kind is Kind.DISRUPTION
    return not problem.contiguous and known and problem.n * problem.k <= MOST_PAIRS


class Assignment(Search):
    """One part solved as an assignment; the search takes over where no plan meets the rules."""

    def __init__(
        self, terrain: Terrain, best: Best, board: Board, options: SolveOptions, crew: Crew
    ) -> None:
        super().__init__(terrain, best, board, options, crew)
        self._settled = False

    def improve(self) -> None:
        """Solve the program; where it gives no plan, anneal to break the rules least."""
        super().prove()  # first of all: its bound can be checked without a solver
        super().conclude()
        if not self.board.look():
            self._settle()
        if not self._settled:
            super().improve()

    def prove(self) -> None:
        """Do nothing: what can be proven was proven first."""

    def conclude(self) -> None:
        """Wait for nothing."""

    def polish(self) -> None:
        """Mend the plan of the annealing; that of the program needs none."""
        if not self._settled:
            super().polish()

    def _settle(self) -> None:
        program = program_of(self.whole.problem)
        prices = prices_of(program, self.board.look)
        if prices is None:
            return
        self.work += prices.steps * program.cost.size / 1e7
        if prices.bound > _most(program):
            self._impossible()
            return
        self.whole.raise_by_search(max(0.0, prices.bound))
        rounds = _Rounds(self, program, prices)
        self.work += rounds.run()
        if rounds.impossible:
            self._impossible()
        self._settled = self.whole.standing.violations == 0

    def _impossible(self) -> None:
        if self.whole.refuted is None:
            self.whole.refuted = by_search(self.whole.problem)

    def seconds(self, pairs: int) -> float:
        """Return the deterministic seconds that may be used."""
        effort = self.options.work / 100 * (EXACT if self.options.exact else 1.0)
        return effort * (SECONDS + pairs / PAIRS_A_SECOND)


class _Rounds:
    """Solves over ever more choices until nothing better can be left."""

    def __init__(self, search: Assignment, program: Program, prices: Prices) -> None:
        self.search, self.best = search, search.whole
        self.program, self.prices = program, prices
        self.impossible = False
        self._left = search.seconds(program.cost.size)
        self._known = np.isfinite(program.cost)

    def run(self) -> float:
        """Return the deterministic seconds used."""
        began, regret = self._left, self._regret_of(CHOICES * len(self.program.cost))
        exchanged = False
        for _ in range(ROUNDS):
            if self._left <= 0 or self.search.board.look():
                break
            whole = not (self._known & (self.prices.regret > regret)).any()
            seconds = self._left if exchanged else FIRST * began
            outcome = self._solve(bools(self._known & (self.prices.regret <= regret)), seconds)
            beyond = math.inf if whole else self.prices.bound + regret
            proven = min(outcome.bound, beyond)
            if whole and outcome.bound == math.inf:
                self.impossible = self.best.standing.violations > 0
                break
            self._raise(proven)
            if not exchanged and self._open():
                self._exchange(EXCHANGES * began)
                exchanged = True
            following = self._following(outcome, regret)
            if following is None:
                break
            regret = following
        return began - self._left

    def _open(self) -> bool:
        """Whether there is a plan that meets the rules and may not be the best."""
        standing, bound = self.best.standing, self.best.bound
        closed = bound is not None and standing.score - bound <= CLOSED * standing.score
        return standing.violations == 0 and not closed

    def _exchange(self, seconds: float) -> None:
        self._left -= exchange(
            self.program, self.prices, self._choice_at_hand(),
            seed=self.search.options.seed, seconds=min(seconds, self._left),
            take=self._better, stop=self.search.board.look,
        )  # fmt: skip

    def _better(self, choice: Ints) -> bool:
        return self.best.offer(ints(choice[self.program.item]))

    def _solve(self, open_: Bools, seconds: float) -> Outcome:
        outcome = self._decide(open_, seconds, tight=False)
        if outcome.choice is not None and not self._offer(outcome.choice):
            # The plan meets the rules but for a rounding: ask for one that does not need it.
            tight = self._decide(open_, seconds, tight=True)
            if tight.choice is not None:
                self._offer(tight.choice)
        return outcome

    def _decide(self, open_: Bools, seconds: float, *, tight: bool) -> Outcome:
        met = self.best.standing.violations == 0
        outcome = decide(
            self.program, open_,
            hint=self._choice_at_hand() if met else ints(np.argmin(self.prices.regret, axis=1)),
            cost_at_hand=max(self.prices.bound, self.best.standing.score if met else 0.0),
            seed=self.search.options.seed, seconds=min(seconds, self._left),
            stop=self.search.board.watch.over, tight=tight, found=self._hear,
        )  # fmt: skip
        self._left -= outcome.seconds
        return outcome

    def _hear(self, choice: Ints) -> None:
        self._offer(choice)

    def _offer(self, choice: Ints) -> bool:
        """Put a plan on the board; say whether the best one now meets every rule."""
        self.best.offer(ints(choice[self.program.item]))
        return self.best.standing.violations == 0

    def _choice_at_hand(self) -> Ints:
        choice = np.zeros(len(self.program.cost), np.int32)
        choice[self.program.item] = self.best.owner
        return ints(choice)

    def _raise(self, proven: float) -> None:
        """Keep what is proven, which is never above a plan that meets the rules."""
        if self.best.standing.violations == 0:
            proven = min(proven, self.best.standing.score)
        if math.isfinite(proven):
            self.best.raise_by_search(max(0.0, proven))

    def _following(self, outcome: Outcome, regret: float) -> float | None:
        """Return the regret that a better plan may have, or None when this round was the last."""
        if self.best.standing.violations:
            if outcome.bound != math.inf and self._left <= 0:
                return None
            count = int((self._known & (self.prices.regret <= regret)).sum())
            return self._regret_of(WIDER * count)
        return (
            (self.best.standing.score - self.prices.bound) * (1 + 1e-12) if self._open() else None
        )

    def _regret_of(self, choices: float) -> float:
        """Return the regret up to which there are so many choices."""
        sorted_ = np.sort(self.prices.regret[self._known])
        return float(sorted_[min(int(choices), len(sorted_)) - 1])


def _most(program: Program) -> float:
    """Return a cost that no plan reaches, whatever it breaks of the priced rows."""
    known = np.where(np.isfinite(program.cost), program.cost, 0.0)
    most = float(known.max(axis=1).sum())
    for rows in program.rows:
        priced = np.isfinite(rows.price)
        total = rows.coefficient.sum(axis=0)
        furthest = np.maximum(np.abs(total - rows.high), np.abs(rows.low)) + total
        most += float((furthest[priced] * rows.price[priced]).sum())
    return 2.0 * most + 1.0
