"""A measure as its formula: what it counts, constants that are typed over in place, what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.field import Field
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.typed_figure import read_figure

Row = tuple[str, str, str]
ROOM = 22
"""Pixels beside the text of a constant."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the formula: kind is "column", "sign" or "number"; a number stands at a position."""

    kind: str
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """What the card shows.

    Attributes
    ----------
    labels : tuple of str
        Of all measures.
    chosen : int
    unit, source, where : str
        Of the one chosen.
    pieces : tuple of Piece
    rate : str
        "= € 133 for each of dwellings", or "".
    rows : tuple of (name, reference, value)
    """

    labels: tuple[str, ...]
    chosen: int
    unit: str
    source: str
    where: str
    pieces: tuple[Piece, ...]
    rate: str
    rows: tuple[Row, ...]


class MeasureCard(QWidget):
    """Chooses a measure, shows its formula as chips, and lets it be edited.

    Signals
    -------
    measure_chosen : int
    constant_typed : int, float
        Position in the formula, and the number to stand there.
    formula_typed : str, str, str, str
        Name, formula, rule and unit.
    new_wanted, remove_wanted
    """

    measure_chosen = Signal(int)
    constant_typed = Signal(int, float)
    formula_typed = Signal(str, str, str, str)
    new_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: MeasureFacts | None = None
        self.box = QComboBox()
        self.box.setProperty("dense", True)
        self.box.setAccessibleName(tr("Measure"))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.activated.connect(self.measure_chosen)
        self.card = Card("subtle", padding=12)
        self._caption = label("", "caption")
        self._chips = QWidget()
        FlowLayout(self._chips)
        self.rate = label("", "small", wrap=True)
        self.counts = label("", "small", wrap=True)
        self.edit = Button(tr("Edit formula"), self._open, kind="link")
        self.new = Button(tr("New measure"), self.new_wanted.emit, kind="link")
        self.form = FormulaForm()
        self.form.hide()
        self.form.saved.connect(self._save)
        self.form.closed.connect(lambda: self.form.hide())
        self.form.remove.clicked.connect(self.remove_wanted)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setVerticalSpacing(theme.space(2))
        self._rows: list[tuple[QLabel, ElidedLabel, QLabel]] = []
        self._lay_out()

    def show_facts(self, facts: MeasureFacts) -> None:
        """Show a measure; what is being typed stays."""
        before, self._facts = self._facts, facts
        if before is None or before.labels != facts.labels:
            self.box.clear()
            self.box.addItems(list(facts.labels))
        self.box.setCurrentIndex(facts.chosen)
        self._caption.setText(tr("{measure} =", measure=facts.labels[facts.chosen]))
        if before is None or before.pieces != facts.pieces:
            self._show_chips(facts.pieces)
        self.rate.setText(facts.rate)
        self.rate.setVisible(bool(facts.rate))
        self.counts.setText(tr("counts where {rule}", rule=facts.where))
        self.counts.setVisible(bool(facts.where))
        self._show_rows(facts.rows)
        if before is not None and before.labels[before.chosen] != facts.labels[facts.chosen]:
            self.form.hide()

    @property
    def constants(self) -> list[ConstantEdit]:
        """The constants that can be typed over, in order."""
        return self._chips.findChildren(ConstantEdit)

    def texts(self) -> list[Row]:
        """Return what the measure comes to, as it is shown."""
        return [
            (name.text(), reference.whole, value.text())
            for name, reference, value in self._rows
            if not name.isHidden()
        ]

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the formula that was typed."""
        self.form.source.complain(sentence)

    def open_form(self, name: str, source: str, where: str, unit: str, *, fresh: bool) -> None:
        """Open the form with a formula to edit, or one to begin with."""
        self.form.begin(name, source, where, unit, fresh=fresh)

    def _open(self) -> None:
        facts = self._facts
        if facts is not None:
            name = facts.labels[facts.chosen]
            self.open_form(name, facts.source, facts.where, facts.unit, fresh=False)

    def _save(self) -> None:
        form = self.form
        told = (form.name, form.source, form.where, form.unit)
        self.formula_typed.emit(*(field.edit.text().strip() for field in told))

    def _show_chips(self, pieces: Sequence[Piece]) -> None:
        layout = self._chips.layout()
        while layout is not None and (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for piece in pieces:
            if layout is not None:
                layout.addWidget(self._made(piece))
        self._chips.updateGeometry()

    def _made(self, piece: Piece) -> QWidget:
        if piece.kind == "sign":
            return label(piece.text, "small")
        if piece.kind == "column":
            return label(piece.text, "strong")
        made = ConstantEdit(piece.text)
        made.typed.connect(lambda value: self.constant_typed.emit(piece.position, value))
        return made

    def _show_rows(self, rows: Sequence[Row]) -> None:
        while len(self._rows) < len(rows):
            at = len(self._rows)
            made = (label("", "small"), ElidedLabel("", "small"), label("", "strong"))
            made[2].setFont(theme.font("strong", figures=True))
            for right in made[1:]:
                right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, widget in enumerate(made):
                self._grid.addWidget(widget, at, column)
            self._rows.append(made)
        for at, widgets in enumerate(self._rows):
            for widget, text in zip(
                widgets, rows[at] if at < len(rows) else ("", "", ""), strict=True
            ):
                widget.setText(text)
                widget.setVisible(at < len(rows))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(tr("Measure"), "title"))
        head.addStretch(1)
        head.addWidget(self.box)
        links = QHBoxLayout()
        links.setSpacing(theme.space(5))
        links.addWidget(self.edit)
        links.addWidget(self.new)
        links.addStretch(1)
        for widget in (self._caption, self._chips, self.rate, self.counts):
            self.card.body.addWidget(widget)
        self.card.body.addLayout(links)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        column.addLayout(head)
        column.addWidget(self.card)
        column.addWidget(self.form)
        column.addLayout(self._grid)


class ConstantEdit(QLineEdit):
    """A constant of a formula, typed over in place; Enter or leaving it settles it.

    Signals
    -------
    typed : float
    """

    typed = Signal(float)

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._told = text
        self.setProperty("chip", True)
        self.setAccessibleName(tr("Constant {value}", value=text))
        self.setToolTip(tr("Type another figure, then Enter"))
        self.setFont(theme.font("small", weight=600, figures=True))
        self._fit()
        self.textEdited.connect(self._follow)
        self.editingFinished.connect(self._settle)

    def _follow(self, text: str) -> None:
        self._fit()
        theme.restyle(self, state="" if read_figure(text) is not None else "error")

    def _settle(self) -> None:
        value = read_figure(self.text())
        if self.text() == self._told:
            return
        if value is None:
            self.setText(self._told)
            self._follow(self._told)
            return
        self._told = self.text()
        self.typed.emit(value)

    def _fit(self) -> None:
        self.setFixedWidth(QFontMetrics(self.font()).horizontalAdvance(self.text() or "0") + ROOM)


class FormulaForm(Card):
    """Name, formula, rule and unit of a measure.

    Signals
    -------
    saved, closed
    """

    saved = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(padding=12)
        self.name = Field("", tr("such as Potential"))
        self.source = Field("", tr("such as accounts.sum(potential) * 0.3"))
        self.where = Field("", tr("all; or such as status = 'prospect'"))
        self.unit = Field("", tr("such as EUR or hours"))
        self.save = Button(tr("Save measure"), self.saved.emit, kind="primary")
        self.cancel = Button(tr("Cancel"), self.closed.emit)
        self.remove = Button(tr("Remove"), kind="danger")
        for caption, field in (
            (tr("Name"), self.name), (tr("Formula"), self.source),
            (tr("Counts accounts where"), self.where), (tr("Unit"), self.unit),
        ):  # fmt: skip
            field.edit.setProperty("dense", True)
            field.entered.connect(lambda _text: self.saved.emit())
            self.body.addWidget(label(caption, "caption"))
            self.body.addWidget(field)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.remove)
        self.body.addLayout(row)

    def begin(self, name: str, source: str, where: str, unit: str, *, fresh: bool) -> None:
        """Show what to edit; a fresh measure cannot be removed."""
        for field, text in zip(
            (self.name, self.source, self.where, self.unit),
            (name, source, where, unit),
            strict=True,
        ):
            field.edit.setText(text)
            field.complain("")
        self.remove.setVisible(not fresh)
        self.show()
        (self.name if fresh else self.source).edit.setFocus()
        self.name.edit.selectAll()
