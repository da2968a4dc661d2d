"""Rules beyond bands, contiguity and locks, laid out for the search; each with a flag that it is asked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.judge.bands import allowed, yardstick
from planner.judge.problem import Problem
from planner.model.types import UNASSIGNED, Bools, Floats, bools, floats


class Rules(NamedTuple):
    """What the loop reads; where a flag is False its figures are empty.

    Attributes
    ----------
    limited : bool
        Whether `may` (n, k) says which territory may have which region.
    reaching : bool
        Whether `reach` (k,) caps the km to the moving centre: largest distances with free seats.
    capped : bool
        Whether `kept_low` and `taken_high` (k, m) bound what a territory keeps and takes over.
    moving : bool
        Whether `most_moved` caps the switch cost of all moves, relative to `moved_unit`.
    ideal : bool
        Whether a load beyond `ideal_low` and `ideal_high` (k, m) costs `ideal_price` (k, m) a unit.
    kept, taken, moved : Floats, shapes (k, m), (k, m), (1,)
        Kept in step by the loop: what each territory keeps and takes over, switch cost of all moves.
    """

    limited: bool
    may: Bools
    reaching: bool
    reach: Floats
    capped: bool
    kept_low: Floats
    taken_high: Floats
    moving: bool
    most_moved: float
    moved_unit: float
    ideal: bool
    ideal_low: Floats
    ideal_high: Floats
    ideal_price: Floats
    kept: Floats
    taken: Floats
    moved: Floats

    def asked(self) -> bool:
        """Whether there is any of these rules."""
        return self.limited or self.reaching or self.capped or self.moving or self.ideal

    def apart(self) -> Rules:
        """Return the rules with running sums of their own."""
        kept, taken, moved = (np.zeros_like(sums) for sums in (self.kept, self.taken, self.moved))
        return self._replace(kept=kept, taken=taken, moved=moved)


def rules_of(problem: Problem) -> Rules:
    """Lay the rules of a problem out."""
    limited = _limits(problem)
    reaching = problem.seats is None and bool(np.isfinite(problem.reach_km).any())
    kept_low, taken_high = _caps(problem)
    moving = problem.current is not None and bool(np.isfinite(problem.most_moved))
    ideal = bool(problem.ideal_price.any())
    low, high, price = _ideals(problem)
    return Rules(
        limited=limited, may=allowed(problem) if limited else bools(np.ones((0, 0))),
        reaching=reaching, reach=problem.reach_km,
        capped=bool(kept_low.any() or np.isfinite(taken_high).any()),
        kept_low=kept_low, taken_high=taken_high,
        moving=moving and problem.switch_cost is not None,
        most_moved=float(problem.most_moved), moved_unit=_all_moved(problem),
        ideal=ideal, ideal_low=low, ideal_high=high, ideal_price=price,
        kept=floats(np.zeros_like(kept_low)), taken=floats(np.zeros_like(kept_low)),
        moved=floats(np.zeros(1)),
    )  # fmt: skip


def _limits(problem: Problem) -> bool:
    """Whether anything but locks says where a region may be."""
    seated = problem.seats is not None and np.isfinite(problem.reach_km).any()
    parts = len(np.unique(problem.part_of_territory)) > 1
    return bool(len(problem.kept_from) or seated or parts)


def _caps(problem: Problem) -> tuple[Floats, Floats]:
    """Turn what may be handed over into what must be kept: what was there less the cap."""
    kept_low = np.zeros_like(problem.most_handed_over)
    taken_high = np.full_like(problem.most_taken_over, np.inf)
    if problem.current is None:
        return floats(kept_low), floats(taken_high)
    held = problem.current != UNASSIGNED
    for a in range(len(problem.measures)):
        kept_low[:, a] = np.bincount(
            problem.current[held], problem.weights[held, a], minlength=problem.k
        )
    kept_low = (kept_low - problem.most_handed_over).clip(min=0.0)
    return floats(kept_low), problem.most_taken_over


def _all_moved(problem: Problem) -> float:
    if problem.current is None or problem.switch_cost is None:
        return 1.0
    whole = float(problem.switch_cost[problem.current != UNASSIGNED].sum())
    return whole if whole > 0 else 1.0


def _ideals(problem: Problem) -> tuple[Floats, Floats, Floats]:
    wanted = problem.wanted
    priced = np.where(wanted > 0, problem.ideal_price / yardstick(problem), 0.0)
    low = wanted * (1 - problem.ideal) - problem.besides
    high = wanted * (1 + problem.ideal) - problem.besides
    return floats(low), floats(high), floats(priced)
