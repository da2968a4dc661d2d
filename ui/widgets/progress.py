"""Progress of work that takes long: what, how far, how long still, and Cancel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.figures import percent
from ui.widgets.labels import ElidedLabel, label

SHOWN_AFTER_MS = 300
ESTIMATE_AFTER_MS = 10_000


class ProgressLine(QWidget):
    """Appears 0.3 s after `begin`; `cancel` is called once, and the button then says so.

    Emits `shown(bool)` when it appears and when it goes away.
    """

    shown = Signal(bool)

    def __init__(self, cancel: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cancel = cancel
        self._since = QElapsedTimer()
        self.what = ElidedLabel("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(120)
        self.left = label("", "small")
        self.button = Button(tr("Cancel"), self._cancel_once, icon="x", dense=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(4))
        row.addWidget(self.what)
        row.addWidget(self.bar, 1)
        row.addWidget(self.left)
        row.addWidget(self.button)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SHOWN_AFTER_MS)
        self._delay.timeout.connect(self._appear)
        self.hide()

    def begin(self, what: str) -> None:
        """Start anew; how far is not known yet."""
        self.what.setText(what)
        self.bar.setRange(0, 0)
        self.left.setText("")
        self.button.setEnabled(True)
        self.button.setText(tr("Cancel"))
        self._since.start()
        self._delay.start()

    def advance(self, what: str, share: float) -> None:
        """Show what is done now and how far everything is, 0..1."""
        self.what.setText(what)
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * share))
        self.left.setText(remaining(self._since.elapsed(), share))

    def end(self) -> None:
        """Go away."""
        self._delay.stop()
        self.hide()
        self.shown.emit(False)

    def _appear(self) -> None:
        self.show()
        self.shown.emit(True)

    def _cancel_once(self) -> None:
        self.button.setEnabled(False)
        self.button.setText(tr("Stopping"))
        self._cancel()


def remaining(elapsed_ms: int, share: float) -> str:
    """Return "42 %", and after ten seconds how long it still takes."""
    done = percent(share, 0)
    if elapsed_ms < ESTIMATE_AFTER_MS or not 0 < share < 1:
        return done
    seconds = round(elapsed_ms / 1000 * (1 - share) / share)
    return tr("{percent}, {seconds}\u00a0s left", percent=done, seconds=seconds)
