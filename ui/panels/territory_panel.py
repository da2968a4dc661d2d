"""The inspector of a territory: the one sentence that matters, its figures, lock and rename."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.messages import tr, tr_count
from ui.panels.figure_grid import Cell, FigureGrid
from ui.panels.territory_facts import NamedAccounts, RepFit, TerritoryFacts
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.field import Field
from ui.widgets.figures import UNKNOWN, number, percent, quantity
from ui.widgets.inspector import Inspector
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.note import Note
from ui.widgets.people_box import PeopleBox
from ui.widgets.swatch import swatch


class TerritoryPanel(Inspector):
    """Shows `TerritoryFacts`.

    Signals
    -------
    lock_wanted : bool
    renamed : str
    rep_wanted : str
        Id of who should have it, "" for nobody.
    """

    lock_wanted = Signal(bool)
    renamed = Signal(str)
    rep_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._locked = False
        self._rep_id = ""
        self._swatch = QLabel()
        self.title = ElidedLabel("", "title")
        self.rep = ElidedLabel("", "small")
        self.why = Button(tr("Why this rep"), self._toggle_why, kind="link")
        self.other = Button(tr("Another rep…"), self._toggle_people, kind="link")
        self.people = PeopleBox(tr("Who has this territory"))
        self.people.settled.connect(self._give)
        self.people.hide()
        self.fit = FigureGrid()
        self.exchange = label("", "small", wrap=True)
        self._open = False
        self.named = Button("", self._toggle_named, kind="link")
        self.accounts = FigureGrid()
        self.accounts_words = label("", "small", wrap=True)
        self._named_open = False
        self.note = Note("info", "")
        self.measures = FigureGrid((tr("Measure"), tr("Value"), tr("Target"), tr("vs target")))
        self.figures = FigureGrid()
        self.ragged = label("", "small", wrap=True)
        self.lock = Button(tr("Lock"), self._toggle_lock, icon="lock")
        self.rename = Button(tr("Rename"), self._begin_rename, icon="pencil")
        self._name = Field(hint=tr("Name of the territory"))
        self._name.entered.connect(self._end_rename)
        self._name.hide()
        self.body.addLayout(self._head())
        self.body.addWidget(self._name)
        self.body.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.people)
        self.body.addWidget(self.why, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.fit)
        self.body.addWidget(self.exchange)
        self.body.addWidget(self.note)
        self.body.addWidget(self.measures)
        self.body.addWidget(self.named, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.accounts)
        self.body.addWidget(self.accounts_words)
        self.body.addWidget(self.figures)
        self.body.addWidget(self.ragged)
        actions = QHBoxLayout()
        actions.addWidget(self.lock)
        actions.addWidget(self.rename)
        actions.addStretch()
        self.body.addLayout(actions)
        self.body.addStretch(1)

    def show_facts(self, facts: TerritoryFacts, colour: QColor, *, editable: bool) -> None:
        """Show a territory; Today is not editable."""
        self._locked = facts.locked
        self._swatch.setPixmap(swatch(colour, 18))
        name = f"{facts.code}  {facts.name}" if facts.name != facts.code else facts.code
        self.title.setText(name)
        self._name.edit.setPlaceholderText(facts.name)
        self.rep.setText(
            tr("Owner: {rep}", rep=facts.rep) if facts.rep else tr("Open: no rep owns it yet")
        )
        self.people.show_people(facts.people)
        self._rep_id = facts.rep_id
        self.people.choose(facts.rep_id)
        self.people.setVisible(not self.people.isHidden() and editable)
        self.other.setEnabled(editable)
        self._show_fit(facts.fit)
        self.note.say(*facts.sentence())
        self.measures.show_rows(
            [
                (
                    Cell(line.heading),
                    Cell(line.scale.figure(line.value), strong=True),
                    Cell(line.scale.figure(line.target)),
                    Cell(line.marked, "bad" if line.outside else "", strong=line.outside),
                )
                for line in facts.measures
            ]
        )
        self._show_named(facts.named)
        self.figures.show_rows(_figures(facts))
        self.ragged.setText(tr("Why its shape is ragged: {reasons}.", reasons=facts.ragged))
        self.ragged.setVisible(bool(facts.ragged))
        self.lock.setText(tr("Unlock") if facts.locked else tr("Lock"))
        self.lock.set_icon("lock-open" if facts.locked else "lock")
        self.lock.setEnabled(editable)
        self.rename.setEnabled(editable)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(theme.space(1))
        words.addWidget(self.title)
        words.addWidget(self.rep)
        head = QHBoxLayout()
        head.setSpacing(theme.space(3))
        head.addWidget(self._swatch)
        head.addLayout(words, 1)
        return head

    def drop(self) -> bool:
        """Close the list of people or the new name, untaken; return whether one of them was open."""
        was_open = not (self.people.isHidden() and self._name.isHidden())
        self.people.choose(
            self._rep_id
        )  # before it loses the keyboard, which would take the choice
        self.people.hide()
        self._name.hide()
        return was_open

    def _toggle_people(self) -> None:
        self.people.setVisible(self.people.isHidden())
        self.people.setFocus()

    def _give(self) -> None:
        wanted = self.people.chosen
        self.other.setFocus()
        self.people.hide()
        self.rep_wanted.emit(wanted)

    def _show_fit(self, fit: RepFit | None) -> None:
        """Show why this rep has it, as far as somebody wants to know."""
        self.why.setVisible(fit is not None)
        self.why.setText(tr("Hide why") if self._open else tr("Why this rep"))
        self.fit.show_rows(
            [] if fit is None else [(Cell(name), Cell(said)) for name, said in fit.rows]
        )
        self.exchange.setText("" if fit is None else fit.exchange)
        for widget in (self.fit, self.exchange):
            widget.setVisible(fit is not None and self._open)

    def _toggle_why(self) -> None:
        self._open = not self._open
        self.why.setText(tr("Hide why") if self._open else tr("Why this rep"))
        for widget in (self.fit, self.exchange):
            widget.setVisible(self._open)

    def _show_named(self, named: NamedAccounts | None) -> None:
        """Show the accounts by name, as far as somebody wants to know."""
        self.named.setVisible(named is not None)
        if named is not None:
            words = tr_count(named.count, "One account by name", "{count} accounts by name")
            self.named.setText(words)
            self.accounts.set_header((tr("Account"), named.heading))
            self.accounts.show_rows([(Cell(name), Cell(said)) for name, said in named.rows])
            self.accounts_words.setText(named.sentence)
        for widget in (self.accounts, self.accounts_words):
            widget.setVisible(named is not None and self._named_open)

    def _toggle_named(self) -> None:
        self._named_open = not self._named_open
        for widget in (self.accounts, self.accounts_words):
            widget.setVisible(self._named_open)

    def _toggle_lock(self) -> None:
        self.lock_wanted.emit(not self._locked)

    def _begin_rename(self) -> None:
        self._name.setVisible(self._name.isHidden())
        self._name.edit.setFocus()

    def _end_rename(self, name: str) -> None:
        self._name.hide()
        self._name.edit.clear()
        if name.strip():
            self.renamed.emit(name.strip())


def _figures(facts: TerritoryFacts) -> list[tuple[Cell, ...]]:
    km = UNKNOWN if facts.travel_km is None else quantity(round(facts.travel_km), "km")
    pieces = tr("in one piece") if facts.pieces == 1 else tr("{n} pieces", n=facts.pieces)
    rows: list[tuple[Cell, ...]] = [
        (Cell(facts.noun[1].capitalize()), Cell(f"{number(facts.regions)}, {pieces}")),
        (Cell(tr("Mean distance to the home base")), Cell(km)),
        (
            Cell(tr("Moved in and out against Today")),
            Cell(f"{number(facts.moved_in)} / {number(facts.moved_out)}"),
        ),
    ]
    if facts.fills is not None:
        filled = percent(facts.fills, 0)
        rows.append((Cell(tr("Share of the land it spans")), Cell(filled)))
    if facts.home:
        rows.append((Cell(tr("Home base")), Cell(facts.home)))
    return rows
