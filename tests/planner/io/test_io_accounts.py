"""Accounts from CSV and XLSX: notations, places, and what is said of what is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from builders import grid_regions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from region_files import damaged

from planner.io.accounts import AccountSource, read_accounts
from planner.io.reps import RepSource, read_reps
from planner.io.tables import Stopped, read_table
from planner.model.issues import Issue, Severity, blocks
from planner.model.types import UNASSIGNED, frozen_map

REGIONS = grid_regions(2, 2, origin=(100_000.0, 400_000.0))
CHANGES = st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), max_size=8)
HEADS = (b"", b"account_id,lat,lon,potential\n", b"id;region\n", b"PK")
KEEP = st.one_of(st.just(1.0), st.floats(0, 1))
BY_CODE = {id_: region for region, id_ in enumerate(REGIONS.ids)}
TO_DEGREES = Transformer.from_crs(REGIONS.crs, "EPSG:4326", always_xy=True)


def degrees(region: int) -> tuple[float, float]:
    lon, lat = TO_DEGREES.transform(*REGIONS.points[region])
    return float(lon), float(lat)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def said(issues: tuple[Issue, ...]) -> list[tuple[str, int | None]]:
    return [(issue.code, issue.row) for issue in issues]


def test_points_find_their_regions_and_codes_keep_their_zeros(tmp_path: Path) -> None:
    (lon0, lat0), (lon3, lat3) = degrees(0), degrees(3)
    path = write(
        tmp_path / "a.csv",
        f"account_id,account,lat,lon\n001,Één,{lat0},{lon0}\n002,Two,{lat3},{lon3}\n",
    )
    accounts, issues = read_accounts(AccountSource(path), REGIONS, BY_CODE)
    assert accounts is not None
    assert issues == ()
    assert accounts.ids == ("001", "002")
    assert accounts.names == ("Één", "Two")
    assert accounts.region.tolist() == [0, 3]
    assert accounts.lon_lat.tolist() == [[lon0, lat0], [lon3, lat3]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize(("delimiter", "point"), [(";", ","), (",", "."), ("\t", ",")])
def test_delimiter_decimal_sign_and_encoding_are_understood(
    tmp_path: Path, encoding: str, delimiter: str, point: str
) -> None:
    rows = [
        ["account_id", "account", "region", "potential", "visits"],
        ["a", "Café é", "0001", f"1234{point}5", "2"],
        ["b", "x", "0002", f"10{point}25", "3"],
    ]
    text = "\n".join(delimiter.join(row) for row in rows)
    accounts, issues = read_accounts(
        AccountSource(write(tmp_path / "a.csv", text, encoding)), REGIONS, BY_CODE
    )
    assert accounts is not None
    assert accounts.names[0] == "Café é"
    assert accounts.region.tolist() == [0, 1]
    assert accounts.numbers["potential"].tolist() == [1234.5, 10.25]
    assert accounts.numbers["visits"].tolist() == [2, 3]
    assert said(issues) == ([] if encoding.startswith("utf-8") else [("encoding", None)])


def test_thousands_of_a_comma_file_are_not_decimals(tmp_path: Path) -> None:
    text = "account_id;region;potential;revenue_last_year\na;0001;12.500;1.234,50\nb;0001;7;€ 10,5"
    accounts, _ = read_accounts(AccountSource(write(tmp_path / "a.csv", text)), REGIONS, BY_CODE)
    assert accounts is not None
    assert accounts.numbers["potential"].tolist() == [12500, 7]
    assert accounts.numbers["revenue_last_year"].tolist() == [1234.5, 10.5]


def test_a_workbook_reads_like_a_text_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["account_id", "account", "region", "potential", "owner_since"])
    sheet.append([17, "Firm", "0004", 12.5, np.datetime64("2024-05-06").astype(object)])
    book.save(tmp_path / "a.xlsx")
    accounts, issues = read_accounts(AccountSource(tmp_path / "a.xlsx"), REGIONS, BY_CODE)
    assert accounts is not None
    assert issues == ()
    assert accounts.ids == ("17",)
    assert accounts.region.tolist() == [3]
    assert accounts.text["owner_since"] == ("2024-05-06",)
    assert accounts.numbers["potential"].tolist() == [12.5]


def test_every_wrong_row_is_one_line_and_none_stops_the_others(tmp_path: Path) -> None:
    lon, lat = degrees(1)
    text = "\n".join(
        [
            "account_id,account,region,lat,lon,potential,renewal_date",
            f"a,A,,{lat},{lon},5,2027-01-31",
            "b,B,,0,0,5,",  # in the sea off Africa
            "c,C,9999,,,5,",
            f"d,D,9999,{lat},{lon},5,",
            "e,E,,,,x,31-31-2027",
            ",F,0001,,,-5,",
            "a,A again,0001,,,5,",
            "g,G,0001,522,5,5,",
        ]
    )
    accounts, issues = read_accounts(
        AccountSource(write(tmp_path / "a.csv", text)), REGIONS, BY_CODE, sums=["potential"]
    )
    assert accounts is not None
    assert accounts.ids == ("a", "b", "c", "d", "e", "row-7", "g")
    assert accounts.region.tolist() == [1, UNASSIGNED, UNASSIGNED, 1, UNASSIGNED, 0, 0]
    assert sorted(said(issues), key=lambda pair: pair[1] or 0) == [
        ("accounts_placed", None), ("accounts_placed", None),
        ("account_outside", 3), ("region_unknown", 4), ("region_unknown", 5), ("place_missing", 6),
        ("number_wrong", 6), ("date_wrong", 6), ("id_missing", 7), ("number_wrong", 7),
        ("id_duplicate", 8), ("place_wrong", 9),
    ]  # fmt: skip
    assert np.isnan(accounts.numbers["potential"][[4, 5]]).all()
    assert not blocks(issues)


def test_lost_zeros_and_full_postcodes_find_their_region(tmp_path: Path) -> None:
    text = "account_id,region\na,1\nb,0002 AB\nc,0003\n"
    accounts, issues = read_accounts(
        AccountSource(write(tmp_path / "a.csv", text)), REGIONS, BY_CODE
    )
    assert accounts is not None
    assert accounts.region.tolist() == [0, 1, 2]
    assert said(issues) == [("region_code", None), ("region_code", None)]


def test_codes_that_became_numbers_with_decimals_find_their_region(tmp_path: Path) -> None:
    text = "account_id,region\na,1.0\nb,0002.0\nc,0003\nd,3.5\n"
    accounts, issues = read_accounts(
        AccountSource(write(tmp_path / "a.csv", text)), REGIONS, BY_CODE
    )
    assert accounts is not None
    assert accounts.region.tolist() == [0, 1, 2, UNASSIGNED]
    assert said(issues) == [("region_code", None), ("region_code", None), ("region_unknown", 5)]


def test_a_code_that_stands_in_two_countries_is_found_with_its_country(tmp_path: Path) -> None:
    text = "account_id,region,country\na,1234,BE\nb,1234,NL\nc,1234,\n"
    by_code = {"NL-1234": 0, "BE-1234": 2}
    accounts, issues = read_accounts(
        AccountSource(write(tmp_path / "a.csv", text)), REGIONS, by_code
    )
    assert accounts is not None
    assert accounts.region.tolist() == [2, 0, UNASSIGNED]
    assert said(issues) == [("region_unknown", 4)]


def test_columns_are_mapped_as_the_plan_names_them(tmp_path: Path) -> None:
    text = "nr;klant;pc;vertegenwoordiger;branche;vte;stadium\n7;Jan;0001;R1;food;50;Prospect\n"
    named = {"id": "nr", "name": "klant", "region": "pc", "owner": "vertegenwoordiger"}
    named |= {"industry": "branche", "employees": "vte", "status": "stadium"}
    source = AccountSource(write(tmp_path / "a.csv", text), frozen_map(named))
    accounts, issues = read_accounts(source, REGIONS, BY_CODE)
    assert accounts is not None
    assert issues == ()
    assert dict(accounts.text) == {"owner": ("R1",), "industry": ("food",), "status": ("prospect",)}
    assert accounts.numbers["employees"].tolist() == [50]


@pytest.mark.parametrize("head", ["id,pc,est_value,potential", "id,pc,potential,est_value"])
def test_a_column_that_bears_the_name_of_a_key_taken_elsewhere_is_kept_beside_it(
    tmp_path: Path, head: str
) -> None:
    named = {"id": "id", "region": "pc", "potential": "est_value"}
    values = "70,5" if head.endswith("potential") else "5,70"
    source = AccountSource(
        write(tmp_path / "a.csv", f"{head}\na,0001,{values}\n"), frozen_map(named)
    )
    accounts, issues = read_accounts(source, REGIONS, BY_CODE, sums=["potential"])
    assert accounts is not None
    assert accounts.numbers["potential"].tolist() == [70]
    assert accounts.numbers["potential (file)"].tolist() == [5]
    assert said(issues) == [("column_double", None)]


def test_a_column_that_is_named_and_absent_stops_the_plan(tmp_path: Path) -> None:
    source = AccountSource(write(tmp_path / "a.csv", "id\n1\n"), frozen_map({"lat": "breedte"}))
    accounts, issues = read_accounts(source, REGIONS, BY_CODE)
    assert accounts is None
    assert [issue.code for issue in issues if issue.severity is Severity.ERROR] == [
        "column_missing"
    ]


@pytest.mark.parametrize("codes", [("0123", "4567"), ("123456789012345678", "123456789012345679")])
def test_codes_that_look_like_numbers_stay_text_and_plain_numbers_do_not(
    tmp_path: Path, codes: tuple[str, str]
) -> None:
    text = "account_id,region,sbi,score\na,0001,{},7\nb,0001,{},8\n".format(*codes)
    accounts, _ = read_accounts(AccountSource(write(tmp_path / "a.csv", text)), REGIONS, BY_CODE)
    assert accounts is not None
    assert accounts.text["sbi"] == codes
    assert accounts.numbers["score"].tolist() == [7, 8]


def test_telephones_stay_text_and_amounts_with_a_currency_are_numbers(tmp_path: Path) -> None:
    text = "account_id;region;phone;budget\na;0001;+31201234567;€ 1.500,50\nb;0001;;€ 2\n"
    accounts, _ = read_accounts(AccountSource(write(tmp_path / "a.csv", text)), REGIONS, BY_CODE)
    assert accounts is not None
    assert accounts.text["phone"] == ("+31201234567", "")
    assert accounts.numbers["budget"].tolist() == [1500.5, 2]


def test_accounts_tell_how_far_they_are_and_can_be_stopped(tmp_path: Path) -> None:
    source = AccountSource(write(tmp_path / "a.csv", "account_id,region,n\na,0001,7\n"))
    seen: list[float] = []
    read_accounts(source, REGIONS, BY_CODE, report=lambda _, done: seen.append(done))
    assert seen == sorted(seen)
    assert 0.5 in seen
    for last in range(len(seen)):
        left = iter([False] * last + [True])
        with pytest.raises(Stopped):
            read_accounts(source, REGIONS, BY_CODE, stop=left.__next__)


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"a,b\n", b"PK\x03\x04nonsense", b"\xd0\xcf\x11\xe0xls"]
)
def test_a_file_that_is_no_table_is_one_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    table, issues = read_table(path)
    assert table is None
    assert [issue.severity for issue in issues] == [Severity.ERROR]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"account_id,lat,lon,potential\n", b"id;region\n", b"PK"]),
)
def test_no_bytes_are_a_traceback(tmp_path: Path, content: bytes, head: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(head + content)
    accounts, issues = read_accounts(AccountSource(path), REGIONS, BY_CODE, sums=["potential"])
    assert accounts is not None or blocks(issues)
    reps, issues = read_reps(RepSource(path))
    assert reps is not None or blocks(issues)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES, KEEP)
def test_no_damage_to_a_workbook_is_a_traceback(
    tmp_path: Path, changes: list[tuple[int, int]], keep: float
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["account_id", "potential"], ["a", 1], ["b", 2.5]):
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)
    path.write_bytes(damaged(path.read_bytes(), changes, keep, spare=4))
    table, issues = read_table(path)
    assert table is not None or blocks(issues)


def test_a_row_without_id_gets_one_that_no_other_row_has(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id;rep\nrow-3;a\n;b\nrow-3b;c\n")
    accounts, issues = read_accounts(AccountSource(path), REGIONS, BY_CODE)
    assert accounts is not None
    assert accounts.ids == ("row-3", "row-3bb", "row-3b")
    assert "row-3bb" in next(one.mend for one in issues if one.code == "id_missing")
    reps, _ = read_reps(RepSource(path, frozen_map({"rep_id": "id"})))
    assert reps is not None
    assert [rep.id for rep in reps] == ["row-3", "row-3bb", "row-3b"]


def test_reps_are_read_with_all_they_have(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    rows = [
        "rep_id;rep;role;level;fte;contract_hours_week;experience_months;start;end;manager_id;country;"
        "languages;skills;lat;lon;cost;vacancy;cover",
        "r1;An;Account manager;Senior;0,8;;70;2020-03-01;;r2;NL;nl;food:120;52,1;5,1;5000;;",
        "r2;Bo;leader;;;;;01-02-2019;;;BE;nl, fr;;;;;;",
        "r3;;closer;;;32;;2027-03-01;;;;;;;;;ja;r1",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    reps, issues = read_reps(RepSource(path))
    assert reps is not None
    first, second, third = reps
    assert (first.role, first.level, first.fte, first.contract_hours_week) == (
        "account_manager",
        "senior",
        0.8,
        32.0,
    )
    assert first.lon_lat == (5.1, 52.1)
    assert dict(first.skills) == {"food": 120.0}
    assert first.manager_id == "r2"
    assert second.languages == ("nl", "fr")
    assert second.start is not None
    assert second.start.isoformat() == "2019-02-01"
    assert (third.name, third.fte, third.vacancy, third.cover) == ("r3", 0.8, True, "r1")
    assert said(issues) == [("home_missing", 3), ("home_missing", 4)]
    assert all(issue.severity is Severity.NOTE for issue in issues)


def test_wrong_cells_of_reps_are_lines_and_the_reps_stay(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    rows = [
        ["rep_id", "fte", "start", "end", "manager_id", "skills", "lat", "lon"],
        ["r1", "0", "2027-05-01", "2027-01-01", "nobody", "food", "95", "5"],
        ["r1", "1", "", "", "", "", "52", "5"],
        ["r2", "x", "soon", "", "", "food:80;it:x", "52", "5"],
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    reps, issues = read_reps(RepSource(path), homes_needed=True)
    assert reps is not None
    assert [rep.id for rep in reps] == ["r1", "r2"]
    assert [rep.fte for rep in reps] == [1.0, 1.0]
    assert sorted(said(issues), key=str) == sorted(
        [
            ("id_duplicate", 3), ("number_wrong", 2), ("date_wrong", 2), ("rep_unknown", 2),
            ("skill_wrong", 2), ("place_wrong", 2), ("home_missing", 2), ("number_wrong", 4),
            ("date_wrong", 4), ("skill_wrong", 4),
        ],
        key=str,
    )  # fmt: skip
    assert all(issue.severity is Severity.WARNING for issue in issues)


def test_homes_of_people_that_were_swapped_are_said_and_not_used(tmp_path: Path) -> None:
    (lon, lat), (far_lon, far_lat) = degrees(0), (12.0, 48.0)
    text = "\n".join(
        [
            "id,home_lat,home_lon",
            f"r1,{lat},{lon}",
            f"r2,{lon},{lat}",
            f"r3,{far_lat},{far_lon}",
            f"r4,{far_lon},{far_lat}",
            "r5,,",
            "r6,10,120",
        ]
    )
    named = frozen_map({"rep_id": "id", "lat": "home_lat", "lon": "home_lon"})
    source = RepSource(write(tmp_path / "r.csv", text), named)
    reps, issues = read_reps(source, regions=REGIONS)
    assert reps is not None
    assert [rep.lon_lat for rep in reps] == [
        (lon, lat), None, (far_lon, far_lat), (far_lat, far_lon), None, (120.0, 10.0),
    ]  # fmt: skip
    swapped = [issue for issue in issues if issue.code == "coordinates_swapped"]
    assert [(issue.row, issue.column) for issue in swapped] == [(3, "home_lat, home_lon")]
    assert "rep r2" in swapped[0].found
    assert "Place 1" in swapped[0].found


def test_managers_and_covers_are_known_by_name_too(tmp_path: Path) -> None:
    text = (
        "rep_id;rep;manager_id;cover\n1;Ann Lee;;\n2;Jörg Müller;Ann Lee;1\n"
        "3;Bo;Lee, Ann;Muller Jorg\n4;Bo;Bo;Nobody\n"
    )
    reps, issues = read_reps(RepSource(write(tmp_path / "r.csv", text)))
    assert reps is not None
    assert [(rep.manager_id, rep.cover) for rep in reps] == [
        (None, None), ("1", "1"), ("1", "2"), (None, None),
    ]  # fmt: skip
    assert [(issue.row, issue.column) for issue in issues if issue.code == "rep_unknown"] == [
        (5, "manager_id"), (5, "cover"),
    ]  # fmt: skip


def test_what_is_said_of_an_impossible_contract_is_what_was_done(tmp_path: Path) -> None:
    text = "rep_id,fte,contract_hours_week\n1,80,32\n2,80,\n3,0.5,900\n4,,900\n"
    reps, issues = read_reps(RepSource(write(tmp_path / "r.csv", text)))
    assert reps is not None
    assert [(rep.fte, rep.contract_hours_week) for rep in reps] == [
        (0.8, 32), (1, 40), (0.5, 20), (1, 40),
    ]  # fmt: skip
    assert [issue.mend for issue in issues if issue.code == "number_wrong"] == [
        "Reckoned from the contract hours.", "Taken as full time.", "Reckoned from the FTE.",
        "Taken as full time.",
    ]  # fmt: skip
