"""The map on screen.

How a page uses it
------------------
::

    canvas = MapCanvas()
    canvas.set_map(prepared)          # ui.map.cache.prepared_map(geometry, points), made in a worker
    canvas.show_content(content)      # ui.map.content.MapContent; it finds what differs
    canvas.set_selection(regions)     # Ints
    canvas.use_tool("brush")          # select, hand, brush, lasso, lock
    canvas.fit_all(); canvas.fit_regions(regions); canvas.zoom_by(1.4)
    canvas.set_busy(True)             # dimmed; looking, zooming and selecting still work, edits do not

Signals (the canvas changes nothing by itself; it tells what the user wants)
---------------------------------------------------------------------------
hovered(int)
    Region under the pointer, or -1.
selectionRequested(object, object)
    Regions (Ints) and `SelectionMode`.
territoryRequested(int)
    A double click on its regions, or a click on its label.
assigned(object, int)
    Regions (Ints) for a territory: one brush stroke.
draftChanged(object)
    Owners (Ints) as they would be if the stroke ended now; None when it ended or was dropped.
lockRequested(object, bool)
    Regions (Ints) to lock or unlock.
moveRequested(int)
    Key 1..9: the selection to neighbour 0..8 of the list.
openRequested(int)
    Enter on the region that has the keyboard.
toolChanged(str), targetChanged(int)
    The tool in hand, and the territory the brush paints into (-1: the one it starts in).

Widgets laid over the map (float bars, legend) are children of the canvas; labels keep clear of them.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import shapely
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from planner.model.types import Bools, Floats, Ints, ints
from ui.map.content import MapContent
from ui.map.frame import Frame
from ui.map.prepared import PreparedMap
from ui.map.tools.hand import HandTool
from ui.map.tools.select import SelectTool
from ui.map.tools.tool import Pointer, SelectionMode, Tool
from ui.map.view import View, fit
from ui.theme import theme
from ui.theme.theme import T

REST_MS = 60
"""After this long without zooming the scaled picture is replaced by a sharp one."""
MARGIN = 24
FINEST_M = 0.5
"""Metres a logical pixel at the strongest zoom."""


class MapCanvas(QWidget):
    """The map: paints a `MapContent` over a `PreparedMap` and turns gestures into requests."""

    hovered = Signal(int)
    selectionRequested = Signal(object, object)
    territoryRequested = Signal(int)
    assigned = Signal(object, int)
    draftChanged = Signal(object)
    lockRequested = Signal(object, bool)
    moveRequested = Signal(int)
    openRequested = Signal(int)
    toolChanged = Signal(str)
    targetChanged = Signal(int)

    TOOLS: ClassVar[tuple[type[Tool], ...]] = (SelectTool, HandTool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Map"))
        self.frame: Frame | None = None
        self.view = View()
        self.busy = False
        self._content: MapContent | None = None
        self._selected: Bools = np.zeros(0, np.bool_)
        self._draft: Ints | None = None
        self._hovered = -1
        self._fitted = True
        self._painted_mode = theme.mode()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._sharpen)
        self._tools = {kind.name: kind(self) for kind in self.TOOLS}
        self.tool = self._tools["select"]

    # What is shown

    def set_map(self, prepared: PreparedMap | None) -> None:
        """Show other regions, all of them unassigned, or none."""
        self._content, self._draft, self._hovered = None, None, -1
        self._selected = np.zeros(prepared.regions if prepared else 0, np.bool_)
        self.frame = None
        if prepared is not None:
            self.frame = Frame(prepared, *self._device_size(), self.devicePixelRatioF())
            self._content = self.frame.content
            self.fit_all()
        self.update()

    def show_content(self, content: MapContent) -> None:
        """Show owners, marks and hatches; only what differs from before is painted again."""
        if self.frame is None or len(content.owner) != self.frame.prepared.regions:
            raise ValueError("the content does not fit the map; call set_map first")
        self._content, self._draft = content, None
        self._look()

    def set_selection(self, regions: Ints) -> None:
        """Show these regions as selected."""
        self._selected = np.zeros(len(self._selected), np.bool_)
        self._selected[regions] = True
        self._look()

    def set_busy(self, busy: bool) -> None:
        """Dim the map while something else works on the plan."""
        self.busy = busy
        self.update()

    @property
    def content(self) -> MapContent:
        """What is shown, without any draft."""
        if self._content is None:
            raise ValueError("no map is shown")
        return self._content

    @property
    def selected(self) -> Bools:
        """Which regions are selected, shape (n,)."""
        return self._selected

    def _look(self) -> None:
        frame = self.frame
        if frame is None:
            return
        differ = np.flatnonzero(frame.look(self.content, self._selected)).astype(np.int32)
        if len(differ) and frame.view == self.view:
            rect = frame.rect_of(differ)
            frame.compose(rect)
        self.update()

    # Where it is shown

    def fit_all(self) -> None:
        """Show all regions."""
        if self.frame is not None:
            self._go(self._fit(self.frame.prepared.extent))
            self._fitted = True

    def fit_regions(self, regions: Ints) -> None:
        """Show some regions as large as they go."""
        if self.frame is not None and len(regions):
            self._go(self._fit(self.frame.prepared.extent_of(regions)))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge by a factor around a logical pixel, or the middle."""
        if self.frame is None:
            return
        at = at or QPointF(self.width() / 2, self.height() / 2)
        least = self._fit(self.frame.prepared.extent).scale / 2
        most = max(self.frame.dpr / FINEST_M, least * 2)
        factor = min(max(self.view.scale * factor, least), most) / self.view.scale
        self.view = self.view.zoomed(factor, at.x() * self.frame.dpr, at.y() * self.frame.dpr)
        self._fitted = False
        self._rest.start()
        self.update()

    def pan(self, dx: float, dy: float) -> None:
        """Move the map by logical pixels."""
        if self.frame is None:
            return
        steps = round(dx * self.frame.dpr), round(dy * self.frame.dpr)
        sharp = self.view == self.frame.view
        self.view = self.view.moved(*steps)
        self._fitted = False
        if sharp:
            self.frame.shift(*steps)
        self.update()

    def _fit(self, box: tuple[float, float, float, float]) -> View:
        width, height = self._device_size()
        margin = MARGIN * self.devicePixelRatioF()
        return fit(box, width, height, (margin, margin, margin, margin))

    def _go(self, view: View) -> None:
        self.view = view
        self._fitted = False
        self._sharpen()

    def _sharpen(self) -> None:
        self._rest.stop()
        if self.frame is not None:
            self.frame.show(self.view)
            self.update()

    def _device_size(self) -> tuple[int, int]:
        dpr = self.devicePixelRatioF()
        return max(round(self.width() * dpr), 1), max(round(self.height() * dpr), 1)

    # What is where

    def region_at(self, x: float, y: float) -> int:
        """Return the region at a logical pixel, or -1."""
        frame = self.frame
        if frame is None:
            return -1
        x, y = x * frame.dpr, y * frame.dpr
        if frame.view != self.view:
            east, south = self.view.point(x, y)
            x, y = frame.view.pixel(np.array([[east, south]]))[0]
        return frame.pick(int(x // 1), int(y // 1))

    def pixels_of(self, points: Floats) -> Floats:
        """Return the logical pixels of map points, shape (n, 2)."""
        return self.view.pixel(points) / (self.frame.dpr if self.frame else 1.0)

    def regions_within(self, polygon: Floats) -> Ints:
        """Return the regions whose representative point lies in a polygon of logical pixels."""
        if self.frame is None or len(polygon) < 3:
            return ints(())
        at = self.pixels_of(self.frame.prepared.points)
        low, high = polygon.min(axis=0), polygon.max(axis=0)
        near = np.flatnonzero(((at >= low) & (at <= high)).all(axis=1))
        shape = shapely.make_valid(shapely.Polygon(polygon))
        shapely.prepare(shape)
        return ints(near[shapely.intersects_xy(shape, at[near, 0], at[near, 1])])

    def regions_near(self, x: float, y: float, radius: float) -> Ints:
        """Return the regions whose representative point lies within a radius in logical pixels."""
        if self.frame is None:
            return ints(())
        at = self.pixels_of(self.frame.prepared.points)
        return ints(np.flatnonzero(((at - (x, y)) ** 2).sum(axis=1) <= radius**2))

    def label_at(self, x: float, y: float) -> int:
        """Return the territory whose label is at a logical pixel, or -1."""
        return -1

    # What a tool may ask

    def use_tool(self, name: str) -> None:
        """Take a tool in hand: select, hand, brush, lasso or lock."""
        if self.tool.name != name:
            self.tool.cancel()
            self.tool = self._tools[name]
            self.setCursor(self.tool.cursor)
            self.toolChanged.emit(name)
            self.update()

    def show_draft(self, owner: Ints | None) -> None:
        """Show other owners while a gesture goes on; None ends it."""

    def flash_locked(self, regions: Ints) -> None:
        """Point out that these regions are locked."""

    def request_selection(self, regions: Ints, mode: SelectionMode) -> None:
        """Ask for a selection."""
        self.selectionRequested.emit(regions, mode)

    def request_territory(self, territory: int) -> None:
        """Ask for a territory."""
        self.territoryRequested.emit(territory)

    def request_assignment(self, regions: Ints, territory: int) -> None:
        """Ask for regions to be given to a territory."""
        self.assigned.emit(regions, territory)

    def request_lock(self, regions: Ints, locked: bool) -> None:
        """Ask for regions to be locked or unlocked."""
        self.lockRequested.emit(regions, locked)

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        frame = self.frame
        with QPainter(self) as painter:
            if frame is None:
                painter.fillRect(event.rect(), T("map_bg"))
                return
            if self._painted_mode != theme.mode():
                self._painted_mode = theme.mode()
                frame.repaint_all()
            self._paint_frame(painter, frame)
            self.tool.paint(painter)
            if self.busy:
                veil = T("map_bg")
                veil.setAlphaF(0.4)
                painter.fillRect(self.rect(), veil)

    def _paint_frame(self, painter: QPainter, frame: Frame) -> None:
        if frame.view == self.view:
            painter.drawImage(QPointF(0, 0), frame.image)
            return
        grown = self.view.scale / frame.view.scale
        left = (self.view.left - frame.view.left * grown) / frame.dpr
        top = (self.view.top - frame.view.top * grown) / frame.dpr
        size = frame.image.deviceIndependentSize() * grown
        painter.fillRect(self.rect(), T("map_bg"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(QPointF(left, top), size), frame.image)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        frame = self.frame
        if frame is None:
            return
        dpr, old = self.devicePixelRatioF(), event.oldSize()
        grown = dpr / frame.dpr
        frame.dpr = dpr
        frame.resize(*self._device_size())
        if self._fitted:
            self.fit_all()
        else:
            view = self.view.zoomed(grown, 0, 0)
            middle = QSize(self.width() - old.width(), self.height() - old.height()) * (dpr / 2)
            self._go(view.moved(middle.width(), middle.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.tool.press(self._pointer(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        self.tool.move(pointer, held=bool(event.buttons() & Qt.MouseButton.LeftButton))
        self._hover(pointer.region)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.tool.release(self._pointer(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.tool.double_click(self._pointer(event))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.tool.cancel():
            return
        super().keyPressEvent(event)

    def _pointer(self, event: QMouseEvent) -> Pointer:
        at, keys = event.position(), event.modifiers()
        return Pointer(
            x=at.x(),
            y=at.y(),
            region=self.region_at(at.x(), at.y()),
            shift=bool(keys & Qt.KeyboardModifier.ShiftModifier),
            alt=bool(keys & Qt.KeyboardModifier.AltModifier),
            control=bool(keys & Qt.KeyboardModifier.ControlModifier),
        )

    def _hover(self, region: int) -> None:
        if region != self._hovered:
            self._hovered = region
            self.hovered.emit(region)
            self.update(QRect(0, 0, self.width(), self.height()))
