"""Many short anneals, the better half annealed again and again: a tournament of plans.

Where a plan ends is settled by its start more than by the length of the run, so many starts are
tried. A plan is then reheated with the balance released and drawn tight once more, which lets
territories slide past one another (strategic oscillation: Glover, Decision Sciences 8(1), 1977).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from planner.judge.problem import Kind
from planner.model.types import Ints
from solvers.crew import Crew
from solvers.territories import construct, repair
from solvers.territories.improve import Annealer, Stage
from solvers.territories.standing import Best
from solvers.territories.terrain import Terrain

ROUNDS = ((8, 1), (4, 1), (2, 2), (1, 4))
"""Plans that take part in each round, and the stints each of them gets."""

STINTS = sum(plans * stints for plans, stints in ROUNDS)

HOT, WARM = (5.0, 0.01), (1.0, 0.01)
TIGHTENING = (0.03, 20.0)
RELEASED = (0.01, 20.0)
KEPT = (1.0, 50.0)
GENTLE = (0.3, 50.0)
AGAIN_STINTS = 2

CORRIDORS = ((0.003, 1.0), (4.0, 2.0))
"""Prices and heat of runs that move what hangs together: the balance is drawn tight while all is hot."""

REOPENED = ((0.1, 3.0), (4.0, 0.05))
"""The same for a plan that is reheated: its balance is held while corridors move."""

CORRIDOR_RUNS, LARGEST_BUNDLE = 2, 200
"""Such runs, each as long as the whole tournament, and the most regions that move together."""

CORRIDOR_TURN = 1000
"""Their number among the turns that seed runs, beyond that of any round or reheating."""

CUT_EVERY = 3
"""Of so many starts one is a bisection, the others power diagrams: each ends better on some maps."""

GLANCE = 8
"""A first run is this much shorter than a stint, so that a good plan shows at once."""

MENDING = 20.0
"""What a violation summed to one costs to mend, in mean costs of a territory."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What came of a run, and the proposals it took."""

    plan: Best
    proposals: int


class Tournament:
    """Anneals plans of one part against one another.

    Attributes
    ----------
    favourite : Best
        The plan that promises most once its violations are mended; it may still break rules. What
        is made of it is offered on to the best plan.
    proposals : int
        Work done.
    """

    def __init__(
        self, terrain: Terrain, best: Best, *, seed: int, proposals: int, crew: Crew,
        look: Callable[[], bool],
    ) -> None:  # fmt: skip
        self.terrain, self.best, self._crew, self._look = terrain, best, crew, look
        self.favourite = best
        self.proposals = 0
        self._reaching = False
        self._seed, self._stint = seed, max(1, proposals // STINTS)
        self._scale = best.standing.score

    def run(self) -> None:
        """Play all rounds, or fewer when asked to end."""
        self._played([partial(self._glance, self.best.owner)])
        field = self._first_round(*ROUNDS[0])
        if self._needs_corridors(field):
            self._open_corridors(field)
            return
        for number, (plans, stints) in enumerate(ROUNDS[1:], 1):
            field.sort(key=self.promise)
            chosen = field[:plans]
            self._played([partial(self._reheat, plan, number, stints) for plan in chosen])
        self.favourite = min(field, key=self.promise)

    def _needs_corridors(self, field: Sequence[Best]) -> bool:
        """Whether seats stand still and no plan balances: load must come from beyond other territories."""
        problem = self.terrain.problem
        tied = problem.seats is not None and problem.contiguous
        return tied and all(plan.standing.violations for plan in field)

    def _open_corridors(self, field: list[Best]) -> None:
        """Let territories reach past one another, in long hot runs from the plans that promise most."""
        field.sort(key=self.promise)
        stage = Stage(STINTS * self._stint, *CORRIDORS, bundle=LARGEST_BUNDLE)
        found = self._played(
            [
                partial(self._anneal, plan.owner, stage, (CORRIDOR_TURN, number))
                for number, plan in enumerate(field[:CORRIDOR_RUNS])
            ]
        )
        self.favourite = min(found, key=lambda plan: plan.standing)
        self._reaching = True

    def again(self, attempt: int) -> Best:
        """Reheat the best plan a little, with its balance kept; return what promises most."""
        owner, stage = self.best.owner, Stage(AGAIN_STINTS * self._stint, KEPT, WARM)
        if self._reaching:
            stage = Stage(STINTS // 4 * self._stint, *REOPENED, bundle=LARGEST_BUNDLE)
        turn = len(ROUNDS) + attempt
        runs = [partial(self._anneal, owner, stage, (turn, number)) for number in range(2)]
        return min(self._played(runs), key=self.promise)

    def promise(self, plan: Best) -> float:
        """Return the score a plan promises once mended, less is better."""
        standing = plan.standing
        each = max(standing.score, self._scale) / self.terrain.problem.k
        return standing.score + MENDING * each * standing.violation

    def _first_round(self, plans: int, stints: int) -> list[Best]:
        given = self.best.owner
        field = self._played(
            [partial(self._begin, given, number, stints) for number in range(plans)]
        )
        self._scale = min(plan.standing.score for plan in field)
        return field

    def _played(self, runs: Sequence[Callable[[], Run]]) -> list[Best]:
        """Play runs, each apart from the others, and count their work."""
        outcomes = self._crew.all(runs)
        self.proposals += sum(outcome.proposals for outcome in outcomes)
        return [outcome.plan for outcome in outcomes]

    def _glance(self, given: Ints) -> Run:
        stage = Stage(max(1, self._stint // GLANCE), TIGHTENING, HOT)
        return self._anneal(given, stage, (0, len(ROUNDS) * ROUNDS[0][0]))

    def _begin(self, given: Ints, number: int, stints: int) -> Run:
        if number and self._look():
            return Run(Best(self.terrain.problem, given, onward=self.best), 0)
        known = self._known(number)
        if known is not None:
            return self._anneal(known, Stage(stints * self._stint, GENTLE, WARM), (0, number))
        owner = given if number == 0 else self._start(number)
        return self._anneal(owner, Stage(stints * self._stint, TIGHTENING, HOT), (0, number))

    def _known(self, number: int) -> Ints | None:
        """Return the plan a competitor starts from; where only disruption counts none is made new."""
        starts = self.best.starts
        if self.terrain.problem.objective.kind is Kind.DISRUPTION and starts:
            return starts[number % len(starts)]
        return starts[number] if number < len(starts) else None

    def _reheat(self, plan: Best, turn: int, stints: int) -> Run:
        """Reheat a plan, each time from the best of it so far."""
        proposals = 0
        for stint in range(stints):
            if self._look():
                break
            stage = Stage(self._stint, RELEASED, WARM)
            found = self._anneal(plan.owner, stage, (turn, stint))
            proposals += found.proposals
            if self.promise(found.plan) < self.promise(plan):
                plan.replace(found.plan)
        return Run(plan, proposals)

    def _anneal(self, owner: Ints, stage: Stage, run: tuple[int, int]) -> Run:
        """Anneal from a plan; the outcome counts, whether or not it is better than the start."""
        annealer = Annealer(self.terrain, owner, (self._seed, *run))
        proposals = annealer.run(stage, self.best, self._look)
        proposals += annealer.settle(self.best, self._look)
        return Run(Best(self.terrain.problem, annealer.owner, onward=self.best), proposals)

    def _start(self, number: int) -> Ints:
        random = np.random.default_rng([self._seed, number])
        cut = number % CUT_EVERY == 0 or not self.terrain.free
        draw = construct.bisection if cut else construct.power_diagram
        return repair.whole(self.terrain, draw(self.terrain, random))
