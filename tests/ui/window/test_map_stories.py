"""Stories of a first day with the map, in the real window on the shipped sample.

Story 1: the sample in one click. Story 5: the brush. Story 6: by keyboard alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from page_bench import move, place_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_parts import MemoryJournal

from planner.edits.locks import lock_regions
from planner.insight.summary import layer_summary
from planner.model.scenarios import TODAY
from planner.model.types import Ints, ints
from ui.actions import Act
from ui.app import make_steps
from ui.main_window import MainWindow
from ui.map.canvas import MapCanvas
from ui.settings import Settings
from ui.steps.layer_words import neighbours_of
from ui.steps.territories import TerritoriesStep
from ui.theme.theme import T
from ui.window.samples import samples

PATIENCE = 60_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dutch() -> None:
    """A first start of somebody who has chosen Dutch."""
    settings = Settings()
    settings.language = "nl"
    settings.sync()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window as it is on the first start."""
    made = MainWindow(Settings(), make_steps, lambda _opened: MemoryJournal())
    qtbot.addWidget(made)
    made.resize(1440, 900)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    if made.session is not None:
        made.session.undo_stack.setClean()
    made.close()


def open_sample(qtbot: QtBot, window: MainWindow) -> TerritoriesStep:
    """Press Enter on the welcome page."""
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENCE):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    session = window.session
    assert session is not None
    step = session.desk.here
    assert isinstance(step, TerritoriesStep)
    qtbot.waitUntil(lambda: step.page.canvas.scene is not None, timeout=PATIENCE)
    return step


def copy_today(qtbot: QtBot, window: MainWindow) -> None:
    """Ctrl+D, and Enter for the name that is offered."""
    session = window.session
    assert session is not None
    qtbot.keyClick(session.desk, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    popup = QApplication.activePopupWidget()
    qtbot.keyClick(popup.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert session.document.scenario.name != TODAY


def focused(window: MainWindow) -> list[int]:
    """The regions that have had the keyboard, from now on."""
    heard: list[int] = []
    step = window.session.desk.here  # type: ignore[union-attr]
    assert isinstance(step, TerritoriesStep)
    step.page.canvas.focused.connect(heard.append)
    return heard


def test_enter_on_the_first_start_opens_the_sample(qtbot: QtBot, window: MainWindow) -> None:
    step = open_sample(qtbot, window)
    session = window.session
    assert session is not None
    plan, layer = session.document.plan, session.document.layer
    assert session.opened.path == samples()[0].path.resolve()
    assert [bar.code for bar in step.balance.bars.balance.bars] == [t.id for t in layer.territories]
    assert step.page.canvas.scene is not None
    assert step.page.canvas.scene.prepared.regions == len(plan.regions)
    assert QApplication.focusWidget() is step.page.canvas
    assert not window.acts[Act.UNDO].isEnabled()


def four_beside(step: TerritoriesStep, target: int) -> Ints:
    """Four regions of another territory that lie beside one another and beside the target."""
    plan, layer = step.display.now.plan, step.display.now.layer
    edges = plan.regions.graph.borders
    for one, other in (*edges.tolist(), *edges[:, ::-1].tolist()):
        if layer.owner[one] == target and layer.owner[other] not in (target, -1):
            source = layer.regions_of(int(layer.owner[other]))
            away = ((plan.regions.points[source] - plan.regions.points[other]) ** 2).sum(axis=1)
            return ints(source[np.argsort(away)[:4]])
    raise AssertionError("nothing lies beside the target")


def press_and_move(qtbot: QtBot, canvas: MapCanvas, regions: Ints) -> QPoint:
    """Drag over regions; the button stays down. Returns where the pointer is."""
    places = [place_of(canvas, int(region)) for region in regions]
    qtbot.mousePress(canvas, LEFT, pos=places[0])
    for place in places[1:]:
        move(canvas, place)
    return places[-1]


@pytest.mark.usefixtures("dutch")
def test_the_brush_shows_before_it_does_and_is_one_step_in_dutch(
    qtbot: QtBot, window: MainWindow
) -> None:
    step = open_sample(qtbot, window)
    assert step.title == "Rayons"
    assert step.page.tools.propose.text() == "Rayons voorstellen"
    session = window.session
    assert session is not None
    document, canvas = session.document, step.page.canvas
    copy_today(qtbot, window)
    target = 3
    regions = four_beside(step, target)
    locked = int(regions[-1])
    name = document.scenario.name
    document.edit("lock", lock_regions(document.plan, name, "base", ints([locked]), True))
    canvas.fit_regions(regions)
    steps, before = session.undo_stack.count(), document.plan
    shown = [bar.deviation for bar in step.balance.bars.balance.bars]

    qtbot.keyClick(canvas, Qt.Key.Key_B)
    assert canvas.tool.name == "brush"
    step.page.options.target.setCurrentIndex(target + 1)
    press_and_move(qtbot, canvas, regions)
    assert [bar.deviation for bar in step.balance.bars.balance.bars] != shown
    assert document.plan is before
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert [bar.deviation for bar in step.balance.bars.balance.bars] == shown
    assert document.plan is before

    qtbot.mouseRelease(canvas, LEFT)
    end = press_and_move(qtbot, canvas, regions)
    assert step.panels.consequences.title.text().startswith("3\u00a0")
    drafted = [bar.deviation for bar in step.balance.bars.balance.bars]
    qtbot.mouseRelease(canvas, LEFT, pos=end)
    assert session.undo_stack.count() == steps + 1
    code = document.layer.territories[target].id
    assert session.undo_stack.undoText().endswith(f"naar {code} verplaatsen")
    owner = document.layer.owner
    assert (owner[regions[:-1]] == target).all()
    assert owner[locked] != target
    assert [bar.deviation for bar in step.balance.bars.balance.bars] == drafted
    summary = layer_summary(document.plan, document.scenario.name)
    held = summary.loads.sum(axis=0) + summary.unassigned_loads + summary.apart_loads
    assert held == pytest.approx(document.plan.loads.sum(axis=0))
    session.undo_stack.undo()
    assert document.plan is before


def test_a_place_is_moved_by_keyboard_alone(qtbot: QtBot, window: MainWindow) -> None:
    step = open_sample(qtbot, window)
    session = window.session
    assert session is not None
    document, canvas = session.document, step.page.canvas
    assert document.scenario.name == TODAY
    copy_today(qtbot, window)
    steps, heard = session.undo_stack.count(), focused(window)
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(60):
        qtbot.keyClick(canvas, Qt.Key.Key_Right if len(heard) % 2 else Qt.Key.Key_Up)
        if neighbours_of(document.plan, document.layer, ints([heard[-1]])):
            break
    here = heard[-1]
    before = int(document.layer.owner[here])
    ring = canvas.grab().toImage()
    assert any(
        ring.pixelColor(x, y) == T("focus")
        for x in range(ring.width())
        for y in range(ring.height())
        if abs(x - place_of(canvas, here).x()) < 4 and abs(y - place_of(canvas, here).y()) < 4
    )
    assert canvas.accessibleDescription().startswith(document.plan.regions.names[here])
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert session.bench.selection.regions.tolist() == [here]
    qtbot.keyClick(canvas, Qt.Key.Key_1)
    if not step.page.question.isHidden():  # it would cut something off: take that along
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert document.layer.owner[here] != before
    assert session.undo_stack.count() == steps + 1
