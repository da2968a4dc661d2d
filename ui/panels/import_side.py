"""What will be imported: counts, sums, and what changes in the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.cards import FigureRow
from ui.widgets.inspector import Inspector
from ui.widgets.labels import DrawnLabel, ElidedLabel, label, line
from ui.widgets.note import Note

MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A name, a value, a tone; and what draws the fill of the map it stands for, or None."""

    name: str
    value: str
    tone: str = ""
    fill: Callable[[], QPixmap] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """What changed, appeared or is gone: how many, and the first of them in words."""

    title: str
    count: str
    lines: tuple[str, ...]


class ImportSide(Inspector):
    """The column beside the assistant; `map_place` takes a small map.

    Signals
    -------
    vanished_chosen(bool)
        Whether those whom the file has not got stay.
    """

    vanished_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.map_place = QVBoxLayout()
        self._figures = _Stack()
        self._sums = _Stack()
        self._lists = _Stack()
        self.vanished = QComboBox()
        self.vanished.setAccessibleName(tr("What happens to those the file has not got"))
        self.vanished.addItem(tr("Those the file has not got stay"), True)
        self.vanished.addItem(tr("Those the file has not got go"), False)
        self.vanished.activated.connect(
            lambda _at: self.vanished_chosen.emit(bool(self.vanished.currentData()))
        )
        self._said = Note("warn", tr("What else changes"))
        self._said.hide()
        self.calm = Note("info", tr("Nothing is lost"), "")
        self.body.addWidget(label(tr("What will be imported"), "title"))
        self.body.addLayout(self.map_place)
        for widget in (
            self._figures,
            self._sums,
            self._lists,
            self.vanished,
            self._said,
            self.calm,
        ):
            self.body.addWidget(widget)
        # Aligned to the top, notes that grow would press the rows above them together.
        self.body.setAlignment(Qt.AlignmentFlag(0))
        self.body.addStretch(1)

    def show_figures(self, figures: Sequence[Figure], sums: Sequence[Figure]) -> None:
        """Show counts of rows or regions, and the sum of each figure."""
        self._figures.fill([_figure(one) for one in figures])
        self._sums.fill([line(), *(_figure(one) for one in sums)] if sums else [])

    def show_changes(
        self, lists: Sequence[Listed], *, vanished: bool, keep: bool, said: str
    ) -> None:
        """Show what differs from the plan; `vanished` asks whether those that are gone stay (`keep`)."""
        self._lists.fill([widget for one in lists for widget in _listed(one)])
        self.vanished.setCurrentIndex(self.vanished.findData(keep))
        self.vanished.setVisible(vanished)
        self._said.say("warn", tr("What else changes"), said)
        self._said.setVisible(bool(said))


class _Stack(QWidget):
    """Widgets below one another that are made anew."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(3))

    def fill(self, widgets: Sequence[QWidget]) -> None:
        while (old := self._column.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(widgets))
        for widget in widgets:
            self._column.addWidget(widget)
            widget.show()  # at once: what is shown later is measured too small
        self._column.activate()
        self.updateGeometry()


def _figure(figure: Figure) -> QWidget:
    row = FigureRow(figure.name)
    row.show_figure(figure.value, tone=figure.tone)
    if figure.fill is None:
        return row
    holder = QWidget()
    line_of = QHBoxLayout(holder)
    line_of.setContentsMargins(0, 0, 0, 0)
    line_of.setSpacing(theme.space(3))
    line_of.addWidget(DrawnLabel(figure.fill))
    line_of.addWidget(row, 1)
    return holder


def _listed(one: Listed) -> list[QWidget]:
    head = FigureRow(one.title)
    head.show_figure(one.count)
    return [line(), head, *(ElidedLabel(text, "small") for text in one.lines[:MOST_NAMED])]
