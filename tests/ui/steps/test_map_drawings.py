"""Accounts, homes, names and lines over the map of the territories page, by real mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import grid_plan, grid_reps
from page_bench import Bench, open_bench, territories_page
from pyproj import Transformer
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from planner.edits.accounts import name_accounts
from planner.insight.ownership import account_owners
from planner.insight.scope import Scope, ScopeKind
from planner.model.accounts import Accounts
from planner.model.plan import Plan
from planner.model.territories import Territory
from planner.model.types import Floats, floats, ints
from ui.actions import Act
from ui.map.canvas import MapCanvas
from ui.settings import Settings
from ui.steps.account_places import SPREAD, accounts_in_scope, homes_in_scope, placed_accounts
from ui.steps.map_switches import ACCOUNTS, BORDERS, HOMES, LABELS, NAMES, PARENTS
from ui.steps.territories import TerritoriesStep

LEFT = Qt.MouseButton.LeftButton
WITHIN = 20_000


def degrees(metres: Floats) -> Floats:
    """Degrees of points in metres of the grid."""
    back = Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)
    return floats(np.stack(back.transform(metres[:, 0], metres[:, 1]), axis=1))


def with_points(plan: Plan, metres: Floats) -> Plan:
    """The plan with its first accounts at these points."""
    lon_lat = plan.accounts.lon_lat.copy()
    lon_lat[: len(metres)] = degrees(metres)
    return replace(plan, accounts=replace(plan.accounts, lon_lat=floats(lon_lat)))


def accounts_plan() -> Plan:
    """Six by eight regions of one account each; A00001 has a point of its own in region 0.

    Accounts 8 to 11 lie together in region 8; the first rep lives in region 27, the home base of his
    territory is region 3; account 5 is named for the second rep.
    """
    (x, y), *_ = degrees(floats(np.array([[3_500.0, 3_500.0]]))).tolist()
    reps = (*grid_reps(1, lon_lat=(x, y)), *grid_reps(3)[1:])
    plan = grid_plan(6, 8, 3, reps, goals=None)
    region = plan.accounts.region.copy()
    region[8:12] = 8
    plan = replace(plan, accounts=replace(plan.accounts, region=ints(region)))
    scenarios = []
    for scenario in plan.scenarios:
        base = scenario.base
        seated: tuple[Territory, ...] = tuple(
            replace(one, seat=3 if at == 0 else None) for at, one in enumerate(base.territories)
        )
        scenarios.append(replace(scenario, layers=(replace(base, territories=seated),)))
    plan = replace(plan, scenarios=tuple(scenarios))
    plan = with_points(plan, floats(np.array([[700.0, 700.0]])))
    return name_accounts(plan, "Plan A", {plan.accounts.ids[5]: "R02"})


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, accounts_plan())


@pytest.fixture
def step(qtbot: QtBot, bench: Bench) -> TerritoriesStep:
    made = territories_page(qtbot, bench)
    settle(qtbot, made)
    return made


def settle(qtbot: QtBot, step: TerritoriesStep) -> None:
    """Wait until nothing is under way and everything is placed."""
    canvas = step.page.canvas
    qtbot.waitUntil(lambda: not step._bench.runner.is_busy, timeout=WITHIN)
    canvas.settle()
    canvas.grab()


def turn(qtbot: QtBot, step: TerritoriesStep, key: str) -> None:
    """Open the legend, click a switch, close the legend, and wait for what it brings."""
    box, title = step.page.switches.boxes[key], step.page.legend.findChild(QPushButton)
    assert title is not None
    QTest.mouseClick(title, LEFT)
    assert box.isVisible()
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    QTest.mouseClick(title, LEFT)
    settle(qtbot, step)


def over(canvas: MapCanvas, x: float, y: float) -> QPoint:
    """The logical pixel of a point of the grid."""
    (right, down), *_ = canvas.pixels_of(floats(np.array([[x, y]]))).tolist()
    return QPoint(round(right), round(down))


def picture(canvas: MapCanvas) -> QImage:
    return canvas.grab().toImage()


class Said:
    """What the status line said last."""

    def __init__(self, bench: Bench) -> None:
        self.text = ""
        bench.bench.messages.pointed.connect(self._hear)

    def _hear(self, text: str) -> None:
        self.text = text


# Where accounts lie


def test_an_account_lies_at_its_point_or_in_its_region() -> None:
    plan = accounts_plan()
    placed = placed_accounts(plan, (0.0, 0.0))
    at = placed.points.at * (1.0, -1.0)
    assert at[0] == pytest.approx([700, 700], abs=0.01)
    assert at[1] == pytest.approx(plan.regions.points[1])
    assert placed.points.guessed.tolist() == [False] + [True] * 47
    assert placed.points.customer.tolist() == [bool(at % 2) for at in range(48)]


def test_accounts_of_one_region_without_points_stand_apart_inside_it() -> None:
    placed = placed_accounts(accounts_plan(), (0.0, 0.0))
    at = placed.points.at[placed.region == 8] * (1.0, -1.0)
    assert len(np.unique(at.round(3), axis=0)) == 4
    away = np.hypot(*(at - (500.0, 1_500.0)).T)
    assert (away > 0).all()
    assert (away <= SPREAD * 1_000).all()


def test_an_account_with_neither_point_nor_region_is_not_drawn() -> None:
    plan = accounts_plan()
    region = plan.accounts.region.copy()
    region[[0, 1]] = -1
    plan = replace(plan, accounts=replace(plan.accounts, region=ints(region)))
    placed = placed_accounts(plan, (0.0, 0.0))
    assert placed.points.row.tolist() == [0, *range(2, 48)]
    west = Scope(ScopeKind.PARENT, "West", "province")
    scenario = plan.scenarios[-1]
    shown = accounts_in_scope(placed, plan, scenario, scenario.base, west)
    assert 0 not in shown.row
    assert (plan.accounts.region[shown.row] % 8 < 4).all()


def test_more_money_makes_a_larger_mark_and_no_money_the_same_for_all() -> None:
    plan = accounts_plan()
    money = np.zeros(48)
    money[[1, 2]] = 100.0, 25.0
    rich = replace(
        plan.accounts, numbers={"revenue_last_year": floats(money)}, text=plan.accounts.text
    )
    sizes = placed_accounts(replace(plan, accounts=rich), (0.0, 0.0)).points.size
    assert sizes[1] > sizes[2] > sizes[0] == 0.0
    poor: Accounts = replace(plan.accounts, numbers={})
    assert len(set(placed_accounts(replace(plan, accounts=poor), (0, 0)).points.size)) == 1


def test_homes_of_a_scope_are_those_of_its_owners() -> None:
    plan = accounts_plan()
    scenario = plan.scenarios[-1]
    homes = homes_in_scope(plan, scenario.base, scenario, Scope(), (0.0, 0.0))
    assert homes.rep == (0,)
    assert homes.territories == ((0,),)
    assert homes.at[0] == pytest.approx([3_500, -3_500], abs=0.01)


# On the page


def test_accounts_are_off_at_first_and_come_with_a_click(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    drawings, boxes = step.drawings, step.page.switches.boxes
    assert [key for key, box in boxes.items() if box.isChecked()] == [LABELS, BORDERS, NAMES]
    assert drawings.accounts.layout is None
    before = picture(step.page.canvas)
    turn(qtbot, step, ACCOUNTS)
    assert drawings.accounts.layout is not None
    assert picture(step.page.canvas) != before
    again = Settings(bench.window)
    assert again.flag("map_shows_accounts", False)
    turn(qtbot, step, ACCOUNTS)
    assert drawings.accounts.layout is None


def test_the_legend_explains_accounts_while_they_are_shown(
    qtbot: QtBot, step: TerritoriesStep
) -> None:
    lines = step.page.legend.lines
    assert lines["customer"].isHidden()
    turn(qtbot, step, ACCOUNTS)
    assert not lines["named"].isHidden()  # account 6 is
    assert not lines["customer"].isHidden()
    title = step.page.legend.findChild(QPushButton)
    QTest.mouseClick(title, LEFT)
    assert step.page.legend.geometry().bottom() < step.page.canvas.height()
    assert step.page.legend.geometry().top() >= 0


def test_the_pointer_tells_what_an_account_is(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    said, canvas = Said(bench), step.page.canvas
    turn(qtbot, step, ACCOUNTS)
    qtbot.mouseMove(canvas, over(canvas, 700, 700))
    assert said.text == "Account 1  ·  prospect  ·  €\u00a00  ·  with Rep 1"
    qtbot.mouseMove(canvas, over(canvas, 3_500, 500))
    assert "no point known: drawn in the middle of Place 4" in said.text
    assert "customer" in said.text
    qtbot.mouseMove(canvas, over(canvas, 5_500, 500))
    assert "named, whatever its region" in said.text
    assert "with Rep 2" in said.text
    qtbot.mouseMove(canvas, over(canvas, 5_800, 900))
    assert said.text.startswith("Place 6,")


def test_a_click_on_an_account_opens_it_in_the_inspector(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    canvas = step.page.canvas
    turn(qtbot, step, ACCOUNTS)
    qtbot.mouseClick(canvas, LEFT, pos=over(canvas, 700, 700))
    assert bench.bench.selection.regions.tolist() == [0]
    listed = step.panels.selection.accounts.list
    assert listed.isVisible()
    assert listed.currentItem().text().startswith("Account 1")
    qtbot.mouseClick(canvas, LEFT, pos=over(canvas, 1_800, 900))
    assert bench.bench.selection.regions.tolist() == [1]
    assert step.panels.selection.accounts.list.currentRow() == -1


def told_by(bench: Bench) -> list[str]:
    told: list[str] = []
    bench.bench.messages.told.connect(lambda said: told.append(said.text))
    return told


def test_the_lock_keeps_an_account_with_its_owner_and_frees_it(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    said, told, canvas = Said(bench), told_by(bench), step.page.canvas
    turn(qtbot, step, ACCOUNTS)
    before, place = bench.document.plan, over(canvas, 700, 700)
    bench.actions[Act.LOCK].trigger()
    plain = picture(canvas)
    qtbot.mouseClick(canvas, LEFT, pos=place)
    settle(qtbot, step)
    assert told == ["Account 1 stays with Rep 1."]
    assert bench.document.undo_stack.undoText() == "keep Account 1"
    assert not bench.document.layer.locked.any()
    kept = bench.document.plan
    points = step.drawings.accounts.points
    assert points is not None
    assert points.named[0]
    qtbot.mouseMove(canvas, QPoint(3, 3))
    assert picture(canvas) != plain
    qtbot.mouseMove(canvas, place)
    assert said.text.endswith("with Rep 1  ·  kept there, whatever its region")
    step.by_hand.assign(ints([0]), 1)
    assert account_owners(bench.document.plan, bench.document.scenario)[0] == "R01"
    bench.document.undo_stack.undo()
    qtbot.mouseClick(canvas, LEFT, pos=place)
    assert told[-1] == "Account 1 follows its region again."
    bench.document.undo_stack.setIndex(0)
    assert bench.document.plan is before
    bench.document.undo_stack.setIndex(1)
    assert bench.document.plan is kept


def test_an_account_a_solver_named_is_kept_by_a_click_and_the_pointer_tells_why(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    said, canvas = Said(bench), step.page.canvas
    turn(qtbot, step, ACCOUNTS)
    bench.actions[Act.LOCK].trigger()
    place = over(canvas, 5_500, 500)
    qtbot.mouseClick(canvas, LEFT, pos=place)
    (one,) = bench.document.scenario.exceptions
    assert (one.rep_id, one.is_asked) == ("R02", True)
    why = replace(one, reason="knows them", asked_by="Rep 3", until=bench.document.plan.start)
    scenario = replace(bench.document.scenario, exceptions=(why,))
    scenarios = (*bench.document.plan.scenarios[:-1], scenario)
    bench.document.edit("tell why", replace(bench.document.plan, scenarios=scenarios))
    qtbot.mouseMove(canvas, QPoint(3, 3))
    qtbot.mouseMove(canvas, place)
    assert "  ·  knows them  ·  asked by Rep 3  ·  until " in said.text


def test_an_account_of_nobody_is_not_kept_and_says_so(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    step.by_hand.assign(ints([0]), -1)
    told, canvas, before = told_by(bench), step.page.canvas, bench.document.plan
    turn(qtbot, step, ACCOUNTS)
    bench.actions[Act.LOCK].trigger()
    qtbot.mouseClick(canvas, LEFT, pos=over(canvas, 700, 700))
    assert told == ["Account 1 is with nobody, so nobody can keep it."]
    assert bench.document.plan is before


def test_all_kept_accounts_are_freed_by_one_action(bench: Bench, step: TerritoriesStep) -> None:
    told = told_by(bench)
    bench.actions[Act.FREE_ACCOUNTS].trigger()
    assert told == ["No account is kept with its owner."]
    named = bench.document.scenario.exceptions
    for row in (0, 1):
        step.by_hand.toggle_account(row)
    assert len(bench.document.scenario.exceptions) == 3
    bench.actions[Act.FREE_ACCOUNTS].trigger()
    assert bench.document.scenario.exceptions == named
    assert bench.document.undo_stack.undoText() == "free 2 accounts"


def test_several_accounts_are_counted_and_a_click_comes_closer(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    said, canvas = Said(bench), step.page.canvas
    canvas.zoom_by(0.5)
    canvas.settle()
    turn(qtbot, step, ACCOUNTS)
    layout, scene = step.drawings.accounts.layout, canvas.scene
    assert layout is not None
    assert scene is not None
    one = max(layout.bunches, key=lambda bunch: bunch.count)
    assert sum(bunch.count for bunch in layout.bunches) + len(layout.found.single) == 48
    place = QPoint(round(one.x), round(one.y))
    qtbot.mouseMove(canvas, place)
    assert said.text.startswith(f"{one.count} accounts, €")
    before = scene.view.scale
    qtbot.mouseClick(canvas, LEFT, pos=place)
    assert scene.view.scale > before * 1.5
    assert scene.sharp


def test_accounts_at_one_place_are_selected_by_a_click(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    canvas = step.page.canvas
    plan = bench.document.plan
    same = with_points(plan, floats(np.tile([2_500.0, 2_500.0], (3, 1))))
    bench.document.edit("move", same)
    turn(qtbot, step, ACCOUNTS)
    qtbot.mouseClick(canvas, LEFT, pos=over(canvas, 2_500, 2_500))
    assert bench.bench.selection.regions.tolist() == [0, 1, 2, 18]  # where they count


def test_accounts_of_the_scope_only(qtbot: QtBot, bench: Bench, step: TerritoriesStep) -> None:
    turn(qtbot, step, ACCOUNTS)
    bench.document.look_at(Scope(ScopeKind.PARENT, "West", "province"))
    settle(qtbot, step)
    points = step.drawings.accounts.points
    assert points is not None
    assert (bench.document.plan.accounts.region[points.row] % 8 < 4).all()
    assert len(points) < 48


def test_the_picture_of_accounts_moves_with_the_map_and_is_drawn_anew_at_rest(
    qtbot: QtBot, step: TerritoriesStep
) -> None:
    canvas, drawing = step.page.canvas, step.drawings.accounts
    turn(qtbot, step, ACCOUNTS)
    first = drawing.layout
    canvas.pan(40, 0)
    canvas.grab()
    assert drawing.layout is not None
    qtbot.waitUntil(lambda: canvas.grab() is not None and drawing.layout is not first)
    assert drawing.layout.view == canvas.scene.view if canvas.scene else False


def test_a_home_tells_whose_it_is_and_a_click_shows_the_way_to_the_home_base(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    said, canvas = Said(bench), step.page.canvas
    turn(qtbot, step, HOMES)
    home = over(canvas, 3_500, 3_500)
    qtbot.mouseMove(canvas, home)
    assert said.text == "Home of Rep 1, T01"
    between = over(canvas, 3_500, 2_100)
    qtbot.mouseClick(canvas, LEFT, pos=home)
    assert bench.bench.selection.territory == 0
    qtbot.mouseMove(canvas, QPoint(3, 3))
    shown = picture(canvas)
    turn(qtbot, step, HOMES)
    bare = picture(canvas)
    column = range(between.y() - 12, between.y() + 12)
    assert any(shown.pixelColor(between.x(), y) != bare.pixelColor(between.x(), y) for y in column)


def test_switches_change_what_the_map_shows(qtbot: QtBot, step: TerritoriesStep) -> None:
    canvas = step.page.canvas
    for key in (LABELS, NAMES):  # words are not drawn to the last pixel twice
        with_words = picture(canvas)
        turn(qtbot, step, key)
        assert picture(canvas) != with_words, key
    above = QRect(0, 0, canvas.width(), canvas.height() * 2 // 3)
    for key in (BORDERS, PARENTS, HOMES):
        before = picture(canvas).copy(above)
        turn(qtbot, step, key)
        assert picture(canvas).copy(above) != before, key
        turn(qtbot, step, key)
        assert picture(canvas).copy(above) == before, key


def test_names_come_when_their_regions_are_wide_enough(qtbot: QtBot, step: TerritoriesStep) -> None:
    canvas, names = step.page.canvas, step.drawings.names
    canvas.zoom_by(0.5)
    settle(qtbot, step)
    few = len(names.placed)
    canvas.fit_all()
    settle(qtbot, step)
    assert few < 10 < 40 < len(names.placed)
    turn(qtbot, step, NAMES)
    assert names.placed == []


def test_a_plan_without_accounts_homes_or_parents_offers_no_switch_for_them(qtbot: QtBot) -> None:
    plan = grid_plan(2, 2, 2, accounts=0)
    plan = replace(plan, regions=replace(plan.regions, parents={}))
    for bench in open_bench(qtbot, plan):
        boxes = territories_page(qtbot, bench).page.switches.boxes
        assert [key for key, box in boxes.items() if box.isHidden()] == [PARENTS, ACCOUNTS, HOMES]


def test_an_edit_that_moves_no_mark_does_not_place_them_anew(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    for key in (ACCOUNTS, HOMES, PARENTS):
        turn(qtbot, step, key)
    calls: list[object] = []
    canvas, place = step.page.canvas, step.page.canvas.place_again
    canvas.place_again = lambda: (calls.append(1), place())  # type: ignore[method-assign]
    points, homes = step.drawings.accounts.points, step.drawings.homes.homes
    step.by_hand.assign(ints([9]), 1)
    assert bench.document.plan.scenario("Plan A").base.owner[9] == 1
    assert calls == []
    assert step.drawings.accounts.points is points
    assert step.drawings.homes.homes is homes
    turn(qtbot, step, HOMES)
    assert calls


# Saving the view


def test_the_view_is_saved_by_its_keys(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told: list[str] = []
    bench.bench.messages.told.connect(lambda said: told.append(said.text))
    chosen: list[str] = []

    def ask(_parent: object, _title: str, suggested: str, kinds: str) -> tuple[str, str]:
        chosen.extend([suggested, kinds])
        return str(tmp_path / "view"), kinds.split(";;")[2]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    turn(qtbot, step, ACCOUNTS)
    bench.window.activateWindow()
    qtbot.keyClick(
        step.page.canvas,
        Qt.Key.Key_E,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert chosen[0].endswith("Grid.png")
    qtbot.waitUntil(lambda: not step.saver.is_busy, timeout=60_000)
    assert told == ["view.png is saved."]
    image, canvas = QImage(str(tmp_path / "view.png")), step.page.canvas
    assert image.width() % 3 == image.height() % 3 == 0
    assert image.height() > 3 * canvas.height()
    assert Settings(bench.window).text("picture_folder", "") == str(tmp_path)


def test_saving_is_cancelled(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, tmp_path: Path
) -> None:
    request = step.drawings.request()
    assert request is not None
    step.saver.save(request, tmp_path / "view.pdf", 1.0)
    assert step.saver.is_busy
    step.saver.cancel()
    qtbot.waitUntil(lambda: not step.saver.is_busy, timeout=WITHIN)
    assert not (tmp_path / "view.pdf").exists()
    assert step.saver.card.isHidden()
    assert bench.actions[Act.SAVE_VIEW].isEnabled()


def test_a_picture_that_cannot_be_saved_is_told(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, tmp_path: Path
) -> None:
    heard: list[str] = []
    bench.bench.messages.failed.connect(lambda trouble: heard.append(trouble.what))
    request = step.drawings.request()
    assert request is not None
    step.saver.save(request, tmp_path / "no" / "view.png", 1.0)
    qtbot.waitUntil(lambda: not step.saver.is_busy, timeout=60_000)
    assert heard == ["The picture could not be saved"]


def test_the_order_of_a_picture_has_the_view_without_its_selection(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    canvas = step.page.canvas
    turn(qtbot, step, ACCOUNTS)
    turn(qtbot, step, HOMES)
    bench.bench.selection.select([4])
    bench.document.look_at(Scope(ScopeKind.PARENT, "West", "province"))
    settle(qtbot, step)
    request = step.drawings.request()
    assert request is not None
    assert request.sight is not None
    scene = canvas.scene
    assert scene is not None
    assert request.sight.metres == pytest.approx(1 / scene.view.scale)
    assert (request.sight.width, request.sight.height) == (canvas.width(), canvas.height())
    assert scene.fitted  # all is seen, so it stands in the middle
    assert request.sight.centre == pytest.approx((4_000.0, 3_000.0), abs=request.sight.metres)
    assert "West" in request.subtitle
    assert 0 < len(request.sight.accounts) < 48
    assert len(request.sight.homes) == 1
    canvas.zoom_by(2.0)
    settle(qtbot, step)
    closer = step.drawings.request()
    assert closer is not None
    assert closer.sight is not None
    (x, y), *_ = canvas.pixels_of(floats(np.array([closer.sight.centre]))).tolist()
    assert (x, y) == pytest.approx((canvas.width() / 2, canvas.height() / 2))
    keys = [key for key, _ in request.sight.marks]
    assert {"customer", "prospect", "home", "base"} <= set(keys)
    assert "selected" not in keys
