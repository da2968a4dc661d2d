"""Named accounts: counted with their owner or nowhere, not with the region they lie in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from planner.model.accounts import Accounts, rows_by_id
from planner.model.areas import Area
from planner.model.formula import account_values, rows_where
from planner.model.layers import BASE, Layer
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.scenarios import TODAY, AccountException, Scenario
from planner.model.segments import Segment
from planner.model.types import (
    UNASSIGNED,
    AccountId,
    Bools,
    Floats,
    Ints,
    RepId,
    bools,
    floats,
    ints,
)


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """What regions hold without the named accounts, and what those add to their owners' territories.

    All of it together is what the plan's regions hold: loads + besides + elsewhere + not counted.

    Attributes
    ----------
    loads : Floats, shape (n, m)
        As `Plan.loads`, less the accounts that are owned by name.
    besides : Floats, shape (k, m)
        Named accounts by the territory of their owner.
    elsewhere : Floats, shape (m,)
        Named accounts of people without a territory.
    not_counted : Floats, shape (m,)
        Named accounts that the plan leaves out of the balance.
    """

    loads: Floats
    besides: Floats
    elsewhere: Floats
    not_counted: Floats

    @property
    def total(self) -> Floats:
        """Sum of each measure that is shared out over territories, shape (m,)."""
        return floats(self.loads.sum(axis=0) + self.besides.sum(axis=0))


def key_accounts(plan: Plan) -> Bools:
    """Return which accounts the goals give to people by name, shape (a,)."""
    chosen = np.zeros(len(plan.accounts), np.bool_)
    for goals in plan.goals.key_accounts:
        chosen |= rows_where(goals.where, plan.accounts, plan.segments, plan.inside, plan.regions)
    return bools(chosen)


def held_by_name(plan: Plan, scenario: Scenario) -> Mapping[AccountId, AccountException]:
    """Return the exceptions that hold on plan start, by account.

    In Today an account that names its present owner is with him, whoever it is named for later on.
    """
    held = scenario.held_on(plan.start)
    if scenario.name != TODAY or not held:
        return held
    known = {str(rep.id) for rep in plan.reps}
    rows, present = rows_by_id(plan.accounts), plan.accounts.column("owner")
    for account, one in held.items():
        if account in rows:
            owner = present[rows[account]].split(";")[0].strip()
            if owner in known and owner != one.rep_id:
                held[account] = replace(one, rep_id=RepId(owner))
    return held


def owners_by_name(plan: Plan, scenario: Scenario) -> Mapping[int, str]:
    """Return the owner of each account that counts with its owner and not with its region.

    Those are the named accounts that count in the balance, but for strays, which Today only
    describes: of these the key accounts of the goals.
    """
    return {row: str(one.rep_id) for row, one in _apart(plan, scenario).items() if one.counts}


def left_out(plan: Plan, scenario: Scenario) -> Ints:
    """Return the named accounts that count nowhere in the balance."""
    return ints([row for row, one in _apart(plan, scenario).items() if not one.counts])


def _apart(plan: Plan, scenario: Scenario) -> dict[int, AccountException]:
    """Return the exceptions that take an account out of its region, by row, in the order of rows."""
    held = held_by_name(plan, scenario)
    if not held:
        return {}
    rows = rows_by_id(plan.accounts)
    strays = any(one.is_stray for one in held.values()) and plan.goals.key_accounts
    chosen = key_accounts(plan) if strays else None
    found = {
        rows[account]: one
        for account, one in held.items()
        if account in rows and not (one.is_stray and (chosen is None or not chosen[rows[account]]))
    }
    return dict(sorted(found.items()))


def carried(plan: Plan, scenario: Scenario, layer: Layer) -> Carried:
    """Return the loads of regions and of named accounts in a layer; overlays know no named accounts.

    A named account counts with the first territory of its owner, with the one it lies in where that
    is his too. One whose owner has no territory counts in none, nor does one that is left out of the
    balance: its load leaves the layer.
    """
    nothing = np.zeros((len(layer.territories), len(plan.measures)))
    rows, territory = named_in(plan, scenario, layer)
    out = left_out(plan, scenario) if layer.key == BASE else ints([])
    if not len(rows) and not len(out):
        none = floats(np.zeros(len(plan.measures)))
        return Carried(plan.loads, floats(nothing), none, none)
    values, every = values_of_accounts(plan), np.concatenate([rows, out])
    region = plan.accounts.region[every]
    inside = region != UNASSIGNED
    loads = plan.loads.copy()
    np.subtract.at(loads, region[inside], values[every[inside]])
    # A sum and its parts differ by rounding: what is left of nothing is nothing.
    loads[loads < 1e-9 * plan.loads] = 0.0
    here = territory != UNASSIGNED
    np.add.at(nothing, territory[here], values[rows[here]])
    return Carried(
        loads=floats(loads),
        besides=floats(nothing),
        elsewhere=floats(values[rows[~here]].sum(axis=0)),
        not_counted=floats(values[out].sum(axis=0)),
    )


def named_in(plan: Plan, scenario: Scenario, layer: Layer) -> tuple[Ints, Ints]:
    """Return the accounts that count by name and the territory each counts in, both shape (b,).

    UNASSIGNED where the owner has no territory; nothing in an overlay. `carried` says which
    territory that is.
    """
    owners = owners_by_name(plan, scenario) if layer.key == BASE else {}
    rows = sorted(owners)
    region = plan.accounts.region[rows]
    return ints(rows), _territories(layer, [owners[row] for row in rows], region)


def values_of_accounts(plan: Plan) -> Floats:
    """Return what each account adds to each measure of the plan, shape (a, m)."""
    return _values(plan.measures, plan.regions, plan.accounts, plan.segments, plan.areas)


@lru_cache(maxsize=4)
def _values(
    measures: tuple[Measure, ...],
    regions: RegionSet,
    accounts: Accounts,
    segments: tuple[Segment, ...],
    areas: tuple[Area, ...],
) -> Floats:
    """Work the values out once: an edit of a scenario leaves all of these the same objects."""
    from planner.model.inside import Inside  # late: few plans have areas, and it is a library

    inside = Inside(areas, regions, accounts)
    columns = [account_values(one, regions, accounts, segments, inside) for one in measures]
    return floats(np.stack(columns, axis=1))


def fit_parts(
    targets: Floats, part_of_territory: Ints, part_of_region: Ints, held: Carried
) -> Floats:
    """Return target shares that add up in each part to what the part holds with its named accounts."""
    total, fitted = held.total, targets.copy()
    for part in np.unique(part_of_territory):
        inside = part_of_territory == part
        own = held.loads[part_of_region == part].sum(axis=0) + held.besides[inside].sum(axis=0)
        share = own / np.where(total > 0, total, 1.0)
        given = targets[inside].sum(axis=0)
        fitted[inside] *= np.where(
            (given > 0) & (total > 0), share / np.where(given > 0, given, 1.0), 1.0
        )
    return floats(fitted)


def _territories(layer: Layer, owners: list[str], region: Ints) -> Ints:
    first: dict[str, int] = {}
    for at, territory in enumerate(layer.territories):
        if territory.rep_id is not None:
            first.setdefault(str(territory.rep_id), at)
    found = []
    for owner, place in zip(owners, region.tolist(), strict=True):
        here = UNASSIGNED if place == UNASSIGNED else int(layer.owner[place])
        own = here != UNASSIGNED and layer.territories[here].rep_id == owner
        found.append(here if own else first.get(owner, UNASSIGNED))
    return ints(np.array(found, np.int32))
