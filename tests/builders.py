"""Tiny, hand-countable regions, problems and plans that all tests share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from planner.judge.problem import Problem
from planner.model.accounts import Accounts
from planner.model.geometry import Geometry
from planner.model.goals import Goals, TerritoryGoals
from planner.model.graph import RegionGraph
from planner.model.layers import BASE, Layer
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.scenarios import TODAY, Scenario
from planner.model.territories import Territory
from planner.model.types import (
    UNASSIGNED,
    AccountId,
    Ints,
    RegionId,
    RepId,
    TerritoryId,
    bools,
    floats,
    frozen_map,
    ints,
)

CRS = "EPSG:28992"
START = date(2027, 1, 1)
MEASURES = (
    Measure("prospects", "Prospects", "accounts", "regions.prospects"),
    Measure("workload", "Workload", "hours", "regions.workload"),
    Measure("potential", "Potential", "EUR", "regions.potential", tolerance=0.10),
)


def grid_edges(rows: int, cols: int) -> Ints:
    """Neighbours i < j of a grid: right and below, sorted."""
    number = np.arange(rows * cols).reshape(rows, cols)
    across = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1)
    down = np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1)
    edges = np.concatenate([across, down])
    return ints(edges[np.lexsort((edges[:, 1], edges[:, 0]))])


def grid_regions(rows: int, cols: int, *, origin: tuple[float, float] = (0.0, 0.0)) -> RegionSet:
    """Unit squares of 1 km: region r * cols + c has its lower left corner at (c, r) km.

    The left half is the province West, the right half East, all of it the country Gridland; every
    region has 1 prospect, 10 hours of workload and 100 euro of potential.
    """
    n = rows * cols
    corner = np.stack([np.arange(n) % cols, np.arange(n) // cols], axis=1) * 1000.0 + origin
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * 1000.0
    edges = grid_edges(rows, cols)
    west = (np.arange(n) % cols) < (cols + 1) // 2
    return RegionSet(
        ids=tuple(RegionId(f"{i + 1:04d}") for i in range(n)),
        names=tuple(f"Place {i + 1}" for i in range(n)),
        geometry=Geometry(
            xy=(corner[:, None, :] + square).reshape(-1, 2),
            ring_start=ints(np.arange(n + 1) * 5),
            polygon_start=ints(np.arange(n + 1)),
            region_start=ints(np.arange(n + 1)),
        ),
        points=corner + 500.0,
        area_km2=floats(np.ones(n)),
        graph=RegionGraph(regions=n, borders=edges, border_km=floats(np.ones(len(edges)))),
        crs=CRS,
        columns=frozen_map(
            {
                "prospects": floats(np.ones(n)),
                "workload": floats(np.full(n, 10.0)),
                "potential": floats(np.full(n, 100.0)),
            }
        ),
        parents=frozen_map(
            {
                "province": tuple("West" if left else "East" for left in west),
                "country": ("Gridland",) * n,
            }
        ),
    )


def grid_problem(
    rows: int,
    cols: int,
    k: int,
    *,
    weights: ArrayLike | None = None,
    targets: ArrayLike | None = None,
    tolerance: float | Sequence[float] = 0.05,
    **fields: Any,
) -> Problem:
    """A problem over a grid: one measure of 1 per region and equal targets unless given.

    Other fields of `Problem` (seats, locks, current, switch_cost, ...) are passed on.
    """
    n = rows * cols
    load = np.ones((n, 1)) if weights is None else np.asarray(weights, np.float64).reshape(n, -1)
    m = load.shape[1]
    share = np.full((k, m), 1 / k) if targets is None else np.asarray(targets, np.float64)
    centre = np.stack([np.arange(n) % cols, np.arange(n) // cols], axis=1) + 0.5
    given: dict[str, Any] = {
        "name": f"grid {rows}x{cols}",
        "measures": tuple(f"measure {a}" for a in range(m)),
        "edges": grid_edges(rows, cols),
        "xy_km": floats(centre),
    }
    return Problem(
        weights=floats(load),
        targets=floats(share),
        tolerance=floats(np.broadcast_to(tolerance, (m,))),
        **(given | fields),
    )


def stripes(rows: int, cols: int, k: int, *, across: bool = False) -> Ints:
    """Owner of a grid cut into k stripes of columns, or of rows when `across`."""
    column, row = np.arange(rows * cols) % cols, np.arange(rows * cols) // cols
    return ints(row * k // rows if across else column * k // cols)


def grid_reps(count: int, **fields: Any) -> tuple[Rep, ...]:
    """Closers R01, R02, ... of one FTE and 24 months of experience, unless told otherwise."""
    given: dict[str, Any] = {"role": "closer", "experience_months": 24.0, "country": "Gridland"}
    return tuple(
        Rep(id=RepId(f"R{i + 1:02d}"), name=f"Rep {i + 1}", **(given | fields))
        for i in range(count)
    )


def grid_accounts(region: Ints, owner: Sequence[str]) -> Accounts:
    """One account a given region: every second a customer, each worth 100 euro, owner as given."""
    a = len(region)
    return Accounts(
        ids=tuple(AccountId(f"A{i + 1:05d}") for i in range(a)),
        names=tuple(f"Account {i + 1}" for i in range(a)),
        region=region,
        lon_lat=floats(np.full((a, 2), np.nan)),
        text=frozen_map(
            {
                "owner": tuple(owner),
                "status": tuple("customer" if i % 2 else "prospect" for i in range(a)),
                "industry": tuple("food" if i % 3 == 0 else "metal" for i in range(a)),
            }
        ),
        numbers=frozen_map(
            {
                "potential": floats(np.full(a, 100.0)),
                "revenue_last_year": floats(np.where(np.arange(a) % 2, 50.0, np.nan)),
                "visits": floats(np.full(a, 4.0)),
            }
        ),
    )


def grid_layer(owner: ArrayLike, reps: Sequence[Rep], *, measures: int, k: int) -> Layer:
    """The base layer: territories T01.., the i-th owned by the i-th rep, equal targets."""
    held = ints(owner)
    return Layer(
        key=BASE,
        label="Territories",
        territories=tuple(
            Territory(
                id=TerritoryId(f"T{t + 1:02d}"),
                name=f"Territory {t + 1}",
                rep_id=reps[t].id if t < len(reps) else None,
            )
            for t in range(k)
        ),
        owner=held,
        locked=bools(np.zeros(len(held))),
        targets=floats(np.full((k, measures), 1 / k)),
    )


def grid_plan(
    rows: int,
    cols: int,
    territories: int = 2,
    reps: int | Sequence[Rep] | None = None,
    accounts: int | None = None,
    *,
    goals: Goals | None = None,
    loads: ArrayLike | None = None,
    today: ArrayLike | None = None,
    plan_a: ArrayLike | None = None,
) -> Plan:
    """A small valid plan: Today in stripes of columns, "Plan A" in stripes of rows where they fit.

    Parameters
    ----------
    reps : closers R01.. (as many as territories unless given), or the reps themselves
    accounts : number of accounts, account i in region i % n; one a region unless given
    loads : shape (n, m); the first m of `MEASURES`; 1 prospect, 10 hours, 100 euro a region
    today, plan_a : owners, in place of the stripes
    """
    regions, n, k = grid_regions(rows, cols), rows * cols, territories
    people = grid_reps(k if reps is None else reps) if isinstance(reps, int | None) else tuple(reps)
    load = np.tile([1.0, 10.0, 100.0], (n, 1)) if loads is None else np.asarray(loads, np.float64)
    m = load.shape[1]
    owners = {
        TODAY: stripes(rows, cols, k) if today is None else ints(today),
        "Plan A": stripes(rows, cols, k, across=rows >= k) if plan_a is None else ints(plan_a),
    }
    region = ints(np.arange(n if accounts is None else accounts) % n)
    held = [
        people[t].id if t != UNASSIGNED and t < len(people) else "" for t in owners[TODAY][region]
    ]
    return Plan(
        name="Grid",
        currency="EUR",
        seed=1,
        start=START,
        regions=regions,
        measures=MEASURES[:m],
        loads=floats(load),
        goals=goals or Goals(layers=(TerritoryGoals(count=k),)),
        scenarios=tuple(
            Scenario(name, (grid_layer(owner, people, measures=m, k=k),))
            for name, owner in owners.items()
        ),
        accounts=grid_accounts(region, held),
        reps=people,
    )
