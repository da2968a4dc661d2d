"""Territories of one scenario as a map layer of a plan file, for whoever opens it elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apsw
import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.repair import shapes_of
from planner.io.territory_outlines import dissolved
from planner.model.geometry import Geometry
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.store.geopackage import add_layer, blobs_of
from planner.store.wide_table import Column, write_table

TERRITORIES = "territories"


def territory_outlines(geometry: Geometry, layers: Sequence[Layer]) -> NDArray[Any]:
    """Return the outline of every territory of every layer, one after another; empty without regions."""
    shapes = shapes_of(geometry)
    outlines = [
        dissolved(shapes[np.flatnonzero(layer.owner == at)])
        for layer in layers
        for at in range(len(layer.territories))
    ]
    return np.array(outlines, object)


def write_territories(
    db: apsw.Connection, plan: Plan, scenario: Scenario, outlines: NDArray[Any], system: int
) -> None:
    """Write the territories of a scenario with their sums; none of it is read back."""
    held = [(layer, at) for layer in scenario.layers for at in range(len(layer.territories))]
    owned = [layer.territories[at] for layer, at in held]
    names = {rep.id: rep.name for rep in plan.reps}
    columns = [
        Column("geom", "MULTIPOLYGON", blobs_of(outlines, system)),
        Column("scenario", "TEXT", [scenario.name] * len(held)),
        Column("layer", "TEXT", [layer.key for layer, _ in held]),
        Column("territory_id", "TEXT", [str(one.id) for one in owned]),
        Column("territory", "TEXT", [one.name for one in owned]),
        Column("rep_id", "TEXT", [str(one.rep_id or "") for one in owned]),
        Column("rep", "TEXT", [names.get(one.rep_id, "") if one.rep_id else "" for one in owned]),
    ]
    sums = [_sums(layer, plan.loads) for layer in scenario.layers]
    counts = [int((layer.owner == at).sum()) for layer, at in held]
    columns.append(Column("regions", "INTEGER", counts))
    for column, measure in enumerate(plan.measures):
        cells = [float(value) for one in sums for value in one[:, column]]
        columns.append(Column(f"measure_{measure.key}", "DOUBLE", cells))
    write_table(db, TERRITORIES, columns)
    some = shapely.total_bounds(outlines).tolist()
    add_layer(db, TERRITORIES, "MULTIPOLYGON", system, [None if b != b else b for b in some])


def _sums(layer: Layer, loads: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each territory of a layer holds, shape (k, m)."""
    sums = np.zeros((len(layer.territories) + 1, loads.shape[1]))  # UNASSIGNED is -1: the last
    np.add.at(sums, layer.owner, loads)
    return sums[:-1]
