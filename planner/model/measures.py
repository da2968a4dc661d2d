"""Measures: numbers per region that are summed per territory and balanced."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


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
    ideal, ideal_price : float or None, float
        A deviation beyond `ideal` (a fraction) is allowed but costs; with a price of 1 a territory
        that is 100 % beyond costs what a territory travels on average. None: no ideal.
    minimum, maximum : float or None
        Least and greatest load of every territory in the measure's own unit.
    """

    key: str
    label: str
    unit: str
    source: str
    where: str = ""
    tolerance: float = 0.05
    weight: float = 1.0
    ideal: float | None = None
    ideal_price: float = 1.0
    minimum: float | None = None
    maximum: float | None = None

    def __post_init__(self) -> None:
        if not self.tolerance >= 0:
            raise ValueError(f"measure {self.key}: tolerance must not be negative")
        if not self.weight > 0:
            raise ValueError(f"measure {self.key}: weight must be above 0")
        for name in ("ideal", "ideal_price", "minimum", "maximum"):
            value = getattr(self, name)
            if value is not None and not value >= 0:
                raise ValueError(f"measure {self.key}: {name} must not be negative")
        if (self.minimum or 0.0) > (np.inf if self.maximum is None else self.maximum):
            raise ValueError(f"measure {self.key}: minimum is above maximum")
