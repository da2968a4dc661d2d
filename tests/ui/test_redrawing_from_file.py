"""New regions from a map file: they replace what they cover, with all that hangs on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from builders import grid_plan
from redrawn_maps import assert_whole
from region_files import write_regions

from planner.edits.redrawing import Redrawn
from planner.edits.region_drawing import Over
from planner.model.redrawing import Division, Refusal, Why
from planner.model.types import identical
from ui.use_cases.redrawing import FileWish

PLAN = grid_plan(2, 2, territories=1)


def halves(x: float, y: float, off: float = 0.0) -> list[object]:
    """Two halves of the square at a corner, drawn a little off."""
    return [
        shapely.box(x + off, y + off, x + 500, y + 1000 - off),
        shapely.box(x + 500, y + off, x + 1000 - off, y + 1000 - off),
    ]


def test_a_finer_map_of_one_region_takes_its_place(tmp_path: Path) -> None:
    file = write_regions(
        tmp_path / "halves.gpkg", halves(0, 0), {"id": ["A", "B"], "name": ["Left", "Right"]}
    )
    made = FileWish(file, Over.TAKE).made(PLAN, Division())
    assert isinstance(made, Redrawn)
    regions = made.plan.regions
    assert regions.ids == ("A", "B", "0002", "0003", "0004")
    assert regions.names[:2] == ("Left", "Right")
    assert regions.columns["potential"].tolist() == [50.0, 50.0, 100.0, 100.0, 100.0]
    assert regions.parents["province"][:2] == ("West", "West")
    assert made.plan.scenarios[1].base.owner.tolist() == [0] * 5
    assert_whole(regions)


def test_a_border_drawn_a_little_off_leaves_no_crumbs(tmp_path: Path) -> None:
    file = write_regions(
        tmp_path / "halves.gpkg", halves(0, 0, off=3.0), {"id": ["A", "B"], "name": ["L", "R"]}
    )
    made = FileWish(file, Over.TAKE).made(PLAN, Division())
    assert isinstance(made, Redrawn)
    assert made.plan.regions.ids == ("A", "B", "0002", "0003", "0004")
    assert np.isclose(made.plan.regions.area_km2[:2].sum(), 1.0, rtol=1e-9)
    assert_whole(made.plan.regions)


def test_a_border_drawn_a_little_over_the_neighbours_spares_them(tmp_path: Path) -> None:
    file = write_regions(
        tmp_path / "halves.gpkg", halves(0, 0, off=-3.0), {"id": ["A", "B"], "name": ["L", "R"]}
    )
    made = FileWish(file, Over.TAKE).made(PLAN, Division())
    assert isinstance(made, Redrawn)
    assert made.plan.regions.area_km2[2:].tolist() == [1.0, 1.0, 1.0]
    assert made.plan.regions.columns["potential"].sum() == 400.0
    assert_whole(made.plan.regions)


def test_degrees_are_brought_to_the_metres_of_the_plan(tmp_path: Path) -> None:
    from pyproj import Transformer

    to_degrees = Transformer.from_crs(PLAN.regions.crs, "EPSG:4326", always_xy=True)
    shapes = shapely.transform(
        np.array(halves(0, 0), object),
        lambda xy: np.stack(to_degrees.transform(xy[:, 0], xy[:, 1]), axis=1),
    )
    file = write_regions(
        tmp_path / "halves.geojson", shapes, {"id": ["A", "B"], "name": ["L", "R"]}, "EPSG:4326"
    )
    made = FileWish(file, Over.TAKE).made(PLAN, Division())
    assert isinstance(made, Redrawn)
    assert made.plan.regions.ids[:2] == ("A", "B")
    assert np.allclose(made.plan.regions.area_km2[:2], 0.5, rtol=0, atol=1e-4)


def test_covering_regions_has_to_be_asked_for(tmp_path: Path) -> None:
    file = write_regions(tmp_path / "halves.gpkg", halves(0, 0), {"id": ["A", "B"]})
    refused = FileWish(file).made(PLAN, Division())
    assert isinstance(refused, Refusal)
    assert (refused.why, refused.regions) == (Why.COVERS, ("0001",))


def test_ids_that_other_regions_have_are_refused_by_name(tmp_path: Path) -> None:
    file = write_regions(tmp_path / "halves.gpkg", halves(0, 0), {"id": ["0004", "B"]})
    refused = FileWish(file, Over.TAKE).made(PLAN, Division())
    assert refused == Refusal(Why.ID_TAKEN, ("0004",))


def test_the_id_of_the_region_that_is_replaced_may_come_again(tmp_path: Path) -> None:
    file = write_regions(tmp_path / "halves.gpkg", halves(0, 0), {"id": ["0001", "B"]})
    made = FileWish(file, Over.TAKE).made(PLAN, Division())
    assert isinstance(made, Redrawn)
    assert made.plan.regions.ids[:2] == ("0001", "B")


def test_a_file_without_polygons_is_told(tmp_path: Path) -> None:
    file = write_regions(tmp_path / "points.gpkg", [shapely.Point(1, 1)], {"id": ["A"]})
    told = FileWish(file, Over.TAKE).made(PLAN, Division())
    assert isinstance(told, Refusal)
    assert told.why is Why.UNREADABLE
    assert "points.gpkg" in told.text
    assert "no outlines" in told.text


def test_the_file_of_the_regions_themselves_changes_nothing_but_names(tmp_path: Path) -> None:
    from planner.io.repair import shapes_of

    shapes = list(shapes_of(PLAN.regions.geometry))
    file = write_regions(
        tmp_path / "same.gpkg",
        shapes,
        {"id": list(PLAN.regions.ids), "name": list(PLAN.regions.names)},
    )
    made = FileWish(file, Over.TAKE).made(PLAN, Division())
    assert isinstance(made, Redrawn)
    assert made.plan.regions.ids == PLAN.regions.ids
    assert identical(made.plan.regions.columns, PLAN.regions.columns)
    assert identical(made.plan.loads, PLAN.loads)
    assert made.plan.scenarios[1].base.owner.tolist() == PLAN.scenarios[1].base.owner.tolist()
