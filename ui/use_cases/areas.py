"""Areas read from a map file, for the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from planner.io.area_file import AreaRows, read_area_rows
from planner.model.issues import Issue


class StoppedError(Exception):
    """Reading was given up."""


def read_drawn(
    path: Path, crs: str, stop: Callable[[], bool]
) -> tuple[AreaRows | None, tuple[Issue, ...]]:
    """Read the polygons of a map file in the metres of a plan; what cannot be read is an issue.

    Raises StoppedError where `stop` says so.
    """

    def waiting() -> None:
        if stop():
            raise StoppedError

    return read_area_rows(path, crs, waiting=waiting)
