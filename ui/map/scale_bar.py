"""The scale bar: a round length in metres or kilometres, on screen and in pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from ui.map.borders import halo, pen
from ui.map.halo_words import draw_words
from ui.map.label_layout import Rect
from ui.map.scene import MapScene
from ui.theme import theme
from ui.theme.theme import T
from ui.widgets.figures import JOIN, number

LONGEST = 150.0
"""The bar is at most so many logical pixels long."""
TICK = 6.0
LINE, HALO = 1.5, 3.0
HIGH = 26.0
"""Height of bar and words together."""
EDGE = 8.0
"""Room around the bar in its picture, logical pixels."""
ROLE = "small"


class ScaleBar:
    """A drawing that stands with its lower right corner at `corner`, a logical pixel."""

    def __init__(self) -> None:
        self.corner = (0.0, 0.0)
        self._drawn: tuple[tuple[object, ...], QPixmap] | None = None

    def stands(self, scene: MapScene) -> Sequence[Rect]:
        right, bottom = self.corner
        wide, _ = bar_size(metres_a_pixel(scene))
        return [(right - wide - HALO, bottom - HIGH, wide + 2 * HALO, HIGH + HALO)]

    def paint(self, painter: QPainter, scene: MapScene) -> None:
        metres, ratio = metres_a_pixel(scene), scene.frame.dpr
        right, bottom = self.corner
        left = right - bar_size(metres)[0] - EDGE
        top = bottom - HIGH - EDGE
        at = QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio)
        painter.drawPixmap(at, self._picture(metres, ratio))

    def _picture(self, metres: float, ratio: float) -> QPixmap:
        """Return the bar, drawn once for a zoom: an edit paints it with every move of the pointer."""
        long, words = bar_size(metres)
        key = (long, words, ratio, theme.mode())
        if self._drawn is None or self._drawn[0] != key:
            side = QSizeF(LONGEST + 2 * EDGE, HIGH + 2 * EDGE) * ratio
            made = QPixmap(side.toSize())
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            with QPainter(made) as painter:
                draw_scale_bar(painter, metres, (EDGE, EDGE + HIGH), ratio=ratio)
            self._drawn = (key, made)
        return self._drawn[1]


def metres_a_pixel(scene: MapScene) -> float:
    """Return how many metres a logical pixel is."""
    return scene.frame.dpr / scene.view.scale


def round_length(most: float) -> float:
    """Return the largest of 1, 2, 5, 10, 20, 50 ... that is not above `most`."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1, 2, 5) if step * power <= most)


def length_words(metres: float) -> str:
    """Return a round length in words: 200 m, 5 km."""
    if metres >= 1000:
        return f"{number(metres / 1000)}{JOIN}km"
    return f"{number(metres, max(0, -math.floor(math.log10(metres))))}{JOIN}m"


def bar_size(metres: float) -> tuple[float, str]:
    """Return the bar's length in logical pixels and its words, `metres` being those of a pixel."""
    length = round_length(LONGEST * metres)
    return length / metres, length_words(length)


def draw_scale_bar(
    painter: QPainter, metres: float, at: tuple[float, float], *, ratio: float = 1.0
) -> None:
    """Draw the bar with its words above it, on a halo.

    Parameters
    ----------
    painter : QPainter
        In logical pixels.
    metres : float
        Metres a logical pixel.
    at : (float, float)
        Lower left corner; the bar begins at the middle of the device pixel nearest to it.
    ratio : float
        Device pixels a logical pixel.
    """
    long, words = bar_size(metres)
    left, bottom = ((round(value * ratio) + 0.5) / ratio for value in at)
    line = QPainterPath(QPointF(left, bottom - TICK))
    for x, y in ((left, bottom), (left + long, bottom), (left + long, bottom - TICK)):
        line.lineTo(x, y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(line, pen(halo(), LINE + HALO))
    painter.strokePath(line, pen(T("map_label"), LINE))
    draw_words(painter, words, (left + TICK, bottom - TICK), ROLE)
