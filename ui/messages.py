"""Words on screen (`tr`, of `planner.language`) and the one channel for what the app has to tell."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from planner.language import CountPhrase, Phrase, joined, joined_or, tr, tr_count

__all__ = [
    "CountPhrase", "Messages", "Phrase", "Told", "Trouble", "joined", "joined_or", "tr", "tr_count",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong: what, where, and how to mend it; details are for the log."""

    what: str
    where: str = ""
    how: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Something done, in a sentence; `undo` offers to take it back."""

    text: str
    undo: bool = False


class Messages(QObject):
    """The channel: pages say, the window shows.

    Signals
    -------
    hinted(str)
        Keys of the current tool, for the left of the status line.
    pointed(str)
        What is under the pointer; "" gives the hint back.
    told(Told)
        For a toast.
    failed(Trouble)
        For a note over the page that stays until it is closed.
    """

    hinted = Signal(str)
    pointed = Signal(str)
    told = Signal(object)
    failed = Signal(object)

    def hint(self, text: str) -> None:
        """Say the keys of the current tool."""
        self.hinted.emit(text)

    def point(self, text: str) -> None:
        """Say what is under the pointer; "" says nothing is."""
        self.pointed.emit(text)

    def tell(self, text: str, *, undo: bool = False) -> None:
        """Say that something was done, with Undo where that makes sense."""
        self.told.emit(Told(text, undo))

    def fail(self, what: str, *, where: str = "", how: str = "", details: str = "") -> None:
        """Say what went wrong, where, and how to mend it."""
        self.failed.emit(Trouble(what, where, how, details))
