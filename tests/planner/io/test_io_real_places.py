"""Real points beside the checkout: postcodes in their own region, places found by their name alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from shared_sets import REGION_SETS

from planner.io.place_names import NameSearch
from planner.io.placing import Places, placed
from planner.io.region_table import RegionSource
from planner.io.regions import ReadRegions, read_regions
from planner.io.tables import Table, read_table
from planner.model.issues import Issue

POINTS = REGION_SETS / "geocode_points"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REGION_SETS.is_dir(), reason="../shared is absent"),
]


@cache
def regions(name: str) -> ReadRegions:
    read, _ = read_regions([RegionSource(REGION_SETS / name / f"{name}_shp.zip")])
    assert read is not None
    return read


def points(name: str, country: str = "") -> Table:
    table, _ = read_table(POINTS / name)
    assert table is not None
    if not country:
        return table
    kept = [row for row, cell in enumerate(table.columns["countrycode"]) if cell == country]
    columns = {key: tuple(cells[row] for row in kept) for key, cells in table.columns.items()}
    return Table(name, columns, tuple(table.rows[row] for row in kept), comma=False)


def place(
    read: ReadRegions, table: Table, names: NameSearch | None = None, **at: str
) -> tuple[Places, tuple[Issue, ...]]:
    ids = tuple(map(str, table.rows))
    return placed(table, at, ids, read.regions, read.by_code, names)


def test_every_point_of_a_dutch_postcode_falls_in_its_own() -> None:
    read, table = regions("nl_postcode4"), points("nl_pc4_points.csv")
    wanted = [read.by_code[code] for code in table.columns["pc4"]]
    places, issues = place(read, table, lat="lat", lon="lon")
    assert places.region.tolist() == wanted
    assert issues == ()
    places, _ = place(read, table, NameSearch(POINTS / "nl_pc4_points.csv"), postcode="pc4")
    assert places.region.tolist() == wanted
    assert set(places.how.tolist()) == {"postcode"}


@pytest.mark.parametrize(
    ("name", "file", "country", "found", "right", "people_right"),
    [
        ("nl_municipalities", "places_nl_be_lu_de.csv", "NL", 0.97, 0.99, 0.98),
        ("be_municipalities", "places_nl_be_lu_de.csv", "BE", 0.97, 0.99, 0.98),
        ("us_counties_conus", "places_us.csv", "US", 0.60, 0.90, 0.70),
    ],
)
def test_places_are_found_by_their_name_alone(
    record_property: Callable[[str, object], None],
    name: str,
    file: str,
    country: str,
    found: float,
    right: float,
    people_right: float,
) -> None:
    read, table = regions(name), points(file, country)
    by_point, _ = place(read, table, lat="latitude", lon="longitude")
    by_name, _ = place(read, table, place="name", country="countrycode")
    inside = by_point.region >= 0
    known = inside & (by_name.region >= 0)
    same = by_name.region == by_point.region
    people = np.array(table.columns["population"], np.float64)
    share = known.sum() / inside.sum()
    correct = same[known].mean()
    of_people = people[known & same].sum() / people[inside].sum()
    for key, value in (("found", share), ("right", correct), ("people", of_people)):
        record_property(key, round(float(value), 3))
    assert share >= found
    assert correct >= right
    assert of_people >= people_right


def test_american_places_with_their_state_are_nearly_all_found_and_right() -> None:
    read, table = regions("us_counties_conus"), points("places_us.csv")
    columns = table.columns
    named = [f"{a}, {b}" for a, b in zip(columns["name"], columns["admin1code"], strict=True)]
    table = Table(table.file, {**columns, "city": tuple(named)}, table.rows, comma=False)
    by_point, _ = place(read, table, lat="latitude", lon="longitude")
    by_name, _ = place(read, table, place="city", country="countrycode")
    known = (by_point.region >= 0) & (by_name.region >= 0)
    assert known.sum() >= 0.96 * (by_point.region >= 0).sum()
    assert (by_name.region == by_point.region)[known].mean() >= 0.99


def test_american_postcodes_lie_in_their_county() -> None:
    read, table = regions("us_counties_conus"), points("us_zip_points.csv")
    by_point, _ = place(read, table, lat="lat", lon="lon")
    by_code, issues = place(read, table, postcode="zip")
    known = (by_point.region >= 0) & (by_code.region >= 0)
    assert known.sum() >= 0.8 * (by_point.region >= 0).sum()  # post boxes have no area
    assert (by_code.region == by_point.region)[known].mean() >= 0.96
    assert "postcode_unknown" in {issue.code for issue in issues}
