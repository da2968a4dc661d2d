"""Whether a zip file is safe to unpack: no bomb, no absurd number of parts."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

MOST_BYTES = 2_000_000_000
"""Bytes of one part, and of all parts together, that are unpacked at most."""

MOST_PARTS = 10_000

MOST_RATIO = 400
"""How many times its packed size a large part may take; XML of real workbooks stays under 60."""

SMALL = 20_000_000
"""Bytes below which a part may be packed as tightly as it likes."""


def zip_problem(source: bytes | Path) -> str:
    """Return why a zip file must not be unpacked, "" where nothing speaks against it.

    Nothing is unpacked: sizes are those that the directory of the file declares, and Python's
    zipfile stops reading a part at its declared size.

    Parameters
    ----------
    source : bytes or Path
        The file, or its content.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as file:
            parts = file.infolist()
    except (OSError, ValueError, NotImplementedError, struct.error, zipfile.BadZipFile) as error:
        return f"the zip file is broken ({error})"
    if len(parts) > MOST_PARTS:
        return f"the zip file holds {len(parts):,} parts, more than {MOST_PARTS:,}"
    if sum(part.file_size for part in parts) > MOST_BYTES:
        return f"the zip file unpacked would take more than {MOST_BYTES // 1_000_000:,} MB"
    for part in parts:
        if part.file_size > max(SMALL, MOST_RATIO * part.compress_size):
            times = part.file_size / max(1, part.compress_size)
            return (
                f"part {part.filename!r} of the zip file would grow to {times:,.0f} times its size"
            )
        if part.flag_bits & 0x1:
            return "the zip file is locked with a password"
    return ""
