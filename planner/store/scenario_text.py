"""A scenario as a small TOML file and CSV tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import tomli_w

from planner.model.layers import Layer, Proof
from planner.model.quotas import QuotaNode
from planner.model.scenarios import AccountException, Scenario
from planner.model.teams import Post, RoleNeed, Team
from planner.model.territories import Territory
from planner.model.types import (
    UNASSIGNED,
    AccountId,
    RepId,
    TerritoryId,
    bools,
    floats,
    frozen_map,
    ints,
)
from planner.model.words import QUOTAS_COLUMNS
from planner.store.rows import day, from_csv, from_day, from_maybe, from_whole, maybe, to_csv
from planner.store.safe_files import file_name
from planner.store.typed_json import checked

OWNER_COLUMNS = ("region_id", "territory_id", "locked")
EXCEPTION_COLUMNS = ("account_id", "rep_id", "reason", "until", "asked_by", "counts")
EXCEPTION_COLUMNS_BEFORE = EXCEPTION_COLUMNS[:4]
"""exceptions.csv of a folder saved before it was noted who asked."""
TEAM_COLUMNS = (
    "row", "team", "label", "market", "role", "rep_id", "hours_week", "needed_hours_week",
    "planned_hours_week",
)  # fmt: skip
"""teams.csv: a row `team` for each team, then its `post` and `need` rows."""

OWNERS = ".owner.csv"
"""How the file of a layer ends that says who has which region."""


def is_scenario_file(name: str) -> bool:
    """Whether a file of that name among those of a scenario is one of ours."""
    ours = ("exceptions.csv", "teams.csv", "quotas.csv", "scenario.toml")
    return name in ours or (name.endswith(OWNERS) and not name.startswith("."))


def scenario_files(scenario: Scenario, region_ids: Sequence[str]) -> dict[str, str]:
    """Return the files of a scenario by name, scenario.toml last."""
    files: dict[str, str] = {}
    layers = []
    for layer in scenario.layers:
        name = file_name(layer.key, [one.removesuffix(OWNERS) for one in files]) + OWNERS
        files[name] = _owner_text(layer, region_ids)
        layers.append({"file": name, **_layer_table(layer, region_ids)})
    files["exceptions.csv"] = to_csv(
        EXCEPTION_COLUMNS,
        (
            (
                one.account_id,
                one.rep_id,
                one.reason,
                day(one.until),
                one.asked_by,
                "yes" if one.counts else "no",
            )
            for one in scenario.exceptions
        ),
    )
    files["teams.csv"] = to_csv(
        TEAM_COLUMNS, (row for team in scenario.teams for row in _team(team))
    )
    files["quotas.csv"] = to_csv(
        QUOTAS_COLUMNS,
        (
            (
                one.node,
                one.parent,
                one.level,
                one.name,
                str(one.quota),
                str(one.over_assignment_amount),
            )
            for one in scenario.quotas
        ),
    )
    files["scenario.toml"] = tomli_w.dumps(
        {
            "name": scenario.name,
            "layers": layers,
            "account_proofs": [
                {"key": key, **_proof_table(proof)} for key, proof in scenario.account_proofs
            ],
        }
    )
    return files


def read_scenario(files: Mapping[str, str], region_ids: Sequence[str], measures: int) -> Scenario:
    """Return the scenario of a folder's files; raises ValueError, KeyError or TypeError."""
    tables = tomllib.loads(files["scenario.toml"])
    return Scenario(
        name=checked(tables["name"], str, "name"),
        layers=tuple(
            _layer(table, files[table["file"]], region_ids, measures) for table in tables["layers"]
        ),
        exceptions=_exceptions(files["exceptions.csv"]),
        teams=_teams(from_csv(files["teams.csv"], TEAM_COLUMNS)),
        quotas=tuple(
            QuotaNode(row[0], row[1], row[2], row[3], from_whole(row[4]), from_whole(row[5]))
            for row in from_csv(files["quotas.csv"], QUOTAS_COLUMNS)
        ),
        account_proofs=tuple(
            (
                checked(table["key"], str, "key"),
                _proof({k: v for k, v in table.items() if k != "key"}),
            )
            for table in tables.get("account_proofs", ())
        ),
    )


def _exceptions(text: str) -> tuple[AccountException, ...]:
    old = text.partition("\n")[0].strip() == ",".join(EXCEPTION_COLUMNS_BEFORE)
    rows = from_csv(text, EXCEPTION_COLUMNS_BEFORE if old else EXCEPTION_COLUMNS)
    return tuple(
        AccountException(
            AccountId(row[0]),
            RepId(row[1]),
            row[2],
            from_day(row[3]),
            asked_by="" if old else row[4],
            counts=old or row[5] != "no",
        )
        for row in rows
    )


def _owner_text(layer: Layer, region_ids: Sequence[str]) -> str:
    ids = [*(territory.id for territory in layer.territories), ""]
    rows = (
        (region, ids[at], "yes" if locked else "")
        for region, at, locked in zip(
            region_ids, layer.owner.tolist(), layer.locked.tolist(), strict=True
        )
    )
    return to_csv(OWNER_COLUMNS, rows)


