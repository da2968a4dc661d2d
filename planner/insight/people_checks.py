"""People and posts that need attention before the plan starts."""

from __future__ import annotations

from collections.abc import Iterator

from planner.insight.covers import Trouble, chain_of_covers, cover_trouble
from planner.language import day, tr
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.reps import Rep


def people_outside_the_rules(plan: Plan) -> tuple[Issue, ...]:
    """Return vacancies and leavers that nobody there covers, unknown managers, homes that are missing."""
    found: list[Issue] = []
    for rep in plan.reps:
        found += _cover(plan, rep)
        if rep.manager_id is not None and rep.manager_id not in {one.id for one in plan.reps}:
            found.append(
                _issue(
                    "manager_unknown",
                    tr(
                        "{rep} ({rep_id}) reports to {manager_id}, who is not among the people",
                        rep=rep.name,
                        rep_id=rep.id,
                        manager_id=rep.manager_id,
                    ),
                    tr("Add this person or name another manager."),
                )
            )
    return (*found, *_homeless(plan))


def _cover(plan: Plan, rep: Rep) -> Iterator[Issue]:
    trouble = cover_trouble(plan, rep)
    if trouble is Trouble.NONE:
        return
    named = {"rep": rep.name, "id": rep.id}
    who = tr("vacancy {rep} ({id})", **named) if rep.vacancy else tr("leaver {rep} ({id})", **named)
    if trouble is Trouble.NOBODY:
        yield _issue(
            "vacancy_without_cover",
            tr("{who} has no cover until somebody starts", who=who),
            tr("Name who looks after it."),
        )
    elif trouble is Trouble.UNKNOWN:
        yield _issue(
            "cover_unknown",
            tr(
                "{who} is covered by {cover}, who is not among the people", who=who, cover=rep.cover
            ),
            tr("Name somebody else."),
        )
    elif trouble is Trouble.LOOP:
        chain = " → ".join(one.name for one in chain_of_covers(plan, rep))
        yield _issue(
            "cover_loop",
            tr("{who} is covered in a circle: {chain}", who=who, chain=chain),
            tr("Name somebody who is there."),
        )
    else:
        yield _issue("cover_absent", _absence(plan, rep, who), tr("Name somebody else."))


def _absence(plan: Plan, rep: Rep, who: str) -> str:
    """Return who covers and why he is not there."""
    cover = plan.rep(rep.cover or "")
    if cover.vacancy:
        return tr(
            "{who} is covered by {cover} ({cover_id}), which is a vacancy too",
            who=who,
            cover=cover.name,
            cover_id=cover.id,
        )
    if cover.start is not None and cover.works_on(plan.start):
        return tr(
            "{who} is covered by {cover} ({cover_id}), who starts on {start}",
            who=who,
            cover=cover.name,
            cover_id=cover.id,
            start=day(cover.start),
        )
    if cover.end is None:
        return tr(
            "{who} is covered by {cover} ({cover_id}), who is not there at plan start",
            who=who, cover=cover.name, cover_id=cover.id,
        )  # fmt: skip
    return tr(
        "{who} is covered by {cover} ({cover_id}), who is not there at plan start (leaves {end})",
        who=who, cover=cover.name, cover_id=cover.id, end=day(cover.end),
    )  # fmt: skip


def _homeless(plan: Plan) -> Iterator[Issue]:
    """Tell who has no home although territories are served from homes."""
    roles = {goals.one_per for goals in plan.goals.layers if goals.seats == "homes"}
    for rep in plan.reps:
        if rep.role in roles and rep.works_on(plan.start) and rep.lon_lat is None:
            yield _issue(
                "home_missing",
                tr("{rep} ({rep_id}) has no home", rep=rep.name, rep_id=rep.id),
                tr(
                    "The territory gets the home base that shortens travel most; give lat "
                    "and lon to choose."
                ),
            )


def _issue(code: str, found: str, mend: str) -> Issue:
    return Issue(code, Severity.WARNING, "", found, mend)
