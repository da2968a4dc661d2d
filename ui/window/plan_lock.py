"""The lock beside a plan: two windows do not write the same one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile

from ui.messages import tr


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a plan open: the program's number, and the computer it runs on."""

    process: int
    computer: str


class PlanLock:
    """A lock file `.NAME.lock`, gone when the window that made it closes or has died."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._file = QLockFile(str(place.with_name(f".{place.name}.lock")))
        self._file.setStaleLockTime(0)  # only who is gone gives it up, not who is slow

    def take(self) -> Holder | None:
        """Take the lock; returns who has it already, None when it is ours or cannot be made."""
        if self._file.tryLock(0) or self._file.error() != QLockFile.LockError.LockFailedError:
            return None
        process, computer, _program = self._file.getLockInfo()
        return Holder(process, computer)

    def take_over(self) -> None:
        """Take the lock from whoever has it."""
        self._file.removeStaleLockFile()
        Path(self._file.fileName()).unlink(missing_ok=True)
        self._file.tryLock(0)

    def release(self) -> None:
        """Give the lock back."""
        self._file.unlock()


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
