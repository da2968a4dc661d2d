"""The card beside the pointer, or beside the region that has the keyboard: the figures of one region."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.map.canvas import MapCanvas
from ui.messages import tr
from ui.panels.figure_grid import Cell, FigureGrid
from ui.theme import theme
from ui.widgets.beside import place_beside
from ui.widgets.labels import ElidedLabel, IconLabel, label
from ui.widgets.swatch import swatch
from ui.widgets.toast import above_toast

REST_MS = 80
WIDTH = 248
ENDS = frozenset(
    {
        QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride, QEvent.Type.Leave, QEvent.Type.Hide,
        QEvent.Type.FocusOut, QEvent.Type.Resize,
    }
)  # fmt: skip
"""What the card gives way to."""


@dataclass(frozen=True, slots=True)
class RegionCard:
    """A region in words.

    Attributes
    ----------
    name, code : str
    parents : str
        "Groningen, Netherlands", or "".
    owner : str
        Territory and rep.
    colour : QColor or None
        Of the territory; None where it has none.
    part_of : str
        Heads the shares: "of T08"; "" without a territory.
    rows : tuple of (str, str, str)
        Measure, value with unit, share of the territory.
    foot : str
        Accounts.
    locked : bool
    """

    name: str
    code: str
    parents: str
    owner: str
    colour: QColor | None
    part_of: str
    rows: tuple[tuple[str, str, str], ...]
    foot: str
    locked: bool

    @property
    def spoken(self) -> str:
        """The card in one line, for a screen reader."""
        figures = [
            tr("{name} {value}, {share} {of}", name=name, value=value, share=share, of=self.part_of)
            if share
            else tr("{name} {value}", name=name, value=value)
            for name, value, share in self.rows
        ]
        locked = tr("locked") if self.locked else ""
        said = [self.name, self.code, self.parents, self.owner, *figures, self.foot, locked]
        return ", ".join(one for one in said if one)


class HoverCard(QFrame):
    """Shows `RegionCard`; the pointer passes through it, and it never lies under the pointer."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.host = host
        self.setProperty("card", "float")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedWidth(WIDTH)
        self.name = ElidedLabel("", "strong")
        self.code = label("", "caption")
        self.parents = ElidedLabel("", "caption")
        self._swatch = QLabel()
        self.owner = ElidedLabel("", "small")
        self.figures = FigureGrid()
        self.foot = label("", "small")
        self._lock = IconLabel("lock", 14, "text2")
        self.locked = label(tr("locked"), "small")
        head, who, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (head, who, foot):
            row.setSpacing(theme.space(2))
        head.addWidget(self.name, 1)
        head.addWidget(self.code)
        who.addWidget(self._swatch)
        who.addWidget(self.owner, 1)
        foot.addWidget(self.foot, 1)
        foot.addWidget(self._lock)
        foot.addWidget(self.locked)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(theme.space(2))
        column.addLayout(head)
        column.addWidget(self.parents)
        column.addLayout(who)
        column.addWidget(self.figures)
        column.addLayout(foot)
        self.hide()

    def show_card(self, card: RegionCard, point: QPoint, area: QRect, keep_clear: QRect) -> None:
        """Show a region beside a point of the parent, inside an area of it."""
        self.name.setText(card.name)
        self.code.setText(card.code)
        self.parents.setText(card.parents)
        self.parents.setVisible(bool(card.parents))
        self._swatch.setVisible(card.colour is not None)
        if card.colour is not None:
            self._swatch.setPixmap(swatch(card.colour))
        self.owner.setText(card.owner)
        self.figures.set_header(("", "", card.part_of) if card.part_of else ())
        self.figures.show_rows(
            [
                (Cell(name), Cell(value, strong=True), Cell(share))
                for name, value, share in card.rows
            ]
        )
        self.foot.setText(card.foot)
        for widget in (self._lock, self.locked):
            widget.setVisible(card.locked)
        size = QSize(WIDTH, self.sizeHint().height())
        self.setGeometry(place_beside(point, size, area, keep_clear))
        self.show()
        self.raise_()


class HoverCards(QObject):
    """Shows the card of a map after the pointer, or the keyboard, has rested on a region.

    Parameters
    ----------
    canvas : MapCanvas
    card : HoverCard
        A child of a widget that holds the canvas, never of the canvas: labels keep clear of its own.
    card_of : callable
        Returns what the card says of a region; called after the rest only, so that hovering is free.
    keep_clear : callable
        Returns the box, in logical pixels of the canvas, that the card should leave in sight.
    """

    def __init__(
        self,
        canvas: MapCanvas,
        card: HoverCard,
        card_of: Callable[[int], RegionCard],
        keep_clear: Callable[[], QRect],
    ) -> None:
        super().__init__(canvas)
        self.is_on = True
        self._canvas = canvas
        self._card = card
        self._card_of = card_of
        self._keep_clear = keep_clear
        self._region = -1
        self._by_key = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._show)
        canvas.hovered.connect(self._point)
        canvas.focused.connect(self._focus)
        canvas.installEventFilter(self)

    def turn(self, *, on: bool) -> None:
        """Show cards from now on, or none."""
        self.is_on = on
        self.hide()

    def hide(self) -> None:
        """Put the card away and wait for nothing."""
        self._rest.stop()
        self._card.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in ENDS:
            self.hide()
        return super().eventFilter(watched, event)

    def _point(self, region: int) -> None:
        self._wait(region, by_key=False)

    def _focus(self, region: int) -> None:
        self._wait(region, by_key=True)

    def _wait(self, region: int, *, by_key: bool) -> None:
        self.hide()
        self._region, self._by_key = region, by_key
        if region >= 0 and self.is_on:
            self._rest.start()

    def _show(self) -> None:
        canvas = self._canvas
        scene = canvas.scene
        if scene is None or not canvas.isVisible() or canvas.is_held:
            return
        card = self._card_of(self._region)
        point = canvas.pointer.toPoint()
        if self._by_key:
            (x, y), *_ = scene.pixels_of(scene.prepared.points[[self._region]]).tolist()
            point = QPoint(round(x), round(y))
        host = self._card.host
        area = QRect(canvas.mapTo(host, QPoint(0, 0)), canvas.size()).adjusted(8, 8, -8, -8)
        area = above_toast(area, host)
        clear = self._keep_clear().translated(canvas.mapTo(host, QPoint(0, 0)))
        self._card.show_card(card, canvas.mapTo(host, point), area, clear)
