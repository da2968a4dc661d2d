"""What the disk says of a saved plan: whether it was written since, and who has it open."""

from __future__ import annotations

import socket
from pathlib import Path

from planner.language import tr
from planner.store.folder import OWN, is_own
from planner.store.journal import is_running

Stamp = tuple[tuple[str, int, int, int], ...]
"""Of each file of a plan its name, time, size and number; empty where there is none."""


def stamp_of(place: Path) -> Stamp:
    """Return what tells whether a plan file or folder was written since; raises OSError."""
    if not place.is_dir():
        return _stamps([place], place.parent)
    files: list[Path] = []
    for name in OWN:
        part = place / name
        files += sorted(part.rglob("*")) if part.is_dir() else [part]
    files = [path for path in files if is_own(path.relative_to(place))]
    return _stamps(files, place)


def holder_of(place: Path) -> str:
    """Return who has a plan open in a window, in words; "" where nobody has."""
    real = place.resolve()
    lock = real.with_name(f".{real.name}.lock")
    try:
        process, _program, computer, *_ = [*lock.read_text("utf-8").splitlines(), "", "", ""]
    except (OSError, ValueError):
        return ""
    here = computer == socket.gethostname()
    if not process.isdecimal() or (here and not is_running(int(process))):
        return ""
    computer = computer or tr("another computer")
    return tr("program {process} on {computer}", process=process, computer=computer)


def _stamps(files: list[Path], base: Path) -> Stamp:
    found = []
    for path in files:
        try:
            known = path.stat()
        except FileNotFoundError:
            continue
        if not path.is_dir():
            name = path.relative_to(base).as_posix()
            found.append((name, known.st_mtime_ns, known.st_size, known.st_ino))
    return tuple(found)
