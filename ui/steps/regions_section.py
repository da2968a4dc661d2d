"""The regions themselves: split, merged, drawn, their borders moved; each change is one undo step."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from planner.edits.region_names import rename_region
from planner.io.formats import file_pattern
from planner.model.redrawing import Division, Refusal
from planner.model.regions import RegionSet
from planner.model.types import Ints, floats, ints
from ui.actions import Act
from ui.map.classes import RegionClasses
from ui.map.content import MapContent
from ui.map.prepared import PreparedMap
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
from ui.steps.map_job import start_map
from ui.steps.parent_levels import ParentLevels
from ui.steps.redraw_wishing import Wishing
from ui.steps.redraw_words import (
    division_words,
    refusal_words,
    rename_text,
    selection_words,
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

MAP_LINE = "map of regions"
SNAP_PX = 8.0
FINE_PX = 1.5
"""How far a line drawn by hand may be off the line that is taken, in logical pixels."""
CLOSER = 1.4


class RegionsSection(QObject):
    """Works out every wish in the background, shows what it would give, and applies it when asked."""

    key = "regions"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self._bench = bench
        self._shown: RegionSet | None = None
        self._parents = ParentLevels()
        self._divisions: list[Division] = []
        self.page = RegionsPage(bench.actions, lambda: self.wishing.drop())
        self.widget: QWidget = self.page
        self.wishing = Wishing(bench, self.page)
        self._wire()
        self._follow()

    # Section

    def open_points(self) -> int:
        """Return 0: nothing here waits for the user."""
        return 0

    def is_waiting(self) -> bool:
        """Whether a change is shown that nobody has applied or dropped yet."""
        return self.wishing.is_open

    def enter(self) -> None:
        """Answer the actions of this page; draw the map when it was never shown."""
        canvas, actions = self.page.canvas, self._bench.actions
        answers = {
            **{act: partial(self.use, act) for act in TOOLS},
            Act.MERGE_REGIONS: self.merge,
            Act.RENAME_REGION: self.page.panel.called.begin,
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
        self.wishing.drop()

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

    def rename(self, code: str, name: str) -> None:
        """Call the selected region otherwise, as one undo step, or say why not."""
        document, chosen = self._bench.document, self._bench.selection.regions
        if len(chosen) != 1 or self.wishing.is_open:
            return
        before, region = document.plan, int(chosen[0])
        found = rename_region(before, region, code, name)
        if isinstance(found, Refusal):
            self.page.panel.called.complain(" ".join(refusal_words(found, before)))
            return
        if found is before:
            self.page.panel.called.take_back()
            self._bench.messages.tell(tr("Nothing changed: it is so already."))
            return
        text = rename_text(before.regions, found.regions, region)
        document.edit(text, found)
        self.page.canvas.setFocus()
        self._bench.messages.tell(tr("Done: {what}.", what=text), undo=True)

    def apply(self) -> None:
        """Make the change that is shown, as one undo step."""
        self.wishing.apply()

    def escape(self) -> None:
        """Drop the gesture, then the wish, then what is being typed, the selection, the tool."""
        if self.page.canvas.tool.cancel() or self.wishing.drop():
            return
        called = self.page.panel.called
        if called.take_back() or called.has_keyboard():
            self.page.canvas.setFocus()
        elif not self._bench.selection.is_empty:
            self._bench.selection.clear()
        else:
            self.use(Act.SELECT)

    def wish(self, wish: Wish) -> None:
        """Work out what a wish would give."""
        if self._is_shown:
            self.wishing.want(wish, self._division())
        else:
            self._bench.messages.tell(tr("The map is still being drawn."))

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
        if not self._is_shown:
            return
        selection = self._bench.selection
        if mode is SelectionMode.ADD:
            selection.add(regions)
        elif mode is SelectionMode.REMOVE:
            selection.remove(regions)
        else:
            selection.select(regions)

    @property
    def _is_shown(self) -> bool:
        """Whether the map shows the regions of the plan, not those before them."""
        return self._shown is self._bench.document.plan.regions and self._has_map

    @property
    def _has_map(self) -> bool:
        return self.page.canvas.scene is not None

    def _metres_a_pixel(self) -> float:
        ends = self.page.canvas.metres_of(floats([[0.0, 0.0], [1.0, 0.0]]))
        return float(ends[1, 0] - ends[0, 0])

    def _division(self) -> Division:
        chosen = self._divisions[max(0, self.page.divide.currentIndex())]
        return replace(chosen, averages=self.page.averages.chosen)

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
        self.page.averages.show_columns(plan.regions.columns)
        self.wishing.follow(plan)
        if self._shown is not None and self._shown.is_drawn_as(plan.regions):
            self._shown = plan.regions  # called otherwise, drawn as they were
        elif self._shown is not None:
            self._draw_map()
        self._show()

    def _draw_map(self) -> None:
        regions = self._bench.document.plan.regions
        self.page.canvas.set_busy(self._has_map)
        self._shown = self._shown or regions
        start_map(self._bench, partial(self._take_map, regions), line=MAP_LINE)

    def _take_map(self, regions: RegionSet, prepared: PreparedMap) -> None:
        plan = self._bench.document.plan
        if not regions.is_drawn_as(plan.regions):
            return
        self._shown = drawn = plan.regions
        level = self._parents.lowest(drawn)
        parent = self._parents.numbers(drawn, level) if level else None
        self.page.show_map(prepared, drawn.graph.edges, parent)
        n = len(drawn)
        plain = RegionClasses(floats([0.0]), ints(np.full(n, -1)), ints([]))
        self.page.canvas.show_content(MapContent(ints(np.full(n, -1)), (), classes=plain))
        self.page.canvas.set_busy(False)
        if not self.wishing.is_open:
            self.wishing.show_outlines(None)
        self._show_selection()

    def _show_selection(self) -> None:
        if self._is_shown:
            self.page.canvas.set_selection(self._bench.selection.regions)
        self._show()

    def _show(self) -> None:
        if self.wishing.is_open:
            return
        plan, regions = self._bench.document.plan, self._bench.selection.regions
        title, words = selection_words(plan, regions)
        called = None
        if len(regions) == 1:
            at = int(regions[0])
            called = (str(plan.regions.ids[at]), plan.regions.names[at])
        self.page.panel.show_selection(title, words, called, several=len(regions) > 1)
        for act, fits in (
            (Act.MERGE_REGIONS, len(regions) > 1),
            (Act.RENAME_REGION, called is not None),
        ):
            self._bench.actions[act].setEnabled(fits and self.page.isVisible())

    def _point(self, region: int) -> None:
        regions = self._bench.document.plan.regions
        if region >= 0 and self._is_shown:
            self._bench.messages.point(
                tr("{name} ({id})", name=regions.names[region], id=regions.ids[region])
            )
        else:
            self._bench.messages.point("")

    def _hint(self) -> None:
        self._bench.messages.hint(
            {
                "select": tr(
                    "Click selects  ·  Shift adds  ·  M merges the selection  ·  F2 renames a region"
                ),
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
        page.divide.currentIndexChanged.connect(lambda _at: self.wishing.again(self._division()))
        page.averages.changed.connect(lambda: self.wishing.again(self._division()))
        page.snap.toggled.connect(self._snap)
        page.panel.split_wanted.connect(self.split_across)
        page.panel.merge_wanted.connect(self.merge)
        page.panel.called.renamed.connect(self.rename)
        page.panel.file_wanted.connect(self.from_file)
        page.panel.named.connect(self.wishing.rename)
        page.panel.wanted.connect(self.apply)
        page.panel.closed.connect(self.wishing.drop)
        self.wishing.settled.connect(self._show)

    def _snap(self, on: bool) -> None:
        self.page.draw.snaps = self.page.border.snaps = on
