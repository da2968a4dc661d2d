"""The painted bars of the balance strip: click or Enter selects a territory."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.charts.balance import Balance, Form
from ui.charts.balance_paint import AXIS, Frame, paint_balance, paint_histogram
from ui.theme.theme import T
from ui.widgets.figures import deviation

ALSO = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
SLOT = 24
"""Least width of one bar with its code and figure, in pixels."""
SLOT_SCROLLED = 40
"""The same where the bars scroll anyway."""


class BalanceBars(QWidget):
    """Deviation bars around the target, or a histogram with the furthest ten.

    Signals
    -------
    activated : int
        A territory was clicked, or Enter pressed on it.
    toggled : int
        The same with Shift or Ctrl: it joins those that are selected, or leaves them.
    """

    activated = Signal(int)
    toggled = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._balance = Balance()
        self._colours: tuple[QColor, ...] = ()
        self._selected: frozenset[int] = frozenset()
        self._here = 0

    @property
    def balance(self) -> Balance:
        """What is shown."""
        return self._balance

    @property
    def colours(self) -> tuple[QColor, ...]:
        """The fill of each bar."""
        return self._colours

    def show_balance(self, balance: Balance, colours: Sequence[QColor]) -> None:
        """Draw a balance; `colours` has one fill per bar."""
        before, coloured = self._balance, self._colours
        self._balance, self._colours = balance, tuple(colours)
        if coloured == self._colours and _same_scale(before, balance):
            pairs = enumerate(zip(before.bars, balance.bars, strict=True))
            for at in (at for at, (old, new) in pairs if old != new):
                self.update(self.bar_rect(at).toAlignedRect())
            return
        self._here = min(self._here, max(0, len(self.shown) - 1))
        self.setMinimumWidth(self._least_width())
        self.update()

    def select(self, territories: Collection[int]) -> None:
        """Mark territories as selected; the keyboard goes to a single one."""
        self._selected = frozenset(territories)
        if len(self._selected) == 1:
            place = self.place_of(next(iter(self._selected)))
            self._here = self._here if place is None else place
        self.update()

    def place_of(self, territory: int | None) -> int | None:
        """Return where the bar of a territory stands, from the left; None where it has none."""
        shown = [self._balance.bars[at].territory for at in self.shown]
        return shown.index(territory) if territory in shown else None

    @property
    def shown(self) -> tuple[int, ...]:
        """The bars that are drawn, by their place in the balance, from left to right."""
        if self._balance.form is Form.HISTOGRAM:
            return self._balance.furthest()
        return tuple(range(len(self._balance.bars)))

    def bar_rect(self, at: int) -> QRectF:
        """Return the column of the bar at a place, its code and figure included."""
        frame = self._frame()
        return frame.slot(at)

    def sizeHint(self) -> QSize:
        return QSize(self._least_width(), 148)

    def _least_width(self) -> int:
        slot = SLOT_SCROLLED if self._balance.form is Form.SCROLLED else SLOT
        return AXIS + slot * max(1, len(self.shown)) + 12

    def _frame(self) -> Frame:
        left = float(AXIS)
        if self._balance.form is Form.HISTOGRAM:
            left += (self.width() - AXIS) * 0.45
        return Frame(left, self.width() - 12.0, float(self.height()), len(self.shown))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), T("surface"))
            if self._balance.form is Form.EMPTY:
                return
            frame = self._frame()
            if self._balance.form is Form.HISTOGRAM:
                paint_histogram(painter, self._balance, float(self.width()), frame)
            focus = self._here if self.hasFocus() else None
            paint_balance(
                painter,
                self._balance,
                self._colours,
                frame,
                self.shown,
                self._selected,
                focus,
                event.region(),
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._frame().at(event.position().x())
        if at is not None and event.button() is Qt.MouseButton.LeftButton:
            self._here = at
            self._choose(event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._frame().at(event.position().x())
        if at is None:
            self.setToolTip("")
            return
        bar = self._balance.bars[self.shown[at]]
        self.setToolTip(f"{bar.code} {bar.name}  {deviation(bar.deviation)}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in keys and self.shown:
            self._here = max(0, min(len(self.shown) - 1, self._here + keys[key]))
            self._speak()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Q) and self.shown:
            self._choose(event.modifiers())
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def _choose(self, keys: Qt.KeyboardModifier) -> None:
        """Tell that the bar that has the keyboard was chosen."""
        told = self.toggled if keys & ALSO else self.activated
        told.emit(self._balance.bars[self.shown[self._here]].territory)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._speak()

    def _speak(self) -> None:
        if not self.shown:
            return
        bar = self._balance.bars[self.shown[self._here]]
        self.setAccessibleDescription(f"{bar.code}, {bar.name}, {deviation(bar.deviation)}")


def _same_scale(before: Balance, after: Balance) -> bool:
    """Whether bars that are equal in both look the same: then only the others are painted again."""
    return (
        before.form is after.form
        and after.form in (Form.BARS, Form.SCROLLED)
        and len(before.bars) == len(after.bars)
        and (before.tolerance, before.limit) == (after.tolerance, after.limit)
    )
