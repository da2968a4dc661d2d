"""Goals that cannot be met and territories that need attention."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from planner.insight.shape_reasons import ragged_territories
from planner.language import day, some_of, tr
from planner.model.goals import TerritoryGoals
from planner.model.issues import Issue, Severity
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.scenario_words import scenario_said
from planner.model.scenarios import TODAY
from planner.model.territories import Territory
from planner.model.types import UNASSIGNED, TerritoryId
from planner.notation import deviation, number, percent
from planner.sales.slots import Slot, slots
from planner.sales.targets import size_territories

NAMED = 5
"""Regions named in one line; the rest are counted."""


def goals_outside_the_rules(plan: Plan) -> tuple[Issue, ...]:
    """Return goals that no plan can meet, and the regions too large for a territory."""
    found: list[Issue] = []
    if not (plan.loads.sum(axis=0) > 0).any():
        found.append(
            _issue(
                "nothing_to_balance",
                tr("no measure is above 0 anywhere"),
                tr("Give a measure that the regions or accounts have figures for."),
                Severity.ERROR,
            )
        )
    for goals in plan.goals.layers:
        found += _goals(plan, goals)
    return tuple(found)


def layers_outside_the_rules(
    plan: Plan, stop: Callable[[], bool] = lambda: False
) -> tuple[Issue, ...]:
    """Return regions without territory, territories whose rep leaves, and ragged ones, in every scenario.

    When `stop`, asked at every territory, says so, no further shapes are looked at.
    """
    found: list[Issue] = []
    for scenario in plan.scenarios:
        for layer in scenario.layers:
            found += _unassigned(plan, scenario.name, layer)
            found += _leavers(plan, scenario.name, layer)
            found += _ragged(plan, scenario.name, layer, stop)
    return tuple(found)


def _goals(plan: Plan, goals: TerritoryGoals) -> Iterator[Issue]:
    try:
        wanted = slots(plan, goals)
    except ValueError as error:
        mend = tr("Change count or apart.")
        yield _issue("parts_not_covered", str(error), mend, Severity.ERROR)
        return
    if not wanted:
        yield _issue(
            "territories_unknown",
            tr(
                "layer {key} asks for one territory per {one_per}, but nobody has that role",
                key=goals.key,
                one_per=goals.one_per,
            ),
            tr("Give count, or people with that role."),
            Severity.ERROR,
        )
    elif len(wanted) > len(plan.regions):
        yield _issue(
            "more_territories_than_regions",
            tr(
                "{count} territories for {regions} {noun}",
                count=number(len(wanted)),
                regions=number(len(plan.regions)),
                noun=plan.regions.called[1],
            ),
            tr("Ask for at most {count}.", count=number(len(plan.regions))),
            Severity.ERROR,
        )
    else:
        yield from _oversize(plan, goals, wanted)


def _oversize(plan: Plan, goals: TerritoryGoals, wanted: tuple[Slot, ...]) -> Iterator[Issue]:
    """Tell of each region that outweighs the largest territory it may be in, with its floor."""
    territories = [
        Territory(
            TerritoryId(str(at)), "", None if slot.rep is None else slot.rep.id, part=slot.part
        )
        for at, slot in enumerate(wanted)
    ]
    sized = size_territories(plan, goals, territories)
    wanted_loads = sized.targets * plan.loads.sum(axis=0)
    parents = plan.regions.parents.get(goals.apart, ("",) * len(plan.regions))
    parts = np.array([territory.part for territory in territories], dtype=object)
    shared = sized.own == UNASSIGNED
    largest = {part: wanted_loads[shared & (parts == part)].max(axis=0) for part in set(parts)}
    limit = np.stack([largest[part] for part in parents]) if goals.apart else largest[""]
    over = plan.loads / np.where(limit > 0, limit, np.inf) - 1.0
    tolerance = np.array([measure.tolerance for measure in plan.measures])
    beyond = np.where(over > tolerance + 1e-9, over, -np.inf)
    for region in np.flatnonzero(np.isfinite(beyond).any(axis=1)):
        a = int(np.argmax(beyond[region]))
        own = bool((sized.own == region).any())
        yield _oversize_issue(plan, goals, int(region), a, float(over[region, a]), own=own)


def _oversize_issue(
    plan: Plan, goals: TerritoryGoals, region: int, measure: int, floor: float, *, own: bool
) -> Issue:
    layer = "" if goals.key == BASE else f"{goals.label}: "
    name, what = plan.regions.names[region], plan.measures[measure].label
    found = tr(
        "{layer}{name} ({id}) alone holds {floor} more {what} than the largest territory should",
        layer=layer,
        name=name,
        id=plan.regions.ids[region],
        floor=percent(floor, 0),
        what=what,
    )
    if own:
        mend = tr("It gets a territory of its own.")
        return _issue("region_oversize", found, mend, Severity.NOTE)
    low = deviation(floor, 0)
    mend = (
        tr(
            'No plan can bring its territory under {low}; set oversize = "own" to give it its own.',
            low=low,
        )
        if goals.oversize == "report"
        else tr("No plan can bring its territory under {low}; ask for more.", low=low)
    )
    return _issue("region_oversize", found, mend)


def _unassigned(plan: Plan, scenario: str, layer: Layer) -> Iterator[Issue]:
    regions = np.flatnonzero(layer.owner == UNASSIGNED)
    if not len(regions) or (scenario == TODAY and len(regions) == len(layer.owner)):
        return
    names = some_of([plan.regions.names[at] for at in regions[:NAMED]], NAMED, len(regions))
    noun = plan.regions.called[len(regions) != 1]
    yield _issue(
        "regions_unassigned",
        tr(
            "{scenario}: {count} {noun} without territory: {names}",
            scenario=scenario_said(scenario),
            count=number(len(regions)),
            noun=noun,
            names=names,
        ),
        tr("Propose territories, or assign them."),
        Severity.NOTE if scenario == TODAY else Severity.WARNING,
    )


def _leavers(plan: Plan, scenario: str, layer: Layer) -> Iterator[Issue]:
    reps = {rep.id: rep for rep in plan.reps}
    for territory in layer.territories:
        rep = None if territory.rep_id is None else reps.get(territory.rep_id)
        if territory.rep_id is not None and rep is None:
            yield _issue(
                "territory_owner_unknown",
                tr(
                    "{scenario}: territory {territory_id} belongs to {rep_id}, who is not "
                    "among the people",
                    scenario=scenario_said(scenario),
                    territory_id=territory.id,
                    rep_id=territory.rep_id,
                ),
                tr("Name another rep."),
            )
        elif rep is not None and rep.end is not None:
            cover = (
                tr("{cover} covers.", cover=rep.cover)
                if rep.cover
                else tr("Name a rep or a cover.")
            )
            said = {
                "scenario": scenario_said(scenario),
                "id": territory.id,
                "rep": rep.name,
                "end": day(rep.end),
            }
            yield _issue(
                "territory_owner_leaves",
                (
                    tr("{scenario}: territory {id} belongs to {rep}, who leaves on {end}", **said)
                    if rep.works_on(plan.start)
                    else tr(
                        "{scenario}: territory {id} belongs to {rep}, who left on {end}", **said
                    )
                ),
                cover,
            )


def _ragged(plan: Plan, scenario: str, layer: Layer, stop: Callable[[], bool]) -> Iterator[Issue]:
    for ragged in ragged_territories(plan, scenario, layer.key, stop=stop):
        territory = layer.territories[ragged.territory]
        yield _issue(
            "territory_ragged",
            tr(
                "{scenario}: territory {territory_id} holds {share} of the land in its "
                "convex hull: {what}",
                scenario=scenario_said(scenario),
                territory_id=territory.id,
                share=number(ragged.share, 2),
                what=ragged.text,
            ),
            tr("Look at it on the map."),
            Severity.NOTE if ragged.reasons else Severity.WARNING,
        )


def _issue(code: str, found: str, mend: str, severity: Severity = Severity.WARNING) -> Issue:
    return Issue(code, severity, "", found, mend)
