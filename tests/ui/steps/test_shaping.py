"""Territories shaped by hand on the page: split, merge, grown, shrunk, swapped, seated, locked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, drag, move, open_bench, place_of, territories_page
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from planner.edits.locks import lock_territory
from planner.model.types import floats, ints
from ui.actions import Act
from ui.panels.split_panel import STEPS
from ui.steps.territories import TerritoriesStep
from ui.steps.territory_inspector import Panel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A 6 x 6 grid in three stripes of two rows each, 12 regions a territory."""
    yield from open_bench(qtbot, grid_plan(6, 6, 3))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


@pytest.fixture
def told(bench: Bench) -> list[str]:
    heard: list[str] = []
    bench.bench.messages.told.connect(lambda message: heard.append(message.text))
    return heard


def owner_of(bench: Bench) -> list[int]:
    return bench.document.layer.owner.tolist()


def codes(bench: Bench) -> list[str]:
    return [str(territory.id) for territory in bench.document.layer.territories]


# Split


def test_a_drawn_line_parts_a_territory_and_enter_makes_it(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    bench.actions[Act.SPLIT].trigger()
    drag(qtbot, step.page.canvas, [13, 19])  # down between columns 0, 1 and 2: through 13 and 19
    assert step.panels.currentIndex() == Panel.SPLIT
    assert bench.document.plan is before  # shown, not made
    leaving = bench.bench.selection.regions.tolist()
    bench.actions[Act.PRIMARY].trigger()
    assert codes(bench) == ["T01", "T02", "T03", "T04"]
    assert np.flatnonzero(np.array(owner_of(bench)) == 3).tolist() == leaving
    assert bench.document.undo_stack.undoText() == "split T02"
    assert bench.bench.selection.territory == 3
    bench.document.undo_stack.undo()
    assert bench.document.plan is before


def test_s_on_a_selected_territory_parts_it_in_halves(bench: Bench, step: TerritoriesStep) -> None:
    bench.bench.selection.select_territory(1)
    bench.actions[Act.SPLIT].trigger()
    assert len(bench.bench.selection.regions) == 6
    assert step.panels.split.share.text() == "50 : 50"


def test_the_slider_says_how_much_leaves(bench: Bench, step: TerritoriesStep) -> None:
    bench.bench.selection.select_territory(1)
    bench.actions[Act.SPLIT].trigger()
    step.panels.split.slider.setValue(1)  # a quarter
    assert len(bench.bench.selection.regions) == 3
    rows = step.panels.split.sides.texts()
    assert rows[0] == ["Regions", "9", "3"]
    assert rows[1][2].endswith("(25\u00a0%)")


def test_the_shares_of_a_split_follow_the_measure_that_is_looked_at(
    bench: Bench, step: TerritoriesStep
) -> None:
    """Workload is 100 in the regions that leave and 300 in those that stay."""
    plan = bench.document.plan
    bench.bench.selection.select_territory(1)
    bench.actions[Act.SPLIT].trigger()
    leaving = bench.bench.selection.regions
    bench.actions[Act.ESCAPE].trigger()
    loads = np.array(plan.loads)
    loads[:, 1] = 300.0
    loads[leaving, 1] = 100.0
    bench.document.edit("loads", replace(plan, loads=floats(loads)))
    bench.bench.selection.select_territory(1)
    bench.actions[Act.SPLIT].trigger()
    panel, before = step.panels.split, bench.bench.selection.regions.tolist()
    assert panel.share.text() == "50 : 50"
    step.balance._measure.setCurrentIndex(1)
    assert panel.share.text() == "75 : 25"
    assert STEPS[panel.slider.value()] == 25
    assert bench.bench.selection.regions.tolist() == before


def test_a_click_parts_the_territory_there(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.SPLIT].trigger()
    qtbot.mouseClick(step.page.canvas, LEFT, pos=place_of(step.page.canvas, 8))
    assert set(np.array(owner_of(bench))[bench.bench.selection.regions]) == {0}
    assert step.panels.currentIndex() == Panel.SPLIT


def test_escape_leaves_a_territory_whole(bench: Bench, step: TerritoriesStep) -> None:
    before = bench.document.plan
    bench.bench.selection.select_territory(1)
    bench.actions[Act.SPLIT].trigger()
    bench.actions[Act.ESCAPE].trigger()
    assert bench.document.plan is before
    assert step.panels.currentIndex() == Panel.TERRITORY


def test_another_selection_ends_a_split(bench: Bench, step: TerritoriesStep) -> None:
    bench.bench.selection.select_territory(1)
    bench.actions[Act.SPLIT].trigger()
    bench.bench.selection.select([0])
    assert step.panels.currentIndex() == Panel.SELECTION
    assert not step.editing.splitting.is_open


def texts_of_home(step: TerritoriesStep) -> tuple[bool, str]:
    panel = step.panels.split
    return panel.home.isVisible() and panel.no_home.isVisible(), panel.home.text()


def test_another_click_gives_what_leaves_its_home_base(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    """T02 is two rows of six; from its corner at 17 the east half leaves, and a quarter of it."""
    before, canvas = bench.document.plan, step.page.canvas
    bench.actions[Act.SEAT].trigger()
    qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, 12))
    bench.bench.selection.clear()
    bench.actions[Act.SPLIT].trigger()
    qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, 14))
    assert not texts_of_home(step)[0]
    qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, 17))
    assert bench.bench.selection.regions.tolist() == [15, 16, 17, 21, 22, 23]
    name = before.regions.names[17]
    assert texts_of_home(step) == (True, f"Home base of the new territory: {name}")
    assert step.page.split.second == 17
    step.panels.split.slider.setValue(1)  # a quarter
    assert 17 in bench.bench.selection.regions
    assert len(bench.bench.selection.regions) == 3
    assert bench.document.undo_stack.count() == 1
    bench.actions[Act.PRIMARY].trigger()
    assert [t.seat for t in bench.document.layer.territories] == [None, 12, None, 17]
    assert step.page.split.second == -1
    bench.document.undo_stack.undo()
    bench.document.undo_stack.undo()
    assert bench.document.plan is before


