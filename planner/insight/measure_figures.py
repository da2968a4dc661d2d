"""What a measure comes to: its sum, the regions with most and least, and what its constants do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.model.grammar import (
    AccountCount,
    AccountSum,
    Formula,
    Minus,
    Number,
    Reckoned,
    RegionColumn,
    parse_formula,
)
from planner.model.types import Floats


@dataclass(frozen=True, slots=True)
class MeasureFigures:
    """A measure over all regions.

    Attributes
    ----------
    total : float
    most, least : int or None
        Region with most, and region with least that is above 0; None where all are 0.
    zeros : int
        Regions that have 0.
    regions : int
    """

    total: float
    most: int | None
    least: int | None
    zeros: int
    regions: int

    @property
    def zero_share(self) -> float:
        """Share of the regions that have 0."""
        return self.zeros / self.regions if self.regions else 0.0


def measure_figures(loads: Floats) -> MeasureFigures:
    """Return the figures of one measure by its value in every region, shape (n,)."""
    some = np.flatnonzero(loads > 0)
    return MeasureFigures(
        total=float(loads.sum()),
        most=int(some[loads[some].argmax()]) if len(some) else None,
        least=int(some[loads[some].argmin()]) if len(some) else None,
        zeros=len(loads) - len(some),
        regions=len(loads),
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """A formula that is one figure times constants: so much for each of it.

    Attributes
    ----------
    of : str
        Column of the regions or the accounts; "" for the number of accounts.
    each : float
    """

    of: str
    each: float


def rate_of(source: str) -> Rate | None:
    """Return what a formula gives for each of its one figure; None where it is made otherwise.

    Raises FormulaError for what is no formula.
    """
    found = _factor(parse_formula(source))
    return None if found is None or found[0] is None else Rate(found[0], found[1])


def _factor(tree: Formula) -> tuple[str | None, float] | None:
    """Return the one figure of a product and its constants multiplied; (None, c) without a figure."""
    if isinstance(tree, Number):
        return None, tree.value
    if isinstance(tree, RegionColumn | AccountSum):
        return tree.column, 1.0
    if isinstance(tree, AccountCount):
        return "", 1.0
    if isinstance(tree, Minus):
        inner = _factor(tree.of)
        return None if inner is None else (inner[0], -inner[1])
    return _product(tree)


def _product(tree: Reckoned) -> tuple[str | None, float] | None:
    left, right = _factor(tree.left), _factor(tree.right)
    if left is None or right is None or tree.sign not in "*/":
        return None
    if tree.sign == "/":
        if right[0] is not None or right[1] == 0:
            return None
        return left[0], left[1] / right[1]
    if left[0] is not None and right[0] is not None:
        return None
    return (right[0] if left[0] is None else left[0]), left[1] * right[1]
