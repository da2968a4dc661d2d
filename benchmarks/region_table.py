"""The table of 65,025 regions: shown, sorted, filtered and marked in the window's thread."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from itertools import cycle

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from benchmarks.budgets import Figure, measure
from planner.insight.region_rows import RegionRows
from planner.model.geometry import Geometry
from planner.model.graph import RegionGraph
from planner.model.measures import Measure
from planner.model.regions import RegionSet
from planner.model.types import RegionId, bools, floats, ints
from ui.tables.region_table import RegionTable
from ui.theme import theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

REGIONS, TERRITORIES = 65_025, 300
AT_ONCE = 0.2
MEASURES = (
    Measure("prospects", "Prospects", "accounts", ""),
    Measure("potential", "Potential", "EUR", ""),
)


def figures() -> Iterator[Figure]:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    rows, inside = _rows(), bools(np.ones(REGIONS))
    table = RegionTable()
    table.resize(1000, 700)
    table.show()
    what = f"table of {REGIONS:,} regions"
    fills = theme.ramp("terr") * 40

    def show() -> None:
        table.show_regions(rows, inside, MEASURES, ("place", "places"), fills)
        table.repaint()

    yield measure(f"{what}: shown the first time", show, runs=1, warm=0, budget=AT_ONCE)
    yield measure(f"{what}: shown again after an edit", show, budget=AT_ONCE)
    for column in (1, 2, 4):
        turn = cycle((Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder))

        def sort(column: int = column, turn: Iterator[Qt.SortOrder] = turn) -> None:
            table.view.sortByColumn(column, next(turn))
            table.repaint()

        yield measure(f"{what}: sorted by column {column}", sort, budget=AT_ONCE)
    typed = cycle(("1", "12", "123", ""))
    fields = table.view.header.fields
    yield measure(f"{what}: a letter typed", lambda: fields[1].setText(next(typed)), budget=AT_ONCE)
    for name, regions in (
        ("every second region", np.arange(0, REGIONS, 2)),
        ("all", np.arange(REGIONS)),
    ):
        mark = partial(table.choose, ints(regions))
        yield measure(f"{what}: {name} selected elsewhere", mark, budget=AT_ONCE)
    table.close()
    table.deleteLater()


def _rows() -> RegionRows:
    draw = np.random.default_rng(1)
    n = REGIONS
    regions = RegionSet(
        ids=tuple(RegionId(f"{at:06d}") for at in range(n)),
        names=tuple(f"Place {at}" for at in draw.permutation(n).tolist()),
        geometry=Geometry(
            xy=floats(np.zeros((0, 2))), ring_start=ints([0]), polygon_start=ints([0]),
            region_start=ints(np.zeros(n + 1)),
        ),
        points=floats(draw.uniform(0, 1e6, (n, 2))),
        area_km2=floats(np.ones(n)),
        graph=RegionGraph(regions=n, borders=ints(np.empty((0, 2))), border_km=floats([])),
        crs="EPSG:28992",
    )  # fmt: skip
    return RegionRows(
        regions=regions,
        owner=ints(draw.integers(0, TERRITORIES, n)),
        codes=(*(f"T{at:03d}" for at in range(TERRITORIES)), ""),
        reps=(*(f"Rep {at}" for at in range(TERRITORIES)), ""),
        measures=("prospects", "potential"),
        loads=floats(draw.lognormal(3, 1, (n, 2))),
        accounts=ints(draw.integers(0, 20, n)),
        locked=bools(draw.random(n) < 0.1),
    )
