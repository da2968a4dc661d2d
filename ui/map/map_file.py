"""A prepared map as one file: a header that says where each array begins, then the arrays as they are.

Arrays are mapped into memory, so that opening a map reads what is looked at: the coarsest level for the
first picture, finer ones when the map is zoomed. The system shares and drops these pages as it sees fit.
Knows no Qt.
"""

from __future__ import annotations

import json
import math
import os
import zlib
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from planner.model.types import floats, ints
from ui.map.fingerprint import fingerprint
from ui.map.prepared import Level, PreparedMap

MAGIC = b"rayonmap"
ALIGNED = 64
"""Arrays begin at multiples of so many bytes."""
LEVEL_ARRAYS = tuple(field.name for field in fields(Level))[1:]
Where = tuple[str, list[int], int, str]
"""Type, shape, first byte and fingerprint of an array."""


class DamagedMapFile(Exception):
    """The file is not a whole prepared map."""


def write_map(prepared: PreparedMap, path: Path) -> None:
    """Write a prepared map; on the disk, not on its way there, when this returns.

    Raises
    ------
    OSError
    """
    arrays = _arrays_of(prepared)
    tolerances = [level.tolerance for level in prepared.levels]
    table: dict[str, Where] = {}
    at = 0
    for name, array in arrays.items():
        table[name] = (array.dtype.str, list(array.shape), at, fingerprint(array).hex())
        at = _aligned(at + array.nbytes)
    header = json.dumps(
        {"origin": prepared.origin, "tolerances": tolerances, "arrays": table, "bytes": at}
    ).encode()
    with path.open("wb") as file:
        file.write(
            MAGIC + len(header).to_bytes(4, "little") + zlib.crc32(header).to_bytes(4, "little")
        )
        file.write(header)
        begin = _aligned(file.tell())
        for name, array in arrays.items():
            file.seek(begin + table[name][2])
            array.tofile(file)
        file.truncate(begin + at)
        file.flush()
        os.fsync(file.fileno())


def read_map(path: Path) -> PreparedMap:
    """Open a prepared map.

    Raises
    ------
    OSError
    DamagedMapFile
        When the header, the length or an array that is read at once is not as it was written.
    """
    header, begin = _header(path)
    try:
        table: dict[str, Where] = header["arrays"]
        tolerances, (east, north) = header["tolerances"], header["origin"]
        if path.stat().st_size != begin + header["bytes"]:
            raise DamagedMapFile("the file is cut off")
        # A mapping keeps the file's content even when the cache forgets the file meanwhile.
        mapped = np.memmap(path, np.uint8, mode="r").view(np.ndarray)[begin:]
        fine = {f"{name}{at}" for name in LEVEL_ARRAYS for at in range(1, len(tolerances))}
        arrays = {name: _array(mapped, where, name not in fine) for name, where in table.items()}
        return PreparedMap(
            origin=(float(east), float(north)),
            levels=tuple(_level(arrays, at, each) for at, each in enumerate(tolerances)),
            points=floats(arrays["points"]),
            boxes=floats(arrays["boxes"]),
            borders=ints(arrays["borders"]),
            border_m=floats(arrays["border_m"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedMapFile(str(error)) from error


def _arrays_of(prepared: PreparedMap) -> dict[str, np.ndarray]:
    arrays = {name: getattr(prepared, name) for name in ("points", "boxes", "borders", "border_m")}
    for number, level in enumerate(prepared.levels):
        arrays |= {f"{name}{number}": getattr(level, name) for name in LEVEL_ARRAYS}
    return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def _header(path: Path) -> tuple[dict[str, Any], int]:
    """Return the header of a file and where its arrays begin."""
    with path.open("rb") as file:
        start = file.read(len(MAGIC) + 8)
        length, checksum = np.frombuffer(start[len(MAGIC) :].ljust(8), "<u4").tolist()
        if not start.startswith(MAGIC) or length > path.stat().st_size:
            raise DamagedMapFile("not a prepared map")
        text = file.read(length)
    if zlib.crc32(text) != checksum:
        raise DamagedMapFile("the header is damaged")
    return json.loads(text), _aligned(len(start) + length)


def _array(mapped: np.ndarray, where: Where, checked: bool) -> np.ndarray:
    """Return an array in its place in the file, its fingerprint compared where that is wanted.

    A finer level is not read before it is looked at, so it is not checked either.
    """
    kind, shape, at, written = where
    length = math.prod(shape) * np.dtype(kind).itemsize
    array = mapped[at : at + length].view(kind).reshape(shape)
    if checked and fingerprint(array).hex() != written:
        raise DamagedMapFile("the file is damaged")
    return array


def _level(arrays: dict[str, np.ndarray], number: int, tolerance: float) -> Level:
    part = {name: arrays[f"{name}{number}"] for name in LEVEL_ARRAYS}
    return Level(
        tolerance=float(tolerance),
        xy=floats(part["xy"]),
        ring_start=ints(part["ring_start"]),
        ring_region=ints(part["ring_region"]),
        ring_box=floats(part["ring_box"]),
        segments=floats(part["segments"]),
        sides=ints(part["sides"]),
        chunk_box=floats(part["chunk_box"]),
    )


def _aligned(at: int) -> int:
    return -(-at // ALIGNED) * ALIGNED
