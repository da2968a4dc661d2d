"""Rules that cannot all be met: what each asks, why they clash, and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.model.types import Ints, ints


class Asked(StrEnum):
    """What one rule asks; the plan can let go of each of them."""

    LOCK = "lock"  # a region stays in its territory
    BAND = "band"  # a measure within tolerance of its target
    MINIMUM = "minimum"  # at least so much of a measure
    MAXIMUM = "maximum"  # at most so much of a measure
    CONTIGUOUS = "contiguous"  # every territory is one piece
    BARRIER = "barrier"  # neighbours that do not connect
    KEPT_FROM = "kept from"  # a region stays out of territories
    REACH = "reach"  # no region further from its seat
    TOGETHER = "together"  # regions in one territory
    HANDED_OVER = "handed over"  # a territory gives away at most so much
    TAKEN_OVER = "taken over"  # a territory takes over at most so much
    MOVED = "moved"  # at most so much changes hands


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """One rule of a problem that may be let go.

    Attributes
    ----------
    asked : Asked
    regions : tuple of int
        The locked region, the region that is kept out, or the regions that stay together.
    territories : tuple of int
        Where it is locked to or kept from, or whose figures are bound; for a band all territories,
        unless fewer of them clash already.
    measure : int or None
    name : str
        Of a barrier.
    """

    asked: Asked
    regions: tuple[int, ...] = ()
    territories: tuple[int, ...] = ()
    measure: int | None = None
    name: str = ""


class Why(StrEnum):
    """What kind of arithmetic shows that rules clash."""

    OVERSIZE = "oversize"  # a region (or a group of them) outweighs every territory it may be in
    NOWHERE = "nowhere"  # a region may be in no territory
    OVERFULL = "overfull"  # what must be in a territory is over its band
    STARVED = "starved"  # what may be in a territory is under its band, or nothing at all
    TOTALS = "totals"  # the bands of all territories together do not hold the total
    POCKET = "pocket"  # a closed-off part of the map makes no whole number of territories
    CUT_OFF = "cut off"  # regions of one territory that no allowed way connects
    SEARCH = "search"  # found and proven by search


@dataclass(frozen=True, slots=True)
class Reason:
    """Why no plan meets the rules named, by arithmetic that anybody can redo.

    Attributes
    ----------
    why : Why
    demands : tuple of Demand
        Rules that clash; not always the fewest.
    regions, territories : tuple of int
        Where. Of a pocket: its regions, heaviest first.
    measure : int or None
    amount, limit : float
        What there is, and the most (or least) there may be, in the measure's own unit.
    fits : tuple of int
        Of a pocket: the numbers of territories just below and above what it holds.
    """

    why: Why
    demands: tuple[Demand, ...] = ()
    regions: tuple[int, ...] = ()
    territories: tuple[int, ...] = ()
    measure: int | None = None
    amount: float = 0.0
    limit: float = 0.0
    fits: tuple[int, ...] = ()


class Mend(StrEnum):
    """How a repair changes the goals."""

    LET_GO = "let go"  # drop the rules named: lift locks, open a barrier, ...
    WIDEN = "widen"  # tolerance of a measure to `amount`, a fraction
    CHANGE = "change"  # the figure of the rules named to `amount`
    OWN_TERRITORY = "own territory"  # an oversize region gets a territory and target of its own
    COUNT = "count"  # the number of territories to `amount`


@dataclass(frozen=True, slots=True, eq=False)
class Repair:
    """A change of the goals after which a plan meets every rule.

    Attributes
    ----------
    mend : Mend
    demands : tuple of Demand
        The rules that give.
    amount : float
        The new tolerance, figure or count.
    regions : tuple of int
        Of `OWN_TERRITORY`: the oversize regions.
    verified : bool
        Whether a plan was found that meets every rule of the changed problem, by the verifier.
    worst : float
        Largest deviation of that plan, a fraction of the target.
    moved : float
        Sum over the regions that change hands, in the measure that travels.
    owner : Ints of shape (n,) or None
        That plan.
    """

    mend: Mend
    demands: tuple[Demand, ...] = ()
    amount: float = 0.0
    regions: tuple[int, ...] = ()
    verified: bool = False
    worst: float = 0.0
    moved: float = 0.0
    owner: Ints | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "owner", None if self.owner is None else ints(self.owner))


@dataclass(frozen=True, slots=True, eq=False)
class Clash:
    """Rules that no plan can meet together.

    Attributes
    ----------
    demands : tuple of Demand
    proven : bool
        Whether it is proven that no plan meets them all.
    minimal : bool
        Whether it is proven, too, that letting go of any one makes the rest possible.
    reason : Reason
    gives : tuple of float or None
        By how much each rule would have to give while the others stay: the least tolerance of a
        band (a fraction; no smaller one will do), the excess over a limit in the measure's unit;
        None where only letting go helps.
    repairs : tuple of Repair
        Sorted by worst deviation, then by what moves. They mend the whole problem.
    """

    demands: tuple[Demand, ...]
    proven: bool
    minimal: bool
    reason: Reason
    gives: tuple[float | None, ...] = ()
    repairs: tuple[Repair, ...] = ()
