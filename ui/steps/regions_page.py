"""The page on which regions are changed: tools and choices above, the map, the inspector beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from planner.model.types import Ints, floats
from ui.actions import Act, Actions
from ui.map.borders import LineChoice
from ui.map.canvas import MapCanvas
from ui.map.prepared import PreparedMap
from ui.map.redrawn_outlines import RedrawnOutlines
from ui.map.tools.redraw import DragBorderTool, DrawRegionTool, SplitRegionTool
from ui.map.view import View
from ui.messages import tr
from ui.panels.redraw_panel import RedrawPanel
from ui.steps.averages_button import AveragesButton
from ui.steps.map_bars import ZoomBar
from ui.theme import theme
from ui.widgets.buttons import ToolButton
from ui.widgets.cards import FloatBar
from ui.widgets.labels import label
from ui.widgets.progress import ProgressLine

TOOLS = {
    Act.SELECT: "mouse-pointer-2",
    Act.HAND: "hand",
    Act.SPLIT_REGION: "scissors",
    Act.DRAW_REGION: "pentagon",
    Act.DRAG_BORDER: "pencil",
}
PANEL = 336


class RegionsPage(QWidget):
    """Widgets and their places; who answers them is the section."""

    def __init__(self, actions: Actions, cancel: Callable[[], object]) -> None:
        super().__init__()
        self.canvas = MapCanvas()
        self.split = self.canvas.add_tool(SplitRegionTool)
        self.draw = self.canvas.add_tool(DrawRegionTool)
        self.border = self.canvas.add_tool(DragBorderTool)
        self.outlines = RedrawnOutlines()
        self.canvas.add_drawing(self.outlines)
        self.tools = FloatBar(self.canvas)
        self.buttons = {act: ToolButton.of(actions[act], icon) for act, icon in TOOLS.items()}
        self.merge = ToolButton.of(actions[Act.MERGE_REGIONS], "merge")
        self.tools.add(*self.buttons.values())
        self.tools.separate()
        self.tools.add(self.merge)
        self.choices = FloatBar(self.canvas)
        self.divide = QComboBox()
        self.divide.setProperty("dense", True)
        self.divide.setAccessibleName(tr("Divide figures by"))
        self.snap = QCheckBox(tr("Snap to borders"))
        self.snap.setChecked(True)
        said = label(tr("Divide figures by"), "small")
        said.setBuddy(self.divide)
        self.averages = AveragesButton()
        self.choices.add(said, self.divide, self.averages)
        self.choices.separate()
        self.choices.add(self.snap)
        self.progress = ProgressLine(cancel)
        self.progress.setParent(self.canvas)
        self.zoom = ZoomBar(actions, self.canvas)
        self.waiting = label(tr("Drawing the map"), "muted", parent=self.canvas)
        self.panel = RedrawPanel()
        self.panel.setFixedWidth(PANEL)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.canvas, 1)
        row.addWidget(self.panel)
        self.canvas.installEventFilter(self)
        self.setFocusProxy(self.canvas)

    def show_map(self, prepared: PreparedMap, edges: Ints, parent: Ints | None) -> None:
        """Show outlines from where one looked before, or all of them the first time.

        Parameters
        ----------
        prepared : PreparedMap
        edges : Ints, shape (e, 2)
        parent : Ints, shape (n,), or None
            Number of each region's parent, whose borders stand out.
        """
        self.waiting.hide()
        seen = _seen_from(self.canvas)
        self.canvas.set_map(prepared, edges)
        self.canvas.show_lines(LineChoice(parent=parent, plainly=True))
        scene = self.canvas.scene
        if scene is None:
            return
        gap = float(theme.space(7))
        bars = self.tools.sizeHint().height() + self.choices.sizeHint().height()
        scene.margins = (gap, float(bars + 2 * theme.space(5)), gap, gap)
        if seen is None:
            self.canvas.fit_all()
        else:
            (x, y), scale = seen
            left, top = prepared.origin[0] - x, y - prepared.origin[1]
            scene.view, scene.fitted = View(scale, left * scale, top * scale), False
            self.canvas.settle()

    def place_bars(self) -> None:
        """Put every bar in its place."""
        gap, width, height = theme.space(5), self.canvas.width(), self.canvas.height()
        top = gap
        for bar in (self.tools, self.choices):
            bar.adjustSize()
            bar.move(max(gap, (width - bar.width()) // 2), top)
            top += bar.height() + theme.space(3)
        self.zoom.adjustSize()
        self.zoom.move(width - self.zoom.width() - gap, height - self.zoom.height() - gap)
        self.waiting.adjustSize()
        self.waiting.move((width - self.waiting.width()) // 2, height // 2)
        self.progress.setFixedWidth(min(420, max(200, width - 2 * gap)))
        self.progress.adjustSize()
        self.progress.move(gap, height - self.progress.height() - gap)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and event.type() == QEvent.Type.Resize:
            self.place_bars()
        return super().eventFilter(watched, event)


def _seen_from(canvas: MapCanvas) -> tuple[tuple[float, float], float] | None:
    """Return the metres at the upper left corner and the scale; None while all of the map is shown."""
    scene = canvas.scene
    if scene is None or scene.fitted:
        return None
    x, y = scene.metres_of(floats([[0.0, 0.0]]))[0].tolist()
    return (x, y), scene.view.scale
