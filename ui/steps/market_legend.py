"""The legend of the market map: a histogram over the colours, how they are cut, and into how many."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from planner.model.types import Floats
from ui.charts.class_histogram import ClassHistogram, CountedClasses
from ui.map.classes import RegionClasses, equal_classes, natural_classes, quantile_classes
from ui.map.fills import class_colours
from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import FloatBar
from ui.widgets.figures import Scale, number, scale_of
from ui.widgets.labels import label

FEWEST, MOST = 3, 9
USUAL = 7
THOUSANDS = 1e5
"""Limits of plain figures are written in thousands where the largest is at least this."""
CUTS: Mapping[str, Callable[[Floats, int], RegionClasses]] = {
    "quantile": quantile_classes, "equal": equal_classes, "natural": natural_classes,
}  # fmt: skip


class MarketLegend(FloatBar):
    """Floats over the map.

    Signals
    -------
    cut_chosen
        Other classes are wanted: ask `classes_of`.
    folded : bool
    """

    cut_chosen = Signal()
    folded = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = Button("", self._toggle, kind="ghost", icon="info", dense=True)
        self._inside = QWidget()
        self.caption = label("", "caption")
        self.histogram = ClassHistogram()
        self.cut_box, self.count_box = QComboBox(), QComboBox()
        for key, text in (
            ("quantile", tr("Equal counts per colour")),
            ("equal", tr("Equal steps")),
            ("natural", tr("Natural breaks")),
        ):
            self.cut_box.addItem(text, key)
        for count in range(FEWEST, MOST + 1):
            self.count_box.addItem(tr("{count} colours", count=count), count)
        self.count_box.setCurrentIndex(USUAL - FEWEST)
        for box, name in (
            (self.cut_box, tr("How colours are cut")),
            (self.count_box, tr("Colours")),
        ):
            box.setProperty("dense", True)
            box.setAccessibleName(name)
            box.activated.connect(lambda _at: self.cut_chosen.emit())
        self._classes: RegionClasses | None = None
        row = QHBoxLayout()
        row.addWidget(self.cut_box, 1)
        row.addWidget(self.count_box)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(8, 0, 8, 6)
        column.setSpacing(theme.space(2))
        for widget in (self.caption, self.histogram):
            column.addWidget(widget)
        column.addLayout(row)
        whole = QVBoxLayout()
        whole.setSpacing(theme.space(1))
        whole.addWidget(self.title, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._inside)
        self.row.addLayout(whole)

    def fold(self, folded: bool) -> None:
        """Show the title alone, or everything."""
        self._inside.setVisible(not folded)
        self._inside.updateGeometry()
        self.row.invalidate()
        self.row.activate()
        self.adjustSize()

    def _toggle(self) -> None:
        self.folded.emit(not self._inside.isHidden())

    def classes_of(self, values: Floats) -> RegionClasses:
        """Sort regions by their figure as the legend says."""
        return CUTS[self.cut_box.currentData()](values, int(self.count_box.currentData()))

    def show_classes(self, classes: RegionClasses, title: str, caption: str, unit: str) -> None:
        """Show classes; `unit` is that of the figure."""
        self._classes = classes
        self.title.setText(title)
        self.caption.setText(caption)
        scale = scale_of(float(classes.limits[-1]), unit)
        if scale.factor == 1.0 and classes.limits[-1] >= THOUSANDS:
            scale = Scale("k", 1e3)  # whole figures would not fit between the colours
        words = [_limit(value, scale) for value in classes.limits.tolist()]
        counted = CountedClasses(
            tuple(classes.counts.tolist()), tuple(words[1:-1]), words[0], words[-1]
        )
        self.histogram.show_classes(counted, self._colours(classes))
        self.adjustSize()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and self._classes is not None:
            self.histogram.show_classes(self.histogram.classes, self._colours(self._classes))
        super().changeEvent(event)

    def _colours(self, classes: RegionClasses) -> list[QColor]:
        return [QColor.fromRgb(colour) for colour in class_colours(len(classes.counts))]


def _limit(value: float, scale: Scale) -> str:
    shown = value / scale.factor
    told = number(shown, 0 if shown == int(shown) or abs(shown) >= 100 else 1)
    return f"{told}k" if scale.unit == "k" and shown else told
