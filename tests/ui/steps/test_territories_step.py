"""The territories page with real widgets on a grid: brush, keys, locks, table, strip, scenarios."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, drag, open_bench, territories_page
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.edits.assignment import assign
from planner.edits.locks import lock_regions, lock_territory
from planner.insight.scope import Scope, ScopeKind
from planner.insight.summary import layer_summary
from planner.model.types import ints
from ui.actions import Act
from ui.steps.territories import TerritoriesStep
from ui.theme import theme
from ui.widgets.figures import deviation


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A window with the plan of a 6 x 6 grid in three stripes of rows, its map drawn."""
    yield from open_bench(qtbot, grid_plan(6, 6, 3))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


def owner_of(bench: Bench) -> list[int]:
    return bench.document.layer.owner.tolist()


def test_a_brush_stroke_is_one_undo_step_and_undo_returns_the_very_same_plan(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    bench.actions[Act.BRUSH].trigger()
    drag(qtbot, step.page.canvas, [9, 15])  # from territory 0 into territory 1
    assert bench.document.undo_stack.count() == 1
    assert owner_of(bench)[15] == 0
    bench.document.undo_stack.undo()
    assert bench.document.plan is before


def test_the_strip_follows_a_stroke_before_it_ends(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.BRUSH].trigger()
    drag(qtbot, step.page.canvas, [9, 15], release=False)
    assert bench.document.undo_stack.count() == 0
    expected = layer_summary(assign(bench.document.plan, "Plan A", "base", ints([15]), 0), "Plan A")
    shown = [bar.deviation for bar in step.balance.bars.balance.bars]
    assert shown == pytest.approx(expected.deviations[:, 0].tolist())
    qtbot.keyClick(step.page.canvas, Qt.Key.Key_Escape)
    assert bench.document.undo_stack.count() == 0
    assert [bar.deviation for bar in step.balance.bars.balance.bars] == [0.0, 0.0, 0.0]


def test_a_locked_region_stays_under_the_brush(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    plan = lock_regions(bench.document.plan, "Plan A", "base", ints([15]), True)
    bench.document.edit("lock", plan)
    bench.actions[Act.BRUSH].trigger()
    drag(qtbot, step.page.canvas, [9, 15, 16])
    assert owner_of(bench)[15] == 1
    assert owner_of(bench)[16] == 0


def test_a_number_moves_the_selection_to_that_neighbour(
    bench: Bench, step: TerritoriesStep
) -> None:
    bench.bench.selection.select([12, 13])
    options = [row.button.text() for row in step.panels.selection.rows]
    assert options == ["T01"]
    bench.actions[Act.MOVE_1].trigger()
    assert owner_of(bench)[12:14] == [0, 0]
    assert bench.document.undo_stack.undoText() == "move 2\u00a0regions to T01"


def test_what_is_locked_does_not_move_and_the_page_says_so(
    bench: Bench, step: TerritoriesStep
) -> None:
    told: list[str] = []
    bench.bench.messages.told.connect(lambda message: told.append(message.text))
    bench.document.edit(
        "lock", lock_regions(bench.document.plan, "Plan A", "base", ints([12]), True)
    )
    bench.bench.selection.select([12])
    bench.actions[Act.MOVE_1].trigger()
    assert owner_of(bench)[12] == 1
    assert told == ["Locked and kept: 1\u00a0region."]


def test_a_locked_territory_takes_nothing_and_the_page_says_so(
    bench: Bench, step: TerritoriesStep
) -> None:
    told: list[str] = []
    bench.bench.messages.told.connect(lambda message: told.append(message.text))
    bench.document.edit("lock", lock_territory(bench.document.plan, "Plan A", "base", 0, True))
    step.by_hand.assign(ints([12]), 0)
    assert owner_of(bench)[12] == 1
    assert told == ["T01 is locked and takes nothing."]


def test_today_cannot_be_brushed(qtbot: QtBot, bench: Bench, step: TerritoriesStep) -> None:
    bench.document.look_at_scenario("Today")
    assert not bench.actions[Act.BRUSH].isEnabled()
    step.by_hand.assign(ints([0]), 1)
    assert bench.document.undo_stack.count() == 0


def test_a_copy_of_today_is_made_from_the_overview(bench: Bench, step: TerritoriesStep) -> None:
    bench.document.look_at_scenario("Today")
    step.panels.overview.copy.click()
    assert bench.document.scenario.name == "Plan B"
    assert bench.document.layer.owner is bench.document.plan.today.base.owner


def test_strip_and_table_show_the_figures_of_insight(bench: Bench, step: TerritoriesStep) -> None:
    bench.actions[Act.TABLE].trigger()
    bench.document.edit("move", assign(bench.document.plan, "Plan A", "base", ints([12, 13]), 0))
    summary = layer_summary(bench.document.plan, "Plan A")
    bars = step.balance.bars.balance.bars
    assert [bar.deviation for bar in bars] == pytest.approx(summary.deviations[:, 0].tolist())
    assert step.page.table.rows_model.rows == summary.rows
    line = step.page.table.as_text().splitlines()[1].split("\t")
    assert line[0] == "T01"
    assert line[3] == "14"
    assert line[4] == "▲ " + deviation(float(summary.deviations[0, 0]))


def test_selection_is_one_for_map_strip_table_and_inspector(
    bench: Bench, step: TerritoriesStep
) -> None:
    step.balance.territory_activated.emit(1)
    assert bench.bench.selection.territory == 1
    assert step.panels.territory.title.whole == "T02  Territory 2"
    step.page.table.selectRow(2)
    assert bench.bench.selection.territory == 2
    assert step.panels.territory.title.whole == "T03  Territory 3"


def test_another_scenario_shows_its_own_figures(bench: Bench, step: TerritoriesStep) -> None:
    plan = assign(bench.document.plan, "Plan A", "base", ints([12, 13, 14]), 0)
    bench.document.edit("move", plan)
    bench.document.look_at_scenario("Today")
    assert [bar.deviation for bar in step.balance.bars.balance.bars] == [0.0, 0.0, 0.0]
    np.testing.assert_array_equal(step.page.canvas.content.owner, plan.today.base.owner)
    bench.document.look_at_scenario("Plan A")
    assert step.balance.bars.balance.bars[0].deviation == pytest.approx(0.25)


def test_the_overview_names_what_breaks_the_rules_and_goes_to_it(
    bench: Bench, step: TerritoriesStep
) -> None:
    assert step.panels.overview.note.title.text() == "Every territory keeps every rule."
    assert step.state().done
    bench.document.edit("move", assign(bench.document.plan, "Plan A", "base", ints([12, 13]), 0))
    assert step.panels.overview.note.title.text() == "1 of 3 territories keep every rule."
    assert step.state().open_points == 2
    bench.actions[Act.NEXT_PROBLEM].trigger()
    assert bench.bench.selection.territory == 0


def test_a_territory_is_locked_and_renamed_from_its_panel(
    bench: Bench, step: TerritoriesStep
) -> None:
    bench.bench.selection.select_territory(1)
    step.panels.territory.lock.click()
    assert bench.document.layer.territories[1].locked
    step.panels.territory.renamed.emit("Randstad")
    assert bench.document.layer.territories[1].name == "Randstad"
    assert bench.document.undo_stack.count() == 2


def reps_of(bench: Bench) -> list[str | None]:
    return [one.rep_id for one in bench.document.layer.territories]


def test_a_territory_is_given_to_another_rep_by_keys_and_they_change_places(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before, panel = bench.document.plan, step.panels.territory
    bench.bench.selection.select_territory(1)
    qtbot.mouseClick(panel.other, Qt.MouseButton.LeftButton)
    offered = [panel.people.itemText(at) for at in range(panel.people.count())]
    assert offered == ["Nobody yet", "Rep 1, has T01", "Rep 2, has T02", "Rep 3, has T03"]
    assert panel.people.chosen == "R02"
    qtbot.keyClick(panel.people, Qt.Key.Key_Down)
    assert bench.document.plan is before
    qtbot.keyClick(panel.people, Qt.Key.Key_Return)
    assert reps_of(bench) == ["R01", "R03", "R02"]
    assert panel.people.isHidden()
    assert panel.rep.text() == "Owner: Rep 3"
    assert bench.document.undo_stack.undoText() == "give T02 to Rep 3"
    bench.document.undo_stack.undo()
    assert bench.document.plan is before


def test_escape_closes_the_list_of_people_and_gives_nothing(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before, panel = bench.document.plan, step.panels.territory
    bench.bench.selection.select_territory(1)
    qtbot.mouseClick(panel.other, Qt.MouseButton.LeftButton)
    qtbot.keyClick(panel.people, Qt.Key.Key_Down)
    bench.actions[Act.ESCAPE].trigger()
    assert panel.people.isHidden()
    assert bench.bench.selection.territory == 1
    assert bench.document.plan is before


def test_a_territory_is_left_open_and_a_locked_one_keeps_its_rep(
    bench: Bench, step: TerritoriesStep
) -> None:
    told: list[str] = []
    bench.bench.messages.told.connect(lambda said: told.append(said.text))
    bench.bench.selection.select_territory(0)
    step.panels.territory.rep_wanted.emit("")
    assert reps_of(bench) == [None, "R02", "R03"]
    assert told == ["T01 is open now."]
    step.panels.territory.lock.click()
    step.panels.territory.rep_wanted.emit("R02")
    assert reps_of(bench) == [None, "R02", "R03"]
    assert told[-1] == "Locked territories keep the rep they have."


def test_a_region_becomes_the_home_base_of_its_territory(
    bench: Bench, step: TerritoriesStep
) -> None:
    bench.bench.selection.select([14])
    step.panels.selection.home.click()
    assert bench.document.layer.territories[1].seat == 14


def test_escape_leaves_the_innermost_thing(bench: Bench, step: TerritoriesStep) -> None:
    bench.bench.selection.select([14])
    step.ask()
    step.escape()
    assert not step.panels.asking
    assert not bench.bench.selection.is_empty
    step.escape()
    assert bench.bench.selection.is_empty


def test_the_measure_chosen_is_shown_on_strip_and_labels(
    bench: Bench, step: TerritoriesStep
) -> None:
    step.balance._measure.setCurrentIndex(2)
    assert step.balance.bars.balance.measure == "Potential"
    assert step.balance.bars.balance.tolerance == 0.10


def test_the_map_has_the_keyboard_and_then_the_table(bench: Bench, step: TerritoriesStep) -> None:
    step.centre.setFocus()
    assert step.page.canvas.hasFocus()
    bench.actions[Act.TABLE].trigger()
    assert step.page.table.hasFocus()


def test_a_region_is_moved_without_a_mouse(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    canvas = step.page.canvas
    canvas.setFocus()
    canvas.focus_region(6)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)  # region 12 lies above region 6
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert bench.bench.selection.regions.tolist() == [12]
    bench.actions[Act.MOVE_1].trigger()
    assert owner_of(bench)[12] == 0
    assert bench.document.undo_stack.count() == 1


def test_the_status_line_says_what_is_under_the_pointer(
    bench: Bench, step: TerritoriesStep
) -> None:
    said: list[str] = []
    bench.bench.messages.pointed.connect(said.append)
    step.page.canvas.hovered.emit(7)
    step.page.canvas.hovered.emit(-1)
    assert said == ["Place 8, T01 Rep 1: 1\u00a0accounts, 10\u00a0hours, €\u00a0100", ""]


def test_a_lasso_selects_and_assigns_nothing(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.LASSO].trigger()
    drag(qtbot, step.page.canvas, [6, 9, 21, 18, 6])
    assert {13, 14} <= set(bench.bench.selection.regions.tolist()) <= set(range(6, 22))
    assert bench.document.undo_stack.count() == 0


def test_the_scope_narrows_strip_and_table(bench: Bench, step: TerritoriesStep) -> None:
    bench.document.look_at(Scope(ScopeKind.PEOPLE, "R02"))
    assert [bar.code for bar in step.balance.bars.balance.bars] == ["T02"]
    assert [row.id for row in step.page.table.rows_model.rows] == ["T02"]


def test_another_theme_colours_the_bars_too(bench: Bench, step: TerritoriesStep) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "dark")
    try:
        here = int(step.display.colouring.places(step.display.now.plan, step.display.now.layer)[0])
        assert step.balance.bars.colours[0] == theme.ramp("terr")[here]
    finally:
        theme.apply(app, "light")
