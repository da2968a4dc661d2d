"""What the page of named accounts says, without Qt: figures, rows, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.insight.covers import Trouble, Vacancy
from planner.insight.exception_sums import ExceptionSums, Protected, accounts_in_scope
from planner.insight.money import Money, money_of
from planner.insight.ownership import account_owners
from planner.insight.scope import Scope
from planner.insight.split_families import SplitFamily
from planner.model.accounts import rows_by_id
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED
from planner.sales.key_accounts import values_of_accounts
from ui.messages import tr, tr_count
from ui.tables.exception_rows import ExceptionRow, FamilyRow, StrayRow, SumRow
from ui.widgets.figures import Scale, number, percent, quantity, scale_of

NAMED_OWNERS = 4


@dataclass(frozen=True, slots=True)
class Worth:
    """How money of accounts is written on the page: a scale, and the header of its columns, also short."""

    scale: Scale
    header: str
    short: str


def worth_of(plan: Plan, peak: float) -> Worth:
    """Return how sums up to `peak` are written."""
    money = money_of(plan)
    scale = scale_of(peak, plan.currency)
    header = tr("{what}, {unit}", what=money_word(money), unit=scale.unit)
    return Worth(scale, header, tr("Money, {unit}", unit=scale.unit))


def money_word(money: Money) -> str:
    """Return what the money of accounts is called."""
    return {
        "revenue_last_year": tr("Revenue last year"),
        "potential": tr("Potential"),
        "open_pipeline": tr("Open pipeline"),
    }.get(money.column, tr("Money"))


def rule_figures(plan: Plan, sums: ExceptionSums) -> tuple[tuple[str, str, str], ...]:
    """Return the five figures over the page."""
    total, ended = sums.total, len(sums.ended)
    money = quantity(total.money, plan.currency) if money_of(plan).column else ""
    if money and total.accounts:
        money = tr("{money}, {share} of all", money=money, share=percent(sums.share, 1))
    askers = sum(bool(one.key) for one in sums.per_asker)
    return (
        (tr("Named accounts"), number(total.accounts), ""),
        (money_word(money_of(plan)), money or tr("not known"), ""),
        (tr("People who keep them"), number(len(sums.per_rep)), ""),
        (tr("People who asked"), number(askers), ""),
        (tr("Ended before the plan starts"), number(ended), "warn" if ended else ""),
    )


def sum_sentence(plan: Plan, sums: ExceptionSums) -> str:
    """Return the one sentence that matters: whose request protects most, else what is missing."""
    asked = [one for one in sums.per_asker if one.key]
    if asked:
        most = asked[0]
        if money_of(plan).column:
            return tr_count(
                most.accounts,
                "1 account, {money}, is kept on request of {who}.",
                "{count} accounts, {money}, are kept on request of {who}.",
                money=quantity(most.money, plan.currency),
                who=most.key,
            )
        return tr_count(
            most.accounts,
            "1 account is kept on request of {who}.",
            "{count} accounts are kept on request of {who}.",
            who=most.key,
        )
    if sums.total.accounts and not sums.total.without_reason:
        return tr("Nobody is noted as the one who asked; each account has a reason.")
    if sums.total.accounts:
        return tr_count(
            sums.total.without_reason,
            "Nobody is noted as the one who asked; 1 account has no reason.",
            "Nobody is noted as the one who asked; {count} accounts have no reason.",
        )
    return ""


def balance_words(plan: Plan, sums: ExceptionSums) -> str:
    """Return what naming does to the balance: which measures follow the named accounts, which cannot."""
    if not len(plan.accounts):
        return ""
    moved = values_of_accounts(plan).max(axis=0, initial=0.0).tolist()
    still = [one.label for one, moves in zip(plan.measures, moved, strict=True) if not moves]
    out = sums.total.not_counted
    words = []
    if out:
        words.append(
            tr_count(
                out,
                "1 of them counts in no territory.",
                "{count} of them count in no territory.",
            )
        )
    if still:
        words.append(
            tr(
                "{measures} comes from regions, not from accounts, and stays where it lies.",
                measures=", ".join(still),
            )
        )
    return " ".join(words)


def exception_rows(
    plan: Plan, scenario: Scenario, scope: Scope | None = None
) -> tuple[ExceptionRow, ...]:
    """Return one row for each named account in scope, most money first."""
    inside, rows = accounts_in_scope(plan, scenario, scope), rows_by_id(plan.accounts)
    worth = money_of(plan).values
    people = {str(rep.id): rep.name for rep in plan.reps}
    served = {str(one.rep_id) for one in scenario.base.territories}
    found = []
    for one in scenario.exceptions:
        at = rows.get(one.account_id)
        if one.is_stray or at is None or not inside[at]:
            continue
        found.append(
            ExceptionRow(
                account_id=str(one.account_id),
                account=plan.accounts.names[at],
                region=region_name(plan, at),
                rep_id=str(one.rep_id),
                rep=people.get(str(one.rep_id), str(one.rep_id)),
                reason=one.reason,
                asked_by=one.asked_by,
                until=one.until,
                counts=one.counts,
                money=float(worth[at]),
                ended=not one.holds_on(plan.start),
                homeless=str(one.rep_id) not in served,
            )
        )
    return tuple(sorted(found, key=lambda row: (-row.money, row.account, row.account_id)))


def region_name(plan: Plan, row: int) -> str:
    """Return the name of the region an account lies in, "" outside all."""
    region = int(plan.accounts.region[row])
    return "" if region == UNASSIGNED else plan.regions.names[region]


def sum_rows(plan: Plan, sums: ExceptionSums, parts: Sequence[Protected]) -> tuple[SumRow, ...]:
    """Return one row for each person or asker; shares are of the money, of accounts where there is none."""
    people = {str(rep.id): rep.name for rep in plan.reps}
    total = sums.total
    by_money = total.money > 0
    return tuple(
        SumRow(
            name=people.get(one.key, one.key) or tr("not noted"),
            accounts=one.accounts,
            money=one.money,
            share=one.money / total.money if by_money else one.accounts / total.accounts,
            until=one.until,
            without_reason=one.without_reason,
        )
        for one in parts
    )


def stray_rows(plan: Plan, scenario: Scenario, scope: Scope | None = None) -> tuple[StrayRow, ...]:
    """Return the strays of Today in scope, most money first, and what the scenario does with each."""
    inside, rows = accounts_in_scope(plan, plan.today, scope), rows_by_id(plan.accounts)
    worth = money_of(plan).values
    people = {str(rep.id): rep.name for rep in plan.reps}
    held = {} if scenario is plan.today else scenario.held_on(plan.start)
    found = []
    for one in plan.today.exceptions:
        at = rows.get(one.account_id)
        if not one.is_stray or at is None or not inside[at]:
            continue
        kept = held.get(one.account_id)
        named = people.get(str(kept.rep_id), str(kept.rep_id)) if kept else ""
        found.append(
            StrayRow(
                account_id=str(one.account_id),
                account=plan.accounts.names[at],
                region=region_name(plan, at),
                owner=people.get(str(one.rep_id), str(one.rep_id)),
                region_owner=_holder(plan, at),
                money=float(worth[at]),
                named=named,
            )
        )
    return tuple(sorted(found, key=lambda row: (-row.money, row.account)))


def stray_words(plan: Plan, rows: Sequence[StrayRow], scenario: Scenario) -> str:
    """Return how many strays there are and what the scenario does with them."""
    if not rows:
        return ""
    money = sum(row.money for row in rows)
    worth = quantity(money, plan.currency) if money_of(plan).column else ""
    told = tr_count(len(rows), "1 account", "{count} accounts")
    told = tr("{accounts}, {money}", accounts=told, money=worth) if worth else told
    if scenario is plan.today:
        return told
    kept = sum(bool(row.named) for row in rows)
    return tr(
        "{accounts}; {kept} kept, {left} follow their {region}",
        accounts=told,
        kept=number(kept),
        left=number(len(rows) - kept),
        region=plan.regions.called[0],
    )


def family_rows(plan: Plan, split: Sequence[SplitFamily]) -> tuple[FamilyRow, ...]:
    """Return one row for each family with several owners."""
    people = {str(rep.id): rep.name for rep in plan.reps}
    return tuple(
        FamilyRow(
            at=at,
            name=one.name,
            accounts=len(one.members),
            owners=_owners(one, people),
            people=len(one.owners),
            money=one.money,
            suggested=one.suggested,
        )
        for at, one in enumerate(split)
    )


def family_words(plan: Plan, split: Sequence[SplitFamily]) -> str:
    """Return how many families have several owners, and what they are worth."""
    if not split:
        return tr("Every family is with one person.")
    accounts = sum(len(one.members) for one in split)
    words = tr_count(
        len(split),
        "1 family of {accounts} accounts is split over several people",
        "{count} families of {accounts} accounts are split over several people",
        accounts=number(accounts),
    )
    if not money_of(plan).column:
        return words
    money = quantity(sum(one.money for one in split), plan.currency)
    return tr("{families}, {money}", families=words, money=money)


def vacancy_words(vacancy: Vacancy, plan: Plan) -> str:
    """Return what a vacancy holds."""
    words = [
        tr_count(len(vacancy.territories), "1 territory", "{count} territories"),
        tr_count(vacancy.accounts, "1 account", "{count} accounts"),
    ]
    if money_of(plan).column:
        words.append(quantity(vacancy.money, plan.currency))
    return ", ".join(words)


def trouble_words(vacancy: Vacancy, plan: Plan) -> str:
    """Return why nobody looks after a vacancy, "" where somebody does."""
    cover = {str(rep.id): rep.name for rep in plan.reps}.get(str(vacancy.rep.cover), "")
    return {
        Trouble.NONE: "",
        Trouble.NOBODY: tr("Nobody looks after it until then."),
        Trouble.UNKNOWN: tr("{id} is not among the people.", id=vacancy.rep.cover or ""),
        Trouble.VACANCY: tr("{cover} is a vacancy too.", cover=cover),
        Trouble.GONE: tr("{cover} has left by then.", cover=cover),
        Trouble.LATER: tr("{cover} starts after the plan does.", cover=cover),
        Trouble.LOOP: tr("They cover each other in a circle."),
    }[vacancy.trouble]


def people_choices(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return the people an account can be named for: id and name, in the order of their names."""
    there = [rep for rep in plan.reps if rep.works_on(plan.start)]
    names = [rep.name for rep in there]
    return tuple(
        (str(rep.id), rep.name if names.count(rep.name) == 1 else f"{rep.name} ({rep.id})")
        for rep in sorted(there, key=lambda rep: (rep.name.casefold(), rep.id))
    )


def present_owner(plan: Plan, row: int) -> str:
    """Return the rep who has an account today, "" where nobody does."""
    return account_owners(plan, plan.today)[row]


def _holder(plan: Plan, row: int) -> str:
    region = int(plan.accounts.region[row])
    at = UNASSIGNED if region == UNASSIGNED else int(plan.today.base.owner[region])
    return tr("nobody") if at == UNASSIGNED else plan.today.base.territories[at].name


def _owners(family: SplitFamily, people: dict[str, str]) -> str:
    told = [
        tr("{rep} ({count})", rep=people.get(owner, owner) or tr("nobody"), count=count)
        for owner, count in family.owners[:NAMED_OWNERS]
    ]
    more = len(family.owners) - NAMED_OWNERS
    if more > 0:
        told.append(tr_count(more, "and 1 more", "and {count} more"))
    return ", ".join(told)
