"""Sample plans of sample_regions/, and the outline each is drawn with on the welcome page."""

from __future__ import annotations

import json
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

import ui
from planner.model.regions import noun_said
from ui.messages import tr
from ui.theme import theme
from ui.theme.theme import T

FOLDER = Path(ui.__file__).parent.parent / "sample_regions"
PADDING = 14
SHAPE = 0.62


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample plan: its plan.toml, and words about it."""

    path: Path
    name: str
    sentence: str
    pills: tuple[str, ...]


def samples(folder: Path = FOLDER) -> list[Sample]:
    """Return the sample plans beside the program, in the order of their names."""
    paths = sorted(folder.glob("*/plan.toml")) if folder.is_dir() else []
    found = [_sample(path) for path in paths]
    return sorted(found, key=lambda sample: sample.path.stat().st_size)


def plan_name(path: Path) -> str:
    """Return what a plan is called in a list: by its plan.toml, else by its folder or file."""
    toml = path / "plan.toml" if path.is_dir() else path
    if toml.suffix == ".toml" and toml.is_file():
        with suppress(OSError, ValueError, KeyError, TypeError):
            return str(tomllib.loads(toml.read_text("utf-8"))["plan"]["name"])
    return path.parent.name if path.name == "plan.toml" else path.stem


def _sample(path: Path) -> Sample:
    told: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    files = told.get("regions", [{}])
    one, many = files[0].get("noun", ["region", "regions"])
    noun = noun_said((one, many))[1]
    measures = [measure.get("label", measure["key"]) for measure in told.get("measures", [])]
    count = told.get("territories", {}).get("count")
    asked = (
        tr("{count} territories that balance {measures}.", count=count, measures=_listed(measures))
        if count
        else tr("Territories that balance {measures}.", measures=_listed(measures))
    )
    pills = [noun.capitalize(), told["plan"].get("currency", "EUR")]
    if len(files) > 1:
        pills.insert(0, tr("{count} countries", count=len(files)))
    return Sample(path, told["plan"]["name"], asked, tuple(pills))


def _listed(words: list[str]) -> str:
    lower = [word.lower() for word in words]
    if len(lower) < 2:
        return "".join(lower)
    return tr("{first} and {last}", first=", ".join(lower[:-1]), last=lower[-1])


class Outline(QWidget):
    """The sample's areas from `outline.json` beside its plan, in territory colours."""

    def __init__(self, sample: Sample, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._areas = _areas(sample.path.with_name("outline.json"))
        self.setAccessibleName(sample.name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(SHAPE * width)

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(160))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(T("map_bg"))
        radius = theme.radius("card") - 1
        box = QRectF(self.rect()).adjusted(1, 1, -1, 0)
        painter.drawRoundedRect(box, radius, radius)
        painter.drawRect(box.adjusted(0, radius, 0, 0))
        if self._areas:
            self._paint_areas(painter, box.adjusted(PADDING, PADDING, -PADDING, -PADDING))

    def _paint_areas(self, painter: QPainter, box: QRectF) -> None:
        extent = QRectF()
        for _, path in self._areas:
            extent = extent.united(path.boundingRect())
        scale = min(box.width() / extent.width(), box.height() / extent.height())
        painter.translate(box.center())
        painter.scale(scale, -scale)
        painter.translate(-extent.center())
        pen = QPen(T("map_terr"), 1.2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for fill, path in self._areas:
            painter.setBrush(T("terr", fill))
            painter.drawPath(path)


def _areas(path: Path) -> list[tuple[int, QPainterPath]]:
    """Read areas: `[{"fill": 0..7, "rings": [[[x, y], ...], ...]}, ...]`."""
    if not path.is_file():
        return []
    areas = []
    for area in json.loads(path.read_text("utf-8")):
        drawn = QPainterPath()
        for ring in area["rings"]:
            drawn.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring]))
            drawn.closeSubpath()
        areas.append((int(area["fill"]), drawn))
    return areas
