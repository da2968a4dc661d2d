"""How much a rep can carry, and which rep owns which territory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.model.goals import TerritoryGoals
from planner.model.reps import Rep
from planner.model.words import ACCOUNT_MANAGER, CLOSER, INBOUND, OUTBOUND

FULL_TIME = 1.0
"""Capacity an open territory is sized for."""

_DEVELOPMENT = (0.33, 0.67, 1.0)
_SELLING = (0.25, 0.50, 0.75, 0.90, 1.0)
RAMP = {
    OUTBOUND: _DEVELOPMENT,
    INBOUND: _DEVELOPMENT,
    CLOSER: _SELLING,
    ACCOUNT_MANAGER: _SELLING,
}
"""Productivity by whole months in the job (planner default, calibrate); other roles have no ramp."""


def experience_factor(months: float | None) -> float:
    """Return 0.70 under 12 months of experience, 1.00 to 60, 1.20 above; 1.00 when unknown."""
    if months is None:
        return 1.0
    if months < 12:
        return 0.7
    return 1.0 if months <= 60 else 1.2


def ramp(rep: Rep, start: date) -> float:
    """Return the productivity of a rep at plan start, by whole months in the job.

    Somebody who starts on the first day of the plan or later is taken at the first step of the
    curve, never at 0: a territory lasts the whole period and one without target is none. A vacancy
    is taken at full: its territory is drawn for the post, and covered until the person is there.
    """
    curve = RAMP.get(rep.role)
    if curve is None or rep.start is None or rep.vacancy:
        return 1.0
    return curve[min(max(_whole_months(rep.start, start), 0), len(curve) - 1)]


def capacity(rep: Rep, start: date) -> float:
    """Return FTE x experience x ramp at plan start (docs/architecture.md, Meanings), above 0."""
    return rep.fte * experience_factor(rep.experience_months) * ramp(rep, start)


def candidates(reps: Sequence[Rep], goals: TerritoryGoals, start: date) -> tuple[Rep, ...]:
    """Return the reps of the role that owns territories who work on plan start, by rep id.

    Vacancies count as reps; somebody who has left before plan start does not.
    """
    chosen = [rep for rep in reps if rep.role == goals.one_per and rep.works_on(start)]
    return tuple(sorted(chosen, key=lambda rep: rep.id))


def owners_of(
    plan_reps: Sequence[Rep], goals: TerritoryGoals, start: date
) -> tuple[Rep | None, ...]:
    """Return the owner of each territory: the k-th rep of the role `one_per` by rep id.

    With a `count`, only the first `count` reps get a territory, and territories beyond the number
    of reps are open (None). Without one there are as many territories as reps, perhaps none.
    """
    people: tuple[Rep | None, ...] = candidates(plan_reps, goals, start)
    if goals.count is None:
        return people
    return (people + (None,) * goals.count)[: goals.count]


def _whole_months(first: date, second: date) -> int:
    months = (second.year - first.year) * 12 + second.month - first.month
    return months - (second.day < first.day)
