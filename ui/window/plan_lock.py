"""The lock beside a plan: two windows do not write the same one."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile
from shiboken6 import Shiboken

from ui.messages import tr


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a plan open: the program's number, and the computer it runs on."""

    process: int
    computer: str


class PlanLock:
    """A lock file `.NAME.lock`, gone when the window that made it closes or has died.

    It stands beside the plan, or beside its journal where nothing can be written there.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._path = _beside(place)
        self._file = QLockFile(str(self._path))
        self._mark: tuple[int, ...] = ()
        self._file.setStaleLockTime(0)  # only who is gone gives it up, not who is slow

    def take(self) -> Holder | None:
        """Take the lock; returns who has it already, None when it is ours or cannot be made."""
        if self._locked() or self._file.error() != QLockFile.LockError.LockFailedError:
            return None
        process, computer, _program = self._file.getLockInfo()
        if not process:  # cut short by a crash: nobody would ever give it back
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            if self._locked():
                return None
        return Holder(process, computer)

    def take_over(self) -> None:
        """Take the lock from whoever has it; raises OSError where the system does not let go of it."""
        self._file.removeStaleLockFile()
        self._path.unlink(missing_ok=True)
        self.take()

    def release(self) -> None:
        """Give the lock back; one that another window took over stays with it."""
        if self._mark and self._marked() != self._mark:
            Shiboken.invalidate(self._file)  # its end would remove the file by its name
            self._file = QLockFile(str(self._path))
        else:
            self._file.unlock()
        self._mark = ()

    def _locked(self) -> bool:
        locked = self._file.tryLock(0)
        if locked:
            self._mark = self._marked()
        return locked

    def _marked(self) -> tuple[int, ...]:
        """Return what tells the file there is now from another of its name."""
        try:
            known = self._path.stat()
        except OSError:
            return ()
        return known.st_ino, known.st_mtime_ns


def _beside(place: Path) -> Path:
    if os.access(place.parent, os.W_OK) or not place.parent.exists():
        return place.with_name(f".{place.name}.lock")
    from ui.use_cases.keep import Journal

    journal = Journal(place).path
    with suppress(OSError):
        journal.parent.mkdir(parents=True, exist_ok=True)
    return journal.with_name(f".{journal.name}.lock")


def words_of_holder(name: str, holder: Holder) -> tuple[str, str]:
    """Return a title and a sentence about a plan that another window has open."""
    return (
        tr("{name} is open in another window", name=name),
        tr(
            "On {computer}, program {process}. Look at it here; save it as another file to change it.",
            computer=holder.computer or tr("another computer"),
            process=holder.process,
        ),
    )
