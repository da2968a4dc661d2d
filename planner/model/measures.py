"""Measures: numbers per region that are summed per territory and balanced."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """What is balanced.

    Attributes
    ----------
    key, label, unit : str
        "prospects", "Prospects", "accounts".
    source : str
        Where it comes from (`from` in plan.toml): `regions.COLUMN`, `accounts.count`,
        `accounts.sum(COLUMN)`, or a formula of these and constants; see `planner.model.formula`.
    where : str
        Which accounts count ("status = 'prospect'"); "" counts all.
    tolerance : float
        How far a territory may be off its target, a fraction (0.05 is 5 %).
    weight : float
        Multiplies the violation of this measure when bands cannot all be met, nothing else.
    """

    key: str
    label: str
    unit: str
    source: str
    where: str = ""
    tolerance: float = 0.05
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not self.tolerance >= 0:
            raise ValueError(f"measure {self.key}: tolerance must not be negative")
        if not self.weight > 0:
            raise ValueError(f"measure {self.key}: weight must be above 0")
