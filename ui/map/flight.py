"""A short flight of the map from one view to another; none where the system asks for less motion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from ui.map.view import View
from ui.theme import theme

if TYPE_CHECKING:
    from ui.map.canvas import MapCanvas

FLIGHT_MS = 200


class Flight(QObject):
    """Takes a canvas from where it looks to another view; a gesture on the way ends the flight there."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._from = self._to = self._last = View()
        self._run = QVariantAnimation(self)
        self._run.setDuration(FLIGHT_MS)
        self._run.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._run.setStartValue(0.0)
        self._run.setEndValue(1.0)
        self._run.valueChanged.connect(self._move)

    def to(self, view: View) -> None:
        """Begin; at once there where nothing should move."""
        scene = self._canvas.scene
        if scene is None:
            return
        self._run.stop()
        self._from = self._last = scene.view
        self._to = view
        if theme.moves() and self._canvas.isVisible():
            self._run.start()
        else:
            self._show(view, last=True)

    def _move(self, share: float) -> None:
        scene = self._canvas.scene
        if scene is None or scene.view != self._last:
            self._run.stop()
        elif share >= 1.0:
            self._show(self._to, last=True)
        else:
            middle = (
                self._canvas.width() * scene.frame.dpr / 2,
                (self._canvas.height() * scene.frame.dpr / 2),
            )
            self._show(between(self._from, self._to, share, *middle), last=False)

    def _show(self, view: View, *, last: bool) -> None:
        scene = self._canvas.scene
        if scene is None:
            return
        self._last = view
        self._canvas.look(view)
        if last:
            self._canvas.settle()


def between(first: View, second: View, share: float, x: float, y: float) -> View:
    """Return the view part of the way; scale grows evenly, the point at pixel (x, y) goes straight."""
    scale = first.scale * (second.scale / first.scale) ** share
    (x0, y0), (x1, y1) = first.point(x, y), second.point(x, y)
    east, south = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
    return View(scale, x - east * scale, y - south * scale)
