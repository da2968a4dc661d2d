"""People and posts that need attention before the plan starts."""

from __future__ import annotations

from collections.abc import Iterator

from planner.insight.covers import Trouble, chain_of_covers, cover_trouble
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
                    f"{rep.name} ({rep.id}) reports to {rep.manager_id}, who is not among the people",
                    "Add this person or name another manager.",
                )
            )
    return (*found, *_homeless(plan))


def _cover(plan: Plan, rep: Rep) -> Iterator[Issue]:
    trouble = cover_trouble(plan, rep)
    if trouble is Trouble.NONE:
        return
    who = f"{'vacancy' if rep.vacancy else 'leaver'} {rep.name} ({rep.id})"
    if trouble is Trouble.NOBODY:
        yield _issue(
            "vacancy_without_cover",
            f"{who} has no cover until somebody starts",
            "Name who looks after it.",
        )
    elif trouble is Trouble.UNKNOWN:
        yield _issue(
            "cover_unknown",
            f"{who} is covered by {rep.cover}, who is not among the people",
            "Name somebody else.",
        )
    elif trouble is Trouble.LOOP:
        chain = " covered by ".join(one.name for one in chain_of_covers(plan, rep))
        yield _issue(
            "cover_loop",
            f"{who} is covered in a circle: {chain}",
            "Name somebody who is there.",
        )
    else:
        yield _issue("cover_absent", f"{who} {_absence(plan, rep)}", "Name somebody else.")


def _absence(plan: Plan, rep: Rep) -> str:
    """Return who covers and why he is not there."""
    cover = plan.rep(rep.cover or "")
    if cover.vacancy:
        return f"is covered by {cover.name} ({cover.id}), which is a vacancy too"
    if cover.start is not None and cover.works_on(plan.start):
        return f"is covered by {cover.name} ({cover.id}), who starts on {cover.start.isoformat()}"
    last = "" if cover.end is None else f" (leaves {cover.end.isoformat()})"
    return f"is covered by {cover.name} ({cover.id}), who is not there at plan start{last}"


def _homeless(plan: Plan) -> Iterator[Issue]:
    """Tell who has no home although territories are served from homes."""
    roles = {goals.one_per for goals in plan.goals.layers if goals.seats == "homes"}
    for rep in plan.reps:
        if rep.role in roles and rep.works_on(plan.start) and rep.lon_lat is None:
            yield _issue(
                "home_missing",
                f"{rep.name} ({rep.id}) has no home",
                "The territory gets the home base that shortens travel most; give lat and lon to choose.",
            )


def _issue(code: str, found: str, mend: str) -> Issue:
    return Issue(code, Severity.WARNING, "", found, mend)
