"""The legend over the map: what is shown, and each mark drawn as the map draws it with what it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.map import legend_marks as marks
from ui.map.legend_marks import HIGH, WIDE, Draw, mark_drawings
from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import FloatBar, settle
from ui.widgets.labels import DrawnLabel, label

MOST_HIGH = 10_000


class Legend(FloatBar):
    """Choices of what is shown, and what the marks on the map mean; folds to its title.

    Attributes
    ----------
    room : int
        Pixels it may be high.
    """

    def __init__(
        self, folded: Callable[[bool], object], parts: Sequence[QWidget], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._folded = folded
        self.room = MOST_HIGH
        self.head = Button(tr("Legend"), self._toggle, kind="ghost", icon="info", dense=True)
        inside = QWidget()
        inside.setProperty("clear", True)
        self.lines_area = _Area(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 0, 8, 6)
        column.setSpacing(theme.space(2))
        for part in parts:
            column.addWidget(part)
        drawings = mark_drawings()
        self.lines = {key: LegendLine(drawings[key], text) for key, text in mark_words().items()}
        for line in self.lines.values():
            column.addWidget(line)
        self._column = column
        whole = QVBoxLayout()
        whole.setSpacing(theme.space(1))
        whole.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self.lines_area)
        self.row.addLayout(whole)

    def offer(self, action: QAction) -> None:
        """Add a button for something that is done with what is shown."""
        button = Button(action.text(), action.trigger, kind="link", icon="download", dense=True)
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def explain(self, *keys: str) -> None:
        """Explain these marks and no others: those the map shows now."""
        for key, line in self.lines.items():
            line.setVisible(key in keys)
        self.fit()

    def fold(self, folded: bool) -> None:
        """Show the title alone, or everything."""
        self.lines_area.setVisible(not folded)
        self.fit()

    @property
    def is_folded(self) -> bool:
        """Whether the title stands alone."""
        return self.lines_area.isHidden()

    def fit(self) -> None:
        """Take the size of what is shown now, no higher than there is room: the rest is scrolled to."""
        settle(self.lines_area)
        around = self.row.contentsMargins()
        bars = self.head.sizeHint().height() + around.top() + around.bottom() + theme.space(1)
        self.lines_area.fit(self.room - bars)
        super().fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()  # the map below stays as it is, also at the end of what scrolls

    def _toggle(self) -> None:
        self._folded(not self.is_folded)


def mark_words() -> dict[str, str]:
    """Return what each mark means, in the order of the legend."""
    return {
        marks.HOME_BASE: tr("Home base"),
        marks.LOCKED: tr("Locked: stays where it is"),
        marks.SELECTED: tr("Selected, or changes owner"),
        marks.CUT_OFF: tr("Cut off from its territory"),
        marks.UNOWNED: tr("Without a territory"),
        marks.BARRIER: tr("Barrier: connects nothing"),
        marks.HOME: tr("Home of a person"),
        marks.PARENT: tr("Border of the level above"),
        marks.CUSTOMER: tr("Customer, larger with more money"),
        marks.PROSPECT: tr("Prospect"),
        marks.NAMED: tr("Owned apart from its region"),
        marks.BUNCH: tr("Several accounts"),
    }


class _Area(QScrollArea):
    """As large as what is in it while there is room, else as high as the room, with a scroll bar."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # Tab goes to what is in it, which scrolls there
        self.setWidgetResizable(True)
        self.setWidget(inside)
        self._inside = inside

    def fit(self, room: int) -> None:
        wide, layout = self._inside.sizeHint().width(), self._inside.layout()
        high = layout.totalHeightForWidth(wide) if layout is not None else 0
        if high > room:
            wide += self.verticalScrollBar().sizeHint().width()
        self._inside.setMinimumHeight(high)  # else it is squeezed before it scrolls
        self.setFixedSize(wide, max(min(high, room), 0))


class LegendLine(QWidget):
    """A mark and what it means."""

    def __init__(self, draw: Draw, text: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(DrawnLabel(partial(_sample, draw)))
        row.addWidget(label(text, "small"), 1)


def _sample(draw: Draw) -> QPixmap:
    """Return a mark as the map draws it, in the colours of the theme."""
    made = QPixmap(2 * WIDE, 2 * HIGH)
    made.setDevicePixelRatio(2)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
    return made
