"""How accounts are drawn on the map: a disc for a customer, a ring for a prospect, a bunch with its count."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from ui.map.borders import halo
from ui.map.bunch_layout import Bunch, count_words
from ui.theme import theme
from ui.theme.theme import T

LEAST, MORE = 3.7, 3.3
"""Radius of the smallest account in logical pixels, and what the largest has more."""
MOST_KEPT = 2_000
"""So many drawn bunches are remembered."""
STEPS = 7
"""Sizes that can be told apart."""
RING = 1.6
HALO = 1.3
NAMED = 2.6
"""Logical pixels from an account to the ring around a named one."""
PALE = 0.3
"""What an account under a label keeps of its colour, so that the label can be read."""


@dataclass(frozen=True, slots=True)
class AccountLook:
    """What is seen of one account: its step of size from 0 to STEPS - 1, and its kind."""

    step: int
    customer: bool
    named: bool

    @property
    def radius(self) -> float:
        """Radius in logical pixels."""
        return LEAST + MORE * self.step / (STEPS - 1)

    @property
    def reach(self) -> float:
        """Logical pixels from its middle to the end of all that is drawn of it."""
        return self.radius + HALO + (NAMED + HALO if self.named else 0.0)


def draw_account(painter: QPainter, x: float, y: float, look: AccountLook) -> None:
    """Draw an account around a logical pixel."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle, radius = QPointF(x, y), look.radius
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if look.named:
        outer = radius + NAMED
        painter.setPen(QPen(halo(), 1.5 + HALO))
        painter.drawEllipse(middle, outer, outer)
        painter.setPen(QPen(T("map_select"), 1.5))
        painter.drawEllipse(middle, outer, outer)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(halo())
    painter.drawEllipse(middle, radius + HALO, radius + HALO)
    if look.customer:
        painter.setBrush(T("map_ghost"))
        painter.drawEllipse(middle, radius, radius)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(T("map_ghost"), RING))
    painter.drawEllipse(middle, radius - RING / 2, radius - RING / 2)


def draw_bunch(painter: QPainter, bunch: Bunch) -> None:
    """Draw a bunch with its count."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(T("map_ghost"), 1.4))
    painter.setBrush(T("surface"))
    radius = bunch.radius - 0.7
    painter.drawEllipse(QPointF(bunch.x, bunch.y), radius, radius)
    painter.setFont(theme.font("caption", weight=600, figures=True))
    painter.setPen(T("text"))
    x, y, width, height = bunch.box
    painter.drawText(
        QRectF(x - 4, y, width + 8, height), Qt.AlignmentFlag.AlignCenter, count_words(bunch.count)
    )


def draw_pointed(painter: QPainter, x: float, y: float, radius: float) -> None:
    """Draw the ring around the mark under the pointer."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((halo(), 4.5), (T("map_select"), 2.2)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(QPointF(x, y), radius + 2.0, radius + 2.0)


class AccountSprites:
    """Accounts drawn once each way they can look, for one theme and pixel ratio."""

    def __init__(self) -> None:
        self._of: tuple[str, float] = ("", 0.0)
        self._made: dict[AccountLook, QPixmap] = {}
        self._bunches: dict[int, QPixmap] = {}

    def paint(self, painter: QPainter, x: float, y: float, look: AccountLook) -> None:
        """Paint an account around a logical pixel."""
        sprite = self._made.get(look)
        if sprite is None:
            sprite = self._made[look] = self._draw(look)
        half = sprite.deviceIndependentSize().width() / 2
        painter.drawPixmap(QPointF(x - half, y - half), sprite)

    def paint_bunch(self, painter: QPainter, bunch: Bunch) -> None:
        """Paint a bunch; those of one count look alike."""
        sprite = self._bunches.get(bunch.count)
        if sprite is None or 2 * bunch.radius > sprite.deviceIndependentSize().width():
            sprite, middle = self._blank(bunch.radius + 1.0)
            with QPainter(sprite) as made:
                draw_bunch(made, replace(bunch, x=middle, y=middle))
            self._bunches[bunch.count] = sprite
        half = sprite.deviceIndependentSize().width() / 2
        painter.drawPixmap(QPointF(bunch.x - half, bunch.y - half), sprite)

    def begin(self, ratio: float) -> None:
        """Be sharp at so many device pixels a logical pixel, in the colours of the theme."""
        if self._of != (theme.mode(), ratio) or len(self._bunches) > MOST_KEPT:
            self._of = (theme.mode(), ratio)
            self._made.clear()
            self._bunches.clear()

    def _draw(self, look: AccountLook) -> QPixmap:
        sprite, middle = self._blank(look.reach + 1.5)
        with QPainter(sprite) as painter:
            draw_account(painter, middle, middle, look)
        return sprite

    def _blank(self, reach: float) -> tuple[QPixmap, float]:
        """Return an empty square that reaches so far from its middle, and where that is."""
        ratio = self._of[1]
        side = 2 * int(reach * ratio + 1)
        sprite = QPixmap(side, side)
        sprite.setDevicePixelRatio(ratio)
        sprite.fill(Qt.GlobalColor.transparent)
        return sprite, side / 2 / ratio
