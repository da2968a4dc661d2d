"""Coordinates in every notation, metres of a system, columns turned round."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_regions
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from planner.io.angles import angle, pair
from planner.io.coordinates import Coordinates, coordinates_of
from planner.io.tables import Table, table_of_text

REGIONS = grid_regions(2, 2, origin=(100_000.0, 400_000.0))
SPOTS = [(100_500.0, 400_500.0), (101_500.0, 400_500.0), (100_500.0, 401_500.0)]


def in_system(crs: str) -> list[tuple[float, float]]:
    step = Transformer.from_crs(REGIONS.crs, crs, always_xy=True)
    return [step.transform(x, y) for x, y in SPOTS]


def read(lat: list[str], lon: list[str] | None = None) -> Coordinates:
    columns = {"lat": tuple(lat)} | ({"lon": tuple(lon)} if lon else {})
    table = Table("a.csv", columns, tuple(range(2, len(lat) + 2)), comma=False)
    return coordinates_of(table, {key: key for key in columns}, REGIONS)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("52°22'12\"N", 52.37), ("52 22 12 N", 52.37), ("N 52° 22.2'", 52.37), ("52,37", 52.37),
        ("52º 22′ 12″ S", -52.37), ("4.89E", 4.89), ("W 4.5", -4.5), ("-4°30'", -4.5),
        ("52:22:12", 52.37), ("52°", 52.0), ("52° 61'", None), ("N 52 N", None), ("abc", None),
        ("", None), ("52.370.216", None),
    ],
)  # fmt: skip
def test_an_angle_is_read_however_it_is_written(cell: str, value: float | None) -> None:
    assert angle(cell) == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    "cell",
    [
        "52.37, 4.89", "52.37,4.89", "52.37 4.89", "(52.37, 4.89)", "52,37; 4,89", "52,37 4,89",
        "52,37, 4,89", "52,37,4,89", "52°22'12\"N, 4°53'24\"E", "52°22'12\"N 4°53'24\"E",
        "POINT(4.89 52.37)", "52.37/4.89",
    ],
)  # fmt: skip
def test_latitude_and_longitude_may_stand_in_one_cell(cell: str) -> None:
    assert pair(cell) == pytest.approx((52.37, 4.89))


@pytest.mark.parametrize("cell", ["", "Breda", "52.37", "1,2,3", "POINT(4)", "a, b"])
def test_what_is_no_pair_is_none(cell: str) -> None:
    assert pair(cell) is None


@given(st.text(max_size=30))
def test_no_text_is_a_traceback(cell: str) -> None:
    angle(cell)
    pair(cell)


def test_one_column_holds_both() -> None:
    found = read(["52.37, 4.89", "", "nowhere"])
    assert found.lon_lat[0].tolist() == [4.89, 52.37]
    assert np.isnan(found.lon_lat[1:]).all()
    assert [(issue.code, issue.row) for issue in found.issues] == [("place_wrong", 4)]


def test_cells_in_minutes_among_plain_ones_are_read_and_counted() -> None:
    found = read(["52.37", "52°22'12\"N", "x"], ["4.89", "4°53'24\"E", "4.89"])
    assert found.lon_lat[:2].tolist() == [
        pytest.approx([4.89, 52.37]),
        pytest.approx([4.89, 52.37]),
    ]
    assert [(issue.code, issue.row) for issue in found.issues] == [
        ("coordinates_read", None), ("coordinates_read", None), ("number_wrong", 4),
    ]  # fmt: skip


@pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:25831", "EPSG:3857", "EPSG:3035"])
@pytest.mark.parametrize("turned", [False, True])
def test_metres_are_recognised_by_where_they_put_the_accounts(crs: str, turned: bool) -> None:
    xy = in_system(crs)
    x, y = [f"{one:.3f}" for one, _ in xy], [f"{one:.3f}" for _, one in xy]
    found = read(x, y) if turned else read(y, x)
    assert found.lon_lat == pytest.approx(np.array(in_system("EPSG:4326")), abs=1e-5)
    (said,) = found.issues
    assert said.code == "coordinates_metres"
    assert crs in said.mend
    assert ("two columns swapped" in said.mend) == turned


def spots(table: Table) -> Coordinates:
    return coordinates_of(table, {"lat": "lat", "lon": "lon"}, REGIONS)


@pytest.mark.parametrize("comma", ["no", "semicolons", "prices"])
@pytest.mark.parametrize("mark", [".", ","])
def test_degrees_of_three_decimals_are_no_thousands(mark: str, comma: str) -> None:
    rows = ["id;lat;lon;price", "1;52.370;4.895;7", "2;51.588;4.776;8"]
    text = "\n".join(rows).replace(".", mark)
    if comma == "no":
        text = text.replace(";", "\t")
    if comma == "prices":
        text = text.replace(";7", ";7,50").replace(";8", ";8,25")
    table, _ = table_of_text(text)
    assert table is not None
    assert spots(table).lon_lat.tolist() == [[4.895, 52.37], [4.776, 51.588]]


def test_degrees_that_read_both_ways_are_said() -> None:
    table, _ = table_of_text("id;lat;lon\n1;52.370;4.895\n2;51.588;4.776")
    assert table is not None
    assert [(issue.code, issue.column) for issue in spots(table).issues] == [
        ("coordinates_read", "lat, lon")
    ]


def test_metres_with_marks_between_thousands_stay_metres() -> None:
    table, _ = table_of_text("id;lat;lon\n1;400.500;100.500\n2;400.500;101.500\n3;401.500;100.500")
    assert table is not None
    assert [issue.code for issue in spots(table).issues] == ["coordinates_metres"]


def test_metres_that_lead_nowhere_are_one_line() -> None:
    found = read(["9000000", "9000001", "9000002"], ["1", "2", "3"])
    assert np.isnan(found.lon_lat).all()
    assert [(issue.code, issue.row) for issue in found.issues] == [("place_wrong", None)]


def test_columns_turned_round_are_one_proposal_and_nobody_is_moved() -> None:
    lon_lat = in_system("EPSG:4326")
    found = read([str(lon) for lon, _ in lon_lat], [str(lat) for _, lat in lon_lat])
    (said,) = found.issues
    assert said.code == "coordinates_swapped"
    assert "3 of 3" in said.found
    assert 'lat = "lon" and lon = "lat"' in said.mend
    assert found.turned.all()
    assert np.isnan(found.lon_lat).all()
