"""Whether a zip file of a stranger may be unpacked: names that stay inside, sizes within bounds."""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from planner.language import Phrase, tr
from planner.notation import number, plain

MOST_ENTRIES = 10_000
MOST_BYTES = 4_000_000_000
"""Bytes of all entries together, unpacked."""
FREE_BYTES = 100_000_000
"""Below this a zip file may be packed as tightly as it likes."""
MOST_TIMES = 300
"""How many times its size it may grow: blank table cells shrink a hundredfold, a bomb a thousandfold."""

BROKEN_ZIP = (
    zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError, NotImplementedError,
    RuntimeError, OverflowError, MemoryError, struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What `zipfile` raises on files that are none."""

NO_ZIP = Phrase("this is no zip file, or a broken one")


def zip_problem(source: Path | bytes) -> str:
    """Return why a zip file (a workbook too) is not unpacked, "" where it may be.

    No byte sequence raises; OSError of a file that cannot be read is told too.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as packed:
            size = len(source) if isinstance(source, bytes) else source.stat().st_size
            return _problem(packed.infolist(), size)
    except zipfile.BadZipFile:
        return NO_ZIP()
    except BROKEN_ZIP as error:
        return f"{NO_ZIP()} ({str(error)[:80] or type(error).__name__})"


def _problem(entries: Sequence[zipfile.ZipInfo], size: int) -> str:
    if len(entries) > MOST_ENTRIES:
        return tr(
            "the zip file holds {count} files; at most {most} are unpacked",
            count=number(len(entries)),
            most=number(MOST_ENTRIES),
        )
    for entry in entries:
        found = _problem_of(entry)
        if found:
            return found
    packed = sum(entry.compress_size for entry in entries)
    total = sum(entry.file_size for entry in entries)
    if packed > size:
        return tr("the parts of the zip file lie over one another")
    if total > MOST_BYTES:
        return tr(
            "the zip file unpacks to {size} GB; at most {most} are read",
            size=number(total / 1000000000.0, 1),
            most=plain(MOST_BYTES / 1000000000.0),
        )
    if total > FREE_BYTES and total > MOST_TIMES * max(packed, 1):
        return tr(
            "the zip file unpacks to {times} times its size, as bombs do",
            times=number(total // max(packed, 1)),
        )
    return ""


def _problem_of(entry: zipfile.ZipInfo) -> str:
    name = entry.filename
    shown = name[:60]
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or name[1:2] == ":" or ".." in path.parts or "\x00" in name:
        return tr("the zip file names a place outside of it: {shown}", shown=repr(shown))
    if stat.S_ISLNK(entry.external_attr >> 16):
        return tr("the zip file holds a link instead of a file: {shown}", shown=repr(shown))
    if entry.flag_bits & 0x1:
        return tr("the zip file is locked with a password; unpack it and give what is in it")
    return ""
