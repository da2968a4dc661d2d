"""Prepared maps kept in the user's cache folder by the content of their outlines. Knows no Qt."""

from __future__ import annotations

import hashlib
import os
import zipfile
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import numpy as np
import platformdirs

from planner.model.geometry import Geometry
from planner.model.types import Floats, floats, ints
from ui.map.levels import Stop, prepare_map
from ui.map.prepared import Level, PreparedMap

FORMAT = 1
"""Counts up whenever the meaning of a cached file changes."""
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
    path = (folder or cache_folder()) / f"{content_key(geometry, points)}.npz"
    found = _load(path)
    if found is not None:
        return found
    made = prepare_map(geometry, points, stop)
    _save(made, path)
    return made


def content_key(geometry: Geometry, points: Floats) -> str:
    """Return a name for outlines and points that differs when any of them does."""
    digest = hashlib.blake2b(f"rayon map {FORMAT}".encode(), digest_size=16)
    arrays = [getattr(geometry, field.name) for field in fields(geometry)]
    for array in (*arrays, points):
        digest.update(f"{array.dtype} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def _save(prepared: PreparedMap, path: Path) -> None:
    arrays = {
        "origin": np.array(prepared.origin),
        "points": prepared.points,
        "boxes": prepared.boxes,
        "borders": prepared.borders,
        "border_m": prepared.border_m,
        "tolerances": np.array([level.tolerance for level in prepared.levels]),
    }
    for number, level in enumerate(prepared.levels):
        for field in fields(level)[1:]:
            arrays[f"{field.name}{number}"] = getattr(level, field.name)
    # A cache that cannot be kept costs a second at the next start, no more.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            with part.open("wb") as file:
                np.savez(file, allow_pickle=False, **arrays)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        _forget_oldest(path.parent)


def _forget_oldest(folder: Path) -> None:
    files = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    total = 0
    for path in files:
        total += path.stat().st_size
        if total > MOST_BYTES and path is not files[0]:
            path.unlink(missing_ok=True)


def _load(path: Path) -> PreparedMap | None:
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        path.touch()
        return PreparedMap(
            origin=(float(arrays["origin"][0]), float(arrays["origin"][1])),
            levels=tuple(_level(arrays, number) for number in range(len(arrays["tolerances"]))),
            points=floats(arrays["points"]),
            boxes=floats(arrays["boxes"]),
            borders=ints(arrays["borders"]),
            border_m=floats(arrays["border_m"]),
        )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def _level(arrays: dict[str, np.ndarray], number: int) -> Level:
    return Level(
        tolerance=float(arrays["tolerances"][number]),
        xy=floats(arrays[f"xy{number}"]),
        ring_start=ints(arrays[f"ring_start{number}"]),
        ring_region=ints(arrays[f"ring_region{number}"]),
        ring_box=floats(arrays[f"ring_box{number}"]),
        segments=floats(arrays[f"segments{number}"]),
        sides=ints(arrays[f"sides{number}"]),
        chunk_box=floats(arrays[f"chunk_box{number}"]),
    )
