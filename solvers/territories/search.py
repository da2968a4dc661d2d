"""The search on one part: how the work is shared over improving, proving and polishing."""

from __future__ import annotations

from solvers.options import SolveOptions
from solvers.territories.board import Board
from solvers.territories.polish import Polisher, seconds_for
from solvers.territories.prove import prove
from solvers.territories.standing import Best
from solvers.territories.terrain import Terrain
from solvers.territories.tournament import Tournament


class Search:
    """One part under search; its phases are called in turn, those of all parts before the next.

    Attributes
    ----------
    work : float
        Work done: millions of proposals and deterministic seconds.
    """

    def __init__(self, terrain: Terrain, best: Best, board: Board, options: SolveOptions) -> None:
        self.terrain, self.best, self.board, self.options = terrain, best, board, options
        self.work = 0.0
        self._finalists: tuple[Best, ...] = (best,)
        self._movable = bool(terrain.movable.any()) and terrain.problem.k > 1

    def improve(self) -> None:
        """Anneal many plans against one another."""
        if not self._movable or self._look("improve"):
            return
        tournament = Tournament(
            self.terrain, self.best, seed=self.options.seed,
            proposals=self._proposals(), look=lambda: self._look("improve"),
        )  # fmt: skip
        tournament.run()
        self.work += tournament.proposals / 1e6
        self._finalists = tournament.finalists

    def prove(self) -> None:
        """Bound the score of every plan under the rules."""
        effort = self.options.work / 100
        found = prove(self.best, effort=effort, look=lambda: self._look("bound"))
        self.best.raise_bound(found.bound)
        self.work += found.work / 1e7

    def polish(self) -> None:
        """Mend what is still broken and lower the cost, a few territories at a time."""
        seconds = seconds_for(self.terrain, self.options.work)
        for number, plan in enumerate(self._finalists):
            if number and (self.best.clash or not self.best.standing.violations):
                return
            self._polish(plan, seconds if number == 0 else seconds / 2)

    def _polish(self, best: Best, seconds: float) -> None:
        if not self._movable or self._look("polish"):
            return
        polisher = Polisher(
            self.terrain, best, seed=self.options.seed, seconds=seconds,
            look=lambda: self._look("polish"), stop=self.board.watch.over,
        )  # fmt: skip
        self.work += polisher.run()

    def _look(self, phase: str) -> bool:
        self.board.tell_when_due(phase)
        return self.board.watch.over()

    def _proposals(self) -> int:
        """Return the proposals of the tournament: normal effort grows with the root of the size.

        Few territories have few borders: under eight it shrinks with their number.
        """
        problem = self.terrain.problem
        few = min(1.0, problem.k / 8)
        return int(1e4 * self.options.work * (4 + 0.27 * problem.n**0.5) * few)
