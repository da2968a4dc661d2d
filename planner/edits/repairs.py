"""A repair of a clash as an edit of the plan's goals, locks or tolerances."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from planner.edits.layers import count_territories
from planner.edits.locks import lock_regions, lock_territory
from planner.edits.replacing import with_goals
from planner.judge.clash import Asked, Demand, Mend, Repair
from planner.judge.rules_from_plan import WATER
from planner.model.goals import TerritoryGoals
from planner.model.layers import Layer
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.rules import Placing, TerritoryRules
from planner.model.scenarios import TODAY
from planner.model.types import ints


def apply_repair(
    plan: Plan, scenario_name: str, layer_key: str, measures: tuple[str, ...], repair: Repair
) -> Plan:
    """Return the plan whose goals give way as the repair says; the same one where it cannot.

    Parameters
    ----------
    plan : Plan
    scenario_name, layer_key : str
        Where locks are lifted.
    measures : tuple of str
        Keys of the measures by the numbers the repair uses.
    repair : Repair
    """
    goals = plan.goals.layer(layer_key)
    if repair.mend is Mend.WIDEN:
        return _widen(plan, measures, repair)
    if repair.mend is Mend.OWN_TERRITORY:
        return with_goals(plan, replace(goals, oversize="own"))
    if repair.mend is Mend.COUNT:
        return count_territories(plan, scenario_name, layer_key, round(repair.amount))
    if repair.mend is Mend.CHANGE:
        return _change(plan, goals, measures, repair)
    return _let_go(plan, scenario_name, layer_key, repair)


def _widen(plan: Plan, measures: tuple[str, ...], repair: Repair) -> Plan:
    wide = {measures[rule.measure] for rule in repair.demands if rule.measure is not None}
    changed = tuple(
        replace(measure, tolerance=max(measure.tolerance, repair.amount))
        if measure.key in wide
        else measure
        for measure in plan.measures
    )
    return plan if changed == plan.measures else replace(plan, measures=changed)


def _change(
    plan: Plan, goals: TerritoryGoals, measures: tuple[str, ...], repair: Repair
) -> Plan:  # fmt: skip
    """Change the figure of a single rule; a limit changes for every territory."""
    rule = repair.demands[0]
    if len(repair.demands) > 1:
        return plan
    if rule.asked is Asked.REACH:
        return with_goals(plan, replace(goals, rules=replace(goals.rules, reach_km=repair.amount)))
    if rule.asked not in (Asked.MINIMUM, Asked.MAXIMUM) or rule.measure is None:
        return plan
    key, least = measures[rule.measure], rule.asked is Asked.MINIMUM

    def give(measure: Measure) -> Measure:
        if measure.key != key:
            return measure
        if least:
            return replace(measure, minimum=repair.amount)
        return replace(measure, maximum=repair.amount)

    return replace(plan, measures=tuple(give(measure) for measure in plan.measures))


def _let_go(plan: Plan, scenario_name: str, layer_key: str, repair: Repair) -> Plan:
    goals = plan.goals.layer(layer_key)
    asked = {rule.asked for rule in repair.demands}
    regions = {region for rule in repair.demands for region in rule.regions}
    if asked == {Asked.LOCK}:
        rules = replace(goals.rules, held_by=_without(plan, goals.rules.held_by, regions))
        freed = with_goals(plan, replace(goals, rules=rules))
        return freed if scenario_name == TODAY else _unlock(freed, scenario_name, layer_key, repair)
    if asked == {Asked.KEPT_FROM}:
        rules = replace(goals.rules, kept_from=_without(plan, goals.rules.kept_from, regions))
        return with_goals(plan, replace(goals, rules=rules))
    if asked == {Asked.CONTIGUOUS}:
        return with_goals(plan, replace(goals, contiguous=False))
    if asked == {Asked.BARRIER}:
        return with_goals(plan, replace(goals, rules=_opened(goals.rules, repair.demands)))
    return plan


def _without(
    plan: Plan, placings: tuple[Placing, ...], regions: Collection[int]
) -> tuple[Placing, ...]:  # fmt: skip
    ids = {str(plan.regions.ids[region]) for region in regions}
    left = [
        replace(one, regions=tuple(region for region in one.regions if region not in ids))
        for one in placings
    ]
    return tuple(one for one in left if one.regions)


def _opened(rules: TerritoryRules, barriers: Collection[Demand]) -> TerritoryRules:
    names = {rule.name for rule in barriers}
    left = tuple(each for each in rules.barriers if each.name not in names)
    return replace(rules, barriers=left, ferries_only=rules.ferries_only and WATER not in names)


def _unlock(plan: Plan, scenario_name: str, layer_key: str, repair: Repair) -> Plan:
    regions = ints([region for rule in repair.demands for region in rule.regions])
    after = lock_regions(plan, scenario_name, layer_key, regions, False)
    layer: Layer = after.scenario(scenario_name).layer(layer_key)
    held = {int(t) for t in layer.owner[regions] if t >= 0 and layer.territories[t].locked}
    for territory in sorted(held):
        after = lock_territory(after, scenario_name, layer_key, territory, False)
    return after
