"""What the inspector says of one account: whose it is, and why."""

from __future__ import annotations

from datetime import date

from builders import grid_plan

from planner.edits.accounts import set_exceptions
from planner.model.scenarios import AccountException
from ui.steps.account_words import account_facts


def test_an_account_given_by_name_says_by_whom_it_was_asked_and_until_when() -> None:
    plan = grid_plan(2, 2, 2)
    account, rep = plan.accounts.ids[0], plan.reps[1].id
    given = AccountException(account, rep, "tender", until=date(2027, 6, 30), asked_by="Anna")
    changed = set_exceptions(plan, "Plan A", (given,))
    facts = account_facts(changed, changed.scenario("Plan A"), 0)
    assert "Reason: tender. Asked by Anna. Until 30 Jun 2027." in facts.why
