"""The middle of the market page: the map with its tools, legend and zoom."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from planner.model.types import Ints
from ui.actions import Act, Actions
from ui.map.areas import AreaDrawing
from ui.map.canvas import MapCanvas
from ui.map.prepared import PreparedMap
from ui.map.tools.area import AreaPolygonTool, CircleTool, ReshapeTool
from ui.messages import tr
from ui.settings import Settings
from ui.steps.map_bars import ZoomBar
from ui.steps.market_legend import MarketLegend
from ui.tables.region_figures import RegionFigures
from ui.theme import theme
from ui.widgets.buttons import ToolButton
from ui.widgets.cards import FloatBar
from ui.widgets.labels import label

TOOLS = {
    Act.SELECT: ("reshape", "mouse-pointer-2"),
    Act.HAND: ("hand", "hand"),
    Act.POLYGON: ("polygon", "pentagon"),
    Act.CIRCLE: ("circle", "circle"),
}
"""The tool that each action takes in hand, and its icon."""


FOLDED = "market_legend_folded"
ROOMY = 960
"""A map narrower than these pixels begins with its legend folded."""
ROOM_FOR_BOTH = 3
"""A page so many times as wide as its open legend shows the map beside it, whatever that costs in size."""


class MarketCentre(QStackedWidget):
    """A map with areas over it, or its table; bars keep 16 pixels from the map's edges."""

    def __init__(self, actions: Actions, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.canvas = MapCanvas()
        self.reshape = self.canvas.add_tool(ReshapeTool)
        for kind in (AreaPolygonTool, CircleTool):
            self.canvas.add_tool(kind)
        self.areas = AreaDrawing()
        self.reshape.drawing = self.areas
        self.canvas.add_drawing(self.areas)
        self.canvas.use_tool("reshape")
        self.tools = FloatBar(self.canvas)
        for at, (act, (_, icon)) in enumerate(TOOLS.items()):
            if at == 2:
                self.tools.separate()
            self.tools.add(ToolButton.of(actions[act], icon))
        self.zoom = ZoomBar(actions, self.canvas)
        self.legend = MarketLegend(settings, self.canvas)
        self.legend.folded.connect(self._fold)
        self.waiting = label(tr("Drawing the map"), "muted", parent=self.canvas)
        self.canvas.installEventFilter(self)
        self.table = RegionFigures()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(self.table)
        self.addWidget(self.canvas)
        self.addWidget(page)

    @property
    def shows_table(self) -> bool:
        """Whether the table is in front."""
        return self.currentIndex() == 1

    def toggle_table(self) -> None:
        """Show the table in place of the map, or the map again."""
        self.setCurrentIndex(0 if self.shows_table else 1)
        self.setFocus()

    def show_map(self, prepared: PreparedMap, edges: Ints) -> None:
        """Show the outlines, all of them below the tool bar."""
        self.waiting.hide()
        self.canvas.set_map(prepared, edges)
        self._keep_clear()
        self.canvas.fit_all()

    def wait_for_map(self) -> None:
        """Take away a picture of regions that are no more; another one is being drawn."""
        self.canvas.set_map(None)
        self.waiting.show()

    def place_bars(self) -> None:
        """Put every bar in its place."""
        gap, width, height = theme.space(5), self.canvas.width(), self.canvas.height()
        self.legend.fold(self._settings.flag(FOLDED, width < ROOMY))
        for bar in (self.tools, self.zoom, self.legend, self.waiting):
            bar.adjustSize()
        self.tools.move(max(gap, (width - self.tools.width()) // 2), gap)
        self.zoom.move(width - self.zoom.width() - gap, height - self.zoom.height() - gap)
        self.legend.move(gap, height - self.legend.height() - gap)
        self.waiting.move((width - self.waiting.width()) // 2, height // 2)
        self._keep_clear()

    def _keep_clear(self) -> None:
        """Keep what is fitted below the tools and, where there is room for both, beside an open legend."""
        if self.canvas.scene is None:
            return
        gap, wide = float(theme.space(7)), float(self.legend.width())
        top = float(self.tools.sizeHint().height() + 2 * theme.space(5))
        both = not self.legend.is_folded and self.canvas.width() >= ROOM_FOR_BOTH * wide
        self.canvas.scene.margins = (gap + wide if both else gap, top, gap, gap)

    def _fold(self, folded: bool) -> None:
        self._settings.keep(FOLDED, folded)
        self.place_bars()
        if self.canvas.scene is not None and self.canvas.scene.fitted:
            self.canvas.fit_all()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard to what is in front; a proxy that changes would break the order of Tab."""
        front: QWidget = self.table if self.shows_table else self.canvas
        front.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Let Tab go from the tools to the map and on to what floats over it, now that all is in place."""
        super().showEvent(event)
        tools = self.tools.findChildren(ToolButton)
        stops = (tools[-1], self.canvas, *self.zoom.buttons, self.legend.title)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and event.type() == QEvent.Type.Resize:
            self.place_bars()
        return super().eventFilter(watched, event)
