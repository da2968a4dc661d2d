"""Draws the real window with each tool of the map at work: light and dark, at both sizes, and at 200 %.

    python -m benchmarks.tool_screens PLAN --out FOLDER [--size 1440x900] [--theme light] [--scale 2]

PLAN is a plan with territories (a plan file or folder). Gestures are made with real mouse events and, but
for those that end in a question, are pictured while they go on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.drawing_screens import drawing_pictures
from benchmarks.gestures import drag, let_go, rest

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from ui.main_window import MainWindow
    from ui.selection import Selection
    from ui.steps.territories import TerritoriesStep

SIZES = ("1440x900", "1280x720")
THEMES = ("light", "dark")
QUALITY = 60
"""Of WebP: a quarter of the size of a PNG, and text stays sharp."""


def main(arguments: list[str] | None = None) -> int:
    """Draw the pictures; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tool_screens", description=__doc__)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", choices=SIZES, action="append")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--scale", type=int, default=1, choices=(1, 2))
    parser.add_argument("--only", action="append", help="name of a picture; all without")
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if asked.scale == 2 and os.environ.get("QT_SCALE_FACTOR") != "2":
        return subprocess.run(
            [sys.executable, "-m", "benchmarks.tool_screens", *(arguments or sys.argv[1:])],
            env={**os.environ, "QT_SCALE_FACTOR": "2"},
            check=False,
        ).returncode
    asked.out.mkdir(parents=True, exist_ok=True)
    _shoot_all(asked)
    return 0


def _shoot_all(asked: argparse.Namespace) -> None:
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QWidget

    from ui.main_window import MainWindow
    from ui.window_shot import shoot

    def walk(window: QWidget) -> None:
        assert isinstance(window, MainWindow)
        for size in asked.size or SIZES:
            wide, high = (int(part) for part in size.split("x"))
            for theme in asked.theme or THEMES:
                window.settings.appearance = theme
                window.resize(wide, high)
                rest()
                names = chain(_pictures(window, asked.only), drawing_pictures(window, asked.only))
                for name in names:
                    end = f"{theme}_{wide}" + ("_200" if asked.scale == 2 else "")
                    window.grab().save(str(asked.out / f"{name}_{end}.webp"), quality=QUALITY)

    shoot(asked.plan, "territories", QSize(1440, 900), "light", inspect=walk)


def _pictures(window: MainWindow, only: list[str] | None) -> Iterator[str]:
    """Make each gesture, yield its name for the picture, and take the gesture back."""
    from ui.actions import Act
    from ui.steps.map_switches import ACCOUNTS
    from ui.steps.territories import TerritoriesStep

    session = window.session
    assert session is not None
    step = session.desk.steps["territories"]
    assert isinstance(step, TerritoriesStep)
    acts = window.acts
    for name, gesture in GESTURES.items():
        if only and name not in only:
            continue
        steps = session.undo_stack.index()
        acts[Act.SELECT].trigger()
        session.bench.selection.clear()
        gesture(window, step)
        rest()
        yield name
        let_go(step.page.canvas)
        step.escape()
        step.escape()
        step.page.switches.boxes[ACCOUNTS].setChecked(False)
        step.page.canvas.fit_all()
        while session.undo_stack.index() > steps:
            session.undo_stack.undo()
        rest()


# Gestures


def _selection(window: MainWindow) -> Selection:
    assert window.session is not None
    return window.session.bench.selection


def _select(window: MainWindow, step: TerritoriesStep) -> None:
    _selection(window).select(_border(step)[:6])


def _territory(window: MainWindow, step: TerritoriesStep) -> None:
    _selection(window).select_territory(2)


def _brush(window: MainWindow, step: TerritoriesStep) -> None:
    from ui.actions import Act

    window.acts[Act.BRUSH].trigger()
    step.tools.size_brush(1)
    step.page.brush.target = int(step.display.now.layer.owner[_border(step)[0]])
    drag(step.page.canvas, [_at(step, region) for region in _beyond(step)[:8]])


def _carry(window: MainWindow, step: TerritoriesStep) -> None:
    regions = _border(step)[:5]
    _selection(window).select(regions)
    drag(step.page.canvas, [_at(step, int(regions[0])), _at(step, int(_beyond(step)[0]))])


def _lasso(window: MainWindow, step: TerritoriesStep) -> None:
    from ui.actions import Act

    window.acts[Act.LASSO].trigger()
    drag(step.page.canvas, _circle(step))


