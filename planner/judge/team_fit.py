"""Who may serve which market in which role, and how well: the people side of a team problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED, Bools, Ints, ints
from planner.model.words import (
    ACCOUNT_MANAGER,
    CLOSER,
    INBOUND,
    LEVELS,
    OUTBOUND,
    SUPPORT,
    TEAM_ROLES,
)
from planner.sales.countries import country_code
from planner.sales.markets import Division
from planner.sales.sizing import ramp

RELATED: Mapping[str, Mapping[str, int]] = {
    OUTBOUND: {INBOUND: 90, SUPPORT: 80},
    INBOUND: {OUTBOUND: 80, SUPPORT: 90},
    CLOSER: {OUTBOUND: 80, INBOUND: 90, ACCOUNT_MANAGER: 90},
    ACCOUNT_MANAGER: {CLOSER: 70, SUPPORT: 90},
    SUPPORT: {INBOUND: 70},
}
"""Skill in other roles, in percent, of somebody whose skills name no role (planner default)."""

ENOUGH = 0.25
"""Share of a market's accounts whose language a rep must speak to serve it."""

OWNER_LEAVES, MEMBER_LEAVES = 2000, 500
"""Money a month when the owner of a territory, or somebody else, leaves his present market."""


def role_skill(rep: Rep, role: str) -> float:
    """Return a rep's skill in a role in percent; 0 where he cannot do it."""
    if role in rep.skills:
        return rep.skills[role]
    if role == rep.role:
        return 100.0
    if any(key in rep.skills for key in TEAM_ROLES):
        return 0.0
    return float(RELATED.get(rep.role, {}).get(role, 0))


def composable(plan: Plan) -> tuple[Rep, ...]:
    """Return the people teams are composed of: there at plan start, able to do a role of the funnel."""
    return tuple(
        rep
        for rep in plan.reps
        if rep.works_on(plan.start) and any(role_skill(rep, role) > 0 for role in TEAM_ROLES)
    )


def level_of(rep: Rep) -> str:
    """Return the level given, else by months of experience: under 12 junior, above 60 senior."""
    if rep.level in LEVELS:
        return rep.level
    months = rep.experience_months
    junior, medior, senior = LEVELS
    if months is None:
        return medior
    return junior if months < 12 else medior if months <= 60 else senior


def present_markets(
    plan: Plan, scenario: Scenario, division: Division, reps: Sequence[Rep]
) -> Ints:
    """Return the market each rep is in now, shape (R,): where most of his accounts are.

    His accounts are those of his territories in the base layer, or without a territory those that
    have him as owner today. UNASSIGNED where he has none.
    """
    base = scenario.base
    m = len(division.keys)
    owner_text = np.array(plan.accounts.column("owner"), dtype=object)
    region = plan.accounts.region
    territory = np.where(region == UNASSIGNED, UNASSIGNED, base.owner[np.maximum(region, 0)])
    found = []
    for rep in reps:
        own = [t for t, each in enumerate(base.territories) if each.rep_id == rep.id]
        mine = np.isin(territory, own) if own else owner_text == rep.id
        weight = np.bincount(division.of_account[mine], minlength=m).astype(np.float64)
        held = division.of_region[np.isin(base.owner, own)] if own else ints([])
        weight += 1e-3 * np.bincount(held[held != UNASSIGNED], minlength=m)
        found.append(int(np.argmax(weight)) if weight.any() else UNASSIGNED)
    return ints(found)


def leave_prices(scenario: Scenario, reps: Sequence[Rep]) -> Ints:
    """Return what it costs a month when each rep leaves his present market, shape (R,)."""
    owners = {territory.rep_id for territory in scenario.base.territories}
    return ints([OWNER_LEAVES if rep.id in owners else MEMBER_LEAVES for rep in reps])


def productivity(plan: Plan, division: Division, reps: Sequence[Rep], present: Ints) -> Ints:
    """Return the units that a block of each rep yields, shape (R, M, K): skill x ramp x fit in percent.

    0 where the rep may not serve: another country than any of the market's, or a language that too
    few of its accounts share (at least `ENOUGH`, or half of what he has anywhere). The present
    market is always allowed. A skill that has a market's key is the fit for that market.
    """
    if not reps:
        return ints(np.zeros((0, len(division.keys), len(TEAM_ROLES))))
    allowed = _speaks(plan, division, reps) & _same_country(plan, division, reps)
    rows = np.flatnonzero(present != UNASSIGNED)
    allowed[rows, present[rows]] = True
    skill = np.array([[role_skill(rep, role) for role in TEAM_ROLES] for rep in reps])
    fit = np.array([[rep.skills.get(key, 100.0) for key in division.keys] for rep in reps])
    pace = np.array([ramp(rep, plan.start) for rep in reps])
    shape = (len(reps), len(division.keys), len(TEAM_ROLES))
    percent = skill.reshape(shape[0], 1, -1) * fit.reshape(*shape[:2], 1) / 100
    percent = percent * pace[:, None, None] * allowed[:, :, None]
    return ints(np.floor(percent + 0.5).reshape(shape))


def _speaks(plan: Plan, division: Division, reps: Sequence[Rep]) -> Bools:
    spoken = [{language.strip().casefold() for language in rep.languages} for rep in reps]
    column = [text.strip().casefold() for text in plan.accounts.column("language")]
    return _reaches(spoken, column, division)


def _same_country(plan: Plan, division: Division, reps: Sequence[Rep]) -> Bools:
    names = plan.regions.parents.get("country", ("",) * len(plan.regions))
    codes = [country_code(name) for name in names]
    column = ["" if at == UNASSIGNED else codes[at] for at in plan.accounts.region.tolist()]
    home = [{country_code(rep.country)} & set(codes) - {""} for rep in reps]
    return _reaches(home, column, division)


def _reaches(keys: Sequence[set[str]], column: Sequence[str], division: Division) -> Bools:
    """Which rep shares a key with enough of each market, shape (R, M); no key known: everywhere."""
    m = len(division.keys)
    known = np.array([bool(text) for text in column], dtype=np.bool_)
    total = np.bincount(division.of_account[known], minlength=m)
    reached = np.ones((len(keys), m), dtype=np.bool_)
    text = np.array(column, dtype=object)
    for row, own in enumerate(keys):
        if not own:
            continue
        mine = np.isin(text, sorted(own)) & known
        share = np.bincount(division.of_account[mine], minlength=m) / np.maximum(total, 1)
        reached[row] = (share >= min(ENOUGH, share.max() / 2)) & (share > 0) | (total == 0)
    return reached
