"""Dividing figures over the parts of a region: nothing is lost, whole numbers stay whole."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from planner.model.types import Bools, Floats, Ints, bools, floats

FINE = 1 << 52
"""Shares are taken in steps of this fraction, finer than any figure can tell."""


def shares(total: float, weights: Sequence[float], *, whole: bool) -> list[float]:
    """Divide a figure in proportion to weights, by largest remainder (Hare, 1857).

    With `whole` the parts are whole numbers. Otherwise they are multiples of the last binary digit of
    the figure, so that their sum is exact in whatever order it is taken.

    Parameters
    ----------
    total : float
        Finite, of either sign; whole where `whole` is said.
    weights : sequence of float
        Not negative, not all 0.

    Returns
    -------
    list of float
        One part a weight; of equal remainders the first gets more.
    """
    if total == 0.0:
        return [0.0] * len(weights)
    unit = 1.0 if whole else math.ulp(total)
    steps = int(abs(total) / unit)
    most = max(weights)
    fine = [int(weight / most * FINE) for weight in weights]
    parts, rests = zip(*(divmod(steps * each, sum(fine)) for each in fine), strict=True)
    order = sorted(range(len(fine)), key=lambda at: (-rests[at], at))
    more = set(order[: steps - sum(parts)])
    sign = math.copysign(unit, total)
    return [(part + (at in more)) * sign for at, part in enumerate(parts)]


def divided(values: Floats, weights: Floats, land: Floats | None = None) -> Floats:
    """Divide one figure of each of c regions over f parts and put together what each part gets.

    Parameters
    ----------
    values : Floats, shape (c,)
        NaN where unknown: it adds nothing.
    weights : Floats, shape (c, f)
        No row is all 0.
    land : Floats, shape (c, f), optional
        Above 0 where a part has land of a region, whatever it weighs; as the weights where not given.

    Returns
    -------
    Floats, shape (f,)
        NaN for a part all of whose land is of unknown figure, or was nobody's.
    """
    known = np.isfinite(values)
    whole = bool((values[known] == np.rint(values[known])).all())
    whole &= bool((np.abs(values[known]) < 2.0**53).all())
    got: list[list[float]] = [[] for _ in range(weights.shape[1])]
    for region in np.flatnonzero(known).tolist():
        some = np.flatnonzero(weights[region] > 0.0).tolist()
        given = shares(float(values[region]), weights[region, some].tolist(), whole=whole)
        for part, figure in zip(some, given, strict=True):
            got[part].append(figure)
    share = weights if land is None else land
    told = np.asarray((share[known] > 0.0).any(axis=0))
    return floats(
        [math.fsum(each) if each or told[part] else math.nan for part, each in enumerate(got)]
    )


def averaged(values: Floats, weights: Floats) -> Floats:
    """Return the mean of a figure over the land of each part, shape (f,); NaN where unknown."""
    known = np.isfinite(values)
    weights, values = weights[known], values[known]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (weights * values[:, None]).sum(axis=0) / weights.sum(axis=0)
    # Of one region alone, or of equal figures, the mean is that figure to the last digit.
    for part in range(weights.shape[1]):
        same = np.unique(values[weights[:, part] > 0.0])
        if len(same) == 1:
            mean[part] = same[0]
    return floats(mean)


def account_weights(
    worth: Floats, region: Ints, part: Ints, shape: tuple[int, int], area: Floats
) -> tuple[Floats, Bools]:
    """Return what the accounts of c regions that come to f parts weigh, shape (c, f).

    Parameters
    ----------
    worth : Floats, shape (a,)
        Not finite or negative counts as 0.
    region, part : Ints, shape (a,)
        Of each account.
    area : Floats, shape (c, f)
        Taken for a region where no account weighs anything.

    Returns
    -------
    Floats of shape (c, f), Bools of shape (c,)
        The weights, and which regions go by area instead.
    """
    weighs = np.where(np.isfinite(worth) & (worth > 0.0), worth, 0.0)
    code = region.astype(np.int64) * shape[1] + part
    found = np.bincount(code, weighs, minlength=shape[0] * shape[1]).reshape(shape)
    empty = bools(found.sum(axis=1) == 0.0)
    return floats(np.where(empty[:, None], area, found)), empty
