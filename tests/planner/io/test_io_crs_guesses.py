"""Reference systems that nobody names are guessed by where the map would lie; wrong ones are doubted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from region_files import squares, write_regions

from planner.io.crs_guesses import crs_doubts, crs_guesses
from planner.io.crs_places import COUNTRIES, SYSTEMS
from planner.io.features import Features
from planner.io.projection import moved, turned
from planner.io.region_table import RegionSource
from planner.io.regions import read_regions
from planner.model.issues import Severity

WGS84 = CRS.from_user_input("EPSG:4326")


def country(code: str, part: float = 1.0) -> Features:
    """Return 8 x 8 cells over the box of a country, or over a part of it round its middle."""
    west, south, east, north = COUNTRIES[code][1]
    x = np.linspace(0.5 - part / 2, 0.5 + part / 2, 9) * (east - west) + west
    y = np.linspace(0.5 - part / 2, 0.5 + part / 2, 9) * (north - south) + south
    cells = [shapely.box(x[i], y[j], x[i + 1], y[j + 1]) for i in range(8) for j in range(8)]
    return Features("a.shp", {}, np.array(cells, object), None)


def within(features: Features, code: str) -> Features:
    return replace(features, shapes=moved(features.shapes, WGS84, CRS.from_user_input(code)))


NATIONAL = [
    ("NL", "EPSG:28992"), ("BE", "EPSG:31370"), ("BE", "EPSG:3812"), ("LU", "EPSG:2169"),
    ("DE", "EPSG:25832"), ("FR", "EPSG:2154"), ("GB", "EPSG:27700"), ("IE", "EPSG:2157"),
    ("ES", "EPSG:25830"), ("PT", "EPSG:3763"), ("AT", "EPSG:31287"), ("CH", "EPSG:2056"),
    ("CH", "EPSG:21781"), ("PL", "EPSG:2180"), ("CZ", "EPSG:5514"), ("SE", "EPSG:3006"),
    ("HU", "EPSG:23700"), ("SI", "EPSG:3794"), ("US", "EPSG:5070"),
]  # fmt: skip


@pytest.mark.parametrize(("home", "code"), NATIONAL)
def test_a_whole_country_in_its_own_grid_is_recognised(home: str, code: str) -> None:
    best = crs_guesses(within(country(home), code))[0]
    assert (best.code, best.country) == (code, home)
    assert best.box == pytest.approx(COUNTRIES[home][1], abs=0.01)
    assert COUNTRIES[home][0]() in best.why


@pytest.mark.parametrize("home", sorted(COUNTRIES))
def test_degrees_are_recognised_everywhere(home: str) -> None:
    assert crs_guesses(country(home))[0].code == "EPSG:4326"


@pytest.mark.parametrize("home", ["NL", "FR", "US"])
def test_web_mercator_is_among_the_guesses(home: str) -> None:
    assert "EPSG:3857" in [guess.code for guess in crs_guesses(within(country(home), "EPSG:3857"))]


@pytest.mark.parametrize(
    ("home", "code"), [("IT", "EPSG:7791"), ("DK", "EPSG:25832"), ("NO", "EPSG:25833")]
)
def test_the_country_that_the_plan_names_comes_first(home: str, code: str) -> None:
    guesses = crs_guesses(within(country(home, 0.3), code), home)
    assert guesses[0].country == home
    assert code in [guess.code for guess in guesses[:3]]


def test_a_province_is_likelier_in_a_small_country() -> None:
    assert crs_guesses(within(country("NL", 0.1), "EPSG:28992"))[0].code == "EPSG:28992"


@given(st.sampled_from(SYSTEMS), st.floats(0.05, 1.0))
def test_the_right_system_is_always_among_the_guesses(
    system: tuple[str, tuple[str, ...]], part: float
) -> None:
    code, homes = system
    if code.startswith("EPSG:269"):  # zones of a continent: a country does not fit into one
        return
    guesses = crs_guesses(within(country(homes[0], part), code), homes[0])
    assert code in [guess.code for guess in guesses]


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True, width=64), min_size=6, max_size=6))
def test_no_coordinates_raise(numbers: list[float]) -> None:
    with np.errstate(all="ignore"):
        ring = shapely.linearrings(np.array([*numbers, *numbers[:2]]).reshape(4, 2))
        features = Features("a.shp", {}, np.array([shapely.polygons(ring), None], object), None)
    for guess in crs_guesses(features):
        assert np.isfinite(guess.box).all()
    for code in ("EPSG:4326", "EPSG:28992", "EPSG:3857"):
        crs_doubts(features, code)


def test_nothing_to_go_by_gives_no_guess() -> None:
    empty = Features("a.shp", {}, np.array([None], object), None)
    assert crs_guesses(empty) == ()
    assert crs_doubts(empty, "EPSG:4326") == ()


@pytest.mark.parametrize(
    ("home", "code"), [*NATIONAL, *((home, "EPSG:4326") for home in COUNTRIES)]
)
def test_what_is_right_is_not_doubted(home: str, code: str) -> None:
    features = country(home) if code == "EPSG:4326" else within(country(home), code)
    assert crs_doubts(features, code) == ()
    assert crs_doubts(features, code, home) == ()


@pytest.mark.parametrize(
    ("features", "said", "kind", "proposed"),
    [
        (within(country("NL"), "EPSG:28992"), "EPSG:4326", "metres_as_degrees", "EPSG:28992"),
        (country("NL"), "EPSG:28992", "degrees_as_metres", "EPSG:4326"),
        (within(country("FR"), "EPSG:2154"), "EPSG:28992", "elsewhere", "EPSG:2154"),
        (within(country("NL"), "EPSG:28992"), "EPSG:3857", "elsewhere", "EPSG:28992"),
        (turned(country("NL"), "swapped"), "EPSG:4326", "swapped", "EPSG:4326 swapped"),
        (turned(country("US"), "swapped"), "EPSG:4326", "swapped", "EPSG:4326 swapped"),
        (turned(within(country("CH"), "EPSG:2056"), "swapped"), "EPSG:2056", "swapped", "EPSG:2056 swapped"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_doubted_with_a_proposal(
    features: Features, said: str, kind: str, proposed: str
) -> None:
    (doubt,) = crs_doubts(features, said)
    assert doubt.kind == kind
    assert doubt.proposal is not None
    assert doubt.proposal.code == proposed


def test_a_map_of_another_country_is_doubted() -> None:
    (doubt,) = crs_doubts(country("PL"), "EPSG:4326", "NL")
    assert "not in the Netherlands" in doubt.found
    assert crs_doubts(country("PL"), "EPSG:4326") == ()


def test_a_map_in_the_ocean_is_doubted() -> None:
    shapes = np.array([shapely.box(-140, -40, -139, -39)], object)
    (doubt,) = crs_doubts(Features("a.shp", {}, shapes, None), "EPSG:4326")
    assert "in the ocean, at 39.5° S, 139.5° W" in doubt.found


@pytest.mark.parametrize(
    "islands",
    [
        (-31.2, 36.9, -25.0, 39.7), (-25.3, 14.8, -22.7, 17.2), (-154.0, -27.0, -134.0, -8.0),
        (-172.8, -14.1, -171.4, -13.4), (165.0, 5.0, 172.0, 12.0), (-176.9, -44.4, -176.1, -43.7),
    ],
    ids=["Azores", "Cape Verde", "Tahiti", "Samoa", "Marshall Islands", "Chatham Islands"],
)  # fmt: skip
def test_islands_where_people_live_are_no_ocean(islands: tuple[float, ...]) -> None:
    features = Features("a.shp", {}, np.array([shapely.box(*islands)], object), None)
    assert crs_doubts(features, "EPSG:4326") == ()


def test_metres_that_the_file_calls_degrees_stop_the_reading_with_a_proposal(
    tmp_path: Path,
) -> None:
    path = write_regions(tmp_path / "a.gpkg", squares(2, 2), {"code": list("abcd")}, "EPSG:4326")
    read, issues = read_regions([RegionSource(path, id="code")])
    assert read is None
    assert [(issue.code, issue.severity) for issue in issues] == [("crs_unknown", Severity.ERROR)]
    assert 'crs = "EPSG:28992"' in issues[0].mend
    read, issues = read_regions([RegionSource(path, id="code", crs="EPSG:28992")])
    assert read is not None
    assert issues == ()


def test_swapped_axes_are_said_and_mended_by_the_system_proposed(tmp_path: Path) -> None:
    shapes = squares(2, 2, 0.1, (52.0, 5.0))  # latitude first
    path = write_regions(tmp_path / "a.gpkg", shapes, {"code": list("abcd")}, "EPSG:4326")
    read, issues = read_regions([RegionSource(path, id="code")])
    assert read is not None
    assert [(issue.code, issue.severity) for issue in issues] == [("crs_unknown", Severity.WARNING)]
    read, issues = read_regions([RegionSource(path, id="code", crs="EPSG:4326 swapped")])
    assert read is not None
    assert issues == ()
    north_of_a = read.regions.points[1] - read.regions.points[0]
    assert north_of_a[1] > 10_000 > abs(north_of_a[0])


@pytest.mark.parametrize("given_crs", ["nonsense", "EPSG:999999", "EPSG:", "swapped swapped"])
def test_a_system_nobody_knows_is_one_error(tmp_path: Path, given_crs: str) -> None:
    path = write_regions(tmp_path / "a.gpkg", squares(1, 1), {"code": ("a",)})
    read, issues = read_regions([RegionSource(path, id="code", crs=given_crs)])
    assert read is None
    assert [issue.code for issue in issues] == ["crs_unknown"]
