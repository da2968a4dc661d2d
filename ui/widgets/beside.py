"""Where a small card goes beside a point: off the point, inside the area, off what must stay in sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

AWAY = 18
"""Pixels between the point and the card: the card is never under the pointer."""


def place_beside(point: QPoint, card: QSize, area: QRect, keep_clear: QRect) -> QRect:
    """Return the rectangle of a card beside a point.

    Right below is tried first, then left below, right above and left above: the first that fits the
    area and leaves `keep_clear` in sight; else the first that fits; else it is pushed inside.
    """
    right, left = point.x() + AWAY, point.x() - AWAY - card.width()
    below, above = point.y() + AWAY, point.y() - AWAY - card.height()
    places = [QRect(QPoint(x, y), card) for y in (below, above) for x in (right, left)]
    fitting = [place for place in places if area.contains(place)]
    for place in fitting:
        if not place.intersects(keep_clear):
            return place
    if fitting:
        return fitting[0]
    pushed = places[0]
    pushed.moveRight(min(pushed.right(), area.right()))
    pushed.moveBottom(min(pushed.bottom(), area.bottom()))
    if pushed.adjusted(-AWAY, -AWAY, AWAY, AWAY).contains(point):
        pushed.moveRight(min(point.x() - AWAY, area.right()))  # beside it rather than under it
    return pushed
