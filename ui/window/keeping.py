"""Keep what the user made: the journal after each edit, the plan itself on Ctrl+S."""

from __future__ import annotations

import errno
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from planner.language import day
from planner.model.plan import Plan
from ui.document import Document
from ui.errors import described
from ui.messages import Messages, tr
from ui.window.writer import Writer

if TYPE_CHECKING:
    from ui.use_cases.on_disk import Stamp

KEPT_AFTER_MS = 300
"""From an edit until it is on its way to the disk, however many follow."""


class OvertakenError(Exception):
    """Somebody else wrote at the place of a plan since it was read."""


class EditJournal(Protocol):
    """What is asked of the journal beside a plan."""

    def record(self, plan: Plan) -> None:
        """Keep the plan as it is now."""

    def recover(self, plan: Plan) -> tuple[Plan, datetime] | None:
        """Return the plan with the edits that were kept and never saved, and when they were."""

    def clear(self) -> None:
        """Forget the edits."""

    def follow(self, path: Path, plan: Plan) -> None:
        """Forget the edits: the plan was saved at a path, beside which those to come are kept."""

    def earlier(self, at: datetime) -> Path:
        """Return where edits of an earlier time are put when new ones come."""


class Keeper(QObject):
    """Keeps one document; `state()` says where its plan stands. All writing is in a thread of its own.

    Signals
    -------
    changed()
        `state()` is another.
    found(str, str, str, list)
        The journal holds edits that were never saved: tone, title, sentence, links of an offer.
    answered(str)
        A note of that title, an offer or a trouble, stands no longer.
    saved(Path), unsaved(Path)
        The plan was saved there, or could not be.
    overtaken(Path)
        It was not saved there: somebody else wrote there since it was read.
    """

    changed = Signal()
    found = Signal(str, str, str, list)
    answered = Signal(str)
    saved = Signal(object)
    unsaved = Signal(object)
    overtaken = Signal(object)

    def __init__(
        self,
        document: Document,
        journal: EditJournal,
        messages: Messages,
        parent: QObject,
        stamp: Stamp = (),
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._messages = messages
        self._journal = journal
        self._writer = Writer(self)
        self._first = document.plan  # as it was opened or last saved: no work is lost with it
        self._safe: Plan | None = None  # last kept or saved; set where it is written
        self._kept_at: datetime | None = None
        self._failing = False
        self._offered: tuple[Plan, datetime] | None = None
        self._saved_at: datetime | None = None
        self._keeping = False
        self.is_slow = False
        self._stamps = {document.place: stamp} if document.place and stamp else {}
        self._targets: list[Path] = []  # of the saves under way, in their order
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(KEPT_AFTER_MS)
        self._soon.timeout.connect(self.keep)
        self.go_on_with(document)

    def go_on_with(self, document: Document) -> None:
        """Keep a document that goes on with the plan of the one before."""
        self._document = document
        document.changed.connect(self._expect)
        document.saved_changed.connect(self.changed)

    @property
    def is_saving(self) -> bool:
        """Whether the plan is being saved."""
        return bool(self._targets)

    def saves_at(self, place: Path) -> bool:
        """Whether a save at a place is under way."""
        return place in self._targets

    def begin(self) -> None:
        """Offer the edits that an earlier session kept and never saved."""
        plan = self._document.plan
        self._writer.do(lambda: self._journal.recover(plan), self._offer)

    def settle(self) -> bool:
        """Keep what is not kept yet; return whether the plan as it is now is kept, saved or untouched.

        Waits at most a few seconds until all is written; `is_slow` says whether that was too short.
        """
        plan = self._document.plan
        # While a save is under way nobody knows yet whether the disk holds this plan or another.
        touched = self.is_saving or not (self._document.is_clean or self.is_untouched)
        if touched:
            self._soon.stop()
            self._keep_offered()
            self._writer.do(
                lambda: None if self._safe is plan else self._record(plan),
                lambda error: self._told_kept(plan, error),
            )
        elif self._soon.isActive() or self._keeping:
            self._keeping = False
            self.keep()
        self.is_slow = not self._writer.wait()
        return not self.is_slow and (not touched or self._safe is plan)

    def end(self) -> None:
        """Let go of the thread that writes, once it is done."""
        self._soon.stop()
        self._writer.finish()

    def keep(self) -> None:
        """Have the edits written to the journal now; while some are, those to come wait for them."""
        self._soon.stop()
        if self._keeping:
            self._soon.start()
            return
        self._keeping = True
        self._keep_offered()
        plan = self._document.plan
        if self._document.is_clean:
            self._writer.do(self._clear, lambda error: self._told_kept(None, error))
        else:
            self._writer.do(lambda: self._record(plan), lambda error: self._told_kept(plan, error))

    def save(self, place: Path | None = None, *, anyway: bool = False) -> None:
        """Have the plan saved in a file or folder, its own unless given; raises ValueError without.

        While it is on its way to another place, that is its own. What somebody else wrote there
        since it was read is replaced where `anyway`.
        """
        from ui.use_cases.keep import check_not_newer, save
        from ui.use_cases.on_disk import stamp_of

        own = self._targets[-1] if self._targets else self._document.place
        target = place or own
        if target is None:
            raise ValueError("the plan has no place yet")
        plan, shown, journal = self._document.plan, self._document.scenario.name, self._journal

        def work() -> None:
            known = None if anyway else self._stamps.get(target)
            if known is not None and stamp_of(target) not in (known, ()):
                raise OvertakenError(target)
            if known is None:
                check_not_newer(target)
            save(plan, target, shown)
            self._stamps[target] = stamp_of(target)
            journal.follow(target, plan)
            self._safe = plan

        if self._soon.isActive():
            self.keep()  # a save takes its time, and may fail
        self._keep_offered()
        self._targets.append(target)
        self._writer.do(work, lambda error: self._told_saved(plan, target, error))
        self.changed.emit()

    def copy_to(self, place: Path) -> None:
        """Have a copy of the plan as it is now written; the plan itself stays where it is."""
        from ui.use_cases.keep import save

        plan, shown = self._document.plan, self._document.scenario.name

        def told(error: Any) -> None:
            if isinstance(error, Exception):
                self._complain(tr("The copy could not be written"), error)
            else:
                self._messages.tell(tr("Kept a copy as {name}", name=place.name))

        self._writer.do(lambda: save(plan, place, shown), told)

    def is_overtaken(self, place: Path, stamp: Stamp) -> bool:
        """Whether somebody wrote at a place since it looked so; that is what a save there minds now."""
        from ui.use_cases.on_disk import stamp_of

        self._stamps[place] = stamp
        return stamp_of(place) != stamp

    @property
    def is_untouched(self) -> bool:
        """Whether the plan is as it was opened, or last saved."""
        return self._document.plan is self._first

    def state(self) -> tuple[str, str, bool]:
        """Return words, tooltip, and whether the plan is safe as it is now."""
        if self._targets:
            return tr("Saving…"), tr("The plan is being written."), False
        if self._document.is_clean:
            saved = (
                tr("Saved")
                if self._saved_at is None
                else tr("Saved {at}", at=_clock(self._saved_at))
            )
            return saved, tr("In {place}", place=self._document.place), True
        if self._soon.isActive() or self._keeping:
            return tr("Keeping…"), tr("Your last edit is being kept."), False
        if self._kept_at is not None and self._safe is self._document.plan:
            tooltip = tr("Kept on this computer; Ctrl+S saves the plan in its file.")
            return tr("Kept {at}", at=_clock(self._kept_at)), tooltip, True
        if not self.is_untouched:
            tooltip = tr("Your last edit is not on the disk; save the plan elsewhere.")
            return tr("Not kept"), tooltip, False
        return (
            tr("Not saved"),
            tr("Nothing was edited yet; Ctrl+S saves the plan in a file."),
            False,
        )

    def _expect(self, _change: object) -> None:
        if not self._soon.isActive():  # else who edits without a pause is never kept
            self._soon.start()
        self.changed.emit()

    def _record(self, plan: Plan) -> None:
        self._journal.record(plan)
        self._safe = plan

    def _clear(self) -> None:
        self._safe = None
        self._journal.clear()

    def _told_kept(self, plan: Plan | None, error: Any) -> None:
        self._keeping = False
        if not isinstance(error, Exception):
            if self._failing:
                self.answered.emit(tr("Your edits could not be kept"))
            self._failing = False
            if plan is not None:
                self._kept_at = datetime.now()
        elif not self._failing:  # told once, not at each edit
            self._failing = True
            self._complain(tr("Your edits could not be kept"), error)
        self.changed.emit()

    def _told_saved(self, plan: Plan, place: Path, error: Any) -> None:
        self._targets.remove(place)
        if isinstance(error, Exception):
            self._expect(None)
            self.unsaved.emit(place)
            if isinstance(error, OvertakenError):
                self.overtaken.emit(place)
            else:
                self._complain(tr("The plan could not be saved"), error)
            return
        self.answered.emit(tr("The plan could not be saved"))
        self._saved_at, self._first = datetime.now(), plan
        self._document.saved_at(place, plan)
        if not self._document.is_clean:  # edited meanwhile
            self._expect(None)
        self.saved.emit(place)
        self.changed.emit()

    def _offer(self, kept: Any) -> None:
        if isinstance(kept, Exception):
            self._complain(tr("Edits kept earlier could not be looked for"), kept)
            return
        if kept is None:
            return
        plan, at = self._offered = kept
        self.found.emit(
            "info",
            _offer_of(at),
            tr("Rayon ended before they were saved. Bringing them back is one step that Undo takes back."),
            [
                (tr("Bring them back"), lambda: self._bring_back(plan)),
                (tr("Forget them"), self._forget),
            ],
        )  # fmt: skip

    def _keep_offered(self) -> None:
        """Put edits that were offered and not answered into a file of their own: new ones come."""
        from ui.use_cases.keep import save

        if self._offered is None:
            return
        (plan, at), self._offered = self._offered, None
        self.answered.emit(_offer_of(at))
        place = self._journal.earlier(at)

        def told(error: Any) -> None:
            failed = tr("Your earlier edits could not be kept")
            self.answered.emit(failed)  # of a try before
            if isinstance(error, Exception):
                self._complain(failed, error)
                self._offer(
                    (plan, at)
                )  # they stand nowhere else: the next save forgets the journal
            else:
                self._messages.tell(tr("Your earlier edits are kept as {name}", name=place))

        self._writer.do(lambda: save(plan, place), told)

    def _bring_back(self, plan: Plan) -> None:
        if self._offered is not None:
            self._offered = None
            self._document.edit(tr("bring back kept edits"), plan)

    def _forget(self) -> None:
        if self._offered is None:  # the journal holds edits of this session by now
            return
        self._offered = None

        def told(error: Any) -> None:
            if isinstance(error, Exception):
                self._complain(tr("Your earlier edits could not be forgotten"), error)

        self._writer.do(self._clear, told)
        if not self._document.is_clean:
            self._expect(None)

    def _complain(self, what: str, error: Exception) -> None:
        self._messages.fail(
            what, where=str(error), how=how_to_mend(error), details=described(error)
        )


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _offer_of(at: datetime) -> str:
    return tr("Bring back your edits of {when}?", when=f"{at:%H:%M}, {day(at)}")


def how_to_mend(error: Exception) -> str:
    """Return what to do about a write that failed; "" where its own text has to do."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT):
        return tr("Make room on the disk, or save the plan on another one (Save as).")
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return tr("Nothing may be written there: save the plan in another folder (Save as).")
    return ""
