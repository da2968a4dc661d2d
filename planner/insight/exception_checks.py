"""Named accounts and families that want a look before the plan starts."""

from __future__ import annotations

from collections.abc import Iterator

from planner.insight.split_families import SplitFamily, split_families
from planner.model.accounts import rows_by_id
from planner.model.families import families_of
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.scenarios import Scenario

SHOWN = 3


def exceptions_outside_the_rules(plan: Plan) -> tuple[Issue, ...]:
    """Return what is doubtful about named accounts and families, scenario by scenario.

    Accounts named for two people, ended before plan start, or unknown; people who are not there;
    families with several owners; accounts that are each other's parents.
    """
    found: list[Issue] = []
    for scenario in plan.scenarios:
        found += _two(scenario, plan)
        found += _ended(scenario, plan)
        found += _unknown(scenario, plan)
        found += _split(scenario, plan)
    return (*found, *_loops(plan))


def _two(scenario: Scenario, plan: Plan) -> Iterator[Issue]:
    owners: dict[str, set[str]] = {}
    for exception in scenario.exceptions:
        if exception.holds_on(plan.start):
            owners.setdefault(exception.account_id, set()).add(exception.rep_id)
    for account, people in owners.items():
        if len(people) > 1:
            yield _issue(
                "account_two_owners",
                f"account {account} is an exception for {', '.join(sorted(people))} in {scenario.name}",
                "Keep one of them.",
            )


def _ended(scenario: Scenario, plan: Plan) -> Iterator[Issue]:
    ended = [one for one in scenario.exceptions if not one.holds_on(plan.start)]
    if ended:
        last = max(one.until for one in ended if one.until is not None)
        named = ", ".join(one.account_id for one in ended[:SHOWN])
        yield _issue(
            "exception_ended",
            f"{_accounts(len(ended))} in {scenario.name} {_were(len(ended))} named until a day before "
            f"plan start {plan.start.isoformat()}, the last until {last.isoformat()}: "
            f"{named}{_more(len(ended))}",
            "They follow their region and do not count apart; give a later day, or remove them.",
        )


def _unknown(scenario: Scenario, plan: Plan) -> Iterator[Issue]:
    rows, people = rows_by_id(plan.accounts), {rep.id: rep for rep in plan.reps}
    gone: dict[str, int] = {}
    for one in scenario.exceptions:
        if one.account_id not in rows:
            yield _issue(
                "exception_unknown",
                f"account {one.account_id} is named in {scenario.name}, and is not in the plan",
                "Remove it, or correct its id.",
            )
        elif one.holds_on(plan.start) and not one.is_stray:
            rep = people.get(one.rep_id)
            if rep is None or not rep.works_on(plan.start):
                gone[one.rep_id] = gone.get(one.rep_id, 0) + 1
    for rep_id, count in gone.items():
        yield _issue(
            "exception_unknown",
            f"{_accounts(count)} in {scenario.name} {_are(count)} named for {rep_id}, who is not there at "
            "plan start",
            "Name them for somebody else.",
        )


def _split(scenario: Scenario, plan: Plan) -> Iterator[Issue]:
    split = split_families(plan, scenario)
    if split:
        accounts = sum(len(one.members) for one in split)
        named = "; ".join(_family(one) for one in split[:SHOWN])
        noun = "family" if len(split) == 1 else "families"
        have = "has" if len(split) == 1 else "have"
        yield _issue(
            "family_split",
            f"{len(split)} {noun} of {_accounts(accounts)} {have} several owners in {scenario.name}: "
            f"{named}{_more(len(split))}",
            "Bring a family together under Named accounts, or leave it as it is.",
        )


def _family(family: SplitFamily) -> str:
    shares = ", ".join(f"{owner or 'nobody'} {count}" for owner, count in family.owners)
    return f"{family.name} ({shares})"


def _loops(plan: Plan) -> Iterator[Issue]:
    for loop in families_of(plan.accounts).loops:
        named = ", ".join(plan.accounts.ids[row] for row in loop[: 2 * SHOWN])
        more = f" and {len(loop) - 2 * SHOWN} more" if len(loop) > 2 * SHOWN else ""
        yield _issue(
            "family_loop",
            f"accounts {named}{more} are each other's parents",
            "They count as one family; correct parent_id so that one of them has none.",
        )


def _accounts(count: int) -> str:
    return "1 account" if count == 1 else f"{count} accounts"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _more(count: int) -> str:
    return f" and {count - SHOWN} more" if count > SHOWN else ""


def _issue(code: str, found: str, mend: str) -> Issue:
    return Issue(code, Severity.WARNING, "", found, mend)
