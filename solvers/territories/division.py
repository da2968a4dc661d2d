"""A group of territories divided anew within a plan, apart from whoever divides other groups of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.model.types import Ints, ints
from solvers.territories.neighbourhoods import Group
from solvers.territories.patch import Patch, patch_of
from solvers.territories.subproblem import Aim, divide
from solvers.territories.terrain import Terrain


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """What came of dividing a group anew, and the deterministic seconds it took.

    Attributes
    ----------
    patch : Patch or None
        None where nothing in the group may move.
    owner : Ints of shape (r,) or None
        By number within the group; None where nothing else was found.
    seconds : float
    """

    patch: Patch | None
    owner: Ints | None
    seconds: float

    @property
    def cheaper(self) -> bool:
        """Whether the division costs less than the one at hand, from the seats it was made for."""
        if self.patch is None or self.owner is None:
            return False
        if self.patch.terrain.rules.ideal:
            return True  # the patch does not know; the verifier will say
        return self.patch.total(self.owner) < self.patch.total(self.patch.owner) * (1 - 1e-9)

    def within(self, plan: Ints) -> Ints:
        """Return a plan, shape (n,), with the group divided so; whoever calls knows there is one."""
        assert self.patch is not None
        assert self.owner is not None
        whole = plan.copy()
        whole[self.patch.regions] = np.array(self.patch.territories)[self.owner]
        return ints(whole)


def divided(
    terrain: Terrain, owner: Ints, seats: Ints, group: Group, aim: Aim,
    *, seed: int, seconds: float, stop: Callable[[], bool],
) -> Division:  # fmt: skip
    """Divide a group of a plan anew around the seats; it depends on nothing but its arguments."""
    patch = patch_of(terrain, owner, seats, group.territories)
    if patch is None:
        return Division(None, None, 0.0)
    found = divide(
        patch, aim, exact=group.exact, seed=seed, seconds=min(group.seconds, seconds), stop=stop
    )
    same = found.owner is None or np.array_equal(found.owner, patch.owner)
    return Division(patch, None if same else found.owner, found.seconds)
