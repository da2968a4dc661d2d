"""Markets: what a team is formed around."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.model.types import Floats, floats


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """A segment, a group of territories or a parent region, with the funnel volumes that make work.

    Attributes
    ----------
    key, label : str
    share : Floats, shape (n,)
        Part of each region's figures that belongs to the market, 0..1 (a segment market has none).
    leads : float
        Inbound leads a month (L in docs/mathematics.md).
    prospects : float
        Prospects approached a month (O).
    customers : float
        Active customers (N).
    territories : tuple of str
        Ids of the territories it lies over, for showing; may be empty.
    """

    key: str
    label: str
    leads: float
    prospects: float
    customers: float
    territories: tuple[str, ...] = ()
    share: Floats = field(default_factory=lambda: floats([]))

    def __post_init__(self) -> None:
        object.__setattr__(self, "share", floats(self.share))
