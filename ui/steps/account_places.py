"""Where the accounts and homes of a plan lie on its map, and which of them are looked at, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.insight.money import money_of
from planner.insight.scope import Scope, ScopeKind, regions_in_scope, territories_in_scope
from planner.model.accounts import rows_by_id
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.projection import project
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints
from planner.sales.key_accounts import held_by_name
from planner.sales.markets import customers
from ui.map.account_points import AccountPoints
from ui.map.homes import Homes

SPREAD = 0.16
"""Accounts without a point stand around the middle of their region, within this part of its width."""
GOLDEN = np.pi * (3 - 5**0.5)
LARGE = 0.95
"""An account with more money than this share of all has the largest mark."""
PLAIN_SIZE = 0.3
"""Size of all marks where nothing is known of money."""


class PlacingStopped(Exception):
    """The stop token was set before the accounts were placed."""


@dataclass(frozen=True, slots=True, eq=False)
class PlacedAccounts:
    """Every account that can be drawn, whatever the scope.

    Attributes
    ----------
    points : AccountPoints
        None of them named yet.
    region : Ints, shape (p,)
        Region of each, or UNASSIGNED.
    """

    points: AccountPoints
    region: Ints


def placed_accounts(
    plan: Plan, origin: tuple[float, float], stop: Callable[[], bool] = bool
) -> PlacedAccounts:
    """Project the accounts of a plan; those without a point stand around the middle of their region.

    An account with neither is left out. Raises `PlacingStopped` when `stop` answered True.
    """
    accounts, money = plan.accounts, money_of(plan)
    known = np.isfinite(accounts.lon_lat).all(axis=1)
    metres = np.full((len(accounts), 2), np.nan)
    if known.any():
        metres[known] = project(floats(accounts.lon_lat[known]), plan.regions.crs)
    if stop():
        raise PlacingStopped
    guessed = ~np.isfinite(metres).all(axis=1) & (accounts.region != UNASSIGNED)
    metres[guessed] = _around_the_middle(plan, ints(accounts.region[guessed]))
    row = np.flatnonzero(np.isfinite(metres).all(axis=1))
    points = AccountPoints(
        row=ints(row),
        at=floats((metres[row] - origin) * (1.0, -1.0)),
        money=floats(money.values[row]),
        size=_sizes(money.values[row]),
        customer=bools(customers(plan)[row]),
        named=bools(np.zeros(len(row))),
        guessed=bools(guessed[row]),
    )
    return PlacedAccounts(points, ints(accounts.region[row]))


def accounts_in_scope(
    placed: PlacedAccounts, plan: Plan, scenario: Scenario, layer: Layer, scope: Scope
) -> AccountPoints:
    """Return the accounts in the regions of a scope, those owned apart from their region marked."""
    every = placed.points
    inside = regions_in_scope(plan, scope, scenario.name, layer.key)
    shown = np.append(inside, scope.kind is ScopeKind.ALL)[placed.region]  # -1 is the last
    named = named_rows(plan, scenario)[every.row]
    kept = np.flatnonzero(shown)
    return AccountPoints(
        row=ints(every.row[kept]),
        at=floats(every.at[kept]),
        money=floats(every.money[kept]),
        size=floats(every.size[kept]),
        customer=bools(every.customer[kept]),
        named=bools(named[kept]),
        guessed=bools(every.guessed[kept]),
    )


def named_rows(plan: Plan, scenario: Scenario) -> Bools:
    """Return which accounts are owned by name, apart from the region they lie in, shape (a,)."""
    rows, named = rows_by_id(plan.accounts), np.zeros(len(plan.accounts), np.bool_)
    for account, one in held_by_name(plan, scenario).items():
        if account in rows and not one.is_stray:
            named[rows[account]] = True
    return bools(named)


def homes_in_scope(
    plan: Plan, layer: Layer, scenario: Scenario, scope: Scope, origin: tuple[float, float]
) -> Homes:
    """Return the homes of people: of all, or of the owners of the territories in scope."""
    owned: dict[str, list[int]] = {}
    for at, territory in enumerate(layer.territories):
        if territory.rep_id is not None:
            owned.setdefault(str(territory.rep_id), []).append(at)
    inside = set(territories_in_scope(plan, scope, scenario.name, layer.key).tolist())
    shown = [
        (at, rep.lon_lat, tuple(owned.get(str(rep.id), ())))
        for at, rep in enumerate(plan.reps)
        if rep.lon_lat is not None
        and (scope.kind is ScopeKind.ALL or inside & set(owned.get(str(rep.id), ())))
    ]
    metres = project(
        floats(np.array([lon_lat for _, lon_lat, _ in shown]).reshape(-1, 2)), plan.regions.crs
    )
    known = np.asarray(np.isfinite(metres).all(axis=1))
    kept = [one for one, is_known in zip(shown, known, strict=True) if is_known]
    return Homes(
        rep=tuple(at for at, _, _ in kept),
        at=floats((metres[known] - origin) * (1.0, -1.0)),
        territories=tuple(territories for _, _, territories in kept),
    )


def _around_the_middle(plan: Plan, region: Ints) -> Floats:
    """Return places on a sunflower around the representative point, one for each account of a region."""
    order = np.argsort(region, kind="stable")
    held = np.bincount(region, minlength=len(plan.regions))
    number = np.empty(len(region))
    first = np.cumsum(held) - held
    number[order] = np.arange(len(region)) - first[region[order]]
    wide = np.sqrt(plan.regions.area_km2[region] * 1e6) * SPREAD
    away = wide * np.sqrt((number + 0.5) / np.maximum(held[region], 1))
    away[held[region] == 1] = 0.0
    turn = number * GOLDEN
    aside = np.stack([np.cos(turn), np.sin(turn)], axis=1) * away[:, None]
    return floats(plan.regions.points[region] + aside)


def _sizes(money: Floats) -> Floats:
    """Return sizes from 0 to 1 by the root of money, so that areas tell it."""
    if not (money > 0).any():
        return floats(np.full(len(money), PLAIN_SIZE))
    most = float(np.quantile(money[money > 0], LARGE))
    return floats(np.sqrt(np.clip(money / most, 0.0, 1.0)))
