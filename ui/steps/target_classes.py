"""Classes of the distance from a target: a middle that keeps the rule, three below and three above."""

from __future__ import annotations

import numpy as np

from planner.insight.figures import EPSILON
from planner.model.types import Floats, Ints, floats, ints
from ui.charts.class_histogram import CountedClasses
from ui.messages import tr
from ui.steps.class_legend import range_words
from ui.widgets.figures import deviation, percent, signed

STEPS = (0.0, 1.0, 3.0)
"""A class ends so many tolerances beyond the rule: at one, two and four times the tolerance."""
MIDDLE = len(STEPS)
CLASSES = 2 * len(STEPS) + 1
USUAL_STEP = 0.05
"""The step where the rule leaves no room at all."""


def limits_of(tolerance: float) -> Floats:
    """Return where classes above the target end, in fractions of it; those below mirror them."""
    return floats(tolerance + np.array(STEPS) * (tolerance or USUAL_STEP))


def target_classes(deviations: Floats, tolerance: float) -> Ints:
    """Return the class of each deviation, shape (k,): the middle one keeps the rule, higher is above."""
    limits = limits_of(tolerance) + EPSILON
    above = (deviations[:, None] > limits).sum(axis=1)
    below = (deviations[:, None] < -limits).sum(axis=1)
    return ints(MIDDLE + above - below)


def counted_targets(classes: Ints, tolerance: float) -> CountedClasses:
    """Return how many territories are in each class, and the limits between."""
    counts = np.bincount(classes, minlength=CLASSES)
    decimals = _decimals(tolerance)
    words = tuple(signed(limit * 100, decimals) for limit in _both_sides(tolerance))
    return CountedClasses(tuple(counts.tolist()), words, tr("below"), tr("above"))


def target_range_words(tolerance: float) -> list[str]:
    """Return what each class means, from far below to far above."""
    words = _limit_words(tolerance)
    between = range_words(words)
    between[MIDDLE - 1] = tr("Within ±{rule}", rule=percent(tolerance, _decimals(tolerance)))
    return [
        tr("Below {limit}", limit=words[0]), *between, tr("Above {limit}", limit=words[-1])
    ]  # fmt: skip


def _limit_words(tolerance: float) -> list[str]:
    decimals = _decimals(tolerance)
    return [deviation(limit, decimals) for limit in _both_sides(tolerance)]


def _both_sides(tolerance: float) -> list[float]:
    above = limits_of(tolerance).tolist()
    return [*(-limit for limit in above[::-1]), *above]


def _decimals(tolerance: float) -> int:
    """Return how many decimals the limits need: none for whole percents."""
    return 0 if abs(tolerance * 100 - round(tolerance * 100)) < EPSILON else 1
