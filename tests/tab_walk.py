"""Walks a window with Tab alone: what is reached, what has no name, what shows no focus, what traps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

MOST = 400
CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit,
)  # fmt: skip


def tab_stops(window: QWidget) -> list[QWidget]:
    """Press Tab until the walk comes round; return where it stopped, in order.

    Fails where the keyboard cannot get out of a widget.
    """
    first = window.focusWidget()
    assert first is not None, "nothing has the keyboard"
    stops: list[QWidget] = []
    here: QWidget | None = first
    for _ in range(MOST):
        assert here is not None
        QTest.keyClick(here, Qt.Key.Key_Tab)
        there = QApplication.focusWidget()
        assert there is not here, f"Tab does not leave {told(here)}"
        assert there is not None, f"the keyboard is nowhere after {told(here)}"
        here = there
        if here in stops:
            return stops
        stops.append(here)
    raise AssertionError(f"Tab does not come round within {MOST} steps")


def unreached(window: QWidget, stops: list[QWidget]) -> list[str]:
    """Return the controls that can be seen and used, and that Tab never comes to."""
    return [
        told(each)
        for kind in CONTROLS
        for each in window.findChildren(kind)
        if _usable(each) and not _stands_for(each, stops)
    ]


def nameless(stops: list[QWidget]) -> list[str]:
    """Return the stops that a screen reader could not name."""
    return [told(stop) for stop in stops if not _name(stop)]


def nameless_controls(window: QWidget) -> list[str]:
    """Return everything that can have the keyboard and that a screen reader could not name."""
    return nameless(
        [
            each
            for each in window.findChildren(QWidget)
            if each.isVisible()
            and each.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not _is_inside(each)
        ]
    )


def unseen(stops: list[QWidget]) -> list[str]:
    """Return the stops that look the same with the keyboard and without."""
    found = []
    for stop in stops:
        if not stop.isVisible():
            continue
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        _bring(stop)
        QApplication.sendPostedEvents()
        with_focus = stop.window().grab().toImage()
        stop.clearFocus()
        QApplication.sendPostedEvents()
        without = stop.window().grab().toImage()
        if with_focus == without:
            found.append(told(stop))
    stops[0].setFocus()
    return found


def _bring(stop: QWidget) -> None:
    """Scroll as Tab does."""
    around = stop.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(stop)
        around = around.parentWidget()


def told(widget: QWidget) -> str:
    """Return what a widget is, for a message."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    owner = widget.parentWidget()
    inside = type(owner).__name__ if owner is not None else ""
    return f"{type(widget).__name__} {_name(widget) or text or widget.objectName()!r} in {inside}"


def _name(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip() if found is not None else ""


def _usable(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and not _is_inside(widget)


def _is_inside(widget: QWidget) -> bool:
    """Whether a widget is a part of another that has the keyboard for it."""
    edited = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox)
    parts = ("QTableCornerButton", "QLineEditIconButton")
    return (
        isinstance(widget, QScrollBar)
        or (isinstance(widget, QLineEdit) and edited)
        or type(widget).__name__ in parts
        or "Header" in type(widget).__name__
    )


def _stands_for(widget: QWidget, stops: list[QWidget]) -> bool:
    return widget in stops or any(stop.isAncestorOf(widget) for stop in stops if _whole(stop))


def _whole(stop: QWidget) -> bool:
    """Whether a stop is a control whose parts need no stop of their own."""
    return isinstance(stop, QComboBox | QAbstractSpinBox | QAbstractItemView)
