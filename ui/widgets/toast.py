"""A toast: says what was done, offers Undo, goes by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.widgets.buttons import Button
from ui.widgets.cards import FloatBar
from ui.widgets.labels import IconLabel, key_cap, label

STAYS_MS = 6000
APART = 8
"""Pixels between a toast and a card that keeps off it."""
ABOVE_BOTTOM = 16
FOOT = "foot"
"""Object name of a row of buttons at the bottom of a page, which a toast leaves free."""


class Toast(FloatBar):
    """At most one over its host, at the bottom centre or above a foot; stays while hovered."""

    def __init__(self, host: QWidget, undo: Callable[[], object]) -> None:
        super().__init__(host)
        self.text = label("", "strong")
        self._host = host
        self._undo = Button(tr("Undo"), undo, kind="link")
        self._undo.clicked.connect(self.hide)
        self._keys = key_cap("Ctrl+Z")
        self.row.setContentsMargins(14, 10, 14, 10)
        self.row.setSpacing(10)
        self.add(IconLabel("check", 16, "good"), self.text, self._undo, self._keys)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    def say(self, text: str, *, undo: bool = False) -> None:
        """Show a sentence instead of the one before."""
        self.text.setText(text)
        self._undo.setVisible(undo)
        self._keys.setVisible(undo)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._timer.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
        if moved and watched is self._host and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        left = max(0, (self._host.width() - self.width()) // 2)
        feet = [one for one in self._host.findChildren(QWidget, FOOT) if one.isVisible()]
        bottom = min(
            (one.mapTo(self._host, QPoint(0, 0)).y() for one in feet),
            default=self._host.height() - ABOVE_BOTTOM,
        )
        self.move(left, max(0, bottom - self.height()))


def above_toast(area: QRect, host: QWidget) -> QRect:
    """Return what is left of an area of a widget where a toast lies over it: the part above."""
    free = QRect(area)
    for toast in host.window().findChildren(Toast):
        box = QRect(toast.mapTo(host.window(), QPoint(0, 0)), toast.size())
        box.translate(-host.mapTo(host.window(), QPoint(0, 0)))
        if toast.isVisible() and box.intersects(free):
            free.setBottom(box.top() - APART)
    return free
