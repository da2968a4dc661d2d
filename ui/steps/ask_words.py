"""What the ask says before anything is asked, without Qt: the plan's rules, and what may move."""

from __future__ import annotations

import numpy as np

from planner.insight.extent import Extent
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from planner.model.types import UNASSIGNED, Ints, ints
from ui.messages import tr, tr_count
from ui.panels.ask_panel import AskFacts, Range
from ui.steps.layer_words import neighbours_of
from ui.steps.scenario_names import next_scenario_name
from ui.steps.scope_words import scope_words

NAMED = 4
"""Territories named one by one; more are counted."""


def ask_facts(
    plan: Plan, extent: Extent, layer: Layer, selected: Ints, territory: int | None = None
) -> AskFacts:
    """Return what the plan already says about an ask, `selected` regions or a territory in mind.

    Counts what is locked in the extent; nothing outside it may move.
    """
    goals = plan.goals.layer(layer.key)
    theirs = [layer.territories[t] for t in extent.territories.tolist()]
    named = "" if extent.is_all else scope_words(plan, extent.scope)
    return AskFacts(
        rules=tuple((measure.label, measure.tolerance) for measure in plan.measures),
        territories=_wanted(plan, layer),
        contiguous=goals.contiguous,
        seats=goals.seats,
        locked_regions=int((layer.locked & extent.regions).sum()),
        locked_territories=sum(one.locked for one in theirs),
        keep=goals.disruption_weight,
        noun=plan.regions.called,
        new_scenario=next_scenario_name(plan) if extent.scenario == TODAY else "",
        ranges=within_extent(ranges(plan, layer, selected, territory), extent),
        planned=bool((layer.owner != UNASSIGNED).any()),
        scope=extent.scope,
        scope_words=named,
        in_scope=len(theirs),
        most=len(plan.regions),
    )


def within_extent(found: tuple[Range, ...], extent: Extent) -> tuple[Range, ...]:
    """Return the ranges of which nothing lies outside; one that reaches out cannot be said in its words."""
    theirs = set(extent.territories.tolist())
    return tuple(
        one
        for one in found
        if extent.regions[one.regions].all()
        and (one.territories is None or set(one.territories.tolist()) <= theirs)
    )


def ranges(plan: Plan, layer: Layer, selected: Ints, territory: int | None) -> tuple[Range, ...]:
    """Return what may be all that moves: the selected regions, their territories and neighbours."""
    made: list[Range] = []
    if len(selected):
        one, many = plan.regions.called
        words = tr_count(
            len(selected), "Only the selected {noun}", "Only the {count} selected {noun}",
            noun=one if len(selected) == 1 else many,
        )  # fmt: skip
        made.append(Range(words, selected))
    here = [territory] if territory is not None else _owners(layer, selected)
    if len(here) > 1:
        made.append(Range(_these(layer, here), _held(layer, here), ints(here)))
    elif here and here[0] < len(layer.territories):
        beside = [*neighbours_of(plan, layer, layer.regions_of(here[0]))]
        if beside:
            code = layer.territories[here[0]].id
            words = tr_count(
                len(beside), "Only {code} and its neighbour", "Only {code} and its {count} neighbours",
                code=code,
            )  # fmt: skip
            them = sorted([here[0], *beside])
            made.append(Range(words, _held(layer, them), ints(them)))
    return tuple(made)


def _owners(layer: Layer, selected: Ints) -> list[int]:
    owners = np.unique(layer.owner[selected])
    return [int(t) for t in owners if t != UNASSIGNED]


def _held(layer: Layer, territories: list[int]) -> Ints:
    return ints(np.flatnonzero(np.isin(layer.owner, territories)))


def _these(layer: Layer, territories: list[int]) -> str:
    if len(territories) > NAMED:
        return tr("Only these {count} territories", count=len(territories))
    codes = ", ".join(layer.territories[t].id for t in territories)
    return tr("Only the territories {codes}", codes=codes)


def _wanted(plan: Plan, layer: Layer) -> int:
    goals = plan.goals.layer(layer.key)
    if goals.count is not None:
        return goals.count
    of_role = [rep for rep in plan.reps if rep.role == goals.one_per and rep.works_on(plan.start)]
    return len(of_role) or len(layer.territories)
