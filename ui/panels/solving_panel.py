"""While a solver works: what is best so far, what is proven, what happened; take it or cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.messages import tr
from ui.panels.figure_grid import Cell, FigureGrid
from ui.panels.solve_log import SHOWN, SolveLog
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.figures import UNKNOWN, clock, percent
from ui.widgets.inspector import Inspector
from ui.widgets.labels import label, line

if TYPE_CHECKING:
    from ui.use_cases.territories import Progress

SPOKEN_EVERY_S = 5.0


class SolvingPanel(Inspector):
    """Live view of a solve.

    Signals
    -------
    enough()
        Use the best so far.
    cancelled()
    """

    enough = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._spoken = -SPOKEN_EVERY_S
        self.log = SolveLog(self.seconds)
        self.title = label(tr("Working on a proposal"), "title")
        self.clock = label("", "small")
        self.clock.setFont(theme.font("small", figures=True))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.clock)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.phase = label("", "small", wrap=True)
        self.broken = label(UNKNOWN, "figure")
        self.room = label(UNKNOWN, "figure")
        figures = QHBoxLayout()
        figures.addLayout(_figure(tr("Rules still broken"), self.broken))
        figures.addLayout(_figure(tr("Room to improve, at most"), self.room))
        self.events = FigureGrid()
        self.body.addLayout(head)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.phase)
        self.body.addLayout(figures)
        self.body.addWidget(line())
        self.body.addWidget(label(tr("What happened"), "title"))
        self.body.addWidget(self.events)
        self.body.addStretch(1)
        self.take = Button(tr("Use best so far"), self._take, kind="primary", icon="check")
        self.cancel = Button(tr("Cancel"), self.cancelled.emit, icon="x")
        self.add_to_footer(self.cancel, self.take)
        self._tick = QTimer(self)
        self._tick.setInterval(500)
        self._tick.timeout.connect(self._show_clock)

    def begin(self) -> None:
        """Start anew."""
        self._since.start()
        self._spoken = -SPOKEN_EVERY_S
        self.log = SolveLog(self.seconds)
        self.take.setEnabled(False)
        self.take.setText(tr("Use best so far"))
        self._tick.start()
        self._show()

    def end(self) -> None:
        """Stop the clock."""
        self._tick.stop()

    def seconds(self) -> float:
        """Return the seconds since it began."""
        return self._since.elapsed() / 1000

    def hear(self, progress: Progress) -> None:
        """Show progress of the solver."""
        self.log.hear(progress)
        self._show()

    def _take(self) -> None:
        self.take.setEnabled(False)
        self.take.setText(tr("Stopping"))
        self.enough.emit()

    def _show_clock(self) -> None:
        self.clock.setText(clock(self.seconds()))

    def _show(self) -> None:
        self._show_clock()
        self.phase.setText(self.log.phase)
        last = self.log.last
        if last is not None and last.owner is not None:
            self.broken.setText(str(last.violations))
            self.take.setEnabled(self.take.text() != tr("Stopping"))
        else:
            self.broken.setText(UNKNOWN)
        self.room.setText(percent(self.log.room))
        self._speak()
        newest = self.log.events[-SHOWN:][::-1]
        self.events.show_rows([(Cell(e.text), Cell(clock(e.seconds))) for e in newest])

    def _speak(self) -> None:
        """Tell assistive technology how far it is, not more often than it can be heard."""
        if self.log.events and self.seconds() - self._spoken >= SPOKEN_EVERY_S:
            self._spoken = self.seconds()
            self.setAccessibleDescription(self.log.events[-1].text)


def _figure(name: str, value: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    caption = label(name, "caption")
    column.addWidget(caption)
    column.addWidget(value)
    return column
