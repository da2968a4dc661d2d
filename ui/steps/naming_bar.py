"""Find an account by name or id, choose who keeps it, name it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QWidget

from planner.model.accounts import Accounts, rows_by_id
from planner.model.plan import Plan
from planner.model.types import AccountId
from ui.messages import tr
from ui.steps.rules_words import people_choices, present_owner, region_name
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.field import Field
from ui.widgets.labels import label
from ui.widgets.people_box import PeopleBox

MOST_HITS = 12


class NamingBar(QWidget):
    """A line to search, a list of people, and the button; `named` is told account and rep."""

    def __init__(self, named: Callable[[str, str], object]) -> None:
        super().__init__()
        self._named = named
        self._plan: Plan | None = None
        self._hits: dict[str, AccountId] = {}
        self._chosen: AccountId | None = None
        self.search = Field("", tr("Account, by name or id"))
        self.search.setMinimumWidth(300)
        self._model = QStringListModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(MOST_HITS)
        self.search.edit.setCompleter(self.completer)
        self.search.edit.textEdited.connect(self._look)
        self.completer.activated.connect(self._choose)
        self.search.entered.connect(lambda _text: self.go())
        self.people = PeopleBox(tr("Who keeps it"))
        self.button = Button(tr("Name this account"), self.go, kind="primary", icon="plus")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(4))
        row.addWidget(self.search, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(tr("stays with"), "small"))
        row.addWidget(self.people)
        row.addWidget(self.button)

    def show_plan(self, plan: Plan) -> None:
        """Search the accounts of a plan and offer its people."""
        self._plan = plan
        self.people.show_people(people_choices(plan))
        ready = bool(len(plan.accounts) and self.people.count())
        self.setEnabled(ready)

    def go(self) -> None:
        """Name the account that stands in the line, or say what is missing."""
        plan, text = self._plan, self.search.edit.text().strip()
        if plan is None:
            return
        account = self._chosen or self._only(plan, text)
        if account is None:
            self.search.complain(
                tr("Choose an account from the list.")
                if text
                else tr("Type the name or the id of an account.")
            )
        elif account not in rows_by_id(plan.accounts):
            self.search.complain(
                tr("The plan has this account no more. Choose another from the list.")
            )
        else:
            self._named(str(account), self.people.chosen)
            self.search.edit.clear()
            self._chosen = None

    def _look(self, text: str) -> None:
        self._chosen = None
        if self._plan is None:
            return
        rows = find_accounts(self._plan.accounts, text)
        self._hits = {_told(self._plan, row): self._plan.accounts.ids[row] for row in rows}
        self._model.setStringList(list(self._hits))

    def _choose(self, hit: object) -> None:
        told = str(hit.data() if isinstance(hit, QModelIndex) else hit)
        if self._plan is None or told not in self._hits:
            return
        self._chosen = self._hits[told]
        row = rows_by_id(self._plan.accounts).get(self._chosen)
        if row is not None:
            self.people.choose(present_owner(self._plan, row))

    def _only(self, plan: Plan, text: str) -> AccountId | None:
        """Return the account that a text can only mean."""
        rows = find_accounts(plan.accounts, text)
        exact = [row for row in rows if text.casefold() in _folded(plan.accounts)[row]]
        meant = exact or rows
        return plan.accounts.ids[meant[0]] if len(meant) == 1 else None


def find_accounts(accounts: Accounts, text: str) -> list[int]:
    """Return the first accounts whose name or id is a text, then begins with it, then whose name holds it."""
    word = text.strip().casefold()
    if not word:
        return []
    folded = _folded(accounts)
    exact = [row for row, pair in enumerate(folded) if word in pair]
    begins: list[int] = []
    holds: list[int] = []
    for row, (id_, name) in enumerate(folded):
        if name.startswith(word) or id_.startswith(word):
            begins.append(row)
            if len(begins) == MOST_HITS:
                break
        elif len(holds) < MOST_HITS and word in name:
            holds.append(row)
    return list(dict.fromkeys(exact + begins + holds))[:MOST_HITS]


@lru_cache(maxsize=2)
def _folded(accounts: Accounts) -> tuple[tuple[str, str], ...]:
    """Return id and name of each account without capitals; remembered, for every key asks again."""
    pairs = zip(accounts.ids, accounts.names, strict=True)
    return tuple((id_.casefold(), name.casefold()) for id_, name in pairs)


def _told(plan: Plan, row: int) -> str:
    name, id_ = plan.accounts.names[row], plan.accounts.ids[row]
    return "  ·  ".join(part for part in (name, id_, region_name(plan, row)) if part)
