"""Accounts given to people by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.edits.replacing import editable, with_scenario
from planner.model.layers import Proof
from planner.model.plan import Plan
from planner.model.scenarios import NAMED, AccountException
from planner.model.types import AccountId, RepId, identical


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
    unknown = sorted(set(owners) - {str(one) for one in plan.accounts.ids})
    strangers = sorted(set(owners.values()) - {str(rep.id) for rep in plan.reps})
    if unknown or strangers:
        raise ValueError(f"no account or rep {', '.join((*unknown, *strangers))}")
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
