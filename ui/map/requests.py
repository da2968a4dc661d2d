"""What a person asks of the map: each gesture and key ends in one of these values.

The map changes nothing by itself. It tells them through one signal, `MapCanvas.requested`, and the page
that shows the map answers those that mean something to it.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum

from planner.model.geometry import Geometry
from planner.model.types import Floats, Ints


class SelectionMode(Enum):
    """How chosen regions join the selection that is there."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, eq=False)
class SelectRegions:
    """Select these regions."""

    regions: Ints
    mode: SelectionMode = SelectionMode.REPLACE


@dataclass(frozen=True, slots=True)
class SelectTerritory:
    """Select a territory: a double click on its regions, or a click on its label.

    With ADD it joins those that are selected, or leaves them where it is selected.
    """

    territory: int
    mode: SelectionMode = SelectionMode.REPLACE


@dataclass(frozen=True, slots=True)
class OpenRegion:
    """Open the region that has the keyboard in the inspector."""

    region: int


@dataclass(frozen=True, slots=True)
class OpenMark:
    """A click on a mark of one of the page's drawings, which knows what it is: an account, a home."""

    mark: Hashable


@dataclass(frozen=True, slots=True, eq=False)
class AssignRegions:
    """Give regions to a territory; `shown` when a draft has shown already what it does."""

    regions: Ints
    territory: int
    shown: bool = False


@dataclass(frozen=True, slots=True)
class MoveSelection:
    """Give the selection to neighbour 0..8 of the list: keys 1..9."""

    neighbour: int


@dataclass(frozen=True, slots=True)
class PickTarget:
    """Paint into this territory from now on."""

    territory: int


@dataclass(frozen=True, slots=True, eq=False)
class LockRegions:
    """Lock regions to their territory, or free them."""

    regions: Ints
    locked: bool


@dataclass(frozen=True, slots=True)
class LockTerritory:
    """Lock a whole territory, or free it."""

    territory: int
    locked: bool


@dataclass(frozen=True, slots=True)
class LockMark:
    """A click with the lock on a mark of one of the page's drawings: keep it as it is, or free it."""

    mark: Hashable


@dataclass(frozen=True, slots=True)
class PlaceSeat:
    """Put the seat of a territory in a region; None takes it away."""

    territory: int
    region: int | None


@dataclass(frozen=True, slots=True, eq=False)
class SplitTerritory:
    """Split a territory along a line, shape (v, 2), metres of the plan."""

    territory: int
    line: Floats


@dataclass(frozen=True, slots=True)
class SplitAt:
    """Split a territory in halves; where it is being split already, with a second home base here."""

    territory: int
    region: int


@dataclass(frozen=True, slots=True)
class MergeTerritories:
    """Make one territory of two."""

    first: int
    second: int


@dataclass(frozen=True, slots=True, eq=False)
class DrawBarrier:
    """Let a line, shape (v, 2) in metres of the plan, part the neighbours whose border it crosses.

    With `opens` it joins them again where a barrier parted them; `goes_on` are two regions that the
    barrier parts which the line goes on from, None for a barrier of its own.
    """

    line: Floats
    opens: bool = False
    goes_on: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class BendBarrier:
    """Let the barrier between two regions pass some regions on their other side."""

    pair: tuple[int, int]
    regions: Ints


@dataclass(frozen=True, slots=True, eq=False)
class SplitRegion:
    """Split a region along a line, shape (v, 2), metres of the plan."""

    region: int
    line: Floats


@dataclass(frozen=True, slots=True, eq=False)
class DrawRegion:
    """Put a new region on the map, shape (v, 2), metres of the plan."""

    area: Floats


@dataclass(frozen=True, slots=True)
class DragBorder:
    """Drag a border from one place to another, metres of the plan; None takes its corner away."""

    start: tuple[float, float]
    end: tuple[float, float] | None


@dataclass(frozen=True, slots=True, eq=False)
class DrawArea:
    """Make an area of these corners, shape (v, 2), metres of the plan."""

    corners: Floats


@dataclass(frozen=True, slots=True)
class DrawCircle:
    """Make a round area; centre and radius in metres of the plan."""

    centre: tuple[float, float]
    radius: float


@dataclass(frozen=True, slots=True)
class ChooseArea:
    """Look at this area, by its key; "" at none."""

    key: str


@dataclass(frozen=True, slots=True, eq=False)
class TryOutline:
    """Show what an area would hold with another outline; None: the drag was dropped."""

    key: str
    outline: Geometry | None


@dataclass(frozen=True, slots=True, eq=False)
class ReshapeArea:
    """Give an area another outline."""

    key: str
    outline: Geometry


@dataclass(frozen=True, slots=True)
class Leave:
    """Esc without a gesture or a selection: leave the tool, then the panel."""


Request = (
    SelectRegions
    | SelectTerritory
    | OpenRegion
    | OpenMark
    | AssignRegions
    | MoveSelection
    | PickTarget
    | LockRegions
    | LockTerritory
    | LockMark
    | PlaceSeat
    | SplitTerritory
    | SplitAt
    | MergeTerritories
    | DrawBarrier
    | BendBarrier
    | SplitRegion
    | DrawRegion
    | DragBorder
    | DrawArea
    | DrawCircle
    | ChooseArea
    | TryOutline
    | ReshapeArea
    | Leave
)
