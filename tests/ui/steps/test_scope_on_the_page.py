"""Map, strip, tables, inspector and edits follow the scope, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, drag, open_bench, territories_page
from pytestqt.qtbot import QtBot

from planner.edits.replacing import with_layer
from planner.insight.scope import Scope, ScopeKind
from planner.model.types import RepId, ints
from ui.actions import Act
from ui.map.fills import rgb
from ui.steps.scope_words import kept_words
from ui.steps.territories import TerritoriesStep
from ui.theme.theme import T

WEST = Scope(ScopeKind.PARENT, "West", "province")
LEADER = Scope(ScopeKind.PEOPLE, "R01")


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A 6 x 6 grid in three stripes of rows; rep 2 reports to rep 1; columns 0 to 2 are West."""
    plan = grid_plan(6, 6, 3)
    reps = [replace(rep, manager_id=RepId("R01") if rep.id == "R02" else None) for rep in plan.reps]
    yield from open_bench(qtbot, replace(plan, reps=tuple(reps)))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


def owner(bench: Bench) -> list[int]:
    return bench.document.layer.owner.tolist()


def test_the_map_says_what_part_is_looked_at_and_pales_the_rest(
    bench: Bench, step: TerritoriesStep
) -> None:
    chip = step.page.scope
    assert chip.isHidden()
    bench.document.look_at(WEST)
    assert chip.words.text() == "West: 18 of 36 regions. What is pale stays as it is."
    scene = step.page.canvas.scene
    assert scene is not None
    colours = scene.frame._fills.colour[1:]
    assert colours[0] != colours[3]  # both of T01, one in the west, one in the east
    # Nearer to bare land than to its own colour, channel by channel.
    land, own, pale = (
        np.array([value >> shift & 255 for shift in (16, 8, 0)], int)
        for value in (rgb(T("map_land")), int(colours[0]), int(colours[3]))
    )
    assert (np.abs(pale - land) < np.abs(own - land)).all()
    chip.all.click()
    assert chip.isHidden()
    assert bench.document.scope == Scope()


def test_labels_stand_only_on_territories_in_scope(bench: Bench, step: TerritoriesStep) -> None:
    bench.document.look_at(LEADER)
    canvas = step.page.canvas
    canvas.settle()
    canvas.repaint()
    assert canvas._overlay is not None
    assert canvas._overlay.layout is not None
    assert {label.territory for label in canvas._overlay.layout.labels} == {0, 1}


def test_strip_tables_and_inspector_are_of_the_scope(bench: Bench, step: TerritoriesStep) -> None:
    bench.document.look_at(LEADER)
    assert [code for code, _, _ in step.balance.rows()] == ["T01", "T02"]
    assert step.balance.bars.balance.title == "People of Rep 1"
    assert step.panels.overview.title.whole == "Plan A: People of Rep 1"
    bench.actions[Act.TABLE].trigger()
    assert step.page.table.rows_model.rowCount() == 2
    step.page.tables.bar.buttons["regions"].click()
    assert step.page.tables.regions.count.text() == "24 regions"


def test_the_brush_paints_no_region_outside(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.document.look_at(WEST)
    step.page.canvas.fit_all()
    bench.actions[Act.BRUSH].trigger()
    drag(qtbot, step.page.canvas, [8, 14, 15])  # down the west, then one step into the east
    assert owner(bench)[14] == 0
    assert owner(bench)[15] == 1


def test_moving_a_selection_keeps_what_is_outside_and_says_so(
    bench: Bench, step: TerritoriesStep
) -> None:
    told = []
    bench.document.kept_out.connect(told.append)
    bench.document.look_at(WEST)
    step.by_hand.assign(ints([14, 15]), 0)
    assert owner(bench)[14:16] == [0, 1]
    words = kept_words(bench.document.plan, bench.document.scope, told[0])
    assert words == "Outside West and kept: 1\u00a0region."
    assert bench.document.undo_stack.count() == 1


def test_a_lasso_takes_only_what_is_in_scope(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.document.look_at(WEST)
    step.page.canvas.fit_all()
    bench.actions[Act.RECTANGLE].trigger()
    drag(qtbot, step.page.canvas, [0, 17])
    chosen = bench.bench.selection.regions
    assert len(chosen)
    assert (chosen % 6 < 3).all()


def test_an_edit_that_is_refused_says_how_to_make_it(bench: Bench, step: TerritoriesStep) -> None:
    plan = bench.document.plan
    told = []
    bench.document.kept_out.connect(told.append)
    bench.document.look_at(LEADER)
    base = plan.scenario("Plan A").base
    fewer = replace(
        base, territories=base.territories[:2], owner=ints(np.minimum(base.owner, 1)),
        targets=base.targets[:2] / base.targets[:2].sum(axis=0),
    )  # fmt: skip
    bench.document.edit("fewer", with_layer(plan, "Plan A", fewer))
    assert bench.document.plan is plan
    assert kept_words(plan, LEADER, told[0]) == (
        "Nothing changed: that would take a territory away outside People of Rep 1. "
        "Show everything first."
    )
