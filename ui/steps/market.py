"""The market page: a measure on the map, segments that add up, drawn areas."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.types import Ints, ints
from ui.actions import Act
from ui.charts.balance_strip import BalanceStrip
from ui.jobs import Report, Stop
from ui.map.prepared import PreparedMap
from ui.map.requests import (
    ChooseArea,
    DrawArea,
    DrawCircle,
    Leave,
    OpenRegion,
    Request,
    ReshapeArea,
    SelectionMode,
    SelectRegions,
    TryOutline,
)
from ui.messages import tr
from ui.steps.area_files import AreaFiles
from ui.steps.map_job import start_map
from ui.steps.market_areas import MarketAreas
from ui.steps.market_centre import TOOLS, MarketCentre
from ui.steps.market_display import MarketDisplay
from ui.steps.market_edits import MarketEdits
from ui.steps.market_inspector import MarketInspector
from ui.steps.market_measures import MarketMeasures
from ui.steps.market_words import tool_hint
from ui.steps.step import StepState
from ui.workbench import Workbench

CLOSER = 1.4


class MarketStep(QObject):
    """Composes the page and wires it; what an edit means stands in planner.edits."""

    key = "market"
    icon = "funnel"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self.title = tr("Market")
        self._bench = bench
        self._here = False
        self._mapped: RegionSet | None = None
        self.page = MarketCentre(bench.actions, bench.settings)
        self.panels = MarketInspector(bench)
        self.balance = BalanceStrip()
        self.centre: QWidget = self.page
        self.inspector: QWidget | None = self.panels
        self.strip: QWidget | None = self.balance
        self.edits = MarketEdits(bench.document)
        self.display = MarketDisplay(bench, self.page, self.balance, lambda: self.measure)
        self.files = AreaFiles(bench, self.panels.areas.file_form, self.edits)
        self.areas = MarketAreas(
            bench,
            self.page,
            self.panels.areas,
            self.edits,
            lambda: self.measure,
            lambda: self.display.among,
        )
        self.measures = MarketMeasures(
            bench, self.panels.measure, self.edits, lambda: self.measure, self.show_measure
        )
        self._wire()

    # Step

    def state(self) -> StepState:
        """Return a tick when the market is cut into segments."""
        return StepState(done=bool(self._plan.segments))

    def enter(self) -> None:
        """Answer the actions of this page; its map is drawn when it is first seen."""
        self._here = True
        canvas = self.page.canvas
        answers = {
            Act.ESCAPE: self.escape,
            Act.TABLE: self._toggle_table,
            Act.ZOOM_IN: partial(canvas.zoom_by, CLOSER),
            Act.ZOOM_OUT: partial(canvas.zoom_by, 1 / CLOSER),
            Act.FIT_ALL: canvas.fit_all,
            Act.FIT_SELECTION: lambda: canvas.fit_regions(self._bench.selection.regions),
            **{act: partial(self.use, tool) for act, (tool, _) in TOOLS.items()},
        }
        for act, answer in answers.items():
            self._bench.actions.on(act, lambda _on=False, answer=answer: answer())
        self.show_plan()
        self._show_selection()
        self._show_tool()

    def leave(self) -> None:
        """Drop a gesture that is under way, and what was drawn and has no name."""
        self.page.canvas.tool.cancel()
        self.areas.drop()
        self._here = False

    # What the user wants

    def use(self, tool: str) -> None:
        """Take a tool in hand; the map comes to the front for it."""
        if self.page.shows_table:
            self.page.toggle_table()
        self.page.canvas.use_tool(tool)
        self._show_tool()

    def escape(self) -> None:
        """Leave what is innermost: gesture, what was drawn, an editor, area, selection, tool."""
        if self.page.canvas.tool.cancel():
            return
        editing = [
            one for one in (self.panels.segments, self.panels.products)
            if not one.editor.isHidden()
        ]  # fmt: skip
        if self.areas.drawn is not None:
            self.areas.drop()
        elif editing:
            editing[0].close_editor()
        elif self.areas.chosen:
            self.areas.choose("")
        elif not self._bench.selection.is_empty:
            self._bench.selection.clear()
        else:
            self.use("reshape")

    def answer(self, request: Request) -> None:
        """Do what was asked for on the map."""
        match request:
            case DrawArea(corners):
                self.areas.draw_polygon(corners)
            case DrawCircle(centre, radius):
                self.areas.draw_circle(centre, radius)
            case ChooseArea(key):
                self.areas.choose(key)
            case TryOutline(key, outline):
                self.areas.try_outline(key, outline)
            case ReshapeArea(key, outline):
                self.areas.reshape(key, outline)
            case SelectRegions(regions, mode):
                self._select(regions, mode)
            case OpenRegion(region):
                self._bench.selection.select([region])
            case Leave():
                self.escape()

    @property
    def measure(self) -> int:
        """The measure shown."""
        return min(max(self.panels.measure.box.currentIndex(), 0), len(self._plan.measures) - 1)

    def show_measure(self, measure: int) -> None:
        """Show another measure on map, inspector and strip."""
        self.panels.measure.box.setCurrentIndex(measure)
        self.show_plan()

    # Showing

    def show_plan(self) -> None:
        """Show the plan as it is; what nobody sees is shown when the page is entered."""
        if not self._here:
            return
        self.page.canvas.drop_gesture()
        if self._mapped is not self._plan.regions:  # for the first time, or outlines were mended
            before, self._mapped = self._mapped, self._plan.regions
            if before is None or not before.is_drawn_as(self._mapped):
                if before is not None and before.ids != self._mapped.ids:
                    self.page.wait_for_map()
                start_map(self._bench, self._take_map, line="market map")
                self._warm()
        self.panels.show_plan(self.measure, self.display.among)
        self.areas.show()
        self.display.show_classes()
        self.display.show_table()
        self.display.show_balance()

    def _take_map(self, prepared: PreparedMap) -> None:
        self.page.show_map(prepared, self._plan.regions.graph.edges)
        self.display.show_classes()
        self._show_selection()

    def _warm(self) -> None:
        """Let a worker reckon where the accounts are, before an area asks for it."""
        accounts, crs = self._plan.accounts, self._plan.regions.crs

        def work(_report: Report, _stop: Stop) -> None:
            from planner.model.inside import account_points

            account_points(accounts, crs)

        self._bench.runner.start(tr("Looking where accounts are"), work, line="account points")

    def _show_scope(self) -> None:
        """Count and colour what is in scope alone, and bring it into sight."""
        self.show_plan()
        if self._here:
            self.page.canvas.fit_regions(ints(np.flatnonzero(self.display.among)))

    def _toggle_table(self) -> None:
        self.page.toggle_table()
        self.display.show_table()

    def _show_selection(self) -> None:
        if self._here:
            self.page.canvas.set_selection(self._bench.selection.regions)

    def _select(self, regions: Ints, mode: SelectionMode) -> None:
        selection = self._bench.selection
        choose = {
            SelectionMode.REPLACE: selection.select,
            SelectionMode.ADD: selection.add,
            SelectionMode.REMOVE: selection.remove,
        }[mode]
        choose(regions)

    def _show_tool(self) -> None:
        """Mark the action of the tool in hand and say its keys."""
        if not self._here:
            return
        name = self.page.canvas.tool.name
        act = next(act for act, (tool, _) in TOOLS.items() if tool == name)
        self._bench.actions[act].setChecked(True)
        chosen = bool(self.areas.chosen) or self.areas.drawn is not None
        self._bench.messages.hint(tool_hint(name, chosen=chosen))

    def _after_drawing(self) -> None:
        if self.areas.drawn is not None:
            self.page.canvas.use_tool("reshape")
            self.panels.bring(self.panels.areas.name_form)
        elif self.areas.chosen:
            self.panels.bring(self.panels.areas.card)
        self._show_tool()

    @property
    def _plan(self) -> Plan:
        return self._bench.document.plan

    def _wire(self) -> None:
        document, canvas = self._bench.document, self.page.canvas
        document.changed.connect(lambda _change: self.show_plan())
        document.scenario_changed.connect(lambda _name: self.show_plan())
        document.layer_changed.connect(lambda _key: self.show_plan())
        document.scope_changed.connect(lambda _scope: self._show_scope())
        self._bench.selection.changed.connect(self._show_selection)
        canvas.requested.connect(self.answer)
        canvas.hovered.connect(self.display.point)
        canvas.toolChanged.connect(lambda _name: self._show_tool())
        self.areas.changed.connect(self._after_drawing)
        self.page.table.row_chosen.connect(self.display.go_to_row)
        self.page.legend.classes.cut_chosen.connect(self.display.show_classes)
        self.balance.measure_chosen.connect(self.show_measure)
        self.balance.restyled.connect(self.display.show_balance)
        self.balance.territory_activated.connect(self._bench.selection.select_territory)
        self.panels.measure.measure_chosen.connect(self.show_measure)
        self.panels.areas.draw_wanted.connect(lambda: self.use("polygon"))
        self.panels.areas.file_chosen.connect(self.files.read)
