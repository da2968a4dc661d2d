"""The accounts of a plan over the map: placed when it rests, moved along with it until then."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QPainter

from planner.model.types import Ints, floats, ints
from ui.map.account_marks import (
    PALE,
    STEPS,
    AccountLook,
    AccountSprites,
    draw_account,
    draw_bunch,
    draw_pointed,
)
from ui.map.account_points import APART, AccountPoints, Bunches, bunched
from ui.map.bunch_layout import Bunch, in_boxes, placed_bunches, radii_of
from ui.map.label_layout import Rect
from ui.map.scene import FINEST_M, MapScene
from ui.map.still_picture import MARGIN, StillPicture
from ui.map.view import Box, View

GRIP = 3.0
"""Logical pixels beyond its edge where an account can still be pointed at."""


@dataclass(frozen=True, slots=True)
class AccountMark:
    """One account: its row in the plan's accounts."""

    row: int


@dataclass(frozen=True, slots=True)
class BunchMark:
    """Several accounts that lie near together at the present zoom."""

    count: int
    money: float
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AccountsLayout:
    """Accounts as they were placed for one view.

    Attributes
    ----------
    view : View
    found : Bunches
        Before they went out of the way of labels.
    bunches : list of Bunch
    looks : list of AccountLook
        Of the single accounts of `found`.
    """

    view: View
    found: Bunches
    bunches: list[Bunch]
    looks: list[AccountLook]

    @property
    def boxes(self) -> list[Rect]:
        """What bunches and single accounts take, in logical pixels."""
        boxes = [bunch.box for bunch in self.bunches]
        for (x, y), look in zip(self.found.single_at.tolist(), self.looks, strict=True):
            reach = look.reach
            boxes.append((x - reach, y - reach, 2 * reach, 2 * reach))
        return boxes


class AccountsDrawing:
    """Draws `points` while there are any.

    Attributes
    ----------
    points : AccountPoints or None
    pointed : AccountMark, BunchMark or None
        The mark that wears a ring.
    """

    def __init__(self) -> None:
        self.points: AccountPoints | None = None
        self.pointed: Hashable | None = None
        self.layout: AccountsLayout | None = None
        self._picture = StillPicture()
        self._sprites = AccountSprites()
        self._taken: Sequence[Rect] = ()
        self._found: tuple[AccountPoints, View, int, int, Bunches] | None = None

    def show(self, points: AccountPoints | None) -> None:
        """Draw other accounts, or none, from when the map places its drawings again."""
        if points is not self.points:
            self.points, self.layout, self._found = points, None, None
            self._picture.forget()

    def place(self, scene: MapScene, taken: Sequence[Rect]) -> Sequence[Rect]:
        if self.points is None:
            return ()
        self._taken, found = taken, self._bunches(scene, self.points)
        bunches = placed_bunches(found, taken)
        self.layout = AccountsLayout(scene.view, found, bunches, looks_of(self.points, found))
        with self._picture.begin(scene) as painter:
            self._sprites.begin(scene.frame.dpr)
            draw_layout(painter, self.layout, taken, self._sprites)
        return self.layout.boxes

    def paint(self, painter: QPainter, scene: MapScene) -> None:
        if self.layout is None:
            return
        if self._picture.is_stale:
            self.place(scene, self._taken)
        self._picture.paint(painter, scene)
        circle = self._circle(self.pointed)
        if circle is not None and self.layout.view == scene.view:
            draw_pointed(painter, *circle)

    def mark_at(self, scene: MapScene, x: float, y: float) -> Hashable | None:
        """Return the account or bunch at a logical pixel; none while the map is zoomed."""
        layout, points = self.layout, self.points
        if layout is None or points is None or layout.view.scale != scene.view.scale:
            return None
        x -= (scene.view.left - layout.view.left) / scene.frame.dpr
        y -= (scene.view.top - layout.view.top) / scene.frame.dpr
        for bunch in layout.bunches:
            if (bunch.x - x) ** 2 + (bunch.y - y) ** 2 <= bunch.radius**2:
                return BunchMark(bunch.count, bunch.money, bunch.cells)
        away = np.hypot(layout.found.single_at[:, 0] - x, layout.found.single_at[:, 1] - y)
        if not len(away):
            return None
        at = int(away.argmin())
        if away[at] > layout.looks[at].reach + GRIP:
            return None
        return AccountMark(int(points.row[layout.found.single[at]]))

    def members(self, mark: BunchMark) -> Ints:
        """Return the rows in the plan's accounts of those in a bunch."""
        if self.layout is None or self.points is None:
            return ints(())
        return ints(self.points.row[self.layout.found.members(ints(mark.cells))])

    def box_of(self, mark: BunchMark) -> Box | None:
        """Return the map box around the accounts of a bunch; None where no zoom tells them apart."""
        if self.layout is None or self.points is None:
            return None
        at = self.points.at[self.layout.found.members(ints(mark.cells))]
        if not len(at) or np.ptp(at, axis=0).max() < APART * FINEST_M:
            return None
        (left, top), (right, bottom) = at.min(axis=0), at.max(axis=0)
        return (float(left), float(top), float(right), float(bottom))

    def _bunches(self, scene: MapScene, points: AccountPoints) -> Bunches:
        frame = scene.frame
        known = self._found
        if known is None or known[:4] != (points, scene.view, frame.width, frame.height):
            found = bunches_of(points, scene)
            known = self._found = (points, scene.view, frame.width, frame.height, found)
        return known[4]

    def _circle(self, mark: Hashable | None) -> tuple[float, float, float] | None:
        layout, points = self.layout, self.points
        if layout is None or points is None:
            return None
        if isinstance(mark, BunchMark):
            for bunch in layout.bunches:
                if bunch.cells == mark.cells:
                    return (bunch.x, bunch.y, bunch.radius)
        if isinstance(mark, AccountMark):
            at = np.flatnonzero(points.row[layout.found.single] == mark.row)
            if len(at):
                x, y = layout.found.single_at[at[0]].tolist()
                return (x, y, layout.looks[int(at[0])].radius)
        return None