def test_enter_on_the_region_with_the_keyboard_does_the_same_and_the_link_takes_it_away(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    canvas = step.page.canvas
    bench.actions[Act.SPLIT].trigger()
    canvas.setFocus()
    canvas.focus_region(13)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    halves = bench.bench.selection.regions.tolist()
    canvas.focus_region(14)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert step.editing.splitting.second == 14
    assert 14 in bench.bench.selection.regions
    qtbot.keyClick(step.panels.split.no_home, Qt.Key.Key_Return)
    assert step.editing.splitting.second is None
    assert bench.bench.selection.regions.tolist() == halves
    assert not texts_of_home(step)[0]


def test_a_locked_region_is_no_home_base_of_what_leaves(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, told: list[str]
) -> None:
    step.by_hand.lock(ints([16]), locked=True)
    bench.actions[Act.SPLIT].trigger()
    for region in (13, 16):
        qtbot.mouseClick(step.page.canvas, LEFT, pos=place_of(step.page.canvas, region))
    assert told == [f"{bench.document.plan.regions.names[16]} is locked to T02"]
    assert step.editing.splitting.is_open


def test_a_line_or_another_territory_drops_the_home_base_of_a_split(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    canvas, splitting = step.page.canvas, step.editing.splitting
    bench.actions[Act.SPLIT].trigger()
    for region in (13, 16):
        qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, region))
    drag(qtbot, canvas, [13, 19])
    assert (splitting.territory, splitting.second) == (1, None)
    for region in (16, 2):
        qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, region))
    assert (splitting.territory, splitting.second) == (0, None)


def test_an_edit_meanwhile_ends_a_split(qtbot: QtBot, bench: Bench, step: TerritoriesStep) -> None:
    bench.bench.selection.select_territory(1)
    bench.actions[Act.SPLIT].trigger()
    bench.actions[Act.LOCK_ALL].trigger()
    assert not step.editing.splitting.is_open
    assert step.panels.currentIndex() == Panel.SELECTION


# Merge


def test_two_clicks_merge_and_the_larger_keeps_its_code(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.MERGE].trigger()
    qtbot.mouseClick(step.page.canvas, LEFT, pos=place_of(step.page.canvas, 14))
    qtbot.mouseClick(step.page.canvas, LEFT, pos=place_of(step.page.canvas, 2))
    assert codes(bench) == ["T02", "T03"]  # equal: the first clicked stays
    assert owner_of(bench) == [0] * 24 + [1] * 12
    assert bench.document.undo_stack.undoText() == "merge T01 into T02"
    assert bench.bench.selection.territory == 0


