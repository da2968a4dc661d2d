"""The page of the import: cards that scroll, a footer with the main button, a column at the side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from planner.io.column_names import Kind
from planner.io.given_files import is_table_name
from planner.model.plan import Plan
from ui.map.row_map import RowMap
from ui.messages import tr
from ui.panels.import_columns import ColumnGrid
from ui.panels.import_format import FormatBar
from ui.panels.import_side import ImportSide
from ui.panels.import_start import ImportStart
from ui.steps.import_rows import Choose, RowsCard
from ui.steps.import_words import figures_word, kind_word
from ui.steps.page import Page, TitledCard
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.dropped_files import dropped_files
from ui.widgets.labels import label, pill
from ui.widgets.note import Note
from ui.widgets.progress import ProgressLine
from ui.widgets.toast import FOOT

MOST_NOTES = 3
NARROW = 1100
SIDE_WHEN_NARROW = 280
ICONS = {Kind.ACCOUNTS: "briefcase", Kind.PEOPLE: "users", Kind.FIGURES: "map"}


class ImportPage(QWidget):
    """Widgets alone; the section fills them.

    Signals
    -------
    dropped(list of Path)
        Tables, at least one.
    cancel_wanted()
    """

    dropped = Signal(object)
    cancel_wanted = Signal()

    def __init__(self, plan: Plan, choose: Choose) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        places = plan.regions.called[1]
        kinds = [(str(kind), kind_word(kind, plan)) for kind in Kind]
        sentences = {
            Kind.ACCOUNTS: tr("Customers and prospects with id, place, owner and figures."),
            Kind.PEOPLE: tr("Who sells: role, contract, home. Updated by their id."),
            Kind.FIGURES: tr(
                "One row for each of your {places}: dwellings, sales, anything.", places=places
            ),
        }
        self.start = ImportStart(
            [(str(kind), ICONS[kind], kind_word(kind, plan), sentences[kind]) for kind in Kind]
        )
        self.form = FormatBar(kinds)
        self.columns = ColumnGrid()
        self.remember = QCheckBox(tr("Remember for files like this"))
        self.remember.setChecked(True)
        self.used = pill("")
        self.rows = RowsCard(choose)
        self.notes = Note("info", "")
        self.progress = ProgressLine(self.cancel_wanted.emit)
        self.result = Result()
        self.footer = label("", "small", wrap=True)
        self.cancel = Button(tr("Cancel"))
        self.take = Button("", kind="primary", icon="check")
        self.side = ImportSide()
        self.map = RowMap()
        self.map.setAccessibleName(tr("Map of what came for each place"))
        self._lay_out()

    @property
    def title(self) -> QLabel:
        """The title of the page."""
        return self.inner.title

    def show_state(self, reading: bool, made: bool, done: bool) -> None:
        """Show the three ways in, the assistant, or what became of it."""
        self.start.setVisible(not reading)
        self.inner.sentence.setVisible(not reading)
        if not reading:
            self.inner.title.setText(tr("Import"))
        self.form.setVisible(reading and not done)
        self.notes.setVisible(False)
        self.columns_card.setVisible(reading and not done)
        self.result.setVisible(done)
        self.rows.setVisible(False)
        self.bottom.setVisible(reading and not done)
        self.take.setVisible(made and not done)
        self.side.setVisible(made and not done)

    def show_notes(self, lines: Sequence[str], *, failed: bool) -> None:
        """Say what was found while reading."""
        shown = "\n".join(lines[:MOST_NOTES])
        if len(lines) > MOST_NOTES:
            shown += "\n" + tr("and {n} more", n=len(lines) - MOST_NOTES)
        title = tr("This file cannot be read") if failed else tr("Found while reading")
        self.notes.say("bad" if failed else "info", title, shown)
        self.notes.setVisible(bool(lines))
        self.columns_card.setVisible(not failed and not self.result.isVisibleTo(self))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        tables = _dropped(event)
        if tables:
            event.acceptProposedAction()
            self.dropped.emit(tables)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        usual = event.size().width() >= NARROW
        self.side.setFixedWidth(theme.size("inspector") if usual else SIDE_WHEN_NARROW)

    def _lay_out(self) -> None:
        self.inner = Page(
            tr("Import"), tr("Your files are not changed. Every import can be undone.")
        )
        self.columns_card = TitledCard(tr("Columns"))
        self.columns_card.head.insertWidget(2, self.used)
        self.columns_card.head.addWidget(self.remember)
        self.columns_card.body.addWidget(self.columns)
        for widget in (
            self.progress, self.start, self.form, self.notes, self.result, self.columns_card, self.rows
        ):  # fmt: skip
            self.inner.body.addWidget(widget)
        self.bottom = QWidget()
        self.bottom.setObjectName(FOOT)
        foot = QHBoxLayout(self.bottom)
        foot.setContentsMargins(24, 12, 24, 16)
        foot.setSpacing(theme.space(4))
        foot.addWidget(self.footer, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.take)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.inner, 1)
        left.addWidget(self.bottom)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        self.side.map_place.addWidget(self.map)
        whole.addWidget(self.side)


class Result(Card):
    """What became of the import, and what can be done now."""

    def __init__(self) -> None:
        super().__init__()
        self._note = Note("good", "")
        self.balance = Button("", kind="primary", icon="scale")
        self.go_on = Button(tr("Go on with the rows that wait"))
        self.save_rows = Button(tr("Save the rows not imported…"), icon="download")
        self.save_report = Button(tr("Save the report…"), icon="download")
        self.another = Button(tr("Import another file"), icon="file-up")
        self.body.addWidget(self._note)
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        for button in (self.balance, self.go_on, self.save_rows, self.save_report, self.another):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def say(self, title: str, text: str) -> None:
        """Say what became of it."""
        self._note.say("good", title, text)

    def offer_balance(self, names: Sequence[str]) -> None:
        """Offer to balance what came in; nothing is offered without names."""
        what, whole = figures_word(names), ", ".join(names)
        self.balance.setText(tr("Balance {what} too", what=what))
        self.balance.setToolTip("" if what == whole else whole)
        self.balance.setVisible(bool(names))


def _dropped(event: QDropEvent) -> list[Path]:
    return [path for path in dropped_files(event) if is_table_name(path.name)]
