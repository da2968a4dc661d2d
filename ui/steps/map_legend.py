"""The legend over the map: each mark drawn as the map draws it, with what it means."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from planner.model.types import floats
from ui.map.barriers import draw_barrier
from ui.map.markers import draw_lock_dots, draw_seats
from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import FloatBar
from ui.widgets.labels import label

WIDTH = 190
"""Width of the legend's words in pixels."""
WIDE, HIGH = 20, 14
"""Size of a drawn mark, logical pixels."""
LINES = 5
"""Pixels from one line of a hatch to the next."""

Draw = Callable[[QPainter], None]


class Legend(FloatBar):
    """What the marks on the map mean; folds to its title."""

    def __init__(self, folded: Callable[[bool], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._folded = folded
        self.head = Button(tr("Legend"), self._toggle, kind="ghost", icon="info", dense=True)
        self._lines = QWidget()
        column = QVBoxLayout(self._lines)
        column.setContentsMargins(8, 0, 8, 6)
        column.setSpacing(theme.space(2))
        for draw, text in (
            (_home_base, tr("Home base")),
            (_locked, tr("Locked: stays where it is")),
            (_hatch("map_select"), tr("Selected, or changes owner")),
            (_hatch("bad"), tr("Cut off from its territory")),
            (_hatch("line_strong"), tr("Without a territory")),
        ):
            column.addWidget(LegendLine(draw, text))
        self.barrier = LegendLine(_barrier, tr("Barrier: connects nothing"))
        self.barrier.hide()
        column.addWidget(self.barrier)
        words = tr("Colours only tell neighbours apart; the bars show the figures.")
        colours = label(words, "caption", wrap=True)
        colours.setFixedWidth(WIDTH)
        column.addWidget(colours)
        whole = QVBoxLayout()
        whole.setSpacing(theme.space(1))
        whole.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._lines)
        self.row.addLayout(whole)

    def show_barrier(self, shown: bool) -> None:
        """Explain the line of a barrier where the map has one."""
        if shown == self.barrier.isHidden():
            self.barrier.setVisible(shown)
            self._fit()

    def fold(self, folded: bool) -> None:
        """Show the title alone, or everything."""
        self._lines.setVisible(not folded)
        self._fit()

    def _fit(self) -> None:
        """Take the size of what is shown now; a layout learns of a hidden child only later."""
        self._lines.updateGeometry()
        self.row.invalidate()
        self.row.activate()
        self.adjustSize()

    def _toggle(self) -> None:
        self._folded(not self._lines.isHidden())


class LegendLine(QWidget):
    """A mark and what it means."""

    def __init__(self, draw: Draw, text: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(_Sample(draw))
        row.addWidget(label(text, "small"), 1)


class _Sample(QLabel):
    """A mark as the map draws it, in the colours of the theme."""

    def __init__(self, draw: Draw) -> None:
        super().__init__()
        self._drawn_by = draw
        self.setFixedSize(WIDE, HIGH)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._show()
        super().changeEvent(event)

    def _show(self) -> None:
        made = QPixmap(2 * WIDE, 2 * HIGH)
        made.setDevicePixelRatio(2)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._drawn_by(painter)
        self.setPixmap(made)


def _home_base(painter: QPainter) -> None:
    draw_seats(painter, [(WIDE / 2, HIGH / 2)])


def _barrier(painter: QPainter) -> None:
    path = QPainterPath(QPointF(1, HIGH / 2))
    path.lineTo(WIDE - 1, HIGH / 2)
    draw_barrier(painter, path)


def _locked(painter: QPainter) -> None:
    painter.drawPixmap(0, 1, theme.icon_pixmap("lock", 11, theme.T("text"), scale=2))
    draw_lock_dots(painter, floats(np.array([[WIDE - 4.0, HIGH / 2]])))


def _hatch(token: str) -> Draw:
    """Return what draws a region of the map hatched in a colour."""

    def draw(painter: QPainter) -> None:
        box = QRectF(0.5, 0.5, WIDE - 1, HIGH - 1)
        painter.setPen(QPen(theme.T("text3"), 1.0))
        painter.setBrush(theme.T("map_land"))
        painter.drawRoundedRect(box, 3, 3)
        clip = QPainterPath()
        clip.addRoundedRect(box, 3, 3)
        painter.setClipPath(clip)
        painter.setPen(QPen(theme.T(token), 1.7))
        for x in range(0, WIDE + HIGH, LINES):
            painter.drawLine(x, 0, x - HIGH, HIGH)

    return draw
