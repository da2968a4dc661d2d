"""A picture of many marks, drawn when the map rests; it moves and grows with the map until then."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from ui.map.scene import MapScene
from ui.map.view import View
from ui.theme import theme

MARGIN = 96
"""Logical pixels drawn beyond each edge of the map, so that a pan does not show its end at once."""


class StillPicture:
    """Remembers the picture of a view; a blit costs what one mark or two would."""

    def __init__(self) -> None:
        self._image: QImage | None = None
        self._view = View()
        self._mode = ""

    @property
    def is_stale(self) -> bool:
        """Whether it has to be drawn: never yet, or in the colours of another theme."""
        return self._image is None or self._mode != theme.mode()

    def forget(self) -> None:
        """Show nothing."""
        self._image = None

    def begin(self, scene: MapScene) -> QPainter:
        """Return a painter in the logical pixels of the wanted view, over nothing; end it after use."""
        frame = scene.frame
        extra = 2 * round(MARGIN * frame.dpr)
        image = QImage(
            frame.width + extra, frame.height + extra, QImage.Format.Format_ARGB32_Premultiplied
        )
        image.setDevicePixelRatio(frame.dpr)
        image.fill(Qt.GlobalColor.transparent)
        self._image, self._view, self._mode = image, scene.view, theme.mode()
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(extra / 2 / frame.dpr, extra / 2 / frame.dpr)
        return painter

    def paint(self, painter: QPainter, scene: MapScene) -> None:
        """Paint it where the map is now."""
        if self._image is None:
            return
        ratio = scene.frame.dpr
        grown = scene.view.scale / self._view.scale
        left = (scene.view.left - self._view.left * grown) / ratio
        top = (scene.view.top - self._view.top * grown) / ratio
        margin = round(MARGIN * ratio) / ratio * grown
        at = QPointF(left - margin, top - margin)
        if grown == 1:
            painter.drawImage(at, self._image)
            return
        size = QSizeF(self._image.deviceIndependentSize()) * grown
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(at, size), self._image, QRectF(self._image.rect()))
