"""The inspector while a territory is split: how large each side is, and a slider between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSlider, QWidget

from ui.messages import tr
from ui.panels.figure_grid import Cell, FigureGrid
from ui.widgets.buttons import Button
from ui.widgets.inspector import Inspector
from ui.widgets.labels import label

STEPS = (20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80)
"""What leaves, in percent."""


@dataclass(frozen=True, slots=True)
class SplitFacts:
    """Both sides of a territory that is to be split.

    Attributes
    ----------
    code : str
    rows : tuple of (name, what stays, what leaves)
        Regions, then each measure with its share.
    leaves : int
        What leaves of the measure that is looked at, in percent.
    pieces : (int, int)
        Of what stays and of what leaves.
    home : str
        Region of the new territory's home base, or "".
    """

    code: str
    rows: tuple[tuple[str, str, str], ...]
    leaves: int
    pieces: tuple[int, int]
    home: str = ""


class SplitPanel(Inspector):
    """Shows `SplitFacts`; the side that leaves is selected on the map.

    Signals
    -------
    share_wanted : float
        What should leave, a fraction.
    home_dropped()
        What leaves should have no home base.
    wanted(), closed()
        Split it so; leave it whole.
    """

    share_wanted = Signal(float)
    home_dropped = Signal()
    wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "title")
        self.words = label(
            tr(
                "Draw a line across it on the map, click where the new territory has its home base,"
                " or choose how much should leave."
            ),
            "small",
            wrap=True,
        )
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(STEPS) - 1)
        self.slider.setAccessibleName(tr("What leaves"))
        self.share = label("", "strong")
        self.sides = FigureGrid((tr("Measure"), tr("stays"), tr("leaves")))
        self.pieces = label("", "small", tone="bad", wrap=True)
        self.home = label("", wrap=True)
        self.no_home = Button(tr("Take the home base away"), self.home_dropped.emit, kind="link")
        for widget in (
            self.title, self.words, self.home, self.no_home, self.share, self.slider, self.sides,
            self.pieces,
        ):  # fmt: skip
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.go = Button(tr("Split here"), self.wanted.emit, kind="primary", icon="scissors")
        self.leave = Button(tr("Leave it whole"), self.closed.emit)
        self.add_to_footer(self.go, self.leave)
        self.footer.addStretch(1)
        self.slider.valueChanged.connect(lambda at: self.share_wanted.emit(STEPS[at] / 100))

    def show_facts(self, facts: SplitFacts) -> None:
        """Show both sides."""
        self.title.setText(tr("Split {code}", code=facts.code))
        self.share.setText(tr("{stays} : {leaves}", stays=100 - facts.leaves, leaves=facts.leaves))
        self.slider.blockSignals(True)
        self.slider.setValue(nearest_step(facts.leaves))
        self.slider.blockSignals(False)
        self.sides.show_rows([_cells(row) for row in facts.rows])
        self.home.setText(tr("Home base of the new territory: {name}", name=facts.home))
        for widget in (self.home, self.no_home):
            widget.setVisible(bool(facts.home))
        apart = max(facts.pieces) > 1
        self.pieces.setVisible(apart)
        self.pieces.setText(tr("One side would not be in one piece."))

    def keep_slider(self, share: float) -> None:
        """Leave the slider where the hand has put it."""
        self.slider.blockSignals(True)
        self.slider.setValue(nearest_step(round(share * 100)))
        self.slider.blockSignals(False)


def nearest_step(percent: int) -> int:
    """Return the position of the slider nearest to a percentage."""
    return min(range(len(STEPS)), key=lambda at: abs(STEPS[at] - percent))


def _cells(row: Sequence[str]) -> tuple[Cell, ...]:
    name, stays, leaves = row
    return (Cell(name), Cell(stays), Cell(leaves, strong=True))
