"""Real region sets beside the checkout: neighbours as published, links for islands."""

from __future__ import annotations

import pytest
from shared_sets import REGION_SETS

from planner.io.region_table import RegionSource
from planner.io.regions import read_regions

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REGION_SETS.is_dir(), reason="../shared is absent"),
]


@pytest.mark.parametrize(
    ("name", "regions", "borders", "links"),
    [
        ("nl_provinces", 12, 22, 0),
        ("nl_corop", 40, 86, 1),
        ("nl_municipalities", 342, 876, 6),
        ("be_municipalities", 589, 1656, 0),
        ("nl_postcode4", 4067, 11555, 6),
        ("us_counties_conus", 3108, 8737, 3),
        ("bench_us_tracts_tx", 4388, 11647, 0),
    ],
)
def test_real_regions_have_their_published_neighbours(
    name: str, regions: int, borders: int, links: int
) -> None:
    read, _ = read_regions([RegionSource(REGION_SETS / name / f"{name}_shp.zip")])
    assert read is not None
    graph = read.regions.graph
    assert (len(read.regions), len(graph.borders), len(graph.links)) == (regions, borders, links)


def test_loosely_drawn_postcodes_still_find_their_neighbours() -> None:
    name = "nl_postcode4_raw_messy"
    read, issues = read_regions(
        [RegionSource(REGION_SETS / name / f"{name}_shp.zip", id="pc4")], ["population"]
    )
    assert read is not None
    assert len(read.regions) == 4067  # 5028 has no outline
    assert len(read.regions.graph.borders) > 11_000  # 8,488 meet exactly, 11,555 are there
    assert {"geometry_missing", "borders_matched", "number_missing"} <= {
        issue.code for issue in issues
    }
