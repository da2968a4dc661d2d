"""The data step: its sections side by side, one shown at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.messages import tr
from ui.steps.sections import Section, Sections, titles
from ui.steps.step import StepState
from ui.widgets.section_bar import SectionBar
from ui.workbench import Workbench

REST_AFTER_MS = 400
"""The page shown first stands by then; the other sections are made one at a time after it."""


class DataStep(QObject):
    """What the plan is made of: files read, rows that want a look, rules given beforehand."""

    key = "data"
    icon = "database"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self._actions = bench.actions
        self.title = tr("Data")
        self._stack = QStackedWidget()
        self.bar = SectionBar(self.go_to)
        for key, title in titles().items():
            self.bar.add(key, title)
        self._entered = False
        self.sections = Sections(bench, self._adopt, self._show_points)
        self.here = self.sections["read"]
        self.centre: QWidget = QWidget()
        column = QVBoxLayout(self.centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.inspector: QWidget | None = None
        self.strip: QWidget | None = None
        bench.document.changed.connect(lambda _change: self._show_points())
        self.bar.choose(self.here.key)
        self._show_points()
        self._rest = QTimer(self)
        self._rest.setInterval(REST_AFTER_MS)
        self._rest.timeout.connect(self._make_next)
        self._rest.start()

    def state(self) -> StepState:
        """Return a tick when nothing that was read wants a look."""
        points = sum(section.open_points() for section in self.sections.made)
        waiting = any(each.is_waiting() for each in self.sections.made)
        return StepState(done=points == 0, open_points=points, waiting=waiting)

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
        """Show another section; the keys of the one before answer no more."""
        section = self.sections[key]
        if section is not self.here:
            if self._entered:
                self.here.leave()
                self._actions.leave_page()
            self.here = section
            self._stack.setCurrentWidget(section.widget)
            if self._entered:
                section.enter()
        self.bar.choose(key)

    def _adopt(self, section: Section) -> None:
        self._stack.addWidget(section.widget)
        self.bar.show_points(section.key, section.open_points())

    def _make_next(self) -> None:
        if not self.sections.make_next():
            self._rest.stop()

    def _show_points(self) -> None:
        for section in self.sections.made:
            self.bar.show_points(section.key, section.open_points())
