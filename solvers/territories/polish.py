"""Polish: small groups of territories are divided anew by CP-SAT while all others stand still.

First what is still broken is mended: groups around each territory that breaks a band, so that first
the sum of what is beyond the bands falls, then the number of broken bands. Then groups are divided
anew for cost, at last with their seats shifted. The plan is offered as the best one whenever it
changes; the verifier decides. Groups that share no territory are divided side by side and merged in
their order, so that the outcome is the same on one thread and on several. (Large neighbourhood
search: Shaw, CP 1998; districting by dividing neighbouring territories anew: Rios-Mercado,
Lopez-Perez, Omega 41(3):525-535, 2013.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np

from planner.judge.verify import best_seats, loads
from planner.model.types import Ints, floats, ints
from solvers.crew import Crew
from solvers.territories import neighbourhoods
from solvers.territories.division import Division, divided
from solvers.territories.neighbourhoods import Group
from solvers.territories.rule_groups import for_rules
from solvers.territories.shake import Shaken, apart, shaken
from solvers.territories.standing import Best, Standing, standing
from solvers.territories.subproblem import Aim
from solvers.territories.terrain import Terrain

SECONDS = 5.0
"""Deterministic seconds of a normal effort on three thousand regions."""

GROWTH = 0.35

SHARES = {Aim.AMOUNT: 0.65, Aim.COUNT: 0.85, Aim.COST: 1.0}
"""Share of the work used up when an aim has had its turn."""

BATCH = 4
"""Groups without a common territory that are divided at once, all from the plan at hand."""

LEAST = 1e-3
"""Deterministic seconds counted for an attempt at least, so that every search ends."""

EQUAL = 1e-9
"""Violations closer than this are equal."""


def seconds_for(terrain: Terrain, work: float) -> float:
    """Return the deterministic seconds to spend; work 100 grows slowly with the size, up to a point.

    Few territories have few borders: under eight it shrinks with their number.
    """
    size = float(np.power(terrain.problem.n / 3000, GROWTH))
    few = min(1.0, terrain.problem.k / 8)
    return SECONDS * work / 100 * min(max(size, 0.2), 1.5) * few


class Polisher:
    """Polishes the best plan of one part.

    Attributes
    ----------
    spent : float
        Deterministic seconds used.
    """

    def __init__(
        self, terrain: Terrain, best: Best, *, seed: int, seconds: float,
        look: Callable[[], bool], stop: Callable[[], bool], crew: Crew | None = None,
    ) -> None:  # fmt: skip
        self.terrain, self.best, self.seconds = terrain, best, seconds
        self.spent = 0.0
        self._seed, self._look, self._stop = seed, look, stop
        self._crew = Crew(1, look) if crew is None else crew
        self._aim = Aim.AMOUNT
        self._start()

    def run(self) -> float:
        """Mend, then lower the cost, until the work is used up; return the seconds used."""
        for aim, share in SHARES.items():
            if aim is not Aim.COST and not self.best.standing.violations:
                continue
            self._aim = aim
            self._start()
            while self._goes_on(share) and self._pass(share):
                pass
        random = np.random.default_rng([self._seed, 2])
        while self.terrain.free and self._goes_on(1.0):
            if self._shake(random):
                while self._goes_on(1.0) and self._pass(1.0):
                    pass
        return self.spent

    def _start(self) -> None:
        """Begin again from the best plan."""
        self._tried: set[tuple[object, ...]] = set()
        self._age = np.zeros(self.terrain.problem.k, np.int64)
        self._take(self.best.owner, self.best.standing)

    def _take(self, owner: Ints, found: Standing) -> None:
        self._owner, self._standing = owner, found
        self._seats = best_seats(self.terrain.problem, owner)

    def _goes_on(self, share: float) -> bool:
        return self.spent < self.seconds * share and not self._look()

    def _pass(self, share: float) -> bool:
        """Go through the groups of the plan at hand; say whether to go through them again."""
        better = False
        for batch in self._batches():
            if not self._goes_on(share):
                return False
            if self._divide(batch):
                better = True
                if self._aim is not Aim.COST:
                    return self._standing.violations > 0
        return better

    def _batches(self) -> Iterator[list[Group]]:
        """Cut the groups, in their order, into batches that have no territory in common."""
        waiting = list(self._groups())
        while waiting:
            batch: list[Group] = []
            taken: set[int] = set()
            later: list[Group] = []
            for at, group in enumerate(waiting):
                if len(batch) == BATCH:
                    later += waiting[at:]
                    break
                if not taken.isdisjoint(group.territories):
                    later.append(group)
                elif self._new(group):
                    batch.append(group)
                    taken.update(group.territories)
            waiting = later
            if batch:
                yield batch

    def _groups(self) -> Iterable[Group]:
        around = neighbourhoods.territory_neighbours(self.terrain, self._owner, self._seats)
        if self._aim is Aim.COST:
            return neighbourhoods.for_cost(around)
        load = floats(loads(self.terrain.problem, self._owner) - self.terrain.problem.besides)
        groups = neighbourhoods.for_mending(self.terrain, load, around)
        return groups + for_rules(self.terrain, self._owner, around)

    def _new(self, group: Group) -> bool:
        """Whether a group was not tried since it last changed; from now on it was."""
        key = (group, tuple(self._age[list(group.territories)].tolist()))
        if key in self._tried:
            return False
        self._tried.add(key)
        return True

    def _divide(self, batch: list[Group]) -> bool:
        """Divide groups that share no territory anew, side by side; say whether it helped."""
        divisions = self._crew.all(
            [
                partial(
                    divided, self.terrain, self._owner, self._seats, group, self._aim,
                    seed=self._seed, seconds=self.seconds - self.spent, stop=self._stop,
                )
                for group in batch
            ]
        )  # fmt: skip
        self.spent += sum(division.seconds for division in divisions)
        helped = [self._offer(division) for division in divisions]
        return any(helped)

    def _offer(self, division: Division) -> bool:
        if division.owner is None or (self._aim is Aim.COST and not division.cheaper):
            return False
        whole = division.within(self._owner)
        found = standing(self.terrain.problem, whole)
        if found < self.best.standing:
            self.best.offer(whole)
        if not self._ahead(found):
            return False
        self._changed_to(whole, found)
        return True

    def _changed_to(self, whole: Ints, found: Standing) -> None:
        changed = whole != self._owner
        self._age[np.unique([whole[changed], self._owner[changed]])] += 1
        self._take(whole, found)

    def _ahead(self, found: Standing) -> bool:
        """Whether a plan serves the aim better than the one at hand."""
        held = self._standing
        if self._aim is not Aim.AMOUNT:
            return found < held
        if abs(found.violation - held.violation) > EQUAL:
            return found.violation < held.violation
        return found.score < held.score * (1 - EQUAL)

    def _shake(self, random: np.random.Generator) -> bool:
        """Shake groups that share no territory, side by side; say whether it helped."""
        around = neighbourhoods.territory_neighbours(self.terrain, self._owner, self._seats)
        runs = [
            partial(
                shaken, self.terrain, self._owner, self._standing, group,
                np.random.default_rng(random.integers(2**32)),
                seed=self._seed, seconds=self.seconds - self.spent, stop=self._stop,
            )
            for group in apart(around, random, BATCH)
        ]  # fmt: skip
        outcomes = self._crew.all(runs)
        self.spent += sum(LEAST + outcome.seconds for outcome in outcomes)
        helped = [self._keep(outcome) for outcome in outcomes]
        return any(helped)

    def _keep(self, outcome: Shaken) -> bool:
        if outcome.owner is None:
            return False
        mine = np.isin(self._owner, outcome.group.territories)
        whole = ints(np.where(mine, outcome.owner, self._owner))
        found = standing(self.terrain.problem, whole)
        if not found < self._standing:
            return False
        self.best.offer(whole)
        self._changed_to(whole, found)
        return True
