"""The search on one part: how the work is shared over improving, proving and polishing."""

from __future__ import annotations

from functools import partial

from solvers.crew import Begun, Crew
from solvers.options import SolveOptions
from solvers.territories import repair
from solvers.territories.board import Board
from solvers.territories.contraction import Unfolder, contraction_of
from solvers.territories.exact.prove_small import takes_long
from solvers.territories.exchange import exchange
from solvers.territories.polish import Polisher, seconds_for
from solvers.territories.prove import Proven, prove
from solvers.territories.standing import Best
from solvers.territories.straighten import straightened
from solvers.territories.terrain import Terrain, terrain_of
from solvers.territories.tournament import Tournament

ATTEMPTS, PATIENCE = 4, 1
"""Times a plan that breaks rules is reheated and polished again; failures in a row that end it."""

WIDE, REPEATS = 1 / 8, 3
"""Gap to the bound above which a part to be proven is searched again first, and so many times.

Its plans lie in few basins, and polishing does not lead from one to another; where the gap is wide
a proof takes far longer than another search, and rules out the more the better the plan at hand.
"""


class Search:
    """One part under search; its phases are called in turn, those of all parts before the next.

    Attributes
    ----------
    terrain, best : Terrain, Best
        What is searched, and its best plan: with what belongs together merged.
    whole : Best
        The best plan of the part itself, as the board shows it.
    work : float
        Work done: millions of proposals and deterministic seconds.
    """

    def __init__(
        self, terrain: Terrain, best: Best, board: Board, options: SolveOptions, crew: Crew
    ) -> None:
        self.terrain, self.best, self.board, self.options = terrain, best, board, options
        self._crew = crew
        self.whole = best
        self._fold()
        terrain, best = self.terrain, self.best
        self.work = 0.0
        self._proof: Begun[Proven] | None = None
        self._look = board.look
        self._movable = bool(terrain.movable.any()) and terrain.problem.k > 1
        self._tournament = self._tournament_of(0)

    def _fold(self) -> None:
        """Search among plans that keep together what belongs together; the board sees them unfolded."""
        contraction = contraction_of(self.terrain.problem)
        if contraction is None:
            return
        self.terrain = terrain_of(contraction.problem)
        start = repair.whole(self.terrain, contraction.folded(self.whole.owner))
        self.best = Best(
            contraction.problem, start, refuted=self.whole.refuted,
            onward=Unfolder(contraction, self.whole),
        )  # fmt: skip
        self.whole.offer(contraction.unfolded(start))

    def improve(self) -> None:
        """Anneal many plans against one another."""
        if not self._movable or self.board.look():
            return
        self._tournament.run()

    def prove(self) -> None:
        """Begin to bound the score of every plan under the rules, beside the polishing."""
        if self.whole.refuted is None:
            snapshot = Best(self.whole.problem, self.whole.owner)
            self._proof = self._crew.begin(partial(self._bound, snapshot))

    def _bound(self, snapshot: Best) -> Proven:
        """Prove a bound and tell of it at once; a plan met on the way has to wait its turn."""
        found = prove(snapshot, effort=self.options.work / 100, look=self._look)
        self.whole.raise_bound(found.bound, found.terms)
        return found

    def conclude(self) -> None:
        """Wait for the bound."""
        if self._proof is None:
            return
        found = self._proof.outcome()
        if found.plan is not None:
            self.whole.offer(found.plan)
        self.work += found.work / 1e7

    def polish(self) -> None:
        """Mend what is still broken and lower the cost, a few territories at a time.

        Where rules stay broken the best plan is reheated and polished again, until it helps no more.
        """
        seconds = seconds_for(self.terrain, self.options.work)
        if self._open():
            exchange(self.best, self.board.look)
        self._polish(self._tournament.favourite, seconds)
        fails = 0
        for attempt in range(ATTEMPTS):
            if not self._open() or fails == PATIENCE or self.board.look():
                break
            before = self.best.standing
            self._polish(self._tournament.again(attempt), seconds / 2)
            held = self.best.standing
            better = (held.violations, held.violation) < (before.violations, before.violation)
            fails = 0 if better else fails + 1
        if self._movable:
            self.best.offer(straightened(self.terrain, self.best.owner))
        self.work += self._tournament.proposals / 1e6

    def repeat(self) -> None:
        """Search a part that is hard to prove from other starts, before the proof begins."""
        if not self._hard():
            return
        for repeat in range(1, 1 + REPEATS):
            if self._look():
                return
            tournament = self._tournament_of(repeat)
            tournament.run()
            self._polish(tournament.favourite, seconds_for(self.terrain, self.options.work))
            self.work += tournament.proposals / 1e6

    def _hard(self) -> bool:
        """Whether a proof is to follow, a plan is there, and the gap to its bound is wide."""
        held, bound = self.whole.standing, self.whole.bound
        if not (
            self._movable and self.terrain.free and takes_long(self.whole.problem, self.options)
        ):
            return False
        return not held.violations and bound is not None and bound < (1 - WIDE) * held.score

    def _tournament_of(self, repeat: int) -> Tournament:
        return Tournament(
            self.terrain, self.best, seed=self.options.seed, repeat=repeat, crew=self._crew,
            proposals=self._proposals(), look=self._look, work=self.options.work / 100,
        )  # fmt: skip

    def _open(self) -> bool:
        """Whether rules are broken; where not all can be met, fewer may be broken yet."""
        return self._movable and self.best.standing.violations > 0

    def _polish(self, best: Best, seconds: float) -> None:
        if not self._movable or self.board.look():
            return
        polisher = Polisher(
            self.terrain, best, seed=self.options.seed, seconds=seconds,
            look=self._look, stop=self._look, crew=self._crew,
        )  # fmt: skip
        self.work += polisher.run()

    def _proposals(self) -> int:
        """Return the proposals of the tournament: normal effort grows with the root of the size.

        Few territories have few borders: under eight it shrinks with their number.
        """
        problem = self.terrain.problem
        few = min(1.0, problem.k / 8)
        return int(1e4 * self.options.work * (4 + 0.27 * problem.n**0.5) * few)
