"""territories.gpkg: the outlines of territories, one map layer for each layer of the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.insight.extent import Extent
from planner.insight.segment_sums import area_sums
from planner.io.outline_file import DRAWN, write_layer
from planner.io.repair import made_valid, shapes_of
from planner.model.inside import shape_of
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.sales.key_accounts import Carried, carried
from planner.store.safe_files import flush_folder

MAP_LAYER = "territories"


def write_territories(plan: Plan, scenario: Scenario, path: Path, extent: Extent) -> None:
    """Write the outline of every territory that has regions; raises OSError.

    Of everything these are the territories of all layers; of a scope, or of another layer than the
    base, those of the extent.
    """
    aside = path.with_name(f".{path.stem}.part.gpkg")
    aside.unlink(missing_ok=True)
    shapes = shapes_of(plan.regions.geometry)
    every = extent.is_all and extent.layer == BASE
    for layer in scenario.layers if every else (scenario.layer(extent.layer),):
        there = range(len(layer.territories)) if every else extent.territories.tolist()
        held = [at for at in there if (layer.owner == at).any()]
        if held:
            _write_layer(plan, layer, carried(plan, scenario, layer), held, shapes, aside)
    if aside.exists():
        if plan.areas:
            _write_drawn(plan, aside)
        aside.replace(path)
        flush_folder(path.parent)


def _write_drawn(plan: Plan, path: Path) -> None:
    """Write the drawn areas with what lies inside them as one more map layer."""
    sums = area_sums(plan, 0)
    columns: dict[str, list[object]] = {
        "area": [area.key for area in plan.areas],
        "label": [area.label for area in plan.areas],
        "counts": [area.counts for area in plan.areas],
        "regions": [one.regions for one in sums],
        "accounts": [one.accounts for one in sums],
    }
    for at, measure in enumerate(plan.measures):
        key = measure.key if measure.key.lower() not in columns else f"measure_{measure.key}"
        columns[key] = [one.amount for one in area_sums(plan, at)]
    shapes = [shape_of(area.outline) for area in plan.areas]
    write_layer(path, DRAWN, shapes, list(columns.values()), list(columns), plan.regions.crs)


def dissolved(shapes: NDArray[Any]) -> Any:
    """Return the outline around regions as one multipolygon.

    Shared borders that match vertex by vertex are cut out exactly; where outlines overlap or leave
    gaps they are united by overlay instead.
    """
    whole = shapely.coverage_union_all(shapes)
    if not shapely.is_valid(whole):
        whole = shapely.union_all(made_valid(shapes))
    parts = shapely.get_parts(whole)
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == 3])


def _write_layer(
    plan: Plan, layer: Layer, loads: Carried, held: list[int], shapes: NDArray[Any], path: Path
) -> None:
    names = {rep.id: rep.name for rep in plan.reps}
    territories = [layer.territories[at] for at in held]
    columns: dict[str, list[object]] = {
        "territory_id": [str(one.id) for one in territories],
        "territory": [one.name for one in territories],
        "rep_id": [str(one.rep_id or "") for one in territories],
        "rep": [names.get(one.rep_id, "") if one.rep_id else "" for one in territories],
        "regions": [int((layer.owner == at).sum()) for at in held],
    }
    for column, measure in enumerate(plan.measures):
        key = measure.key if measure.key.lower() not in columns else f"measure_{measure.key}"
        columns[key] = [
            float(loads.loads[layer.owner == at, column].sum() + loads.besides[at, column])
            for at in held
        ]
    outlines = [dissolved(shapes[np.flatnonzero(layer.owner == at)]) for at in held]
    name = MAP_LAYER if layer.key == BASE else f"{MAP_LAYER}_{layer.key}"
    write_layer(path, name, outlines, list(columns.values()), list(columns), plan.regions.crs)
