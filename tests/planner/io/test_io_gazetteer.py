"""Places and postcodes that come with Rayon, and their spelling."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from builders import grid_regions
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from planner.io.found_places import find_places, find_postcodes
from planner.io.gazetteer import (
    admin_names,
    country_code,
    country_of_points,
    own_places,
    shipped_places,
    shipped_postcodes,
)
from planner.io.postcodes import postcodes_around
from planner.io.shipped import FOLDER, shipped_files
from planner.io.spelling import bared, likest, parted, spelled
from planner.model.types import floats

NL = frozenset({"NL"})
MOST_BYTES = 2_000_000

HOLLAND = grid_regions(8, 8, origin=(80_000.0, 450_000.0))
"""8 by 8 km with The Hague and Rijswijk in it."""


@pytest.mark.parametrize(
    "names",
    [
        ("Capelle a/d IJssel", "Capelle aan den IJssel", "CAPELLE AAN DE IJSSEL"),
        ("St. Truiden", "Sint-Truiden", "Sint Truiden", "st truiden"),
        ("Saint-Étienne", "ST ETIENNE", "St.-Etienne"),
        ("'s-Gravenhage", "’s Gravenhage", "s Gravenhage", "S-GRAVENHAGE"),
        ("Weißenburg", "Weissenburg"),
        ("Weiden a. d. Saale", "Weiden an der Saale"),
        ("Mt. Vernon", "Mount Vernon"),
    ],
)
def test_spellings_of_one_name_have_one_key(names: tuple[str, ...]) -> None:
    assert len(set(spelled(names))) == 1


@given(st.lists(st.text(max_size=20), max_size=10))
def test_every_name_has_a_key_of_its_own_place(names: list[str]) -> None:
    keys = spelled(names)
    assert len(keys) == len(names)
    assert keys == [spelled([name])[0] for name in names]
    assert all(key == "" or key.isalnum() for key in keys)


def test_what_stands_around_a_name_is_taken_off() -> None:
    assert parted("Bergen (NH)") == ("Bergen", "NH")
    assert parted("Springfield, IL") == ("Springfield", "IL")
    assert parted("Amsterdam") == ("Amsterdam", "")
    assert [bared(name) for name in ("1012 AB Amsterdam", "Lyon Cedex 03", "Paris 15e", "Ede")] == [
        "Amsterdam", "Lyon", "Paris", "Ede",
    ]  # fmt: skip


@given(st.lists(st.text("abcde", min_size=1, max_size=8), min_size=1, max_size=8, unique=True))
def test_a_known_key_is_likest_to_itself(known: list[str]) -> None:
    assert [near[0] for near in likest(known, known)] == list(range(len(known)))


def test_countries_are_known_by_any_of_their_names() -> None:
    cells = [
        "nl",
        "Nederland",
        "The Netherlands",
        "Deutschland",
        "U.S.A.",
        "uk",
        "België",
        "Spain",
        "Wales",
        "xx",
    ]
    assert [country_code(cell) for cell in cells] == [
        "NL", "NL", "NL", "DE", "US", "GB", "BE", "ES", "GB", "XX",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "country", "codes"),
    [
        ("1012 ab", "NL", ["1012AB", "1012"]),
        ("B-1000", "BE", ["1000"]),
        ("SW1A 1AA", "GB", ["SW1A1AA", "SW1A1", "SW1A"]),
        ("90210-1234", "US", ["902101234", "90210"]),
        ("501", "US", ["501", "00501"]),
        ("501", "", ["501"]),
        ("-", "NL", []),
        ("1002.0", "US", ["1002", "01002"]),
        ("D-12345.00", "DE", ["12345"]),
        ("1012,0", "NL", ["1012"]),
        ("10.000", "DE", ["10000"]),
    ],
)
def test_a_postcode_is_looked_for_in_the_codes_around_it(
    cell: str, country: str, codes: list[str]
) -> None:
    assert postcodes_around(cell, country) == codes


def test_places_are_found_by_any_name_and_only_where_regions_are() -> None:
    asked = [("Den Haag", "NL"), ("s-Gravenhage", "NL"), ("The Hague", "NL"), ("Haag", "DE")]
    places = shipped_places(frozenset({"NL", "DE"}))
    answers = find_places(asked, [places], HOLLAND)
    regions = [answer.region for answer in answers]
    assert regions[0] >= 0
    assert regions[:3] == [regions[0]] * 3
    assert regions[3] < 0


def test_own_places_of_three_decimals_lie_where_they_say(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("place;lat;lon\nBreda;51.588;4.776\nGouda;52.011;4.711\n")
    _, places, issues = own_places(path)
    assert issues == ()
    assert places.lon_lat.tolist() == [[4.776, 51.588], [4.711, 52.011]]


def test_a_name_of_several_places_is_the_one_in_the_regions() -> None:
    (answer,) = find_places([("Rijswijk", "NL")], [shipped_places(NL)], HOLLAND)
    assert answer.region >= 0  # there is one in Brabant and one in Gelderland too


def test_provinces_behind_a_name_are_known_by_name_and_letters() -> None:
    assert {"noordholland", "nh"} <= set(admin_names()["NL", "07"])
    assert {"illinois", "il"} <= set(admin_names()["US", "IL"])


def test_british_and_american_postcodes_have_points() -> None:
    codes = shipped_postcodes(frozenset({"GB", "US"}))
    lon, lat = codes.lon_lat[codes.by_key["SW1A1"][0]].tolist()
    assert (lat, lon) == pytest.approx((51.505, -0.139), abs=0.01)
    (answer,) = find_postcodes([("SW1A 1AA", "GB")], [codes], HOLLAND)
    assert answer.lon_lat == pytest.approx((lon, lat))
    assert not answer.unknown
    assert "90210" in codes.by_key


def test_the_country_of_regions_is_told_by_the_places_near_them() -> None:
    assert country_of_points(HOLLAND.points, HOLLAND.crs) == NL
    to_metres = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    sea = floats([to_metres.transform(-30.0, 45.0)])
    assert len(country_of_points(sea, "EPSG:3857")) == 7


def test_the_files_are_small_and_what_their_readme_says() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    assert "Place data (c) GeoNames.org, CC BY 4.0" in readme
    assert len(shipped_files()) == 3
    for path in shipped_files():
        content = path.read_bytes()
        text = gzip.decompress(content).decode() if path.suffix == ".gz" else content.decode()
        header, *rows = csv.reader(io.StringIO(text))
        assert f"| `{path.name}` | {len(rows):,} |" in readme
        assert [row[0] for row in rows] == sorted(row[0] for row in rows)  # as the reader expects
        assert {len(row) for row in rows} == {len(header)}
        for at, most in (("lat", 90), ("lon", 180)):
            if at in header:
                assert max(abs(float(row[header.index(at)])) for row in rows) <= most
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES
