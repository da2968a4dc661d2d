"""The map on screen.

How a page uses it
------------------
::

    canvas = MapCanvas()
    canvas.set_map(prepared, edges)   # ui.map.cache.prepared_map(...), made in a worker; RegionGraph.edges
    canvas.show_content(content)      # ui.map.content.MapContent; it finds what differs
    canvas.set_selection(regions, territories)
    brush = canvas.add_tool(BrushTool)  # beside select and hand, which are always there
    canvas.use_tool("brush")
    canvas.may_edit = False           # nothing is dragged to another territory
    canvas.taking.source = 3          # tools take from this territory alone
    canvas.add_drawing(drawing)       # something of the page, painted over the map
    canvas.mark_barriers(pairs)       # those of a clash, until there are others
    canvas.fit_all(); canvas.fit_regions(regions); canvas.zoom_by(1.4)
    canvas.set_busy(True)             # dimmed; looking, zooming and selecting still work, edits do not

Signals (the canvas changes nothing by itself; it tells what the user wants)
---------------------------------------------------------------------------
hovered(int)
    Region under the pointer, or -1.
focused(int)
    Region that has the keyboard, to be spoken with `say(text)`.
requested(object)
    One of `ui.map.requests`: what a gesture or key asks for.
touched(object)
    The mark of a drawing under the pointer, or None; a click on one asks for it with `OpenMark`.
draftChanged(object)
    Owners (Ints) as they would be if the stroke ended now; None when it ended or was dropped.
    `show_marks` changes the figures on the labels meanwhile.
toolChanged(str)
    The tool in hand.
viewChanged()
    Another part of the map is shown.

Widgets laid over the map (float bars, legend) are children of the canvas; labels keep clear of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from planner.model.types import Bools, Ints, ints
from ui.map.borders import PLAIN, LineChoice
from ui.map.content import MapContent, TerritoryMark
from ui.map.drawings import Drawing, covered, uncovered
from ui.map.flight import Flight
from ui.map.gestures import Gestures, middle_of
from ui.map.label_layout import Rect
from ui.map.overlay import Overlay
from ui.map.placing import Placing
from ui.map.pointed import Flash, draw_pointed, draw_ring
from ui.map.prepared import PreparedMap
from ui.map.requests import Request
from ui.map.scene import MapScene
from ui.map.tools.taking import Taking
from ui.map.tools.tool import Tool
from ui.map.view import Box, View
from ui.map.whereabouts import Whereabouts
from ui.theme import theme
from ui.theme.theme import T

AnyTool = TypeVar("AnyTool", bound=Tool)

REST_MS = 60
"""After this long without zooming or panning the map is drawn sharp and its labels are placed anew."""
BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
BUSY_VEIL = 0.10
OUTLINE = 6
"""Logical pixels that an outline reaches beyond its region."""


class MapCanvas(Whereabouts):
    """The map: paints a `MapContent` over a `PreparedMap` and turns gestures into requests."""

    hovered = Signal(int)
    touched = Signal(object)
    focused = Signal(int)
    requested = Signal(object)
    draftChanged = Signal(object)
    toolChanged = Signal(str)
    viewChanged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Map"))
        self.busy = False
        self.may_edit = True
        self.taking = Taking()
        self._touched: Hashable | None = None
        self._lines, self._labelled = PLAIN, True
        self._placing = Placing()
        self._drafting = False
        self._hovered = -1
        self._ringed = False
        self.pointer = QPointF()
        self._mode = theme.mode()
        self._gestures = Gestures(self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.settle_step)
        self._next_band = QTimer(self, singleShot=True, interval=0)
        self._next_band.timeout.connect(self._next_step)
        self._flight = Flight(self)
        self._flash = Flash(self)

    # What is shown

    def set_map(self, prepared: PreparedMap | None, edges: Ints | None = None) -> None:
        """Show other regions, all of them unassigned, or none.

        Parameters
        ----------
        prepared : PreparedMap or None
        edges : Ints, shape (e, 2), optional
            Neighbouring regions with links to islands; the shared borders where it is not given.
        """
        self._hovered = self._gestures.at = -1
        self._flash.end()
        self.scene = self._overlay = None
        if prepared is not None:
            edges = prepared.borders if edges is None else edges
            self.scene = MapScene(prepared, edges, *self._device_size(), self.devicePixelRatioF())
            self._overlay = Overlay(self.scene)
            self.scene.lines, self._overlay.labelled = self._lines, self._labelled
        self.place_again()

    def show_content(self, content: MapContent) -> None:
        """Show owners, marks and hatches; only what differs from before is painted again."""
        scene = self.scene
        if scene is None or len(content.owner) != scene.prepared.regions:
            raise ValueError("the content does not fit the map; call set_map first")
        wait = self._overlay is not None and self._overlay.may_wait(content)
        scene.content, scene.draft = content, None
        scene.refresh()
        if wait:
            self._rest.start()  # an edit shows at once, its labels move when the hand rests
            self.update()
        else:
            self.place_again()

    def show_marks(self, marks: tuple[TerritoryMark, ...]) -> None:
        """Change what stands on the labels where they are, as while a stroke goes on."""
        if self.scene is not None:
            before = self.scene.content.marks
            self.scene.content = replace(self.scene.content, marks=marks)
            if any(one.colour != was.colour for one, was in zip(marks, before, strict=True)):
                self._refresh()
            self.update()

    def set_selection(self, regions: Ints, territories: Iterable[int] = ()) -> None:
        """Show these regions as selected and these territories outlined."""
        scene = self.scene
        if scene is None:
            return
        scene.selected = np.zeros(scene.prepared.regions, np.bool_)
        scene.selected[regions] = True
        scene.territories = tuple(territories)
        self._refresh()

    def show_lines(self, lines: LineChoice, *, labels: bool = True) -> None:
        """Say which lines are drawn beside those of territories, and whether labels stand on them."""
        self._lines, self._labelled = lines, labels
        if self.scene is not None and self._overlay is not None:
            self.scene.lines, self._overlay.labelled = lines, labels
            self._refresh()
            self.place_again()

    def mark_barriers(self, pairs: Ints) -> None:
        """Point out these pairs of regions, shape (b, 2): a barrier between them is what clashes."""
        if self.scene is not None:
            self.scene.marked = pairs
            self.update()

    def set_busy(self, busy: bool) -> None:
        """Dim the map while something else works on the plan; brush and lock rest."""
        self.busy = busy
        if busy:
            self._gestures.rest()
        self.update()

    def drop_gesture(self) -> None:
        """Drop a gesture under way: the plan it began on is another now, as after an undo."""
        self._gestures.drop()

    def say(self, text: str) -> None:
        """Tell assistive technology what the keyboard is on."""
        self.setAccessibleDescription(text)

    @property
    def content(self) -> MapContent:
        """What is shown, without any draft."""
        if self.scene is None:
            raise ValueError("no map is shown")
        return self.scene.content

    @property
    def selected(self) -> Bools:
        """Which regions are selected, shape (n,)."""
        return self.scene.selected if self.scene is not None else np.zeros(0, np.bool_)

    def _refresh(self) -> None:
        """Compose what looks different and paint that part of the widget again."""
        if self.scene is None:
            return
        rect = self.scene.refresh()
        if rect is not None and self.scene.sharp:
            self.update(_grown(self.scene.logical(rect), 1))
        elif rect is not None:
            self.update()

    # From where it is seen

    def fit_all(self) -> None:
        """Show all regions."""
        if self.scene is not None:
            self.scene.fit_all()
            self.place_again()
            self.viewChanged.emit()

    def fit_regions(self, regions: Ints) -> None:
        """Show some regions as large as they go."""
        if self.scene is not None and len(regions):
            self.scene.fit_regions(regions)
            self.place_again()
            self.viewChanged.emit()

    def fit_box(self, box: Box, most: float) -> None:
        """Show a map box as large as it goes, at most so many times larger than now."""
        if self.scene is not None:
            self.scene.fit_box(box, most)
            self.place_again()
            self.viewChanged.emit()

    def fly_to(self, regions: Ints) -> None:
        """Go to some regions, in sight of what lies around them."""
        if self.scene is not None and len(regions):
            self._flight.to(self.scene.view_around(regions))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge by a factor around a logical pixel, or the middle."""
        if self.scene is not None:
            at = at or middle_of(self)
            self.scene.zoom(factor, at.x(), at.y())
            self._rest.start()
            self.update()
            self.viewChanged.emit()

    def pan(self, dx: float, dy: float) -> None:
        """Move the map by logical pixels."""
        if self.scene is not None:
            self.scene.pan(dx, dy)
            self._placing.follow(self.scene.view, self.scene.frame.dpr)
            self._rest.start()
            self.update()
            self.viewChanged.emit()

    def look(self, view: View, *, fitted: bool = False) -> None:
        """Show another view at once; it is drawn sharp when the map rests."""
        if self.scene is not None and view != self.scene.view:
            self.scene.look(view)
            self.scene.fitted = fitted
            self._rest.start()
            self.update()
            self.viewChanged.emit()

    @property
    def at_keyboard(self) -> int:
        """The region that has the keyboard, or -1."""
        return self._gestures.at

    def focus_region(self, region: int) -> None:
        """Give a region the keyboard's ring and bring it into sight."""
        if self.scene is None:
            return
        self._gestures.at = region
        (x, y), *_ = self.scene.pixels_of(self.scene.prepared.points[[region]]).tolist()
        if not self.rect().adjusted(40, 40, -40, -40).contains(round(x), round(y)):
            self.pan(self.width() / 2 - x, self.height() / 2 - y)
        self.focused.emit(region)
        self.update()

    def settle(self) -> None:
        """Draw sharp and place labels after the last step of a zoom or a pan."""
        if self.scene is not None:
            self.scene.sharpen()
        self.place_again()

    def settle_step(self) -> None:
        """Do the same in turns with whatever else the user does meanwhile."""
        if self.scene is None or self.scene.sharpen_step():
            self.place_again()
        else:
            self._next_band.start()

    def _next_step(self) -> None:
        if not self._rest.isActive():  # else the map moves again, and its next rest goes on
            self.settle_step()

    def update(self, *area: Any) -> None:
        """Paint an area again, or without one all that is not hidden below the cards over the map.

        With them all their buttons would be painted again, which takes longer than the map itself.
        """
        super().update(*(area or (uncovered(self),)))

    def place_again(self) -> None:
        """Place labels and drawings anew when the map is painted next."""
        self._placing.is_due = True
        self.update()

    def _device_size(self) -> tuple[int, int]:
        dpr = self.devicePixelRatioF()
        return max(round(self.width() * dpr), 1), max(round(self.height() * dpr), 1)

    # Tools

    @property
    def is_held(self) -> bool:
        """Whether a gesture is under way."""
        return self._gestures.is_held

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self._gestures.tool

    def add_tool(self, kind: type[AnyTool]) -> AnyTool:
        """Lay another tool beside those that are there, and return it."""
        made = kind(self)
        self._gestures.tools[made.name] = made
        return made

    def ask(self, request: Request) -> None:
        """Tell what the user wants."""
        self.requested.emit(request)

    def add_drawing(self, drawing: Drawing) -> None:
        """Paint something of the page between the map and its labels, the first added lowest."""
        self._drawings.add(drawing)
        self.place_again()

    def use_tool(self, name: str) -> None:
        """Take a tool in hand: select, hand, or one that was added."""
        if name != self.tool.name:
            self._gestures.use(name)
            self.toolChanged.emit(name)
            self.update()

    def show_draft(self, owner: Ints | None) -> None:
        """Show other owners while a gesture goes on; None ends it."""
        if self.scene is None:
            return
        ended = owner is None and self._drafting
        self._drafting = owner is not None
        self.scene.draft = owner
        self._refresh()
        if ended or self._drafting:
            self.draftChanged.emit(owner)
        if ended:
            self._rest.start()

    def flash_locked(self, regions: Ints) -> None:
        """Point out that these regions are locked."""
        self._flash.show(regions)

    def hover(self, region: int) -> None:
        """Outline the region under the pointer and tell which it is."""
        if region == self._hovered or self.scene is None:
            return
        for each in (self._hovered, region):
            if each >= 0:
                rect = self.scene.logical(self.scene.frame.rect_of(ints([each])))
                self.update(_grown(rect, OUTLINE) if self.scene.sharp else self.rect())
        self._hovered = region
        self.hovered.emit(region)

    def touch(self, mark: Hashable | None) -> None:
        """Tell which mark is under the pointer."""
        if mark != self._touched:
            self._touched = mark
            self.touched.emit(mark)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self.scene is None or self._overlay is None:
                painter.fillRect(event.rect(), T("map_bg"))
                return
            if self._mode != theme.mode():
                self._mode = theme.mode()
                self.scene.frame.repaint_all()
            if self._placing.is_due and self.scene.sharp and self.scene.draft is None:
                self._place(self.scene, self._overlay)
            self.scene.paint(painter)
            self._drawings.paint(painter, self.scene)
            self._overlay.paint(painter, _rect_of(event.rect()))
            focused = self._gestures.at if self.hasFocus() else -1
            draw_pointed(painter, self.scene, self._hovered, focused)
            self._flash.paint(painter, self.scene)
            if self._ringed and self.hasFocus():
                draw_ring(painter, self.rect())
            self.tool.paint(painter)
            if self.busy:
                veil = T("map_ghost")
                veil.setAlphaF(BUSY_VEIL)
                painter.fillRect(event.rect(), veil)

    def _place(self, scene: MapScene, overlay: Overlay) -> None:
        """Place labels around what stands over the map, then what goes around the labels."""
        begun = perf_counter()
        standing = [*covered(self), *self._drawings.standing(scene)]
        overlay.place(standing)
        self._drawings.place(scene, [*standing, *overlay.taken()])
        self._placing.done(scene.view, perf_counter() - begun)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.scene is not None:
            self.scene.resize(*self._device_size(), self.devicePixelRatioF())
            self.place_again()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer = event.position()
        self._gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._gestures.press_twice(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._gestures.wheel(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hover(-1)
        self.touch(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ringed = event.reason() in BY_KEY

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._gestures.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._gestures.key_up(event):
            super().keyReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and self._gestures.pinch(event):
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange and self.scene is not None:
            self.scene.resize(*self._device_size(), self.devicePixelRatioF())
            self.place_again()
        return super().event(event)


def _rect_of(rect: QRect) -> Rect:
    return (rect.x(), rect.y(), rect.width(), rect.height())


def _grown(rect: Rect, margin: int) -> QRect:
    x, y, width, height = rect
    return QRectF(x, y, width, height).toAlignedRect().adjusted(-margin, -margin, margin, margin)
