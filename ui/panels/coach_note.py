"""Three notes for the first run, one at a time in the inspector; closed once, they stay away for good."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.widgets.note import Note


class CoachNote(Note):
    """Shows one note after the other.

    Signals
    -------
    reached : int
        The user is at this note, by its place; the number of notes when they are done with.
    """

    reached = Signal(int)

    def __init__(
        self, notes: Sequence[tuple[str, str]], at: int, parent: QWidget | None = None
    ) -> None:
        super().__init__("info", "", parent=parent)
        self._notes = tuple(notes)
        self._at = at
        self.next = self.add_link(tr("Next"), self._go_on)
        self.close_ = self.add_link(tr("Do not show these again"), self._end)
        self._show()

    def _go_on(self) -> None:
        self._at += 1
        self._show()
        self.reached.emit(self._at)

    def _end(self) -> None:
        self._at = len(self._notes) - 1
        self._go_on()

    def _show(self) -> None:
        count = len(self._notes)
        if self._at >= count:
            self.hide()  # never shown here: without a parent it would be a window of its own
        else:
            title, text = self._notes[self._at]
            self.say(
                "info",
                tr("{at} of {count}: {title}", at=self._at + 1, count=count, title=title),
                text,
            )
            self.next.setText(tr("Next") if self._at + 1 < count else tr("Done"))
