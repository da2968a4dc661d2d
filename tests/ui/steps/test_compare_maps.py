"""Two scenarios on two maps: in step, swapped, stepped through, never praised for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from builders import grid_plan, stripes
from page_bench import Bench, open_bench, place_of, show_page
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from planner.edits.assignment import assign
from planner.edits.scenarios import duplicate_scenario
from planner.insight.scope import Scope, ScopeKind
from planner.model.types import ints
from ui.actions import Act
from ui.map.canvas import MapCanvas
from ui.map.scene import MapScene
from ui.steps.compare import CompareStep
from ui.tables.change_table import ChangeTable


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """Today in three stripes; Plan A the same but for regions 12 and 13, which go up; Plan B after it."""
    today = stripes(6, 6, 3, across=True)
    plan = grid_plan(6, 6, 3, today=today, plan_a=today)
    plan = assign(plan, "Plan A", "base", ints([12, 13]), 0)
    yield from open_bench(qtbot, duplicate_scenario(plan, "Plan A", "Plan B"))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> CompareStep:
    made = CompareStep(bench.bench)
    show_page(qtbot, bench, made)
    return made


def scene(canvas: MapCanvas) -> MapScene:
    assert canvas.scene is not None
    return canvas.scene


def is_closer(canvas: MapCanvas, before: float) -> bool:
    return scene(canvas).sharp and scene(canvas).view.scale > before


def names(step: CompareStep) -> list[str]:
    return [pane.scenario.currentText() for pane in step.maps.panes]


def test_today_and_what_is_looked_at_stand_side_by_side(step: CompareStep) -> None:
    assert names(step) == ["Today", "Plan B"]
    assert step.maps.words.text() == "2\u00a0regions differ: hatched"
    for canvas in step.maps.canvases:
        assert np.flatnonzero(scene(canvas).content.changed).tolist() == [12, 13]


def test_both_maps_pan_zoom_fly_and_hover_in_step(qtbot: QtBot, step: CompareStep) -> None:
    left, right = step.maps.canvases
    for go in (
        lambda: left.zoom_by(2.0, QPointF(10, 10)),
        lambda: right.pan(33, 7),
        lambda: left.fly_to(ints([0])),
        right.fit_all,
    ):
        go()
        assert scene(left).view == scene(right).view
    qtbot.wait(300)
    assert scene(left).view == scene(right).view
    assert scene(left).sharp
    assert scene(right).sharp
    right.hover(5)
    assert (left._hovered, right._hovered) == (5, 5)


def test_a_row_flies_both_maps_to_what_it_gains_and_loses(
    qtbot: QtBot, bench: Bench, step: CompareStep
) -> None:
    table: ChangeTable = step.changes
    rows = table.rows_model.rows
    assert [(row.code, row.gained, row.lost) for row in rows] == [("T01", 2, 0), ("T02", 0, 2)]
    assert [table.rows_model.index(1, at).data() for at in (3, 4)] == ["", "\u22122"]
    before = scene(step.maps.canvases[0]).view.scale
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton,
        pos=table.visualRect(table.proxy.index(0, 0)).center(),
    )  # fmt: skip
    assert bench.bench.selection.regions.tolist() == [12, 13]
    for canvas in step.maps.canvases:
        qtbot.waitUntil(partial(is_closer, canvas, before), timeout=2000)
        assert np.flatnonzero(canvas.selected).tolist() == [12, 13]


def test_n_steps_through_the_differences(bench: Bench, step: CompareStep) -> None:
    bench.actions[Act.NEXT_PROBLEM].trigger()
    assert step.changes.currentIndex().row() == 0
    bench.actions[Act.NEXT_PROBLEM].trigger()
    assert step.changes.currentIndex().row() == 1


def test_s_swaps_and_the_same_scenario_twice_makes_the_other_give_way(
    bench: Bench, step: CompareStep
) -> None:
    bench.actions[Act.SWAP_SIDES].trigger()
    assert names(step) == ["Plan B", "Today"]
    pane = step.maps.panes[0]
    pane.scenario.setCurrentText("Today")
    pane.scenario.activated.emit(pane.scenario.currentIndex())
    assert names(step) == ["Today", "Plan B"]


def test_a_click_selects_the_region_on_both(qtbot: QtBot, bench: Bench, step: CompareStep) -> None:
    right = step.maps.canvases[1]
    (x, y), *_ = right.points_of(ints([35])).tolist()
    qtbot.mouseClick(right, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert bench.bench.selection.regions.tolist() == [35]
    assert np.flatnonzero(step.maps.canvases[0].selected).tolist() == [35]


def test_the_verdict_praises_nobody_who_breaks_a_rule(bench: Bench, step: CompareStep) -> None:
    assert step.panel.note.title.text() == "Today keeps every rule, Plan B does not."
    step.panel.keep[0].click()
    assert bench.document.scenario.name == "Today"
    for pane, name in zip(step.maps.panes, ("Plan A", "Plan B"), strict=True):
        pane.scenario.setCurrentText(name)
        pane.scenario.activated.emit(pane.scenario.currentIndex())
    assert step.panel.note.title.text() == "Neither keeps every rule yet."
    assert step.panel.note.text.text() == "Everybody has the same in both."


def test_an_edit_is_followed_and_a_scenario_that_goes_gives_its_place(
    bench: Bench, step: CompareStep
) -> None:
    plan = assign(bench.document.plan, "Plan B", "base", ints([14]), 0)
    bench.document.edit("move", plan)
    assert step.maps.words.text() == "3\u00a0regions differ: hatched"
    bench.document.undo_stack.undo()
    assert step.maps.words.text() == "2\u00a0regions differ: hatched"


def test_with_one_scenario_there_is_only_the_table(qtbot: QtBot, bench: Bench) -> None:
    plan = bench.document.plan
    bench.document.edit("remove", replace(plan, scenarios=plan.scenarios[:1]))
    made = CompareStep(bench.bench)
    qtbot.addWidget(made.panel)
    bench.window.setCentralWidget(made.centre)
    bench.window.show()
    made.enter()
    assert made.stack.currentWidget() is made.page


def test_the_comparison_follows_the_scope_and_says_so(bench: Bench, step: CompareStep) -> None:
    bench.document.look_at(Scope(ScopeKind.PARENT, "East", "province"))
    assert step.panel.title.text() == "A: Today, B: Plan B, only East"
    assert step.maps.words.text() == "0\u00a0regions differ: hatched"  # 12 and 13 lie in the west
    bench.document.look_at(Scope(ScopeKind.PARENT, "West", "province"))
    assert step.maps.words.text() == "2\u00a0regions differ: hatched"
    assert step.panel.note.text.text().endswith("This is said of West alone.")
    assert step.page.scope.words.text().startswith("West: all figures are of that alone.")


def test_the_scope_comes_into_sight_on_both_maps_and_everything_does_again(
    bench: Bench, step: CompareStep
) -> None:
    def widths() -> list[int]:
        """Pixels from region 0 to region 2 on each map."""
        places = [
            [place_of(canvas, region).x() for region in (0, 2)] for canvas in step.maps.canvases
        ]
        return [right - left for left, right in places]

    whole = widths()
    bench.document.look_at(Scope(ScopeKind.PARENT, "West", "province"))
    part = widths()
    assert part[0] == part[1] > whole[0]
    for canvas in step.maps.canvases:
        assert canvas.rect().contains(place_of(canvas, 0))
        assert canvas.rect().contains(place_of(canvas, 32))
    bench.document.look_at(Scope())
    assert widths() == whole


def test_both_maps_are_equally_wide_whatever_the_scenarios_are_called(
    bench: Bench, step: CompareStep
) -> None:
    left, right = step.maps.canvases
    assert abs(left.width() - right.width()) <= 1
