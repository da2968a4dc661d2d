"""What classes of a figure mean: a histogram over the colours, how they are cut, and into how many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from planner.model.types import Floats
from ui.charts.class_histogram import WIDTH, ClassHistogram, CountedClasses
from ui.map.classes import RegionClasses, equal_classes, natural_classes, quantile_classes
from ui.map.fills import class_colours
from ui.messages import tr
from ui.settings import Settings
from ui.theme import theme
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.figures import Scale, number, scale_of
from ui.widgets.labels import label

FEWEST, MOST = 3, 9
USUAL = 7
THOUSANDS = 1e5
"""Limits of plain figures are written in thousands where the largest is at least this."""
CUTS: Mapping[str, Callable[[Floats, int], RegionClasses]] = {
    "quantile": quantile_classes, "equal": equal_classes, "natural": natural_classes,
}  # fmt: skip

Colours = Callable[[], list[QColor]]


class ClassLegend(QWidget):
    """A caption, the histogram, and two boxes that say how classes are cut; what they say is remembered.

    Signals
    -------
    cut_chosen
        Other classes are wanted: ask `classes_of`.
    """

    cut_chosen = Signal()

    def __init__(self, settings: Settings, page: str) -> None:
        super().__init__()
        self._settings, self._page = settings, page
        self.caption = label("", "caption", wrap=True)
        policy = self.caption.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)  # words widen no legend
        self.caption.setSizePolicy(policy)
        self.caption.setMinimumWidth(WIDTH)
        self.histogram = ClassHistogram()
        self.cut_box, self.count_box = _cut_box(), _count_box()
        self._choose(self.cut_box, settings.text(self._key("cut"), ""))
        self._choose(self.count_box, settings.number(self._key("colours"), USUAL))
        for box in (self.cut_box, self.count_box):
            box.setProperty("dense", True)
            box.activated.connect(lambda _at: self._change())
        self._colours: Colours | None = None
        self.cuts = QWidget()
        row = QHBoxLayout(self.cuts)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.cut_box, 1)
        row.addWidget(self.count_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        for widget in (self.caption, self.histogram, self.cuts):
            column.addWidget(widget)

    @property
    def cut(self) -> tuple[str, int]:
        """How classes are cut, and into how many at most."""
        return str(self.cut_box.currentData()), int(self.count_box.currentData())

    def classes_of(self, values: Floats) -> RegionClasses:
        """Sort regions by their figure as the legend says."""
        how, count = self.cut
        return CUTS[how](values, count)

    def show_classes(self, classes: RegionClasses, caption: str, unit: str) -> None:
        """Show classes of regions; `unit` is that of the figure."""
        words = limit_words(classes, unit)
        counts = tuple(classes.counts.tolist())
        counted = CountedClasses(counts, tuple(words[1:-1]), words[0], words[-1])

        def colours() -> list[QColor]:
            return [QColor.fromRgb(colour) for colour in class_colours(len(counts))]

        self.show_counted(counted, colours, caption, tr("Regions in each class"))
        self.cuts.show()

    def show_counted(
        self, counted: CountedClasses, colours: Colours, caption: str, name: str
    ) -> None:
        """Show classes that nobody cuts; `colours` gives those of the theme, `name` is for speech."""
        self._colours = colours
        self.caption.setText(caption)
        self.histogram.show_classes(counted, colours(), name)
        self.histogram.show()
        self.cuts.hide()

    def show_words(self, caption: str) -> None:
        """Show words alone: there are no classes."""
        self._colours = None
        self.caption.setText(caption)
        self.histogram.hide()
        self.cuts.hide()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and self._colours is not None:
            shown = self.histogram
            shown.show_classes(shown.classes, self._colours(), shown.accessibleName())
        super().changeEvent(event)

    def _change(self) -> None:
        how, count = self.cut
        self._settings.keep(self._key("cut"), how)
        self._settings.keep(self._key("colours"), count)
        self.cut_chosen.emit()

    def _key(self, what: str) -> str:
        return f"{self._page}_{what}"

    @staticmethod
    def _choose(box: QComboBox, kept: str | int) -> None:
        at = box.findData(kept)
        if at >= 0:
            box.setCurrentIndex(at)


def limit_words(classes: RegionClasses, unit: str) -> list[str]:
    """Return the limits of classes from the least to the largest, in one scale."""
    largest = float(classes.limits[-1])
    scale = scale_of(largest, unit)
    if scale.factor == 1.0 and largest >= THOUSANDS:
        scale = Scale("k", 1e3)  # whole figures would not fit between the colours
    return [_limit(value, scale) for value in classes.limits.tolist()]


def range_words(limits: Sequence[str]) -> list[str]:
    """Return what each class holds; one that holds a single value is called by it."""
    return [
        low if low == high else tr("{low} to {high}", low=low, high=high)
        for low, high in pairwise(limits)
    ]


def _cut_box() -> QComboBox:
    made = ChoiceBox()
    made.addItem(tr("Equal counts per colour"), "quantile")
    made.addItem(tr("Equal steps"), "equal")
    made.addItem(tr("Natural breaks"), "natural")
    made.setAccessibleName(tr("How colours are cut"))
    return made


def _count_box() -> QComboBox:
    made = ChoiceBox()
    for count in range(FEWEST, MOST + 1):
        made.addItem(tr("{count} colours", count=count), count)
    made.setCurrentIndex(USUAL - FEWEST)
    made.setAccessibleName(tr("Colours"))
    return made


def _limit(value: float, scale: Scale) -> str:
    shown = value / scale.factor
    told = number(shown, 0 if shown == int(shown) or abs(shown) >= 100 else 1)
    return f"{told}k" if scale.unit == "k" and shown else told
