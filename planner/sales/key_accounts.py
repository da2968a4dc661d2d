"""Key accounts: owned by name and counted with their owner, not with the region they lie in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.model.formula import account_values, rows_where
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """What regions hold without the key accounts, and what those add to their owners' territories.

    Attributes
    ----------
    loads : Floats, shape (n, m)
        As `Plan.loads`, less the key accounts that are owned by name.
    besides : Floats, shape (k, m)
        Key accounts by the territory of their owner.
    """

    loads: Floats
    besides: Floats

    @property
    def total(self) -> Floats:
        """Sum of each measure that is shared out over territories, shape (m,)."""
        return floats(self.loads.sum(axis=0) + self.besides.sum(axis=0))


def key_accounts(plan: Plan) -> Bools:
    """Return which accounts the goals give to people by name, shape (a,)."""
    chosen = np.zeros(len(plan.accounts), np.bool_)
    for goals in plan.goals.key_accounts:
        chosen |= rows_where(goals.where, plan.accounts, plan.segments)
    return bools(chosen)


def owners_by_name(plan: Plan, scenario: Scenario) -> Mapping[int, str]:
    """Return the owner of each key account that an exception of the scenario gives to somebody."""
    chosen = key_accounts(plan) if plan.goals.key_accounts else bools([])
    if not chosen.any():
        return {}
    held = {
        one.account_id: str(one.rep_id)
        for one in scenario.exceptions
        if one.until is None or one.until >= plan.start
    }
    return {
        int(at): held[plan.accounts.ids[at]]
        for at in np.flatnonzero(chosen)
        if plan.accounts.ids[at] in held
    }


def carried(plan: Plan, scenario: Scenario, layer: Layer) -> Carried:
    """Return the loads of regions and of named accounts in a layer; overlays know no key accounts.

    A key account counts with the first territory of its owner, with the one it lies in where that
    is his too. One whose owner has no territory counts in none: its load leaves the layer.
    """
    nothing = floats(np.zeros((len(layer.territories), len(plan.measures))))
    rows, territory = named_in(plan, scenario, layer)
    if not len(rows):
        return Carried(plan.loads, nothing)
    values = values_of_accounts(plan)[rows]
    region = plan.accounts.region[rows]
    inside = region != UNASSIGNED
    loads = plan.loads.copy()
    np.subtract.at(loads, region[inside], values[inside])
    # A sum and its parts differ by rounding: what is left of nothing is nothing.
    loads[loads < 1e-9 * plan.loads] = 0.0
    besides = nothing.copy()
    np.add.at(besides, territory[territory != UNASSIGNED], values[territory != UNASSIGNED])
    return Carried(floats(loads), floats(besides))


def named_in(plan: Plan, scenario: Scenario, layer: Layer) -> tuple[Ints, Ints]:
    """Return the accounts owned by name and the territory each counts in, both shape (b,).

    UNASSIGNED where the owner has no territory; nothing in an overlay. `carried` says which
    territory that is.
    """
    owners = owners_by_name(plan, scenario) if layer.key == BASE else {}
    rows = sorted(owners)
    region = plan.accounts.region[rows]
    return ints(rows), _territories(layer, [owners[row] for row in rows], region)


def values_of_accounts(plan: Plan) -> Floats:
    """Return what each account adds to each measure of the plan, shape (a, m)."""
    columns = [
        account_values(measure, plan.regions, plan.accounts, plan.segments)
        for measure in plan.measures
    ]
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
