"""What a solver says of a program."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.types import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Least cost proven (infinite: no solution), the best solution found, and whether it is the best.

    `work` is in deterministic seconds where the solver counts them.
    """

    bound: float
    value: Floats | None
    done: bool
    work: float = 0.0
