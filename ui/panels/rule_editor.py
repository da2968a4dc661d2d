"""A rule over accounts as rows of column, comparison and value, with its text beside it for experts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from planner.model.grammar import FormulaError
from planner.model.rule_rows import AND, AREA, OR, SEGMENT, RuleRow, Value, rows_of, text_of
from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button, ToolButton
from ui.widgets.cards import Card
from ui.widgets.field import Field
from ui.widgets.labels import label
from ui.widgets.typed_figure import plain_figure, read_figure

Choices = Callable[[str], Sequence[tuple[str, str]]]
"""The values of a column that are offered: what a rule says, what is shown."""


@dataclass(frozen=True, slots=True)
class RuleColumn:
    """A column that a rule may ask; kind is text, several, number, segment or area."""

    key: str
    label: str
    kind: str


def signs_of(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the comparisons that a kind of column knows: what a rule says, what is shown."""
    if kind == "number":
        return (
            ("=", tr("is")), ("!=", tr("is not")), ("<", tr("is below")),
            ("<=", tr("is at most")), (">", tr("is above")), (">=", tr("is at least")),
        )  # fmt: skip
    if kind in ("segment", "area"):
        return (("=", tr("is in")), ("!=", tr("is not in")))
    plain = (
        ("=", tr("is")), ("!=", tr("is not")), ("in", tr("is one of")), ("not in", tr("is none of")),
    )  # fmt: skip
    return (
        (("has", tr("includes")), *plain)
        if kind == "several"
        else (*plain, ("has", tr("includes")))
    )


