"""A map picture to hand out: title, territories, legend with figures, scale bar. Always in light colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPainterPath

from planner.io.picture_file import PictureRequest
from ui.map.borders import pen
from ui.map.cache import prepared_map
from ui.map.colours import borders_between, territory_colours
from ui.map.content import MapContent, TerritoryMark
from ui.map.legend_picture import draw_legend, legend_width
from ui.map.overlay import Overlay
from ui.map.scene import MapScene
from ui.theme import theme
from ui.theme.theme import T
from ui.widgets.figures import JOIN, number

EDGE = 32.0
HEAD = 92.0
FOOT = 44.0
BAR_PX = 150.0
"""The scale bar is at most this long."""


@dataclass(frozen=True, slots=True)
class PictureSize:
    """Width and height in pixels, and how many of them a logical pixel has (text and lines grow along)."""

    width: int = 1600
    height: int = 1200
    scale: float = 1.5


def draw_picture(request: PictureRequest, size: PictureSize | None = None) -> QImage:
    """Draw the picture; needs a QGuiApplication and the light theme."""
    size = size or PictureSize()
    image = QImage(size.width, size.height, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(size.scale)
    image.fill(T("surface"))
    wide, high = size.width / size.scale, size.height / size.scale
    colours = _colours(request)
    legend = legend_width(request)
    area = QRectF(EDGE, HEAD, wide - 2 * EDGE - legend, high - HEAD - FOOT)
    scene = _scene(request, colours, area, size.scale)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_map(painter, scene, area)
        _draw_scale_bar(painter, scene, area)
        _draw_words(painter, request, wide, high)
        if legend:
            at = QRectF(area.right() + 24, HEAD, legend - 24, high - HEAD - FOOT)
            draw_legend(painter, request, colours, at)
    return image


def _colours(request: PictureRequest) -> list[int]:
    if len(request.colours):
        return [int(colour) for colour in request.colours]
    borders = borders_between(request.edges, [request.owner])
    return [int(colour) for colour in territory_colours(len(request.codes), borders)]


def _scene(request: PictureRequest, colours: list[int], area: QRectF, scale: float) -> MapScene:
    marks = tuple(
        TerritoryMark(code, figure, seat=int(seat) if seat >= 0 else None, colour=colour)
        for code, figure, seat, colour in zip(
            request.codes, request.figures, request.seats, colours, strict=True
        )
    )
    prepared = prepared_map(request.geometry, request.points)
    width, height = round(area.width() * scale), round(area.height() * scale)
    scene = MapScene(prepared, request.edges, width, height, scale)
    scene.content = MapContent(request.owner, marks)
    scene.refresh()
    return scene


def _draw_map(painter: QPainter, scene: MapScene, area: QRectF) -> None:
    rounded = QPainterPath()
    rounded.addRoundedRect(area, theme.radius("card"), theme.radius("card"))
    overlay = Overlay(scene)
    overlay.place()
    painter.save()
    painter.setClipPath(rounded)
    painter.translate(area.topLeft())
    painter.drawImage(QPointF(0, 0), scene.frame.image)
    overlay.paint(painter)
    painter.restore()


def _draw_scale_bar(painter: QPainter, scene: MapScene, area: QRectF) -> None:
    metres_a_pixel = scene.frame.dpr / scene.view.scale
    length = round_length(BAR_PX * metres_a_pixel)
    in_km = length >= 1000
    text = f"{number(length / 1000)}{JOIN}km" if in_km else f"{number(length)}{JOIN}m"
    left, bottom = area.left() + 20, area.bottom() - 20
    right = left + length / metres_a_pixel
    for colour, width in (("surface", 4.0), ("text", 1.5)):
        painter.setPen(pen(T(colour), width))
        painter.drawPolyline(
            [
                QPointF(left, bottom - 6),
                QPointF(left, bottom),
                QPointF(right, bottom),
                QPointF(right, bottom - 6),
            ]
        )
    painter.setFont(theme.font("small"))
    painter.setPen(T("text"))
    painter.drawText(QPointF(left + 6, bottom - 6), text)


def round_length(most: float) -> float:
    """Return the largest of 1, 2, 5, 10, 20, 50 ... that is not above `most`."""
    power = 10.0 ** np.floor(np.log10(most))
    return float(max(step * power for step in (1, 2, 5) if step * power <= most))


def _draw_words(painter: QPainter, request: PictureRequest, wide: float, high: float) -> None:
    painter.setPen(T("text"))
    painter.setFont(theme.font("h1"))
    line = QRectF(EDGE, 22, wide - 2 * EDGE, 38)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    title = QFontMetricsF(theme.font("h1"))
    elided = title.elidedText(request.title, Qt.TextElideMode.ElideRight, line.width())
    painter.drawText(line, left, elided)
    painter.setPen(T("text2"))
    painter.setFont(theme.font("body"))
    painter.drawText(QRectF(EDGE, 58, wide - 2 * EDGE, 22), left, request.subtitle)
    painter.setPen(T("text3"))
    painter.setFont(theme.font("caption"))
    painter.drawText(QRectF(EDGE, high - FOOT + 10, wide - 2 * EDGE, 20), left, request.source)
