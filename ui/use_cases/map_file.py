"""Bring map files: look at them, ask what only the user knows, make a plan of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.io.features import layers_of
from planner.io.landmarks import Landmark, landmarks
from planner.io.map_file import TOGETHER, FileLayer, MapFile, has_areas, look_at
from planner.io.region_table import RegionSource
from planner.model.issues import Issue
from planner.model.plan import Plan
from planner.model.types import Floats

Report = Callable[[str, float], None]
Stop = Callable[[], bool]

__all__ = [
    "TOGETHER", "FileLayer", "MapFile", "Picture", "RegionSource",
    "leaves_open", "look", "make_plan", "pictured",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Outlines in degrees under one reference system, with a few places that lie there.

    Attributes
    ----------
    corners : Floats, shape (p, 2)
        Ring after ring, as `MapFile.rings` says; NaN where they lie nowhere.
    places : tuple of Landmark
    """

    corners: Floats
    places: tuple[Landmark, ...]


class StoppedError(Exception):
    """The user gave up waiting."""


def leaves_open(path: Path, stop: Stop) -> bool:
    """Whether a map file does not say which of its maps is meant, or where it lies."""
    layers, _ = layers_of(path, _watching(stop))
    maps = [layer for layer in layers if has_areas(layer)]
    return len(maps) > 1 or any(not layer.crs for layer in maps)


def _watching(stop: Stop) -> Callable[[], None]:
    def waiting() -> None:
        if stop():
            raise StoppedError

    return waiting


def look(paths: Sequence[Path], layer: str, stop: Stop) -> tuple[MapFile | None, tuple[Issue, ...]]:
    """Look at map files, or at one layer of them; raises StoppedError when asked to stop."""
    return look_at(paths, layer, _watching(stop))


def pictured(found: MapFile, crs: str) -> Picture:
    """Return what the map would look like on earth, were this its reference system."""
    import numpy as np

    corners = found.in_degrees(crs)
    if not np.isfinite(corners).any():
        return Picture(corners, ())
    low, high = np.nanmin(corners, axis=0), np.nanmax(corners, axis=0)
    return Picture(corners, landmarks((*low.tolist(), *high.tolist())))


def make_plan(
    sources: Sequence[RegionSource], report: Report, stop: Stop
) -> tuple[Plan | None, tuple[Issue, ...]]:
    """Make a plan of maps as the user described it; raises StoppedError when asked to stop."""
    from planner.io.plan_reader import plan_of_regions

    def watched(what: str, share: float) -> None:
        if stop():
            raise StoppedError
        report(what, share)

    return plan_of_regions(sources, watched)
