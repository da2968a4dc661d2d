"""A step in the rail: icon, word, and a badge that says how far it is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.theme import theme
from ui.theme.theme import T

HEIGHT = 56


class RailItem(QAbstractButton):
    """Default, hover, here (checked), focus; a tick when done, else the number of open points."""

    def __init__(self, icon: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._done = False
        self._open = 0
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_state(self, *, done: bool, open_points: int) -> None:
        """Show a tick, or a number, or nothing."""
        self._done, self._open = done, open_points
        self.setAccessibleDescription(str(open_points) if open_points else "")
        self.update()

    def nextCheckState(self) -> None:
        """Be here; the rail says which item no longer is. Each of them is a stop of Tab."""
        self.setChecked(True)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font("caption", weight=600)).horizontalAdvance(self.text())
        return QSize(max(theme.size("rail"), words + 12), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(8, 1, -8, -1)
        self._paint_box(painter, box)
        colour = T("accent_text") if self.isChecked() else T("text2")
        px = theme.size("icon_rail")
        left = round((self.width() - px) / 2)
        painter.drawPixmap(left, 9, theme.icon_pixmap(self._icon_name, px, colour))
        painter.setPen(colour)
        painter.setFont(theme.font("caption", weight=600 if self.isChecked() else 500))
        words = QRect(0, 32, self.width(), 18)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        self._paint_badge(painter, QPointF(self.width() / 2 + 19, 13))

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        radius = theme.radius("control")
        if self.isChecked():
            painter.setBrush(T("accent_soft"))
            painter.drawRoundedRect(box, radius, radius)
            painter.setBrush(T("accent"))
            painter.drawRoundedRect(QRectF(0, box.center().y() - 15, 3, 30), 1.5, 1.5)
        elif self.underMouse():
            painter.setBrush(T("hover"))
            painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(T("focus"), 2))
            painter.drawRoundedRect(box, radius, radius)

    def _paint_badge(self, painter: QPainter, centre: QPointF) -> None:
        if not (self._done or self._open):
            return
        words = "" if self._done else (str(self._open) if self._open < 100 else "99+")
        width = max(15.0, 7.0 * len(words) + 8)
        left = min(centre.x() - 7.5, self.width() - 4 - width)
        box = QRectF(left, centre.y() - 7.5, width, 15)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(T("good" if self._done else "warn"))
        painter.drawRoundedRect(box, 7.5, 7.5)
        if self._done:
            tick = theme.icon_pixmap("check", 10, T("surface"))
            painter.drawPixmap(QPointF(box.center().x() - 5, box.center().y() - 5), tick)
            return
        painter.setPen(T("surface"))
        painter.setFont(theme.font("caption", weight=700))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
