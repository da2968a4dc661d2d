"""Changing the regions themselves: how figures are divided, what is refused and why, what followed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.model.types import RegionId

LEAST_M2 = 1.0
"""A region smaller than a square metre is a slip of the pen."""


class By(StrEnum):
    """What the figures of a region are divided by."""

    AREA = "area"
    ACCOUNTS = "accounts"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Division:
    """How figures of a region are divided over its parts.

    Attributes
    ----------
    by : By
    column : str
        Number column of accounts, for `By.COLUMN` ("revenue_last_year").
    averages : frozenset of str
        Number columns of regions that are no sums (income a head): each part keeps the figure, and
        regions put together get the mean by area.
    """

    by: By = By.AREA
    column: str = ""
    averages: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if (self.by is By.COLUMN) != bool(self.column):
            raise ValueError("a column is named where, and only where, it divides")


class Why(StrEnum):
    """Why a change of regions is refused."""

    NOT_CROSSED = "not_crossed"
    TOO_SMALL = "too_small"
    CROSSES_ITSELF = "crosses_itself"
    TOO_FEW_POINTS = "too_few_points"
    NO_OUTLINE = "no_outline"
    ONE_REGION = "one_region"
    APART = "apart"
    PARENTS_DIFFER = "parents_differ"
    LOCKED = "locked"
    COVERS = "covers"
    NOTHING_FREE = "nothing_free"
    NO_POINT = "no_point"
    BORDERS_MEET = "borders_meet"
    OVER_OTHERS = "over_others"
    ID_TAKEN = "id_taken"
    UNREADABLE = "unreadable"
    NO_CODE = "no_code"
    CODE_TAKEN = "code_taken"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A change that was not made.

    Attributes
    ----------
    why : Why
    regions : tuple of RegionId
        Where: the regions that stand in the way.
    text : str
        Parent level that differs, scenario that is locked, what is wrong with a file; else "".
    square_metres : float
        Size of what is too small or of what is covered.
    """

    why: Why
    regions: tuple[RegionId, ...] = ()
    text: str = ""
    square_metres: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """What followed from a change of regions.

    Attributes
    ----------
    before, after : tuple of RegionId
        Regions whose outline is another or that are gone; regions in their place.
    by_point, by_code : int
        Accounts that were placed by their point; accounts without one that went with the largest part.
    by_area_instead : tuple of RegionId
        Regions divided by area because no account in them weighs anything.
    moved : tuple of (scenario, layer, regions)
        How many of the regions before come to another territory.
    strays : int
        Accounts that become exceptions of Today, since their region has another owner there.
    dropped_pairs : int
        Ferries and pairs of barriers between regions that became one.
    """

    before: tuple[RegionId, ...] = ()
    after: tuple[RegionId, ...] = ()
    by_point: int = 0
    by_code: int = 0
    by_area_instead: tuple[RegionId, ...] = ()
    moved: tuple[tuple[str, str, int], ...] = ()
    strays: int = 0
    dropped_pairs: int = 0
