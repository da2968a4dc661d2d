"""What follows in a plan when regions are changed: figures, accounts, territories, seats, rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from planner.edits.dividing import account_weights, averaged, divided
from planner.edits.recut import Recut, without_slivers
from planner.edits.region_changes import COUNTRY, Renumbered, renumbered, with_recut
from planner.edits.region_rules import renamed_goals
from planner.model.accounts import Accounts
from planner.model.formula import FormulaError
from planner.model.layers import Layer
from planner.model.loads import region_loads, usable
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.projection import project
from planner.model.redrawing import By, Division, Refusal, Told, Why
from planner.model.regions import RegionSet
from planner.model.scenarios import STRAY, AccountException, Scenario
from planner.model.territories import Territory
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints


@dataclass(frozen=True, slots=True, eq=False)
class Redrawn:
    """A plan with other regions, and what followed from it; the very plan where nothing changed."""

    plan: Plan
    told: Told = field(default_factory=Told)


def redrawn(
    plan: Plan, recut: Recut | Refusal, division: Division | None = None
) -> Redrawn | Refusal:
    """Return the plan with some regions in the place of others, or why not.

    * Figures are divided as `division` says, by area unless it says otherwise, and conserved.
    * Accounts with a point follow it; those without go where most of their region's land goes.
    * A region keeps the territory and lock of the one it continues, in every layer of every scenario;
      a home base stays where its point was. Who owns an account today still does: where its region
      has another owner now, the account becomes an exception of Today.
    * Loads are worked out anew; one that its formula does not give is divided like a column.
    * Rules name the regions in place of the old ones. What was proven does not hold any more and goes.

    Raises
    ------
    ValueError
        When `division` names a column that accounts do not have.
    """
    if isinstance(recut, Refusal):
        return recut
    recut = without_slivers(recut)
    broken = np.flatnonzero(~shapely.is_valid(recut.shapes))
    if len(broken):
        return Refusal(Why.CROSSES_ITSELF, tuple(recut.ids[at] for at in broken.tolist()))
    return _followed(plan, recut, division or Division())


def _followed(plan: Plan, recut: Recut, division: Division) -> Redrawn:
    numbers = renumbered(len(plan.regions), recut)
    found = _placed(plan, recut, numbers)
    weights, empty = _weights(plan.accounts, recut, found, division)
    columns = {
        key: averaged(values[recut.before], recut.land)
        if key in division.averages
        else divided(floats(values[recut.before]), weights, recut.land)
        for key, values in plan.regions.columns.items()
    }
    base = plan.goals.layers[0]
    regions = with_recut(plan.regions, recut, numbers, columns, base.apart or COUNTRY)
    accounts = plan.accounts
    if not np.array_equal(found.region, accounts.region):
        accounts = replace(accounts, region=found.region)
    goals, dropped = renamed_goals(plan.goals, plan.regions, regions, _heirs(recut, numbers))
    seats = _seats(plan.regions, recut, numbers)
    scenarios = [_carried(one, numbers, seats) for one in plan.scenarios]
    scenarios[0], strays = _strays(plan, scenarios[0], accounts)
    after = replace(
        plan,
        regions=regions,
        accounts=accounts,
        goals=goals,
        scenarios=tuple(scenarios),
        loads=floats(np.zeros((len(regions), len(plan.measures)))),
    )
    after = replace(after, loads=_loads(plan, after, numbers, recut, weights))
    told = Told(
        before=tuple(plan.regions.ids[at] for at in recut.before.tolist()),
        after=recut.ids,
        by_point=found.by_point,
        by_code=found.by_code,
        by_area_instead=tuple(
            plan.regions.ids[at] for at in recut.before[empty].tolist()
        ),
        moved=_moved(plan, recut),
        strays=strays,
        dropped_pairs=dropped,
    )  # fmt: skip
    return Redrawn(after, told)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Where accounts are after a change.

    `region` (a,) is the region of every account; `rows` (r,) are those of the regions that changed,
    with the row of their region in `Recut.before` and of their new one in `Recut.shapes`.
    """

    region: Ints
    rows: Ints
    of: Ints
    part: Ints
    by_point: int
    by_code: int


def _placed(plan: Plan, recut: Recut, numbers: Renumbered) -> _Found:
    """Place the accounts of regions that change, and those outside all regions, anew."""
    accounts = plan.accounts
    row = np.full(len(plan.regions) + 1, UNASSIGNED)
    row[recut.before] = np.arange(len(recut.before))
    inside = accounts.region != UNASSIGNED
    touched = inside & (row[accounts.region] != UNASSIGNED)
    has_point = np.isfinite(accounts.lon_lat).all(axis=1)
    asked = np.flatnonzero(has_point & (touched | ~inside))
    part = np.full(len(accounts), UNASSIGNED)
    if len(asked):
        xy = project(floats(accounts.lon_lat[asked]), plan.regions.crs)
        known = np.isfinite(xy).all(axis=1)
        asked, xy = asked[known], xy[known]
        at, shape = shapely.STRtree(recut.shapes).query(shapely.points(xy), predicate="intersects")
        # An account in another region than its point stays with what comes of its region.
        takes = np.vstack([recut.land > 0.0, np.ones(len(recut.shapes), np.bool_)])
        fits = takes[row[accounts.region[asked[at]]], shape]  # the last row: of no region
        at, shape = at[fits], shape[fits]
        last_first = np.argsort(-shape, kind="stable")
        part[asked[at[last_first]]] = shape[last_first]
    placed = part != UNASSIGNED
    largest = recut.land.argmax(axis=1)
    rest = touched & ~placed
    part[rest] = largest[row[accounts.region[rest]]]
    region = np.append(numbers.moved, UNASSIGNED)[accounts.region]
    region[part != UNASSIGNED] = numbers.fresh[part[part != UNASSIGNED]]
    split = np.append((recut.land > 0.0).sum(axis=1) > 1, False)
    torn = touched & split[row[accounts.region]]
    rows = np.flatnonzero(touched)
    return _Found(
        region=ints(region),
        rows=ints(rows),
        of=ints(row[accounts.region[rows]]),
        part=ints(part[rows]),
        by_point=int((placed & (torn | ~inside)).sum()),
        by_code=int((torn & ~placed).sum()),
    )


