"""What was read: what it sums to, what was found and how to mend it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from planner.insight.checks import check_plan
from planner.model.issues import Issue
from planner.model.plan import Plan
from ui.jobs import Job, Report, Stop
from ui.messages import tr
from ui.steps.data_words import input_figures, issue_words, measure_rows, open_points
from ui.steps.page import FigureBar, Page, TitledCard, fit_rows
from ui.tables.issue_table import IssueTable
from ui.tables.word_table import WordTable
from ui.widgets.progress import ProgressLine
from ui.workbench import Workbench

LINE = "check"
MOST_ISSUES = 14


class ReadSection(QObject):
    """Shows the inputs as they are in the plan."""

    key = "read"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self._bench = bench
        self._checked: Plan | None = None  # the plan that `_own` was found in
        self._asked: Plan | None = None  # the plan of the check under way
        self._own: tuple[Issue, ...] = ()
        self._job: Job | None = None
        self._stopped = False
        self._here = False  # it stays so while the settings lie over it
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
        found = TitledCard(tr("What was found"))
        self.note = found.note
        self.progress = ProgressLine(self._cancel)
        found.body.addWidget(self.progress)
        found.body.addWidget(self.issues)
        for card in (self.figures, measures, found):
            self.page.body.addWidget(card)
        self.page.title.setText(tr("What was read for {plan}", plan=plan.name))
        self.widget: QWidget = self.page
        bench.document.changed.connect(lambda _change: self._refresh())

    def open_points(self) -> int:
        """Return how many kinds of issues want a look."""
        return open_points(self._bench.issues)

    def is_waiting(self) -> bool:
        """Nothing made here waits for an answer."""
        return False

    def enter(self) -> None:
        """Show what holds now."""
        self._here = True
        self._refresh(entering=True)
        self._bench.messages.hint(tr("Click a header to sort  ·  Ctrl+C copies a table"))

    def leave(self) -> None:
        """Give up a check: what is asked elsewhere would wait behind it."""
        self._here = False
        self._cancel()

    def _refresh(self, *, entering: bool = False) -> None:
        if not (entering or self._here):
            return
        plan = self._bench.document.plan
        self.figures.show_figures(input_figures(plan))
        rows = [
            (row.label, row.total, row.rule, row.largest, row.source) for row in measure_rows(plan)
        ]
        self.measures.show_rows(rows)
        fit_rows(self.measures, len(rows), 8)
        self._check()
        self._show_issues()

    def _check(self) -> None:
        """Check the plan beside the window; one check at a time, the plan shown then comes next."""
        plan = self._bench.document.plan
        self._stopped = False
        if plan is self._checked or self._job is not None:
            return

        def work(_report: Report, stop: Stop) -> tuple[Issue, ...]:
            return check_plan(plan, stop)

        self._asked = plan
        job = self._job = self._bench.runner.start(tr("Checking the plan"), work, line=LINE)
        self.progress.begin(job.text)
        job.done.connect(self._take)
        job.failed.connect(self._fail)

    def _take(self, own: tuple[Issue, ...]) -> None:
        self._end()
        read = {(issue.code, issue.found) for issue in self._bench.issues}
        self._checked = self._asked
        self._own = tuple(issue for issue in own if (issue.code, issue.found) not in read)
        if self._here:
            self._check()
            self._show_issues()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._give_up()

    def _fail(self, error: Exception) -> None:
        self._give_up()
        self._bench.messages.fail(
            tr("The plan could not be checked"), how=str(error), details=repr(error)
        )

    def _give_up(self) -> None:
        self._end()
        self._stopped = True
        self._show_issues()

    def _end(self) -> None:
        self._job = None
        self.progress.end()

    def _show_issues(self) -> None:
        """Show what reading found, and what is doubtful in the plan that was checked last."""
        found = (*self._bench.issues, *self._own)
        self.issues.show_rows(found)
        self.issues.setVisible(bool(found))
        fit_rows(self.issues, len(found), MOST_ISSUES)
        if self._job is None and not self._stopped:
            self.note.setText(issue_words(self._bench.issues, self._own))
            return
        words = (
            tr("The plan as it is now was not checked.")
            if self._stopped
            else tr("The plan as it is now is being checked.")
        )
        filed = issue_words(self._bench.issues) if self._bench.issues else ""
        self.note.setText(f"{filed} {words}".strip())
