"""Walks the visible widgets of a window: text wider than its box, labels that cross."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)

from ui.widgets.labels import ElidedLabel

SLACK = 1


def clipped_texts(window: QWidget) -> list[str]:
    """Return the texts that do not fit their widgets; those made to be elided do not count."""
    labels = [each for each in visible(window, QLabel) if each.text()]
    found = [label.text() for label in labels if not isinstance(label, ElidedLabel) and _cut(label)]
    for button in visible(window, QPushButton):
        if button.text() and button.width() < button.sizeHint().width() - SLACK:
            found.append(button.text())
    for box in visible(window, QComboBox):
        room = box.width() - 40
        if QFontMetrics(box.font()).horizontalAdvance(box.currentText()) > room:
            found.append(box.currentText())
    for table in visible(window, QTableView):
        found += _cut_figures(table) + _cut_headers(table)
    return found


def crossing_texts(window: QWidget) -> list[tuple[str, str]]:
    """Return the pairs of labels and buttons whose boxes overlap."""
    shown: list[tuple[QWidget, QRect, str]] = [
        (each, on_screen(window, each), each.text())
        for each in (*visible(window, QLabel), *visible(window, QAbstractButton))
        if each.text()
    ]
    return [
        (first, second)
        for (one, box, first), (other, over, second) in combinations(shown, 2)
        if box.adjusted(SLACK, SLACK, -SLACK, -SLACK).intersects(over)
        and not (one.isAncestorOf(other) or other.isAncestorOf(one))
    ]


def visible(window: QWidget, kind: type) -> list:
    """Return the widgets of a kind that can be seen, at least in part."""
    return [
        each
        for each in window.findChildren(kind)
        if each.isVisible() and not each.visibleRegion().isEmpty()
    ]


def on_screen(window: QWidget, widget: QWidget) -> QRect:
    """Return where the part of a widget that can be seen lies in its window."""
    seen = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(window, QPoint(0, 0)) + seen.topLeft(), seen.size())


def _cut(label: QLabel) -> bool:
    room = label.contentsRect()
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + SLACK
    metrics = QFontMetrics(label.font())
    lines = label.text().split("\n")
    wide = max(metrics.horizontalAdvance(line) for line in lines)
    return wide > room.width() + SLACK or metrics.height() > label.height() + 2


def _cut_figures(table: QTableView) -> list[str]:
    model, found = table.model(), []
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            side = index.data(Qt.ItemDataRole.TextAlignmentRole)
            if side is None or not side & Qt.AlignmentFlag.AlignRight:
                continue
            font = index.data(Qt.ItemDataRole.FontRole) or table.font()
            text = str(index.data() or "")
            if QFontMetrics(font).horizontalAdvance(text) > table.columnWidth(column):
                found.append(text)
    return found


def _cut_headers(table: QTableView) -> list[str]:
    header: QHeaderView = table.horizontalHeader()
    found = []
    for column in range(header.count()):
        text = str(table.model().headerData(column, Qt.Orientation.Horizontal) or "")
        wide = max(header.fontMetrics().horizontalAdvance(line) for line in text.split("\n"))
        if wide > header.sectionSize(column):
            found.append(text)
    return found
