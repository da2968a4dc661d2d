"""Walks the visible widgets of a window: text wider than its box, labels that cross."""

from __future__ import annotations

import re
from itertools import combinations

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)

from ui.map.canvas import MapCanvas
from ui.tables.figure_delegate import FigureDelegate
from ui.widgets.labels import ElidedLabel
from ui.widgets.toast import Toast
from ui.window.palette import CommandPalette
from ui.window.side_sheet import SideSheet
from ui.window.top_bar import SavedState

SLACK = 1
SETTLING_MS = 20
MOST_LOOKS = 25
CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
"""In what is another in a moment: when a plan was kept."""
FLOATING = (SideSheet, CommandPalette, Toast)
"""What lies over a page while it is open."""
CELL_PADDING = 8
MOST_ROWS = 40
"""Rows of a table that are looked at."""


def misfits(window: QWidget, size: tuple[int, int]) -> list[str]:
    """Give the window a size and return all that is cut, crosses, or stands outside once layouts settled."""
    window.resize(*size)
    for _ in range(MOST_LOOKS):
        QTest.qWait(SETTLING_MS)
        found = _misfits(window)
        if not found:
            break
    return found


def _misfits(window: QWidget) -> list[str]:
    return [
        *(f"cut: {each}" for each in clipped_texts(window)),
        *(f"crossing: {one} / {other}" for one, other in crossing_texts(window)),
        *(f"outside: {each}" for each in outside(window)),
        *(f"scrolls sideways: {each}" for each in sideways(window)),
        *(f"cut and not told: {each}" for each in elided_silently(window)),
    ]


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
    """Return the pairs of labels and buttons whose boxes overlap; what a sheet covers does not count."""
    sheets = [each for kind in FLOATING for each in visible(window, kind)]
    covered = [(sheet, on_screen(window, sheet)) for sheet in sheets]
    shown: list[tuple[QWidget, QRect, str]] = []
    for each in (*visible(window, QLabel), *visible(window, QAbstractButton)):
        box = on_screen(window, each)
        hidden = any(
            box.intersects(under) and not sheet.isAncestorOf(each) for sheet, under in covered
        )
        if each.text() and not hidden:
            shown.append((each, box, each.text()))
    return [
        (first, second)
        for (one, box, first), (other, over, second) in combinations(shown, 2)
        if box.adjusted(SLACK, SLACK, -SLACK, -SLACK).intersects(over)
        and not (one.isAncestorOf(other) or other.isAncestorOf(one))
    ]


def all_texts(window: QWidget) -> set[str]:
    """Return everything that a window says: labels, buttons, fields, cells, heads, tooltips and names."""
    found: set[str] = {window.windowTitle()}
    for each in window.findChildren(QWidget):
        in_a_moment = isinstance(each, SavedState) or isinstance(each.parent(), SavedState)
        if in_a_moment or not each.isVisible() or each.window() is not window:
            continue
        found |= {each.toolTip(), each.accessibleName(), each.accessibleDescription()}
        if isinstance(each, ElidedLabel):
            found.add(each.whole)
        elif isinstance(each, QLabel | QAbstractButton):
            found.add(each.text())
        elif isinstance(each, QLineEdit):
            found |= {each.placeholderText(), each.text()}
        elif isinstance(each, QComboBox):
            found |= {each.itemText(at) for at in range(each.count())}
        elif isinstance(each, QAbstractItemView) and each.model() is not None:
            found |= _cells(each.model())
        elif isinstance(each, MapCanvas) and each.scene is not None:
            found |= {text for mark in each.content.marks for text in (mark.code, mark.figure)}
    found |= {action.text() for action in window.actions()}
    return {text for text in found if text and not CLOCK.search(text)}


def _cells(model: QAbstractItemModel) -> set[str]:
    across = Qt.Orientation.Horizontal
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount())
    heads = {str(model.headerData(at, across) or "") for at in columns}
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    return heads | {
        str(model.index(row, at).data(role) or "")
        for row in range(min(model.rowCount(), MOST_ROWS))
        for at in columns
        for role in roles
    }


def outside(window: QWidget) -> list[str]:
    """Return the controls that stand in part beside the window, or beside what they scroll in."""
    found = []
    for control in visible(window, QWidget):
        if not control.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        around = _frame_of(control, window)
        if isinstance(around.parentWidget(), QAbstractItemView):
            continue  # a table scrolls to what is in it
        at = control.mapTo(around, QPoint(0, 0))
        scrolls = around is not window
        wide = at.x() < -SLACK or at.x() + control.width() > around.width() + SLACK
        high = at.y() < -SLACK or at.y() + control.height() > around.height() + SLACK
        if wide or (high and not scrolls):
            place = (*at.toTuple(), *control.size().toTuple())
            found.append(f"{type(control).__name__} {control.accessibleName()!r} at {place}")
    return found


def sideways(window: QWidget) -> list[str]:
    """Return the pages that scroll from side to side; a table may, it has as many columns as it has."""
    return [
        f"{type(each).__name__} {each.accessibleName()!r} by {each.horizontalScrollBar().maximum()}"
        for each in visible(window, QScrollArea)
        if each.horizontalScrollBar().maximum() > 0
    ]


def elided_silently(window: QWidget) -> list[str]:
    """Return the cells that are cut and tell nowhere what they say."""
    found = []
    for table in visible(window, QTableView):
        if isinstance(table.itemDelegate(), FigureDelegate):
            continue  # it tells on hover what it cuts
        model, shown = table.model(), QFontMetrics(table.font())
        for row in range(min(model.rowCount(), MOST_ROWS)):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                text = str(index.data() or "").split("\n")[0]
                wide = shown.horizontalAdvance(text) + CELL_PADDING
                tip = index.data(Qt.ItemDataRole.ToolTipRole)
                if wide > table.columnWidth(column) > 0 and not tip:
                    found.append(text)
    return found


def _frame_of(control: QWidget, window: QWidget) -> QWidget:
    """Return the viewport a control scrolls in, or the window."""
    around = control.parentWidget()
    while around is not None and around is not window:
        above = around.parentWidget()
        if isinstance(above, QAbstractScrollArea) and above.viewport() is around:
            return around
        around = above
    return window


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
        if wide > header.sectionSize(column) and not header.isSectionHidden(column):
            found.append(text)
    return found
