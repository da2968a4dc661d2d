"""What was read: what it sums to, what was found and how to mend it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from planner.insight.checks import check_plan
from planner.model.issues import Issue
from planner.model.plan import Plan
from ui.messages import tr
from ui.steps.data_words import input_figures, issue_words, measure_rows, open_points
from ui.steps.page import FigureBar, Page, TitledCard, fit_rows
from ui.tables.issue_table import IssueTable
from ui.tables.word_table import WordTable
from ui.workbench import Workbench

MOST_ISSUES = 14


class ReadSection(QObject):
    """Shows the inputs as they are in the plan."""

    key = "read"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self._bench = bench
        self._checked: Plan | None = None
        self._found: tuple[Issue, ...] = ()
        plan = bench.document.plan
        self.page = Page(
            tr("What was read"),
            tr(
                "Your files are not changed. Everything that was left out or mended is listed here."
            ),
        )
        self.figures = FigureBar()
        self.measures = WordTable(
            (tr("Measure"), tr("Total"), tr("Your rule"), tr("The most in one region"), tr("From")),
            figures=(1, 2),
            name=tr("Measures"),
        )
        self.issues = IssueTable()
        measures = TitledCard(tr("Measures"), more=tr("summed over all regions"))
        measures.body.addWidget(self.measures)
        self._card = TitledCard(tr("What was found"))
        self._card.body.addWidget(self.issues)
        for card in (self.figures, measures, self._card):
            self.page.body.addWidget(card)
        self.page.title.setText(tr("What was read for {plan}", plan=plan.name))
        self.widget: QWidget = self.page
        bench.document.changed.connect(lambda _change: self._refresh())

    def open_points(self) -> int:
        """Return how many kinds of issues want a look."""
        return open_points(self._bench.issues)

    def enter(self) -> None:
        """Show what holds now."""
        self._refresh(entering=True)
        self._bench.messages.hint(tr("Click a header to sort  ·  Ctrl+C copies a table"))

    def leave(self) -> None:
        """Nothing is under way here."""

    @property
    def found(self) -> tuple[Issue, ...]:
        """What reading found, then what is doubtful in the plan as it is now."""
        plan = self._bench.document.plan
        if self._checked is not plan:
            self._checked = plan
            read = {(i.code, i.found) for i in self._bench.issues}
            own = tuple(i for i in check_plan(plan) if (i.code, i.found) not in read)
            self._found = (*self._bench.issues, *own)
        return self._found

    def _refresh(self, *, entering: bool = False) -> None:
        if not (entering or self.page.isVisible()):
            return
        plan = self._bench.document.plan
        self.figures.show_figures(input_figures(plan))
        rows = [
            (row.label, row.total, row.rule, row.largest, row.source) for row in measure_rows(plan)
        ]
        self.measures.show_rows(rows)
        fit_rows(self.measures, len(rows), 8)
        self.issues.show_rows(self.found)
        self.issues.setVisible(bool(self.found))
        fit_rows(self.issues, len(self.found), MOST_ISSUES)
        self._card.note.setText(
            issue_words(self._bench.issues, self.found[len(self._bench.issues) :])
        )
