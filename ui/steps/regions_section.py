"""The regions themselves: split, merged, drawn, their borders moved; each change is one undo step."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from planner.edits.redrawing import Redrawn
from planner.edits.region_drawing import Over
from planner.io.formats import file_pattern
from planner.model.plan import Plan
from planner.model.ragged import taken
from planner.model.redrawing import Division, Refusal, Why
from planner.model.types import Ints, floats, ints
from ui.actions import Act
from ui.jobs import Job, Report, Stop
from ui.map.classes import RegionClasses
from ui.map.content import MapContent
from ui.map.prepared import PreparedMap
from ui.map.redrawn_outlines import ring_of
from ui.map.requests import (
    DragBorder,
    DrawRegion,
    Leave,
    Request,
    SelectionMode,
    SelectRegions,
    SplitRegion,
)
from ui.messages import tr
from ui.panels.redraw_panel import Answer
from ui.steps.map_job import start_map
from ui.steps.redraw_words import (
    division_words,
    facts_of,
    refusal_words,
    selection_words,
    wish_text,
)
from ui.steps.regions_page import TOOLS, RegionsPage
from ui.use_cases.redrawing import (
    Draw,
    FileWish,
    Merge,
    MoveBorder,
    RemovePoint,
    SplitByLine,
    SplitByRatio,
    Wish,
)
from ui.workbench import Workbench

LINE, MAP_LINE = "redraw", "map of regions"
SNAP_PX = 8.0
FINE_PX = 1.5
"""How far a line drawn by hand may be off the line that is taken, in logical pixels."""
CLOSER = 1.4
MOST_PARENTS = 5


class RegionsSection(QObject):
    """Works out every wish in the background, shows what it would give, and applies it when asked."""

    key = "regions"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self._bench = bench
        self._job: Job | None = None
        self._wish: Wish | None = None
        self._done: Redrawn | None = None
        self._asked_of: Plan | None = None
        self._shown: Any = None
        self._divisions: list[Division] = []
        self.page = RegionsPage(bench.actions, self.drop)
        self.widget: QWidget = self.page
        self._wire()
        self._follow()

    # Section

    def open_points(self) -> int:
        """Return 0: nothing here waits for the user."""
        return 0

    def enter(self) -> None:
        """Answer the actions of this page; draw the map when it was never shown."""
        canvas, actions = self.page.canvas, self._bench.actions
        answers = {
            **{act: partial(self.use, act) for act in TOOLS},
            Act.MERGE_REGIONS: self.merge,
            Act.PRIMARY: self.apply,
            Act.ESCAPE: self.escape,
            Act.ZOOM_IN: partial(canvas.zoom_by, CLOSER),
            Act.ZOOM_OUT: partial(canvas.zoom_by, 1 / CLOSER),
            Act.FIT_ALL: canvas.fit_all,
            Act.FIT_SELECTION: lambda: canvas.fit_regions(self._bench.selection.regions),
        }
        for act, answer in answers.items():
            actions.on(act, lambda _on=False, answer=answer: answer())
        actions[Act(canvas.tool.name)].setChecked(True)
        if self._shown is None:
            self._draw_map()
        self._hint()
        self._show()

    def leave(self) -> None:
        """Drop what is under way."""
        self.page.canvas.tool.cancel()
        self.drop()

    # What the user wants

    def use(self, act: Act) -> None:
        """Take a tool in hand."""
        self.page.canvas.use_tool(act.value)
        self._bench.actions[act].setChecked(True)
        self._hint()

    def merge(self) -> None:
        """Merge what is selected."""
        self.wish(Merge(self._bench.selection.regions))

    def split_across(self, share: float) -> None:
        """Split the selected region across its longest axis."""
        if len(self._bench.selection.regions) == 1:
            self.wish(SplitByRatio(int(self._bench.selection.regions[0]), share))

    def apply(self) -> None:
        """Make the change that is shown, as one undo step."""
        done, wish, document = self._done, self._wish, self._bench.document
        if done is None or wish is None or self._asked_of is not document.plan:
            return
        before, text = document.plan, wish_text(wish, document.plan, done.told)
        self._wish = self._done = None
        document.edit(text, done.plan)
        self._bench.selection.select(_numbers_of(done.plan, done.told.after))
        if done.plan is before:
            self._bench.messages.tell(tr("Nothing changed: it is so already."))
            self._show()
        else:
            self._bench.messages.tell(tr("Done: {what}.", what=text), undo=True)

    def drop(self) -> bool:
        """Leave everything as it is; return whether something was wished for."""
        wished = self._wish is not None
        if self._job is not None:
            self._job.cancel()
        self._wish = self._done = None
        self._show_outlines(None)
        self._show()
        return wished

    def escape(self) -> None:
        """Drop the gesture, then the wish, then the tool."""
        if self.page.canvas.tool.cancel() or self.drop():
            return
        self.use(Act.SELECT)

    def wish(self, wish: Wish) -> None:
        """Work out what a wish would give."""
        if self._shown is not self._bench.document.plan.regions:
            return  # the picture is of other regions still
        self._wish, self._done = wish, None
        plan, division = self._bench.document.plan, self._division()

        def work(_report: Report, _stop: Stop) -> Redrawn | Refusal:
            return wish.made(plan, division)

        job = self._bench.runner.start(tr("Working out the change"), work, line=LINE)
        self._job, self._asked_of = job, plan
        self.page.progress.begin(job.text)
        job.done.connect(lambda found: self._take(job, found))
        job.failed.connect(lambda error: self._fail(job, error))
        job.cancelled.connect(lambda: self._end(job))
        self._bench.document.destroyed.connect(job.cancel)

    def from_file(self, path: Path | None = None) -> None:
        """Draw the regions of a map file."""
        if path is None:
            chosen, _ = QFileDialog.getOpenFileName(
                self.page,
                tr("Regions of a map file"),
                self._bench.settings.text("folder", str(Path.home())),
                tr("Maps ({endings})", endings=file_pattern()),
            )
            if not chosen:
                return
            path = Path(chosen)
            self._bench.settings.keep("folder", str(path.parent))
        self.wish(FileWish(path))

    def _answer(self, request: Request) -> None:
        metre = self._metres_a_pixel()
        snap = SNAP_PX * metre if self.page.snap.isChecked() else 0.0
        match request:
            case SelectRegions(regions, mode):
                self._select(regions, mode)
            case SplitRegion(region, line):
                self.wish(SplitByLine(region, line, snap, FINE_PX * metre))
            case DrawRegion(area):
                self.wish(Draw(area, self.page.panel.name.text().strip(), snap))
            case DragBorder(start, None):
                self.wish(RemovePoint(start, SNAP_PX * metre))
            case DragBorder(start, end) if end is not None:
                self.wish(MoveBorder(start, end, SNAP_PX * metre, snap))
            case Leave():
                self.escape()

    def _select(self, regions: Ints, mode: SelectionMode) -> None:
        if self._shown is not self._bench.document.plan.regions:
            return
        selection = self._bench.selection
        if mode is SelectionMode.ADD:
            selection.add(regions)
        elif mode is SelectionMode.REMOVE:
            selection.remove(regions)
        else:
            selection.select(regions)

    def _metres_a_pixel(self) -> float:
        ends = self.page.canvas.metres_of(floats([[0.0, 0.0], [1.0, 0.0]]))
        return float(ends[1, 0] - ends[0, 0])

    def _division(self) -> Division:
        return self._divisions[max(0, self.page.divide.currentIndex())]

    def _again(self) -> None:
        """Work the same wish out anew: something about it was changed."""
        if self._wish is not None:
            self.wish(self._wish)

    def _name(self, name: str) -> None:
        if isinstance(self._wish, Draw) and name != self._wish.name:
            self.wish(replace(self._wish, name=name))

    # What comes of it

    def _take(self, job: Job, found: Redrawn | Refusal) -> None:
        if job is not self._job:
            return
        self._end(job)
        wish, plan = self._wish, self._bench.document.plan
        if wish is None or self._asked_of is not plan:
            return
        if isinstance(found, Refusal):
            self._show_outlines(None)
            if isinstance(wish, Draw):
                self.page.outlines.geometry = ring_of(wish.area)
            title, text = refusal_words(found, plan)
            self.page.panel.show_refusal(title, text, self._ways_out(found, wish))
            return
        self._done = found
        self._show_outlines(found)
        text = wish_text(wish, plan, found.told)
        facts = facts_of(plan, found, text, named=isinstance(wish, Draw))
        self.page.panel.show_facts(facts)

    def _fail(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._end(job)
            self.drop()
            self._bench.messages.fail(
                tr("The change could not be worked out"),
                how=tr("Nothing was changed. Draw it another way."),
                details=repr(error),
            )

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.page.progress.end()

    def _ways_out(self, refusal: Refusal, wish: Wish) -> list[Answer]:
        """Return what else may be wished for."""
        if refusal.why is Why.COVERS and isinstance(wish, Draw | FileWish):
            return [
                Answer(tr("Take it from them"), lambda: self.wish(replace(wish, over=Over.TAKE))),
                Answer(
                    tr("Leave them what they have"),
                    lambda: self.wish(replace(wish, over=Over.SPARE)),
                ),
            ]
        if refusal.why is Why.APART and isinstance(wish, Merge):
            return [Answer(tr("Merge all the same"), lambda: self.wish(replace(wish, apart=True)))]
        if refusal.why is Why.PARENTS_DIFFER and isinstance(wish, Merge | Draw):
            plan = self._bench.document.plan
            names = plan.regions.parents[refusal.text]
            of: dict[str, int] = {}
            for at in _numbers_of(plan, refusal.regions).tolist():
                of.setdefault(names[at], at)
            return [
                Answer(name, partial(self._belong, wish, at))
                for name, at in list(of.items())[:MOST_PARENTS]
            ]
        return []

    def _belong(self, wish: Merge | Draw, region: int) -> None:
        self.wish(replace(wish, parents_of=region))

    # Showing

    def _follow(self) -> None:
        """Follow the plan: other regions get another map, drawn while the old picture stays."""
        plan = self._bench.document.plan
        words = division_words(plan)
        if [division for _, division in words] != self._divisions:
            chosen = self.page.divide.currentText()
            self._divisions = [division for _, division in words]
            self.page.divide.blockSignals(True)
            self.page.divide.clear()
            self.page.divide.addItems([word for word, _ in words])
            self.page.divide.setCurrentIndex(max(0, self.page.divide.findText(chosen)))
            self.page.divide.blockSignals(False)
            self.page.place_bars()
        if self._asked_of is not plan and self._wish is not None:
            self.drop()
        if self._shown is not None and self._shown is not plan.regions:
            self._draw_map()
        self._show()

    def _draw_map(self) -> None:
        regions = self._bench.document.plan.regions
        self.page.canvas.set_busy(self.page.canvas.scene is not None)
        self._shown = self._shown or regions
        start_map(self._bench, partial(self._take_map, regions), line=MAP_LINE)

    def _take_map(self, regions: object, prepared: PreparedMap) -> None:
        plan = self._bench.document.plan
        if regions is not plan.regions:
            return
        self._shown = regions
        self.page.show_map(prepared, plan.regions.graph.edges)
        n = len(plan.regions)
        plain = RegionClasses(floats([0.0]), ints(np.full(n, -1)), ints([]))
        self.page.canvas.show_content(MapContent(ints(np.full(n, -1)), (), classes=plain))
        self.page.canvas.set_busy(False)
        if self._done is None:
            self._show_outlines(None)
        self._show_selection()

    def _show_outlines(self, done: Redrawn | None) -> None:
        drawn = None
        if done is not None:
            drawn = taken(
                done.plan.regions.geometry, _numbers_of(done.plan, done.told.after)
            )  # fmt: skip
        self.page.outlines.geometry = drawn
        self.page.canvas.update()

    def _show_selection(self) -> None:
        if self._shown is self._bench.document.plan.regions and self.page.canvas.scene is not None:
            self.page.canvas.set_selection(self._bench.selection.regions)
        if self._wish is None:
            self._show()

    def _show(self) -> None:
        if self._wish is not None:
            return
        plan, regions = self._bench.document.plan, self._bench.selection.regions
        title, words = selection_words(plan, regions)
        self.page.panel.show_selection(
            title, words, one=len(regions) == 1, several=len(regions) > 1
        )
        self._bench.actions[Act.MERGE_REGIONS].setEnabled(
            len(regions) > 1 and self.page.isVisible()
        )

    def _point(self, region: int) -> None:
        regions = self._bench.document.plan.regions
        if region >= 0 and self._shown is regions:
            self._bench.messages.point(
                tr("{name} ({id})", name=regions.names[region], id=regions.ids[region])
            )
        else:
            self._bench.messages.point("")

    def _hint(self) -> None:
        self._bench.messages.hint(
            {
                "select": tr("Click selects  ·  Shift adds  ·  M merges the selection"),
                "hand": tr("Drag moves the map  ·  wheel zooms"),
                "split_region": tr("Draw a line across a region  ·  Ctrl+Enter applies"),
                "draw_region": tr(
                    "Click corner by corner  ·  double-click ends  ·  Backspace takes one back"
                ),
                "drag_border": tr(
                    "Drag a corner or a place of a border  ·  Alt+click takes a corner away"
                ),
            }.get(self.page.canvas.tool.name, "")
        )  # fmt: skip

    # Wiring

    def _wire(self) -> None:
        page, bench = self.page, self._bench
        bench.document.changed.connect(lambda _change: self._follow())
        bench.selection.changed.connect(self._show_selection)
        page.canvas.requested.connect(self._answer)
        page.canvas.hovered.connect(self._point)
        page.divide.currentIndexChanged.connect(lambda _at: self._again())
        page.snap.toggled.connect(self._snap)
        page.panel.split_wanted.connect(self.split_across)
        page.panel.merge_wanted.connect(self.merge)
        page.panel.file_wanted.connect(self.from_file)
        page.panel.named.connect(self._name)
        page.panel.wanted.connect(self.apply)
        page.panel.closed.connect(self.drop)

    def _snap(self, on: bool) -> None:
        self.page.draw.snaps = self.page.border.snaps = on


def _numbers_of(plan: Plan, ids: tuple[Any, ...]) -> Ints:
    at = {id_: number for number, id_ in enumerate(plan.regions.ids)}
    return ints([at[id_] for id_ in ids])