def _weights(
    accounts: Accounts, recut: Recut, found: _Found, division: Division
) -> tuple[Floats, Bools]:
    """Return what each region before is divided by (c, f), and which go by area instead."""
    if division.by is By.AREA:
        return recut.land, bools(np.zeros(len(recut.before), np.bool_))
    if division.by is By.ACCOUNTS:
        worth = floats(np.ones(len(found.rows)))
    elif division.column in accounts.numbers:
        worth = floats(accounts.numbers[division.column][found.rows])
    else:
        raise ValueError(f"accounts have no number column {division.column}")
    shape = (len(recut.before), len(recut.shapes))
    weights, empty = account_weights(worth, found.of, found.part, shape, recut.land)
    return weights, bools(empty & ((recut.land > 0.0).sum(axis=1) > 1))


def _loads(plan: Plan, after: Plan, numbers: Renumbered, recut: Recut, weights: Floats) -> Floats:
    """Return the loads of the plan after a change, shape (m, measures)."""
    loads = np.empty(after.loads.shape)
    for at, measure in enumerate(plan.measures):
        before = floats(plan.loads[:, at])
        says = _reckoned(plan, measure)
        if says is not None and np.array_equal(says, before):
            loads[:, at] = _reckoned(after, measure)
        else:
            parts = usable(divided(floats(before[recut.before]), weights, recut.land))
            loads[:, at] = numbers.carried_floats(before, parts)
    return floats(loads)


def _reckoned(plan: Plan, measure: Measure) -> Floats | None:
    """Return a measure in every region by its formula; None where that cannot be reckoned."""
    try:
        found = region_loads(plan.regions, plan.accounts, plan.segments, (measure,), plan.inside)
    except FormulaError:
        return None
    return floats(found[:, 0])


def _heirs(recut: Recut, numbers: Renumbered) -> dict[int, tuple[int, ...]]:
    """Return the numbers after of the regions that continue each region that changed."""
    return {
        region: tuple(numbers.fresh[own].tolist())
        for region, own in zip(recut.before.tolist(), recut.heirs, strict=True)
    }


def _seats(regions: RegionSet, recut: Recut, numbers: Renumbered) -> Ints:
    """Return where a home base in each region before is now, shape (n,)."""
    seats = numbers.moved.copy()
    seats[recut.before] = numbers.fresh[recut.land.argmax(axis=1)]
    points = shapely.points(regions.points[recut.before])
    row, shape = shapely.STRtree(recut.shapes).query(points, predicate="intersects")
    seats[recut.before[row]] = numbers.fresh[shape]
    return ints(seats)


def _carried(scenario: Scenario, numbers: Renumbered, seats: Ints) -> Scenario:
    """Return a scenario over the new regions, without what was proven."""
    layers = tuple(_carried_layer(layer, numbers, seats) for layer in scenario.layers)
    return replace(scenario, layers=layers, account_proofs=())


def _carried_layer(layer: Layer, numbers: Renumbered, seats: Ints) -> Layer:
    source = numbers.source
    return replace(
        layer,
        territories=tuple(_reseated(one, seats) for one in layer.territories),
        owner=ints(np.append(layer.owner, UNASSIGNED)[source]),
        locked=bools(np.append(layer.locked, False)[source]),
        proof=None,
    )


def _reseated(territory: Territory, seats: Ints) -> Territory:
    if territory.seat is None:
        return territory
    return replace(territory, seat=int(seats[territory.seat]))


def _strays(plan: Plan, today: Scenario, accounts: Accounts) -> tuple[Scenario, int]:
    """Return Today with an exception for each account whose region has another owner now; and how many."""
    before = _reps(plan.today.base, plan.accounts.region)
    after = _reps(today.base, accounts.region)
    known = {one.account_id for one in today.exceptions}
    strays = tuple(
        AccountException(accounts.ids[row], rep, STRAY)
        for row in np.flatnonzero(before != after).tolist()
        if (rep := before[row]) is not None and accounts.ids[row] not in known
    )
    if not strays:
        return today, 0
    return replace(today, exceptions=(*today.exceptions, *strays)), len(strays)


def _reps(layer: Layer, region: Ints) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Return the rep who owns each of these regions, None where nobody does."""
    reps = np.array([*(one.rep_id for one in layer.territories), None], object)
    owner = np.append(layer.owner, UNASSIGNED)
    return np.asarray(reps[owner[region]])


def _moved(plan: Plan, recut: Recut) -> tuple[tuple[str, str, int], ...]:
    """Return how many regions before come to another territory, by scenario and layer."""
    found = []
    for scenario in plan.scenarios:
        for layer in scenario.layers:
            count = 0
            for region, own in zip(recut.before.tolist(), recut.heirs, strict=True):
                held = {
                    int(layer.owner[of]) if of != UNASSIGNED else UNASSIGNED
                    for of in recut.of[own].tolist()
                }
                count += held != {int(layer.owner[region])}
            if count:
                found.append((scenario.name, layer.key, count))
    return tuple(found)
