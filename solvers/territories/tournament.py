"""Many short anneals, the better half annealed again and again: a tournament of plans.

Where a plan ends is settled by its start more than by the length of the run, so many starts are
tried. A plan is then reheated with the balance released and drawn tight once more, which lets
territories slide past one another (strategic oscillation: Glover, Decision Sciences 8(1), 1977).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.model.types import Ints
from solvers.territories import construct, repair
from solvers.territories.improve import Annealer, Stage
from solvers.territories.standing import Best
from solvers.territories.terrain import Terrain

ROUNDS = ((8, 1), (4, 1), (2, 2), (1, 4))
"""Plans that take part in each round, and the stints each of them gets."""

STINTS = sum(plans * stints for plans, stints in ROUNDS)

FINALISTS = 3

HOT, WARM = (5.0, 0.01), (1.0, 0.01)
TIGHTENING = (0.03, 20.0)
RELEASED = (0.01, 20.0)

MENDING = 20.0
"""What a violation summed to one costs to mend, in mean costs of a territory."""


class Tournament:
    """Anneals plans of one part against one another.

    Attributes
    ----------
    finalists : tuple of Best
        The plans that promise most once their violations are mended, best first; they may still
        break rules. What is made of them is offered on to the best plan.
    proposals : int
        Work done.
    """

    def __init__(
        self, terrain: Terrain, best: Best, *, seed: int, proposals: int,
        look: Callable[[], bool],
    ) -> None:  # fmt: skip
        self.terrain, self.best, self._look = terrain, best, look
        self.finalists: tuple[Best, ...] = (best,)
        self.proposals = 0
        self._seed, self._stint = seed, max(1, proposals // STINTS)
        self._scale = 0.0
        self._runs = 0

    def run(self) -> None:
        """Play all rounds, or fewer when asked to end."""
        field = self._first_round(ROUNDS[0][0])
        for plans, stints in ROUNDS[1:]:
            field.sort(key=self.promise)
            for plan in field[:plans]:
                self._reheat(plan, stints)
        field.sort(key=self.promise)
        self.finalists = tuple(field[:FINALISTS]) or self.finalists

    def promise(self, plan: Best) -> float:
        """Return the score a plan promises once mended, less is better."""
        standing = plan.standing
        each = max(standing.score, self._scale) / self.terrain.problem.k
        return standing.score + MENDING * each * standing.violation

    def _first_round(self, plans: int) -> list[Best]:
        field = []
        for number in range(plans):
            if number and self._look():
                break
            owner = self.best.owner if number == 0 else self._start(number)
            field.append(self._anneal(owner, Stage(self._stint, TIGHTENING, HOT)))
        return field

    def _reheat(self, plan: Best, stints: int) -> None:
        """Reheat a plan, each time from the best of it so far."""
        for _ in range(stints):
            if self._look():
                return
            found = self._anneal(plan.owner, Stage(self._stint, RELEASED, WARM))
            if self.promise(found) < self.promise(plan):
                plan.replace(found)

    def _anneal(self, owner: Ints, stage: Stage) -> Best:
        """Anneal from a plan; the outcome counts, whether or not it is better than the start."""
        self._runs += 1
        annealer = Annealer(self.terrain, owner, self._seed * 1000 + self._runs)
        self.proposals += annealer.run(stage, self.best, self._look)
        self.proposals += annealer.settle(self.best, self._look)
        found = Best(self.terrain.problem, annealer.owner, onward=self.best)
        self._scale = min(self._scale or np.inf, found.standing.score)
        return found

    def _start(self, number: int) -> Ints:
        raw = construct.bisection(self.terrain, np.random.default_rng([self._seed, number]))
        return repair.whole(self.terrain, raw)
