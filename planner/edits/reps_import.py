"""People of a file put into a plan that is open: updated by rep id, added, and those that are gone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from planner.edits.likely_ids import said_of_ids
from planner.language import joined, tr, tr_count
from planner.model.issues import Issue, Severity
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.model.scenarios import Scenario
from planner.model.teams import Team
from planner.model.types import RepId, identical
from planner.model.words import REP_COLUMNS

FIELDS = {
    "rep_id": (), "rep": ("name",), "lat": ("lon_lat",), "lon": ("lon_lat",),
    "fte": ("fte", "contract_hours_week"), "contract_hours_week": ("fte", "contract_hours_week"),
}  # fmt: skip
"""Fields of a rep that a column sets, where they are called otherwise."""


def import_reps(
    plan: Plan,
    fresh: Collection[Rep],
    columns: Collection[str] = REP_COLUMNS,
    *,
    keep_vanished: bool = True,
    not_taken: Collection[str] = (),
) -> tuple[Plan, tuple[Issue, ...]]:
    """Return the plan with the people of a file, and what that did besides.

    Parameters
    ----------
    fresh : collection of Rep
    columns : collection of str
        Columns of `words.REP_COLUMNS` that the file has; people of the plan keep the others.
    keep_vanished : bool
        Whether people whom the file has not got stay. The territories of those who go are open,
        their posts and named accounts are gone.
    not_taken : collection of str
        Rep ids of rows that wait for a choice or are left out: these people stay as they are.
    """
    held = {rep.id: rep for rep in fresh}
    fields = {name for column in columns for name in FIELDS.get(column, (column,))}
    stays = [
        _updated(rep, held.get(rep.id), fields)
        for rep in plan.reps
        if keep_vanished or rep.id in held or str(rep.id) in not_taken
    ]
    known = {rep.id for rep in plan.reps}
    reps = (*stays, *(rep for rep in fresh if rep.id not in known))
    gone = known - {rep.id for rep in reps}
    reps = tuple(_without(rep, gone) for rep in reps)
    if identical(reps, plan.reps):
        return plan, ()
    scenarios = tuple(_left(scenario, gone) for scenario in plan.scenarios)
    likely = said_of_ids([rep.id for rep in plan.reps], [*held], ("person", "people"))
    return replace(plan, reps=reps, scenarios=scenarios), (*likely, *_said(plan, gone))


def _updated(rep: Rep, fresh: Rep | None, fields: set[str]) -> Rep:
    if fresh is None:
        return rep
    return replace(rep, **{name: getattr(fresh, name) for name in fields})


def _without(rep: Rep, gone: Collection[RepId]) -> Rep:
    manager = None if rep.manager_id in gone else rep.manager_id
    cover = None if rep.cover in gone else rep.cover
    if (manager, cover) == (rep.manager_id, rep.cover):
        return rep
    return replace(rep, manager_id=manager, cover=cover)


def _left(scenario: Scenario, gone: Collection[RepId]) -> Scenario:
    """Return a scenario without some people: open territories, no posts, no named accounts."""
    if not gone:
        return scenario
    layers = tuple(_opened(layer, gone) for layer in scenario.layers)
    exceptions = tuple(one for one in scenario.exceptions if one.rep_id not in gone)
    teams = tuple(_thinned(team, gone) for team in scenario.teams)
    return replace(scenario, layers=layers, exceptions=exceptions, teams=teams)


def _opened(layer: Layer, gone: Collection[RepId]) -> Layer:
    if all(territory.rep_id not in gone for territory in layer.territories):
        return layer
    territories = tuple(
        replace(territory, rep_id=None) if territory.rep_id in gone else territory
        for territory in layer.territories
    )
    return replace(layer, territories=territories)


def _thinned(team: Team, gone: Collection[RepId]) -> Team:
    posts = tuple(post for post in team.posts if post.rep_id not in gone)
    return team if len(posts) == len(team.posts) else replace(team, posts=posts)


def _said(plan: Plan, gone: Collection[RepId]) -> tuple[Issue, ...]:
    """Say what the people who go leave behind, one line a scenario."""
    issues = []
    for scenario in plan.scenarios:
        open_ = sum(t.rep_id in gone for layer in scenario.layers for t in layer.territories)
        posts = sum(post.rep_id in gone for team in scenario.teams for post in team.posts)
        named = sum(one.rep_id in gone for one in scenario.exceptions)
        counts = (
            (open_, tr_count(open_, "{count} territory", "{count} territories")),
            (posts, tr_count(posts, "{count} post", "{count} posts")),
            (named, tr_count(named, "{count} named account", "{count} named accounts")),
        )
        told = joined(text for count, text in counts if count)
        if told:
            found = tr("nobody has in {scenario} now: {told}", scenario=scenario.name, told=told)
            mend = tr("Give them to somebody else, or compose the teams again.")
            issues.append(Issue("import_effect", Severity.WARNING, "", found, mend))
    return tuple(issues)
