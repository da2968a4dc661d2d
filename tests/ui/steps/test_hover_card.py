"""The card beside the pointer: after a rest, off the pointer, by the keyboard too, and switched off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, territories_page
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.edits.locks import lock_regions
from planner.model.types import ints
from ui.actions import Act
from ui.map.canvas import MapCanvas
from ui.steps.hover_card import HoverCard
from ui.steps.territories import TerritoriesStep
from ui.widgets.toast import Toast

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, grid_plan(6, 6, 3, accounts=40))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


@pytest.fixture
def card(step: TerritoriesStep) -> HoverCard:
    found = step.page.findChild(HoverCard)
    assert isinstance(found, HoverCard)
    return found


def middle(canvas: MapCanvas, region: int) -> QPoint:
    (x, y), *_ = canvas.points_of(ints([region])).tolist()
    return QPoint(round(x), round(y))


def hover(canvas: MapCanvas, region: int, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    at = QPointF(middle(canvas, region))
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, QPointF(canvas.mapToGlobal(at)), Qt.MouseButton.NoButton,
        button, NONE,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_the_card_comes_after_a_rest_with_the_figures_of_the_region(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, card: HoverCard
) -> None:
    bench.document.edit(
        "lock", lock_regions(bench.document.plan, "Plan A", "base", ints([1]), True)
    )
    hover(step.page.canvas, 1)
    assert card.isHidden()
    qtbot.waitUntil(card.isVisible, timeout=2000)
    assert (card.name.whole, card.code.text()) == ("Place 2", "0002")
    assert card.parents.whole == "West, Gridland"
    assert card.owner.whole == "T01 Rep 1"
    assert card.figures.texts()[0] == ["Prospects", "1\u00a0accounts", "8.3\u00a0%"]
    assert card.foot.text() == "2 accounts"
    assert card.locked.isVisible()


def test_the_card_never_lies_under_the_pointer_nor_takes_the_mouse(
    qtbot: QtBot, step: TerritoriesStep, card: HoverCard
) -> None:
    canvas = step.page.canvas
    for region in (0, 5, 30, 35):
        hover(canvas, region)
        qtbot.waitUntil(card.isVisible, timeout=2000)
        assert not card.geometry().contains(canvas.mapTo(step.page, middle(canvas, region)))
        assert step.page.rect().contains(card.geometry())
    assert card.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_the_card_keeps_off_a_toast(qtbot: QtBot, step: TerritoriesStep, card: HoverCard) -> None:
    canvas, toast = step.page.canvas, Toast(step.page, lambda: None)
    toast.say("14 regions moved to Rotterdam and Delft", undo=True)
    for region in sorted(range(36), key=lambda region: -middle(canvas, region).y())[:18:2]:
        hover(canvas, region)
        qtbot.waitUntil(card.isVisible, timeout=2000)
        assert not card.geometry().intersects(toast.geometry())
        assert not card.geometry().contains(canvas.mapTo(step.page, middle(canvas, region)))


def test_the_keyboard_brings_the_card_too_and_any_key_takes_it_away(
    qtbot: QtBot, step: TerritoriesStep, card: HoverCard
) -> None:
    canvas = step.page.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.waitUntil(card.isVisible, timeout=2000)
    assert card.name.whole in canvas.accessibleDescription()
    assert "% of T0" in canvas.accessibleDescription()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert card.isHidden()


def test_it_gives_way_to_a_gesture_and_stays_away_while_one_goes_on(
    qtbot: QtBot, step: TerritoriesStep, card: HoverCard
) -> None:
    canvas = step.page.canvas
    hover(canvas, 14)
    qtbot.waitUntil(card.isVisible, timeout=2000)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas, 14))
    assert card.isHidden()
    hover(canvas, 21, Qt.MouseButton.LeftButton)
    qtbot.wait(150)
    assert card.isHidden()
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas, 21))


def test_it_can_be_switched_off_and_that_is_remembered(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, card: HoverCard
) -> None:
    bench.actions[Act.HOVER_CARD].trigger()
    hover(step.page.canvas, 14)
    qtbot.wait(150)
    assert card.isHidden()
    assert not bench.bench.settings.flag("hover_card", True)
