"""Staged annealing: penalties rise while the temperature falls; then rest on real seats."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.judge.problem import Kind
from planner.judge.verify import best_seats
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints
from solvers.territories import annealing, bundles
from solvers.territories.annealing import CENTRES, CENTRES_PLAIN, CENTROID
from solvers.territories.ground import Ground, State
from solvers.territories.labels import exchangeable, relabelled
from solvers.territories.standing import Best
from solvers.territories.terrain import TIE_BREAK, Terrain

SLICE = 100_000
"""Proposals between two looks at the stop token: 20 to 60 ms."""

BUNDLE_SLICE = 12_500
"""The same where regions move in bundles, each of which may take a flood of its territory."""

CHAINS = 0.05
"""Share of proposals that move two regions at once."""

MOVED = 0.05
"""Share of the regions whose move makes the scale of costs where only disruption counts."""

FEWEST_SLICES = 40
"""Steps of a stage at least, so that the cooling is smooth on small problems too."""

LOOK_EVERY = 8
"""Slices between two looks at whether the plan at hand is the best so far."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of annealing: lam and temperature go geometrically from first to last.

    Both are relative: lam to the cost of the plan, temperature to the mean cost of a region. With
    `bundle` up to so many regions move together where one alone would tear its territory. Exchanges
    of targets are priced at `strictness` times lam.
    """

    proposals: int
    lam: tuple[float, float] = (0.03, 20.0)
    temperature: tuple[float, float] = (10.0, 0.01)
    bundle: int = 0
    strictness: float = 1.0

    def at(self, progress: float) -> tuple[float, float]:
        """Return lam and temperature at a progress in 0..1."""
        (lam0, lam1), (hot, cold) = self.lam, self.temperature
        return lam0 * (lam1 / lam0) ** progress, hot * (cold / hot) ** progress


class Annealer:
    """One plan under improvement."""

    def __init__(self, terrain: Terrain, owner: Ints, seed: int | tuple[int, ...]) -> None:
        self.terrain = terrain
        self.ground = ground_of(terrain)
        self.state = state_of(terrain, owner, seed)
        self._exchangeable = exchangeable(terrain)
        if terrain.problem.seats is not None:
            self._sit_at(terrain.problem.seats)
        elif self.ground.mode != CENTROID:
            self._sit_at(best_seats(terrain.problem, owner))
        annealing.refresh(self.ground, self.state)
        cost, _ = annealing.energy(self.ground, self.state)
        self.scale = max(cost, _least_scale(terrain)) or 1.0

    @property
    def owner(self) -> Ints:
        """The plan at hand, shape (n,)."""
        return ints(self.state.owner.copy())

    def run(self, stage: Stage, best: Best, look: Callable[[], bool]) -> int:
        """Anneal through a stage, offering what is found; stop when `look` says so.

        Returns the number of proposals made.
        """
        most = BUNDLE_SLICE if stage.bundle else SLICE
        slices = max(FEWEST_SLICES, math.ceil(stage.proposals / most))
        size = max(1, stage.proposals // slices)
        for number in range(slices):
            lam, hot = stage.at((number + 1) / slices)
            self._slice(
                lam * self.scale, hot * self.scale / self.terrain.problem.n, size, stage.bundle
            )
            self._relabel(lam * self.scale * stage.strictness)
            last = number + 1 == slices
            if last or number % LOOK_EVERY == LOOK_EVERY - 1:
                best.offer(self.owner)
            if look():
                best.offer(self.owner)
                return (number + 1) * size
        return slices * size

    def settle(self, best: Best, look: Callable[[], bool]) -> int:
        """Go downhill only, on the seats the score is counted from, until nothing moves."""
        size = min(SLICE, 40 * self.terrain.problem.n)
        if self.terrain.free and self.ground.mode == CENTROID:
            self.ground = self.ground._replace(mode=CENTRES, rounded=_rounded(self.terrain))
        spent = 0
        for _ in range(12):
            if self.terrain.free:
                self._sit_at(best_seats(self.terrain.problem, self.owner))
            annealing.refresh(self.ground, self.state)
            made = annealing.anneal(self.ground, self.state, self.scale, 0.0, size, CHAINS)
            spent += size
            if look() or made == 0:
                break
        best.offer(self.owner)
        return spent

    def _slice(self, lam: float, temperature: float, size: int, bundle: int) -> None:
        if self.terrain.free and self.ground.mode != CENTROID:
            self._sit_at(best_seats(self.terrain.problem, self.owner))
        if bundle:
            bundles.anneal_bundles(self.ground, self.state, lam, temperature, size, bundle)
        else:
            annealing.anneal(self.ground, self.state, lam, temperature, size, CHAINS)
        annealing.refresh(self.ground, self.state)

    def _relabel(self, lam: float) -> None:
        """Let territories that are tied to nothing exchange targets where that costs less."""
        if not len(self._exchangeable):
            return
        new = relabelled(self.terrain, self._exchangeable, self.state.load, self._costs(), lam)
        if new is None:
            return
        for centre in (self.state.centre_x, self.state.centre_y):
            centre[new] = centre.copy()
        self.state.owner[:] = new[self.state.owner]
        annealing.refresh(self.ground, self.state)

    def _costs(self) -> Floats:
        """Return the travel of each territory to its centre, shape (k,), km not rounded."""
        g, s = self.ground, self.state
        square = (g.x - s.centre_x[s.owner]) ** 2 + (g.y - s.centre_y[s.owner]) ** 2
        cost = g.mass * square ** (self.terrain.power / 2)
        return floats(np.bincount(s.owner, cost, minlength=self.terrain.problem.k))

    def _sit_at(self, seats: Ints) -> None:
        held = seats != UNASSIGNED
        self.state.centre_x[held] = self.terrain.x[seats[held]]
        self.state.centre_y[held] = self.terrain.y[seats[held]]


def ground_of(terrain: Terrain) -> Ground:
    """Lay a terrain out for the loop."""
    mode = CENTRES_PLAIN if terrain.power == 1 else CENTRES
    if terrain.free and terrain.power == 2:
        mode = CENTROID
    return Ground(
        start=terrain.start, neighbours=terrain.neighbours, x=terrain.x, y=terrain.y,
        mass=terrain.mass, heat=heat_of(terrain), weights=terrain.problem.weights,
        low=terrain.low, high=terrain.high,
        inverse=terrain.inverse, importance=terrain.problem.importance, heavy=terrain.heavy,
        movable=terrain.movable, current=terrain.current, switch=terrain.switch, mode=mode,
        rounded=mode != CENTROID and _rounded(terrain), contiguous=terrain.problem.contiguous,
        rules=terrain.rules.apart() if terrain.rules.asked() else (),
    )  # fmt: skip


def heat_of(terrain: Terrain) -> Floats:
    """Return the temperature of each region relative to the mean, shape (n,).

    With one temperature for all, light regions would still boil when heavy ones are frozen, and
    borders would stay ragged. Where only disruption counts, the cost of moving is the weight.
    """
    weight = terrain.mass
    if terrain.problem.objective.kind is Kind.DISRUPTION and terrain.switch.any():
        weight = terrain.switch + TIE_BREAK * terrain.switch.mean()
    return floats(weight / weight.mean())


def _least_scale(terrain: Terrain) -> float:
    """Return the least scale of costs: where only disruption counts, the present plan costs nothing."""
    if terrain.problem.objective.kind is not Kind.DISRUPTION:
        return 0.0
    return MOVED * float(terrain.switch.sum())


def _rounded(terrain: Terrain) -> bool:
    return terrain.problem.objective.round_km


def state_of(terrain: Terrain, owner: Ints, seed: int | tuple[int, ...]) -> State:
    """Return an empty state around a plan; `annealing.refresh` fills it."""
    n, k, m = terrain.problem.n, terrain.problem.k, len(terrain.problem.measures)
    word = np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1)
    return State(
        owner=np.array(owner, np.int32), load=np.zeros((k, m)), heavy=np.zeros((k, m)),
        price=np.zeros(k), held=np.zeros(k, np.int64), mass=np.zeros(k), moment_x=np.zeros(k),
        moment_y=np.zeros(k), centre_x=np.zeros(k), centre_y=np.zeros(k),
        foreign=np.zeros(n, np.int32), border=np.zeros(n, np.int32),
        place=np.full(n, -1, np.int32), mark=np.zeros(n, np.int32),
        queue=np.zeros(n, np.int32), second=np.zeros(n, np.int32),
        counters=np.zeros(2, np.int64), random=word,
    )  # fmt: skip
