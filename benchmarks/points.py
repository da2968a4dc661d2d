"""What lies over the map beside territories: 250,000 accounts, names of regions, the view as a PDF."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.budgets import Figure
from benchmarks.map.sets import SETS, Work, plan_in_work
from benchmarks.map.stopwatch import timed
from benchmarks.map.window import application, canvas_of, look_at
from planner.io.picture_file import PictureRequest
from planner.io.picture_sight import Sight
from planner.io.plan_reader import read_plan
from planner.model.projection import project
from planner.model.types import Floats, bools, floats, ints
from ui.map.account_points import AccountPoints
from ui.map.accounts_drawing import AccountsDrawing, bunches_of
from ui.map.cache import prepared_map
from ui.map.canvas import MapCanvas
from ui.map.region_names import RegionNames
from ui.use_cases.picture_child import draw_picture

ACCOUNTS = 250_000
TIMES = (1, 4, 16, 64)
FRAME, BINNED, PAPER = 0.016, 0.010, 10.0
STEP = (20, 9)
NEAR_M = 2_000.0


def measure(
    what: str, action: Callable[[], object], *, runs: int, budget: float | None = None
) -> Figure:
    """Return processor time of this thread, which a busy machine does not lengthen."""
    found = timed(action, runs, warm=1)
    return Figure(what, found.cpu, found.cpu, found.most, budget)


def figures() -> Iterator[Figure]:
    application()
    name, path = [(name, path) for name, path in SETS.items() if path.exists()][-1]
    plan, issues = read_plan(path)
    assert plan is not None, issues
    regions = plan.regions
    work = plan_in_work(regions)
    at = _places(work)
    degrees = floats(np.random.default_rng(2).random((ACCOUNTS, 2)) * (3, 3) + (4, 50))
    yield measure(
        "250,000 accounts projected (in a worker)", lambda: project(degrees, "EPSG:28992"), runs=3
    )
    with tempfile.TemporaryDirectory() as folder:
        prepared = prepared_map(regions.geometry, regions.points, folder=Path(folder))
        with canvas_of(work, prepared) as canvas:
            yield from _on_canvas(canvas, work, at, name)
        yield from _on_paper(work, at, name, Path(folder))


def _places(work: Work) -> Floats:
    """Return accounts around regions drawn by chance: many where regions are small, as people live."""
    chance = np.random.default_rng(1)
    at = work.regions.points[chance.integers(0, len(work.regions), ACCOUNTS)]
    return floats(at + chance.normal(size=at.shape) * NEAR_M)


def _points(at: Floats, origin: tuple[float, float]) -> AccountPoints:
    chance = np.random.default_rng(3)
    return AccountPoints(
        row=ints(np.arange(len(at))),
        at=floats((at - origin) * (1.0, -1.0)),
        money=floats(chance.random(len(at)) * 1e5),
        size=floats(chance.random(len(at))),
        customer=bools(chance.random(len(at)) < 0.5),
        named=bools(chance.random(len(at)) < 0.01),
        guessed=bools(np.zeros(len(at))),
    )


def _on_canvas(canvas: MapCanvas, work: Work, at: Floats, name: str) -> Iterator[Figure]:
    scene = canvas.scene
    assert scene is not None
    drawing, names = AccountsDrawing(), RegionNames()
    canvas.add_drawing(drawing)
    canvas.add_drawing(names)
    for times in TIMES:
        look_at(canvas, work, times)
        yield measure(
            f"{name} regions x{times}: pan frame without accounts", _panning(canvas), runs=40
        )
    points = _points(at, scene.prepared.origin)
    for times in TIMES:
        look_at(canvas, work, times)
        yield measure(
            f"{name} regions x{times}: 250,000 accounts gathered for a view",
            lambda: bunches_of(points, scene), runs=9, budget=BINNED,
        )  # fmt: skip
    drawing.show(points)
    names.shown = True
    names.show(work.regions.names)
    for times in TIMES:
        look_at(canvas, work, times)
        yield measure(
            f"{name} regions x{times}: accounts placed and drawn at rest",
            _placing(canvas, drawing),
            runs=9,
        )
        yield measure(
            f"{name} regions x{times}: pan frame with 250,000 accounts and names",
            _panning(canvas), runs=40, budget=FRAME,
        )  # fmt: skip
        yield measure(
            f"{name} regions x{times}: account under the pointer",
            lambda: canvas.mark_at(500.0, 400.0), runs=40, budget=FRAME / 4,
        )  # fmt: skip
        yield measure(
            f"{name} regions x{times}: names placed and drawn at rest",
            lambda: names.place(scene, ()),
            runs=9,
        )


def _panning(canvas: MapCanvas) -> Callable[[], object]:
    turn = 0

    def pan() -> None:
        nonlocal turn
        way = 1 if turn // 10 % 2 else -1
        turn += 1
        canvas.pan(STEP[0] * way, STEP[1] * way)
        canvas.repaint()

    return pan


def _placing(canvas: MapCanvas, drawing: AccountsDrawing) -> Callable[[], object]:
    scene, points = canvas.scene, drawing.points

    def place() -> None:
        drawing.show(None)
        drawing.show(points)
        if scene is not None:
            drawing.place(scene, ())

    return place


def _on_paper(work: Work, at: Floats, name: str, folder: Path) -> Iterator[Figure]:
    """Yield what the view of all regions takes as a PDF, child process and all."""
    regions, content = work.regions, work.content
    low, high = regions.points.min(axis=0), regions.points.max(axis=0)
    chance = np.random.default_rng(4)
    centre = (low + high) / 2
    request = PictureRequest(
        title=f"{name} regions",
        geometry=regions.geometry,
        points=regions.points,
        edges=regions.graph.edges,
        owner=content.owner,
        codes=tuple(mark.code for mark in content.marks),
        figures=tuple(mark.figure for mark in content.marks),
        seats=ints([mark.seat or 0 for mark in content.marks]),
        sight=Sight(
            centre=(float(centre[0]), float(centre[1])),
            metres=float((high - low).max()) / 1_000,
            width=1_100.0,
            height=700.0,
            accounts=at,
            money=floats(np.ones(len(at))),
            sizes=floats(np.full(len(at), 0.5)),
            customers=bools(chance.random(len(at)) < 0.5),
            named=bools(np.zeros(len(at))),
        ),
    )
    target = folder / "view.pdf"

    def draw() -> None:
        failure = draw_picture(request, target)
        assert not failure, failure

    found = timed(draw, 3, warm=0)  # the child's own time is not this thread's
    yield Figure(
        f"{name} regions with 250,000 accounts as a PDF (wall)",
        found.wall, found.wall, found.wall, PAPER,
    )  # fmt: skip
    size = target.stat().st_size / 1e6
    print(f"| the PDF in MB | {size:.1f} | | 30 | {'within' if size <= 30 else 'OVER'} |")
