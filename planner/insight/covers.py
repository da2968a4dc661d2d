"""Vacancies: who covers them, what they hold, and what is wrong with the cover."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.insight.money import money_of
from planner.insight.ownership import account_owners
from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.model.scenarios import Scenario


class Trouble(StrEnum):
    """Why a vacancy is not looked after."""

    NONE = ""
    NOBODY = "nobody"  # no cover is named
    UNKNOWN = "unknown"  # the cover is not among the people
    VACANCY = "vacancy"  # the cover is a vacancy too
    GONE = "gone"  # the cover has left before plan start
    LATER = "later"  # the cover starts after plan start
    LOOP = "loop"  # following covers leads back to the vacancy


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post whose person is yet to come, in a scenario.

    Attributes
    ----------
    rep : Rep
    trouble : Trouble
    territories : tuple of str
        Ids of the base layer's territories it owns.
    regions, accounts : int
        Regions of these; accounts it owns, by name or by region.
    money : float
        What those accounts are worth (`planner.insight.money`).
    """

    rep: Rep
    trouble: Trouble
    territories: tuple[str, ...]
    regions: int
    accounts: int
    money: float


def vacancies(plan: Plan, scenario: Scenario) -> tuple[Vacancy, ...]:
    """Return the vacancies in the order of the people, with what they hold in a scenario."""
    empty = [rep for rep in plan.reps if rep.vacancy]
    if not empty:
        return ()
    base, worth = scenario.base, money_of(plan).values
    owners = np.array(account_owners(plan, scenario), dtype=object)
    found = []
    for rep in empty:
        own = [t for t, one in enumerate(base.territories) if one.rep_id == rep.id]
        mine = owners == str(rep.id)
        found.append(
            Vacancy(
                rep=rep,
                trouble=cover_trouble(plan, rep),
                territories=tuple(str(base.territories[t].id) for t in own),
                regions=int(np.isin(base.owner, own).sum()),
                accounts=int(mine.sum()),
                money=float(worth[mine].sum()),
            )
        )
    return tuple(found)


def cover_trouble(plan: Plan, rep: Rep) -> Trouble:
    """Return what is wrong with the cover of a vacancy or a leaver; NONE for others."""
    if rep.cover is None:
        return Trouble.NOBODY if rep.vacancy else Trouble.NONE
    people = {one.id: one for one in plan.reps}
    cover = people.get(rep.cover)
    if cover is None:
        return Trouble.UNKNOWN
    if len(chain_of_covers(plan, rep)) > 1 and chain_of_covers(plan, rep)[-1].id == rep.id:
        return Trouble.LOOP
    if cover.vacancy:
        return Trouble.VACANCY
    if not cover.works_on(plan.start):
        return Trouble.GONE
    if cover.start is not None and cover.start > plan.start:
        return Trouble.LATER
    return Trouble.NONE


def chain_of_covers(plan: Plan, rep: Rep) -> tuple[Rep, ...]:
    """Return a person, who covers him, who covers that one, and so on; it ends at one seen before."""
    people = {one.id: one for one in plan.reps}
    chain, seen = [rep], {rep.id}
    while chain[-1].cover is not None and chain[-1].cover in people:
        chain.append(people[chain[-1].cover])
        if chain[-1].id in seen:
            break
        seen.add(chain[-1].id)
    return tuple(chain)
