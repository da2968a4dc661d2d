"""A header with a field below each title: text it contains, a range of figures, or one of a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QMenu, QPushButton, QTableView, QWidget

from planner.insight.region_rows import Contains, Filter, OneOf, Within
from ui.messages import tr
from ui.tables.ranges import parsed_range
from ui.theme import theme

FIELD = 28
GAP = 3
TOGGLING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TextFilter(QLineEdit):
    """Rows whose text contains what is typed."""

    changed = Signal()

    def __init__(self, column: str, title: str) -> None:
        super().__init__()
        self._column = column
        self.setProperty("dense", True)
        self.setPlaceholderText(tr("contains"))
        self.setAccessibleName(tr("{column} contains", column=title))
        self.setClearButtonEnabled(True)
        self.textChanged.connect(lambda _text: self.changed.emit())

    def asked(self) -> Filter | None:
        """Return the filter, None while nothing is typed."""
        return Contains(self._column, self.text()) if self.text().strip() else None


class RangeFilter(QLineEdit):
    """Rows whose figure lies in the range that is typed."""

    changed = Signal()

    def __init__(self, column: str, title: str, factor: float) -> None:
        super().__init__()
        self._column = column
        self._factor = factor
        self.setProperty("dense", True)
        self.setPlaceholderText(tr("10–20, >5"))
        self.setAccessibleName(tr("{column} lies in", column=title))
        self.setClearButtonEnabled(True)
        self.textChanged.connect(self._change)

    def asked(self) -> Filter | None:
        """Return the filter in the measure's own unit; None while nothing, or no range, is typed."""
        found = parsed_range(self.text())
        if found is None:
            return None
        return Within(self._column, found[0] * self._factor, found[1] * self._factor)

    def _change(self, text: str) -> None:
        wrong = bool(text.strip()) and parsed_range(text) is None
        self.setToolTip(tr("Type a range: 10–20, >5, <3 or one figure.") if wrong else "")
        theme.restyle(self, state="error" if wrong else "")
        self.changed.emit()


class ListFilter(QPushButton):
    """Rows that are one of what is ticked in a menu; nothing ticked lets all pass."""

    changed = Signal()

    def __init__(self, column: str, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(tr("all"))
        self._column = column
        self._title = title
        self.setProperty("dense", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self)
        self._menu.installEventFilter(self)
        for key, words in choices:
            choice = self._menu.addAction(words)
            choice.setData(key)
            choice.setCheckable(True)
            choice.toggled.connect(lambda _on: self._change())
        self.setMenu(self._menu)
        self._name()

    @property
    def ticked(self) -> frozenset[str]:
        """Keys that are ticked."""
        return frozenset(one.data() for one in self._menu.actions() if one.isChecked())

    def tick(self, keys: frozenset[str]) -> None:
        """Tick these and no others."""
        for one in self._menu.actions():
            one.setChecked(one.data() in keys)

    def clear(self) -> None:
        """Tick nothing."""
        self.tick(frozenset())

    def asked(self) -> Filter | None:
        """Return the filter, None while nothing is ticked."""
        return OneOf(self._column, self.ticked) if self.ticked else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the menu open while one ticks."""
        clicked = event.type() == QEvent.Type.MouseButtonRelease
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if clicked or (pressed and isinstance(event, QKeyEvent) and event.key() in TOGGLING):
            choice = self._menu.activeAction()
            if choice is not None:
                choice.toggle()
                return True
        return super().eventFilter(watched, event)

    def _change(self) -> None:
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        chosen = [one.text() for one in self._menu.actions() if one.isChecked()]
        words = tr("{count} chosen", count=len(chosen)) if len(chosen) > 1 else "".join(chosen)
        self.setText(words or tr("all"))
        self.setAccessibleName(
            tr("{column} is one of: {words}", column=self._title, words=words or tr("all"))
        )


AnyFilter = TextFilter | RangeFilter | ListFilter


class FilterHeader(QHeaderView):
    """Shows titles that sort, and a field below each.

    Signals
    -------
    filtered()
        `filters` are others.
    """

    filtered = Signal()

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.fields: list[AnyFilter] = []
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setHighlightSections(False)
        self.sectionResized.connect(self._place)
        table.horizontalScrollBar().valueChanged.connect(self._place)

    def show_fields(self, fields: Sequence[AnyFilter]) -> None:
        """Put one field below each title, in order; the fields before go."""
        for old in self.fields:
            old.setParent(None)
            old.deleteLater()
        self.fields = list(fields)
        previous: QWidget = self
        for field in self.fields:
            field.setParent(self)
            field.changed.connect(self.filtered)
            field.installEventFilter(self)
            QWidget.setTabOrder(previous, field)
            previous = field
            field.show()
        self.updateGeometries()

    def filters(self) -> tuple[Filter, ...]:
        """Return what is asked for."""
        found = (field.asked() for field in self.fields)
        return tuple(each for each in found if each is not None)

    def clear(self) -> None:
        """Ask for nothing."""
        for field in self.fields:
            field.clear()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() + FIELD + 2 * GAP)

    def updateGeometries(self) -> None:
        self.setViewportMargins(0, 0, 0, FIELD + 2 * GAP)
        super().updateGeometries()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._bring(watched)
        return super().eventFilter(watched, event)

    def _bring(self, field: QWidget) -> None:
        """Scroll the column of a field that has the keyboard into sight."""
        at = next((i for i, each in enumerate(self.fields) if each is field), None)
        table = self.parentWidget()
        if at is not None and isinstance(table, QTableView):
            bar, left = table.horizontalScrollBar(), self.sectionPosition(at)
            shown, width = bar.value(), self.viewport().width()
            if left < shown or left + self.sectionSize(at) > shown + width:
                bar.setValue(left)

    def _place(self, *_changes: int) -> None:
        top = self.height() - FIELD - GAP
        for at, field in enumerate(self.fields):
            left = self.sectionViewportPosition(at) + GAP
            field.setGeometry(left, top, max(self.sectionSize(at) - 2 * GAP, 24), FIELD)