def test_territories_that_do_not_touch_are_asked_about(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    bench.actions[Act.MERGE].trigger()
    qtbot.mouseClick(step.page.canvas, LEFT, pos=place_of(step.page.canvas, 2))
    qtbot.mouseClick(step.page.canvas, LEFT, pos=place_of(step.page.canvas, 32))
    assert bench.document.plan is before
    assert "do not touch" in step.page.question.words.text()
    qtbot.keyClick(step.page.question.answers[0], Qt.Key.Key_Return)
    assert codes(bench) == ["T01", "T02"]
    assert owner_of(bench) == [0] * 12 + [1] * 12 + [0] * 12
    assert step.page.question.isHidden()


def test_a_locked_territory_is_not_merged(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, told: list[str]
) -> None:
    bench.document.edit("lock", lock_territory(bench.document.plan, "Plan A", "base", 0, True))
    step.editing.shaping.merge(0, 1, 0)
    assert len(codes(bench)) == 3
    assert told[-1].startswith("T01 and T02 stay apart")


# Rings and swaps


def test_a_territory_grows_and_shrinks_by_one_ring(bench: Bench, step: TerritoriesStep) -> None:
    bench.bench.selection.select_territory(0)
    bench.actions[Act.GROW].trigger()
    assert owner_of(bench) == [0] * 18 + [1] * 6 + [2] * 12
    bench.actions[Act.SHRINK].trigger()
    assert owner_of(bench) == [0] * 12 + [1] * 12 + [2] * 12
    assert bench.document.undo_stack.undoText() == "shrink T01"


def test_growing_without_a_territory_says_how(
    bench: Bench, step: TerritoriesStep, told: list[str]
) -> None:
    bench.actions[Act.GROW].trigger()
    assert told == ["Select a territory first: double-click it."]


def test_selected_regions_of_two_territories_change_places(
    bench: Bench, step: TerritoriesStep
) -> None:
    bench.bench.selection.select([11, 12])
    bench.actions[Act.SWAP].trigger()
    assert owner_of(bench)[11:13] == [1, 0]
    assert bench.document.undo_stack.undoText() == "swap between T01 and T02"


def test_a_swap_needs_exactly_two_territories(
    bench: Bench, step: TerritoriesStep, told: list[str]
) -> None:
    bench.bench.selection.select([11])
    bench.actions[Act.SWAP].trigger()
    assert "exactly two territories" in told[-1]


# Seats and locks


def test_a_home_base_is_placed_and_taken_away(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.SEAT].trigger()
    canvas = step.page.canvas
    qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, 15))
    assert bench.document.layer.territories[1].seat == 15
    drag(qtbot, canvas, [15, 16])
    assert bench.document.layer.territories[1].seat == 16
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert bench.document.layer.territories[1].seat is None


def test_all_is_locked_and_freed_at_once(bench: Bench, step: TerritoriesStep) -> None:
    bench.actions[Act.LOCK_ALL].trigger()
    assert bench.document.layer.locked.all()
    bench.actions[Act.UNLOCK_ALL].trigger()
    assert not bench.document.layer.locked.any()
    bench.document.undo_stack.undo()
    bench.document.undo_stack.undo()
    assert not bench.document.undo_stack.canUndo()


def test_k_takes_the_lock_in_hand_while_nothing_is_selected(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.LOCK].trigger()
    assert step.page.canvas.tool.name == "lock"
    qtbot.mouseClick(step.page.canvas, LEFT, pos=place_of(step.page.canvas, 15))
    assert np.flatnonzero(bench.document.layer.locked).tolist() == [15]


# Choices beside the tools


def test_a_tool_takes_from_the_territory_chosen_beside_it(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.BRUSH].trigger()
    options = step.page.options
    assert options.isVisible()
    options.source.setCurrentIndex(4)  # all, what nobody has, T01, T02, T03
    assert step.page.canvas.taking.source == 2
    options.target.setCurrentIndex(1)
    drag(qtbot, step.page.canvas, [20, 26])
    assert owner_of(bench)[20] == 1
    assert owner_of(bench)[26] == 0


def test_each_tool_shows_its_own_choices(bench: Bench, step: TerritoriesStep) -> None:
    options = step.page.options
    seen = {}
    for act in (Act.SELECT, Act.BRUSH, Act.LASSO, Act.FLOOD, Act.SEAT):
        bench.actions[act].trigger()
        boxes = (options.target, options.source, options.size_box, options.inside, options.reach)
        seen[act] = "".join(str(int(options.isVisible() and box.isVisible())) for box in boxes)
    assert seen == {
        Act.SELECT: "00000",
        Act.BRUSH: "11100",
        Act.LASSO: "01010",
        Act.FLOOD: "01001",
        Act.SEAT: "00000",
    }


def test_tools_behind_more_show_on_its_button(bench: Bench, step: TerritoriesStep) -> None:
    more = step.page.tools.more
    assert not more.isChecked()
    bench.actions[Act.POLYGON].trigger()
    assert more.isChecked()
    bench.actions[Act.SELECT].trigger()
    assert not more.isChecked()


# Barriers


