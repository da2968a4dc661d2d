"""Polish: small groups of territories are divided anew by CP-SAT while all others stand still.

First what is still broken is mended: groups around each territory that breaks a band, so that first
the sum of what is beyond the bands falls, then the number of broken bands. Then groups are divided
anew for cost, at last with their seats shifted. The plan is offered as the best one whenever it
changes; the verifier decides. (Large neighbourhood search: Shaw, CP 1998; districting by dividing
neighbouring territories anew: Rios-Mercado, Lopez-Perez, Omega 41(3):525-535, 2013.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from planner.judge.verify import best_seats, loads
from planner.model.types import Ints, ints
from solvers.territories import neighbourhoods
from solvers.territories.neighbourhoods import Group
from solvers.territories.patch import Patch, patch_of
from solvers.territories.standing import Best, Standing, standing
from solvers.territories.subproblem import Aim, divide
from solvers.territories.terrain import Terrain

SECONDS = 5.0
"""Deterministic seconds of a normal effort on three thousand regions."""

GROWTH = 0.35

SHARES = {Aim.AMOUNT: 0.65, Aim.COUNT: 0.85, Aim.COST: 1.0}
"""Share of the work used up when an aim has had its turn."""

NEAR = 5
"""Regions around a seat among which it is shifted."""

RESTS = 3
"""Times a shaken group is divided around its own seats before it is judged."""

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
        look: Callable[[], bool], stop: Callable[[], bool],
    ) -> None:  # fmt: skip
        self.terrain, self.best, self.seconds = terrain, best, seconds
        self.spent = 0.0
        self._seed, self._look, self._stop = seed, look, stop
        self._aim, self._loose = Aim.AMOUNT, False
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
        for group in self._groups():
            if not self._goes_on(share):
                return False
            if self._better(group):
                better = True
                if self._aim is not Aim.COST:
                    return self._standing.violations > 0
        return better

    def _groups(self) -> Iterable[Group]:
        around = neighbourhoods.territory_neighbours(self.terrain, self._owner, self._seats)
        if self._aim is Aim.COST:
            return neighbourhoods.for_cost(around)
        load = loads(self.terrain.problem, self._owner)
        return neighbourhoods.for_mending(self.terrain, load, around)

    def _better(self, group: Group) -> bool:
        """Divide a group anew, unless that was tried since it last changed; say whether it helped."""
        key = (group, tuple(self._age[list(group.territories)].tolist()))
        if key in self._tried:
            return False
        self._tried.add(key)
        return self._divide(group, self._seats)

    def _divide(self, group: Group, seats: Ints) -> bool:
        patch = patch_of(self.terrain, self._owner, seats, group.territories)
        if patch is None:
            return False
        found = divide(
            patch, self._aim, exact=group.exact, seed=self._seed,
            seconds=min(group.seconds, self.seconds - self.spent), stop=self._stop,
        )  # fmt: skip
        self.spent += found.seconds
        return found.owner is not None and self._offer(patch, found.owner)

    def _offer(self, patch: Patch, owner: Ints) -> bool:
        if np.array_equal(owner, patch.owner) or not self._promising(patch, owner):
            return False
        whole = self._owner.copy()
        whole[patch.regions] = np.array(patch.territories)[owner]
        found = standing(self.terrain.problem, ints(whole))
        if found < self.best.standing:
            self.best.offer(ints(whole))
        if not self._ahead(found):
            return False
        self._age[np.unique([whole[whole != self._owner], self._owner[whole != self._owner]])] += 1
        self._take(ints(whole), found)
        return True

    def _promising(self, patch: Patch, owner: Ints) -> bool:
        """Whether a new division may serve the aim better; spares the verifier most of its calls."""
        if self._aim is not Aim.COST or self._loose:
            return True
        return patch.total(owner) < patch.total(patch.owner) * (1 - EQUAL)

    def _ahead(self, found: Standing) -> bool:
        """Whether a plan serves the aim better than the one at hand."""
        held = self._standing
        if self._loose:
            return found.violations <= held.violations and found.violation <= held.violation + EQUAL
        if self._aim is not Aim.AMOUNT:
            return found < held
        if abs(found.violation - held.violation) > EQUAL:
            return found.violation < held.violation
        return found.score < held.score * (1 - EQUAL)

    def _shake(self, random: np.random.Generator) -> bool:
        """Divide a group around shifted seats, then around its own; undo it if that was no gain.

        This leads out of plans that no division around their own seats makes better.
        """
        held = self._owner, self._standing, self._seats
        around = neighbourhoods.territory_neighbours(self.terrain, self._owner, self._seats)
        group = neighbourhoods.at_random(around, random)
        self._loose = True
        moved = self._divide(group, self._shifted(group, random))
        self._loose = False
        for _ in range(RESTS if moved else 0):
            if not self._goes_on(1.0) or not self._divide(group, self._seats):
                break
        self.spent += LEAST
        if self._standing < held[1]:
            return True
        self._owner, self._standing, self._seats = held
        return False

    def _shifted(self, group: Group, random: np.random.Generator) -> Ints:
        seats = self._seats.copy()
        shifted = random.permutation(list(group.territories))[: int(random.integers(1, 4))]
        for territory in shifted.tolist():
            mine = np.flatnonzero(self._owner == territory)
            seat = seats[territory]
            far = np.hypot(
                self.terrain.x[mine] - self.terrain.x[seat],
                self.terrain.y[mine] - self.terrain.y[seat],
            )
            near = mine[np.argsort(far, kind="stable")[1 : 1 + NEAR]]
            if len(near):
                seats[territory] = near[int(random.integers(len(near)))]
        return ints(seats)
