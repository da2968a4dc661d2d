"""The plan.toml of a plan folder: what is planned and with which goals, in the words of plan.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from planner.model.goals import AccountGoals, Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.model.rules import BarrierGoal, Placing, TerritoryRules
from planner.model.segments import Segment
from planner.model.types import frozen_map
from planner.store.newer_words import says_more

FORMAT = 2
"""Format of a plan folder that is written where it says what readers of format 1 do not know."""


AREAS = "areas.gpkg"
"""File of the drawn areas, absent where there is none."""


def plan_tables(plan: Plan, scenario_folders: Sequence[str]) -> dict[str, Any]:
    """Return plan.toml as tables; columns are named by kind, since text files do not show kinds."""
    regions, accounts = plan.regions, plan.accounts
    base, *layers = plan.goals.layers
    tables: dict[str, Any] = {
        "rayon": FORMAT if says_more(plan) else 1,
        "plan": {
            "name": plan.name, "currency": plan.currency, "seed": plan.seed, "start": plan.start,
        },
        "regions": [
            {
                "file": "regions.gpkg", "id": "region_id", "name": "region",
                "noun": list(regions.noun), "crs": regions.crs,
                "parents": list(regions.parents), "columns": list(regions.columns),
            }
        ],
        "accounts": {
            "file": "accounts.csv", "text": list(accounts.text), "numbers": list(accounts.numbers),
        },
        "reps": {"file": "reps.csv"},
        "segments": [asdict(segment) for segment in plan.segments],
        "areas": [
            {"key": area.key, "label": area.label, "counts": area.counts, "file": AREAS, "id": "key"}
            for area in plan.areas
        ],
        "products": [asdict(line) for line in plan.products],
        "measures": [_measure_table(measure) for measure in plan.measures],
        "territories": _territories_table(base),
        "layers": [{"key": one.key, **_territories_table(one)} for one in layers],
        "key_accounts": [
            {key: value for key, value in asdict(one).items() if value is not None}
            for one in plan.goals.key_accounts
        ],
        "scenarios": list(scenario_folders),
    }  # fmt: skip
    if regions.earlier:
        tables["regions"][0]["earlier"] = {code: list(now) for code, now in regions.earlier.items()}
    if plan.goals.teams is not None:
        teams = plan.goals.teams
        staff = {} if teams.staff is None else {"staff": teams.staff}
        tables["teams"] = {"markets": teams.markets, **staff, "norms": dict(teams.norms)}
    if plan.goals.quota is not None:
        tables["quota"] = asdict(plan.goals.quota)
    return tables


def read_goals(tables: Mapping[str, Any]) -> Goals:
    """Return the goals; raises ValueError, KeyError or TypeError."""
    base = _territories("base", tables["territories"])
    layers = [_territories(table["key"], table) for table in tables["layers"]]
    teams = tables.get("teams")
    quota = tables.get("quota")
    return Goals(
        layers=(base, *layers),
        teams=None
        if teams is None
        else TeamGoals(teams["markets"], frozen_map(teams["norms"]), teams.get("staff")),
        quota=None if quota is None else QuotaGoals(**quota),
        key_accounts=tuple(AccountGoals(**table) for table in tables.get("key_accounts", ())),
    )


def read_measures(tables: Mapping[str, Any]) -> tuple[Measure, ...]:
    """Return the measures; raises ValueError, KeyError or TypeError."""
    return tuple(
        Measure(
            **(
                {key: value for key, value in table.items() if key != "from"}
                | {"source": table["from"]}
            )
        )
        for table in tables["measures"]
    )


def read_segments(tables: Mapping[str, Any]) -> tuple[Segment, ...]:
    """Return the segments; raises TypeError."""
    return tuple(Segment(**table) for table in tables["segments"])


def read_products(tables: Mapping[str, Any]) -> tuple[ProductLine, ...]:
    """Return the product lines; raises TypeError."""
    return tuple(ProductLine(**table) for table in tables.get("products", ()))


def read_start(tables: Mapping[str, Any]) -> date:
    """Return the first day of the plan; raises ValueError or KeyError."""
    start = tables["plan"]["start"]
    if not isinstance(start, date):
        raise ValueError(f"start is {start!r}, not a date")
    return start


def _measure_table(measure: Measure) -> dict[str, Any]:
    table = _told(asdict(measure))
    return {("from" if key == "source" else key): value for key, value in table.items()}


def _told(table: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is None: TOML has no word for it."""
    return {key: value for key, value in table.items() if value is not None}


def _territories_table(goals: TerritoryGoals) -> dict[str, Any]:
    table = asdict(goals)
    weight, rules = table.pop("disruption_weight"), _told(table.pop("rules"))
    table = _told({key: value for key, value in table.items() if key != "key"})
    return table | {"disruption": {"weight": weight}, "rules": rules}


def _territories(key: str, table: Mapping[str, Any]) -> TerritoryGoals:
    apart = ("key", "disruption", "rules")
    fields = {name: value for name, value in table.items() if name not in apart}
    return TerritoryGoals(
        key=key,
        disruption_weight=table["disruption"]["weight"],
        rules=rules_from(table.get("rules", {})),
        **fields,
    )


def rules_from(table: Mapping[str, Any]) -> TerritoryRules:
    """Return the rules of a layer from their table; raises ValueError, KeyError or TypeError."""
    made: dict[str, Any] = dict(table)
    if "ferries" in made:
        made["ferries"] = tuple((a, b) for a, b in made["ferries"])
    if "barriers" in made:
        made["barriers"] = tuple(
            BarrierGoal(one["name"], tuple((a, b) for a, b in one["pairs"]))
            for one in made["barriers"]
        )
    for key in ("held_by", "kept_from"):
        if key in made:
            made[key] = tuple(Placing(one["rep"], tuple(one["regions"])) for one in made[key])
    return TerritoryRules(**made)
