"""The inspector of selected regions: what they hold, and where they can move to with keys 1..9."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import tr
from ui.panels.accounts_here import AccountsHerePanel
from ui.panels.figure_grid import Cell, FigureGrid
from ui.panels.territory_facts import MoveOption, SelectionFacts
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.inspector import Inspector
from ui.widgets.labels import ElidedLabel, key_cap, label
from ui.widgets.note import Note
from ui.widgets.swatch import swatch

KEYS = 9


class MoveRow(QWidget):
    """One neighbour: its button, now and then, and its key."""

    def __init__(self, option: MoveOption, key: int, colour: QColor, move: SignalInstance) -> None:
        super().__init__()
        self.button = Button(option.code, lambda: move.emit(option.territory), dense=True)
        self.button.setIcon(QIcon(swatch(colour)))
        self.button.setEnabled(not option.locked)
        self.button.setAccessibleName(
            tr(
                "Move to {code} {name}, {words}",
                code=option.code,
                name=option.name,
                words=option.words,
            )
        )
        outside = abs(option.then) > option.tolerance + 1e-9
        words = tr("locked") if option.locked else option.words
        self.words = label(words, "small", tone="bad" if outside and not option.locked else "")
        self.words.setFont(theme.font("small", figures=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch()
        row.addWidget(self.words)
        if key <= KEYS:
            row.addWidget(key_cap(str(key)))


class SelectionPanel(Inspector):
    """Shows `SelectionFacts`.

    Signals
    -------
    move_wanted : int
        Territory that the selection should go to.
    lock_wanted : bool
    home_wanted()
        The one region selected should be the home base of its territory.
    """

    move_wanted = Signal(int)
    lock_wanted = Signal(bool)
    home_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = Note("bad", "")
        self.note.hide()
        self.title = label("", "title")
        self.names = label("", "small", wrap=True)
        self.sums = FigureGrid()
        self._heading = label(tr("Move to"), "title")
        self._measure = ElidedLabel("", "caption")
        self._moves = QVBoxLayout()
        self._moves.setSpacing(theme.space(2))
        self.rows: list[MoveRow] = []
        self.locks = label("", "small", wrap=True)
        self.lock = Button(tr("Lock"), lambda: self.lock_wanted.emit(True), icon="lock")
        self.unlock = Button(tr("Unlock"), lambda: self.lock_wanted.emit(False), icon="lock-open")
        for widget in (self.note, self.title, self.names, self.sums, self._heading, self._measure):
            self.body.addWidget(widget)
        self.body.addLayout(self._moves)
        self.body.addWidget(self.locks)
        actions = QHBoxLayout()
        actions.addWidget(self.lock)
        actions.addWidget(self.unlock)
        actions.addStretch()
        self.body.addLayout(actions)
        self.home = Button(tr("Make it the home base"), self.home_wanted.emit, icon="map-pin")
        self.body.addWidget(self.home, 0, Qt.AlignmentFlag.AlignLeft)
        self.accounts = AccountsHerePanel()
        self.body.addWidget(self.accounts)
        self.body.addStretch(1)

    def show_trouble(self, tone: str, title: str, text: str) -> None:
        """Say what is wrong with the selection; "" for a title says nothing is."""
        self.note.setVisible(bool(title))
        if title:
            self.note.say(tone, title, text)

    def show_facts(
        self, facts: SelectionFacts, colours: Sequence[QColor], *, editable: bool
    ) -> None:
        """Show a selection; `colours` has one fill per territory of the layer."""
        self.title.setText(facts.title)
        more = facts.regions - len(facts.names)
        names = ", ".join(facts.names)
        self.names.setText(tr("{names} and {more} more", names=names, more=more) if more else names)
        self.sums.show_rows([(Cell(name), Cell(sum_, strong=True)) for name, sum_ in facts.lines])
        self._measure.setText(tr("{measure} against target, now → then", measure=facts.measure))
        for old in self.rows:
            self._moves.removeWidget(old)
            old.deleteLater()
        self.rows = []
        if editable:
            self.rows = [
                MoveRow(option, key, colours[option.territory], self.move_wanted)
                for key, option in enumerate(facts.options, 1)
            ]
        for row in self.rows:
            self._moves.addWidget(row)
        self._heading.setVisible(bool(self.rows))
        self._measure.setVisible(bool(self.rows))
        self.locks.setVisible(facts.locked > 0)
        self.locks.setText(tr("{count} of them are locked and stay.", count=facts.locked))
        self.lock.setVisible(editable and facts.locked < facts.regions)
        self.unlock.setVisible(editable and facts.locked > 0)
        self.home.setVisible(editable and facts.regions == 1)
