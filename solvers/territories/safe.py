"""Rounding of proven figures to the safe side."""

from __future__ import annotations

from typing import overload

from planner.judge.bands import bands
from planner.judge.problem import Problem
from planner.judge.verify import EPSILON
from planner.model.types import Floats

UNIT = 2.0**-53
"""Rounding of one operation in double precision."""


@overload
def round_down(value: float, terms: int, magnitude: float) -> float: ...
@overload
def round_down(value: Floats, terms: int, magnitude: Floats) -> Floats: ...
def round_down(value: float | Floats, terms: int, magnitude: float | Floats) -> float | Floats:
    """Return figures below `value` by more than the rounding of the sums that gave them.

    A sum of `terms` numbers whose absolute values add up to `magnitude` is off by at most
    terms * UNIT * magnitude (Higham, Accuracy and Stability of Numerical Algorithms, 2002, eq. 4.4);
    the factor 8 and the 32 cover the few operations behind each number and the rounding of whoever
    checks the figure.
    """
    return value - 8.0 * (terms + 32) * UNIT * magnitude


def band(problem: Problem) -> tuple[Floats, Floats]:
    """Return least and greatest load of a territory's regions, shapes (k, m), as the judge allows.

    Twice the judge's own slack, so that no plan it passes lies outside by a rounding.
    """
    return bands(problem, slack=2 * EPSILON)
