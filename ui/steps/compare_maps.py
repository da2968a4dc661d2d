"""Two maps side by side, a scenario on each, that move together."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from planner.model.types import Ints
from ui.actions import Actions
from ui.map.canvas import MapCanvas
from ui.map.in_step import InStep
from ui.map.prepared import PreparedMap
from ui.messages import tr
from ui.steps.map_bars import ZoomBar
from ui.theme import theme
from ui.widgets.cards import FloatBar
from ui.widgets.focus import hand_focus_on
from ui.widgets.labels import IconLabel, label, line, pill

SIDES = ("A", "B")


class ComparePane(QWidget):
    """One side: which scenario, how it stands, its map."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.setObjectName("page")
        # Both sides are equally wide, whatever stands in their heads: the maps show the same.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.canvas = MapCanvas()
        self.scenario = QComboBox()
        self.scenario.setProperty("dense", True)
        self.scenario.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.scenario.setMinimumContentsLength(10)
        self.scenario.setAccessibleName(tr("Scenario on map {side}", side=SIDES[side]))
        self.canvas.setAccessibleName(tr("Map {side}", side=SIDES[side]))
        self.within = pill("")
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 6)
        head.setSpacing(theme.space(3))
        head.addWidget(pill(SIDES[side], "info"))
        head.addWidget(self.scenario, 1)
        head.addWidget(self.within)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.canvas, 1)


class CompareMaps(QWidget):
    """Both sides; emits `resized` when what floats must be placed anew.

    Signals
    -------
    chosen : int
        Another scenario was chosen on side 0 or 1.
    """

    chosen = Signal(int)

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.panes = (ComparePane(0), ComparePane(1))
        self.canvases = tuple(pane.canvas for pane in self.panes)
        self.in_step = InStep(self.canvases, self)
        self.differ = FloatBar(self.canvases[0])
        self.differ.row.setContentsMargins(12, 6, 12, 6)
        self.words = label("", "small")
        self.differ.add(IconLabel("git-compare", 14, "text2"), self.words)
        self.zoom = ZoomBar(actions, self.canvases[1])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panes[0], 1)
        row.addWidget(line("v"))
        row.addWidget(self.panes[1], 1)
        for side, pane in enumerate(self.panes):
            pane.scenario.activated.connect(lambda _at, side=side: self.chosen.emit(side))
        hand_focus_on(self, lambda: self.canvases[0])

    def show_map(self, prepared: PreparedMap, edges: Ints) -> None:
        """Show the outlines on both."""
        gap = float(theme.space(7))
        for canvas in self.canvases:
            canvas.set_map(prepared, edges)
            if canvas.scene is not None:
                canvas.scene.margins = (gap, gap * 2, gap, gap)
        self.canvases[0].fit_all()
        self.canvases[1].fit_all()

    def say(self, words: str) -> None:
        """Say how many regions differ."""
        self.words.setText(words)
        self.place_bars()

    def place_bars(self) -> None:
        """Put what floats in its corner."""
        gap, right = theme.space(5), self.canvases[1]
        self.differ.adjustSize()
        self.differ.move(gap, gap)
        self.zoom.adjustSize()
        self.zoom.move(
            right.width() - self.zoom.width() - gap, right.height() - self.zoom.height() - gap
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Let Tab go from each choice to its map, now that all is in place."""
        super().showEvent(event)
        stops = (
            self.panes[0].scenario, self.canvases[0], self.panes[1].scenario, self.canvases[1],
            *self.zoom.buttons,
        )  # fmt: skip
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_bars()
