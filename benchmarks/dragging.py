"""A stroke of the brush on the real page: one move of the pointer until all of it is painted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from benchmarks.budgets import Figure
from benchmarks.map.sets import SETS, plan_in_work
from benchmarks.map.stopwatch import Stopwatch, Timed
from benchmarks.map.window import application, move, press, release
from benchmarks.saving import accounts
from planner.edits.scenarios import duplicate_scenario
from planner.io.plan_reader import read_plan
from planner.model.layers import Layer
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, Scenario
from planner.model.territories import Territory
from planner.model.types import TerritoryId, bools, floats
from ui.actions import Actions
from ui.document import Document
from ui.jobs import JobRunner
from ui.map.canvas import MapCanvas
from ui.messages import Messages
from ui.selection import Selection
from ui.settings import Settings
from ui.steps.territories import TerritoriesStep
from ui.workbench import Workbench

TERRITORIES = 40
MOVES = 60
FRAME = 0.016
WINDOW = (1440, 900)


def figures() -> Iterator[Figure]:
    app = application()
    for name, path in SETS.items():
        if not path.exists():
            print(f"{name} regions are not here; left out")
            continue
        read, _ = read_plan(path)
        assert read is not None
        window, step = _page(app, _peopled(read))
        for times, radius, size in ((1, "one region", 0), (1, "30 px", 2), (8, "30 px", 2)):
            found = _stroke(step, size, times)
            what = f"a stroke over {name} regions x{times}, {radius}: each move, processor time"
            yield Figure(what, found.cpu, found.cpu, found.most, FRAME)
        window.close()
        window.deleteLater()
        app.processEvents()


def _peopled(read: Plan) -> Plan:
    """Return a plan of 40 territories, three measures and 250,000 accounts."""
    chance, n = np.random.default_rng(1), len(read.regions)
    work = plan_in_work(read.regions, TERRITORIES)
    measures = tuple(
        Measure(key, key.capitalize(), unit, "accounts.count")
        for key, unit in (("prospects", "accounts"), ("workload", "hours"), ("potential", "EUR"))
    )
    shares = floats(np.full((TERRITORIES, 3), 1 / TERRITORIES))
    territories = tuple(
        Territory(TerritoryId(f"T{t + 1:02d}"), f"Territory {t + 1}") for t in range(TERRITORIES)
    )
    none = bools(np.zeros(n, np.bool_))
    layer = Layer("base", "Territories", territories, work.content.owner, none, shares)
    plan = replace(
        read,
        measures=measures,
        loads=floats(chance.lognormal(2, 1, (n, 3)).round(1)),
        accounts=accounts(n, chance),
        scenarios=(Scenario(TODAY, (layer,)),),
    )
    return duplicate_scenario(plan, TODAY, "Plan A")


def _page(app: QApplication, plan: Plan) -> tuple[QMainWindow, TerritoriesStep]:
    """Show the page of territories as the window does: map, strip below, inspector beside."""
    window = QMainWindow()
    window.resize(*WINDOW)
    bench = Workbench(
        document=Document(plan, parent=window),
        selection=Selection(window),
        runner=JobRunner(window),
        actions=Actions(window),
        settings=Settings(window),
        messages=Messages(window),
    )
    step = TerritoriesStep(bench)
    assert step.strip is not None
    assert step.inspector is not None
    whole, left = QWidget(), QVBoxLayout()
    left.addWidget(step.centre, 1)
    left.addWidget(step.strip)
    row = QHBoxLayout(whole)
    row.addLayout(left, 1)
    row.addWidget(step.inspector)
    step.inspector.setFixedWidth(336)
    window.setCentralWidget(whole)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    step.enter()
    while step.page.canvas.scene is None:
        app.processEvents()
    return window, step


def _stroke(step: TerritoriesStep, size: int, times: int) -> Timed:
    """Paint along a wave, from a border of territories on, into the one that the stroke begins in.

    Moves that take no further region cost next to nothing and are not counted.
    """
    canvas = step.page.canvas
    step.tools.use("brush")
    step.tools.size_brush(size)
    canvas.fit_all()
    left, middle = _border(canvas)
    canvas.zoom_by(times, QPointF(left, middle))
    canvas.settle()
    press(canvas, left, middle)
    QApplication.processEvents()
    taken, scene = Stopwatch(), canvas.scene
    assert scene is not None
    for turn in range(1, MOVES):
        watch, before = Stopwatch(), scene.draft
        with watch:
            move(canvas, left + 6 * turn, middle + 60 * np.sin(turn / 8), held=True)
            QApplication.processEvents()
        if scene.draft is not before:
            taken.add(watch.timed)
    canvas.tool.cancel()
    release(canvas, left, middle)
    step.tools.use("select")
    QApplication.processEvents()
    return taken.timed


def _border(canvas: MapCanvas) -> tuple[float, float]:
    """Return the western side of where two territories meet, nearest to the middle of the left half."""
    scene = canvas.scene
    assert scene is not None
    edges, owner = scene.edges, scene.content.owner
    meet = edges[owner[edges[:, 0]] != owner[edges[:, 1]]]
    points = scene.prepared.points[meet]
    east_of = points[:, 1, 0] - points[:, 0, 0]
    level = np.abs(points[:, 1, 1] - points[:, 0, 1]) < np.abs(east_of)
    pixels = scene.pixels_of(floats(points[level, (east_of < 0).astype(np.int64)[level]]))
    away = np.hypot(pixels[:, 0] - canvas.width() * 0.3, pixels[:, 1] - canvas.height() / 2)
    x, y = pixels[away.argmin()].tolist()
    return x, y
