"""A window with a workbench for tests of pages: no rail, no menus, one page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from planner.judge.problem import StoppedBy
from planner.model.plan import Plan
from planner.model.types import identical
from ui.actions import Actions
from ui.document import Document
from ui.jobs import JobRunner
from ui.map.canvas import MapCanvas
from ui.messages import Messages
from ui.selected_regions import SelectedRegions
from ui.selection import Selection
from ui.settings import Settings
from ui.steps.data import DataStep
from ui.steps.step import Step
from ui.steps.territories import TerritoriesStep
from ui.use_cases.territories import Progress, Proposal, SolveOptions, Wishes
from ui.workbench import Workbench

Kind = TypeVar("Kind")
AnyStep = TypeVar("AnyStep", bound=Step)


@dataclass(frozen=True, slots=True)
class Bench:
    """The window, what a page is given, and the two parts of it that tests use most."""

    window: QMainWindow
    bench: Workbench
    document: Document
    actions: Actions


class Remembering:
    """Solves each question once; who asks the same again hears the same again and is told at once.

    For tests of what a page does with an answer; the solver answers the same question alike anyway.
    """

    def __init__(self, propose: Callable[..., Proposal]) -> None:
        self._propose = propose
        self._known: list[tuple[tuple[object, ...], list[Progress], Proposal]] = []

    def __call__(
        self,
        plan: Plan,
        scenario: str,
        layer: str,
        options: SolveOptions,
        report: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
        wishes: Wishes | None = None,
    ) -> Proposal:
        question = (plan, scenario, layer, options, wishes)
        for asked, heard, answer in self._known:
            if identical(asked, question):
                for progress in heard if report is not None else ():
                    report(progress)
                return answer
        told: list[Progress] = []

        def listen(progress: Progress) -> None:
            told.append(progress)
            if report is not None:
                report(progress)

        found = self._propose(plan, scenario, layer, options, listen, stop, wishes)
        if found.solution.stopped_by is StoppedBy.WORK:
            self._known.append((question, told, found))
        return found


def open_bench(qtbot: QtBot, plan: Plan) -> Iterator[Bench]:
    """Open a window for a plan; ends its jobs and closes it afterwards."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    document = Document(plan, parent=window)
    runner = JobRunner(window)
    actions = Actions(window)
    bench = Workbench(
        document=document,
        selection=Selection(window),
        runner=runner,
        actions=actions,
        settings=Settings(window),
        messages=Messages(window),
    )
    SelectedRegions(document, bench.selection)
    yield Bench(window, bench, document, actions)
    runner.close()
    window.close()


def show_page(qtbot: QtBot, bench: Bench, step: Step) -> None:
    """Put a page in the window, enter it and wait until its map is drawn."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    left = QVBoxLayout()
    left.addWidget(step.centre, 1)
    if step.strip is not None:
        left.addWidget(step.strip)
    row.addLayout(left, 1)
    if step.inspector is not None:
        step.inspector.setFixedWidth(336)
        row.addWidget(step.inspector)
    bench.window.setCentralWidget(whole)
    bench.window.show()
    step.enter()
    canvas = step.centre.findChild(MapCanvas)
    if canvas is not None:
        qtbot.waitUntil(lambda: canvas.scene is not None, timeout=10_000)


def drag(qtbot: QtBot, canvas: MapCanvas, regions: Sequence[int], *, release: bool = True) -> None:
    """Drag the pointer over the middles of regions."""
    places = [place_of(canvas, region) for region in regions]
    button = Qt.MouseButton.LeftButton
    qtbot.mousePress(canvas, button, pos=places[0])
    for place in places[1:]:
        move(canvas, place)
    if release:
        qtbot.mouseRelease(canvas, button, pos=places[-1])


def place_of(canvas: MapCanvas, region: int) -> QPoint:
    """Return the middle of a region on the map."""
    scene = canvas.scene
    assert scene is not None
    (x, y), *_ = scene.pixels_of(scene.prepared.points[[region]]).tolist()
    return QPoint(round(x), round(y))


def move(canvas: MapCanvas, place: QPoint) -> None:
    """Move the pointer with the left button held; qtbot.mouseMove tells no buttons offscreen."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    held = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(canvas.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        held,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(canvas, event)


def page_of(qtbot: QtBot, bench: Bench, kind: Callable[[Workbench], AnyStep]) -> AnyStep:
    """Make a page, show it and return it."""
    step = kind(bench.bench)
    show_page(qtbot, bench, step)
    return step


def territories_page(qtbot: QtBot, bench: Bench) -> TerritoriesStep:
    """Show the page of territories and return it."""
    return page_of(qtbot, bench, TerritoriesStep)


def section_of(step: DataStep, key: str, kind: type[Kind]) -> Kind:
    """Go to a section of the data page and return it."""
    step.go_to(key)
    found = step.sections[key]
    assert isinstance(found, kind)
    return found
