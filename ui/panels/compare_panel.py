"""The inspector of two scenarios: what holds of each in one sentence, and who is touched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ui.messages import tr
from ui.panels.figure_grid import Cell, FigureGrid
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.inspector import Inspector
from ui.widgets.labels import label
from ui.widgets.note import Note


class ComparePanel(Inspector):
    """Title, verdict, a few figures, and below them the table that the page gives it.

    Signals
    -------
    kept : int
        Go on with the scenario of side 0 or 1.
    measure_chosen : int
    """

    kept = Signal(int)
    measure_chosen = Signal(int)

    def __init__(self, table: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "title", wrap=True)
        self.note = Note("info", "")
        self.figures = FigureGrid(("", tr("A"), tr("B")))
        self.heading = label(tr("Territories that differ"), "title")
        self.measure = QComboBox()
        self.measure.setProperty("dense", True)
        self.measure.setAccessibleName(tr("Measure of the deviations"))
        self.measure.currentIndexChanged.connect(self.measure_chosen)
        for widget in (self.title, self.note, self.figures, self.heading, self.measure, table):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.keep = [Button("", partial(self.kept.emit, side)) for side in (0, 1)]
        column = QVBoxLayout()
        column.setSpacing(theme.space(3))
        for button in self.keep:
            column.addWidget(button)
        self.add_to_footer()
        self.footer.addLayout(column)

    def show_measures(self, labels: Sequence[str]) -> None:
        """Offer the measures of the plan."""
        self.measure.setVisible(len(labels) > 1)
        if [self.measure.itemText(at) for at in range(self.measure.count())] != list(labels):
            self.measure.blockSignals(True)
            self.measure.clear()
            self.measure.addItems(list(labels))
            self.measure.blockSignals(False)

    def show_facts(
        self,
        title: str,
        verdict: tuple[str, str, str],
        rows: Sequence[tuple[str, str, str, str, str]],
        names: tuple[str, str],
    ) -> None:
        """Show two scenarios.

        The verdict is tone, headline and sentence; a row is name, both figures, the tone of each.
        """
        self.title.setText(title)
        self.note.say(*verdict)
        self.figures.show_rows(
            [
                (Cell(name), Cell(a, at, strong=True), Cell(b, bt, strong=True))
                for name, a, b, at, bt in rows
            ]
        )
        for button, name in zip(self.keep, names, strict=True):
            button.setText(tr("Go on with {name}", name=name))
