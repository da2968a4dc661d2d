"""What the team page says, without Qt: figures, shortages, why there are none yet."""

from __future__ import annotations

from collections.abc import Sequence

from planner.model.plan import Plan
from planner.model.teams import Team
from ui.charts.capacity import SLACK, CapacityTable, capacity_table
from ui.messages import tr, tr_count
from ui.tables.team_rows import NeedRow
from ui.widgets.figures import number
from ui.widgets.role_words import role_word

NAMED = 5


def team_figures(
    teams: Sequence[Team], rows: Sequence[NeedRow]
) -> tuple[tuple[str, str, str], ...]:
    """Return at most five figures: markets, people, hours needed, planned, short."""
    people = {post.rep_id for team in teams for post in team.posts}
    needed, planned = sum(row.needed for row in rows), sum(row.planned for row in rows)
    short = sum(row.short for row in rows)
    hours = tr("h a week")
    return (
        (tr("Teams"), number(len(teams)), ""),
        (tr("People posted"), number(len(people)), ""),
        (tr("Needed, {unit}", unit=hours), number(needed), ""),
        (tr("Planned, {unit}", unit=hours), number(planned), ""),
        (tr("Short, {unit}", unit=hours), number(short), "bad" if short > SLACK else "good"),
    )


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


def missing_words(plan: Plan) -> str:
    """Return what a plan lacks for teams, or ""."""
    if not plan.reps:
        return tr("The plan has no people. Add a file of reps under [reps] in plan.toml.")
    if plan.goals.teams is None:
        return tr("The plan says no markets. Add [teams] with markets to plan.toml.")
    return ""
