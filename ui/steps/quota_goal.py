"""The goal of the company and what is added to it, typed in place: each change is one undo step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from planner.edits.goals import set_quota_goal
from planner.model.goals import MOST_MONEY, MOST_OVER
from planner.notation import SYMBOLS, number, percent, read_number
from ui.messages import tr
from ui.theme import theme
from ui.widgets.cards import Card
from ui.widgets.labels import label
from ui.workbench import Workbench

GOAL_WIDE, OVER_WIDE = 180, 90


class QuotaGoalCard(Card):
    """Two fields; Enter or leaving a field takes what is typed."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        money = SYMBOLS.get(bench.document.plan.currency, bench.document.plan.currency)
        self.total = _field(tr("Company goal"), GOAL_WIDE)
        self.over = _field(tr("Over-assignment"), OVER_WIDE)
        self.trouble = label("", "small", tone="bad", wrap=True)
        self.trouble.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.space(6))
        named = (
            (tr("Company goal, {unit}", unit=money), self.total),
            (tr("Over-assignment"), self.over),
        )
        for words, edit in named:
            column = QVBoxLayout()
            column.setSpacing(theme.space(1))
            column.addWidget(label(words, "caption"))
            column.addWidget(edit)
            row.addLayout(column)
            edit.editingFinished.connect(self._take)
        hint = tr("What the quotas of all reps carry more than the goal.")
        row.addWidget(label(hint, "small", wrap=True), 1, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self.body.addWidget(self.trouble)
        self.show_goal()

    def show_goal(self) -> None:
        """Show the goal of the plan."""
        goal = self._bench.document.plan.goals.quota
        self.total.setText("" if goal is None else number(goal.total))
        share = 0.0 if goal is None else goal.over_assignment
        self.over.setText(percent(share, 0 if abs(share * 100 - round(share * 100)) < 1e-9 else 1))
        self._complain("")

    def _take(self) -> None:
        """Take what is typed, where it is a goal; an empty one asks for nothing yet."""
        document, total, over = self._bench.document, self.total.text(), self.over.text()
        if not total.strip():
            self._complain("")
            return
        goal, share = read_number(total), read_number(over or "0")
        if goal is None or not 0 < goal <= MOST_MONEY:
            self._complain(tr("Type the goal as a sum above zero."))
            return
        if share is None or not 0 <= share <= MOST_OVER * 100:
            self._complain(tr("Type the over-assignment as a percentage, as in 10 %."))
            return
        self._complain("")
        after = set_quota_goal(document.plan, round(goal), share / 100)
        if after is not document.plan:
            document.edit(tr("set the goal"), after)

    def _complain(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))


def _field(name: str, wide: int) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setFixedWidth(wide)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setFont(theme.font(figures=True))
    return made
