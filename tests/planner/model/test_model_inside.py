"""What lies inside an area: regions by its rule, accounts by their point, else by their region."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from builders import grid_plan, grid_regions
from hypothesis import given
from hypothesis import strategies as st

from planner.model.areas import Area
from planner.model.formula import FormulaError, rows_where
from planner.model.geometry import Geometry
from planner.model.inside import (
    Inside,
    accounts_inside,
    cut_by,
    outline_of,
    regions_inside,
    shape_of,
)
from planner.model.plan import Plan
from planner.model.segments import Segment
from planner.model.types import floats, ints


def square(x: float, y: float, side: float, key: str = "a", counts: str = "centre") -> Area:
    """A square with its lower left corner at (x, y) km."""
    return Area(
        key,
        key.upper(),
        outline_of(shapely.box(*np.array([x, y, x + side, y + side]) * 1e3)),
        counts,
    )


@pytest.mark.parametrize(
    ("counts", "inside"),
    [("centre", [0, 1, 4, 5]), ("touches", [0, 1, 2, 4, 5, 6, 8, 9, 10]), ("inside", [0, 1, 4, 5])],
)
def test_a_region_counts_by_its_centre_a_part_or_the_whole(counts: str, inside: list[int]) -> None:
    regions = grid_regions(4, 4)
    area = square(-0.1, -0.1, 2.3, counts=counts)
    assert np.flatnonzero(regions_inside(area, regions)).tolist() == inside


def test_a_border_shared_to_the_millimetre_is_no_part() -> None:
    regions = grid_regions(3, 3)
    area = square(0, 0, 1 + 1e-9, counts="touches")
    assert np.flatnonzero(regions_inside(area, regions)).tolist() == [0]
    assert np.flatnonzero(regions_inside(replace(area, counts="inside"), regions)).tolist() == [0]
    assert cut_by(area, regions).tolist() == []
    assert cut_by(square(0, 0, 1.25), regions).tolist() == [1, 3, 4]


def test_a_hole_is_outside() -> None:
    ring = shapely.box(0, 0, 3000, 3000) - shapely.box(1000, 1000, 2000, 2000)
    area = Area("a", "A", outline_of(ring))
    assert np.flatnonzero(~regions_inside(area, grid_regions(3, 3))).tolist() == [4]
    assert shape_of(area.outline).equals(ring)


def placed_plan() -> Plan:
    """Accounts 0, 1, 2 in regions 0, 1 and nowhere; account 1 has a point, far from its region."""
    plan = grid_plan(2, 2, 2, accounts=4)
    lon_lat = floats([[np.nan, np.nan], [5.387, 52.155], [np.nan, np.nan], [np.nan, np.nan]])
    accounts = replace(plan.accounts, lon_lat=lon_lat, region=ints([0, 1, -1, 3]))
    return replace(plan, accounts=accounts)


def test_an_account_counts_by_its_point_else_by_its_region() -> None:
    plan = placed_plan()
    all_of_it = square(0, 0, 2)
    assert accounts_inside(all_of_it, plan.regions, plan.accounts).tolist() == [
        True,
        False,
        False,
        True,
    ]
    around = shapely.Point(155_000, 463_000).buffer(2_000)  # EPSG:28992 is centred on Amersfoort
    amersfoort = Area("m", "M", outline_of(around))
    assert accounts_inside(amersfoort, plan.regions, plan.accounts).tolist() == [
        False,
        True,
        False,
        False,
    ]


def test_rules_name_areas_and_mix_with_columns_and_segments() -> None:
    plan = placed_plan()
    inside = Inside([square(0, 0, 1)], plan.regions, plan.accounts)
    segments = (
        Segment("west", "West", "area:a"),
        Segment("b", "B", "segment:west and industry = 'food'"),
    )
    assert rows_where("area:a", plan.accounts, segments, inside).tolist() == [True] + [False] * 3
    assert rows_where("segment:b", plan.accounts, segments, inside).tolist() == [True] + [False] * 3
    assert (
        rows_where("not area:a", plan.accounts, segments, inside).tolist() == [False] + [True] * 3
    )


def test_an_area_that_is_not_there_is_named_with_its_place() -> None:
    plan = placed_plan()
    with pytest.raises(FormulaError) as caught:
        rows_where(
            "industry = 'food' and area:x",
            plan.accounts,
            (),
            Inside((), plan.regions, plan.accounts),
        )
    assert (caught.value.position, caught.value.mend) == (22, "Areas are: none.")


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        ("boilers;pumps", True),
        ("pumps", False),
        ("", False),
        ("pumps; boilers", True),
        ("boiler", False),
    ],
)
def test_has_asks_a_column_of_several_texts_for_one(cell: str, held: bool) -> None:
    accounts = replace(placed_plan().accounts, text={"products": (cell,) * 4})
    assert rows_where("products has 'boilers'", accounts).tolist() == [held] * 4


def test_has_wants_text() -> None:
    accounts = placed_plan().accounts
    with pytest.raises(FormulaError, match="text is missing"):
        rows_where("industry has 3", accounts)
    with pytest.raises(FormulaError, match="holds numbers"):
        rows_where("potential has 'x'", accounts)


@given(
    st.lists(
        st.tuples(st.integers(-5, 35), st.integers(-5, 35)), min_size=3, max_size=7, unique=True
    )
)
def test_centres_inside_are_those_shapely_finds_one_by_one(corners: list[tuple[int, int]]) -> None:
    shape = shapely.make_valid(shapely.Polygon([(x * 100.0, y * 100.0) for x, y in corners]))
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not parts:
        return
    area = Area("a", "A", outline_of(shapely.multipolygons(parts)))
    regions = grid_regions(3, 3)
    held = [shape_of(area.outline).contains(shapely.Point(point)) for point in regions.points]
    assert regions_inside(area, regions).tolist() == held


def test_an_area_without_an_outline_is_none() -> None:
    nothing = Geometry(floats(np.empty((0, 2))), ints([0]), ints([0]), ints([0, 0]))
    with pytest.raises(ValueError, match="not empty"):
        Area("a", "A", nothing)
    with pytest.raises(ValueError, match="counts must be one of"):
        replace(square(0, 0, 1), counts="half")


def test_outlines_that_cross_themselves_are_measured_all_the_same() -> None:
    bow = shapely.Polygon([(0, 0), (3000, 3000), (3000, 0), (0, 3000)])
    area = Area("a", "A", outline_of(bow), "touches")
    regions = grid_regions(3, 3)
    assert np.flatnonzero(regions_inside(area, regions)).tolist() == [0, 2, 3, 4, 5, 6, 8]
    assert cut_by(area, regions).tolist() == [0, 2, 4, 6, 8]
