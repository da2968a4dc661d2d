"""What a page draws over the map: what a drawing must do, what it may do, and all of them together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QWidget

from ui.map.label_layout import Rect
from ui.map.scene import MapScene
from ui.theme import theme


class Drawing(Protocol):
    """Something of the page over the map: points of accounts, drawn areas, a scale bar."""

    def paint(self, painter: QPainter, scene: MapScene) -> None:
        """Paint it in logical pixels."""


@runtime_checkable
class Standing(Protocol):
    """A drawing that always stands at the same place of the window: labels go around it."""

    def stands(self, scene: MapScene) -> Sequence[Rect]:
        """Return the rectangles it takes, in logical pixels."""


@runtime_checkable
class Placed(Protocol):
    """A drawing that is placed anew when the map comes to rest, after the labels of territories."""

    def place(self, scene: MapScene, taken: Sequence[Rect]) -> Sequence[Rect]:
        """Find places clear of what is taken; return the rectangles it takes itself."""


@runtime_checkable
class Touched(Protocol):
    """A drawing whose marks can be pointed at and clicked."""

    def mark_at(self, scene: MapScene, x: float, y: float) -> Hashable | None:
        """Return what is drawn at a logical pixel, a value the page knows, or None."""


def covered(canvas: QWidget) -> list[Rect]:
    """Return the rectangles of the widgets that float over a map, in logical pixels."""
    boxes = [
        each.geometry()
        for each in canvas.children()
        if isinstance(each, QWidget) and each.isVisible()
    ]
    return [(box.x(), box.y(), box.width(), box.height()) for box in boxes]


def uncovered(canvas: QWidget) -> QRegion:
    """Return where a map can be seen: not below the cards that float over it, but for their corners."""
    seen, corner = QRegion(canvas.rect()), theme.radius("float")
    for each in canvas.children():
        if isinstance(each, QWidget) and each.isVisible() and each.property("card") == "float":
            box = each.geometry()
            seen -= QRegion(box.adjusted(corner, 0, -corner, 0))
            seen -= QRegion(box.adjusted(0, corner, 0, -corner))
    return seen


class Drawings:
    """The drawings of a map in their order, the first added lowest."""

    def __init__(self) -> None:
        self._all: list[Drawing] = []

    def add(self, drawing: Drawing) -> None:
        """Lay a drawing over those that are there."""
        self._all.append(drawing)

    def standing(self, scene: MapScene) -> list[Rect]:
        """Return what is taken before any label is placed."""
        every = (drawing for drawing in self._all if isinstance(drawing, Standing))
        return [rect for drawing in every for rect in drawing.stands(scene)]

    def place(self, scene: MapScene, taken: Sequence[Rect]) -> None:
        """Place drawings one after the other, the first added first: later ones keep clear of it."""
        full = list(taken)
        for drawing in self._all:
            if isinstance(drawing, Placed):
                full += drawing.place(scene, full)

    def paint(self, painter: QPainter, scene: MapScene) -> None:
        """Paint all of them."""
        for drawing in self._all:
            painter.save()
            drawing.paint(painter, scene)
            painter.restore()

    def mark_at(self, scene: MapScene, x: float, y: float) -> Hashable | None:
        """Return the topmost mark at a logical pixel, or None."""
        for drawing in reversed(self._all):
            if isinstance(drawing, Touched):
                found = drawing.mark_at(scene, x, y)
                if found is not None:
                    return found
        return None
