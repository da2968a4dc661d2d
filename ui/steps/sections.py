"""The sections of the data step, each made when it is asked for: four of them take a third of a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.workbench import Workbench


class Section(Protocol):
    """One page of the data step.

    Attributes
    ----------
    key : str
    widget : QWidget
    """

    key: str
    widget: QWidget

    def open_points(self) -> int:
        """Return how many things want a look; 0 shows no badge."""
        ...

    def is_waiting(self) -> bool:
        """Whether something was made here that nobody has taken or refused yet."""
        ...

    def enter(self) -> None:
        """Be shown: wire the actions of this section, say its keys."""
        ...

    def leave(self) -> None:
        """Be hidden."""
        ...


Told = Callable[[], object]
Make = Callable[[Workbench, Told], Section]
"""Told when a section finds out later how many things want a look."""


class Sections(Mapping[str, Section]):
    """Sections by key, in the order they are shown.

    Parameters
    ----------
    bench : Workbench
    adopt : callable
        Told of each section when it is made.
    points : callable
        Told when a section finds out later how many things want a look.
    """

    def __init__(self, bench: Workbench, adopt: Callable[[Section], object], points: Told) -> None:
        self._bench = bench
        self._adopt = adopt
        self._points = points
        self._makers: dict[str, Make] = {
            "read": _read, "import": _import, "outlines": _outlines, "regions": _regions,
            "rules": _rules,
        }  # fmt: skip
        self._made: dict[str, Section] = {}

    def __getitem__(self, key: str) -> Section:
        if key not in self._made:
            self._made[key] = self._makers[key](self._bench, self._points)
            self._adopt(self._made[key])
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    @property
    def made(self) -> tuple[Section, ...]:
        """Those that exist."""
        return tuple(self._made.values())

    def make_next(self) -> bool:
        """Make one that does not exist yet; returns whether any is left after it."""
        left = [key for key in self._makers if key not in self._made]
        if left:
            self[left[0]]
        return len(left) > 1


def titles() -> dict[str, str]:
    """Return what the sections are called, by key."""
    return {
        "read": tr("What was read"),
        "import": tr("Import"),
        "outlines": tr("Outlines"),
        "regions": tr("Regions"),
        "rules": tr("Named accounts"),
    }


def _read(bench: Workbench, _points: Told) -> Section:
    from ui.steps.read_section import ReadSection

    return ReadSection(bench)


def _import(bench: Workbench, _points: Told) -> Section:
    from ui.steps.import_section import ImportSection

    return ImportSection(bench)


def _outlines(bench: Workbench, points: Told) -> Section:
    from ui.steps.outlines_section import OutlinesSection

    section = OutlinesSection(bench)
    section.points_changed.connect(points)
    return section


def _regions(bench: Workbench, _points: Told) -> Section:
    from ui.steps.regions_section import RegionsSection

    return RegionsSection(bench)


def _rules(bench: Workbench, _points: Told) -> Section:
    from ui.steps.rules_section import RulesSection

    return RulesSection(bench)
