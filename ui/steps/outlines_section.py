"""The outlines: what is wrong with them, what mending would change, and mending as one step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QWidget

from planner.edits.outlines import with_regions
from planner.model.outline_defects import TICKED, Choices, Kind
from planner.model.regions import RegionSet
from ui.actions import Act
from ui.charts.outline_picture import OutlinePicture
from ui.jobs import Job, Report, Stop
from ui.messages import tr
from ui.steps.outline_words import (
    HARMLESS,
    can_mend,
    consequence_words,
    counted,
    figures,
    kind_title,
    length,
    mend_words,
    place_words,
    touched_words,
    trial_words,
)
from ui.steps.page import FigureBar, Page, TitledCard, fit_rows
from ui.tables.tick_table import TickRow, TickTable
from ui.theme import theme
from ui.use_cases.outlines import Study, study
from ui.widgets.buttons import Button, ToolButton
from ui.widgets.figures import number
from ui.widgets.labels import label
from ui.widgets.note import Note
from ui.widgets.progress import ProgressLine
from ui.workbench import Workbench

LINE = "outlines"
GAPS_M = (5.0, 10.0, 25.0, 50.0, 100.0)
POINTS_M = (0.01, 0.5, 2.0, 10.0)
ROWS = 12


@dataclass(frozen=True, slots=True)
class Looking:
    """How far the look is, 0..1."""

    what: str
    share: float


class OutlinesSection(QObject):
    """Looks through the outlines in a job when it is first shown, and mends what is ticked.

    Signals
    -------
    points_changed()
        `open_points` may be another.
    """

    key = "outlines"
    points_changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self._bench = bench
        self._job: Job | None = None
        self._study: Study | None = None
        self._given_up: RegionSet | None = None
        self._mended: RegionSet | None = None
        self._choices = Choices()
        self._kind: Kind | None = None
        self._at = 0
        self._entered = False
        self._build()
        self._lay_out()
        bench.document.changed.connect(lambda _change: self._follow())

    # Section

    def open_points(self) -> int:
        """Return how many kinds of trouble were found that are not mended yet."""
        if self._study is None or self._study.regions is not self._regions:
            return 0
        return sum(len(self._study.found(kind)) > 0 for kind in TICKED)

    def is_waiting(self) -> bool:
        """Nothing made here waits for an answer."""
        return False

    def enter(self) -> None:
        """Look, unless these outlines were looked at before."""
        self._entered = True
        actions = self._bench.actions
        actions.on(Act.PRIMARY, lambda _on=False: self.mend())
        actions.on(Act.ESCAPE, lambda _on=False: self._cancel())
        actions.on(Act.NEXT_PROBLEM, lambda _on=False: self.go_on(1))
        actions.on(Act.PREVIOUS_PROBLEM, lambda _on=False: self.go_on(-1))
        self._bench.messages.hint(
            tr("N next place  ·  Shift+N previous  ·  Space ticks  ·  Ctrl+Enter mends")
        )
        self._follow()

    def leave(self) -> None:
        """Let the look go on; it is shown when the user comes back."""
        self._entered = False

    # What the user wants

    def mend(self) -> None:
        """Give the plan the outlines of the trial, as one step."""
        done, document = self._study, self._bench.document
        if done is None or self._job is not None or not self._is_ready(done):
            return
        after = with_regions(document.plan, done.mended)
        words = consequence_words(done.consequence, done.regions)
        self._mended = after.regions
        self.note.say("good", tr("The outlines are mended"), words)
        document.edit(tr("mend outlines"), after)
        self._bench.messages.tell(tr("Outlines mended."), undo=True)

    def go_on(self, by: int) -> None:
        """Show the next place of the kind chosen, or the one before."""
        if self._study is None or self._kind is None:
            return
        count = len(self._study.found(self._kind))
        if count:
            self._at = (self._at + by) % count
            self._show_place()

    def _tick(self, key: str, on: bool) -> None:
        kinds = self._choices.kinds | {Kind(key)} if on else self._choices.kinds - {Kind(key)}
        self._choose(replace(self._choices, kinds=kinds))

    def _choose(self, choices: Choices) -> None:
        if choices != self._choices:
            self._choices = choices
            self._mended = None
            self.note.hide()
            self._show_rows()
            self._look()

    def _go_to_row(self, row: int) -> None:
        kind = Kind(self.table.rows_model.rows[row].key)
        if kind is not self._kind:
            self._kind, self._at = kind, 0
            self._show_place()

    def _cancel(self) -> None:
        if self._job is not None:
            self._given_up = self._regions
            self._job.cancel()

    # The look

    @property
    def _regions(self) -> RegionSet:
        return self._bench.document.plan.regions

    def _follow(self) -> None:
        """Look again where the plan has other outlines."""
        self.note.setVisible(self._mended is self._regions)
        known = self._study is not None and self._study.regions is self._regions
        if not known and self._study is not None:
            self._study = None
            self._show()
        if self._entered and not known and self._given_up is not self._regions:
            self._look()

    def _look(self) -> None:
        regions, choices, earlier = self._regions, self._choices, self._study
        self._given_up = None

        def work(report: Report, stop: Stop) -> Study | None:
            return study(
                regions, choices, earlier, lambda what, share: report(Looking(what, share)), stop
            )

        job = self._bench.runner.start(tr("Looking through the outlines"), work, line=LINE)
        self._job = job
        self.progress.begin(job.text)
        self.go.setEnabled(False)
        self.go.setToolTip(tr("What it would change is being worked out."))
        job.progress.connect(lambda told: self._advance(job, told))
        job.done.connect(lambda found: self._take(job, found))
        job.failed.connect(lambda error: self._fail(job, error))
        job.cancelled.connect(lambda: self._end(job))
        self._bench.document.destroyed.connect(job.abandon)

    def _advance(self, job: Job, told: Looking) -> None:
        if job is self._job:
            self.progress.advance(told.what, told.share)

    def _take(self, job: Job, found: Study | None) -> None:
        if job is not self._job:
            return
        if found is not None and found.regions is self._regions:
            self._study = found
        self._end(job)

    def _fail(self, job: Job, error: Exception) -> None:
        self._end(job)
        self._bench.messages.fail(
            tr("The outlines could not be looked through"), details=repr(error)
        )

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.progress.end()
            self._show()
            self.points_changed.emit()

    # Showing

    def _show(self) -> None:
        done = self._study
        self.figures.show_figures(figures(done, self._regions))
        if self._given_up is self._regions and done is None:
            self.words.say("info", tr("Not looked at yet"), tr("The look was cancelled."))
        elif done is None:
            self.words.say("info", tr("Looking through the outlines"))
        elif done.choices != self._choices and self._job is None:
            self.words.say("info", tr("Not worked out for what is ticked"))
        else:
            title, text = trial_words(done)
            clean = not done.is_mendable and not self.open_points()
            self.words.say("good" if clean else "info", title, text)
        stale = done is not None and done.choices != self._choices
        given_up = self._given_up is self._regions and done is None
        self.again.setVisible(self._job is None and (stale or given_up))
        ready = done is not None and self._job is None and self._is_ready(done)
        why_not = tr("Look again first.") if stale else tr("There is nothing to mend.")
        self.go.setEnabled(ready)
        self.go.setToolTip("" if ready else why_not)
        self._show_rows()

    def _is_ready(self, done: Study) -> bool:
        """Whether a trial is of these outlines and of what is ticked, and changes something."""
        asked = done.regions is self._regions and done.choices == self._choices
        return asked and done.is_mendable

    def _show_rows(self) -> None:
        done, issues = self._study, self._bench.issues
        counts = counted(done, issues)
        kinds = [kind for kind in Kind if counts[kind]] if done is not None else []
        rows = []
        for kind in kinds:
            ticked = kind in self._choices.kinds if done and can_mend(kind, done) else None
            words = (
                kind_title(kind, self._choices.gap_m),
                number(counts[kind]),
                mend_words(kind, done, self._choices) if done else "",
            )
            rows.append(TickRow(kind, words, ticked))
        self.table.show_rows(rows)
        fit_rows(self.table, len(rows), ROWS)
        self.table.setVisible(bool(rows))
        self.found.note.setVisible(any(row.ticked is not None for row in rows))
        if self._kind not in kinds:
            places = [kind for kind in kinds if done and len(done.found(kind))]
            troubles = [kind for kind in places if kind not in HARMLESS]
            largest = max(troubles, key=lambda kind: counts[kind], default=None)
            self._kind, self._at = largest or next(iter(places), None), 0
        self.table.choose(kinds.index(self._kind) if self._kind in kinds else None)
        self._show_place()

    def _show_place(self) -> None:
        done, kind = self._study, self._kind
        count = len(done.found(kind)) if done is not None and kind is not None else 0
        self.place_card.setVisible(count > 0)
        if done is None or kind is None or not count:
            return
        self._at = min(self._at, count - 1)
        words = place_words(done, kind, self._at)
        self.place.setText(words)
        self.place_card.heading.setText(kind_title(kind, done.choices.gap_m))
        self.place_card.note.setText(
            tr(
                "{at} of {count}, {touched}",
                at=number(self._at + 1),
                count=number(count),
                touched=touched_words(done.found(kind), self._regions.called),
            )
        )
        for button in (self.next, self.previous):
            button.setEnabled(count > 1)
        self.picture.show_sight(done.sight(kind, self._at), words)

    # Building

    def _build(self) -> None:
        self.page = Page(
            tr("Outlines"),
            tr("Borders that overlap, leave gaps or are drawn twice are mended here, not in your file."),
        )  # fmt: skip
        self.go = Button(tr("Mend what is ticked"), self.mend, kind="primary", icon="wand-sparkles")
        self.go.setEnabled(False)
        self.page.add_button(self.go)
        self.progress = ProgressLine(self._cancel)
        self.note = Note("good", "")
        self.note.hide()
        self.figures = FigureBar()
        self.table = TickTable(
            (tr("What was found"), tr("How many"), tr("What is done")),
            figures=(1,),
            name=tr("What was found in the outlines"),
        )
        self.table.ticked.connect(self._tick)
        self.table.row_chosen.connect(self._go_to_row)
        self.words = Note("info", "")
        self.again = self.words.add_link(tr("Look now"), self._look)
        self.gap = _choices(tr("Gaps under"), GAPS_M, self._choices.gap_m)
        self.points = _choices(tr("Points made one"), POINTS_M, self._choices.point_m)
        self.gap.activated.connect(
            lambda at: self._choose(replace(self._choices, gap_m=GAPS_M[at]))
        )
        self.points.activated.connect(
            lambda at: self._choose(replace(self._choices, point_m=POINTS_M[at]))
        )
        self.place = label("", "body", wrap=True)
        self.picture = OutlinePicture()
        self.previous = ToolButton("arrow-up", tr("Previous place"), lambda: self.go_on(-1))
        self.next = ToolButton("arrow-down", tr("Next place"), lambda: self.go_on(1))

    def _lay_out(self) -> None:
        self.found = TitledCard(tr("What was found"), more=tr("tick what is to be mended"))
        self.found.body.addWidget(self.table)
        self.found.body.addLayout(self._widths())
        self.found.body.addStretch(1)
        self.place_card = TitledCard("")
        self.place_card.head.addWidget(self.previous)
        self.place_card.head.addWidget(self.next)
        for card in (self.found, self.place_card):  # one has buttons, and they stand side by side
            card.heading.setMinimumHeight(self.next.sizeHint().height())
        for part in (self.place, self.picture):
            self.place_card.body.addWidget(part)
        self.place_card.body.addStretch(1)
        side_by_side = QHBoxLayout()
        side_by_side.setSpacing(theme.space(4))
        side_by_side.addWidget(self.found, 6)
        side_by_side.addWidget(self.place_card, 5)
        for widget in (self.progress, self.note, self.figures, self.words):
            self.page.body.addWidget(widget)
        self.page.body.addLayout(side_by_side)
        self.widget: QWidget = self.page
        self._show()

    def _widths(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(2))
        for row, (text, box) in enumerate(
            (
                (tr("A space is a gap when narrower than"), self.gap),
                (tr("Points become one when nearer than"), self.points),
            )
        ):
            grid.addWidget(label(text, "small"), row, 0)
            grid.addWidget(box, row, 1)
        grid.setColumnStretch(2, 1)
        return grid


def _choices(name: str, metres: tuple[float, ...], chosen: float) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.addItems([length(each) for each in metres])
    box.setCurrentIndex(metres.index(chosen))
    return box
