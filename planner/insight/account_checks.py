"""Accounts whose ownership is wrong or doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.insight.ownership import account_owners, named_owners
from planner.language import day, tr
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.notation import number


def accounts_outside_the_rules(plan: Plan) -> tuple[Issue, ...]:
    """Return one issue for each account and thing that is doubtful about its present owner.

    Without an owner; with two; owned by somebody unknown, who has left or who leaves; in a
    language that nobody among its owner's people speaks.
    """
    reps = {str(rep.id): rep for rep in plan.reps}
    if not reps:
        return ()
    spoken = _languages(plan)
    named = named_owners(plan)
    languages = plan.accounts.column("language")
    found: list[Issue] = []
    for at, owner in enumerate(account_owners(plan, plan.today)):
        who = tr("account {id} ({name})", id=plan.accounts.ids[at], name=plan.accounts.names[at])
        found += _owned(plan, who, owner, named[at], reps)
        found += _spoken(who, languages[at].strip(), owner, spoken)
    return tuple(found)


def _owned(
    plan: Plan, who: str, owner: str, named: tuple[str, ...], reps: Mapping[str, Rep]
) -> Iterator[Issue]:
    if len(named) > 1:
        yield _issue(
            "account_two_owners",
            tr(
                "{who} has {count} owners: {named}",
                who=who,
                count=number(len(named)),
                named=", ".join(named),
            ),
            tr("Keep one of them."),
        )
    if not owner:
        yield _issue("account_without_owner", tr("{who} has no owner", who=who), tr("Give it one."))
    for rep_id in named or ((owner,) if owner else ()):
        rep = reps.get(rep_id)
        if rep is None:
            yield _issue(
                "account_owner_unknown",
                tr(
                    "{who} is owned by {rep_id}, who is not among the people",
                    who=who,
                    rep_id=rep_id,
                ),
                tr("Add this person or name another owner."),
            )
        elif rep.end is not None:
            yield _issue(
                "account_owner_leaves",
                (
                    tr(
                        "{who} is owned by {rep}, who leaves on {end}",
                        who=who,
                        rep=rep.name,
                        end=day(rep.end),
                    )
                    if rep.works_on(plan.start)
                    else tr(
                        "{who} is owned by {rep}, who left on {end}",
                        who=who,
                        rep=rep.name,
                        end=day(rep.end),
                    )
                ),
                tr("Name another owner."),
            )


def _spoken(
    who: str, language: str, owner: str, spoken: Mapping[str, frozenset[str]]
) -> Iterator[Issue]:
    known = spoken.get(owner, frozenset())
    if language and known and language.casefold() not in known:
        yield _issue(
            "account_language",
            tr(
                "{who} speaks {language}, nobody of its owner's team does",
                who=who,
                language=language,
            ),
            tr("Name an owner in a team that speaks it."),
        )


def _languages(plan: Plan) -> Mapping[str, frozenset[str]]:
    """Languages of each rep's team, in lower case.

    A team is who shares a team with the rep in the last scenario that has teams; without teams, who
    shares the manager. Nothing is known of a team in which nobody has a language.
    """
    teams = next((one.teams for one in reversed(plan.scenarios) if one.teams), ())
    groups = [{str(post.rep_id) for post in team.posts} for team in teams]
    if not groups:
        managers = {rep.manager_id for rep in plan.reps if rep.manager_id is not None}
        groups = [
            {str(rep.id) for rep in plan.reps if rep.manager_id == manager} for manager in managers
        ]
    own = {str(rep.id): {one.casefold() for one in rep.languages} for rep in plan.reps}
    found = {rep_id: set(languages) for rep_id, languages in own.items()}
    for group in groups:
        spoken = set().union(*(own.get(member, set()) for member in group))
        for member in group & set(found):
            found[member] |= spoken
    return {rep_id: frozenset(languages) for rep_id, languages in found.items()}


def _issue(code: str, found: str, mend: str) -> Issue:
    return Issue(code, Severity.WARNING, "", found, mend)
