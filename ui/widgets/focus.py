"""Where the keyboard goes within a widget that is no stop of Tab itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class _HandOn(QObject):
    def __init__(self, widget: QWidget, front: Callable[[], QWidget]) -> None:
        super().__init__(widget)
        self._front = front

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus():
            self._front().setFocus(event.reason())
        return super().eventFilter(watched, event)


def hand_focus_on(widget: QWidget, front: Callable[[], QWidget]) -> None:
    """Let a widget that is given the keyboard hand it on to what is in front.

    A focus proxy would do the same, but moves what it stands for within the order of Tab.
    """
    widget.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    widget.installEventFilter(_HandOn(widget, front))
