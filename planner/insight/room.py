"""How far a plan may be from the best: the room between its score and its bound."""

from __future__ import annotations

import math


def room_above(score: float | None, bound: float | None) -> float | None:
    """Return by what share the score is at most above the least possible, rounded up to 0.1 %.

    score / bound - 1; the least possible lies between bound and score. None without a useful bound.
    """
    if score is None or bound is None or not bound > 0:
        return None
    return math.ceil((score / bound - 1) * 1000 - 1e-6) / 1000
