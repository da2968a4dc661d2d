"""The balance strip: a summary of at most five figures, a measure to choose, and the bars."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.charts.balance import Balance
from ui.charts.balance_bars import BalanceBars
from ui.messages import tr
from ui.theme.theme import font, mode, restyle, size
from ui.widgets.figures import deviation
from ui.widgets.labels import ElidedLabel

SUMMARY = 216
WIDEST = 150
"""Most that the name of a measure takes of it; the title gives way first."""
FIGURES = 4


class BalanceStrip(QWidget):
    """One measure of every territory against its target.

    Signals
    -------
    territory_activated : int
    territory_toggled : int
        It should be selected too, or left out.
    measure_chosen : int
    restyled()
        The theme is another: show the balance again, in its colours.
    """

    territory_activated = Signal(int)
    territory_toggled = Signal(int)
    measure_chosen = Signal(int)
    restyled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._mode = mode()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(size("strip"))
        self.bars = BalanceBars()
        self.bars.activated.connect(self.territory_activated)
        self.bars.toggled.connect(self.territory_toggled)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.bars)
        self._scroll = scroll
        line = QFrame()
        line.setProperty("line", "v")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._summary())
        row.addWidget(line)
        row.addWidget(scroll, 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._mode != mode():
            self._mode = mode()
            self.restyled.emit()

    def set_measures(self, labels: Sequence[str]) -> None:
        """Offer the measures of the plan."""
        if [self._measure.itemText(at) for at in range(self._measure.count())] == list(labels):
            return
        self._measure.blockSignals(True)
        self._measure.clear()
        self._measure.addItems(list(labels))
        self._measure.blockSignals(False)

    @property
    def measure(self) -> int:
        """The measure shown."""
        return max(0, self._measure.currentIndex())

    def choose_measure(self, measure: int) -> None:
        """Show that this measure is chosen, without telling anybody."""
        self._measure.blockSignals(True)
        self._measure.setCurrentIndex(measure)
        self._measure.blockSignals(False)

    def show_balance(self, balance: Balance, colours: Sequence[QColor]) -> None:
        """Show a balance; `colours` has one fill per bar."""
        self.bars.show_balance(balance, colours)
        self._title.setText(balance.title)
        for at, (label, value) in enumerate(self._figures):
            figure = balance.figures[at] if at < len(balance.figures) else None
            label.setText(figure.label if figure else "")
            value.setText(figure.value if figure else "")
            if value.property("tone") != (figure.tone if figure else ""):
                restyle(value, tone=figure.tone if figure else "")
        self.bars.setAccessibleName(
            tr(
                "Balance of {measure}, {count} territories",
                measure=balance.measure,
                count=len(balance.bars),
            )
        )

    def select(self, territories: Collection[int]) -> None:
        """Mark territories and bring the first of them into view."""
        self.bars.select(territories)
        place = self.bars.place_of(next(iter(territories), None))
        if place is not None:
            rect = self.bars.bar_rect(place)
            self._scroll.ensureVisible(int(rect.center().x()), 0, int(rect.width()), 0)

    def rows(self) -> list[tuple[str, str, str]]:
        """Return the strip as a table: code, name, deviation."""
        return [(bar.code, bar.name, deviation(bar.deviation)) for bar in self.bars.balance.bars]

    def _summary(self) -> QWidget:
        made = QWidget()
        made.setFixedWidth(SUMMARY)
        self._title = ElidedLabel("", "strong")
        self._measure = QComboBox()
        self._measure.setProperty("dense", True)
        self._measure.setAccessibleName(tr("Measure"))
        self._measure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._measure.setMaximumWidth(WIDEST)
        self._measure.currentIndexChanged.connect(self.measure_chosen)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._measure)
        grid = QGridLayout()
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(0, 1)
        self._figures: list[tuple[ElidedLabel, QLabel]] = []
        for at in range(FIGURES):
            label, value = ElidedLabel("", "caption"), QLabel()
            value.setProperty("role", "strong")
            value.setFont(font("strong", figures=True))
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, at, 0)
            grid.addWidget(value, at, 1)
            self._figures.append((label, value))
        column = QVBoxLayout(made)
        column.setContentsMargins(14, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(grid)
        column.addStretch(1)
        return made
