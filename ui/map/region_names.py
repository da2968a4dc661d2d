"""Names of regions where they fit: found in the raster, never over one another or over what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap

from planner.model.types import Floats, Ints, ints
from ui.map.halo_words import draw_words
from ui.map.label_layout import Rect
from ui.map.scene import MapScene
from ui.map.still_picture import StillPicture
from ui.theme import theme
from ui.theme.theme import T

Widths = Callable[[int], float]

ROLE = "small"
LEAST_WIDE, LEAST_HIGH = 30.0, 16.0
"""A region narrower or lower than this on screen has no name."""
MOST = 300
"""At most so many names, those of the largest regions."""
ROOM = (1.1, 1.5)
"""A name fades in while its region grows from this to that many times its width."""
FAINT = 0.55
"""Strength of a name that only just fits."""
ROWS = (0.0, 0.25, -0.25, 0.4, -0.4)
"""Where a name may stand above or below the middle, in heights of the region."""
GAP = 2.0
EDGE = 3.0
"""Logical pixels around a name for its halo."""
MOST_KEPT = 3_000
"""So many drawn names are remembered."""


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A name at its place.

    Attributes
    ----------
    region : int
    rect : Rect
    strength : float
        0 to 1: how much of its colour it has.
    """

    region: int
    rect: Rect
    strength: float


