"""How far a scope reaches in one layer: its regions, its territories, its sums, and its name in text."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.insight.figures import LayerSummary
from planner.insight.scope import (
    Scope,
    ScopeKind,
    parent_names,
    people_under,
    regions_in_scope,
    territories_in_scope,
)
from planner.insight.summary import moved_regions
from planner.language import some_of, tr
from planner.model.layers import BASE
from planner.model.plan import Plan
from planner.model.travel import travel_weight
from planner.model.types import UNASSIGNED, Bools, Ints, floats

PEOPLE, LAYER, ALL = "people", "layer", "all"


@dataclass(frozen=True, slots=True, eq=False)
class Extent:
    """What of a scenario is looked at or exported.

    Attributes
    ----------
    scenario, layer : str
    scope : Scope
    regions : Bools, shape (n,)
    territories : Ints
        In scope, by number.
    people : frozenset of str
        Rep ids in scope: of the territories in scope, or a manager's people.
    """

    scenario: str
    layer: str
    scope: Scope
    regions: Bools
    territories: Ints
    people: frozenset[str]

    @property
    def is_all(self) -> bool:
        """Whether nothing of the layer is left out."""
        return self.scope.kind is ScopeKind.ALL

    @property
    def text(self) -> str:
        """The scope as it is typed: all, country:NL, people:R01, with ,layer:KEY beside the base layer."""
        parts = [scope_text(self.scope)]
        if self.layer != BASE:
            parts = [*(part for part in parts if part != ALL), f"{LAYER}:{self.layer}"]
        return ",".join(parts)


def extent_of(
    plan: Plan, scenario_name: str, scope: Scope | None = None, layer_key: str = BASE
) -> Extent:
    """Return how far a scope reaches; raises ValueError for an unknown scenario or layer."""
    asked = scope or Scope()
    layer = plan.scenario(scenario_name).layer(layer_key)
    territories = territories_in_scope(plan, asked, scenario_name, layer_key)
    people = {str(layer.territories[t].rep_id or "") for t in territories.tolist()} - {""}
    if asked.kind is ScopeKind.PEOPLE:
        people |= people_under(plan, asked.value)
    if asked.kind is ScopeKind.ALL:
        people = {str(rep.id) for rep in plan.reps}
    return Extent(
        scenario=scenario_name,
        layer=layer_key,
        scope=asked,
        regions=regions_in_scope(plan, asked, scenario_name, layer_key),
        territories=territories,
        people=frozenset(people),
    )


def territories_across(plan: Plan, extent: Extent) -> tuple[str, ...]:
    """Return the ids of the territories in scope that also hold regions outside."""
    layer = plan.scenario(extent.scenario).layer(extent.layer)
    reaching = set(np.unique(layer.owner[~extent.regions]).tolist())
    return tuple(str(layer.territories[t].id) for t in extent.territories.tolist() if t in reaching)


def narrowed(plan: Plan, summary: LayerSummary, extent: Extent) -> LayerSummary:
    """Return the summary of the territories in scope alone, its sums those of the scope.

    Territory t of the answer is `extent.territories[t]`. A territory that a country shares with
    another counts whole: its figures are those of the territory. Regions, unassigned and moved ones
    count inside the scope only.
    """
    if extent.is_all:
        return summary
    t = extent.territories
    layer = plan.scenario(summary.scenario).layer(summary.layer)
    inside, weight = extent.regions, travel_weight(plan)
    open_ = inside & (layer.owner == UNASSIGNED)
    moved = inside & moved_regions(plan, layer)
    held = np.bincount(layer.owner + 1, weight, len(summary.ids) + 1)[1:][t]
    known = np.isfinite(summary.travel_km[t])
    total = float(held[known].sum())
    km = (
        float((held * np.nan_to_num(summary.travel_km[t]))[known].sum()) / total
        if total
        else np.nan
    )

    def only(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(texts[at] for at in t.tolist())

    return replace(
        summary,
        ids=only(summary.ids),
        names=only(summary.names),
        rep_ids=only(summary.rep_ids),
        rep_names=only(summary.rep_names),
        parts=only(summary.parts),
        locked=summary.locked[t],
        regions=summary.regions[t],
        accounts=summary.accounts[t],
        pieces=summary.pieces[t],
        loads=summary.loads[t],
        targets=summary.targets[t],
        deviations=summary.deviations[t],
        within=summary.within[t],
        seats=summary.seats[t],
        travel_km=summary.travel_km[t],
        moved_in=summary.moved_in[t],
        moved_out=summary.moved_out[t],
        loads_in=summary.loads_in[t],
        loads_out=summary.loads_out[t],
        unassigned=int(open_.sum()),
        unassigned_loads=floats(plan.loads[open_].sum(axis=0)),
        moved=int(moved.sum()),
        moved_loads=floats(plan.loads[moved].sum(axis=0)),
        mean_travel_km=km,
    )


def scope_text(scope: Scope) -> str:
    """Return a scope as it is typed on the command line."""
    if scope.kind is ScopeKind.PARENT:
        return f"{scope.level}:{scope.value}"
    return f"{PEOPLE}:{scope.value}" if scope.kind is ScopeKind.PEOPLE else ALL


def scope_from_text(plan: Plan, scenario_name: str, text: str) -> tuple[Scope, str]:
    """Return the scope and the layer that a text asks for: all, country:NL, people:REP, layer:KEY.

    A scope and a layer may stand together with a comma between. Raises ValueError that names what
    there is.
    """
    scope, layer_key = Scope(), BASE
    for part in (each.strip() for each in text.split(",")):
        kind, _, value = part.partition(":")
        if part == ALL:
            continue
        if kind == LAYER:
            keys = [layer.key for layer in plan.scenario(scenario_name).layers]
            layer_key = _known(value, keys, tr("layer"))
        elif kind == PEOPLE:
            leaders = [str(rep.id) for rep in plan.reps]
            scope = Scope(ScopeKind.PEOPLE, _known(value, leaders, tr("person")))
        else:
            level = _known(kind, list(plan.regions.parents), tr("level"))
            name = _known(value, parent_names(plan, level), level)
            scope = Scope(ScopeKind.PARENT, name, level)
    return scope, layer_key


def _known(asked: str, there_are: list[str], what: str) -> str:
    if asked not in there_are:
        some = some_of(there_are, 12) or tr("none")
        raise ValueError(
            tr("no {what} {asked}; there are {some}", what=what, asked=repr(asked), some=some)
        )
    return asked
