"""From mouse, wheel and keyboard to the tool in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QInputDevice, QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

from planner.model.types import ints
from ui.map.neighbours import region_towards
from ui.map.requests import Leave, MoveSelection, OpenRegion, SelectionMode, SelectRegions
from ui.map.tools.hand import HandTool
from ui.map.tools.select import SelectTool
from ui.map.tools.tool import Pointer, Tool

if TYPE_CHECKING:
    from ui.map.canvas import MapCanvas

WHEEL_FACTOR = 1.0017
"""Enlargement by an eighth of a degree of the wheel: 1.22 a notch."""
KEY_FACTOR = 1.4
KEY_PAN = 80.0
ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Gestures:
    """Keeps the tools, gives events to the one in hand, and moves the keyboard over the map.

    Attributes
    ----------
    tools : dict of str to Tool
        Select and hand; a page adds those it needs (`MapCanvas.add_tool`).
    tool : Tool
    at : int
        Region that has the keyboard, or -1.
    """

    def __init__(self, canvas: MapCanvas) -> None:
        self.canvas = canvas
        self._hand = HandTool(canvas)
        self.tools: dict[str, Tool] = {tool.name: tool for tool in (SelectTool(canvas), self._hand)}
        self.tool: Tool = self.tools["select"]
        self.at = -1
        self._held: Tool | None = None
        self._space = False

    @property
    def is_held(self) -> bool:
        """Whether a button is held down in a gesture."""
        return self._held is not None

    def use(self, name: str) -> None:
        """Take a tool in hand."""
        self.tool.cancel()
        self.tool = self.tools[name]
        self.canvas.setCursor(self.tool.cursor)

    # The mouse

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture: with the tool in hand, or the hand while Space or the middle button is down."""
        middle = event.button() is Qt.MouseButton.MiddleButton
        if self.canvas.scene is None:  # the map is still on its way
            return
        if self._held is not None or not (middle or event.button() is Qt.MouseButton.LeftButton):
            return
        self._held = self._hand if middle or self._space else self.tool
        if self._held is self._hand:
            self.canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
        if not self.canvas.busy or self._held.works_while_busy:
            self._held.press(self.pointer(event))

    def press_twice(self, event: QMouseEvent) -> None:
        """Answer a double click: a meaning of its own for some tools, a second press for the others."""
        knows = self.tool.knows_double_click and self.canvas.scene is not None
        if knows and event.button() is Qt.MouseButton.LeftButton:
            self.tool.double_click(self.pointer(event))
        else:
            self.press(event)

    def rest(self) -> None:
        """Drop a gesture that may not go on while something else works on the plan."""
        if not self.tool.works_while_busy:
            self._held = None
            self.tool.cancel()

    def drop(self) -> None:
        """Drop what the button holds: it began on another plan. Looking around goes on."""
        held = self._held
        if held is not None and held is not self._hand:
            self._held = None
            held.cancel()

    def move(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self.canvas.scene is None:
            return
        pointer = self.pointer(event)
        (self._held or self.tool).move(pointer, held=self._held is not None)
        self.canvas.hover(pointer.region if self._held is not self._hand else -1)
        self.canvas.touch(self.canvas.mark_at(*pointer.at) if self._held is None else None)

    def release(self, event: QMouseEvent) -> None:
        """End the gesture."""
        held, self._held = self._held, None
        if held is not None and self.canvas.scene is None:  # taken away meanwhile
            held.cancel()
        elif held is not None:
            held.release(self.pointer(event))
            self.canvas.setCursor(self.tool.cursor)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; two fingers on a touchpad move the map."""
        pad = event.device().type() is QInputDevice.DeviceType.TouchPad
        pixels = event.pixelDelta()
        if pad and not pixels.isNull() and not event.modifiers() & CONTROL:
            self.canvas.pan(pixels.x(), pixels.y())
        else:
            self.canvas.zoom_by(WHEEL_FACTOR ** event.angleDelta().y(), event.position())
        event.accept()

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """Zoom with two fingers; return whether that was the gesture."""
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.canvas.zoom_by(1.0 + event.value(), event.position())
        return True

    def pointer(self, event: QMouseEvent) -> Pointer:
        """Return where the pointer is and which keys are held."""
        at, keys = event.position(), event.modifiers()
        return Pointer(
            x=at.x(),
            y=at.y(),
            region=self.canvas.region_at(at.x(), at.y()),
            shift=bool(keys & SHIFT),
            alt=bool(keys & ALT),
            control=bool(keys & CONTROL),
        )

    # The keyboard

    def key(self, event: QKeyEvent) -> bool:
        """Answer a key; return whether it meant something to the map."""
        key = Qt.Key(event.key())
        if self.canvas.scene is None and key != Qt.Key.Key_Escape:
            return False
        if self.tool.key(key):
            return True
        if key in ARROWS:
            self._arrow(ARROWS[key], event)
        elif key == Qt.Key.Key_Space:
            self._space = self._space or not event.isAutoRepeat()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.canvas.ask(MoveSelection(key - Qt.Key.Key_1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.at >= 0:
            self.canvas.ask(OpenRegion(self.at))
        else:
            return self._zoom_key(key)
        return True

    def key_up(self, event: QKeyEvent) -> bool:
        """Select the region that has the keyboard when Space goes up without having moved the map."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        if self._space and not self._hand.moved and self.at >= 0:
            self._choose(SelectionMode.ADD if event.modifiers() & SHIFT else SelectionMode.REPLACE)
        self._space = self._hand.moved = False
        return True

    def _zoom_key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.canvas.zoom_by(KEY_FACTOR)
        elif key == Qt.Key.Key_Minus:
            self.canvas.zoom_by(1 / KEY_FACTOR)
        elif key == Qt.Key.Key_0:
            self.canvas.fit_all()
        elif key == Qt.Key.Key_F:
            self.canvas.fit_regions(ints(np.flatnonzero(self.canvas.selected)))
        else:
            return False
        return True

    def _arrow(self, direction: tuple[float, float], event: QKeyEvent) -> None:
        canvas = self.canvas
        if event.modifiers() & CONTROL:
            canvas.pan(-direction[0] * KEY_PAN, -direction[1] * KEY_PAN)
            return
        scene = canvas.scene
        if scene is None or not scene.prepared.regions:
            return
        before = self.at
        if before < 0:
            middle = scene.view.point(scene.frame.width / 2, scene.frame.height / 2)
            self.at = int(((scene.prepared.points - middle) ** 2).sum(axis=1).argmin())
        else:
            self.at = region_towards(scene.prepared, before, direction)
        if event.modifiers() & SHIFT:
            self._choose(SelectionMode.ADD)
        canvas.focus_region(self.at)

    def _choose(self, mode: SelectionMode) -> None:
        self.canvas.ask(SelectRegions(ints([self.at]), mode))

    def _escape(self) -> None:
        """Drop the gesture, then the selection, then leave the rest to the page."""
        held, self._held = self._held, None
        if (held or self.tool).cancel():
            self.canvas.setCursor(self.tool.cursor)
        elif self.canvas.selected.any():
            self.canvas.ask(SelectRegions(ints(())))
        else:
            self.canvas.ask(Leave())


def middle_of(canvas: MapCanvas) -> QPointF:
    """Return the middle of the canvas in logical pixels."""
    return QPointF(canvas.width() / 2, canvas.height() / 2)
