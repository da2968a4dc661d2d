"""What the page of named accounts changes: each change one undo step, Today's in a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from planner.edits.accounts import (
    bring_together,
    drop_exceptions,
    name_family,
    name_for,
    set_exceptions,
)
from planner.edits.people import set_cover
from planner.io.cells import read_date
from planner.model.accounts import rows_by_id
from planner.model.families import below
from planner.model.plan import Plan
from planner.model.scenarios import KEPT, AccountException
from planner.model.types import AccountId, Ints, RepId
from ui.document import Document
from ui.messages import Messages, tr, tr_count
from ui.steps.targets import editable_copy


class RuleEdits:
    """Edits of the scenario looked at."""

    def __init__(self, document: Document, messages: Messages) -> None:
        self._document = document
        self._messages = messages

    def name(self, account: str, rep: str) -> bool:
        """Give an account to a rep by name; return whether that changed anything."""
        return self._edit(
            tr("name {account}", account=self.name_of(account)),
            lambda plan, scenario: name_for(plan, scenario, [account], rep),
        )

    def name_below(self, account: str, rep: str) -> None:
        """Give an account and everything below it to a rep by name."""
        self._edit(
            tr("name the family of {account}", account=self.name_of(account)),
            lambda plan, scenario: name_family(plan, scenario, account, rep),
        )

    def take(self, found: Sequence[AccountException], scenario: str) -> bool:
        """Take accounts that were read for a scenario; return whether that changed anything.

        Raises ValueError where the plan has lost the scenario, an account or a rep meanwhile.
        """
        words = tr_count(len(found), "name 1 account", "name {count} accounts")
        return self._edit(
            words, lambda plan, target: set_exceptions(plan, target, found), wanted=scenario
        )

    def change(self, account: str, key: str, value: object) -> str:
        """Change one thing that is said of a named account; return what is wrong with it, or ""."""
        held = {str(one.account_id): one for one in self._document.scenario.exceptions}
        one = held[account]
        if key == "until":
            text = str(value or "").strip()
            day = read_date(text)
            if text and day is None:
                return tr("{day} is no date. Write it as 2027-12-31, or leave it empty.", day=text)
            after = replace(one, until=day)
        elif key == "rep":
            after = replace(one, rep_id=RepId(str(value)))
        elif key == "counts":
            after = replace(one, counts=bool(value))
        elif key == "reason":
            after = replace(one, reason=str(value))
        else:
            after = replace(one, asked_by=str(value))
        self._edit(
            tr("change {account}", account=self.name_of(account)),
            lambda plan, scenario: set_exceptions(plan, scenario, [after]),
        )
        return ""

    def remove(self, accounts: Sequence[str]) -> None:
        """Let named accounts follow their region again."""
        words = tr_count(len(accounts), "remove 1 named account", "remove {count} named accounts")
        self._edit(words, lambda plan, scenario: drop_exceptions(plan, scenario, accounts))

    def keep_strays(self, accounts: Sequence[str]) -> None:
        """Name strays of Today for who has them."""
        owner = {str(one.account_id): one.rep_id for one in self._document.plan.today.exceptions}
        kept = [AccountException(AccountId(one), owner[one], KEPT) for one in accounts]
        words = tr_count(len(kept), "keep 1 account with its owner", "keep {count} accounts")
        self._edit(words, lambda plan, scenario: set_exceptions(plan, scenario, kept))

    def together(self, name: str, members: Ints, rep: str) -> None:
        """Give a whole family to one rep."""
        self._edit(
            tr("bring {family} together", family=name),
            lambda plan, scenario: bring_together(plan, scenario, members, rep),
        )

    def cover(self, rep: str, cover: str) -> None:
        """Let somebody look after a vacancy; people are the same in all scenarios."""
        document = self._document
        name = document.plan.rep(rep).name
        document.edit(tr("cover for {name}", name=name), set_cover(document.plan, rep, cover))

    def _edit(
        self, words: str, change: Callable[[Plan, str], Plan], *, wanted: str | None = None
    ) -> bool:
        """Edit a scenario, or the one looked at; say so and return False where nothing changes."""
        document = self._document
        looked_at = document.scenario.name
        before = wanted or looked_at
        plan, scenario = editable_copy(document.plan, before)
        after = change(plan, scenario)
        if after is plan:
            self._messages.tell(tr("Nothing changes."))
            return False
        document.edit(words, after)
        if before == looked_at:
            document.look_at_scenario(scenario)
        if scenario != before:
            self._messages.tell(
                tr("Today stays as it is: this is now in {name}.", name=scenario), undo=True
            )
        return True

    def below(self, account: str) -> int:
        """Return how many accounts lie below one in its family."""
        return len(below(self._document.plan.accounts, self._row(account))) - 1

    def name_of(self, account: str) -> str:
        """Return the name of an account."""
        return self._document.plan.accounts.names[self._row(account)]

    def _row(self, account: str) -> int:
        return rows_by_id(self._document.plan.accounts)[AccountId(account)]