def _rectangle(window: MainWindow, step: TerritoriesStep) -> None:
    from ui.actions import Act

    window.acts[Act.RECTANGLE].trigger()
    circle = _circle(step)
    drag(step.page.canvas, [circle[5], circle[17]])


def _polygon(window: MainWindow, step: TerritoriesStep) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from ui.actions import Act

    window.acts[Act.POLYGON].trigger()
    for corner in _circle(step)[::5]:
        QTest.mouseClick(step.page.canvas, Qt.MouseButton.LeftButton, pos=corner)


def _flood(window: MainWindow, step: TerritoriesStep) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from ui.actions import Act

    window.acts[Act.FLOOD].trigger()
    place = _at(step, int(_border(step)[0]))
    QTest.mouseClick(step.page.canvas, Qt.MouseButton.LeftButton, pos=place)


def _split(window: MainWindow, step: TerritoriesStep) -> None:
    from ui.actions import Act

    _selection(window).select_territory(2)
    window.acts[Act.SPLIT].trigger()


def _split_around(window: MainWindow, step: TerritoriesStep) -> None:
    """Give what leaves a home base at the border of the territory."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    _split(window, step)
    place = _at(step, int(_border(step)[0]))
    QTest.mouseClick(step.page.canvas, Qt.MouseButton.LeftButton, pos=place)


def _merge(window: MainWindow, step: TerritoriesStep) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from ui.actions import Act

    window.acts[Act.MERGE].trigger()
    layer = step.display.now.layer
    for territory in (0, len(layer.territories) - 1):
        place = _at(step, int(layer.regions_of(territory)[0]))
        QTest.mouseClick(step.page.canvas, Qt.MouseButton.LeftButton, pos=place)


def _seat(window: MainWindow, step: TerritoriesStep) -> None:
    from ui.actions import Act

    window.acts[Act.SEAT].trigger()
    regions = step.display.now.layer.regions_of(2)
    middle, end = int(regions[len(regions) // 2]), int(regions[-1])
    step.by_hand.place_seat(2, middle)
    rest()
    drag(step.page.canvas, [_at(step, middle), _at(step, end)])


def _lock(window: MainWindow, step: TerritoriesStep) -> None:
    from planner.model.types import ints
    from ui.actions import Act

    step.by_hand.lock(ints(_border(step)[:12]), locked=True)
    step.by_hand.lock_territory(3, locked=True)
    window.acts[Act.LOCK_TOOL].trigger()


def _lock_account(window: MainWindow, step: TerritoriesStep) -> None:
    """Keep an account with its owner, and point at it."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    from ui.actions import Act
    from ui.steps.map_switches import ACCOUNTS

    step.page.switches.boxes[ACCOUNTS].setChecked(True)
    window.acts[Act.LOCK_TOOL].trigger()
    canvas, accounts = step.page.canvas, step.drawings.accounts
    canvas.fit_regions(_near(step.display.now.plan.regions.points, _border(step))[:8])
    for _ in range(20):
        rest()
        if accounts.layout is not None and accounts.points is not None:
            break
    assert accounts.layout is not None
    single = accounts.layout.found.single_at
    middle = np.array([canvas.width() / 2, canvas.height() / 2])
    for at in single[((single - middle) ** 2).sum(axis=1).argsort()[:3]].tolist():
        place = QPoint(round(at[0]), round(at[1]))
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
        rest()
    QTest.mouseMove(canvas, QPoint(3, 3))
    QTest.mouseMove(canvas, place)


def _cut_off(window: MainWindow, step: TerritoriesStep) -> None:
    """Move regions that hold the only way to others."""
    from planner.insight.cut_off import cut_off
    from planner.model.types import ints

    layer, edges = step.display.now.layer, step.display.now.plan.regions.graph.edges
    for region in _border(step).tolist():
        for other in {int(layer.owner[each]) for each in _neighbours(edges, region)}:
            after = layer.owner.copy()
            after[region] = other
            changes = other >= 0 and other != layer.owner[region]
            if changes and len(cut_off(edges, layer.owner, ints(after))):
                _selection(window).select([region])
                step.editing.moving.move(ints([region]), other)
                return


def _barrier(window: MainWindow, step: TerritoriesStep) -> None:
    from ui.actions import Act

    window.acts[Act.BARRIER].trigger()
    circle = _circle(step)
    step.editing.shaping.draw_barrier(
        step.page.canvas.metres_of(
            np.array([(each.x(), each.y()) for each in circle[:9]], np.float64)
        ),
        opens=False,
    )
    rest()
    drag(step.page.canvas, circle[9:18])


