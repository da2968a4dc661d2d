"""A card in the middle of the window that shows work under way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ui.jobs import Job
from ui.theme import theme
from ui.widgets.cards import FloatBar
from ui.widgets.progress import ProgressLine
from ui.window.opening import Reading

WIDTH = 560


class WorkCard(FloatBar):
    """Follows one job at a time; appears after 0.3 s."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._job: Job | None = None
        self.line = ProgressLine(self._cancel)
        self.line.shown.connect(self._appear)
        self.row.setContentsMargins(16, 12, 12, 12)
        self.row.addWidget(self.line, 1)
        self.setFixedSize(WIDTH, 56)
        host.installEventFilter(self)
        self.hide()

    def follow(self, job: Job) -> None:
        """Show the progress of a job."""
        self._job = job
        self.line.begin(job.text)
        job.progress.connect(self._advance)

    def end(self) -> None:
        """Go away."""
        self._job = None
        self.line.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _appear(self, shown: bool) -> None:
        self._place()
        self.setVisible(shown)
        self.raise_()

    def _advance(self, reading: object) -> None:
        if isinstance(reading, Reading):
            self.line.advance(reading.what, reading.share)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _place(self) -> None:
        left = max(0, (self._host.width() - self.width()) // 2)
        self.move(left, theme.space(5))
