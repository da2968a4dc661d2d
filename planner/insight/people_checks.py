"""People and posts that need attention before the plan starts."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.reps import Rep


def people_outside_the_rules(plan: Plan) -> tuple[Issue, ...]:
    """Return vacancies and leavers that nobody covers, unknown managers, homes that are missing."""
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
    if not rep.vacancy and rep.cover is None:
        return
    what = "vacancy" if rep.vacancy else "leaver"
    cover = next((one for one in plan.reps if one.id == rep.cover), None)
    if rep.cover is None:
        yield _issue(
            "vacancy_without_cover",
            f"vacancy {rep.name} ({rep.id}) has no cover until somebody starts",
            "Name who looks after it.",
        )
    elif cover is None or cover.vacancy or not cover.works_on(plan.start):
        why = "is not among the people" if cover is None else "is not there at plan start"
        yield _issue(
            "cover_unknown",
            f"{what} {rep.name} ({rep.id}) is covered by {rep.cover}, who {why}",
            "Name somebody else.",
        )


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
