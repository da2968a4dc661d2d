"""Segments or product lines: the table that adds up, and the editor of their rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from planner.edits import segments as edits
from planner.insight.segment_sums import SegmentSums, rule_sum, segment_sums
from planner.model.formula import FormulaError
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.model.segments import Segment
from ui.document import Document
from ui.messages import Phrase, tr, tr_count
from ui.panels.rule_editor import RuleColumn, RuleEditor
from ui.steps.market_words import (
    AccountFigure,
    amount_head,
    column_choices,
    counted_words,
    trouble_words,
    value_choices,
)
from ui.tables.market_tables import RuleSumRow, RuleSumTable
from ui.theme import theme
from ui.widgets.buttons import Button, ToolButton
from ui.widgets.figures import number, scale_of
from ui.widgets.labels import label
from ui.widgets.note import Note

MOST_ROWS = 9
Rules = tuple[Segment, ...] | tuple[ProductLine, ...]


@dataclass(frozen=True, slots=True)
class RuleKind:
    """Segments or product lines: their words and their edits."""

    title: str
    one: str
    add_it: str
    name_hint: str
    nothing: str
    added: Phrase
    changed: Phrase
    removed: Phrase
    moved: Phrase
    rules: Callable[[Plan], Rules]
    add: Callable[[Plan, str, str], Plan]
    change: Callable[[Plan, str, str, str], Plan]
    remove: Callable[[Plan, str], Plan]
    move: Callable[[Plan, str, int], Plan]
    users: Callable[[Plan, str], tuple[str, ...]]


def segments_kind() -> RuleKind:
    """Return the words and edits of segments."""
    return RuleKind(
        tr("Segments"), tr("Segment"), tr("Add segment"), tr("Name of the segment"),
        tr("A segment is a rule over accounts, such as industry is food, or a drawn area."),
        Phrase("add segment {name}"), Phrase("change segment {name}"), Phrase("remove segment {name}"),
        Phrase("move segment {name}"), lambda plan: plan.segments, edits.add_segment,
        edits.change_segment, edits.remove_segment, edits.move_segment, edits.segment_users,
    )  # fmt: skip


def products_kind() -> RuleKind:
    """Return the words and edits of product lines."""
    return RuleKind(
        tr("Product lines"), tr("Product line"), tr("Add product line"), tr("Name of the product line"),
        tr("A product line is a rule over accounts, such as products includes boilers."),
        Phrase("add product line {name}"), Phrase("change product line {name}"),
        Phrase("remove product line {name}"), Phrase("move product line {name}"),
        lambda plan: plan.products, edits.add_product,
        edits.change_product, edits.remove_product, edits.move_product, edits.product_users,
    )  # fmt: skip


class RuleList(QWidget):
    """A list of named rules; every edit is one undo step of the document.

    Signals
    -------
    opened(QWidget)
        The editor, which stands below the table and wants to be seen.
    """

    opened = Signal(QWidget)

    def __init__(self, document: Document, kind: RuleKind) -> None:
        super().__init__()
        self._document = document
        self._kind = kind
        self._figure: AccountFigure | None = None
        self._editing: str | None = None
        self.sums: SegmentSums | None = None
        self.table = RuleSumTable(kind.title)
        self.add = Button(tr("Add"), self.begin, kind="link", icon="plus")
        self.edit = Button(tr("Edit rule"), self._edit, kind="link")
        self.up = ToolButton("arrow-up", tr("Count it earlier"), lambda: self._move(-1))
        self.down = ToolButton("arrow-down", tr("Count it later"), lambda: self._move(1))
        self.remove = ToolButton("trash-2", tr("Remove"), self._remove)
        self.nothing = label(kind.nothing, "small", wrap=True)
        self.overlaps = label("", "small", wrap=True)
        self.note = Note("warn", "")
        self.editor = RuleEditor(kind.name_hint)
        self._actions = QWidget()
        self._lay_out()
        self.table.row_chosen.connect(lambda _row: self._show_actions())
        self.table.doubleClicked.connect(lambda _index: self._edit())
        self.editor.changed.connect(self._count)
        self.editor.saved.connect(self._save)
        self.editor.closed.connect(self.close_editor)

    @property
    def chosen(self) -> str | None:
        """Key of the rule whose row is chosen."""
        index = self.table.currentIndex()
        if not index.isValid():
            return None
        row = self.table.rows_model.rows[self.table.proxy.mapToSource(index).row()]
        return row.key or None

    def show_plan(self, figure: AccountFigure) -> None:
        """Show the sums of the plan as it is."""
        self._figure = figure
        plan = self._document.plan
        rules = self._kind.rules(plan)
        self.sums = segment_sums(plan, figure.values, rules, figure.among)
        some = bool(rules)
        self.add.setEnabled(bool(len(plan.accounts)))
        self.nothing.setText(
            self._kind.nothing
            if len(plan.accounts)
            else tr("This plan has no accounts to count. Import some under Data.")
        )
        self.nothing.setVisible(not some)
        self.table.setVisible(some)
        rows = self._rows(self.sums)
        peak = max((row.amount for row in rows), default=0.0)
        scale = scale_of(peak, figure.unit)
        self.table.show_sums(
            self._kind.one, amount_head(scale, figure.unit, figure.label), scale, rows
        )
        self.table.fit(MOST_ROWS)
        told = _overlap_words(self.sums)
        self.overlaps.setText(told)
        self.overlaps.setVisible(bool(told))
        self.note.hide()
        self._show_actions()
        if self._editing is not None and self._editing not in {rule.key for rule in rules}:
            self.close_editor()  # what was edited is gone: it was undone
        if not self.editor.isHidden():
            self._count(self.editor.rule)

    def begin(self, name: str = "", where: str = "") -> None:
        """Open the editor for a new rule."""
        self._open(None, name, where)

    def close_editor(self) -> None:
        """Leave the editor; nothing changes."""
        self.editor.hide()
        self._editing = None
        self._show_actions()

    def _edit(self) -> None:
        rule = next(
            (one for one in self._kind.rules(self._document.plan) if one.key == self.chosen), None
        )
        if rule is not None:
            self._open(rule.key, rule.label, rule.where)

    def _open(self, key: str | None, name: str, where: str) -> None:
        plan = self._document.plan
        self._editing = key
        found = column_choices(plan)
        by_key = {choice.key: choice for choice in found}
        columns = [RuleColumn(one.key, one.label, one.kind) for one in found]
        button = tr("Save") if key else self._kind.add_it
        self.editor.begin(
            columns, lambda column: value_choices(plan, by_key[column]), name, where, button
        )
        self.editor.show()
        self._actions.hide()
        self._count(where)
        self.opened.emit(self.editor)

    def _count(self, where: str) -> None:
        """Count what the rule under the hand holds for, or say what is wrong with it."""
        plan, figure = self._document.plan, self._figure
        if figure is None:
            return
        if not where:
            self.editor.show_count(tr("Choose a column, a comparison and a value."))
            return
        try:
            accounts, amount = rule_sum(plan, figure.values, where, figure.among)
        except FormulaError as error:
            self.editor.complain(trouble_words(error))
            return
        self.editor.show_count(counted_words(accounts, amount, figure))

    def _save(self, name: str, where: str) -> None:
        if not name.strip():
            self.editor.complain_of_name(tr("Type a name."))
            return
        plan, kind = self._document.plan, self._kind
        try:
            if self._editing is None:
                after, text = kind.add(plan, name, where), kind.added
            else:
                after, text = kind.change(plan, self._editing, name, where), kind.changed
        except FormulaError as error:
            self.editor.complain(trouble_words(error))
            return
        self.close_editor()
        self._document.edit(text(name=name.strip()), after)

    def _move(self, by: int) -> None:
        key = self.chosen
        if key is None:
            return
        after = self._kind.move(self._document.plan, key, by)
        self._document.edit(self._kind.moved(name=self._label(key)), after)
        keys = [row.key for row in self.table.rows_model.rows]
        self.table.choose(keys.index(key))
        self._show_actions()

    def _remove(self) -> None:
        key = self.chosen
        if key is None:
            return
        plan, name = self._document.plan, self._label(key)
        users = self._kind.users(plan, key)
        if users:
            self.note.say(
                "warn",
                tr("{name} is still used", name=name),
                tr("By {users}. Change or remove that first.", users=", ".join(users)),
            )
            self.note.show()
            return
        self.table.choose(None)
        self._document.edit(self._kind.removed(name=name), self._kind.remove(plan, key))

    def _label(self, key: str) -> str:
        return next(one.label for one in self._kind.rules(self._document.plan) if one.key == key)

    def _show_actions(self) -> None:
        key, keys = self.chosen, [rule.key for rule in self._kind.rules(self._document.plan)]
        self._actions.setVisible(key in keys and self.editor.isHidden())
        if key in keys and key is not None:
            self.up.setEnabled(keys.index(key) > 0)
            self.down.setEnabled(keys.index(key) < len(keys) - 1)

    def _rows(self, sums: SegmentSums) -> tuple[RuleSumRow, ...]:
        rows = [
            RuleSumRow(
                one.key, one.label, one.accounts, one.money, one.share,
                _tip(one.matching - one.accounts),
            )
            for one in sums.segments
        ]  # fmt: skip
        others = sums.others
        rows.append(
            RuleSumRow("", tr("Everyone else"), others.accounts, others.money, others.share)
        )
        rows.append(
            RuleSumRow(
                "", tr("Total"), sums.accounts, sums.money, 1.0,
                tr("Every account counts once: this adds up"), total=True,
            )
        )  # fmt: skip
        return tuple(rows)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self._kind.title, "title"))
        head.addStretch(1)
        head.addWidget(self.add)
        actions = QHBoxLayout(self._actions)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.addWidget(self.edit)
        actions.addStretch(1)
        for button in (self.up, self.down, self.remove):
            actions.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addLayout(head)
        for widget in (
            self.nothing,
            self.table,
            self._actions,
            self.overlaps,
            self.note,
            self.editor,
        ):
            column.addWidget(widget)
        self.editor.hide()
        self.note.hide()
        self._actions.hide()


def _tip(further_up: int) -> str:
    if not further_up:
        return ""
    return tr_count(
        further_up, "Holds for 1 more account, which counts further up",
        "Holds for {shown} more accounts, which count further up", shown=number(further_up),
    )  # fmt: skip


def _overlap_words(sums: SegmentSums) -> str:
    if not sums.several:
        return ""
    most = sums.overlaps[0]
    return tr_count(
        sums.several,
        "1 account is in more than one, {first} and {second}; it counts in the first.",
        "{shown} accounts are in more than one, most in {first} and {second} ({most}); "
        "each counts in the first.",
        shown=number(sums.several), first=most.first, second=most.second, most=number(most.accounts),
    )  # fmt: skip
