"""Many short anneals, the better half annealed again and again: a tournament of plans.

Where a plan ends is settled by its start more than by the length of the run, so many starts are
tried. A plan is then reheated with the balance released and drawn tight once more, which lets
territories slide past one another (strategic oscillation: Glover, Decision Sciences 8(1), 1977).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from planner.judge.problem import Kind
from planner.model.types import Ints
from solvers.crew import Crew
from solvers.territories import construct, repair
from solvers.territories.improve import Annealer, Stage
from solvers.territories.negotiation import fits, market_of, negotiate
from solvers.territories.standing import Best
from solvers.territories.terrain import Terrain

SWEEPS = 120
"""Proposals a region that a stint has at least, where that leaves eight plans."""

FEWEST_PLANS, MOST_PLANS = 8, 32
"""Plans that take part in the first round, a power of two."""

HOT, WARM = (5.0, 0.01), (1.0, 0.01)
TIGHTENING = (0.03, 20.0)
RELEASED = (0.01, 20.0)
KEPT = (1.0, 50.0)
GENTLE = (0.3, 50.0)
AGAIN = 1 / 10
"""Length of the run of a plan that is reheated, in tournaments."""

CORRIDORS = ((0.003, 1.0), (4.0, 2.0))
"""Prices and heat of runs that move what hangs together: the balance is drawn tight while all is hot."""

REOPENED, REOPENED_AGAIN = ((0.1, 3.0), (4.0, 0.05)), 1 / 4
"""The same for a plan that is reheated: its balance is held while corridors move; and its length."""

CORRIDOR_RUNS, LARGEST_BUNDLE = 2, 200
"""Such runs, each as long as the whole tournament, and the most regions that move together."""

NEGOTIATIONS, STRAIGHTENING = 2, 8
"""Negotiations over the regions, and the part of the tournament that makes straight what came of each."""

GLANCE_TURN, AGAIN_TURN, CORRIDOR_TURN, NEGOTIATION_TURN = 99, 100, 1000, 1001
"""Numbers among the turns that seed runs, beyond that of any round."""

PASSING = 3.0
"""In every second run an exchange of targets counts PASSING / k of the violation it makes.

It passes when the borders have followed, while what the exchange is good for stays.
"""

CUT_EVERY = 3
"""Of so many starts one is a bisection, the others power diagrams: each ends better on some maps."""

GLANCE = 8
"""A first run is this much shorter than a stint, so that a good plan shows at once."""

MENDING = 20.0
"""What a violation summed to one costs to mend, in mean costs of a territory."""


def rounds_of(proposals: int, regions: int) -> tuple[tuple[int, int], ...]:
    """Return the plans that take part in each round, halved each time, and the stints each of them gets.

    As many plans as leave a stint its sweeps: small problems are soon cold, so they start more often.
    """
    plans = MOST_PLANS
    while plans > FEWEST_PLANS and proposals < SWEEPS * regions * stints_of(halved(plans)):
        plans //= 2
    return halved(plans)


def halved(plans: int) -> tuple[tuple[int, int], ...]:
    """Return rounds from so many plans down to one; from the second on they take as many stints each."""
    rounds = [(plans, 1)]
    while plans > 1:
        plans //= 2
        rounds.append((plans, max(1, rounds[0][0] // 2 // plans)))
    return tuple(rounds)


def stints_of(rounds: Sequence[tuple[int, int]]) -> int:
    """Return the stints of all rounds together."""
    return sum(plans * stints for plans, stints in rounds)


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
        look: Callable[[], bool], repeat: int = 0, work: float = 1.0,
    ) -> None:  # fmt: skip
        self.terrain, self.best, self._crew, self._look = terrain, best, crew, look
        self.favourite = best
        self.proposals = 0
        self._reaching = False
        self._rounds = rounds_of(proposals, terrain.problem.n)
        self._seed, self._repeat, self._whole, self._work = seed, repeat, proposals, work
        self._stint = max(1, proposals // stints_of(self._rounds))
        self._scale = best.standing.score

    def run(self) -> None:
        """Play all rounds, or fewer when asked to end."""
        self._played([partial(self._glance, self.best.owner)])
        field = self._first_round(*self._rounds[0])
        if self._needs_corridors(field):
            if not (fits(self.terrain) and self._negotiate()):
                self._open_corridors(field)
            return
        for number, (plans, stints) in enumerate(self._rounds[1:], 1):
            field.sort(key=self.promise)
            chosen = field[:plans]
            self._played([partial(self._reheat, plan, number, stints) for plan in chosen])
        self.favourite = min(field, key=self.promise)

    def _needs_corridors(self, field: Sequence[Best]) -> bool:
        """Whether seats stand still and no plan balances: load must come from beyond other territories."""
        problem = self.terrain.problem
        tied = problem.seats is not None and problem.contiguous
        return tied and all(plan.standing.violations for plan in field)

    def _negotiate(self) -> bool:
        """Let territories negotiate over the regions; say whether they came to an agreement."""
        market = market_of(self.terrain, self._look)
        agreed = self._crew.all(
            [
                partial(
                    negotiate, self.terrain, market, work=self._work, look=self._look,
                    seed=(self._seed, NEGOTIATION_TURN, number, self._repeat),
                )
                for number in range(NEGOTIATIONS)
            ]
        )  # fmt: skip
        self.proposals += sum(agreement.looked_at for agreement in agreed)
        owners = [agreement.owner for agreement in agreed if agreement.owner is not None]
        if not owners:
            return False
        for owner in owners:
            self.best.offer(owner)
        stage = Stage(self._whole // STRAIGHTENING, KEPT, WARM)
        found = self._played(
            [
                partial(self._anneal, owner, stage, (NEGOTIATION_TURN, number))
                for number, owner in enumerate(owners)
            ]
        )
        self.favourite = min(found, key=lambda plan: plan.standing)
        self._reaching = True
        return True

    def _open_corridors(self, field: list[Best]) -> None:
        """Let territories reach past one another, in long hot runs from the plans that promise most."""
        field.sort(key=self.promise)
        stage = Stage(self._whole, *CORRIDORS, bundle=LARGEST_BUNDLE)
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
        owner, stage = self.best.owner, Stage(round(AGAIN * self._whole), KEPT, WARM)
        if self._reaching:
            length = round(REOPENED_AGAIN * self._whole)
            stage = Stage(length, *REOPENED, bundle=LARGEST_BUNDLE)
        turn = AGAIN_TURN + attempt
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
        return self._anneal(given, stage, (GLANCE_TURN, 0))

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
        if run[1] % 2 == 0:
            stage = replace(stage, strictness=min(1.0, PASSING / self.terrain.problem.k))
        annealer = Annealer(self.terrain, owner, (self._seed, *run, self._repeat))
        proposals = annealer.run(stage, self.best, self._look)
        proposals += annealer.settle(self.best, self._look)
        return Run(Best(self.terrain.problem, annealer.owner, onward=self.best), proposals)

    def _start(self, number: int) -> Ints:
        random = np.random.default_rng([self._seed, number, self._repeat])
        cut = number % CUT_EVERY == 0 or not self.terrain.free
        draw = construct.bisection if cut else construct.power_diagram
        return repair.whole(self.terrain, draw(self.terrain, random))
