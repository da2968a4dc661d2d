"""While a solver works: what is best so far, what is proven, what happened; take it or cancel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QWidget

from ui.messages import tr
from ui.panels.figure_grid import Cell, FigureGrid
from ui.panels.rule_words import broken_rules
from ui.panels.score_words import Aim
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
    """Live view of a solve; after a cancel it stays and says so, until it is closed.

    Signals
    -------
    enough()
        Use the best so far.
    cancelled()
    closed()
        What a cancelled solve left to read is put away.
    """

    enough = Signal()
    cancelled = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._spoken = -SPOKEN_EVERY_S
        self._aim = Aim()
        self.log = SolveLog(self.seconds)
        self.title = label("", "title")
        self.clock = label("", "small")
        self.clock.setFont(theme.font("small", figures=True))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.clock)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.phase = label("", "small", wrap=True)
        self.aim = label("", "caption", wrap=True)
        self.best, self.bound, self.room = (label(UNKNOWN, "h2") for _ in range(3))
        self.broken = FigureGrid((tr("Rules still broken"), ""))
        self.events = FigureGrid()
        self.copy = Button(tr("Copy the run log"), self.copy_log, kind="link")
        self.body.addLayout(head)
        for widget in (self.bar, self.phase, self.aim):
            self.body.addWidget(widget)
        self.body.addLayout(self._figures())
        self.body.addWidget(self.broken)
        self.body.addWidget(line())
        self.body.addWidget(label(tr("What happened"), "title"))
        self.body.addWidget(self.events)
        self.body.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.take = Button(tr("Use best so far"), self._take, kind="primary", icon="check")
        self.cancel = Button(tr("Cancel"), self._leave, icon="x")
        self.add_to_footer(self.cancel, self.take)
        self._tick = QTimer(self)
        self._tick.setInterval(500)
        self._tick.timeout.connect(self._show_clock)

    @property
    def running(self) -> bool:
        """Whether a solve is under way."""
        return self._tick.isActive()

    def begin(self, asked: Mapping[str, Any] | None = None, aim: Aim | None = None) -> None:
        """Start anew; `asked` opens the log for a bug report, `aim` says what is minimised."""
        self._since.start()
        self._spoken = -SPOKEN_EVERY_S
        self._aim = aim or Aim()
        self.log = SolveLog(self.seconds, asked)
        self.title.setText(tr("Working on a proposal"))
        self.aim.setText(self._aim.name)
        self.take.setEnabled(False)
        self.take.setText(tr("Use best so far"))
        self.take.show()
        self.cancel.setText(tr("Cancel"))
        self.bar.show()
        self.phase.show()
        self._tick.start()
        self._show()

    def end(self, text: str = "", ended: Mapping[str, Any] | None = None) -> None:
        """Stop the clock; `text` says how it ended, `ended` the figures for a bug report."""
        if not self.running:
            return
        self._tick.stop()
        if text:
            self.log.end(text, ended)
        self.title.setText(text)
        self.phase.hide()
        self.bar.hide()
        self.take.hide()
        self.cancel.setText(tr("Close"))
        self._show_events()

    def seconds(self) -> float:
        """Return the seconds since it began."""
        return self._since.elapsed() / 1000

    def hear(self, progress: Progress) -> None:
        """Show progress of the solver."""
        self.log.hear(progress)
        self._show()

    def _figures(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(4))
        grid.setVerticalSpacing(0)
        names = (tr("Best so far"), tr("Proven least"), tr("Room, at most"))
        values = (self.best, self.bound, self.room)
        for column, (name, value) in enumerate(zip(names, values, strict=True)):
            grid.addWidget(label(name, "caption"), 0, column)
            grid.addWidget(value, 1, column)
            grid.setColumnStretch(column, 1)
        return grid

    def _take(self) -> None:
        self.take.setEnabled(False)
        self.take.setText(tr("Stopping"))
        self.enough.emit()

    def _leave(self) -> None:
        (self.cancelled if self.running else self.closed).emit()

    def copy_log(self) -> None:
        """Put the log for a bug report on the clipboard."""
        QGuiApplication.clipboard().setText(self.log.run.text)
        self.copy.setText(tr("Copied"))
        QTimer.singleShot(2000, self, lambda: self.copy.setText(tr("Copy the run log")))

    def _show_clock(self) -> None:
        self.clock.setText(clock(self.seconds()))

    def _show(self) -> None:
        self._show_clock()
        self.phase.setText(self.log.phase)
        last = self.log.last
        if last is not None and last.owner is not None:
            self.take.setEnabled(self.take.text() != tr("Stopping"))
        self.best.setText(self._aim.words(self.log.best))
        self.bound.setText(self._aim.words(self.log.bound))
        self.room.setText(percent(self.log.room))
        self._say_why_unknown()
        self.broken.setVisible(last is not None and last.violations > 0)
        self.broken.show_rows(_broken(last) if last is not None else [])
        self._speak()
        self._show_events()

    def _say_why_unknown(self) -> None:
        """Say in the tooltip of a dash why there is no figure yet."""
        said = {
            self.best: tr("No plan meets every rule yet."),
            self.bound: tr("What the best possible is has not been worked out yet."),
            self.room: tr("Known as soon as the two figures beside it are."),
        }
        for figure, why in said.items():
            figure.setToolTip(why if figure.text() == UNKNOWN else "")

    def _show_events(self) -> None:
        newest = self.log.events[-SHOWN:][::-1]
        self.events.show_rows([(Cell(e.text), Cell(clock(e.seconds))) for e in newest])

    def _speak(self) -> None:
        """Tell assistive technology how far it is, not more often than it can be heard."""
        if self.log.events and self.seconds() - self._spoken >= SPOKEN_EVERY_S:
            self._spoken = self.seconds()
            self.setAccessibleDescription(self.log.events[-1].text)


def _broken(progress: Progress) -> list[tuple[Cell, ...]]:
    """Return which rules the best plan breaks, and by how much."""
    found = broken_rules(progress.violation_by_rule)
    return [(Cell(name), Cell(amount, "bad", strong=True)) for name, amount in found]
