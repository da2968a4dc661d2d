"""Open a plan: a plan file or folder, a plan.toml, or a region file alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from planner.language import tr
from planner.model.issues import Issue
from planner.model.plan import Plan

Report = Callable[[str, float], None]
"""Told what is being read and how far it is, 0..1."""
Stop = Callable[[], bool]


def open_plan(
    path: Path, report: Report | None = None, stop: Stop | None = None
) -> tuple[Plan | None, tuple[Issue, ...]]:
    """Read a plan and everything that is wrong or doubtful in its inputs.

    Parameters
    ----------
    path : Path
        A plan file (.rayon) or folder, a plan.toml, or a region file, also zipped or in a folder.
    report, stop : callable, optional
        Progress, and whether to give up; a stopped reading returns (None, ()).

    Returns
    -------
    Plan or None, tuple of Issue
        None where nothing can be planned; the issues then name why.
    """
    from planner.store.read_cache import remembered
    from planner.store.saved_plan import is_rayon_file

    def watched(what: str, done: float) -> None:
        if stop is not None and stop():
            raise _Stopped
        if report is not None:
            report(what, done)

    def read() -> tuple[Plan | None, tuple[Issue, ...]]:
        # Late: these import the frames, which a plan from the cache does without.
        from planner.io.plan_reader import read_plan
        from planner.store.folder import is_plan_folder, load_plan

        return load_plan(path) if is_plan_folder(path) else read_plan(path, watched)

    try:
        watched(tr("Opening"), 0.0)
        if is_rayon_file(path):  # quicker than a look whether it is known
            from planner.store.rayon_file import load_rayon

            return load_rayon(path, lambda: watched(tr("Opening"), 0.3))
        return remembered(path, read)
    except _Stopped:
        return None, ()


class _Stopped(Exception):
    """Raised through a reader that was asked to stop."""
