"""The inspector while regions are changed: what is selected, the figures before and after, questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from ui.messages import tr
from ui.panels.figure_grid import Cell, FigureGrid
from ui.panels.region_name_form import RegionNameForm
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.inspector import Inspector
from ui.widgets.labels import key_cap, label
from ui.widgets.note import Note

HALF = 50


@dataclass(frozen=True, slots=True)
class RedrawFacts:
    """What a change of regions would give.

    Attributes
    ----------
    title : str
    header : tuple of str
        Of the figures beside each name.
    before, after : tuple of (name, figures)
        The last row of each is the sum.
    notes : tuple of str
        What follows from it.
    named : bool
        Whether the new region may be given a name.
    """

    title: str
    header: tuple[str, ...]
    before: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    named: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One way out of a refusal: its words, and what is done then."""

    words: str
    do: Callable[[], object]


class RedrawPanel(Inspector):
    """Shows the selection, a `RedrawFacts`, or why something cannot be with the ways out.

    Signals
    -------
    split_wanted : float
        Split the selected region so, a fraction.
    merge_wanted(), file_wanted()
    named : str
        What the new region is called.
    wanted(), closed()
        Do it; leave everything as it is.
    """

    split_wanted = Signal(float)
    merge_wanted = Signal()
    file_wanted = Signal()
    named = Signal(str)
    wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "title", wrap=True)
        self.words = label("", "small", wrap=True)
        self.refusal = Note("warn", "")
        self.answers: list[Button] = []
        self._ways = QVBoxLayout()
        self._ways.setSpacing(theme.space(3))
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("Name of the new region"))
        self.name.setAccessibleName(tr("Name of the new region"))
        self.before = FigureGrid()
        self.after = FigureGrid()
        self.notes = label("", "small", wrap=True)
        self._build_deeds()
        for told in (self.title, self.words, self.refusal):
            self.body.addWidget(told)
        self.body.addLayout(self._ways)
        self.called = RegionNameForm()
        self.body.addWidget(self.called)
        for widget in (self.name, self.before, self.after, self.notes, self.deeds):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.go = Button(tr("Apply"), self.wanted.emit, kind="primary", icon="check")
        self.keys = key_cap("Ctrl+Enter")
        self.leave = Button(tr("Leave it"), self.closed.emit)
        self.add_to_footer(self.go, self.keys, self.leave)
        self.footer.addStretch(1)
        self.name.editingFinished.connect(lambda: self.named.emit(self.name.text().strip()))

    def show_selection(
        self, title: str, words: str, called: tuple[str, str] | None, *, several: bool
    ) -> None:
        """Show what is selected and what can be done with it; `called` are code and name of one region."""
        self._show_only(self.words, self.deeds, *((self.called,) if called else ()))
        self.title.setText(title)
        self.words.setText(words)
        if called is not None:
            self.called.show_region(*called)
        self.split_row.setVisible(called is not None)
        self.merge.setVisible(several)

    def show_facts(self, facts: RedrawFacts) -> None:
        """Show the figures before and after."""
        self._show_only(self.before, self.after, *((self.notes,) if facts.notes else ()))
        self.name.setVisible(facts.named)
        self.title.setText(facts.title)
        for grid, head, rows in (
            (self.before, tr("Before"), facts.before),
            (self.after, tr("After"), facts.after),
        ):
            grid.set_header((head, *facts.header))
            last = len(rows) - 1
            grid.show_rows(
                [
                    tuple(Cell(text, strong=at == last) for text in row)
                    for at, row in enumerate(rows)
                ]
            )
        self.notes.setText("\n".join(facts.notes))
        self._offer(apply=True)

    def show_refusal(self, title: str, text: str, answers: Sequence[Answer]) -> None:
        """Say why it cannot be, how to mend it, and offer the ways out."""
        self._show_only(self.refusal)
        self.title.setText(tr("One question first") if answers else tr("This cannot be done so"))
        self.refusal.say("warn", title, text)
        self.answers = [Button(each.words, each.do) for each in answers]
        for button in self.answers:
            self._ways.addWidget(button)
        self._offer(apply=False)

    def _show_only(self, *widgets: QWidget) -> None:
        for button in self.answers:
            button.hide()
            button.deleteLater()
        self.answers = []
        every = (
            self.words, self.refusal, self.called, self.name, self.before, self.after, self.notes,
            self.deeds, self.go, self.keys, self.leave,
        )  # fmt: skip
        for widget in every:
            widget.setVisible(widget in widgets)
        self._bottom.hide()

    def _offer(self, *, apply: bool) -> None:
        self._bottom.show()
        self.go.setVisible(apply)
        self.keys.setVisible(apply)
        self.leave.show()

    def _build_deeds(self) -> None:
        """Build what can be done to the selection without the mouse."""
        self.deeds = QWidget()
        column = QVBoxLayout(self.deeds)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        self.split_row = QWidget()
        row = QHBoxLayout(self.split_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(3))
        self.share = QSpinBox()
        self.share.setRange(1, 99)
        self.share.setValue(HALF)
        self.share.setSuffix(tr(" %"))
        self.share.setAccessibleName(tr("Share of the first part"))
        self.split = Button(
            tr("Split across"), lambda: self.split_wanted.emit(self.share.value() / 100), icon="scissors"
        )  # fmt: skip
        row.addWidget(self.share)
        row.addWidget(self.split)
        row.addStretch(1)
        self.merge = Button(tr("Merge into one"), self.merge_wanted.emit, icon="merge")
        self.file = Button(tr("From a map file…"), self.file_wanted.emit, icon="file-up")
        for widget in (self.split_row, self.merge, self.file):
            column.addWidget(widget)
