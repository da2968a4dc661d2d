"""Prepared maps kept in the user's cache folder by the content of their outlines. Knows no Qt."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import platformdirs

from planner.model.geometry import Geometry
from planner.model.types import Floats
from ui.map.fingerprint import fingerprint
from ui.map.levels import Stop, prepare_map
from ui.map.map_file import DamagedMapFile, read_map, write_map
from ui.map.prepared import PreparedMap

FORMAT = 2
"""Counts up whenever the meaning of a cached file changes."""
STALE_S = 3600.0
"""A map that has been written for longer than this never will be."""
MOST_BYTES = 600_000_000
"""The cache forgets the maps that were used longest ago beyond this size."""


def cache_folder() -> Path:
    """Return the folder of prepared maps."""
    return platformdirs.user_cache_path("rayon") / "maps"


def prepared_map(
    geometry: Geometry, points: Floats, stop: Stop | None = None, folder: Path | None = None
) -> PreparedMap:
    """Return the prepared map of outlines, from the cache where it is there.

    Parameters
    ----------
    geometry : Geometry
    points : Floats, shape (n, 2)
        Representative points, metres.
    stop : callable returning bool, optional
    folder : Path, optional
        Instead of the user's cache folder. A cache that cannot be read or written is no error.

    Raises
    ------
    MapPreparationStopped
        When `stop` answered True.
    """
    path = (folder or cache_folder()) / f"{content_key(geometry, points)}.map"
    found = _load(path)
    if found is not None:
        return found
    made = prepare_map(geometry, points, stop)
    _save(made, path)
    return made


def content_key(geometry: Geometry, points: Floats) -> str:
    """Return a name for outlines and points that differs when any of them does."""
    digest = hashlib.blake2b(f"rayon map {FORMAT}".encode(), digest_size=16)
    for array in (*(getattr(geometry, field.name) for field in fields(geometry)), points):
        digest.update(fingerprint(array))
    return digest.hexdigest()


def _save(prepared: PreparedMap, path: Path) -> None:
    # A cache that cannot be kept costs some seconds at the next start, no more.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            write_map(prepared, part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        _forget_oldest(path.parent)


def _forget_oldest(folder: Path) -> None:
    """Keep the maps used last; what earlier versions or an interrupted writing left goes too."""
    files = sorted(folder.glob("*.map"), key=lambda path: path.stat().st_mtime, reverse=True)
    old = time.time() - STALE_S
    gone = [path for path in folder.glob("*.part") if path.stat().st_mtime < old]
    gone += folder.glob("*.npz")
    total = 0
    for path in files:
        total += path.stat().st_size
        if total > MOST_BYTES and path is not files[0]:
            gone.append(path)
    for path in gone:
        with suppress(OSError):  # another window shows it, and its system keeps mapped files
            path.unlink(missing_ok=True)


def _load(path: Path) -> PreparedMap | None:
    try:
        found = read_map(path)
    except (OSError, DamagedMapFile):
        return None
    with suppress(OSError):  # in a folder that may only be read the order of use is lost, no more
        path.touch()
    return found