def _layer_table(layer: Layer, region_ids: Sequence[str]) -> dict[str, Any]:
    territories = []
    for territory, targets in zip(layer.territories, layer.targets.tolist(), strict=True):
        table: dict[str, Any] = {"id": territory.id, "name": territory.name}
        if territory.rep_id is not None:
            table["rep_id"] = territory.rep_id
        if territory.seat is not None:
            table["seat"] = region_ids[territory.seat]
        table |= {"part": territory.part, "locked": territory.locked, "targets": targets}
        territories.append(table)
    table = {"key": layer.key, "label": layer.label, "territories": territories}
    table |= {"own_count": True} if layer.own_count else {}
    return table | ({} if layer.proof is None else {"proof": _proof_table(layer.proof)})


def _proof_table(proof: Proof) -> dict[str, Any]:
    table = {
        "status": proof.status,
        "score": proof.score,
        "bound": proof.bound,
        "gap": proof.gap,
        "objective": proof.objective,
        "floors": [list(floor) for floor in proof.floors],
        "stopped_by": proof.stopped_by,
        "seed": proof.seed,
        "runtime_s": proof.runtime_s,
        "versions": dict(proof.versions),
        "certificate": proof.certificate or None,
        "clash": list(proof.clash) or None,
        "parts": [_part_table(*part) for part in proof.parts] or None,
    }
    return {key: value for key, value in table.items() if value is not None}


def _part_table(name: str, status: str, score: float, bound: float | None) -> dict[str, Any]:
    known = {} if bound is None else {"bound": bound}
    return {"name": name, "status": status, "score": score, **known}


def _layer(
    table: Mapping[str, Any], owner_text: str, region_ids: Sequence[str], measures: int
) -> Layer:
    place = {id_: at for at, id_ in enumerate(region_ids)}
    made = tuple(
        Territory(
            id=TerritoryId(one["id"]),
            name=one["name"],
            rep_id=RepId(one["rep_id"]) if "rep_id" in one else None,
            seat=place[one["seat"]] if "seat" in one else None,
            part=one["part"],
            locked=one["locked"],
        )
        for one in table["territories"]
    )
    territories = checked(made, tuple[Territory, ...], "territories")
    rows = from_csv(owner_text, OWNER_COLUMNS)
    if [row[0] for row in rows] != list(region_ids):
        raise ValueError(f"{table['file']} is of other regions than regions.csv")
    number = {"": UNASSIGNED} | {str(one.id): at for at, one in enumerate(territories)}
    targets = np.array([one["targets"] for one in table["territories"]], np.float64)
    return Layer(
        key=checked(table["key"], str, "key"),
        label=checked(table["label"], str, "label"),
        territories=territories,
        owner=ints([number[row[1]] for row in rows]),
        locked=bools([row[2] == "yes" for row in rows]),
        targets=floats(targets.reshape(len(territories), measures)),
        proof=_proof(table["proof"]) if "proof" in table else None,
        own_count=checked(table.get("own_count", False), bool, "own_count"),
    )


def _proof(table: Mapping[str, Any]) -> Proof:
    apart = ("floors", "versions", "clash", "parts")
    fields = {key: value for key, value in table.items() if key not in apart}
    floors = tuple((str(a), str(b), float(c)) for a, b, c in table["floors"])
    proof = Proof(
        **({"bound": None, "gap": None} | fields),
        floors=floors,
        versions=frozen_map(table["versions"]),
        clash=tuple(str(rule) for rule in table.get("clash", ())),
        parts=tuple(
            (one["name"], one["status"], one["score"], one.get("bound"))
            for one in table.get("parts", ())
        ),
    )
    return checked(proof, Proof, "proof")


def _team(team: Team) -> list[list[str]]:
    head = ["team", team.key, team.label, team.market, "", "", "", "", ""]
    posts = [
        ["post", team.key, "", "", post.role, post.rep_id, maybe(post.hours_week), "", ""]
        for post in team.posts
    ]
    needs = [
        [
            "need",
            team.key,
            "",
            "",
            need.role,
            "",
            "",
            maybe(need.needed_hours_week),
            maybe(need.planned_hours_week),
        ]
        for need in team.needs
    ]
    return [head, *posts, *needs]


def _teams(rows: Sequence[Sequence[str]]) -> tuple[Team, ...]:
    """Return the teams; posts and needs belong to the team row above them."""
    teams: list[Team] = []
    for row in rows:
        if row[0] == "team":
            teams.append(Team(row[1], row[2], row[3]))
            continue
        if not teams:
            raise ValueError("teams.csv begins with a row of no team")
        team = teams[-1]
        posts, needs = team.posts, team.needs
        if row[0] == "post":
            posts = (*posts, Post(row[4], RepId(row[5]), from_maybe(row[6]) or 0.0))
        else:
            needs = (*needs, RoleNeed(row[4], from_maybe(row[7]) or 0.0, from_maybe(row[8]) or 0.0))
        teams[-1] = Team(team.key, team.label, team.market, posts, needs)
    return tuple(teams)
