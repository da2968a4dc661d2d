"""Accounts given to people by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from planner.edits.replacing import editable, with_scenario
from planner.insight.ownership import account_owners
from planner.language import tr
from planner.model.accounts import rows_by_id
from planner.model.families import below
from planner.model.layers import Proof
from planner.model.plan import Plan
from planner.model.scenarios import FAMILY, NAMED, AccountException, Scenario
from planner.model.types import AccountId, Ints, RepId, identical


def name_accounts(
    plan: Plan,
    scenario_name: str,
    owners: Mapping[str, str],
    *,
    key: str = "",
    proof: Proof | None = None,
) -> Plan:
    """Return the plan with accounts given to reps by name, in place of what was said of them before.

    Parameters
    ----------
    owners : mapping of str to str
        Rep id by account id.
    key, proof : str and Proof or None
        List of key accounts that this answers, and what was proven of it; "" leaves all proofs out.

    Raises
    ------
    ValueError
        For Today, an unknown scenario, account or rep.
    """
    scenario = editable(plan, scenario_name)
    _refuse_strangers(plan, owners, owners.values())
    kept = [one for one in scenario.exceptions if str(one.account_id) not in owners]
    named = [
        AccountException(AccountId(account), RepId(owner), NAMED)
        for account, owner in sorted(owners.items())
    ]
    proofs = tuple(one for one in scenario.account_proofs if one[0] != key) if key else ()
    if key and proof is not None:
        proofs = (*proofs, (key, proof))
    changed = replace(scenario, exceptions=(*kept, *named), account_proofs=proofs)
    return plan if identical(changed, scenario) else with_scenario(plan, changed)


def set_exceptions(plan: Plan, scenario_name: str, exceptions: Iterable[AccountException]) -> Plan:
    """Return the plan with these exceptions, each in place of what was said of its account before.

    An account that had one keeps its place in the list; of two for one account the last holds.
    Proofs of the base layer and of key accounts are dropped where the balance may change.
    Raises ValueError for Today, an unknown scenario, account or rep.
    """
    scenario = editable(plan, scenario_name)
    given = {one.account_id: one for one in exceptions}
    _refuse_strangers(plan, given, (one.rep_id for one in given.values()))
    known = {one.account_id for one in scenario.exceptions}
    listed = {one.account_id: given.get(one.account_id, one) for one in scenario.exceptions}
    fresh = [one for account, one in given.items() if account not in known]
    return _with(plan, scenario, (*listed.values(), *fresh))


def drop_exceptions(plan: Plan, scenario_name: str, accounts: Collection[str]) -> Plan:
    """Return the plan in which these accounts follow their region again.

    Raises ValueError for Today and for an unknown scenario.
    """
    scenario = editable(plan, scenario_name)
    return _with(
        plan, scenario, tuple(one for one in scenario.exceptions if one.account_id not in accounts)
    )


def name_for(plan: Plan, scenario_name: str, accounts: Iterable[str], rep: str) -> Plan:
    """Return the plan with accounts given to one rep by name.

    What was asked for some of them before (who, why, until when, whether it counts) stays, but for the
    rep, and for a last day that is over when the plan starts.
    Raises ValueError for Today, an unknown scenario, account or rep.
    """
    exceptions = editable(plan, scenario_name).exceptions
    said = {one.account_id: one for one in exceptions if one.is_asked and not one.is_stray}
    given = []
    for account in map(AccountId, accounts):
        one = said.get(account, AccountException(account, RepId(rep)))
        until = one.until if one.holds_on(plan.start) else None
        given.append(replace(one, rep_id=RepId(rep), until=until))
    return set_exceptions(plan, scenario_name, given)


def keep_account(plan: Plan, scenario_name: str, account: str) -> Plan:
    """Return the plan in which an account stays with who has it in a scenario, wherever its region goes.

    It becomes a named account. The same plan comes back where somebody asked for it already, and
    where nobody among the people has the account.
    Raises ValueError for Today, an unknown scenario or account.
    """
    scenario = editable(plan, scenario_name)
    _refuse_strangers(plan, [account], [])
    owner = account_owners(plan, scenario)[rows_by_id(plan.accounts)[AccountId(account)]]
    if owner not in {str(rep.id) for rep in plan.reps}:
        return plan
    return name_for(plan, scenario_name, [account], owner)


def free_account(plan: Plan, scenario_name: str, account: str) -> Plan:
    """Return the plan in which an account follows its region again; the same one where it does.

    Raises ValueError for Today, an unknown scenario or account.
    """
    _refuse_strangers(plan, [account], [])
    return drop_exceptions(plan, scenario_name, [account])


def kept_accounts(plan: Plan, scenario: Scenario) -> frozenset[AccountId]:
    """Return the accounts that somebody asked to keep with their owner, on the day the plan starts."""
    held = scenario.held_on(plan.start).values()
    return frozenset(one.account_id for one in held if one.is_asked and not one.is_stray)


def free_accounts(plan: Plan, scenario_name: str) -> Plan:
    """Return the plan in which no account is kept: all follow their region, or what a solver gives.

    Accounts that a solver named and those that only describe Today stay as they are; the same plan
    comes back where none is kept. Raises ValueError for Today and for an unknown scenario.
    """
    return drop_exceptions(plan, scenario_name, kept_accounts(plan, editable(plan, scenario_name)))


def name_family(plan: Plan, scenario_name: str, account: str, rep: str) -> Plan:
    """Return the plan with an account and everything below it given to one rep, as by `name_for`.

    Raises ValueError for Today, an unknown scenario, account or rep.
    """
    rows = rows_by_id(plan.accounts)
    if AccountId(account) not in rows:
        raise ValueError(tr("no account or rep {account}", account=account))
    ids = [plan.accounts.ids[row] for row in below(plan.accounts, rows[AccountId(account)])]
    return name_for(plan, scenario_name, ids, rep)


def bring_together(plan: Plan, scenario_name: str, members: Ints, rep: str) -> Plan:
    """Return the plan with all accounts of a family given to one rep by name.

    What was said of some of them before (who asked, why, until when) stays, but for the rep.
    Raises ValueError for Today, an unknown scenario or rep.
    """
    said = editable(plan, scenario_name).held_on(plan.start)
    ids = [plan.accounts.ids[row] for row in members.tolist()]
    given = [
        replace(said.get(one, AccountException(one, RepId(rep), FAMILY)), rep_id=RepId(rep))
        for one in ids
    ]
    return set_exceptions(plan, scenario_name, given)


def _refuse_strangers(plan: Plan, accounts: Iterable[str], reps: Iterable[str]) -> None:
    rows, people = rows_by_id(plan.accounts), {str(rep.id) for rep in plan.reps}
    unknown = sorted({one for one in accounts if AccountId(one) not in rows})
    strangers = sorted({str(one) for one in reps} - people)
    if unknown or strangers:
        raise ValueError(tr("no account or rep {names}", names=", ".join((*unknown, *strangers))))


def _with(plan: Plan, scenario: Scenario, exceptions: tuple[AccountException, ...]) -> Plan:
    """Return the plan with other exceptions; what was proven goes where the balance may change."""
    if exceptions == scenario.exceptions:
        return plan
    changed = replace(scenario, exceptions=exceptions)
    if _weighed(plan, exceptions) != _weighed(plan, scenario.exceptions):
        base = scenario.base
        base = base if base.proof is None else replace(base, proof=None)
        changed = replace(changed, layers=(base, *scenario.layers[1:]), account_proofs=())
    return with_scenario(plan, changed)


def _weighed(
    plan: Plan, exceptions: tuple[AccountException, ...]
) -> dict[AccountId, tuple[RepId, bool]]:
    """Return what the balance follows: whose each account is, and whether it counts."""
    return {
        one.account_id: (one.rep_id, one.counts) for one in exceptions if one.holds_on(plan.start)
    }
