"""Regions of a plan file: a map layer with their figures, and the borders between them."""

from __future__ import annotations

from collections.abc import Sequence

import apsw
import numpy as np
import shapely

from planner.io.repair import ragged, shapes_of
from planner.model.graph import RegionGraph
from planner.model.layers import Layer
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.types import (
    Floats,
    Ints,
    RegionId,
    floats,
    frozen_map,
    ints,
)
from planner.store.geopackage import add_attributes, add_layer, blobs_of, shapes_from
from planner.store.wide_table import (
    Column,
    listed,
    read_table,
    whole,
    write_table,
)

REGIONS, BORDERS, LINKS = "regions", "borders", "links"
PARENT, FIGURE, LOAD = "parent", "figure", "load"
"""Roles of columns of the regions."""


def write_regions(db: apsw.Connection, plan: Plan, shown: Layer, system: int) -> None:
    """Write the regions with what they hold, and the territory of each in the layer shown.

    Parameters
    ----------
    db : apsw.Connection
    plan : Plan
    shown : Layer
        Its territories stand beside each region, for whoever opens the file elsewhere; not read back.
    system : int
        Number of the reference system.
    """
    regions = plan.regions
    shapes = shapes_of(regions.geometry)
    columns = [
        Column("geom", "MULTIPOLYGON", blobs_of(shapes, system)),
        Column("region_id", "TEXT", regions.ids),
        Column("region", "TEXT", regions.names),
        *_shown(plan, shown),
        Column("x", "DOUBLE", regions.points[:, 0].tolist()),
        Column("y", "DOUBLE", regions.points[:, 1].tolist()),
        Column("area_km2", "DOUBLE", regions.area_km2.tolist()),
    ]
    columns += [Column(key, "TEXT", cells, PARENT, key) for key, cells in regions.parents.items()]
    columns += [
        Column(key, "DOUBLE", figures.tolist(), FIGURE, key)
        for key, figures in regions.columns.items()
    ]
    columns += [
        Column(f"measure_{measure.key}", "DOUBLE", plan.loads[:, at].tolist(), LOAD, measure.key)
        for at, measure in enumerate(plan.measures)
    ]
    write_table(db, REGIONS, columns)
    box = shapely.total_bounds(shapes).tolist()
    add_layer(db, REGIONS, "MULTIPOLYGON", system, [None if b != b else b for b in box])
    _write_pairs(db, BORDERS, regions.graph.borders, km=regions.graph.border_km)
    _write_pairs(db, LINKS, regions.graph.links)


def read_regions(
    db: apsw.Connection, crs: str, noun: tuple[str, str], measures: Sequence[Measure]
) -> tuple[RegionSet, Floats]:
    """Return the regions and the loads (n, m) that were written; raises ValueError."""
    own = listed(db, REGIONS)
    parent, figure, load = (
        {key: name for name, role, key in own if role == one} for one in (PARENT, FIGURE, LOAD)
    )
    if list(load) != [measure.key for measure in measures]:
        raise ValueError("the measures of the regions are not those of the plan")
    (ids, names, *parents), (x, y, area, *numbers), (blobs,) = read_table(
        db,
        REGIONS,
        texts=["region_id", "region", *parent.values()],
        numbers=["x", "y", "area_km2", *figure.values(), *load.values()],
        others=["geom"],
    )
    shapes = shapes_from(blobs)
    if not np.isin(shapely.get_type_id(shapes), (3, 6)).all():
        raise ValueError("a region has an outline that is no polygon")
    n = len(ids)
    figures, loads = numbers[: len(figure)], numbers[len(figure) :]
    borders, km = _read_pairs(db, BORDERS, with_km=True)
    regions = RegionSet(
        ids=tuple(map(RegionId, ids)),
        names=names,
        geometry=ragged(shapes),
        points=floats(np.column_stack([x, y])),
        area_km2=area,
        graph=RegionGraph(n, borders, km, _read_pairs(db, LINKS)[0]),
        crs=crs,
        columns=frozen_map(dict(zip(figure, figures, strict=True))),
        parents=frozen_map(dict(zip(parent, parents, strict=True))),
        noun=noun,
    )
    return regions, floats(np.column_stack([np.empty((n, 0)), *loads]))


def _shown(plan: Plan, layer: Layer) -> list[Column]:
    """Return the territory and the rep of each region in one layer."""
    names = {rep.id: rep.name for rep in plan.reps}
    told = [
        (str(one.id), one.name, str(one.rep_id or ""), names.get(one.rep_id, "") if one.rep_id else "")
        for one in layer.territories
    ]  # fmt: skip
    told.append(("", "", "", ""))  # UNASSIGNED is -1: the last
    rows = [told[owner] for owner in layer.owner.tolist()]
    heads = ("territory_id", "territory", "rep_id", "rep")
    return [Column(head, "TEXT", [row[at] for row in rows]) for at, head in enumerate(heads)]


def _write_pairs(db: apsw.Connection, table: str, pairs: Ints, km: Floats | None = None) -> None:
    columns = [
        Column("first", "INTEGER", pairs[:, 0].tolist()),
        Column("second", "INTEGER", pairs[:, 1].tolist()),
    ]
    if km is not None:
        columns.append(Column("km", "DOUBLE", km.tolist()))
    write_table(db, table, columns)
    add_attributes(db, table)


def _read_pairs(db: apsw.Connection, table: str, *, with_km: bool = False) -> tuple[Ints, Floats]:
    names = ["first", "second", "km"] if with_km else ["first", "second"]
    _, (first, second, *km), _ = read_table(db, table, numbers=names)
    pairs = np.column_stack([whole(first, "first"), whole(second, "second")])
    return ints(pairs), km[0] if with_km else floats([])