class RuleEditor(Card):
    """Name, rows, text, the live count, and two buttons.

    Signals
    -------
    changed : str
        The rule as it stands, after every keystroke that makes one.
    saved : str, str
        Name and rule.
    closed
    """

    changed = Signal(str)
    saved = Signal(str, str)
    closed = Signal()

    def __init__(self, name_hint: str, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, parent=parent)
        self._columns: tuple[RuleColumn, ...] = ()
        self._choices: Choices = lambda _key: ()
        self.rows: list[RowEditor] = []
        self.name = Field("", name_hint)
        self.name.edit.setProperty("dense", True)
        self._held = QVBoxLayout()
        self._held.setSpacing(theme.space(3))
        self.more = Button(tr("Add a condition"), self._add, kind="link", icon="plus")
        self.only_text = label(
            tr("Only the text can say this rule: it has brackets."), "small", wrap=True
        )
        self.text = Field("", tr("Rule as text: industry = 'food'"))
        self.text.edit.setProperty("dense", True)
        self.count = label("", "strong", wrap=True)
        self.save = Button("", self._save, kind="primary")
        self.cancel = Button(tr("Cancel"), self.closed.emit)
        self.text.edit.textEdited.connect(self._read)
        self.text.entered.connect(lambda _text: self._save())
        self.name.entered.connect(lambda _text: self._save())
        self._lay_out()

    def begin(
        self, columns: Sequence[RuleColumn], choices: Choices, name: str, where: str, button: str
    ) -> None:
        """Show a rule to edit, or a new one with one row where it is empty."""
        self._columns, self._choices = tuple(columns), choices
        self.name.edit.setText(name)
        self.name.complain("")
        self.save.setText(button)
        self.text.edit.setText(where)
        self._show(where)
        if not where and self._columns:
            self._add()
        self.name.edit.setFocus()
        self.name.edit.selectAll()

    @property
    def rule(self) -> str:
        """The rule as text."""
        return self.text.edit.text().strip()

    def show_count(self, sentence: str) -> None:
        """Say what the rule holds for."""
        self.text.complain("")
        self.count.setText(sentence)
        self.save.setEnabled(bool(self.rule))

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the rule."""
        self.text.complain(sentence)
        self.count.setText("")
        self.save.setEnabled(False)

    def complain_of_name(self, sentence: str) -> None:
        """Say that a name is missing."""
        self.name.complain(sentence)
        self.name.edit.setFocus()

    def _save(self) -> None:
        if self.save.isEnabled():
            self.saved.emit(self.name.edit.text(), self.rule)

    def _read(self, text: str) -> None:
        """Follow the text: rows show it where they can."""
        self._show(text)
        self.changed.emit(text.strip())

    def _show(self, where: str) -> None:
        try:
            rows = rows_of(where)
        except FormulaError:
            return  # being typed: the rows stay as they were until the text makes sense
        known = {column.key for column in self._columns}
        strange = any(row.column not in known for row in rows or ())  # what is wrong is told below
        self.only_text.setVisible(rows is None)
        self.more.setVisible(rows is not None and not strange)
        self._fill(() if strange else rows or ())

    def _fill(self, rows: Sequence[RuleRow]) -> None:
        while self.rows:
            self._drop(self.rows[-1])
        for row in rows:
            self._put(row)

    def _put(self, row: RuleRow | None) -> RowEditor:
        made = RowEditor(self._columns, self._choices, first=not self.rows)
        if row is not None:
            made.show_row(row)
        made.changed.connect(self._write)
        made.removed.connect(lambda: self._remove(made))
        self.rows.append(made)
        self._held.addWidget(made)
        self._order()
        return made

    def _order(self) -> None:
        """Let Tab go as the eye does: a row that is made later stands between others."""
        stops = [self.name.edit, *(stop for row in self.rows for stop in row.stops), self.more]
        for before, after in pairwise([*stops, self.text.edit, self.save, self.cancel]):
            QWidget.setTabOrder(before, after)

    def _add(self) -> None:
        self._put(None)
        self._write()

    def _remove(self, row: RowEditor) -> None:
        self._drop(row)
        if self.rows:
            self.rows[0].lead()
        self._write()

    def _drop(self, row: RowEditor) -> None:
        self.rows.remove(row)
        self._held.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _write(self) -> None:
        """Let the text follow the rows; a row without a value yet says nothing."""
        rows = [made for row in self.rows if (made := row.row()) is not None]
        text = text_of(rows)
        self.text.edit.setText(text)
        self.changed.emit(text)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.save)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        self.body.addWidget(self.name)
        self.body.addLayout(self._held)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.only_text)
        self.body.addWidget(label(tr("Rule as text"), "caption"))
        self.body.addWidget(self.text)
        self.body.addWidget(self.count)
        self.body.addLayout(buttons)
        self.only_text.hide()


class RowEditor(QWidget):
    """One condition: and / or, column, comparison, value.

    Signals
    -------
    changed, removed
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, columns: Sequence[RuleColumn], choices: Choices, *, first: bool) -> None:
        super().__init__()
        self._columns, self._choices = tuple(columns), choices
        self.join = _box(tr("Joined by"))
        self.join.addItem(tr("and"), AND)
        self.join.addItem(tr("or"), OR)
        self.join.setVisible(not first)
        self.column = _box(tr("Column"))
        for column in self._columns:
            self.column.addItem(column.label, column.key)
        self.sign = _box(tr("Comparison"))
        self.value = _box(tr("Value"))
        self.value.setEditable(True)
        self.value.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.drop = ToolButton("x", tr("Remove this condition"), self.removed.emit)
        self._lay_out()
        self._offer()
        self.column.activated.connect(lambda _at: self._offer(tell=True))
        for box in (self.join, self.sign):
            box.activated.connect(lambda _at: self.changed.emit())
        self.value.activated.connect(lambda _at: self.changed.emit())
        self.value.editTextChanged.connect(self._typed)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What Tab comes to, in order."""
        return (self.join, self.column, self.sign, self.value, self.drop)

    def lead(self) -> None:
        """Be the first row: nothing comes before it."""
        self.join.hide()
        self.join.setCurrentIndex(0)

    def show_row(self, row: RuleRow) -> None:
        """Show a condition."""
        self.blockSignals(True)
        self.join.setCurrentIndex(self.join.findData(row.join))
        self.column.setCurrentIndex(self.column.findData(row.column))
        self._offer()
        self.sign.setCurrentIndex(max(self.sign.findData(row.sign), 0))
        shown = ", ".join(_shown(value) for value in row.values)
        known = self.value.findData(shown)
        self.value.setCurrentIndex(known)
        if known < 0:
            self.value.setEditText(shown)
        self.blockSignals(False)

    def row(self) -> RuleRow | None:
        """Return the condition; None while its value says nothing."""
        column = self._column
        if column is None:
            return None
        values = self._values(column)
        if not values:
            return None
        return RuleRow(
            column.key, str(self.sign.currentData()), values, str(self.join.currentData())
        )

    @property
    def _column(self) -> RuleColumn | None:
        key = self.column.currentData()
        return next((column for column in self._columns if column.key == key), None)

    def _values(self, column: RuleColumn) -> tuple[Value, ...]:
        at, text = self.value.currentIndex(), self.value.currentText().strip()
        chosen = at >= 0 and self.value.itemText(at) == text
        said = str(self.value.itemData(at)) if chosen else text
        if column.kind == "number":
            figure = read_figure(said)
            return () if figure is None else (figure,)
        if column.key in (SEGMENT, AREA):
            return (said,) if chosen else ()
        if self.sign.currentData() in ("in", "not in"):
            return tuple(part.strip() for part in said.split(",") if part.strip())
        return (said,) if said else ()

    def _offer(self, *, tell: bool = False) -> None:
        """Offer the comparisons and values of the column."""
        column = self._column
        if column is None:
            return
        before = self.sign.currentData()
        self.sign.clear()
        for sign, shown in signs_of(column.kind):
            self.sign.addItem(shown, sign)
        self.sign.setCurrentIndex(max(self.sign.findData(before), 0))
        self.value.blockSignals(True)
        self.value.clear()
        for said, shown in self._choices(column.key):
            self.value.addItem(shown, said)
        self.value.setEditable(column.key not in (SEGMENT, AREA))
        self.value.setCurrentIndex(0 if column.key in (SEGMENT, AREA) else -1)
        if self.value.isEditable():
            self.value.setEditText("")
        self.value.blockSignals(False)
        if tell:
            self.changed.emit()

    def _typed(self, _text: str) -> None:
        column = self._column
        wrong = column is not None and not self._values(column) and bool(self.value.currentText())
        theme.restyle(self.value, state="error" if wrong else "")
        self.changed.emit()

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(theme.space(2))
        self.join.setFixedWidth(72)
        first.addWidget(self.join)
        first.addWidget(self.column, 1)
        first.addWidget(self.drop)
        second.addWidget(self.sign, 2)
        second.addWidget(self.value, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(first)
        column.addLayout(second)


def _box(name: str) -> QComboBox:
    made = QComboBox()
    made.setProperty("dense", True)
    made.setAccessibleName(name)
    made.setMinimumContentsLength(6)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _shown(value: Value) -> str:
    return plain_figure(value) if isinstance(value, float) else value
