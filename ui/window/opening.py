"""Open a plan: read it in a job, with progress and cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.io.given_files import left_aside, opened_of, together
from planner.model.issues import Issue
from planner.model.plan import Plan
from ui.jobs import Job, JobRunner, Report, Stop, Work
from ui.messages import tr
from ui.window.plan_lock import Holder

if TYPE_CHECKING:  # the readers take half the time until the window stands
    from ui.use_cases.map_file import MapFile, RegionSource
    from ui.use_cases.on_disk import Stamp

LINE = "read"
NEWER = "plan_newer"
"""Code of the warning that a plan may be looked at and not saved in its place."""

RESTORED = "plan_restored"
"""Code of the warning that a plan file is damaged and the save before was opened."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the reading is, 0..1."""

    what: str
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """What reading gave.

    Attributes
    ----------
    path : Path
        What was asked for; of several maps what they are called together.
    plan : Plan or None
    issues : tuple of Issue
    place : Path or None
        The plan file or folder it is saved in; None where it came from other files, or may be
        looked at only.
    held_by : Holder or None
        Another window that has the plan open; then there is no place.
    asked : MapFile or None
        A map file that is not planned with before the user said more about it; there is no plan.
    stamp : Stamp
        Tells whether the plan file or folder was written since it was read.
    """

    path: Path
    plan: Plan | None
    issues: tuple[Issue, ...]
    place: Path | None
    held_by: Holder | None = None
    asked: MapFile | None = None
    stamp: Stamp = ()

    @property
    def kept_at(self) -> Path:
        """Beside what edits are kept: two windows never write the same journal."""
        if self.held_by is None:
            return self.path
        from ui.use_cases.keep import apart

        return apart(self.path)


class Opener(QObject):
    """Reads one plan at a time; opening another drops the one before.

    Signals
    -------
    started(Job), opened(Opened), asked(MapFile), failed(Path, Exception), ended()
        `opened` comes with a plan of None where nothing can be planned, `asked` where a map file
        leaves something open; `ended` comes always.
    """

    started = Signal(object)
    opened = Signal(object)
    asked = Signal(object)
    failed = Signal(object, object)
    ended = Signal()

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._aside: tuple[Issue, ...] = ()

    def open(self, *paths: Path) -> Job:
        """Read a plan file or folder, a plan.toml or a region file; or look at several region files."""
        meant, aside = opened_of(paths)
        self._aside = left_aside(aside, meant)
        if len(meant) > 1:
            return self.look(meant, "")
        return self._start(meant[0], lambda report, stop: read(meant[0], report, stop))

    def look(self, paths: Sequence[Path], layer: str) -> Job:
        """Look at map files, or at another layer of them."""
        return self._start(together(paths), lambda _report, stop: look(paths, layer, stop))

    def make(self, path: Path, sources: Sequence[RegionSource]) -> Job:
        """Make a plan of maps as the user described it; `path` is the file or what several are called."""
        return self._start(path, lambda report, stop: make(path, sources, report, stop))

    def _start(self, path: Path, work: Work) -> Job:
        text = tr("Opening {name}", name=path.name)
        job = self._runner.start(text, work, line=LINE)
        job.done.connect(self._tell)
        job.failed.connect(lambda error: self.failed.emit(path, error))
        for ending in (job.done, job.failed, job.cancelled):
            ending.connect(lambda *_: self.ended.emit())
        self.started.emit(job)
        return job

    def _tell(self, opened: Opened) -> None:
        if opened.asked is None:
            self.opened.emit(replace(opened, issues=(*opened.issues, *self._aside)))
        else:
            self.asked.emit(opened.asked)


def read(path: Path, report: Report, stop: Stop) -> Opened:
    """Read a plan in the worker; the readers are imported here, late.

    A map file that leaves something open only the user knows is not read but asked about.
    """
    from planner.io.formats import is_region_name
    from planner.store.folder import is_plan_folder
    from planner.store.saved_plan import is_saved_plan
    from ui.use_cases.on_disk import stamp_of
    from ui.use_cases.read import open_plan

    whole = path.parent if path.name == "plan.toml" and is_plan_folder(path.parent) else path
    report(Reading(tr("Opening"), 0.0))
    folder_of_maps = whole.is_dir() and not (whole / "plan.toml").exists()
    is_map = is_region_name(whole.name) or folder_of_maps
    if is_map and _asks(whole, stop):
        return look([whole], "", stop)
    saved = is_saved_plan(whole)
    stamp = stamp_of(whole) if saved else ()
    plan, issues = open_plan(whole, lambda what, share: report(Reading(what, share)), stop)
    if is_map and any(issue.code == "crs_unknown" for issue in issues):
        return look([whole], "", stop)
    may_save = saved and all(issue.code != NEWER for issue in issues)
    return Opened(whole, plan, issues, whole if may_save else None, stamp=stamp)


def _asks(path: Path, stop: Stop) -> bool:
    """Whether only the user knows which map of a file is meant, or where on earth it lies."""
    from ui.use_cases.map_file import StoppedError, leaves_open

    try:
        return leaves_open(path, stop)
    except StoppedError:
        return False


def look(paths: Sequence[Path], layer: str, stop: Stop) -> Opened:
    """Look at map files, to ask about them."""
    from ui.use_cases import map_file

    found, issues = map_file.look(paths, layer, stop)
    return Opened(together(paths), None, issues, None, asked=found)


def make(path: Path, sources: Sequence[RegionSource], report: Report, stop: Stop) -> Opened:
    """Make a plan of maps as the user described it."""
    from ui.use_cases.map_file import make_plan

    plan, issues = make_plan(sources, lambda what, share: report(Reading(what, share)), stop)
    return Opened(path, plan, issues, None)
