"""The area that is chosen: its name, which regions count, and how it joins with another."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from planner.model.areas import CENTRE, INSIDE, TOUCHES
from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button, ToolButton
from ui.widgets.cards import Card
from ui.widgets.labels import label
from ui.widgets.note import Note


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """What the card shows.

    Attributes
    ----------
    key, label, counts : str
    held : str
        "14 places, 230 accounts, € 48 M".
    others : tuple of (key, label)
        Areas it can be joined with.
    cut : str
        How many regions its line cuts; "" where none.
    used : bool
        Whether a segment is made of it.
    """

    key: str
    label: str
    counts: str
    held: str
    others: tuple[tuple[str, str], ...]
    cut: str
    used: bool


class AreaCard(Card):
    """Edits one area.

    Signals
    -------
    renamed : str
    counted : str
    joined : str, str
        "add", "take" or "overlap", and the key of the other area.
    segment_wanted, remove_wanted, cut_wanted
    """

    renamed = Signal(str)
    counted = Signal(str)
    joined = Signal(str, str)
    segment_wanted = Signal()
    remove_wanted = Signal()
    cut_wanted = Signal()

    def __init__(self, noun: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__("subtle", padding=12, parent=parent)
        self.name = QLineEdit()
        self.name.setProperty("dense", True)
        self.name.setAccessibleName(tr("Name of the area"))
        self.held = label("", "strong", wrap=True)
        self.counts = _box(tr("Which {regions} count", regions=noun[1]))
        one = noun[0]
        for key, text in (
            (CENTRE, tr("A {region} counts when its centre is inside", region=one)),
            (TOUCHES, tr("A {region} counts when part of it is inside", region=one)),
            (INSIDE, tr("A {region} counts when all of it is inside", region=one)),
        ):
            self.counts.addItem(text, key)
        self.other = _box(tr("The other area"))
        self.add = Button(tr("Add"), lambda: self._join("add"), dense=True)
        self.take = Button(tr("Take away"), lambda: self._join("take"), dense=True)
        self.overlap = Button(tr("Keep overlap"), lambda: self._join("overlap"), dense=True)
        self.trouble = label("", "small", tone="bad", wrap=True)
        self.segment = Button(tr("Use as a segment"), self.segment_wanted.emit, kind="link")
        self.used = label(tr("Used as a segment"), "small")
        self.remove = ToolButton("trash-2", tr("Remove this area"), self.remove_wanted.emit)
        self.note = Note("info", tr("The area follows {regions}, not the line", regions=noun[1]))
        self.note.add_link(tr("Show them"), self.cut_wanted.emit)
        self.name.editingFinished.connect(self._rename)
        self.counts.activated.connect(lambda _at: self.counted.emit(self.counts.currentData()))
        self._told = ""
        self._lay_out()

    def show_facts(self, facts: AreaFacts) -> None:
        """Show an area."""
        if not self.name.hasFocus() or facts.label != self._told:
            self.name.setText(facts.label)
        self._told = facts.label
        self.held.setText(facts.held)
        self.counts.setCurrentIndex(self.counts.findData(facts.counts))
        chosen = self.other.currentData()
        self.other.clear()
        for key, text in facts.others:
            self.other.addItem(text, key)
        self.other.setCurrentIndex(max(self.other.findData(chosen), 0))
        for widget in (self._with, self.other, self.add, self.take, self.overlap):
            widget.setVisible(bool(facts.others))
        self.segment.setVisible(not facts.used)
        self.used.setVisible(facts.used)
        self.note.setVisible(bool(facts.cut))
        self.note.say("info", self.note.title.text(), facts.cut)
        self.complain("")

    def complain(self, sentence: str) -> None:
        """Say why areas cannot be joined so."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _rename(self) -> None:
        if self.name.text().strip() and self.name.text().strip() != self._told:
            self.renamed.emit(self.name.text().strip())
        elif not self.name.text().strip():
            self.name.setText(self._told)

    def _join(self, how: str) -> None:
        if self.other.currentData():
            self.joined.emit(how, self.other.currentData())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.remove)
        self._with = label(tr("With another area"), "caption")
        joins = QHBoxLayout()
        joins.setSpacing(theme.space(2))
        for button in (self.add, self.take, self.overlap):
            joins.addWidget(button)
        joins.addStretch(1)
        self.body.addLayout(head)
        above: tuple[QWidget, ...] = (self.held, self.counts, self._with, self.other)
        below: tuple[QWidget, ...] = (self.trouble, self.segment, self.used, self.note)
        for widget in above:
            self.body.addWidget(widget)
        self.body.addLayout(joins)
        for widget in below:
            self.body.addWidget(widget)
        self.trouble.hide()


def _box(name: str) -> QComboBox:
    made = QComboBox()
    made.setProperty("dense", True)
    made.setAccessibleName(name)
    made.setMinimumContentsLength(8)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made
