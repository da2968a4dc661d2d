"""The market page with real widgets: areas drawn and dragged, rules, constants, files, order, undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from builders import grid_plan
from page_bench import Bench, move, open_bench, show_page
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot
from region_files import squares, write_regions

from planner.edits.areas import add_area
from planner.edits.segments import add_segment
from planner.insight.scope import Scope, ScopeKind
from planner.model.accounts import Accounts
from planner.model.inside import outline_of, regions_inside, shape_of
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.types import floats
from ui.actions import Act
from ui.map.canvas import MapCanvas
from ui.panels.rule_editor import RuleEditor
from ui.steps.colouring import colouring_of
from ui.steps.market import MarketStep
from ui.steps.territories import TerritoriesStep

LEFT = Qt.MouseButton.LeftButton


def market_plan() -> Plan:
    """A 6 x 6 grid with an account of 100 euro in each region; prospects are measured by formula."""
    plan = grid_plan(6, 6, 3)
    counted = Measure("revenue", "Revenue", "EUR", "accounts.sum(potential) * 0.018 * 7400")
    loads = np.column_stack([plan.loads[:, :2], np.full(36, 13320.0)])
    return replace(plan, measures=(*plan.measures[:2], counted), loads=floats(loads))


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, market_plan())


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> MarketStep:
    made = MarketStep(bench.bench)
    show_page(qtbot, bench, made)
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=10_000)
    return made


def pixel(canvas: MapCanvas, x_km: float, y_km: float) -> QPoint:
    x, y = canvas.pixels_of(floats([[x_km * 1000, y_km * 1000]]))[0].tolist()
    return QPoint(round(x), round(y))


def draw(
    qtbot: QtBot, bench: Bench, step: MarketStep, corners: Sequence[tuple[float, float]]
) -> None:
    """P, a click a corner, Enter."""
    canvas = step.page.canvas
    bench.actions[Act.POLYGON].trigger()
    for x, y in corners:
        qtbot.mouseClick(canvas, LEFT, pos=pixel(canvas, x, y))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)


def type_name(qtbot: QtBot, step: MarketStep, name: str) -> None:
    edit = step.panels.areas.name_form.name.edit
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClicks(edit, name)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


CORNERS = [(0.3, 0.3), (2.7, 0.3), (3.2, 1.7), (2.2, 2.8), (0.4, 2.2)]


def test_an_area_is_drawn_named_counted_and_undone(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    before = bench.document.plan
    draw(qtbot, bench, step, CORNERS)
    assert bench.document.plan is before
    type_name(qtbot, step, "Pilot")
    plan = bench.document.plan
    assert [(area.key, area.label) for area in plan.areas] == [("pilot", "Pilot")]
    assert bench.document.undo_stack.undoText() == "draw Pilot"
    held = shapely.contains_xy(shape_of(plan.areas[0].outline), plan.regions.points)
    assert regions_inside(plan.areas[0], plan.regions).tolist() == held.tolist()
    (row,) = step.panels.areas.table.rows_model.rows
    assert (row.label, row.regions) == ("Pilot", int(held.sum()))
    assert 3 <= row.regions <= 9
    bench.document.undo_stack.undo()
    assert bench.document.plan is before
    assert step.page.areas.areas == ()
    assert not step.panels.areas.table.rows_model.rows


def test_segments_still_add_up_with_an_area_among_them(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    draw(qtbot, bench, step, CORNERS)
    type_name(qtbot, step, "Pilot")
    step.panels.areas.card.segment.click()
    assert [segment.where for segment in bench.document.plan.segments] == ["area:pilot"]
    *parts, total = step.panels.segments.table.rows_model.rows
    assert [part.label for part in parts] == ["Pilot", "Everyone else"]
    assert sum(part.accounts for part in parts) == total.accounts == 36
    assert sum(part.amount for part in parts) == total.amount
    assert step.panels.areas.table.rows_model.rows[0].use == "Segment"


def test_dragging_a_corner_changes_the_count_before_it_is_let_go(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    square = outline_of(shapely.box(250, 250, 2250, 2250))
    bench.document.edit("draw", add_area(bench.document.plan, "Pilot", square))
    step.areas.choose("pilot")
    canvas = step.page.canvas
    corner = next(at for at in square.xy.tolist() if at == [2250.0, 2250.0])
    qtbot.mousePress(canvas, LEFT, pos=pixel(canvas, corner[0] / 1e3, corner[1] / 1e3))
    for at in (2.6, 3.2, 4.4):
        move(canvas, pixel(canvas, at, at))
    row = step.panels.areas.table.rows_model.rows[0]
    tried = shape_of(step.page.areas.areas[0].outline)
    expected = int(shapely.contains_xy(tried, bench.document.plan.regions.points).sum())
    assert row.regions == expected > 4
    assert step.page.areas.areas[0].text.endswith(f"{expected} regions")
    assert bench.document.undo_stack.count() == 1
    qtbot.mouseRelease(canvas, LEFT, pos=pixel(canvas, 4.4, 4.4))
    assert bench.document.undo_stack.undoText() == "reshape Pilot"
    assert (
        int(regions_inside(bench.document.plan.areas[0], bench.document.plan.regions).sum())
        == expected
    )
    bench.document.undo_stack.undo()
    assert bench.document.plan.areas[0].outline is square


def test_esc_amid_a_drag_leaves_the_area_as_it_was(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    square = outline_of(shapely.box(250, 250, 2250, 2250))
    bench.document.edit("draw", add_area(bench.document.plan, "Pilot", square))
    step.areas.choose("pilot")
    canvas = step.page.canvas
    qtbot.mousePress(canvas, LEFT, pos=pixel(canvas, 2.25, 2.25))
    move(canvas, pixel(canvas, 4.4, 4.4))
    assert step.panels.areas.table.rows_model.rows[0].regions > 4
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert step.panels.areas.table.rows_model.rows[0].regions == 4
    assert bench.document.undo_stack.count() == 1


def test_undo_amid_a_drag_drops_the_drag_with_the_area(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    before, square = bench.document.plan, outline_of(shapely.box(100, 100, 1900, 1900))
    bench.document.edit("draw", add_area(before, "Pilot", square))
    step.areas.choose("pilot")
    canvas = step.page.canvas
    qtbot.mousePress(canvas, LEFT, pos=pixel(canvas, 1.9, 1.9))
    move(canvas, pixel(canvas, 2.9, 2.9))
    bench.document.undo_stack.undo()
    move(canvas, pixel(canvas, 3.9, 3.9))
    qtbot.mouseRelease(canvas, LEFT, pos=pixel(canvas, 3.9, 3.9))
    canvas.grab()
    assert bench.document.plan is before
    assert step.page.areas.areas == ()
    assert not canvas.is_held


def test_a_dot_amid_a_side_becomes_a_corner_and_del_takes_it_away(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    square = outline_of(shapely.box(250, 250, 2250, 2250))
    bench.document.edit("draw", add_area(bench.document.plan, "Pilot", square))
    step.areas.choose("pilot")
    canvas = step.page.canvas
    qtbot.mousePress(canvas, LEFT, pos=pixel(canvas, 1.25, 0.25))
    move(canvas, pixel(canvas, 1.25, 1.4))
    qtbot.mouseRelease(canvas, LEFT, pos=pixel(canvas, 1.25, 1.4))
    assert len(bench.document.plan.areas[0].outline.xy) == 6
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(bench.document.plan.areas[0].outline.xy) == 5
    assert bench.document.undo_stack.count() == 3
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert step.areas.chosen == ""


def test_a_double_click_on_a_line_adds_a_corner(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    square = outline_of(shapely.box(250, 250, 2250, 2250))
    bench.document.edit("draw", add_area(bench.document.plan, "Pilot", square))
    step.areas.choose("pilot")
    qtbot.mouseDClick(step.page.canvas, LEFT, pos=pixel(step.page.canvas, 0.7, 0.25))
    outline = bench.document.plan.areas[0].outline
    assert len(outline.xy) == 6
    assert shape_of(outline).area == pytest.approx(shape_of(square).area, rel=0.01)


def test_a_circle_holds_what_is_nearer_than_its_edge(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    canvas = step.page.canvas
    bench.actions[Act.CIRCLE].trigger()
    qtbot.mousePress(canvas, LEFT, pos=pixel(canvas, 3, 3))
    move(canvas, pixel(canvas, 4, 3))
    qtbot.mouseRelease(canvas, LEFT, pos=pixel(canvas, 4.1, 3))
    type_name(qtbot, step, "Round")
    assert step.panels.areas.table.rows_model.rows[0].regions == 4


def test_what_was_drawn_and_not_named_is_gone_with_esc(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    draw(qtbot, bench, step, CORNERS)
    assert len(step.page.areas.areas) == 1
    bench.actions[Act.ESCAPE].trigger()
    assert step.page.areas.areas == ()
    assert bench.document.undo_stack.count() == 0


def test_backspace_takes_a_corner_back_and_esc_drops_the_polygon(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    canvas = step.page.canvas
    bench.actions[Act.POLYGON].trigger()
    for at in (1, 2):
        qtbot.mouseClick(canvas, LEFT, pos=pixel(canvas, at, at))
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert step.areas.drawn is None
    qtbot.mouseClick(canvas, LEFT, pos=pixel(canvas, 1, 1))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool.name == "polygon"
    assert step.areas.drawn is None


def two_areas(bench: Bench) -> None:
    plan = add_area(bench.document.plan, "One", outline_of(shapely.box(0, 0, 2000, 2000)))
    plan = add_area(plan, "Two", outline_of(shapely.box(1000, 0, 3000, 2000)))
    bench.document.edit("draw", plan)


@pytest.mark.parametrize(
    ("button", "regions", "text"),
    [("add", 6, "add Two to One"), ("take", 2, "take Two away from One"),
     ("overlap", 2, "keep the overlap of One and Two")],
)  # fmt: skip
def test_areas_are_joined_by_buttons(
    bench: Bench, step: MarketStep, button: str, regions: int, text: str
) -> None:
    two_areas(bench)
    step.areas.choose("one")
    getattr(step.panels.areas.card, button).click()
    assert step.panels.areas.table.rows_model.rows[0].regions == regions
    assert bench.document.undo_stack.undoText() == text


def test_nothing_left_is_refused_in_words(bench: Bench, step: MarketStep) -> None:
    plan = add_area(bench.document.plan, "One", outline_of(shapely.box(0, 0, 2000, 2000)))
    plan = add_area(plan, "Far", outline_of(shapely.box(4000, 4000, 5000, 5000)))
    bench.document.edit("draw", plan)
    step.areas.choose("one")
    step.panels.areas.card.overlap.click()
    assert (
        step.panels.areas.card.trouble.text()
        == "Nothing would be left of One. Choose another area."
    )
    assert bench.document.plan is plan


def test_which_regions_count_and_the_name_are_edits(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    bench.document.edit(
        "draw", add_area(bench.document.plan, "One", outline_of(shapely.box(100, 100, 2400, 900)))
    )
    step.areas.choose("one")
    card = step.panels.areas.card
    assert card.note.text.text() == "Its line runs through 3 regions."
    card.counts.setCurrentIndex(1)
    card.counts.activated.emit(1)
    assert step.panels.areas.table.rows_model.rows[0].regions == 3
    card.note.findChild(QWidget)
    card.name.selectAll()
    qtbot.keyClicks(card.name, "Strip")
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    assert bench.document.plan.areas[0].label == "Strip"
    assert bench.document.undo_stack.count() == 3


def test_an_area_that_a_segment_is_made_of_cannot_be_removed(
    bench: Bench, step: MarketStep
) -> None:
    two_areas(bench)
    bench.document.edit("segment", add_segment(bench.document.plan, "West", "area:one"))
    step.areas.choose("one")
    step.panels.areas.card.remove.click()
    assert "used by West" in step.panels.areas.card.trouble.text()
    step.areas.choose("two")
    step.panels.areas.card.remove.click()
    assert [area.key for area in bench.document.plan.areas] == ["one"]


def test_areas_come_from_a_map_file(
    qtbot: QtBot, bench: Bench, step: MarketStep, tmp_path: Path
) -> None:
    shapes = squares(1, 3, size=2000.0, at=(0.0, 0.0))
    names = {"area": ("West", "West", "East"), "code": ("1", "2", "3")}
    path = write_regions(tmp_path / "areas.geojson", shapes, names, crs="EPSG:28992")
    step.files.read(path)
    form = step.panels.areas.file_form
    qtbot.waitUntil(form.isVisible, timeout=10_000)
    form.column.setCurrentIndex(form.column.findData("area"))
    form.column.activated.emit(0)
    assert form.found.text() == "2 areas: West, East"
    form.take.click()
    assert [area.label for area in bench.document.plan.areas] == ["West", "East"]
    assert bench.document.undo_stack.undoText() == "import 2 areas from areas.geojson"
    bench.document.undo_stack.undo()
    assert bench.document.plan.areas == ()


def test_a_file_without_areas_says_so(
    qtbot: QtBot, bench: Bench, step: MarketStep, tmp_path: Path
) -> None:
    failed: list[str] = []
    bench.bench.messages.failed.connect(lambda trouble: failed.append(trouble.what))
    (tmp_path / "x.geojson").write_text("nothing", "utf-8")
    step.files.read(tmp_path / "x.geojson")
    qtbot.waitUntil(lambda: bool(failed), timeout=10_000)
    assert failed == ["The areas could not be read"]
    assert step.panels.areas.file_form.isHidden()


def choose(box: QComboBox, text: str) -> None:
    at = box.findText(text)
    assert at >= 0
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_the_editor_of_a_rule_comes_into_sight_in_a_low_window(
    qtbot: QtBot, step: MarketStep
) -> None:
    window = step.panels.window()
    window.resize(1024, 480)
    step.panels.segments.add.click()
    save = step.panels.segments.editor.save
    qtbot.waitUntil(lambda: save.visibleRegion().boundingRect() == save.rect())


def begin_rule(step: MarketStep, column: str, value: str) -> RuleEditor:
    """Begin a segment by one row."""
    step.panels.segments.add.click()
    editor = step.panels.segments.editor
    choose(editor.rows[0].column, column)
    choose(editor.rows[0].value, value)
    return editor


def and_above(qtbot: QtBot, editor: RuleEditor, column: str, figure: str) -> None:
    """Ask in a second row that a column is above a figure."""
    editor.more.click()
    choose(editor.rows[1].column, column)
    choose(editor.rows[1].sign, "is above")
    qtbot.keyClicks(editor.rows[1].value.lineEdit(), figure)


def test_a_rule_is_made_of_rows_and_counted_as_it_grows(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    editor = begin_rule(step, "Industry", "food")
    assert editor.text.edit.text() == "industry = 'food'"
    assert editor.count.text() == "12 of 36 accounts, €\u00a0300"
    and_above(qtbot, editor, "Potential", "100")
    assert editor.text.edit.text() == "industry = 'food' and potential > 100"
    assert editor.count.text() == "0 of 36 accounts, €\u00a00"
    choose(editor.rows[1].join, "or")
    assert editor.count.text() == "12 of 36 accounts, €\u00a0300"
    qtbot.keyClicks(editor.name.edit, "Food")
    editor.save.click()
    assert [(one.label, one.where) for one in bench.document.plan.segments] == [
        ("Food", "industry = 'food' or potential > 100")
    ]
    assert bench.document.undo_stack.undoText() == "add segment Food"
    assert editor.isHidden()


def test_a_rule_may_ask_the_region_of_an_account(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    """One account in each of 36 regions; the first three columns of six lie in the West."""
    editor = begin_rule(step, "Region: province", "West")
    assert editor.text.edit.text() == "region.province = 'West'"
    assert editor.count.text().startswith("18 of 36 accounts")
    and_above(qtbot, editor, "Region: workload", "10")
    assert editor.count.text().startswith("0 of 36 accounts")
    choose(editor.rows[1].sign, "is at most")
    assert editor.count.text().startswith("18 of 36 accounts")
    qtbot.keyClicks(editor.name.edit, "West")
    editor.save.click()
    (segment,) = bench.document.plan.segments
    assert segment.where == "region.province = 'West' and region.workload <= 10"
    bench.document.undo_stack.undo()
    assert bench.document.plan.segments == ()


def test_the_text_of_a_rule_and_its_rows_stay_in_step(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    editor = step.panels.segments.editor
    step.panels.segments.add.click()
    editor.text.edit.clear()
    qtbot.keyClicks(editor.text.edit, "status = 'customer' or visits > 3")
    assert [row.column.currentText() for row in editor.rows] == ["Status", "Visits a year"]
    assert editor.rows[1].join.currentText() == "or"
    assert editor.count.text().startswith("36 of 36")
    editor.text.edit.clear()
    qtbot.keyClicks(editor.text.edit, "not (status = 'customer')")
    assert editor.rows == []
    assert editor.only_text.isVisible()
    assert editor.count.text().startswith("18 of 36")


def test_a_rule_that_is_wrong_says_where_and_cannot_be_kept(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    editor = step.panels.segments.editor
    step.panels.segments.add.click()
    qtbot.keyClicks(editor.name.edit, "Wrong")
    editor.text.edit.clear()
    qtbot.keyClicks(editor.text.edit, "visits > 3 and colour = 'red'")
    assert editor.text.trouble.text().startswith(
        "At character 16: accounts have no column 'colour'."
    )
    assert editor.only_text.isHidden()  # it has no brackets
    assert not editor.save.isEnabled()
    qtbot.keyClick(editor.name.edit, Qt.Key.Key_Return)
    assert bench.document.undo_stack.count() == 0


def with_segments(bench: Bench) -> None:
    plan = add_segment(bench.document.plan, "Food", "industry = 'food'")
    bench.document.edit("segments", add_segment(plan, "Customers", "status = 'customer'"))


def test_order_decides_where_an_account_counts_and_overlap_is_told(
    bench: Bench, step: MarketStep
) -> None:
    with_segments(bench)
    rules = step.panels.segments
    counts = {row.label: row.accounts for row in rules.table.rows_model.rows}
    assert counts == {"Food": 12, "Customers": 12, "Everyone else": 12, "Total": 36}
    assert rules.overlaps.text() == (
        "6 accounts are in more than one, most in Food and Customers (6); each counts in the first."
    )
    rules.table.choose(1)
    rules.up.click()
    counts = {row.label: row.accounts for row in rules.table.rows_model.rows}
    assert counts == {"Customers": 18, "Food": 6, "Everyone else": 12, "Total": 36}
    assert bench.document.undo_stack.undoText() == "move segment Customers"
    assert rules.chosen == "customers"
    assert not rules.up.isEnabled()


def test_a_segment_is_edited_and_removed(qtbot: QtBot, bench: Bench, step: MarketStep) -> None:
    with_segments(bench)
    rules = step.panels.segments
    rules.table.choose(0)
    rules.edit.click()
    assert rules.editor.name.edit.text() == "Food"
    choose(rules.editor.rows[0].value, "metal")
    rules.editor.save.click()
    assert bench.document.plan.segments[0].where == "industry = 'metal'"
    rules.table.choose(0)
    rules.remove.click()
    assert [segment.key for segment in bench.document.plan.segments] == ["customers"]


def test_product_lines_have_the_same_editor(qtbot: QtBot, bench: Bench, step: MarketStep) -> None:
    step.panels.fold.click()
    rules = step.panels.products
    assert rules.isVisible()
    rules.begin("Metal", "industry = 'metal'")
    rules.editor.save.click()
    assert [line.key for line in bench.document.plan.products] == ["metal"]
    assert bench.document.undo_stack.undoText() == "add product line Metal"


def test_a_constant_is_typed_over_in_place(qtbot: QtBot, bench: Bench, step: MarketStep) -> None:
    step.show_measure(2)
    card = step.panels.measure
    assert [edit.text() for edit in card.constants] == ["1.8\u00a0%", "7\u202f400"]
    assert card.rate.text() == "= €\u00a0133 for each of potential"
    card.constants[0].selectAll()
    qtbot.keyClicks(card.constants[0], "3.6 %")
    qtbot.keyClick(card.constants[0], Qt.Key.Key_Return)
    measure = bench.document.plan.measures[2]
    assert measure.source == "accounts.sum(potential) * 0.036 * 7400"
    assert bench.document.plan.loads[0, 2] == pytest.approx(26640)
    assert bench.document.undo_stack.undoText() == "set a constant of Revenue"


def test_a_formula_that_is_wrong_stays_in_the_form(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    step.show_measure(2)
    card = step.panels.measure
    card.edit.click()
    card.form.source.edit.setText("accounts.sum(nothing)")
    card.form.save.click()
    assert "no number column 'nothing'" in card.form.source.trouble.text()
    card.form.source.edit.setText("accounts.count")
    card.form.unit.edit.setText("accounts")
    card.form.save.click()
    assert card.form.isHidden()
    assert bench.document.plan.loads[:, 2].tolist() == [1.0] * 36


def test_a_new_measure_is_shown_and_the_last_cannot_go(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    card = step.panels.measure
    card.new.click()
    card.form.name.edit.setText("Visits")
    card.form.source.edit.setText("accounts.sum(visits)")
    card.form.save.click()
    assert card.box.currentText() == "Visits"
    assert bench.document.plan.loads[:, 3].tolist() == [4.0] * 36
    card.edit.click()
    card.form.remove.click()
    assert len(bench.document.plan.measures) == 3


def test_the_legend_counts_regions_and_recolours_the_map(bench: Bench, step: MarketStep) -> None:
    legend = step.page.legend.classes
    values = np.concatenate([np.arange(30.0), np.full(6, 100.0)])
    plan = bench.document.plan
    loads = np.column_stack([values, plan.loads[:, 1:]])
    bench.document.edit("loads", replace(plan, loads=floats(loads)))
    assert sum(legend.histogram.classes.counts) == 36
    legend.cut_box.setCurrentIndex(1)
    legend.cut_box.activated.emit(1)
    legend.count_box.setCurrentIndex(1)
    legend.count_box.activated.emit(1)
    assert legend.histogram.classes.counts == (26, 4, 0, 6)
    shown = step.page.canvas.content.classes
    assert shown is not None
    assert shown.counts.tolist() == [26, 4, 0, 6]


def test_the_strip_and_the_card_show_one_measure(bench: Bench, step: MarketStep) -> None:
    step.balance.measure_chosen.emit(1)
    assert step.panels.measure.box.currentText() == "Workload"
    assert step.balance.measure == 1
    assert step.page.legend.title.text() == "Workload per region"


def test_a_page_that_is_not_seen_works_nothing_out(bench: Bench, step: MarketStep) -> None:
    step.leave()
    with_segments(bench)
    assert len(step.panels.segments.table.rows_model.rows) == 2
    step.enter()
    assert len(step.panels.segments.table.rows_model.rows) == 4


def test_scope_narrows_figures_colours_and_counts(bench: Bench, step: MarketStep) -> None:
    with_segments(bench)
    two_areas(bench)
    bench.document.look_at(Scope(ScopeKind.PARENT, "West", "province"))
    *parts, total = step.panels.segments.table.rows_model.rows
    assert sum(part.accounts for part in parts) == total.accounts == 18
    assert [row.regions for row in step.panels.areas.table.rows_model.rows] == [4, 4]
    shown = step.page.canvas.content.classes
    assert shown is not None
    assert int(shown.counts.sum()) == 18
    assert step.panels.measure.texts()[0] == ("Regions in view", "", "18\u00a0accounts")
    bench.document.look_at(Scope())
    assert step.panels.segments.table.rows_model.rows[-1].accounts == 36


def test_the_legend_folds_and_stays_so(bench: Bench, step: MarketStep) -> None:
    step.page.legend.fold(False)
    assert step.page.legend.classes.histogram.isVisible()
    step.page.legend.title.click()
    assert not step.page.legend.classes.histogram.isVisible()
    assert bench.bench.settings.flag("market_legend_folded", False)


def test_keys_of_the_tool_in_hand_are_said(bench: Bench, step: MarketStep) -> None:
    hints: list[str] = []
    bench.bench.messages.hinted.connect(hints.append)
    bench.actions[Act.POLYGON].trigger()
    assert "double-click or Enter ends" in hints[-1]
    two_areas(bench)
    bench.actions[Act.SELECT].trigger()
    step.areas.choose("one")
    assert hints[-1].startswith("Drag a corner to reshape")


def test_regions_that_the_line_cuts_are_shown(bench: Bench, step: MarketStep) -> None:
    cut = outline_of(shapely.box(100, 100, 2400, 900))
    bench.document.edit("draw", add_area(bench.document.plan, "Cut", cut))
    step.areas.choose("cut")
    step.panels.areas.card.cut_wanted.emit()
    assert bench.bench.selection.regions.tolist() == [0, 1, 2]


def test_a_click_on_an_area_chooses_it_and_beside_it_none(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    two_areas(bench)
    canvas = step.page.canvas
    qtbot.mouseClick(canvas, LEFT, pos=pixel(canvas, 0.5, 0.5))
    assert step.areas.chosen == "one"
    assert step.panels.areas.card.name.text() == "One"
    qtbot.mouseClick(canvas, LEFT, pos=pixel(canvas, 5.5, 5.5))
    assert step.areas.chosen == ""
    qtbot.mouseClick(canvas, LEFT, pos=pixel(canvas, 5.5, 5.5))
    assert bench.bench.selection.regions.tolist() == [35]


def test_every_page_gives_territories_the_colours_that_stay(
    qtbot: QtBot, bench: Bench, step: MarketStep
) -> None:
    territories = TerritoriesStep(bench.bench)
    for widget in (territories.centre, territories.inspector, territories.strip):
        assert widget is not None
        qtbot.addWidget(widget)
    assert territories.display.colouring is colouring_of(bench.document)
    plan, layer = bench.document.plan, bench.document.layer
    before = colouring_of(bench.document).places(plan, layer)
    bench.document.edit("segment", add_segment(plan, "Food", "industry = 'food'"))
    assert colouring_of(bench.document).places(bench.document.plan, layer) is before


def test_the_map_has_a_table_that_says_the_same(bench: Bench, step: MarketStep) -> None:
    plan = bench.document.plan
    loads = np.column_stack([np.arange(36.0), plan.loads[:, 1:]])
    bench.document.edit("loads", replace(plan, loads=floats(loads)))
    bench.actions[Act.TABLE].trigger()
    table = step.page.table
    assert table.isVisible()
    assert table.as_text().splitlines()[:2] == ["Id\tRegion\tProspects", "0036\tPlace 36\t35"]
    table.choose(None)
    table.row_chosen.emit(3)
    assert bench.bench.selection.regions.tolist() == [32]
    bench.document.look_at(Scope(ScopeKind.PARENT, "West", "province"))
    assert len(table.rows_model.rows) == 18
    bench.actions[Act.POLYGON].trigger()
    assert not table.isVisible()


def test_an_editor_whose_segment_was_undone_closes(bench: Bench, step: MarketStep) -> None:
    with_segments(bench)
    rules = step.panels.segments
    rules.table.choose(0)
    rules.edit.click()
    assert rules.editor.isVisible()
    bench.document.undo_stack.undo()
    assert rules.editor.isHidden()


def test_a_plan_without_accounts_says_so(bench: Bench, step: MarketStep) -> None:
    bench.document.edit("none", replace(bench.document.plan, accounts=Accounts()))
    rules = step.panels.segments
    assert not rules.add.isEnabled()
    assert rules.nothing.text() == "This plan has no accounts to count. Import some under Data."
    step.areas.draw_circle((3000.0, 3000.0), 1100.0)
    assert step.panels.areas.name_form.held.text() == "4 regions, Prospects 4"


def test_a_map_of_many_regions_is_no_file_of_areas(
    qtbot: QtBot, bench: Bench, step: MarketStep, tmp_path: Path
) -> None:
    names = {"code": tuple(str(at) for at in range(400))}
    path = write_regions(tmp_path / "many.geojson", squares(20, 20), names, crs="EPSG:28992")
    step.files.read(path)
    form = step.panels.areas.file_form
    qtbot.waitUntil(form.isVisible, timeout=10_000)
    assert form.found.text().startswith("400 areas are too many; 300 are the most.")
    assert not form.take.isEnabled()