def bunches_of(points: AccountPoints, scene: MapScene, margin: float = MARGIN) -> Bunches:
    """Return what is drawn of accounts in the view of a scene, and in a margin around it."""
    frame = scene.frame
    view = scene.view.moved(round(margin * frame.dpr), round(margin * frame.dpr))
    size = (frame.width / frame.dpr + 2 * margin, frame.height / frame.dpr + 2 * margin)
    found = bunched(points, view, frame.dpr, size, radii_of)
    back = round(margin * frame.dpr) / frame.dpr
    return Bunches(
        single=found.single,
        single_at=floats(found.single_at - back),
        at=floats(found.at - back),
        count=found.count,
        money=found.money,
        cell=found.cell,
        near=found.near,
        member=found.member,
    )


def looks_of(points: AccountPoints, found: Bunches) -> list[AccountLook]:
    """Return how the single accounts of a view look."""
    one = found.single
    step = np.rint(points.size[one] * (STEPS - 1)).astype(int)
    return [
        AccountLook(*look)
        for look in zip(
            step.tolist(), points.customer[one].tolist(), points.named[one].tolist(), strict=True
        )
    ]


def draw_layout(
    painter: QPainter,
    layout: AccountsLayout,
    taken: Sequence[Rect],
    sprites: AccountSprites | None = None,
) -> None:
    """Draw accounts and bunches, from sprites or as shapes; single ones under what is taken are pale."""
    draw = draw_account if sprites is None else sprites.paint
    bunch_up = draw_bunch if sprites is None else sprites.paint_bunch
    at = layout.found.single_at
    hidden = in_boxes(at, np.zeros(len(at)), np.array(taken, np.float64).reshape(-1, 4))
    for (x, y), look, is_hidden in zip(at.tolist(), layout.looks, hidden.tolist(), strict=True):
        painter.setOpacity(PALE if is_hidden else 1.0)
        draw(painter, x, y, look)
    painter.setOpacity(1.0)
    for bunch in layout.bunches:
        bunch_up(painter, bunch)


def layout_of(scene: MapScene, points: AccountPoints, taken: Sequence[Rect]) -> AccountsLayout:
    """Return the accounts of a picture, placed in its view alone."""
    found = bunches_of(points, scene, margin=0)
    bunches = placed_bunches(found, taken)
    return AccountsLayout(scene.view, found, bunches, looks_of(points, found))
