"""The painted picture of one place of the map, before and after its outlines are mended."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from planner.model.outline_sight import Drawn, Part, Sight
from planner.model.types import Floats
from ui.messages import tr
from ui.theme.theme import T, font, space
from ui.widgets.figures import JOIN, number

HEAD, LEAST, MOST_POINTS = 22.0, 200, 160
NICE = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
HATCH = {"overlap": Qt.BrushStyle.FDiagPattern, "gap": Qt.BrushStyle.DiagCrossPattern}


class OutlinePicture(QWidget):
    """Shows a `Sight`; overlaps are hatched one way, gaps both ways, so that no colour is needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sight: Sight | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("The place before and after mending"))

    def show_sight(self, sight: Sight | None, words: str) -> None:
        """Show another place; `words` say what is to be seen, for those who do not see it."""
        self._sight = sight
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(2 * LEAST + space(4), int(HEAD) + LEAST)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(LEAST, (event.size().width() - space(4)) // 2)
        self.setFixedHeight(int(HEAD) + side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        side = min((self.width() - space(4)) / 2.0, self.height() - HEAD)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for column, title in enumerate((tr("Before"), tr("After"))):
                left = column * (side + space(4))
                said = title if column or self._sight is None else _legend(title, self._sight)
                painter.setPen(T("text3"))
                painter.setFont(font("caption"))
                elide = Qt.TextElideMode.ElideRight
                said = QFontMetricsF(painter.font()).elidedText(said, elide, side)
                painter.drawText(QRectF(left, 0, side, HEAD - 4), said)
                frame = QRectF(left, HEAD, side, side)
                painter.fillRect(frame, T("map_bg"))
                if self._sight is not None:
                    self._paint(painter, frame, self._sight, after=bool(column))
                painter.setPen(QPen(T("line"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint(self, painter: QPainter, frame: QRectF, sight: Sight, *, after: bool) -> None:
        painter.save()
        painter.setClipRect(frame)
        drawn = sight.after if after else sight.before
        for region in drawn:
            _fill(painter, _path(region.rings, frame, sight), region)
        for region in drawn:
            _line(painter, _path(region.rings, frame, sight), region)
        if not after:
            _mark(painter, _path(sight.overlaps, frame, sight), "overlap")
            _mark(painter, _path(sight.gaps, frame, sight), "gap")
        _dots(painter, drawn, frame, sight)
        if sight.link is not None:
            painter.setPen(QPen(T("accent"), 2, Qt.PenStyle.DashLine))
            painter.drawLine(*(_pixel(point, frame, sight) for point in sight.link))
        _names(painter, drawn, frame, sight)
        _scale(painter, frame, sight)
        painter.restore()


def _legend(title: str, sight: Sight) -> str:
    """Return the title with what the hatching means."""
    if sight.overlaps and sight.gaps:
        return tr("{title}: striped double, crossed open", title=title)
    if sight.overlaps:
        return tr("{title}: striped is covered twice", title=title)
    if sight.gaps:
        return tr("{title}: crossed is not covered", title=title)
    return title


def _pixel(point: tuple[float, float], frame: QRectF, sight: Sight) -> QPointF:
    per_metre = frame.width() / (sight.box[2] - sight.box[0])
    return QPointF(
        frame.left() + (point[0] - sight.box[0]) * per_metre,
        frame.bottom() - (point[1] - sight.box[1]) * per_metre,
    )


def _path(rings: Iterable[Floats], frame: QRectF, sight: Sight) -> QPainterPath:
    path = QPainterPath()
    for ring in rings:
        points = [_pixel((x, y), frame, sight) for x, y in ring.tolist()]
        path.addPolygon(QPolygonF(points))
    return path


def _fill(painter: QPainter, path: QPainterPath, region: Drawn) -> None:
    colour = T("map_land") if region.part is Part.OTHER else T("terr", int(region.part))
    if region.part is not Part.OTHER:
        colour.setAlphaF(0.55)
    painter.fillPath(path, colour)


def _line(painter: QPainter, path: QPainterPath, region: Drawn) -> None:
    strong = region.part is not Part.OTHER
    painter.strokePath(path, QPen(T("text2"), 1.6 if strong else 1.0))


def _mark(painter: QPainter, path: QPainterPath, what: str) -> None:
    colour = T("bad")
    soft = T("bad")
    soft.setAlphaF(0.18)
    painter.fillPath(path, soft)
    painter.fillPath(path, QBrush(colour, HATCH[what]))
    painter.strokePath(path, QPen(colour, 1.6))


def _dots(painter: QPainter, drawn: tuple[Drawn, ...], frame: QRectF, sight: Sight) -> None:
    """Draw the points of outlines, where they are few enough to be seen as points."""
    points = [
        pixel
        for region in drawn
        for ring in region.rings
        for pixel in (_pixel((x, y), frame, sight) for x, y in ring.tolist())
        if frame.contains(pixel)
    ]
    if len(points) > MOST_POINTS:
        return
    painter.setPen(QPen(T("text2"), 1))
    painter.setBrush(T("surface"))
    for pixel in points:
        painter.drawEllipse(pixel, 2.4, 2.4)


def _names(painter: QPainter, drawn: tuple[Drawn, ...], frame: QRectF, sight: Sight) -> None:
    painter.setFont(font("caption"))
    metrics = QFontMetricsF(painter.font())
    taken: list[QRectF] = []
    for region in sorted(drawn, key=lambda each: each.part):
        text = metrics.elidedText(region.name, Qt.TextElideMode.ElideRight, frame.width() / 2)
        width = metrics.horizontalAdvance(text) + 8
        middle = _pixel(region.label, frame, sight)
        box = QRectF(middle.x() - width / 2, middle.y() - 9, width, 18)
        box.moveLeft(min(max(box.left(), frame.left() + 4), frame.right() - width - 4))
        box.moveTop(min(max(box.top(), frame.top() + 4), frame.bottom() - 48))
        if any(box.intersects(other) for other in taken):
            continue
        taken.append(box)
        ground = T("surface")
        ground.setAlphaF(0.85)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(T("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _scale(painter: QPainter, frame: QRectF, sight: Sight) -> None:
    """Draw how long some round length is here."""
    metres = sight.box[2] - sight.box[0]
    length = max((step for step in NICE if step <= metres / 3), default=NICE[0])
    pixels = length / metres * frame.width()
    words = f"{number(length / 1000)}{JOIN}km" if length >= 1000 else f"{number(length)}{JOIN}m"
    ground = T("surface")
    ground.setAlphaF(0.85)
    box = QRectF(frame.left() + 6, frame.bottom() - 26, pixels + 12, 20)
    painter.setFont(font("caption", figures=True))
    box.setWidth(max(box.width(), QFontMetricsF(painter.font()).horizontalAdvance(words) + 12))
    painter.fillRect(box, ground)
    left, base = box.left() + 6, box.bottom() - 4
    painter.setPen(QPen(T("text"), 2))
    painter.drawLine(QPointF(left, base), QPointF(left + pixels, base))
    painter.drawText(
        QRectF(left, box.top(), box.width() - 6, 14), Qt.AlignmentFlag.AlignLeft, words
    )
