"""Scenarios of a plan file: layers, territories, who has which region, locks, teams, quotas."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import apsw
import numpy as np

from planner.model.layers import BASE, Layer, Proof
from planner.model.plan import Plan
from planner.model.quotas import QuotaNode
from planner.model.scenarios import AccountException, Scenario
from planner.model.teams import Team
from planner.model.territories import Territory
from planner.model.types import UNASSIGNED, Ints, bools, floats, ints
from planner.store.geopackage import add_attributes
from planner.store.records import read_records, write_records
from planner.store.typed_json import as_json, from_json
from planner.store.wide_table import (
    Column,
    listed,
    read_table,
    whole,
    write_table,
)

SCENARIOS, LAYERS, TERRITORIES, LOCKS = "scenarios", "layers", "layer_territories", "locks"
OF_SCENARIO: tuple[tuple[str, type[Any]], ...] = (
    ("exceptions", AccountException),
    ("teams", Team),
    ("quotas", QuotaNode),
)
"""What a scenario has beside its layers: field, which is the table too, and kind."""

ASSIGNMENTS, OWNER = "assignments", "owner"
"""Table with a column for each layer, and the role of these columns."""
MOST_LAYERS = 200
"""Layers beside one another in one table; more go on in the next one."""

Value = TypeVar("Value")
Kept = list[tuple[tuple[int, ...], Value]]


def write_scenarios(db: apsw.Connection, plan: Plan) -> None:
    """Write every scenario whole."""
    scenarios = plan.scenarios
    layers = [(number, layer) for number, one in enumerate(scenarios) for layer in one.layers]
    names = [one.name for one in scenarios]
    proofs = [as_json(one.account_proofs) for one in scenarios]
    write_table(
        db, SCENARIOS, [Column("name", "TEXT", names), Column("account_proofs", "TEXT", proofs)]
    )
    _write_layers(db, layers)
    held = [((at,), one) for at, (_, layer) in enumerate(layers) for one in layer.territories]
    write_records(db, TERRITORIES, Territory, held, ["layer"])
    for field, kind in OF_SCENARIO:
        rows = [((n,), value) for n, one in enumerate(scenarios) for value in getattr(one, field)]
        write_records(db, field, kind, rows, ["scenario"])
    titles = [
        names[number] + (f", {layer.label}" if layer.key != BASE else "")
        for number, layer in layers
    ]
    _write_owners(db, plan, titles, [layer for _, layer in layers])
    _write_locks(db, [layer for _, layer in layers])
    for name in (SCENARIOS, LAYERS, TERRITORIES, LOCKS, *(field for field, _ in OF_SCENARIO)):
        add_attributes(db, name)


def read_scenarios(db: apsw.Connection, plan_regions: int, measures: int) -> tuple[Scenario, ...]:
    """Return the scenarios that were written; raises ValueError.

    Parameters
    ----------
    db : apsw.Connection
    plan_regions, measures : int
        Numbers n and m of the plan.
    """
    (names, proofs), _, _ = read_table(db, SCENARIOS, texts=["name", "account_proofs"])
    layers = _read_layers(db, plan_regions, measures)
    kept = {field: read_records(db, field, kind, ["scenario"]) for field, kind in OF_SCENARIO}
    return tuple(
        Scenario(
            name=name,
            layers=tuple(layer for scenario, layer in layers if scenario == number),
            account_proofs=from_json(proofs[number], tuple[tuple[str, Proof], ...]),
            **{field: _of(number, rows) for field, rows in kept.items()},
        )
        for number, name in enumerate(names)
    )


def _write_layers(db: apsw.Connection, layers: list[tuple[int, Layer]]) -> None:
    proofs = [None if layer.proof is None else as_json(layer.proof) for _, layer in layers]
    write_table(
        db,
        LAYERS,
        [
            Column("scenario", "INTEGER", [number for number, _ in layers]),
            Column("key", "TEXT", [layer.key for _, layer in layers]),
            Column("label", "TEXT", [layer.label for _, layer in layers]),
            Column("targets", "TEXT", [json.dumps(layer.targets.tolist()) for _, layer in layers]),
            Column("proof", "TEXT", proofs),
            Column("own_count", "BOOLEAN", [int(layer.own_count) for _, layer in layers]),
        ],
    )


def _read_layers(db: apsw.Connection, regions: int, measures: int) -> list[tuple[int, Layer]]:
    (keys, labels, targets), (scenario, own), (proofs,) = read_table(
        db,
        LAYERS,
        texts=["key", "label", "targets"],
        numbers=["scenario", "own_count"],
        others=["proof"],
    )
    territories = read_records(db, TERRITORIES, Territory, ["layer"])
    held = [_of(at, territories) for at in range(len(keys))]
    owners = _read_owners(db, regions, held)
    if any(not 0 <= one.seat < regions for own in held for one in own if one.seat is not None):
        raise ValueError("a seat is in a region that is not there")
    locked = _read_locks(db, len(keys), regions)
    made = []
    for at, number in enumerate(whole(scenario, "scenario").tolist()):
        shares = from_json(targets[at], list[list[float]])
        layer = Layer(
            key=keys[at],
            label=labels[at],
            territories=held[at],
            owner=owners[at],
            locked=bools(locked[at]),
            targets=floats(np.reshape(np.array(shares, np.float64), (len(held[at]), measures))),
            proof=None if proofs[at] is None else from_json(proofs[at], Proof),
            own_count=bool(own[at]),
        )
        made.append((number, layer))
    return made


def _write_owners(db: apsw.Connection, plan: Plan, titles: list[str], layers: list[Layer]) -> None:
    """Write the territory of each region in every layer, a column each."""
    for start in range(0, len(layers), MOST_LAYERS):
        columns = [Column("region_id", "TEXT", plan.regions.ids)]
        for at, layer in enumerate(layers[start : start + MOST_LAYERS], start):
            ids = [*(str(one.id) for one in layer.territories), None]  # UNASSIGNED is -1: the last
            cells = [ids[owner] for owner in layer.owner.tolist()]
            columns.append(Column(titles[at], "TEXT", cells, OWNER, str(at)))
        table = _assignments(start)
        write_table(db, table, columns)
        add_attributes(db, table)


def _read_owners(
    db: apsw.Connection, regions: int, held: list[tuple[Territory, ...]]
) -> list[Ints]:
    owners = []
    for start in range(0, len(held), MOST_LAYERS):
        table = _assignments(start)
        names = [name for name, _, _ in listed(db, table)]
        _, _, columns = read_table(db, table, others=names)
        for at, cells in enumerate(columns, start):
            known: dict[object, int] = {str(one.id): k for k, one in enumerate(held[at])}
            known[None] = UNASSIGNED
            try:
                owners.append(ints([known[cell] for cell in cells]))
            except KeyError as error:
                raise ValueError(f"no territory {error.args[0]!r} in layer {at + 1}") from error
    if len(owners) != len(held) or any(len(owner) != regions for owner in owners):
        raise ValueError("territories are not given to every region of every layer")
    return owners


def _write_locks(db: apsw.Connection, layers: list[Layer]) -> None:
    locked = [
        (at, region)
        for at, layer in enumerate(layers)
        for region in np.flatnonzero(layer.locked).tolist()
    ]
    columns = [
        Column("layer", "INTEGER", [at for at, _ in locked]),
        Column("region", "INTEGER", [region for _, region in locked]),
    ]
    write_table(db, LOCKS, columns)


def _read_locks(db: apsw.Connection, layers: int, regions: int) -> np.ndarray[Any, Any]:
    """Return which regions are locked in each layer, shape (layers, n)."""
    _, columns, _ = read_table(db, LOCKS, numbers=["layer", "region"])
    layer, region = (whole(column, "a lock") for column in columns)
    locked = np.zeros((layers, regions), np.bool_)
    if ((layer < 0) | (layer >= layers) | (region < 0) | (region >= regions)).any():
        raise ValueError("a lock is on a region that is not there")
    locked[layer, region] = True
    return locked


def _assignments(start: int) -> str:
    return ASSIGNMENTS if start == 0 else f"{ASSIGNMENTS}_{start // MOST_LAYERS + 1}"


def _of(number: int, rows: Kept[Value]) -> tuple[Value, ...]:
    return tuple(value for (owner,), value in rows if owner == number)
