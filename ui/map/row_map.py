"""A small map of what came for each region: a row, a mended one, one that waits, none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from planner.model.types import Ints
from ui.map.prepared import PreparedMap
from ui.map.raster import raster
from ui.theme import theme
from ui.theme.theme import T

HEIGHT = 240
EDGE = 8
HATCH = 6
"""Pixels from one line of a hatch to the next."""
MENDED = 2
"""The fate whose hatch runs the other way."""
BORDERS_BELOW = 800
"""With more regions borders would be all there is to see."""

Pixels = NDArray[np.uint32]


class RowMap(QWidget):
    """Paints regions in up to four fills: 1 matched is plain; 0 none, 2 mended, 3 waits are hatched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prepared: PreparedMap | None = None
        self._fate: Sequence[int] | Ints = ()
        self._ids: NDArray[np.int32] | None = None
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(280, HEIGHT)

    def show_map(self, prepared: PreparedMap) -> None:
        """Take the outlines."""
        self._prepared, self._ids = prepared, None
        self.update()

    def show_fate(self, fate: Ints) -> None:
        """Take what came for each region, shape (n,)."""
        self._fate = fate
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), T("map_bg"))
            if self._prepared is not None and len(self._fate) == self._prepared.regions:
                painter.drawImage(0, 0, self._image(self._prepared))

    def _image(self, prepared: PreparedMap) -> QImage:
        ratio = self.devicePixelRatioF()
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        if self._ids is None or self._ids.shape != (height, width):
            self._ids = _numbers(prepared, width, height, EDGE * ratio)
        ids = self._ids
        state = np.concatenate([[4], np.asarray(self._fate)])[ids]
        pixels = _fills(state, ratio)
        if prepared.regions < BORDERS_BELOW:
            border = np.zeros(ids.shape, np.bool_)
            border[:, 1:] |= ids[:, 1:] != ids[:, :-1]
            border[1:] |= ids[1:] != ids[:-1]
            pixels[border & (state != 4)] = _rgb(T("line_strong"))
        data = np.ascontiguousarray(pixels)
        image = QImage(data.data.cast("B"), width, height, 4 * width, QImage.Format.Format_RGB32)
        copied = image.copy()  # the array is gone when the image is drawn
        copied.setDevicePixelRatio(ratio)
        return copied


def fate_swatch(fate: int, width: int = 20, height: int = 14) -> QPixmap:
    """Draw the fill of one fate, for the legend; sharp up to 200 %."""
    pixels = _fills(np.full((height * 2, width * 2), fate), 2.0)
    edge = _rgb(T("text3"))
    pixels[[0, 1, -2, -1]] = edge
    pixels[:, [0, 1, -2, -1]] = edge
    data = np.ascontiguousarray(pixels)
    image = QImage(
        data.data.cast("B"), width * 2, height * 2, 8 * width, QImage.Format.Format_RGB32
    )
    made = QPixmap.fromImage(image.copy())
    made.setDevicePixelRatio(2)
    return made


def _numbers(prepared: PreparedMap, width: int, height: int, edge: float) -> NDArray[np.int32]:
    left, top, right, bottom = prepared.extent
    scale = min(
        (width - 2 * edge) / max(right - left, 1e-9), (height - 2 * edge) / max(bottom - top, 1e-9)
    )
    x = width / 2 - scale * (left + right) / 2
    y = height / 2 - scale * (top + bottom) / 2
    return raster(prepared.level_for(scale), scale, x, y, width, height)


def _fills(state: NDArray[np.int64], ratio: float) -> Pixels:
    """Return the colour of every pixel; state 4 is no region."""
    matched = theme.ramp("seq")[2]
    ground = [T("map_land"), matched, T("good_soft"), T("warn_soft"), T("map_bg")]
    lines = [T("line_strong"), matched, T("good"), T("warn"), T("map_bg")]
    plain = np.array([_rgb(each) for each in ground], np.uint32)[state]
    inked = np.array([_rgb(each) for each in lines], np.uint32)[state]
    y, x = np.indices(state.shape)
    step = max(2, round(HATCH * ratio))
    along = np.where(state == MENDED, x - y, x + y)  # so that they differ without colour
    on_line = along % step < max(1, round(1.5 * ratio))
    return np.where(on_line, inked, plain).astype(np.uint32)


def _rgb(colour: QColor) -> int:
    return int(colour.rgb()) & 0xFFFFFFFF
