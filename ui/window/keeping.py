"""Keep what the user made: the journal after each edit, the plan folder on Ctrl+S."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from planner.model.plan import Plan
from ui.document import Document
from ui.errors import described
from ui.messages import Messages, tr

KEPT_AFTER_MS = 300


class EditJournal(Protocol):
    """What is asked of the journal beside a plan."""

    def record(self, plan: Plan) -> None:
        """Keep the plan as it is now."""

    def recover(self, plan: Plan) -> tuple[Plan, datetime] | None:
        """Return the plan with the edits that were kept and never saved, and when they were."""

    def clear(self) -> None:
        """Forget the edits."""

    def follow(self, path: Path) -> None:
        """Forget the edits, and keep those to come beside another path."""


class Keeper(QObject):
    """Keeps one document; `state()` says where its plan stands.

    Signals
    -------
    changed()
        `state()` is another.
    found(str, str, str, list)
        The journal holds edits that were never saved: tone, title, sentence, links of an offer.
    """

    changed = Signal()
    found = Signal(str, str, str, list)

    def __init__(
        self, document: Document, journal: EditJournal, messages: Messages, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._messages = messages
        self._journal = journal
        self._kept_at: datetime | None = None
        self._saved_at: datetime | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(KEPT_AFTER_MS)
        self._soon.timeout.connect(self.keep)
        document.changed.connect(self._expect)
        document.saved_changed.connect(self.changed)

    def begin(self) -> None:
        """Offer the edits that an earlier session kept and never saved."""
        kept = self._journal.recover(self._document.plan)
        if kept is None:
            return
        plan, at = kept
        self.found.emit(
            "info",
            tr("Bring back your edits of {when}?", when=f"{at:%H:%M}, {at.day} {at:%b %Y}"),
            tr("Rayon ended before they were saved. Bringing them back is one step that Undo takes back."),
            [
                (tr("Bring them back"), lambda: self._bring_back(plan)),
                (tr("Forget them"), self._journal.clear),
            ],
        )  # fmt: skip

    def end(self) -> None:
        """Keep what is not kept yet."""
        if self._soon.isActive():
            self.keep()

    def keep(self) -> None:
        """Write the edits to the journal now."""
        self._soon.stop()
        try:
            if self._document.is_clean:
                self._journal.clear()
            else:
                self._journal.record(self._document.plan)
                self._kept_at = datetime.now()
        except OSError as error:
            self._messages.fail(
                tr("Your edits could not be kept"),
                where=str(error), how=tr("Save the plan in another folder."),
                details=described(error),
            )  # fmt: skip
        self.changed.emit()

    def save(self, folder: Path | None = None) -> bool:
        """Save the plan in a folder, its own unless given; returns whether that worked."""
        from ui.use_cases.keep import save

        place = folder or self._document.place
        if place is None:
            raise ValueError("the plan has no folder yet")
        try:
            save(self._document.plan, place)
        except (OSError, ValueError) as error:
            self._messages.fail(
                tr("The plan could not be saved"), where=str(error), details=described(error)
            )
            return False
        self._soon.stop()
        self._saved_at = datetime.now()
        self._journal.follow(place)
        self._document.saved_at(place)
        self.changed.emit()
        return True

    def state(self) -> tuple[str, str, bool]:
        """Return words, tooltip, and whether the plan is safe as it is now."""
        place = self._document.place
        if self._document.is_clean:
            saved = (
                tr("Saved")
                if self._saved_at is None
                else tr("Saved {at}", at=_clock(self._saved_at))
            )
            return saved, tr("In {folder}", folder=place), True
        if self._soon.isActive():
            return tr("Keeping…"), tr("Your last edit is being kept."), False
        if self._kept_at is not None:
            tooltip = tr("Kept on this computer; Ctrl+S saves the plan in its folder.")
            return tr("Kept {at}", at=_clock(self._kept_at)), tooltip, True
        return (
            tr("Not saved"),
            tr("Nothing was edited yet; Ctrl+S saves the plan in a folder."),
            False,
        )

    def _expect(self, _change: object) -> None:
        self._soon.start()
        self.changed.emit()

    def _bring_back(self, plan: Plan) -> None:
        self._document.edit(tr("bring back kept edits"), plan)


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"
