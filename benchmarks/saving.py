"""Saving and opening a large plan: 34,835 communes, 250,000 accounts, 20 scenarios of 300 territories."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.spatial import KDTree

from benchmarks.budgets import Figure, measure
from planner.io.plan_reader import read_plan
from planner.model.accounts import Accounts
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, Scenario
from planner.model.territories import Territory
from planner.model.types import AccountId, TerritoryId, bools, floats, frozen_map, ints
from planner.store.journal import Journal
from planner.store.rayon_file import load_rayon, save_rayon

COMMUNES = Path("../shared/regions/bench_fr_communes/bench_fr_communes_shp.zip")
ACCOUNTS, SCENARIOS, TERRITORIES = 250_000, 20, 300
VALUES = {
    "status": 2, "class": 3, "industry": 30, "owner": 300, "owner_since": 3000, "renewal_date": 1000,
    "products": 100, "parent_id": 40_000, "city": 30_000, "email": ACCOUNTS,
}  # fmt: skip
"""Text columns of the accounts and how many different cells each has."""
NUMBERS = ("revenue_last_year", "open_pipeline", "potential", "employees", "visits")


def figures() -> Iterator[Figure]:
    if not COMMUNES.exists():
        print("French communes are not here; left out")
        return
    read, _ = read_plan(COMMUNES)
    assert read is not None
    plan = large(read)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.rayon"
        save_rayon(plan, path)
        size = path.stat().st_size / 1e6
        yield measure(f"large plan saved ({size:.0f} MB)", lambda: save_rayon(plan, path), budget=2)
        yield measure("large plan opened", lambda: load_rayon(path), budget=2)
        journal = Journal(path)
        journal.begin(plan)
        journal.record(plan)
        seeds = iter(range(1000))
        yield measure(
            "an edit of it kept", lambda: journal.record(edited(plan, next(seeds))), budget=1
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"| peak memory of the process, two plans in it | {peak:.2f} GB | | 2 GB | |")


def large(plan: Plan) -> Plan:
    """A region set with many accounts and scenarios, the same every time."""
    chance = np.random.default_rng(1)
    k = TERRITORIES
    shares = floats(np.full((k, len(plan.measures)), 1 / k))
    territories = tuple(Territory(TerritoryId(f"T{t:03d}"), f"Territory {t}") for t in range(k))
    scenarios = []
    for number in range(SCENARIOS):
        seats = plan.regions.points[chance.choice(len(plan.regions), k, replace=False)]
        owner = ints(KDTree(seats).query(plan.regions.points)[1])
        locked = bools(np.zeros(len(plan.regions), np.bool_))
        layer = Layer("base", "Territories", territories, owner, locked, shares)
        scenarios.append(Scenario(f"Plan {number}" if number else TODAY, (layer,)))
    return replace(plan, accounts=accounts(len(plan.regions), chance), scenarios=tuple(scenarios))


def accounts(regions: int, chance: np.random.Generator) -> Accounts:
    text = {
        key: tuple(f"{key} {value}" for value in chance.integers(0, many, ACCOUNTS).tolist())
        for key, many in VALUES.items()
    }
    numbers = {key: floats(chance.lognormal(8, 1, ACCOUNTS).round(2)) for key in NUMBERS}
    return Accounts(
        ids=tuple(AccountId(f"A{at:07d}") for at in range(ACCOUNTS)),
        names=tuple(f"Company number {at}" for at in range(ACCOUNTS)),
        region=ints(chance.integers(0, regions, ACCOUNTS)),
        lon_lat=floats(chance.random((ACCOUNTS, 2)) * 8),
        text=frozen_map(text),
        numbers=frozen_map(numbers),
    )


def edited(plan: Plan, seed: int) -> Plan:
    """The plan with one region of its last scenario moved."""
    last = plan.scenarios[-1]
    owner = last.base.owner.copy()
    owner[seed] = (owner[seed] + 1) % TERRITORIES
    moved = replace(last, layers=(replace(last.base, owner=ints(owner)),))
    return replace(plan, scenarios=(*plan.scenarios[:-1], moved))
