"""The tools that draw, at work: areas on the Market page, regions on the Data page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.gestures import drag, let_go, rest

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from planner.model.plan import Plan
    from ui.main_window import MainWindow
    from ui.map.canvas import MapCanvas

Corners = list[tuple[float, float]]
"""Places as shares of a box, from the west and from the south."""
AROUND: Corners = [(0.15, 0.3), (0.45, 0.1), (0.9, 0.25), (0.8, 0.75), (0.4, 0.9)]


@dataclass(frozen=True)
class _Sheet:
    """The map of a page, and a box on it in metres: left, low, right, high."""

    window: MainWindow
    canvas: MapCanvas
    box: tuple[float, float, float, float]

    def at(self, east: float, north: float) -> QPoint:
        """Return the pixel of a place of the box."""
        from PySide6.QtCore import QPoint

        from planner.model.types import floats

        left, low, right, high = self.box
        place = [left + east * (right - left), low + north * (high - low)]
        x, y = self.canvas.pixels_of(floats([place]))[0].tolist()
        return QPoint(round(x), round(y))

    def click(self, corners: Corners) -> None:
        """Click one place after the other."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        for corner in corners:
            QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, pos=self.at(*corner))

    def drag(self, corners: Corners) -> None:
        """Press and move; the button stays down."""
        drag(self.canvas, [self.at(*corner) for corner in corners])


def drawing_pictures(window: MainWindow, only: list[str] | None) -> Iterator[str]:
    """Make each gesture, yield its name for the picture, and take the gesture back."""
    from ui.actions import Act

    session = window.session
    assert session is not None
    assert session.desk.here is not None
    here = session.desk.here.key
    for page, gestures in (("market", AREAS), ("data", REGIONS)):
        for name, gesture in gestures.items():
            if only and name not in only:
                continue
            steps = session.undo_stack.index()
            session.desk.go_to(page)
            sheet = _sheet(window, page)
            gesture(sheet)
            rest(600)
            yield name
            let_go(sheet.canvas)
            window.acts[Act.ESCAPE].trigger()
            while session.undo_stack.index() > steps:
                session.undo_stack.undo()
            sheet.canvas.fit_all()
            rest()
    session.desk.go_to(here)
    rest()


def _sheet(window: MainWindow, page: str) -> _Sheet:
    from ui.map.canvas import MapCanvas
    from ui.steps.data import DataStep

    assert window.session is not None
    here = window.session.desk.here
    assert here is not None
    if isinstance(here, DataStep):
        here.go_to("regions")
    for _ in range(40):
        rest(100)
        found = here.centre.findChildren(MapCanvas)
        canvas = next((each for each in found if each.isVisible()), None)
        if canvas is not None and canvas.scene is not None and not window.runner.is_busy:
            break
    assert canvas is not None
    plan = window.session.bench.document.plan
    boxes = plan.regions.geometry.boxes()
    whole = (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
    if page == "market":
        return _Sheet(window, canvas, whole)
    largest = _largest(plan)
    canvas.fit_regions(np.array([largest], np.int32))
    canvas.zoom_by(0.4)
    canvas.settle()
    return _Sheet(window, canvas, tuple(boxes[largest].tolist()))


def _largest(plan: Plan) -> int:
    """Return the region with most land that is one piece without a hole."""
    geometry = plan.regions.geometry
    polygons = np.diff(geometry.region_start)
    rings = np.diff(geometry.polygon_start[geometry.region_start])
    return int(np.argmax(np.where((polygons == 1) & (rings == 1), plan.regions.area_km2, 0.0)))


# Gestures


def _area_polygon(sheet: _Sheet) -> None:
    from ui.actions import Act

    sheet.window.acts[Act.POLYGON].trigger()
    sheet.click(AROUND)


def _area_circle(sheet: _Sheet) -> None:
    from ui.actions import Act

    sheet.window.acts[Act.CIRCLE].trigger()
    sheet.drag([(0.5, 0.5), (0.6, 0.55), (0.75, 0.6)])


def _area_reshape(sheet: _Sheet) -> None:
    import shapely

    from planner.edits.areas import add_area
    from planner.model.inside import outline_of
    from ui.actions import Act
    from ui.steps.market import MarketStep

    session = sheet.window.session
    assert session is not None
    step = session.desk.here
    assert isinstance(step, MarketStep)
    left, low, right, high = sheet.box
    shares = [(0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7)]
    ring = [(left + x * (right - left), low + y * (high - low)) for x, y in shares]
    document = session.bench.document
    document.edit("draw", add_area(document.plan, "Randstad", outline_of(shapely.Polygon(ring))))
    sheet.window.acts[Act.SELECT].trigger()
    step.areas.choose(document.plan.areas[-1].key)
    rest()
    sheet.drag([(0.7, 0.7), (0.75, 0.75), (0.85, 0.85)])


def _split_region(sheet: _Sheet) -> None:
    from ui.actions import Act

    sheet.window.acts[Act.SPLIT_REGION].trigger()
    sheet.drag([(-0.1, 0.45), (0.3, 0.5), (0.7, 0.45), (1.1, 0.55)])
    let_go_of(sheet, (1.1, 0.55))


def _draw_region(sheet: _Sheet) -> None:
    from ui.actions import Act

    sheet.window.acts[Act.DRAW_REGION].trigger()
    sheet.click(AROUND)


def _move_border(sheet: _Sheet) -> None:
    from ui.actions import Act

    sheet.window.acts[Act.DRAG_BORDER].trigger()
    session = sheet.window.session
    assert session is not None
    plan = session.bench.document.plan
    geometry, largest = plan.regions.geometry, _largest(plan)
    first = geometry.ring_start[
        geometry.polygon_start[geometry.region_start[[largest, largest + 1]]]
    ]
    corners = geometry.xy[first[0] : first[1]]
    left, low, right, high = sheet.box
    east, north = corners[corners[:, 0].argmax()] - (left, low)
    x, y = float(east / (right - left)), float(north / (high - low))
    sheet.drag([(x, y), (x - 0.05, y), (x - 0.2, y + 0.05)])


def let_go_of(sheet: _Sheet, corner: tuple[float, float]) -> None:
    """Lift the button, and wait for what would come of it."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.mouseRelease(sheet.canvas, Qt.MouseButton.LeftButton, pos=sheet.at(*corner))
    while sheet.window.runner.is_busy:
        rest(50)


AREAS: dict[str, Callable[[_Sheet], None]] = {
    "area_polygon": _area_polygon,
    "area_circle": _area_circle,
    "area_reshape": _area_reshape,
}
REGIONS: dict[str, Callable[[_Sheet], None]] = {
    "region_split": _split_region,
    "region_draw": _draw_region,
    "region_border": _move_border,
}
