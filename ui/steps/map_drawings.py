"""What the territories page draws over its map beside territories: accounts, homes, names, lines."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

import numpy as np

from planner.io.picture_file import PictureRequest
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, identical
from ui.jobs import Report, Stop
from ui.map.accounts_drawing import AccountMark, AccountsDrawing, BunchMark
from ui.map.borders import LineChoice
from ui.map.homes import HomeMark, HomesDrawing
from ui.map.legend_marks import marks_in
from ui.map.region_names import RegionNames
from ui.map.requests import LockMark, OpenMark, Request
from ui.messages import tr
from ui.steps.account_places import (
    PlacedAccounts,
    accounts_in_scope,
    homes_in_scope,
    placed_accounts,
)
from ui.steps.map_switches import ACCOUNTS, BORDERS, HOMES, LABELS, NAMES, PARENTS
from ui.steps.map_tools import MapTools
from ui.steps.mark_words import words_of_mark
from ui.steps.parent_levels import ParentLevels
from ui.steps.territory_centre import TerritoryCentre
from ui.steps.territory_display import TerritoryDisplay
from ui.steps.territory_inspector import TerritoryInspector
from ui.steps.view_request import Looked, view_request
from ui.workbench import Workbench

LINE = "accounts"
CLOSEST = 8.0
"""A click on several accounts comes at most so many times closer."""


class MapDrawings:
    """Keeps the drawings on the plan, the scope and the switches; answers what is pointed at."""

    def __init__(
        self,
        bench: Workbench,
        centre: TerritoryCentre,
        display: TerritoryDisplay,
        panels: TerritoryInspector,
        tools: MapTools,
    ) -> None:
        self._bench = bench
        self._centre = centre
        self._display = display
        self._panels = panels
        self._tools = tools
        self._region = UNASSIGNED
        self._pointed: Hashable | None = None
        self._placed: PlacedAccounts | None = None
        self._placed_for: Plan | None = None
        self._parents = ParentLevels()
        self._shown: tuple[object, ...] = ()
        self.homes = HomesDrawing()
        self.accounts = AccountsDrawing()
        self.names = RegionNames()
        canvas = centre.canvas
        for drawing in (self.accounts, self.homes, self.names):
            canvas.add_drawing(drawing)
        canvas.touched.connect(self._point)
        canvas.hovered.connect(self._point_again)
        canvas.requested.connect(self._answer)
        centre.switches.switched.connect(lambda _key: self.refresh())

    def take_map(self) -> None:
        """Begin anew with other outlines."""
        self._placed = self._placed_for = None
        self.refresh()

    def refresh(self) -> None:
        """Show what the plan, the scope and the switches say now."""
        switches, plan = self._centre.switches, self._bench.document.plan
        level = self._parents.lowest(plan.regions)
        switches.show_words(
            noun=plan.regions.called[1],
            parent=level,
            offered={
                PARENTS: bool(level),
                ACCOUNTS: bool(len(plan.accounts)),
                HOMES: any(rep.lon_lat is not None for rep in plan.reps),
            },
        )
        scene = self._centre.canvas.scene
        if scene is None or scene.prepared.regions != len(plan.regions):
            return
        self.names.shown = switches.is_on(NAMES)
        self.names.show(plan.regions.names)
        self._show_homes(plan, scene.prepared.origin)
        self._show_accounts(plan, scene.prepared.origin)
        points = self.accounts.points
        switches.has_named = points is not None and bool(points.named.any())
        self._show_on_canvas(plan, level)
        self._centre.explain_marks()

    def _answer(self, request: Request) -> None:
        """Answer a click on a mark: an account opens, several come closer, a home shows its owner's."""
        match request:
            case OpenMark(AccountMark(row)):
                self._open_account(row)
            case OpenMark(BunchMark() as mark) | LockMark(BunchMark() as mark):
                self._come_closer(mark)
            case OpenMark(HomeMark(rep)):
                self._open_home(rep)

    def request(self) -> PictureRequest | None:
        """Return the order for a picture of what is looked at; None while there is no map."""
        scene, switches = self._centre.canvas.scene, self._centre.switches
        if scene is None:
            return None
        looked = Looked(
            scope=self._bench.document.scope,
            measure=self._display.measure,
            names=switches.is_on(NAMES),
            labels=switches.is_on(LABELS),
            accounts=self.accounts.points,
            homes=self.homes.homes,
            marks=(*marks_in(scene), *switches.marks),
            colours=self._display.exported_colours(scene.content),
        )
        return view_request(self._display.shown, scene, looked, date.today())

    # Showing

    def _show_on_canvas(self, plan: Plan, level: str) -> None:
        """Let the map place everything anew, but only where something of it is another now.

        An edit that moves none of it leaves labels and names where they are until the hand rests.
        """
        switches, canvas = self._centre.switches, self._centre.canvas
        shows_parents = bool(level) and switches.is_on(PARENTS)
        parent = self._parents.numbers(plan.regions, level) if shows_parents else None
        labels, borders = switches.is_on(LABELS), switches.is_on(BORDERS)
        shown = (
            canvas.scene, labels, borders, parent, self.names.shown, self.names.names,
            self.homes.homes, self.accounts.points,
        )  # fmt: skip
        before, self._shown = self._shown, shown
        if len(before) != len(shown) or any(
            one is not other for one, other in zip(shown, before, strict=True)
        ):
            canvas.show_lines(LineChoice(regions=borders, parent=parent), labels=labels)

    def _show_homes(self, plan: Plan, origin: tuple[float, float]) -> None:
        document = self._bench.document
        if not self._centre.switches.is_on(HOMES):
            self.homes.homes = None
            return
        found = homes_in_scope(plan, document.layer, document.scenario, document.scope, origin)
        if self.homes.homes is None or not identical(found, self.homes.homes):
            self.homes.homes = found

    def _show_accounts(self, plan: Plan, origin: tuple[float, float]) -> None:
        if not (self._centre.switches.is_on(ACCOUNTS) and len(plan.accounts)):
            self.accounts.show(None)
            return
        before = self._placed_for
        same = (
            before is not None
            and before.accounts is plan.accounts
            and before.regions is plan.regions
        )
        if not same:
            self._placed, self._placed_for = None, plan
            self._start(plan, origin)
        if self._placed is None:
            self.accounts.show(None)
            return
        document = self._bench.document
        found = accounts_in_scope(
            self._placed, plan, document.scenario, document.layer, document.scope
        )
        shown = self.accounts.points
        if shown is None or not (
            np.array_equal(shown.row, found.row) and np.array_equal(shown.named, found.named)
        ):
            self.accounts.show(found)

    def _start(self, plan: Plan, origin: tuple[float, float]) -> None:
        """Project the accounts in the background."""

        def work(_report: Report, stop: Stop) -> PlacedAccounts:
            return placed_accounts(plan, origin, stop)

        job = self._bench.runner.start(tr("Placing the accounts on the map"), work, line=LINE)
        self._bench.document.destroyed.connect(job.abandon)
        job.done.connect(lambda placed: self._take_accounts(plan, placed))
        job.failed.connect(
            lambda error: self._bench.messages.fail(
                tr("The accounts could not be placed on the map"), details=repr(error)
            )
        )

    def _take_accounts(self, plan: Plan, placed: PlacedAccounts) -> None:
        if plan is self._placed_for:
            self._placed = placed
            self.refresh()

    # Pointing and clicking

    def _point(self, mark: Hashable | None) -> None:
        """Say what is under the pointer: the mark, else the region."""
        self._pointed = self.accounts.pointed = self.homes.pointed = mark
        self._centre.canvas.update()
        if mark is None:
            self._tools.point(self._region)
        else:
            self._bench.messages.point(self._words_of(mark))

    def _point_again(self, region: int) -> None:
        self._region = region
        if self._pointed is not None:
            self._bench.messages.point(self._words_of(self._pointed))

    def _words_of(self, mark: Hashable) -> str:
        shown, points = self._display.shown, self.accounts.points
        scenario = shown.plan.scenario(shown.scenario)
        return words_of_mark(mark, shown.plan, scenario, shown.layer, points)

    def _open_account(self, row: int) -> None:
        region = int(self._bench.document.plan.accounts.region[row])
        if region == UNASSIGNED:
            self._bench.messages.tell(tr("This account lies outside every region of the map."))
            return
        self._bench.selection.select([region])
        self._panels.show_account(row)

    def _come_closer(self, mark: BunchMark) -> None:
        """Show the accounts of a bunch as large as they go; at one place they are selected."""
        canvas, box = self._centre.canvas, self.accounts.box_of(mark)
        scene = canvas.scene
        if scene is None:
            return
        before = scene.view.scale
        if box is not None:
            canvas.fit_box(box, CLOSEST)
        if scene.view.scale <= before * 1.001:
            rows = self.accounts.members(mark)
            regions = self._bench.document.plan.accounts.region[rows]
            self._bench.selection.select(np.unique(regions[regions != UNASSIGNED]))

    def _open_home(self, rep: int) -> None:
        plan, layer = self._bench.document.plan, self._bench.document.layer
        for at, territory in enumerate(layer.territories):
            if rep < len(plan.reps) and territory.rep_id == plan.reps[rep].id:
                self._bench.selection.select_territory(at)
                return
        self._bench.messages.tell(tr("This person owns no territory here."))
