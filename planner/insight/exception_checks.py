"""Named accounts and families that want a look before the plan starts."""

from __future__ import annotations

from collections.abc import Iterator

from planner.insight.split_families import SplitFamily, split_families
from planner.language import day, some_of, tr, tr_count
from planner.model.accounts import rows_by_id
from planner.model.families import families_of
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.scenario_words import scenario_said
from planner.model.scenarios import Scenario
from planner.notation import number

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
                tr(
                    "account {account} is an exception for {people} in {scenario}",
                    account=account,
                    people=", ".join(sorted(people)),
                    scenario=scenario_said(scenario.name),
                ),
                tr("Keep one of them."),
            )


def _ended(scenario: Scenario, plan: Plan) -> Iterator[Issue]:
    ended = [one for one in scenario.exceptions if not one.holds_on(plan.start)]
    if ended:
        last = max(one.until for one in ended if one.until is not None)
        named = some_of([one.account_id for one in ended], SHOWN)
        yield _issue(
            "exception_ended",
            tr_count(
                len(ended),
                "{count} account in {scenario} was named until a day before plan start {start}, "
                "{last}: {named}",
                "{count} accounts in {scenario} were named until a day before plan start {start}, "
                "the last until {last}: {named}",
                scenario=scenario_said(scenario.name),
                start=day(plan.start),
                last=day(last),
                named=named,
            ),
            tr(
                "They follow their region and do not count apart; give a later day, or remove them."
            ),
        )


def _unknown(scenario: Scenario, plan: Plan) -> Iterator[Issue]:
    rows, people = rows_by_id(plan.accounts), {rep.id: rep for rep in plan.reps}
    gone: dict[str, int] = {}
    for one in scenario.exceptions:
        if one.account_id not in rows:
            yield _issue(
                "exception_unknown",
                tr(
                    "account {account_id} is named in {scenario}, and is not in the plan",
                    account_id=one.account_id,
                    scenario=scenario_said(scenario.name),
                ),
                tr("Remove it, or correct its id."),
            )
        elif one.holds_on(plan.start) and not one.is_stray:
            rep = people.get(one.rep_id)
            if rep is None or not rep.works_on(plan.start):
                gone[one.rep_id] = gone.get(one.rep_id, 0) + 1
    for rep_id, count in gone.items():
        yield _issue(
            "exception_unknown",
            tr_count(
                count,
                "{count} account in {scenario} is named for {rep_id}, who is not there at plan start",
                "{count} accounts in {scenario} are named for {rep_id}, who is not there at plan start",
                scenario=scenario_said(scenario.name),
                rep_id=rep_id,
            ),
            tr("Name them for somebody else."),
        )


def _split(scenario: Scenario, plan: Plan) -> Iterator[Issue]:
    split = split_families(plan, scenario)
    if split:
        accounts = sum(len(one.members) for one in split)
        named = some_of([_family(one) for one in split], SHOWN)
        yield _issue(
            "family_split",
            tr_count(
                len(split),
                "{count} family of {accounts} accounts has several owners in {scenario}: {named}",
                "{count} families of {accounts} accounts have several owners in {scenario}: {named}",
                accounts=number(accounts),
                scenario=scenario_said(scenario.name),
                named=named,
            ),
            tr("Bring a family together under Named accounts, or leave it as it is."),
        )


def _family(family: SplitFamily) -> str:
    shares = ", ".join(f"{owner or tr('nobody')} {count}" for owner, count in family.owners)
    return f"{family.name} ({shares})"


def _loops(plan: Plan) -> Iterator[Issue]:
    for loop in families_of(plan.accounts).loops:
        named = some_of([plan.accounts.ids[row] for row in loop], 2 * SHOWN)
        yield _issue(
            "family_loop",
            tr("accounts {named} are each other's parents", named=named),
            tr("They count as one family; correct parent_id so that one of them has none."),
        )


def _issue(code: str, found: str, mend: str) -> Issue:
    return Issue(code, Severity.WARNING, "", found, mend)
