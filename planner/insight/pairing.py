"""Two scenarios beside one another: which regions differ, and whose territories that touches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.insight.extent import extent_of
from planner.insight.figures import LayerSummary
from planner.insight.scope import Scope
from planner.insight.summary import layer_summary
from planner.model.holders import holders
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints


@dataclass(frozen=True, slots=True)
class HolderChange:
    """What one rep, or one open territory, has in two scenarios.

    Attributes
    ----------
    first, second : int
        Number of the territory in each; UNASSIGNED where there is none. Of several, the first.
    code, name : str
        Of the second, or of the first where the second has none.
    rep : str
    gained, lost : int
        Regions held in the second and not in the first, and the other way round.
    loads : tuple of float
        Per measure, what the gained hold less what the lost hold.
    deviations : tuple of (float or None, float or None)
        Per measure, in the first and in the second.
    """

    first: int
    second: int
    code: str
    name: str
    rep: str
    gained: int
    lost: int
    loads: tuple[float, ...]
    deviations: tuple[tuple[float | None, float | None], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two scenarios of one layer.

    Attributes
    ----------
    first, second : LayerSummary
    owners : (Ints, Ints), shape (n,) each
    differs : Bools, shape (n,)
        Regions that somebody else holds in the second.
    changes : tuple of HolderChange
        Of everybody whose regions differ, those with most of them first.
    """

    first: LayerSummary
    second: LayerSummary
    owners: tuple[Ints, Ints]
    differs: Bools
    changes: tuple[HolderChange, ...]

    def regions_of(self, change: HolderChange) -> Ints:
        """Return the regions that a holder gains or loses."""
        held = [
            (owner == at) & (at != UNASSIGNED)
            for owner, at in zip(self.owners, (change.first, change.second), strict=True)
        ]
        return ints(np.flatnonzero(self.differs & (held[0] | held[1])))


def pair(
    plan: Plan, first: str, second: str, layer_key: str = BASE, scope: Scope | None = None
) -> Pair:
    """Compare two scenarios; raises ValueError where one is unknown or lacks the layer.

    With a scope only regions differ that are in scope in one of the two.
    """
    layers = [plan.scenario(name).layer(layer_key) for name in (first, second)]
    summaries = (layer_summary(plan, first, layer_key), layer_summary(plan, second, layer_key))
    number: dict[str, int] = {}
    for layer in layers:
        for who in holders(layer):
            number.setdefault(who, len(number))
    was, now = (_holder_of_regions(layer, number) for layer in layers)
    reach = [extent_of(plan, name, scope, layer_key).regions for name in (first, second)]
    differs = bools((was != now) & (reach[0] | reach[1]))
    came, went = (_per_holder(who[differs], plan.loads[differs], len(number)) for who in (now, was))
    gained, lost = (_counted(who[differs], len(number)) for who in (now, was))
    places = [_places(layer, number) for layer in layers]
    changes = [
        _change(plan, summaries, (places[0][at], places[1][at]), (gained[at], lost[at]),
                (came[at] - went[at]).tolist())
        for at in np.flatnonzero(np.array(gained) + np.array(lost)).tolist()
    ]  # fmt: skip
    changes.sort(key=lambda one: (-(one.gained + one.lost), one.code))
    owners = (layers[0].owner, layers[1].owner)
    return Pair(*summaries, owners, differs, tuple(changes))


def _holder_of_regions(layer: Layer, number: dict[str, int]) -> Ints:
    # The extra last entry keeps UNASSIGNED as it is.
    return ints(np.array([*(number[who] for who in holders(layer)), UNASSIGNED])[layer.owner])


def _places(layer: Layer, number: dict[str, int]) -> list[int]:
    """Return the first territory of each holder, UNASSIGNED where he has none."""
    found = [UNASSIGNED] * len(number)
    for at, who in reversed(list(enumerate(holders(layer)))):
        found[number[who]] = at
    return found


def _counted(who: Ints, count: int) -> list[int]:
    counted: list[int] = np.bincount(who + 1, minlength=count + 1)[1:].tolist()
    return counted


def _per_holder(who: Ints, loads: Floats, count: int) -> Floats:
    columns = [np.bincount(who + 1, column, count + 1)[1:] for column in loads.T]
    return floats(np.stack(columns, axis=1))


def _change(
    plan: Plan,
    summaries: tuple[LayerSummary, LayerSummary],
    at: tuple[int, int],
    regions: tuple[int, int],
    loads: list[float],
) -> HolderChange:
    summary, t = (summaries[1], at[1]) if at[1] != UNASSIGNED else (summaries[0], at[0])
    return HolderChange(
        first=at[0],
        second=at[1],
        code=summary.ids[t],
        name=summary.names[t],
        rep=summary.rep_names[t],
        gained=regions[0],
        lost=regions[1],
        loads=tuple(loads),
        deviations=tuple(
            (_off(summaries[0], at[0], a), _off(summaries[1], at[1], a))
            for a in range(len(plan.measures))
        ),
    )


def _off(summary: LayerSummary, territory: int, measure: int) -> float | None:
    return None if territory == UNASSIGNED else float(summary.deviations[territory, measure])
