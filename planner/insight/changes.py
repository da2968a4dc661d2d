"""What differs between two plans: how views learn what to show again."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED, Ints, identical, ints

_INPUTS = (
    "regions", "accounts", "segments", "areas", "products", "measures", "loads", "reps", "goals",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class LayerChange:
    """What differs in one layer of one scenario.

    Attributes
    ----------
    scenario, layer : str
    regions : Ints
        Regions whose territory or lock differs, ascending.
    territories : Ints
        Territories that gained or lost such a region, or whose own fields or targets differ.
    proof : bool
        Whether the proof differs.
    structure : bool
        Whether the number of territories differs or the layer is new: show the layer anew.
    """

    scenario: str
    layer: str
    regions: Ints = field(default_factory=lambda: ints([]))
    territories: Ints = field(default_factory=lambda: ints([]))
    proof: bool = False
    structure: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PlanChange:
    """What differs between two plans; empty when they say the same by identity.

    Attributes
    ----------
    structure : bool
        Whether the inputs differ (regions, accounts, measures, people, goals) or the list of
        scenarios or layers does: show everything anew.
    inputs : tuple of str
        Fields of the plan that differ.
    scenarios : tuple of str
        Scenarios that are new or differ in anything, by their name after the change.
    layers : tuple of LayerChange
        Layers that differ, of scenarios that are in both plans.
    teams, quotas, exceptions : tuple of str
        Scenarios whose teams, quotas or account exceptions differ.
    """

    structure: bool = False
    inputs: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    layers: tuple[LayerChange, ...] = ()
    teams: tuple[str, ...] = ()
    quotas: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()

    @staticmethod
    def between(before: Plan, after: Plan) -> PlanChange:
        """Compare two plans; what is the same object is not looked into."""
        if before is after:
            return PlanChange()
        names = ("name", "currency", "seed", "start", *_INPUTS)
        inputs = tuple(name for name in names if _differs(before, after, name))
        old = {scenario.name: scenario for scenario in before.scenarios}
        changed = [new for new in after.scenarios if old.get(new.name) is not new]
        both = [(old[new.name], new) for new in changed if new.name in old]
        listed = [scenario.name for scenario in before.scenarios] != [
            scenario.name for scenario in after.scenarios
        ]
        relayered = any(_keys(one) != _keys(other) for one, other in both)
        return PlanChange(
            structure=listed or relayered or any(name in inputs for name in _INPUTS),
            inputs=inputs,
            scenarios=tuple(scenario.name for scenario in changed),
            layers=tuple(change for one, other in both for change in _layers(one, other)),
            teams=_where(both, "teams"),
            quotas=_where(both, "quotas"),
            exceptions=_where(both, "exceptions"),
        )

    def layer(self, scenario: str, layer: str) -> LayerChange | None:
        """Return what differs in one layer, or None."""
        for change in self.layers:
            if (change.scenario, change.layer) == (scenario, layer):
                return change
        return None

    @property
    def nothing(self) -> bool:
        """Whether no difference was found."""
        return not (self.structure or self.inputs or self.scenarios)


def _differs(before: object, after: object, name: str) -> bool:
    one, other = getattr(before, name), getattr(after, name)
    return one is not other and not identical(one, other)


def _keys(scenario: Scenario) -> list[str]:
    return [layer.key for layer in scenario.layers]


def _where(pairs: list[tuple[Scenario, Scenario]], name: str) -> tuple[str, ...]:
    return tuple(after.name for before, after in pairs if _differs(before, after, name))


def _layers(before: Scenario, after: Scenario) -> list[LayerChange]:
    old = {layer.key: layer for layer in before.layers}
    changes = []
    for layer in after.layers:
        if old.get(layer.key) is not layer:
            change = _layer(after.name, old.get(layer.key), layer)
            changes += [] if change is None else [change]
    return changes


def _layer(scenario: str, before: Layer | None, after: Layer) -> LayerChange | None:
    if before is None or len(before.owner) != len(after.owner):
        everything = ints(np.arange(len(after.owner)))
        territories = ints(np.arange(len(after.territories)))
        return LayerChange(scenario, after.key, everything, territories, True, True)
    regions = _changed_regions(before, after)
    # Another number of territories, or of measures that they should hold shares of.
    structure = before.targets.shape != after.targets.shape
    territories = (
        ints(np.arange(len(after.territories)))
        if structure
        else _changed_territories(before, after, regions)
    )
    proof = not identical(before.proof, after.proof)
    if not (len(regions) or len(territories) or proof or before.label != after.label):
        return None
    return LayerChange(scenario, after.key, regions, territories, proof, structure)


def _changed_regions(before: Layer, after: Layer) -> Ints:
    differs = np.zeros(len(after.owner), np.bool_)
    if before.owner is not after.owner:
        differs |= before.owner != after.owner
    if before.locked is not after.locked:
        differs |= before.locked != after.locked
    return ints(np.flatnonzero(differs))


def _changed_territories(before: Layer, after: Layer, regions: Ints) -> Ints:
    moved = np.concatenate([before.owner[regions], after.owner[regions]])
    touched = {int(t) for t in np.unique(moved)} - {UNASSIGNED}
    if before.territories is not after.territories:
        pairs = zip(before.territories, after.territories, strict=True)
        touched |= {at for at, (one, other) in enumerate(pairs) if one != other}
    if before.targets is not after.targets:
        differs = before.targets != after.targets
        touched |= {int(t) for t in np.flatnonzero(differs.any(axis=1))}
    return ints(sorted(touched))
