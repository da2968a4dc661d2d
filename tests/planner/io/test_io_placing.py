"""Each account in its region: by code, point, postcode, place name, or the nearest region."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from builders import grid_regions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from planner.io.accounts import AccountSource, read_accounts
from planner.io.place_names import NameSearch
from planner.io.places import nearest_regions, regions_of_points
from planner.io.placing import WAYS, Places, placed
from planner.io.repair import shapes_of
from planner.io.tables import Table
from planner.model.issues import Issue, Severity, blocks
from planner.model.types import UNASSIGNED, floats, frozen_map

REGIONS = grid_regions(2, 2, origin=(100_000.0, 400_000.0))
BY_CODE = {str(id_): region for region, id_ in enumerate(REGIONS.ids)}
TO_DEGREES = Transformer.from_crs(REGIONS.crs, "EPSG:4326", always_xy=True)
NO_NAMES = NameSearch()


def degrees(x_km: float, y_km: float) -> tuple[float, float]:
    """Longitude and latitude of a spot, counted from the corner of the grid."""
    lon, lat = TO_DEGREES.transform(100_000 + x_km * 1000, 400_000 + y_km * 1000)
    return float(lon), float(lat)


def table(**columns: list[str]) -> Table:
    count = len(next(iter(columns.values())))
    cells = {key: tuple(column) for key, column in columns.items()}
    return Table("a.csv", cells, tuple(range(2, count + 2)), comma=False)


def place(
    rows: Table,
    names: NameSearch = NO_NAMES,
    nearest_km: float = 0.0,
    **at: str,
) -> tuple[Places, tuple[Issue, ...]]:
    at = at or {key: key for key in rows.columns}
    ids = [f"a{row}" for row in range(len(rows))]
    return placed(rows, at, ids, REGIONS, BY_CODE, names, nearest_km)


def own(tmp_path: Path, *lines: str) -> NameSearch:
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return NameSearch(path)


def line(*, name: str = "", code: str = "", at: tuple[float, float]) -> str:
    lon, lat = degrees(*at)
    return f"{code};{name};{lat};{lon}"


HEAD = "postcode;place;lat;lon"


def test_code_comes_before_point_before_postcode_before_place(tmp_path: Path) -> None:
    names = own(
        tmp_path, HEAD, line(code="4811", name="Northwest", at=(0.5, 1.5)),
        line(code="4812", name="Northeast", at=(1.5, 1.5)),
    )  # fmt: skip
    lon, lat = degrees(1.5, 0.5)
    rows = table(
        region=["0001", "", "", "", ""],
        lat=[str(lat), str(lat), "", "", ""],
        lon=[str(lon), str(lon), "", "", ""],
        postcode=["4811", "4811", "4811 AB", "", ""],
        place=["Northeast", "Northeast", "Northeast", "NORTHEAST", ""],
    )
    places, issues = place(rows, names)
    assert places.region.tolist() == [0, 1, 2, 3, UNASSIGNED]
    assert places.how.tolist() == ["code", "point", "postcode", "place", ""]
    assert places.lon_lat[3] == pytest.approx(degrees(1.5, 1.5))
    counted = [issue.found for issue in issues if issue.code == "accounts_placed"]
    assert len(counted) == 4
    assert all(text.startswith("1 of 5 accounts was placed by") for text in counted)
    assert [issue.row for issue in issues if issue.code == "place_missing"] == [6]


def test_one_plain_way_needs_no_words() -> None:
    assert place(table(region=["0001", "0002"]))[1] == ()


def test_nearest_is_said_with_the_distance_and_only_within_what_the_user_allows() -> None:
    spots = [degrees(2.4, 0.5), degrees(2.0 + 1.5, 1.5)]
    rows = table(lat=[str(lat) for _, lat in spots], lon=[str(lon) for lon, _ in spots])
    places, issues = place(rows, nearest_km=1.0)
    assert places.region.tolist() == [1, UNASSIGNED]
    assert places.how.tolist() == ["nearest", ""]
    said = {issue.code: issue for issue in issues}
    assert said["account_nearest"].found == "account a0 lies 0.4\u00a0km outside all regions"
    assert said["account_nearest"].mend == "Assigned to the nearest, Place 2."
    assert said["account_nearest"].row == 2
    assert "nearest is Place 4, 1.5\u00a0km away" in said["account_outside"].found
    assert "nearest_km = 2" in said["account_outside"].mend


def test_without_a_distance_nobody_goes_to_the_nearest() -> None:
    lon, lat = degrees(2.1, 0.5)
    places, issues = place(table(lat=[str(lat)], lon=[str(lon)]))
    assert places.region.tolist() == [UNASSIGNED]
    assert [issue.code for issue in issues] == ["account_outside"]


def test_a_point_outside_is_not_found_by_a_name_and_zero_zero_is(tmp_path: Path) -> None:
    names = own(tmp_path, HEAD, line(name="Here", at=(0.5, 0.5)))
    lon, lat = degrees(9, 9)
    rows = table(lat=[str(lat), "0"], lon=[str(lon), "0"], place=["Here", "Here"])
    places, _ = place(rows, names)
    assert places.region.tolist() == [UNASSIGNED, 0]


def test_misspelt_names_are_one_line_each_with_their_rows_and_guesses(tmp_path: Path) -> None:
    names = own(tmp_path, HEAD, line(name="Oosterhout", at=(0.5, 0.5)))
    rows = table(place=["Osterhout", "Oosterhout", "Osterhout", "Zzyzx"])
    places, issues = place(rows, names)
    assert places.region.tolist() == [UNASSIGNED, 0, UNASSIGNED, UNASSIGNED]
    unknown = [issue for issue in issues if issue.code == "place_unknown"]
    assert [issue.row for issue in unknown] == [2, 5]
    assert unknown[0].found.startswith("2 accounts (rows 2, 4): 'Osterhout'")
    assert "Oosterhout" in unknown[0].mend
    assert "Did you mean" not in unknown[1].mend


def test_a_name_that_can_be_two_places_is_listed_and_settled_in_brackets(tmp_path: Path) -> None:
    names = own(
        tmp_path, HEAD, line(name="Bergen", at=(0.5, 0.5)), line(name="Bergen", at=(1.5, 0.5))
    )
    places, issues = place(table(place=["Bergen", "Bergen (West)", "Bergen, East"]), names)
    assert places.region.tolist() == [UNASSIGNED, 0, 1]
    (said,) = [issue for issue in issues if issue.code == "place_ambiguous"]
    assert "Bergen in Place 1 (West) or Bergen in Place 2 (East)" in said.found
    assert "Bergen (West)" in said.mend


def test_a_name_whose_places_all_lie_in_one_region_is_certain(tmp_path: Path) -> None:
    names = own(
        tmp_path, HEAD, line(name="Bergen", at=(0.2, 0.5)), line(name="Bergen", at=(0.8, 0.5))
    )
    assert place(table(place=["Bergen"]), names)[0].region.tolist() == [0]


def test_a_region_is_found_by_its_own_name() -> None:
    places, _ = place(table(place=["place 3", "PLACE-4"]))
    assert places.region.tolist() == [2, 3]
    assert np.isnan(places.lon_lat).all()


def test_postcodes_that_regions_have_are_said_to_be_codes() -> None:
    _, issues = place(table(pc=["0001", "0002"]), postcode="pc")
    (said,) = issues
    assert said.code == "postcode_unknown"
    assert 'write region = "pc"' in said.mend


def test_where_no_places_are_installed_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.io.place_names.shipped_files", list)
    _, issues = place(table(place=["Breda"]))
    assert "part_missing" in {issue.code for issue in issues}


def test_a_table_of_places_without_its_columns_is_an_error_that_lists_them(tmp_path: Path) -> None:
    names = own(tmp_path, "stad;x;y", "Breda;1;2")
    _, issues = place(table(place=["Breda"]), names)
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    assert blocks(issues)
    assert {issue.column for issue in errors} == {"lat", "lon", "postcode or place"}
    assert all("stad, x, y" in issue.found for issue in errors)


def test_rows_of_the_table_without_a_point_are_left_out_and_said(tmp_path: Path) -> None:
    names = own(tmp_path, HEAD, "4811;;x;4", "4812;;152;4", line(code="4813", at=(0.5, 0.5)))
    places, issues = place(table(postcode=["4811", "4813"]), names)
    assert places.region.tolist() == [UNASSIGNED, 0]
    assert [issue.row for issue in issues if issue.code == "place_wrong"] == [2, 3]


def test_accounts_read_their_place_table_and_distance_from_the_plan(tmp_path: Path) -> None:
    names = own(tmp_path, HEAD, line(name="Ginneken", at=(0.5, 0.5)), line(name="Far", at=(3, 1.5)))
    path = tmp_path / "a.csv"
    path.write_text("id,city,country\n1,Ginneken,NL\n2,far,NL\n", encoding="utf-8")
    source = AccountSource(path, frozen_map({"place": "city"}), names.own, nearest_km=2.0)
    accounts, _ = read_accounts(source, REGIONS, BY_CODE)
    assert accounts is not None
    assert accounts.region.tolist() == [0, 3]
    assert accounts.text["city"] == ("Ginneken", "far")
    assert accounts.text["country"] == ("NL", "NL")


spots = st.tuples(st.floats(-3, 5), st.floats(-3, 5))


@settings(max_examples=40)
@given(st.lists(spots, min_size=1, max_size=30))
def test_a_point_gets_the_square_it_lies_in_or_the_nearest_by_brute_force(
    points: list[tuple[float, float]],
) -> None:
    lon_lat = floats([degrees(*point) for point in points])
    region = regions_of_points(lon_lat, REGIONS)
    nearest, km = nearest_regions(lon_lat, REGIONS)
    shapes = shapes_of(REGIONS.geometry)
    for at, (x, y) in enumerate(points):
        spot = shapely.Point(100_000 + x * 1000, 400_000 + y * 1000)
        far = shapely.distance(shapes, spot)
        assert km[at] == pytest.approx(far.min() / 1000, abs=1e-5)
        assert far[nearest[at]] == pytest.approx(far.min(), abs=1e-2)
        if min(x % 1, y % 1, 1 - x % 1, 1 - y % 1) > 1e-4:  # not on a border
            inside = 0 < x < 2 and 0 < y < 2
            assert region[at] == (int(y) * 2 + int(x) if inside else UNASSIGNED)


KINDS = st.lists(
    st.sampled_from(["code", "point", "postcode", "place", "sea", "none"]), max_size=25
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(KINDS, st.sampled_from([0.0, 50.0]))
def test_every_account_is_counted_once_in_a_way_or_listed(
    tmp_path: Path, kinds: list[str], nearest_km: float
) -> None:
    names = own(tmp_path, HEAD, line(code="4811", name="Here", at=(0.5, 0.5)))
    spot = {"point": degrees(1.5, 1.5), "sea": degrees(12, 1)}
    rows = table(
        region=["0002" if kind == "code" else "" for kind in kinds],
        lat=[str(spot[kind][1]) if kind in spot else "" for kind in kinds],
        lon=[str(spot[kind][0]) if kind in spot else "" for kind in kinds],
        postcode=["4811" if kind == "postcode" else "" for kind in kinds],
        place=["Here" if kind == "place" else "" for kind in kinds],
        country=["NL"] * len(kinds),
    )
    places, issues = place(rows, names, nearest_km)
    said = {"sea": "nearest" if nearest_km else "", "none": ""}
    assert places.how.tolist() == [said.get(kind, kind) for kind in kinds]
    assert ((places.how == "") == (places.region == UNASSIGNED)).all()
    assert sum((places.how == way).sum() for way in (*WAYS, "")) == len(kinds)
    listed = [issue.row for issue in issues if issue.severity is Severity.WARNING]
    assert listed == (2 + np.flatnonzero(places.region == UNASSIGNED)).tolist()


def test_accounts_with_swapped_columns_are_still_found_by_their_place(tmp_path: Path) -> None:
    names = own(tmp_path, HEAD, line(name="Here", at=(0.5, 0.5)))
    lon, lat = degrees(1.5, 1.5)
    rows = table(lat=[str(lon)] * 4, lon=[str(lat)] * 4, place=["Here", "", "", ""])
    places, issues = place(rows, names)
    assert places.region.tolist() == [0, UNASSIGNED, UNASSIGNED, UNASSIGNED]
    assert [issue.code for issue in issues] == ["coordinates_swapped", "accounts_placed"]
