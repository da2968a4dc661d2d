"""Where the keyboard goes within a widget that is no stop of Tab itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.theme import theme

UNCHANGED = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""The keyboard comes back: it is shown as it was before."""


class RingedArea(QScrollArea):
    """A scroll area with the ring of the keyboard; none where a click of the mouse led to it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "true")

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in UNCHANGED:
            by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
            theme.restyle(self, ring="quiet" if by_mouse else "true")
        super().focusInEvent(event)


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
