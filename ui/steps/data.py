"""The data step: its sections side by side, one shown at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.messages import tr
from ui.steps.import_section import ImportSection
from ui.steps.outlines_section import OutlinesSection
from ui.steps.read_section import ReadSection
from ui.steps.rules_section import RulesSection
from ui.steps.step import StepState
from ui.widgets.section_bar import SectionBar
from ui.workbench import Workbench


class Section(Protocol):
    """One page of the data step.

    Attributes
    ----------
    key : str
    title : str
        Shown in the bar of sections, already translated.
    widget : QWidget
    """

    key: str
    title: str
    widget: QWidget

    def open_points(self) -> int:
        """Return how many things want a look; 0 shows no badge."""
        ...

    def enter(self) -> None:
        """Be shown: wire the actions of this section, say its keys."""
        ...

    def leave(self) -> None:
        """Be hidden."""
        ...


MAKERS: tuple[Callable[[Workbench], Section], ...] = (
    ReadSection,
    ImportSection,
    OutlinesSection,
    RulesSection,
)
"""The sections that are built, in the order they are shown."""


class DataStep(QObject):
    """What the plan is made of: files read, rows that want a look, rules given beforehand."""

    key = "data"
    icon = "database"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self.title = tr("Data")
        self.sections: dict[str, Section] = {}
        self._stack = QStackedWidget()
        self.bar = SectionBar(self.go_to)
        for make in MAKERS:
            section = make(bench)
            if isinstance(section, OutlinesSection):  # finds its points in a job, after a while
                section.points_changed.connect(self._show_points)
            self.sections[section.key] = section
            self.bar.add(section.key, section.title)
            self._stack.addWidget(section.widget)
        self.bar.setVisible(len(self.sections) > 1)
        self.here = next(iter(self.sections.values()))
        self.centre: QWidget = QWidget()
        column = QVBoxLayout(self.centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.inspector: QWidget | None = None
        self.strip: QWidget | None = None
        self._entered = False
        bench.document.changed.connect(lambda _change: self._show_points())
        self.bar.choose(self.here.key)
        self._show_points()

    def state(self) -> StepState:
        """Return a tick when nothing that was read wants a look."""
        points = sum(section.open_points() for section in self.sections.values())
        return StepState(done=points == 0, open_points=points)

    def enter(self) -> None:
        """Show the section that was shown last."""
        self._entered = True
        self.here.enter()
        self._show_points()

    def leave(self) -> None:
        """Leave the section shown."""
        self._entered = False
        self.here.leave()

    def go_to(self, key: str) -> None:
        """Show another section."""
        section = self.sections[key]
        if section is not self.here:
            if self._entered:
                self.here.leave()
            self.here = section
            self._stack.setCurrentWidget(section.widget)
            if self._entered:
                section.enter()
        self.bar.choose(key)

    def _show_points(self) -> None:
        for key, section in self.sections.items():
            self.bar.show_points(key, section.open_points())
