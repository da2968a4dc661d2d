"""What the team page says, without Qt: figures, shortages, why there are none yet."""

from __future__ import annotations

from collections.abc import Sequence

from planner.insight.extent import Extent
from planner.insight.team_scope import ScopedTeams
from planner.model.plan import Plan
from planner.model.teams import Team
from ui.charts.capacity import SLACK, CapacityTable, capacity_table
from ui.messages import tr, tr_count
from ui.steps.scope_words import scope_words
from ui.tables.team_rows import NeedRow
from ui.widgets.figures import number
from ui.widgets.role_words import role_word

NAMED = 5


def team_figures(scoped: ScopedTeams, rows: Sequence[NeedRow]) -> tuple[tuple[str, str, str], ...]:
    """Return at most five figures: teams, people, hours needed, planned, short of those inside.

    Where all reach beyond, the hours of the people in scope stand in the place of needs.
    """
    people, hours = _people(scoped), tr("h a week")
    first = (
        (tr("Teams"), number(len(scoped.teams)), ""),
        (tr("People posted"), number(people), ""),
    )
    if scoped.across and not scoped.inside:
        posted = sum(post.hours_week for _team, post in scoped.posts)
        return (*first, (tr("Posted, {unit}", unit=hours), number(posted), ""))
    needed, planned = sum(row.needed for row in rows), sum(row.planned for row in rows)
    short = sum(row.short for row in rows)
    return (
        *first,
        (tr("Needed, {unit}", unit=hours), number(needed), ""),
        (tr("Planned, {unit}", unit=hours), number(planned), ""),
        (tr("Short, {unit}", unit=hours), number(short), "bad" if short > SLACK else "good"),
    )


def _people(scoped: ScopedTeams) -> int:
    return len({post.rep_id for _team, post in scoped.posts})


def shortage_words(rows: Sequence[NeedRow]) -> tuple[str, str, str]:
    """Return tone, headline and text that name who is short of what."""
    short = sorted((row for row in rows if row.short > SLACK), key=lambda row: -row.short)
    if not short:
        return "good", tr("Every market has the hours it needs."), ""
    named = [
        tr(
            "{market}: {hours} h a week of {role}",
            market=row.market,
            hours=number(row.short, 1),
            role=role_word(row.role).lower(),
        )
        for row in short[:NAMED]
    ]
    more = len(short) - len(named)
    text = "\n".join(named)
    if more:
        text += "\n" + tr_count(more, "and one more", "and {count} more")
    together = number(sum(row.short for row in short), 1)
    headline = tr_count(
        len(short),
        "One shortage, {hours} h a week.",
        "{count} shortages, {hours} h a week together.",
        hours=together,
    )
    return "warn", headline, text


def capacity_of(rows: Sequence[NeedRow]) -> CapacityTable:
    """Return the hours of each role in each market."""
    return capacity_table(
        [(row.market, role_word(row.role), row.needed, row.planned) for row in rows]
    )


def scope_line(plan: Plan, extent: Extent, scoped: ScopedTeams, teams: Sequence[Team]) -> str:
    """Return which of all teams are shown, and what of them reaches beyond; "" for everything."""
    if extent.is_all:
        return ""
    scope = scope_words(plan, extent.scope)
    said = [
        tr(
            "{scope}: {inside} of {all} teams, {people} of {posted} people.",
            scope=scope,
            inside=number(len(scoped.teams)),
            all=number(len(teams)),
            people=number(_people(scoped)),
            posted=number(len({post.rep_id for team in teams for post in team.posts})),
        )
        if teams
        else tr("{scope}: no teams yet.", scope=scope)
    ]
    if scoped.across:
        said.append(
            tr_count(
                scoped.across,
                "One of them reaches beyond: what it needs is not counted.",
                "{count} of them reach beyond: what they need is not counted.",
            )
        )
    said.append(tr("Teams are composed for everything."))
    return " ".join(said)


def empty_words(plan: Plan, extent: Extent, teams: Sequence[Team]) -> tuple[str, str]:
    """Return title and text where no team is shown: there are none, or none in the scope."""
    if teams:
        text = tr(
            "{scope}: no market of the teams lies there, and nobody there works in one.",
            scope=scope_words(plan, extent.scope),
        )
        return tr("No teams here"), text
    first = everything_first() if not extent.is_all else ""
    press = tr("Press Compose teams: needs come from the funnel, people from the plan.")
    return tr("No teams yet"), missing_words(plan) or first or press


def everything_first() -> str:
    """Return why teams are not composed or accepted while a part is looked at."""
    return tr("Teams are composed and accepted for everything: show everything first.")


def market_choices(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return what teams may be formed around, in words with the key of each."""
    levels = tuple(
        (tr("One team per {level}", level=level), f"parent:{level}")
        for level in plan.regions.parents
    )
    return (
        *(((tr("One team per segment"), "segment"),) if plan.segments else ()),
        *(((tr("One team per product line"), "product"),) if plan.products else ()),
        (tr("One team per territory"), "territory"),
        *levels,
    )


def missing_words(plan: Plan) -> str:
    """Return what a plan lacks for teams, or ""."""
    if not plan.reps:
        return tr("The plan has no people yet. Bring them on the Data page, under Import.")
    if plan.goals.teams is None:
        return tr("Choose what a team is formed around.")
    return ""
