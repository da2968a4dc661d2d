"""A map picture to hand out: title, territories, legend with figures, scale bar. Always in light colours.

One page is drawn for pixels and for paper alike: all of the map fitted to a size, or the view somebody had.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
)

from planner.io.picture_file import PictureRequest
from planner.language import tr
from ui.map.legend_picture import draw_legend, legend_width
from ui.map.picture_scene import PictureScene, picture_scene
from ui.map.scale_bar import draw_scale_bar, metres_a_pixel
from ui.map.vector_map import draw_vector_map
from ui.theme import theme
from ui.theme.theme import T

EDGE = 32.0
HEAD = 92.0
FOOT = 44.0
GAP = 24.0
"""Logical pixels between map and legend."""
A4_MM = (297.0, 210.0)
MARGIN_MM = 8.0
DOTS = 1200
"""Dots an inch in which a PDF is written: what is drawn is exact to 0.02 mm."""
INCH_MM = 25.4

Tell = Callable[[float], object]


@dataclass(frozen=True, slots=True)
class PictureSize:
    """Width and height in pixels, and how many of them a logical pixel has (text and lines grow along)."""

    width: int = 1600
    height: int = 1200
    scale: float = 1.5


@dataclass(frozen=True, slots=True)
class Page:
    """Logical pixels of a picture: all of it, and the map in it."""

    wide: float
    high: float
    area: QRectF


def draw_picture(
    request: PictureRequest, size: PictureSize | None = None, tell: Tell = bool
) -> QImage:
    """Draw the picture; needs a QGuiApplication and the light theme.

    A request with a view is as large as the view, with what stands around it, times the scale.
    """
    size = size or PictureSize()
    page = page_of(request, size)
    scale = size.scale
    image = QImage(round(page.wide * scale), round(page.high * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(T("surface"))
    made = picture_scene(request, page.area.size(), scale)
    tell(0.5)
    with QPainter(image) as painter:
        _draw_page(painter, request, page, made, 0.0, tell)
    return image


def write_pdf(request: PictureRequest, path: Path, tell: Tell = bool) -> None:
    """Write the picture as a PDF of A4: outlines as shapes, words as text; raises OSError.

    Lying or standing, whichever leaves more room.
    """
    with theme.on_paper():
        _write_pdf(request, path, tell)


def _write_pdf(request: PictureRequest, path: Path, tell: Tell) -> None:
    page = page_of(request, PictureSize(scale=1.0))
    lies = page.wide >= page.high
    paper = A4_MM if lies else A4_MM[::-1]
    mm_a_pixel = min(
        (full - 2 * MARGIN_MM) / used
        for full, used in zip(paper, (page.wide, page.high), strict=True)
    )
    writer = QPdfWriter(str(path))
    writer.setResolution(DOTS)
    writer.setTitle(request.title)
    writer.setCreator("Rayon")
    writer.setPageSize(QPageSize(QSizeF(*paper), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    made = picture_scene(request, page.area.size(), 1.0, on_paper=True)
    tell(0.3)
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(tr("{file} cannot be written", file=path))
    dots = DOTS / INCH_MM
    painter.scale(mm_a_pixel * dots, mm_a_pixel * dots)
    painter.translate(
        (paper[0] / mm_a_pixel - page.wide) / 2, (paper[1] / mm_a_pixel - page.high) / 2
    )
    _draw_page(painter, request, page, made, mm_a_pixel, tell)
    if not painter.end():
        raise OSError(tr("{file} cannot be written", file=path))


def page_of(request: PictureRequest, size: PictureSize) -> Page:
    """Return where everything stands: around the view of a request, else in a size."""
    legend = math.ceil(legend_width(request))
    sight = request.sight
    if sight is None:
        wide, high = size.width / size.scale, size.height / size.scale
        return Page(wide, high, QRectF(EDGE, HEAD, wide - 2 * EDGE - legend, high - HEAD - FOOT))
    area = QRectF(EDGE, HEAD, round(sight.width), round(sight.height))
    return Page(area.width() + 2 * EDGE + legend, area.height() + HEAD + FOOT, area)


def _draw_page(
    painter: QPainter,
    request: PictureRequest,
    page: Page,
    made: PictureScene,
    mm_a_pixel: float,
    tell: Tell,
) -> None:
    """Draw everything; as shapes where a logical pixel has a size on paper."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area, scene = page.area, made.scene
    rounded = QPainterPath()
    rounded.addRoundedRect(area, theme.radius("card"), theme.radius("card"))
    painter.save()
    painter.setClipPath(rounded)
    painter.translate(area.topLeft())
    if mm_a_pixel:
        draw_vector_map(painter, scene, mm_a_pixel, lambda share: tell(0.3 + 0.6 * share))
    else:
        painter.drawImage(QPointF(0, 0), scene.frame.image)
    made.draw_over(painter)
    painter.restore()
    at = (area.left() + 20, area.bottom() - 20)
    draw_scale_bar(painter, metres_a_pixel(scene), at, ratio=scene.frame.dpr)
    _draw_words(painter, request, page.wide, page.high)
    if legend_width(request):
        left = area.right() + GAP
        below = QRectF(left, HEAD, page.wide - EDGE - left, page.high - HEAD - FOOT)
        draw_legend(painter, request, made.colours, below)
    tell(1.0)


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
