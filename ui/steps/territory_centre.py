"""The middle of the territories page: the map with what floats over it, or the territory table."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from planner.model.types import Ints
from ui.actions import Act, Actions
from ui.map.canvas import MapCanvas
from ui.map.legend_marks import SELECTED, marks_in
from ui.map.prepared import PreparedMap
from ui.map.scale_bar import ScaleBar
from ui.map.scene import MapScene
from ui.map.tools.barrier import BarrierTool
from ui.map.tools.brush import BrushTool
from ui.map.tools.flood import FloodTool
from ui.map.tools.line import SplitTool
from ui.map.tools.lock import LockTool
from ui.map.tools.merge import MergeTool
from ui.map.tools.outline import LassoTool, PolygonTool, RectangleTool
from ui.map.tools.seat import SeatTool
from ui.messages import tr
from ui.settings import Settings
from ui.steps.ask_bar import AskBar
from ui.steps.colour_choice import ColourChoice
from ui.steps.map_bars import ScopeChip, ToolBar, ViewBar, ZoomBar
from ui.steps.map_legend import Legend
from ui.steps.map_switches import MapSwitches
from ui.steps.table_page import TablePage
from ui.steps.tool_options import ToolOptions
from ui.theme import theme
from ui.widgets.focus import hand_focus_on
from ui.widgets.labels import label

FOLDED = "legend_folded"
OTHERS = (
    LassoTool, PolygonTool, RectangleTool, MergeTool, BarrierTool, LockTool,
    SeatTool,
)  # fmt: skip
ROOM_FOR_BOTH = 3
"""A page so many times as wide as its open legend shows the map beside it, whatever that costs in size."""
ROOMY = 960
"""A map narrower than these pixels begins with its legend folded."""


class TerritoryCentre(QStackedWidget):
    """Map or table; bars float over the map and keep 16 pixels from its edges."""

    def __init__(self, actions: Actions, settings: Settings, propose: Callable[[], object]) -> None:
        super().__init__()
        self.canvas = MapCanvas()
        self.tables = TablePage()
        self.table = self.tables.territories
        self.tools = ToolBar(actions, propose, self.canvas)
        self.brush = self.canvas.add_tool(BrushTool)
        self.flood = self.canvas.add_tool(FloodTool)
        self.split = self.canvas.add_tool(SplitTool)
        for kind in OTHERS:
            self.canvas.add_tool(kind)
        self.options = ToolOptions(self.canvas)
        self.views = ViewBar(self.canvas)
        self.question = AskBar(self.canvas)
        self.zoom = ZoomBar(actions, self.canvas)
        self.scale_bar = ScaleBar()
        self.canvas.add_drawing(self.scale_bar)
        self._settings = settings
        self.switches = MapSwitches(settings)
        self.colours = ColourChoice(settings)
        parts = (self.colours, self.switches)
        self.legend = Legend(lambda on: self._folded(settings, on), parts, self.canvas)
        self.legend.offer(actions[Act.SAVE_VIEW])
        self.scope = ScopeChip(self.canvas)
        self.scope.hide()
        self.waiting = label(tr("Drawing the map"), "muted", parent=self.canvas)
        self.options.hide()
        self.views.hide()
        for watched in (self.canvas, self.question):
            watched.installEventFilter(self)
        hand_focus_on(self, lambda: self.front)
        self.addWidget(self.canvas)
        self.addWidget(self.tables)

    def show_map(self, prepared: PreparedMap, edges: Ints) -> None:
        """Show the outlines, all of them below the tool bar."""
        self.waiting.hide()
        self.canvas.set_map(prepared, edges)
        if self.canvas.scene is not None:
            self._keep_clear(self.canvas.scene)
            self.canvas.fit_all()

    def wait_for_map(self) -> None:
        """Take away a picture of regions that are no more; another one is being drawn."""
        self.canvas.set_map(None)
        self.waiting.show()

    @property
    def shows_table(self) -> bool:
        """Whether the table is in front."""
        return self.currentIndex() == 1

    @property
    def front(self) -> QWidget:
        """What has the keyboard: the map, or the table in front."""
        return self.tables.front if self.shows_table else self.canvas

    def toggle_table(self) -> None:
        """Show the table in place of the map, or the map again."""
        self.setCurrentIndex(0 if self.shows_table else 1)
        self.front.setFocus()

    def choose_colours(self) -> None:
        """Open the choice of what colours mean, over the map."""
        if self.shows_table:
            self.toggle_table()
        self._folded(self._settings, on=False)
        self.colours.choose()

    def show_bars(self, *, tools: bool, views: bool) -> None:
        """Say which bars float over the map: the tools with the choices of the one in hand, the views."""
        self.tools.setVisible(tools)
        has_choices = self.options.show_tool(self.canvas.tool.name)
        self.options.setVisible(has_choices and tools)
        self.views.setVisible(views)
        self.place_bars()

    def show_scope(self, words: str) -> None:
        """Say that only a part is looked at; "" for everything."""
        self.scope.words.setText(words)
        self.scope.setVisible(bool(words))
        self.place_bars()

    def explain_marks(self) -> None:
        """Let the legend explain what the map shows now."""
        if self.canvas.scene is not None:
            self.legend.explain(SELECTED, *marks_in(self.canvas.scene), *self.switches.marks)
            self.place_bars()

    def place_bars(self) -> None:
        """Put every bar in its place."""
        gap, width, height = theme.space(5), self.canvas.width(), self.canvas.height()
        top = gap
        for bar in (self.tools, self.views, self.options, self.question, self.scope):
            if not bar.isHidden():
                bar.adjustSize()
                bar.move(max(gap, (width - bar.width()) // 2), top)
                top += bar.height() + theme.space(3)
        self.legend.room = height - top - gap
        self.legend.fold(self._settings.flag(FOLDED, width < ROOMY))
        self.zoom.adjustSize()
        self.legend.move(gap, height - self.legend.height() - gap)
        self.zoom.move(width - self.zoom.width() - gap, height - self.zoom.height() - gap)
        self.scale_bar.corner = (self.zoom.x() - gap, height - gap)
        self.waiting.adjustSize()
        self.waiting.move((width - self.waiting.width()) // 2, height // 2)
        if self.canvas.scene is not None:
            self._keep_clear(self.canvas.scene)

    def _keep_clear(self, scene: MapScene) -> None:
        """Keep what is fitted below the tools and what they ask and, when it is open, beside the legend.

        The second bar has its room before it shows, so that taking a tool in hand moves nothing.
        A page too narrow for both gives the legend what the height leaves over.
        """
        gap = float(theme.space(7))
        bar = self.tools.sizeHint().height() + theme.space(3)
        top = float(theme.space(5) + 2 * bar)
        wide, width = float(self.legend.width()), self.canvas.width()
        left, upper, right, lower = scene.prepared.extent
        high = max(self.canvas.height() - top - gap, 1.0)
        spare = width - 2 * gap - (right - left) / max(lower - upper, 1e-6) * high
        least = wide if width >= ROOM_FOR_BOTH * wide else 0.0
        beside = 0.0 if self.legend.is_folded else max(least, min(spare, wide))
        scene.margins = (gap + beside, top, gap, gap)

    def showEvent(self, event: QShowEvent) -> None:
        """Let Tab go from the tools to the map and on to what floats over it, now that all is in place."""
        super().showEvent(event)
        stops = (
            self.tools.propose, self.canvas, *self.zoom.buttons, self.legend.head,
            *self.colours.boxes, *self.switches.boxes.values(),
        )  # fmt: skip
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (watched, event.type()) in (
            (self.canvas, QEvent.Type.Resize),
            (self.question, QEvent.Type.Show),
            (self.question, QEvent.Type.Hide),
        ):
            self.place_bars()
        return super().eventFilter(watched, event)

    def _folded(self, settings: Settings, on: bool) -> None:
        settings.keep(FOLDED, on)
        self.place_bars()
        if self.canvas.scene is not None and self.canvas.scene.fitted:
            self.canvas.fit_all()
