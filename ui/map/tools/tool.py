"""What a tool is, what it is told about the pointer, and what it may ask of the map it works on."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from planner.model.types import Bools, Floats, Ints
from ui.map.barrier_grip import OnBarrier
from ui.map.content import MapContent
from ui.map.requests import Request, SelectionMode
from ui.map.tools.taking import Inside, Taking


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in logical pixels, and which keys are held."""

    x: float
    y: float
    region: int = -1
    shift: bool = False
    alt: bool = False
    control: bool = False

    @property
    def at(self) -> tuple[float, float]:
        """The logical pixel."""
        return (self.x, self.y)

    @property
    def mode(self) -> SelectionMode:
        """Shift adds, Alt takes away."""
        if self.alt:
            return SelectionMode.REMOVE
        return SelectionMode.ADD if self.shift else SelectionMode.REPLACE


class Stage(Protocol):
    """The map as a tool sees it: it can be asked, shown a draft, and told what the user wants."""

    @property
    def content(self) -> MapContent:
        """What is shown, without any draft."""

    @property
    def selected(self) -> Bools:
        """Which regions are selected, shape (n,)."""

    @property
    def taking(self) -> Taking:
        """From whom tools may take, and when a region counts as inside."""

    @property
    def at_keyboard(self) -> int:
        """The region that has the keyboard, or -1."""

    @property
    def may_edit(self) -> bool:
        """Whether owners may be changed now."""

    @property
    def edges(self) -> Ints:
        """Neighbouring regions, shape (e, 2)."""

    def regions_within(self, polygon: Floats, inside: Inside = Inside.CENTRE) -> Ints:
        """Return the regions inside a polygon of logical pixels."""

    def regions_near(self, x: float, y: float, radius: float) -> Ints:
        """Return the regions whose representative point lies within a radius in logical pixels."""

    def region_at(self, x: float, y: float) -> int:
        """Return the region at a logical pixel, or -1."""

    def label_at(self, x: float, y: float) -> int:
        """Return the territory whose label is at a logical pixel, or -1."""

    def mark_at(self, x: float, y: float) -> Hashable | None:
        """Return the mark of a drawing of the page at a logical pixel, or None."""

    def seat_at(self, x: float, y: float) -> int:
        """Return the territory whose seat is drawn at a logical pixel, or -1."""

    def barrier_at(self, x: float, y: float) -> OnBarrier | None:
        """Return the place of a barrier near a logical pixel, or None."""

    def show_barriers(self, pairs: Ints | None) -> None:
        """Show other barriers while a gesture goes on; None shows those of the plan."""

    def snapped(self, x: float, y: float) -> tuple[float, float]:
        """Return the corner or border nearest to a logical pixel, or the pixel where none is near."""

    def metres_of(self, pixels: Floats) -> Floats:
        """Return logical pixels, shape (v, 2), as metres east and north of the plan."""

    def points_of(self, regions: Ints) -> Floats:
        """Return the representative points of regions in logical pixels, shape (r, 2)."""

    def pixels_of(self, metres: Floats) -> Floats:
        """Return metres east and north of the plan, shape (v, 2), as logical pixels."""

    def pan(self, dx: float, dy: float) -> None:
        """Move the map by logical pixels."""

    def show_draft(self, owner: Ints | None) -> None:
        """Show other owners while a gesture goes on; None ends it."""

    def flash_locked(self, regions: Ints) -> None:
        """Point out that these regions are locked."""

    def ask(self, request: Request) -> None:
        """Tell what the user wants."""

    def update(self) -> None:
        """Paint again, the tool's preview included."""


class Tool:
    """A tool that does nothing; real ones answer what they need."""

    name = ""
    cursor = Qt.CursorShape.ArrowCursor
    works_while_busy = False
    knows_double_click = False

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def press(self, pointer: Pointer) -> None:
        """Begin a gesture."""

    def move(self, pointer: Pointer, *, held: bool) -> None:
        """Follow the pointer; `held` while the button is down."""

    def release(self, pointer: Pointer) -> None:
        """End the gesture and ask for what it means."""

    def double_click(self, pointer: Pointer) -> None:
        """Answer a double click."""

    def key(self, key: Qt.Key) -> bool:
        """Answer a key; return whether it meant something to the gesture."""
        del key
        return False

    def cancel(self) -> bool:
        """Drop the gesture; return whether there was one."""
        return False

    def paint(self, painter: QPainter) -> None:
        """Draw the preview over the map, in logical pixels."""
