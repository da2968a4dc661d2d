"""Layers: one map of responsibilities, territories over regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from planner.model.territories import Territory
from planner.model.types import Bools, Floats, Ints, bools, floats, frozen_map, ints

BASE = "base"
"""Key of the layer that covers everything."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a solver proved about the layer as it stands; any edit of the layer drops it.

    Attributes
    ----------
    status : str
        optimal, feasible, infeasible or unknown (docs/architecture.md, Meanings).
    score : float
        The objective in its own unit (weight times km, or km squared).
    bound : float or None
        Proven least score of any plan under these rules; None where there is no useful one.
    gap : float or None
        (score - bound) / score.
    objective : str
        distance, inertia or disruption.
    floors : tuple of (measure, region id, deviation)
        Deviations no plan can avoid.
    stopped_by : str
        work, time or user.
    seed : int
    runtime_s : float
    versions : mapping of str to str
    certificate : str
        SHA-256 of the certificate file that proves the bound, or "".
    clash : tuple of str
        Rules that cannot all be met, in words.
    parts : tuple of (name, status, score, bound)
        What was proven of each part kept apart; they add up to the whole. Empty without parts.
    """

    status: str
    score: float
    bound: float | None
    gap: float | None
    objective: str
    floors: tuple[tuple[str, str, float], ...] = ()
    stopped_by: str = "work"
    seed: int = 0
    runtime_s: float = 0.0
    versions: Mapping[str, str] = field(default_factory=frozen_map)
    certificate: str = ""
    clash: tuple[str, ...] = ()
    parts: tuple[tuple[str, str, float, float | None], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "versions", frozen_map(self.versions))


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Territories 0..k-1 over regions 0..n-1.

    Attributes
    ----------
    key : str
        "base", or the key of an overlay; its goals stand under the same key in `Plan.goals`.
    label : str
    territories : tuple of Territory
    owner : Ints, shape (n,)
        Territory of each region or UNASSIGNED: the heart of a layer.
    locked : Bools, shape (n,)
        Regions that may not move.
    targets : Floats, shape (k, m)
        Share of each measure of the plan that each territory should hold; columns sum to 1.
    proof : Proof or None
    own_count : bool
        Whether the number of territories is the layer's own, changed by hand, and not what its goals
        ask for.
    """

    key: str
    label: str
    territories: tuple[Territory, ...]
    owner: Ints
    locked: Bools
    targets: Floats
    proof: Proof | None = None
    own_count: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "owner", ints(self.owner))
        object.__setattr__(self, "locked", bools(self.locked))
        object.__setattr__(self, "targets", floats(self.targets))
        k = len(self.territories)
        if len(self.locked) != len(self.owner):
            raise ValueError(f"{len(self.owner)} owners, {len(self.locked)} locks")
        if self.targets.ndim != 2 or len(self.targets) != k:
            raise ValueError(f"{k} territories, targets of shape {self.targets.shape}")
        if len(self.owner) and not (self.owner.min() >= -1 and self.owner.max() < k):
            raise ValueError(f"owners must lie in -1..{k - 1}")
        if len({territory.id for territory in self.territories}) != k:
            raise ValueError("territory ids must be unique in a layer")

    def index_of(self, territory_id: str) -> int:
        """Return the position of a territory; raises ValueError when there is none of that id."""
        for index, territory in enumerate(self.territories):
            if territory.id == territory_id:
                return index
        raise ValueError(f"no territory {territory_id} in layer {self.key}")

    def regions_of(self, territory: int) -> Ints:
        """Return the regions of a territory."""
        return ints(np.flatnonzero(self.owner == territory))
