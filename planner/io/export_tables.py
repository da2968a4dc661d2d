"""The rows of the exported tables: regions, territories, reps, teams, quotas."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from planner.insight.extent import Extent
from planner.insight.summary import layer_summary
from planner.io.safe_csv import Cell
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.model.scenarios import Scenario
from planner.model.territories import Territory
from planner.model.types import UNASSIGNED, RepId
from planner.model.words import (
    REGIONS_COLUMNS,
    TERRITORIES_COLUMNS,
    TERRITORIES_COLUMNS_AFTER,
)
from planner.sales.norms import Norms, norms_from
from planner.sales.quota import rep_quotas
from planner.sales.workload import BLOCK_HOURS, block_hours, capacity_hours_week

Row = tuple[Cell, ...]


def regions_columns(plan: Plan) -> tuple[str, ...]:
    """Return the header of regions.csv."""
    return (*REGIONS_COLUMNS, *(measure.key for measure in plan.measures))


def region_rows(plan: Plan, layer: Layer, extent: Extent) -> Iterator[Row]:
    """Yield one row a region of the extent, in the order of the map."""
    names = {rep.id: rep.name for rep in plan.reps}
    for region, at in enumerate(layer.owner.tolist()):
        if not extent.regions[region]:
            continue
        owner = _owner(layer.territories[at], names) if at != UNASSIGNED else ("", "", "", "")
        head = (str(plan.regions.ids[region]), plan.regions.names[region])
        yield (*head, *owner, *plan.loads[region].tolist())


def territories_columns(plan: Plan) -> tuple[str, ...]:
    """Return the header of territories.csv."""
    measures = [
        name
        for measure in plan.measures
        for name in (measure.key, f"{measure.key}_target", f"{measure.key}_deviation")
    ]
    return (*TERRITORIES_COLUMNS, *measures, *TERRITORIES_COLUMNS_AFTER)


def territory_rows(plan: Plan, scenario: Scenario, layer: Layer, extent: Extent) -> Iterator[Row]:
    """Yield one row a territory of the extent."""
    summary = layer_summary(plan, scenario.name, layer.key)
    for row in (summary.row(t) for t in extent.territories.tolist()):
        figures = [
            figure
            for figures in zip(row.loads, row.targets, row.deviations, strict=True)
            for figure in figures
        ]
        team = team_of(scenario, row.id, row.rep_id)
        head = (row.id, row.name, row.rep_id, row.rep, team, row.regions, row.accounts)
        after = (row.pieces == 1, row.travel_km, row.moved_in, row.moved_out)
        yield (*head, *figures, *after)


def team_of(scenario: Scenario, territory_id: str, rep_id: str) -> str:
    """Return the team of a territory: the one that serves it as its market, else its rep's."""
    for team in scenario.teams:
        if team.market == territory_id:
            return team.label
    for team in scenario.teams:
        if rep_id and any(post.rep_id == rep_id for post in team.posts):
            return team.label
    return ""


def rep_rows(plan: Plan, scenario: Scenario, extent: Extent) -> Iterator[Row]:
    """Yield one row a rep of the extent: what he owns, can do and is planned for.

    Hours are those of the norms of his own role.
    """
    norms = norms_from(plan.goals.teams.norms if plan.goals.teams else {})
    quotas: Mapping[str, int] = rep_quotas(plan, scenario.quotas)
    owns: dict[str, list[str]] = {}
    for layer in scenario.layers:
        for territory in layer.territories:
            if territory.rep_id is not None:
                name = str(territory.id)
                name = name if layer.key == BASE else f"{layer.key}:{name}"
                owns.setdefault(territory.rep_id, []).append(name)
    for rep in plan.reps:
        if str(rep.id) not in extent.people:
            continue
        held = owns.get(rep.id, [])
        planned = planned_hours_week(rep, plan, scenario, norms) if scenario.teams else None
        capacity = capacity_hours_week(rep, plan.start, norms)
        head = (str(rep.id), rep.name, rep.role, rep.fte, ";".join(held))
        yield (*head, capacity, planned, quotas.get(rep.id))


def planned_hours_week(rep: Rep, plan: Plan, scenario: Scenario, norms: Norms) -> float:
    """Return the hours of a rep's posts, in the hours of his own role's norms.

    Posts are in the hours of their role, gross or net; both are turned into contract hours and then
    into the hours that his capacity is in, so that the two can be compared.
    """
    contract = sum(
        post.hours_week / _hundredths(block_hours(rep, post.role, plan.start, norms)) * BLOCK_HOURS
        for team in scenario.teams
        for post in team.posts
        if post.rep_id == rep.id
    )
    share = capacity_hours_week(rep, plan.start, norms) / rep.contract_hours_week
    return contract * share


def _hundredths(hours: float) -> float:
    """Return hours rounded down to hundredths, as posts are planned (`planner.judge.team_problem`)."""
    return math.floor(hours * 100 + 1e-6) / 100


def team_rows(plan: Plan, scenario: Scenario) -> Iterator[Row]:
    """Yield one row a post."""
    names = {rep.id: rep.name for rep in plan.reps}
    for team in scenario.teams:
        for post in team.posts:
            who = (str(post.rep_id), names.get(post.rep_id, ""))
            yield (team.label, team.market, post.role, *who, post.hours_week)


def quota_rows(scenario: Scenario) -> Iterator[Row]:
    """Yield one row a node of the quota tree."""
    for node in scenario.quotas:
        figures = (node.quota, node.over_assignment_amount)
        yield (node.node, node.parent, node.level, node.name, *figures)


def _owner(territory: Territory, names: Mapping[RepId, str]) -> tuple[str, str, str, str]:
    if territory.rep_id is None:
        return str(territory.id), territory.name, "", ""
    name = names.get(territory.rep_id, "")
    return str(territory.id), territory.name, str(territory.rep_id), name
