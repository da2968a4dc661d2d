"""Every mark of the map as a legend shows it: drawn the way the map draws it, in a small box."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from planner.model.types import floats
from ui.map.account_marks import AccountLook, draw_account, draw_bunch
from ui.map.barriers import draw_barrier, stretches
from ui.map.borders import PARENT_WIDTH
from ui.map.bunch_layout import Bunch
from ui.map.homes import draw_house
from ui.map.markers import draw_lock, draw_seats
from ui.map.scene import MapScene
from ui.theme import theme

WIDE, HIGH = 20, 14
"""Size of a drawn mark, logical pixels."""
LINES = 5
"""Pixels from one line of a hatch to the next."""

HOME_BASE, LOCKED, SELECTED, CUT_OFF, UNOWNED = "base", "locked", "selected", "cut_off", "unowned"
BARRIER, HOME, PARENT = "barrier", "home", "parent"
CUSTOMER, PROSPECT, NAMED, BUNCH = ACCOUNTS = ("customer", "prospect", "named", "bunch")

Draw = Callable[[QPainter], None]


def marks_in(scene: MapScene) -> tuple[str, ...]:
    """Return the keys of the marks that a map shows of its own, those of a selection left out."""
    content, look = scene.content, scene.frame.look
    owner = content.visible_owner
    shown = {
        HOME_BASE: any(mark.seat is not None for mark in content.marks),
        LOCKED: bool(content.kept_locked.any()),
        CUT_OFF: bool((look.cut_off & (owner >= 0)).any()),
        UNOWNED: content.hatches_unowned and bool((owner < 0).any()),
        BARRIER: bool(len(content.barriers)),
    }
    return tuple(key for key, is_shown in shown.items() if is_shown)


def mark_drawings() -> dict[str, Draw]:
    """Return what draws each mark into a box of WIDE by HIGH logical pixels at (0, 0)."""
    return {
        HOME_BASE: _home_base,
        LOCKED: _locked,
        SELECTED: _hatch("map_select"),
        CUT_OFF: _hatch("bad"),
        UNOWNED: _hatch("line_strong"),
        BARRIER: _barrier,
        HOME: _home,
        PARENT: _parent,
        CUSTOMER: _account(AccountLook(3, customer=True, named=False)),
        PROSPECT: _account(AccountLook(3, customer=False, named=False)),
        NAMED: _account(AccountLook(0, customer=True, named=True)),
        BUNCH: _bunch,
    }


def _home_base(painter: QPainter) -> None:
    draw_seats(painter, [(WIDE / 2, HIGH / 2)])


def _barrier(painter: QPainter) -> None:
    draw_barrier(painter, stretches([floats([[1, HIGH / 2], [WIDE - 1, HIGH / 2]])]))


def _locked(painter: QPainter) -> None:
    painter.drawPixmap(0, 1, theme.icon_pixmap("lock", 11, theme.T("text"), scale=2))
    draw_lock(painter, WIDE - 4.0, HIGH / 2)


def _account(look: AccountLook) -> Draw:
    """Return what draws an account."""

    def draw(painter: QPainter) -> None:
        draw_account(painter, WIDE / 2, HIGH / 2, look)

    return draw


def _bunch(painter: QPainter) -> None:
    painter.save()
    painter.translate(WIDE / 2, HIGH / 2)
    painter.scale(0.72, 0.72)
    draw_bunch(painter, Bunch(0.0, 0.0, 9.5, 12, 0.0, ()))
    painter.restore()


def _home(painter: QPainter) -> None:
    draw_house(painter, WIDE / 2, HIGH / 2)


def _parent(painter: QPainter) -> None:
    painter.setPen(QPen(theme.T("map_parent"), PARENT_WIDTH))
    painter.drawLine(QPointF(1, HIGH / 2), QPointF(WIDE - 1, HIGH / 2))


def _hatch(token: str) -> Draw:
    """Return what draws a region of the map hatched in a colour."""

    def draw(painter: QPainter) -> None:
        box = QRectF(0.5, 0.5, WIDE - 1, HIGH - 1)
        painter.setPen(QPen(theme.T("text3"), 1.0))
        painter.setBrush(theme.T("map_land"))
        painter.drawRoundedRect(box, 3, 3)
        clip = QPainterPath()
        clip.addRoundedRect(box, 3, 3)
        painter.save()
        painter.setClipPath(clip)
        painter.setPen(QPen(theme.T(token), 1.7))
        for x in range(0, WIDE + HIGH, LINES):
            painter.drawLine(x, 0, x - HIGH, HIGH)
        painter.restore()

    return draw
