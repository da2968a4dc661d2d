"""The search on one part: how the work is shared over improving, proving and polishing."""

from __future__ import annotations

import numpy as np

from planner.model.types import Ints
from solvers.options import SolveOptions
from solvers.territories import construct, repair
from solvers.territories.board import Board
from solvers.territories.improve import Annealer, Stage
from solvers.territories.prove import prove
from solvers.territories.standing import Best
from solvers.territories.terrain import Terrain


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
        self._movable = bool(terrain.movable.any()) and terrain.problem.k > 1

    def improve(self) -> None:
        """Anneal from several starts."""
        starts = self._starts()
        for number, start in enumerate(starts):
            if not self._movable or self._look("improve"):
                return
            annealer = Annealer(self.terrain, start, self.options.seed * 1000 + number)
            stage = Stage(int(self._effort() / len(starts)))
            self._spend(annealer.run(stage, self.best, lambda: self._look("improve")))
            self._spend(annealer.settle(self.best, lambda: self._look("improve")))

    def prove(self) -> None:
        """Bound the score of every plan under the rules."""
        effort = self.options.work / 100
        found = prove(self.best, effort=effort, look=lambda: self._look("bound"))
        self.best.raise_bound(found.bound)
        self.work += found.work / 1e7

    def polish(self) -> None:
        """Mend what is still broken and lower the cost, a few territories at a time."""

    def _look(self, phase: str) -> bool:
        self.board.tell_when_due(phase)
        return self.board.watch.over()

    def _spend(self, proposals: int) -> None:
        self.work += proposals / 1e6

    def _effort(self) -> float:
        """Proposals of the improving phase; normal effort grows with the root of the size."""
        n = self.terrain.problem.n
        return 1e4 * self.options.work * (6 + 0.7 * float(np.sqrt(n)))

    def _starts(self) -> list[Ints]:
        random = np.random.default_rng([self.options.seed, 1])
        raws = [construct.power_diagram(self.terrain, random)]
        return [self.best.owner, *(repair.whole(self.terrain, raw) for raw in raws)]