def drag_line(
    qtbot: QtBot, step: TerritoriesStep, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Draw along the middles of the lowest regions from 0 to 2: it crosses two borders."""
    canvas = step.page.canvas
    qtbot.mousePress(canvas, LEFT, keys, place_of(canvas, 0))
    for region in (1, 2):
        move(canvas, place_of(canvas, region))
    qtbot.mouseRelease(canvas, LEFT, keys, place_of(canvas, 2))


def barred(bench: Bench) -> list[tuple[tuple[str, str], ...]]:
    return [one.pairs for one in bench.document.plan.goals.layers[0].rules.barriers]


def test_a_line_parts_the_neighbours_whose_border_it_crosses(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    ids = before.regions.ids
    bench.actions[Act.BARRIER].trigger()
    drag_line(qtbot, step)
    assert barred(bench) == [((ids[0], ids[1]), (ids[1], ids[2]))]
    assert step.page.canvas.content.barriers.tolist() == [[0, 1], [1, 2]]
    bench.document.undo_stack.undo()
    assert bench.document.plan is before


def test_alt_opens_a_barrier_again(qtbot: QtBot, bench: Bench, step: TerritoriesStep) -> None:
    bench.actions[Act.BARRIER].trigger()
    drag_line(qtbot, step)
    drag_line(qtbot, step, Qt.KeyboardModifier.AltModifier)
    assert barred(bench) == []
    assert bench.document.undo_stack.undoText() == "open a barrier"


def test_a_barrier_is_bent_by_a_drag_and_comes_back(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    """Pulled to the east, the barrier between 0 and 1 goes round 1: over it, since 1 and 2 open."""
    bench.actions[Act.BARRIER].trigger()
    drag_line(qtbot, step)
    drawn, canvas = bench.document.plan, step.page.canvas
    start, end = place_of(canvas, 0), place_of(canvas, 1)
    taken = QPoint((start.x() + end.x()) // 2, end.y())
    qtbot.mousePress(canvas, LEFT, pos=taken)
    move(canvas, end)
    qtbot.mouseRelease(canvas, LEFT, pos=end)
    assert canvas.content.barriers.tolist() == [[1, 7]]
    assert bench.document.undo_stack.undoText() == "bend a barrier"
    bench.document.undo_stack.undo()
    assert bench.document.plan is drawn
    assert canvas.content.barriers.tolist() == [[0, 1], [1, 2]]


def test_a_barrier_goes_on_from_its_end_and_comes_back(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, told: list[str]
) -> None:
    """The lower end of the border between 1 and 2 is the coast, its upper one a corner."""
    bench.actions[Act.BARRIER].trigger()
    drag_line(qtbot, step)
    drawn, canvas = bench.document.plan, step.page.canvas
    two, three, above = (place_of(canvas, region) for region in (2, 3, 8))
    end = QPoint((place_of(canvas, 1).x() + two.x()) // 2, (two.y() + above.y()) // 2)
    for way in ((two, three), (two, place_of(canvas, 1))):
        qtbot.mousePress(canvas, LEFT, pos=end)
        for place in way:
            move(canvas, place)
        qtbot.mouseRelease(canvas, LEFT, pos=way[-1])
    assert len(barred(bench)) == 1
    assert canvas.content.barriers.tolist() == [[0, 1], [1, 2], [2, 3]]
    assert bench.document.undo_stack.undoText() == "extend a barrier"
    assert told == ["The barrier closes what the line crosses already."]
    bench.document.undo_stack.undo()
    assert bench.document.plan is drawn


def test_with_shift_a_barrier_of_its_own_begins_at_an_end(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.BARRIER].trigger()
    drag_line(qtbot, step)
    canvas = step.page.canvas
    two, three = place_of(canvas, 2), place_of(canvas, 3)
    on_line = QPoint((place_of(canvas, 1).x() + two.x()) // 2, two.y())
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(canvas, LEFT, shift, on_line)
    move(canvas, three)
    qtbot.mouseRelease(canvas, LEFT, shift, three)
    assert len(barred(bench)) == 2
    assert [2, 3] in canvas.content.barriers.tolist()


def test_the_hint_tells_how_a_barrier_begins_goes_on_bends_and_opens(
    bench: Bench, step: TerritoriesStep
) -> None:
    hints: list[str] = []
    bench.bench.messages.hinted.connect(hints.append)
    bench.actions[Act.BARRIER].trigger()
    assert all(word in hints[-1] for word in ("Draw", "bend", "end", "Shift", "Alt"))


def test_a_line_that_crosses_nothing_says_so(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, told: list[str]
) -> None:
    bench.actions[Act.BARRIER].trigger()
    drag_line(qtbot, step, Qt.KeyboardModifier.AltModifier)
    assert told == ["No barrier lies there."]


def test_a_question_goes_when_another_tool_is_taken(bench: Bench, step: TerritoriesStep) -> None:
    step.editing.shaping.merge(0, 2, 0)
    assert not step.page.question.isHidden()
    bench.actions[Act.BRUSH].trigger()
    assert step.page.question.isHidden()
