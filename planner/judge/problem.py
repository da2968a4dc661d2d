"""The territory problem and its answer: what a solver is given and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from planner.judge.clash import Clash
from planner.judge.run_log import RunLog
from planner.model.types import UNASSIGNED, Floats, Ints, floats, frozen_map, ints

if TYPE_CHECKING:
    from planner.judge.certificate import Certificate


class Kind(StrEnum):
    """What is minimised once every rule is met."""

    INERTIA = "inertia"  # weight times squared km to the seat (free seats: the best region)
    DISTANCE = "distance"  # weight times km to the seat
    DISRUPTION = "disruption"  # switch cost of the regions that leave their current territory


class Status(StrEnum):
    """How an answer stands."""

    OPTIMAL = "optimal"  # all rules met and nothing is better
    FEASIBLE = "feasible"  # all rules met
    INFEASIBLE = "infeasible"  # proven that the rules cannot all be met
    UNKNOWN = "unknown"  # rules not met, not proven impossible


class StoppedBy(StrEnum):
    """Why a solver ended."""

    WORK = "work"
    TIME = "time"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Objective:
    """What is minimised: a kind, the measure that weighs, and whether km are rounded to integers."""

    kind: Kind = Kind.INERTIA
    measure: int = 0
    round_km: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Barrier:
    """Neighbours that may not be used to connect a territory: a river, a range, a border.

    Attributes
    ----------
    name : str
    edges : Ints, shape (b, 2)
        Pairs of regions; `Problem.edges` does not hold them.
    """

    name: str
    edges: Ints

    def __post_init__(self) -> None:
        object.__setattr__(self, "edges", ints(np.reshape(self.edges, (-1, 2))))


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Assign n regions to k territories under hard rules (docs/mathematics.md).

    Every field after `xy_km` has a default that means "not asked".

    Attributes
    ----------
    name : str
    measures : tuple of str
        m names.
    weights : Floats, shape (n, m)
        Value of each measure in each region, >= 0.
    targets : Floats, shape (k, m)
        Share of the total of each measure; columns sum to 1.
    tolerance : Floats, shape (m,)
        Fractions of the target.
    edges : Ints, shape (e, 2)
        Neighbours, island links among them.
    xy_km : Floats, shape (n, 2)
    seats : Ints of shape (k,) or None
        Region each territory is served from; None leaves them free.
    locks : Ints, shape (n,)
        Territory each region must be in, or UNASSIGNED where it may go anywhere.
    current : Ints of shape (n,) or None
        Present territory of each region, UNASSIGNED where it has none.
    switch_cost : Floats of shape (n,) or None
        Added to the objective, in its unit, for each region that leaves its current territory.
    island_links : Ints, shape (l, 2)
        Those edges that are no shared border.
    contiguous : bool
    objective : Objective
    importance : Floats, shape (m,)
        Multiplies the violation of a measure when the bands cannot all be met, nothing else.
    part_of_region : Ints, shape (n,)
        Regions may only be in territories of the same part (a country, say); all 0: nothing kept apart.
    part_of_territory : Ints, shape (k,)
    minimum, maximum : Floats, shape (k, m)
        Least and greatest load in absolute figures, beside the band; 0 and infinite where not asked.
    ideal, ideal_price : Floats, shape (m,)
        A deviation beyond `ideal` (a fraction) costs `ideal_price` per 100 %, added to the score.
    kept_from : Ints, shape (p, 2)
        Pairs of a region and a territory it may not be in.
    reach_km : Floats, shape (k,)
        Largest km from a region to the seat of its territory; infinite where not asked.
    together : Ints, shape (n,)
        Regions with one label >= 0 stay in one territory; UNASSIGNED where a region is on its own.
    most_handed_over, most_taken_over : Floats, shape (k, m)
        Largest load that leaves a territory, or comes to it, against `current`; infinite where not
        asked. Regions without a present territory do not count as taken over.
    most_moved : float
        Largest sum of `switch_cost` over the regions that leave their present territory.
    besides : Floats, shape (k, m)
        Load that a territory holds besides its regions (key accounts by name).
    barriers : tuple of Barrier
        Neighbours left out of `edges`, by name.
    """

    name: str
    measures: tuple[str, ...]
    weights: Floats
    targets: Floats
    tolerance: Floats
    edges: Ints
    xy_km: Floats
    seats: Ints | None = None
    locks: Ints = field(default_factory=lambda: ints([]))
    current: Ints | None = None
    switch_cost: Floats | None = None
    island_links: Ints = field(default_factory=lambda: ints(np.empty((0, 2))))
    contiguous: bool = True
    objective: Objective = Objective()
    importance: Floats = field(default_factory=lambda: floats([]))
    part_of_region: Ints = field(default_factory=lambda: ints([]))
    part_of_territory: Ints = field(default_factory=lambda: ints([]))
    minimum: Floats = field(default_factory=lambda: floats([]))
    maximum: Floats = field(default_factory=lambda: floats([]))
    ideal: Floats = field(default_factory=lambda: floats([]))
    ideal_price: Floats = field(default_factory=lambda: floats([]))
    kept_from: Ints = field(default_factory=lambda: ints(np.empty((0, 2))))
    reach_km: Floats = field(default_factory=lambda: floats([]))
    together: Ints = field(default_factory=lambda: ints([]))
    most_handed_over: Floats = field(default_factory=lambda: floats([]))
    most_taken_over: Floats = field(default_factory=lambda: floats([]))
    most_moved: float = np.inf
    besides: Floats = field(default_factory=lambda: floats([]))
    barriers: tuple[Barrier, ...] = ()

    def __post_init__(self) -> None:
        def put(name: str, value: Floats | Ints | None) -> None:
            object.__setattr__(self, name, value)

        put("weights", floats(self.weights))
        put("targets", floats(self.targets))
        put("tolerance", floats(self.tolerance))
        put("xy_km", floats(self.xy_km))
        put("edges", ints(np.reshape(self.edges, (-1, 2))))
        put("island_links", ints(np.reshape(self.island_links, (-1, 2))))
        n, k, m = self.n, self.k, len(self.measures)
        put("locks", ints(self.locks) if len(self.locks) else ints(np.full(n, UNASSIGNED)))
        put("importance", floats(self.importance) if len(self.importance) else floats(np.ones(m)))
        for name, size in (("part_of_region", n), ("part_of_territory", k)):
            value = getattr(self, name)
            put(name, ints(value) if len(value) else ints(np.zeros(size)))
        for name in ("seats", "current"):
            value = getattr(self, name)
            put(name, None if value is None else ints(value))
        put("switch_cost", None if self.switch_cost is None else floats(self.switch_cost))
        put("kept_from", ints(np.reshape(self.kept_from, (-1, 2))))
        put("together", ints(self.together) if len(self.together) else ints(np.full(n, UNASSIGNED)))
        unasked = _unasked(k, m)
        for name, default in unasked.items():
            value = getattr(self, name)
            put(name, floats(value) if np.size(value) else default)
        shapes = {
            "weights": (self.weights.shape, (n, m)), "targets": (self.targets.shape, (k, m)),
            "tolerance": (self.tolerance.shape, (m,)), "xy_km": (self.xy_km.shape, (n, 2)),
            "locks": (self.locks.shape, (n,)), "importance": (self.importance.shape, (m,)),
            "part_of_region": (self.part_of_region.shape, (n,)),
            "part_of_territory": (self.part_of_territory.shape, (k,)),
            "together": (self.together.shape, (n,)),
        } | {name: (getattr(self, name).shape, unasked[name].shape) for name in unasked}  # fmt: skip
        wrong = {name: found for name, (found, wanted) in shapes.items() if found != wanted}
        if wrong:
            raise ValueError(f"n={n}, k={k}, m={m}, but {wrong}")

    @property
    def n(self) -> int:
        """Number of regions."""
        return len(self.weights)

    @property
    def k(self) -> int:
        """Number of territories."""
        return len(self.targets)

    @property
    def total(self) -> Floats:
        """Sum of each measure over all regions and what lies besides them, shape (m,)."""
        return floats(self.weights.sum(axis=0) + self.besides.sum(axis=0))

    @property
    def wanted(self) -> Floats:
        """Target of each territory in the measure's own unit, shape (k, m)."""
        return floats(self.targets * self.total)


