"""One wish at a time: worked out in the background, shown, and applied as one undo step."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from planner.edits.redrawing import Redrawn
from planner.model.plan import Plan
from planner.model.ragged import taken
from planner.model.redrawing import Division, Refusal
from planner.model.types import Ints, RegionId, ints
from ui.jobs import Job, Report, Stop
from ui.map.redrawn_outlines import ring_of
from ui.messages import tr
from ui.panels.redraw_panel import Answer
from ui.steps.redraw_ways import ways_out
from ui.steps.redraw_words import facts_of, refusal_words, wish_text
from ui.steps.regions_page import RegionsPage
from ui.use_cases.redrawing import Draw, Wish, worked_out
from ui.workbench import Workbench

LINE = "redraw"


class Wishing(QObject):
    """Keeps a wish and what would come of it.

    Signals
    -------
    settled()
        Nothing is wished for any more: it was applied, or dropped.
    """

    settled = Signal()

    def __init__(self, bench: Workbench, page: RegionsPage) -> None:
        super().__init__(bench.document)
        self._bench = bench
        self._page = page
        self._job: Job | None = None
        self._done: Redrawn | None = None
        self._plan: Plan | None = None
        self._division = Division()
        self._apply_then = False
        self.wish: Wish | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is wished for."""
        return self.wish is not None

    def want(self, wish: Wish, division: Division) -> None:
        """Work out what a wish would give."""
        self.wish, self._done, self._division = wish, None, division
        self._plan = plan = self._bench.document.plan

        def work(_report: Report, _stop: Stop) -> Redrawn | Refusal:
            return worked_out(wish, plan, division)

        job = self._job = self._bench.runner.start(tr("Working out the change"), work, line=LINE)
        self._page.progress.begin(job.text)
        job.done.connect(lambda found: self._take(job, found))
        job.failed.connect(lambda error: self._fail(job, error))
        job.cancelled.connect(lambda: self._end(job))
        self._bench.document.destroyed.connect(job.abandon)

    def apply(self) -> None:
        """Make the change that is shown; a name that was typed meanwhile counts."""
        name = self._page.panel.name.text().strip()
        if isinstance(self.wish, Draw) and self.wish.name != name:
            self._apply_then = True
            self.rename(name)
        elif self._done is not None and self.wish is not None:
            self._apply(self.wish, self._done)

    def rename(self, name: str) -> None:
        """Call a region that is being drawn by another name."""
        if isinstance(self.wish, Draw) and self.wish.name != name:
            self.want(self.wish.called(name), self._division)

    def again(self, division: Division) -> None:
        """Work the same wish out with figures divided otherwise."""
        if self.wish is not None:
            self.want(self.wish, division)

    def follow(self, plan: Plan) -> None:
        """Drop what was worked out of another plan."""
        if self.is_open and self._plan is not plan:
            self.drop()

    def drop(self) -> bool:
        """Leave everything as it is; return whether something was wished for."""
        wished, job = self.is_open, self._job
        self._apply_then = False
        if job is not None:
            job.cancel()
            self._end(job)
        self._settle()
        self.show_outlines(None)
        return wished

    def show_outlines(self, done: Redrawn | None) -> None:
        """Draw the outlines that a change would give over the map, or none."""
        drawn = None
        if done is not None:
            some = numbers_of(done.plan, done.told.after)
            drawn = taken(done.plan.regions.geometry, some)
        self._page.outlines.geometry = drawn
        self._page.canvas.update()

    def _apply(self, wish: Wish, done: Redrawn) -> None:
        document, messages = self._bench.document, self._bench.messages
        before, text = document.plan, wish_text(wish, document.plan, done.told)
        self._settle()
        document.edit(text, done.plan)
        if done.plan is before:
            self.show_outlines(None)
            messages.tell(tr("Nothing changed: it is so already."))
            return
        self._bench.selection.select(numbers_of(done.plan, done.told.after))
        messages.tell(tr("Done: {what}.", what=text), undo=True)

    def _settle(self) -> None:
        self.wish = self._done = None
        self._page.panel.name.clear()
        self.settled.emit()

    def _take(self, job: Job, found: Redrawn | Refusal) -> None:
        wish, plan = self.wish, self._bench.document.plan
        if job is not self._job or wish is None:
            return
        self._end(job)
        apply_then, self._apply_then = self._apply_then, False
        if isinstance(found, Refusal):
            self._show_refusal(found, wish, plan)
            return
        self._done = found
        self.show_outlines(found)
        text = wish_text(wish, plan, found.told)
        self._page.panel.show_facts(facts_of(plan, found, text, named=isinstance(wish, Draw)))
        if apply_then:
            self._apply(wish, found)

    def _show_refusal(self, refusal: Refusal, wish: Wish, plan: Plan) -> None:
        self.show_outlines(None)
        if isinstance(wish, Draw):
            self._page.outlines.geometry = ring_of(wish.area)
        title, text = refusal_words(refusal, plan)
        answers = [
            Answer(words, partial(self.want, other, self._division))
            for words, other in ways_out(refusal, wish, plan)
        ]
        self._page.panel.show_refusal(title, text, answers)

    def _fail(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self.drop()
            self._bench.messages.fail(
                tr("The change could not be worked out"),
                how=tr("Nothing was changed. Draw it another way."),
                details=repr(error),
            )

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._page.progress.end()


def numbers_of(plan: Plan, ids: tuple[RegionId, ...]) -> Ints:
    """Return the numbers of regions by their ids."""
    at = {id_: number for number, id_ in enumerate(plan.regions.ids)}
    return ints([at[id_] for id_ in ids])
