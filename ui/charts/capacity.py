"""Hours needed and planned per role and market, without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SLACK = 0.05
"""Hours a week below which a difference is rounding."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """One cell: hours of contract a week."""

    needed: float
    planned: float

    @property
    def short(self) -> float:
        """Hours a week nobody covers."""
        return max(0.0, self.needed - self.planned)

    @property
    def spare(self) -> float:
        """Hours a week planned beyond the need."""
        return max(0.0, self.planned - self.needed)

    @property
    def is_short(self) -> bool:
        """Whether anything is missing."""
        return self.short > SLACK


@dataclass(frozen=True, slots=True)
class CapacityTable:
    """Roles down, markets across; a cell is None where a market needs nothing of a role."""

    roles: tuple[str, ...]
    markets: tuple[str, ...]
    cells: tuple[tuple[Capacity | None, ...], ...]

    @property
    def peak(self) -> float:
        """The most hours in any cell."""
        hours = [max(c.needed, c.planned) for row in self.cells for c in row if c is not None]
        return max(hours, default=0.0)


def capacity_table(needs: Sequence[tuple[str, str, float, float]]) -> CapacityTable:
    """Arrange (market, role, needed, planned), in the order of first appearance."""
    roles = tuple(dict.fromkeys(role for _, role, _, _ in needs))
    markets = tuple(dict.fromkeys(market for market, _, _, _ in needs))
    found = {(role, market): Capacity(need, plan) for market, role, need, plan in needs}
    cells = tuple(tuple(found.get((role, market)) for market in markets) for role in roles)
    return CapacityTable(roles, markets, cells)
