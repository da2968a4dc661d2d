"""The accounts of selected regions, largest first, and the step that names one for somebody."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.messages import tr, tr_count
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.people_box import PeopleBox

SHOWN_ROWS = 6


@dataclass(frozen=True, slots=True)
class AccountHere:
    """One account of the selection: id, name, what it is worth in words, who has it, his id."""

    account_id: str
    name: str
    worth: str
    owner: str
    owner_id: str
    named: bool


@dataclass(frozen=True, slots=True)
class AccountsHere:
    """The accounts of selected regions.

    Attributes
    ----------
    count : int
        All of them; `rows` has the largest.
    rows : tuple of AccountHere
    people : tuple of (str, str)
        Id and name of those an account can be named for.
    """

    count: int
    rows: tuple[AccountHere, ...]
    people: tuple[tuple[str, str], ...]


class AccountsHerePanel(QWidget):
    """A button that opens the list; choosing an account and a person names it.

    Signals
    -------
    name_wanted(str, str)
        Account id and rep id.
    """

    name_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: AccountsHere | None = None
        self._rows: tuple[AccountHere, ...] = ()
        self.open = Button(tr("Name an account here…"), self._toggle, icon="briefcase")
        self.list = QListWidget()
        self.list.setObjectName("hits")
        self.list.setAccessibleName(tr("Accounts of the selection, largest first"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setFixedHeight(theme.size("row") * SHOWN_ROWS)
        self.more = label("", "small", wrap=True)
        self.people = PeopleBox(tr("Who keeps it"))
        self.name = Button(tr("Name it"), self._name, icon="plus")
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.people, 1)
        row.addWidget(self.name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.list, self.more, self._foot):
            column.addWidget(widget)
        self.list.currentRowChanged.connect(self._choose)
        self._open = False
        self._show_open()

    def show_accounts(self, here: AccountsHere | None) -> None:
        """Show the accounts of a selection; None, or none of them, hides the button too."""
        self.setVisible(here is not None and here.count > 0)
        if here is None or here == self._shown:
            return
        same = self._shown is not None and [one.account_id for one in here.rows] == [
            one.account_id for one in self._shown.rows
        ]
        at = self.list.currentRow() if same else -1
        self._shown, self._rows = here, here.rows
        self.people.show_people(here.people)
        self.list.clear()
        for one in here.rows:
            made = QListWidgetItem(_told(one))
            made.setToolTip(tr("{id}, with {owner}", id=one.account_id, owner=one.owner))
            made.setSizeHint(QSize(0, theme.size("row")))
            self.list.addItem(made)
        more = here.count - len(here.rows)
        self.more.setText(tr_count(more, "and 1 smaller account", "and {count} smaller accounts"))
        self.list.setCurrentRow(at)
        self._show_open()

    def choose(self, account_id: str) -> None:
        """Open the list at an account, if it is shown."""
        for at, one in enumerate(self._rows):
            if one.account_id == account_id:
                self._open = True
                self._show_open()
                self.list.setCurrentRow(at)
                self.list.scrollToItem(self.list.item(at))

    def _toggle(self) -> None:
        self._open = not self._open
        self._show_open()

    def _show_open(self) -> None:
        for widget in (self.list, self._foot):
            widget.setVisible(self._open)
        more = self._shown is not None and self._shown.count > len(self._rows)
        self.more.setVisible(self._open and more)
        self._show_choice()

    def _show_choice(self) -> None:
        self.name.setEnabled(self.list.currentRow() >= 0 and self.people.count() > 0)

    def _choose(self, row: int) -> None:
        self._show_choice()
        if 0 <= row < len(self._rows):
            self.people.choose(self._rows[row].owner_id)

    def _name(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._rows):
            self.name_wanted.emit(self._rows[row].account_id, self.people.chosen)


def _told(one: AccountHere) -> str:
    named = tr("stays with {owner}", owner=one.owner) if one.named else ""
    return "  ·  ".join(part for part in (one.name, one.worth, named) if part)
