"""Splitting a whole amount so that the pieces sum to it exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def largest_remainder(total: int, weights: Sequence[Fraction]) -> tuple[int, ...]:
    """Split `total` units by weight into integers that sum to it exactly.

    Each gets the floor of its exact share, and the units left go one each to the largest
    fractions; ties to the larger weight, then to the earlier one (Hamilton's method). All weights
    0 means equal weights. Fractions throughout: no float decides who gets a unit.

    Raises ValueError for no weights, a negative one, or a negative total.
    """
    if total < 0 or not weights or min(weights) < 0:
        raise ValueError("largest_remainder needs total >= 0 and weights >= 0, at least one")
    whole = sum(weights, Fraction(0))
    shares = [
        Fraction(total) * weight / whole if whole else Fraction(total, len(weights))
        for weight in weights
    ]
    pieces = [int(share) for share in shares]
    order = sorted(range(len(weights)), key=lambda i: (pieces[i] - shares[i], -weights[i], i))
    for i in order[: total - sum(pieces)]:
        pieces[i] += 1
    return tuple(pieces)


def split_in_steps(total: int, weights: Sequence[Fraction], step: int) -> tuple[int, ...]:
    """Split an amount into multiples of `step`; what is over goes to the largest weight.

    The pieces sum to the amount exactly, also when it is no multiple of the step.
    """
    steps, over = divmod(total, step)
    pieces = [step * piece for piece in largest_remainder(steps, weights)]
    largest = max(range(len(weights)), key=lambda i: (weights[i], -i))
    pieces[largest] += over
    return tuple(pieces)


def rounded_to_step(amount: Fraction, step: int) -> int:
    """Return the multiple of `step` nearest to a non-negative amount, half up."""
    return step * int(amount / step + Fraction(1, 2))


def exact(number: float) -> Fraction:
    """Return the decimal number a person wrote: 0.1 is one tenth, not the nearest binary fraction."""
    return Fraction(str(number))