class RegionNames:
    """Draws the names of regions while it is `shown`."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.shown = False
        self.placed: list[PlacedName] = []
        self._widths: dict[int, float] = {}
        self._pixmaps: dict[int, QPixmap] = {}
        self._drawn_for: tuple[str, float, str] = ("", 0.0, "")
        self._picture = StillPicture()

    def show(self, names: tuple[str, ...]) -> None:
        """Take the names of the regions of the map."""
        if names is not self.names:
            self.names, self.placed, self._widths = names, [], {}
            self._pixmaps.clear()
            self._picture.forget()

    def place(self, scene: MapScene, taken: Sequence[Rect]) -> Sequence[Rect]:
        if not self.shown or len(self.names) != scene.prepared.regions:
            self.placed = []
            self._picture.forget()
            return ()
        self.placed = placed_names(scene, self._width, taken)
        self._draw(scene)
        return [name.rect for name in self.placed]

    def paint(self, painter: QPainter, scene: MapScene) -> None:
        if not self.placed:
            return
        if self._picture.is_stale:
            self._draw(scene)
        self._picture.paint(painter, scene)

    def _draw(self, scene: MapScene) -> None:
        ink = ink_over(scene)
        with self._picture.begin(scene) as painter:
            for name in self.placed:
                painter.setOpacity(name.strength)
                left, top, _, _ = name.rect
                drawn = self._drawn(name, scene.frame.dpr, ink)
                painter.drawPixmap(QPointF(left - EDGE, top - EDGE), drawn)

    def _drawn(self, name: PlacedName, ratio: float, ink: str) -> QPixmap:
        """Return a name as it was drawn before: most of those on screen stay there from rest to rest."""
        if self._drawn_for != (theme.mode(), ratio, ink) or len(self._pixmaps) > MOST_KEPT:
            self._drawn_for = (theme.mode(), ratio, ink)
            self._pixmaps.clear()
        found = self._pixmaps.get(name.region)
        if found is None:
            _, _, wide, high = name.rect
            found = QPixmap(int((wide + 2 * EDGE) * ratio) + 1, int((high + 2 * EDGE) * ratio) + 1)
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            with QPainter(found) as painter:
                plain = PlacedName(name.region, (EDGE, EDGE, wide, high), 1.0)
                draw_names(painter, [plain], self.names, ink)
            self._pixmaps[name.region] = found
        return found

    def _width(self, region: int) -> float:
        if region not in self._widths:
            metrics = QFontMetricsF(theme.font(ROLE))
            self._widths[region] = metrics.horizontalAdvance(self.names[region])
        return self._widths[region]


def ink_over(scene: MapScene) -> str:
    """Return the token of names: stronger where fills may be deep."""
    return "map_label" if scene.content.by_figure else "text2"


def draw_names(
    painter: QPainter, placed: Sequence[PlacedName], names: Sequence[str], ink: str
) -> None:
    """Draw names where they were placed, as text, in the colour of a token."""
    ascent = QFontMetricsF(theme.font(ROLE)).ascent()
    for name in placed:
        painter.setOpacity(name.strength)
        x, y, _, _ = name.rect
        draw_words(painter, names[name.region], (x, y + ascent), ROLE, T(ink))
    painter.setOpacity(1.0)


def placed_names(scene: MapScene, width: Widths, taken: Sequence[Rect]) -> list[PlacedName]:
    """Return the names that fit inside their regions, the largest region first.

    Parameters
    ----------
    scene : MapScene
        Shown sharp.
    width : callable
        Width of a region's name in logical pixels.
    taken : sequence of Rect
        What no name may touch.
    """
    metrics = QFontMetricsF(theme.font(ROLE))
    high, placed = metrics.height(), list[PlacedName]()
    full = np.array([*taken, *[(0.0,) * 4] * MOST], np.float64).reshape(-1, 4)
    filled = len(taken)
    boxes = scene.prepared.boxes
    across = (boxes[:, 2] - boxes[:, 0]) * (scene.view.scale / scene.frame.dpr)
    for region in _large_enough(scene).tolist():
        wide = width(region)
        if across[region] < ROOM[0] * wide:
            continue
        for x, y, room in _rows_of(scene, region, high):
            if room < ROOM[0] * wide or not wide:
                continue
            rect = (x - wide / 2, y - high / 2, wide, high)
            if _is_free(rect, full[:filled]):
                strength = (room / wide - ROOM[0]) / (ROOM[1] - ROOM[0])
                placed.append(PlacedName(region, rect, min(FAINT + (1 - FAINT) * strength, 1.0)))
                full[filled] = rect
                filled += 1
                break
    return placed


def _is_free(rect: Rect, taken: Floats) -> bool:
    x, y, width, height = rect
    over = (taken[:, 0] < x + width + GAP) & (taken[:, 0] + taken[:, 2] + GAP > x)
    over &= (taken[:, 1] < y + height + GAP) & (taken[:, 1] + taken[:, 3] + GAP > y)
    return not bool(over.any())


def _large_enough(scene: MapScene) -> Ints:
    """Return the regions in view that may have room for a name, the largest first."""
    frame, view = scene.frame, scene.view
    boxes = scene.prepared.boxes * (view.scale / frame.dpr)
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    at = scene.pixels_of(scene.prepared.points)
    inside = (at > 0).all(axis=1) & (at < (frame.width / frame.dpr, frame.height / frame.dpr)).all(
        axis=1
    )
    large = np.flatnonzero(inside & (wide >= LEAST_WIDE) & (high >= LEAST_HIGH))
    return ints(large[np.argsort(-(wide * high)[large], kind="stable")][:MOST])


def _rows_of(scene: MapScene, region: int, high: float) -> Iterator[tuple[float, float, float]]:
    """Yield places along some rows of a region: the middle of its run there, and how wide that is."""
    frame = scene.frame
    corners = scene.pixels_of(scene.prepared.boxes[region].reshape(2, 2))
    (left, top), (right, bottom) = corners.tolist()
    (x, y), *_ = scene.pixels_of(scene.prepared.points[[region]]).tolist()
    first, last = max(int(left * frame.dpr), 0), min(int(right * frame.dpr) + 1, frame.width)
    for share in ROWS:
        row = y + share * (bottom - top)
        if not high / 2 <= row <= frame.height / frame.dpr - high / 2:
            continue
        rows = [int((row + part * high) * frame.dpr) for part in (-0.35, 0.0, 0.35)]
        own = (frame.ids[np.clip(rows, 0, frame.height - 1), first:last] == region + 1).all(axis=0)
        start, end = _run(own, int(x * frame.dpr) - first)
        yield (first + (start + end) / 2) / frame.dpr, row, (end - start) / frame.dpr


def _run(own: np.ndarray, at: int) -> tuple[int, int]:
    """Return the run of true cells around a place, or the longest one; (0, 0) where there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], own.astype(np.int8), [0]])))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return (0, 0)
    holds = (runs[:, 0] <= at) & (at < runs[:, 1])
    best = int(holds.argmax()) if holds.any() else int((runs[:, 1] - runs[:, 0]).argmax())
    return (int(runs[best, 0]), int(runs[best, 1]))