def _bend(window: MainWindow, step: TerritoriesStep) -> None:
    """Close the border of a territory off, and pull the barrier two regions inwards."""
    from PySide6.QtCore import QPoint

    from planner.edits.barriers import add_barrier
    from ui.actions import Act

    assert window.session is not None
    document, canvas = window.session.bench.document, step.page.canvas
    plan, owner = document.plan, document.layer.owner
    edges = plan.regions.graph.borders
    across = edges[(owner[edges] == 2).sum(axis=1) == 1]
    document.edit("barrier", add_barrier(plan, document.layer.key, "River", across))
    window.acts[Act.BARRIER].trigger()
    canvas.fit_regions(_near(plan.regions.points, _border(step))[:12])
    rest(1_000)
    inside = int(_border(step)[0])
    beyond = next(each for each in _neighbours(edges, inside) if owner[each] != 2)
    further = next(each for each in _neighbours(edges, inside) if owner[each] == 2)
    start, end = _at(step, beyond), _at(step, inside)
    for part in np.linspace(0.0, 1.0, 200).tolist():
        place = QPoint(
            round(start.x() + part * (end.x() - start.x())),
            round(start.y() + part * (end.y() - start.y())),
        )
        if canvas.barrier_at(place.x(), place.y()) is not None:
            break
    drag(canvas, [place, end, _at(step, further)])


def _trouble(window: MainWindow, step: TerritoriesStep) -> None:
    from planner.model.types import UNASSIGNED, ints
    from ui.actions import Act

    step.by_hand.assign(ints(_border(step)[:3]), UNASSIGNED)
    for _ in range(20):
        rest()
        if step.editing.troubles.found:
            break
    window.acts[Act.NEXT_PROBLEM].trigger()


GESTURES: dict[str, Callable[[MainWindow, TerritoriesStep], None]] = {
    "select": _select,
    "territory": _territory,
    "carry": _carry,
    "brush": _brush,
    "lasso": _lasso,
    "rectangle": _rectangle,
    "polygon": _polygon,
    "flood": _flood,
    "split": _split,
    "split_around": _split_around,
    "merge": _merge,
    "barrier": _barrier,
    "bend": _bend,
    "seat": _seat,
    "lock": _lock,
    "lock_account": _lock_account,
    "cut_off": _cut_off,
    "trouble": _trouble,
}


# Where


def _neighbours(edges: np.ndarray, region: int) -> list[int]:
    near = edges[(edges == region).any(axis=1)].ravel()
    return [int(each) for each in np.unique(near) if each != region]


def _border(step: TerritoriesStep) -> np.ndarray:
    """Return regions of territory 2 beside another, near to one another."""
    plan, layer = step.display.now.plan, step.display.now.layer
    edges = plan.regions.graph.edges
    owner = layer.owner[edges]
    across = edges[(owner[:, 0] != owner[:, 1]) & (owner == 2).any(axis=1)]
    inside = np.unique(across[layer.owner[across] == 2])
    return _near(plan.regions.points, inside)


def _beyond(step: TerritoriesStep) -> np.ndarray:
    """Return regions of another territory beside those."""
    plan, layer = step.display.now.plan, step.display.now.layer
    here = _border(step)[:1]
    around = _neighbours(plan.regions.graph.edges, int(here[0]))
    first = next(each for each in around if layer.owner[each] not in (2, -1))
    other = layer.regions_of(int(layer.owner[first]))
    away = ((plan.regions.points[other] - plan.regions.points[first]) ** 2).sum(axis=1)
    return other[np.argsort(away)]


def _near(points: np.ndarray, regions: np.ndarray) -> np.ndarray:
    away = ((points[regions] - points[regions[0]]) ** 2).sum(axis=1)
    return regions[np.argsort(away)]


def _at(step: TerritoriesStep, region: int) -> QPoint:
    from PySide6.QtCore import QPoint

    scene = step.page.canvas.scene
    assert scene is not None
    x, y = scene.pixels_of(scene.prepared.points[[region]])[0]
    return QPoint(round(float(x)), round(float(y)))


def _circle(step: TerritoriesStep) -> list[QPoint]:
    from PySide6.QtCore import QPoint

    middle, radius = _at(step, int(_border(step)[0])), 80
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    return [
        middle + QPoint(round(radius * np.cos(turn)), round(radius * np.sin(turn)))
        for turn in turns
    ]


if __name__ == "__main__":
    sys.exit(main())