def _unasked(k: int, m: int) -> dict[str, Floats]:
    """Return the values of the rules with figures that mean "not asked"."""
    nothing, anything = floats(np.zeros((k, m))), floats(np.full((k, m), np.inf))
    return {
        "minimum": nothing, "maximum": anything, "besides": nothing,
        "ideal": floats(np.zeros(m)), "ideal_price": floats(np.zeros(m)),
        "reach_km": floats(np.full(k, np.inf)),
        "most_handed_over": anything, "most_taken_over": anything,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Floor:
    """A deviation that no plan under these rules can avoid, and why.

    Attributes
    ----------
    measure : str
    deviation : float
        Least deviation, a fraction of the target.
    territory, region : int or None
        Where it lies; the region is one that outweighs any territory.
    """

    measure: str
    deviation: float
    territory: int | None = None
    region: int | None = None


@dataclass(frozen=True, slots=True)
class PartStanding:
    """What was proven of one part kept apart.

    Attributes
    ----------
    part : int
        As in `Problem.part_of_territory`.
    status : Status
    score : float
    bound : float or None
    """

    part: int
    status: Status
    score: float
    bound: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """An answer with its proof.

    Attributes
    ----------
    status : Status
    owner : Ints of shape (n,) or None
        None where no plan was found.
    score : float or None
        Objective in its own unit, violations never folded in.
    bound : float or None
        Proven least objective of any plan under the rules; None where there is no useful one.
    floors : tuple of Floor
    clash : tuple of Clash
        Rules that cannot all be met, of each part that has such; also when that is not proven.
    stopped_by : StoppedBy
    seed : int
    work : float
        Work done, in the solver's own unit (the same for the same problem, options and seed).
    runtime_s : float
    versions : mapping of str to str
    parts : tuple of PartStanding
        Where parts are kept apart; their scores and bounds add up.
    certificate : Certificate or None
        The multipliers that prove the bound; None where there is no bound.
    run_log : RunLog
        What happened during the solve; empty where none was kept.
    """

    status: Status
    owner: Ints | None
    score: float | None = None
    bound: float | None = None
    floors: tuple[Floor, ...] = ()
    clash: tuple[Clash, ...] = ()
    stopped_by: StoppedBy = StoppedBy.WORK
    seed: int = 0
    work: float = 0.0
    runtime_s: float = 0.0
    versions: Mapping[str, str] = field(default_factory=frozen_map)
    certificate: Certificate | None = None
    parts: tuple[PartStanding, ...] = ()
    run_log: RunLog = field(default_factory=RunLog)

    def __post_init__(self) -> None:
        object.__setattr__(self, "owner", None if self.owner is None else ints(self.owner))
        object.__setattr__(self, "versions", frozen_map(self.versions))

    @property
    def gap(self) -> float | None:
        """(score - bound) / score; None where there is no bound or no plan; 0 at score 0."""
        if self.score is None or self.bound is None:
            return None
        return max(0.0, (self.score - self.bound) / self.score) if self.score > 0 else 0.0
