"""The Regions section on the Dutch municipalities: coasts, islands, enclaves, and real distances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, move, open_bench, section_of, show_page
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from redrawn_maps import assert_graph_as_of_a_rebuild
from shared_sets import REGION_SETS

from planner.io.region_table import RegionSource
from planner.io.regions import read_regions
from planner.model.plan import Plan
from planner.model.types import floats, frozen_map, ints
from ui.steps.data import DataStep
from ui.steps.regions_section import RegionsSection

WITHIN = 30_000
LEFT = Qt.MouseButton.LeftButton

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REGION_SETS.is_dir(), reason="../shared is absent"),
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    name = "nl_municipalities"
    read, _ = read_regions([RegionSource(REGION_SETS / name / f"{name}_shp.zip")])
    assert read is not None
    n = len(read.regions)
    columns = {key: np.arange(n) % 97.0 for key in ("prospects", "workload", "potential")}
    regions = replace(read.regions, columns=frozen_map(columns))
    loads = floats(np.stack(list(columns.values()), axis=1))
    made = grid_plan(1, n, 2, accounts=0)
    return replace(made, regions=regions, loads=loads)


@pytest.fixture
def bench(qtbot: QtBot, plan: Plan) -> Iterator[Bench]:
    yield from open_bench(qtbot, plan)


@pytest.fixture
def section(qtbot: QtBot, bench: Bench) -> RegionsSection:
    step = DataStep(bench.bench)
    show_page(qtbot, bench, step)
    section = section_of(step, "regions", RegionsSection)
    rested(qtbot, bench)
    return section


def rested(qtbot: QtBot, bench: Bench) -> None:
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=WITHIN)


@pytest.mark.parametrize("name", ["Utrecht", "Texel", "Baarle-Nassau", "Apeldoorn"])
def test_a_line_drawn_over_a_municipality_splits_it(
    qtbot: QtBot, bench: Bench, section: RegionsSection, name: str
) -> None:
    regions, canvas = bench.document.plan.regions, section.page.canvas
    region = regions.names.index(name)
    canvas.fit_regions(ints([region]))
    canvas.zoom_by(0.6)
    canvas.settle()
    QTest.keyClick(bench.window, Qt.Key.Key_S)
    _, bottom, _, top = regions.geometry.boxes()[region].tolist()
    x, reach = regions.points[region, 0], 0.2 * (top - bottom)
    ends = canvas.pixels_of(floats([[x, top + reach], [x, bottom - reach]]))
    places = [QPoint(*np.round(end).astype(int).tolist()) for end in ends]
    qtbot.mousePress(canvas, LEFT, pos=places[0])
    move(canvas, (places[0] + places[1]) / 2)
    move(canvas, places[1])
    qtbot.mouseRelease(canvas, LEFT, pos=places[1])
    rested(qtbot, bench)
    before = bench.document.plan
    QTest.keyClick(bench.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rested(qtbot, bench)
    after = bench.document.plan
    assert after is not before, section.page.panel.refusal.title.text()
    assert f"{regions.ids[region]}-1" in after.regions.ids
    assert_graph_as_of_a_rebuild(after.regions)
    assert after.loads.sum(axis=0).tolist() == before.loads.sum(axis=0).tolist()
    assert canvas.scene is not None
    assert canvas.scene.prepared.regions == len(after.regions)
    bench.document.undo_stack.undo()
    rested(qtbot, bench)
    assert bench.document.plan is before


def test_neighbours_selected_by_click_and_key_are_merged(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    regions, canvas = bench.document.plan.regions, section.page.canvas
    utrecht = regions.names.index("Utrecht")
    borders = regions.graph.borders
    beside = int(borders[(borders == utrecht).any(axis=1)].sum(axis=1)[0]) - utrecht
    canvas.fit_regions(ints([utrecht, beside]))
    canvas.settle()
    for region, keys in (
        (utrecht, Qt.KeyboardModifier.NoModifier),
        (beside, Qt.KeyboardModifier.ShiftModifier),
    ):
        (x, y), *_ = canvas.pixels_of(regions.points[[region]]).tolist()
        qtbot.mouseClick(canvas, LEFT, keys, QPoint(round(x), round(y)))
    assert bench.bench.selection.regions.tolist() == sorted([utrecht, beside])
    QTest.keyClick(bench.window, Qt.Key.Key_M)
    rested(qtbot, bench)
    section.apply()
    rested(qtbot, bench)
    after = bench.document.plan.regions
    assert len(after) == len(regions) - 1
    assert_graph_as_of_a_rebuild(after)
