"""Workbooks: sheets, merged cells, formulas, and files that were made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from planner.io import zip_bounds
from planner.io.cells import number_column
from planner.io.tables import Stopped, Table, TableFormat, read_table
from planner.model.issues import Issue, Severity

SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY l0 "ha">'
    + b"".join(b'<!ENTITY l%d "%s">' % (at, b"&l%d;" % (at - 1) * 10) for at in range(1, 12))
    + b"]>"
)


def new_book() -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return book, sheet


def small_book() -> bytes:
    book, sheet = new_book()
    for row in (["id", "name", "n"], ["1", "Acme", 5], ["2", "Beta", 6]):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file with other parts in place of its own."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(whole, "w", 8) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return whole.getvalue()


def part(content: bytes, name: str = SHEET) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(name)


def read(path: Path, content: bytes) -> tuple[Table | None, tuple[Issue, ...]]:
    path.write_bytes(content)
    return read_table(path)


def said(issues: tuple[Issue, ...]) -> list[tuple[str, int | None]]:
    return [(issue.code, issue.row) for issue in issues]


def refused(path: Path, content: bytes) -> str:
    """Return what is found of a workbook that must not be read."""
    table, issues = read(path, content)
    assert table is None
    assert [issue.severity for issue in issues] == [Severity.ERROR]
    return issues[0].found


@pytest.mark.parametrize("before", [b"", b"<!--" + b"x" * 5000 + b"-->"])
def test_a_bomb_of_entities_is_one_error(tmp_path: Path, before: bytes) -> None:
    content = small_book()
    bomb = part(content).replace(b"<worksheet", before + LAUGHS + b"<worksheet", 1)
    bomb = bomb.replace(b"</sheetData>", b'<row r="9"><c><v>&l11;</v></c></row></sheetData>')
    found = refused(tmp_path / "a.xlsx", changed(content, {SHEET: bomb}))
    assert "entities" in found or "no workbook that can be read" in found


def test_an_entity_of_another_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'.encode()
    strings = b"<!--" + b"x" * 5000 + b"-->" + outside
    content = small_book()
    sheet = part(content).replace(b"<worksheet", strings + b"<worksheet", 1)
    sheet = sheet.replace(b"<v>5</v>", b"<v>&x;</v>")
    table, issues = read(tmp_path / "a.xlsx", changed(content, {SHEET: sheet}))
    assert "secret" not in str(table) + str(issues)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_bounds, "FREE_BYTES", 10_000_000)
    content = changed(small_book(), {SHEET: b"<worksheet>" + b" " * 50_000_000})
    assert len(content) < 100_000
    assert "times its size" in refused(tmp_path / "a.xlsx", content)


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}, "OpenDocument"),
        ({"xl/workbook.bin": b""}, ".xlsb"),
    ],
)
def test_workbooks_of_other_kinds_are_named(
    tmp_path: Path, parts: dict[str, bytes], word: str
) -> None:
    assert word in refused(tmp_path / "a.xlsx", changed(small_book(), parts))


def test_a_zip_file_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a.csv", "id;n\n1;2\n")
    assert "no workbook" in refused(tmp_path / "a.xlsx", whole.getvalue())


def test_a_sheet_that_claims_a_million_rows_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    content = small_book()
    sheet = part(content).replace(b'ref="A1:C3"', b'ref="A1:XFD1048576"')
    assert sheet != part(content)
    table, issues = read(tmp_path / "a.xlsx", changed(content, {SHEET: sheet}))
    assert table is not None
    assert len(table) == 2
    assert issues == ()


def test_a_cell_below_the_last_row_of_a_sheet_is_one_error(tmp_path: Path) -> None:
    content = small_book()
    sheet = part(content).replace(b'<row r="3">', b'<row r="99999999999">')
    found = refused(tmp_path / "a.xlsx", changed(content, {SHEET: sheet}))
    assert "below row 1\u202f048\u202f576" in found


def test_a_cell_far_below_and_far_to_the_right_costs_nothing(tmp_path: Path) -> None:
    book, sheet = new_book()
    for row in (["id", "name", "n"], ["1", "Acme", 5], ["2", "Beta", 6]):
        sheet.append(row)
    sheet["C1048576"] = 7
    sheet["XFD2"] = None
    book.save(tmp_path / "a.xlsx")
    table, _ = read_table(tmp_path / "a.xlsx")
    assert table is not None
    assert table.rows == (2, 3, 1_048_576)


def test_formulas_without_a_value_are_told(tmp_path: Path) -> None:
    book, sheet = new_book()
    for row in (["id", "name", "n"], ["1", "Acme", "=1+1"], ["2", "Beta", "=SUM(C2)"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    table, issues = read_table(tmp_path / "a.xlsx")
    assert table is not None
    assert table.columns["n"] == ("", "")
    assert said(issues) == [("formula_empty", None)]
    assert "2 formulas" in issues[0].found


def test_text_of_cells_merged_downwards_fills_them_and_numbers_count_once(tmp_path: Path) -> None:
    book, sheet = new_book()
    for row in (["region", "name", "n"], ["North", "Acme", 5], [None, "Beta", None]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("C2:C3")
    book.save(tmp_path / "a.xlsx")
    table, issues = read_table(tmp_path / "a.xlsx")
    assert table is not None
    assert table.columns["region"] == ("North", "North")
    assert table.columns["n"] == ("5", "")
    assert said(issues) == [("cells_merged", None)]


def test_the_sheet_that_is_asked_for_is_read_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet.append(["id", "n", "m"])
    sheet.append([1, 2, 3])
    other = book.create_sheet("Second")
    other.append(["code", "x", "y"])
    other.append(["a", "b", "c"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    table, issues = read_table(path, TableFormat(sheet="Second"))
    assert table is not None
    assert list(table.columns) == ["code", "x", "y"]
    assert (table.format.sheet, table.sheets, issues) == ("Second", ("Sheet", "Second"), ())
    table, issues = read_table(path, TableFormat(sheet="Third"))
    assert table is None
    assert "Sheet, Second" in issues[0].found


def test_a_hidden_sheet_is_read_only_where_no_other_has_a_table(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet.append(["id", "n", "m"])
    sheet.append([1, 2, 3])
    sheet.sheet_state = "hidden"
    shown = book.create_sheet("Shown")
    shown.append(["Title"])
    book.save(tmp_path / "a.xlsx")
    table, _ = read_table(tmp_path / "a.xlsx")
    assert table is not None
    assert table.format.sheet == "Sheet"
    shown.append([])
    for row in (["code", "x", "y"], [1, 2, 3], [4, 5, 6]):
        shown.append(row)
    book.save(tmp_path / "a.xlsx")
    table, _ = read_table(tmp_path / "a.xlsx")
    assert table is not None
    assert table.format.sheet == "Shown"


def test_a_number_with_three_decimals_is_no_thousand_beside_decimal_commas(tmp_path: Path) -> None:
    book, sheet = new_book()
    for row in (["id", "text", "n"], ["1", "2,5", 1.234], ["2", "3,5", 5.678]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    table, _ = read_table(tmp_path / "a.xlsx")
    assert table is not None
    assert table.comma
    assert number_column(table, "n", "Left out.")[0].tolist() == [1.234, 5.678]


def test_a_workbook_can_be_left_in_the_middle(tmp_path: Path) -> None:
    book, sheet = new_book()
    for at in range(3000):
        sheet.append([str(at), "a", "b", "c", at])
    path = tmp_path / "a.xlsx"
    book.save(path)
    calls: list[int] = []

    def stop() -> bool:
        calls.append(1)
        return len(calls) > 25

    with pytest.raises(Stopped):
        read_table(path, stop=stop)
    assert len(calls) == 26


def test_a_day_beyond_all_calendars_is_an_error_of_its_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("id", "since"), ("a", 2147483648), ("b", 44927)):
        sheet.append(row)
    for row in (2, 3):
        sheet.cell(row, 2).number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")
    table, issues = read_table(tmp_path / "a.xlsx")
    assert table is not None
    assert table.columns["since"] == ("", "2023-01-01")
    assert [issue.code for issue in issues] == ["cell_error"]


def test_zeros_that_a_format_shows_in_front_are_part_of_a_code(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["id", "zip", "n", "ok"], [7, 501, 7, True], [123456, "x", 8.5, None], [None, 2.0]):
        sheet.append(row)
    for at in (2, 3, 4):
        sheet.cell(at, 1).number_format = "00000"
        sheet.cell(at, 2).number_format = "00000"
    book.save(tmp_path / "a.xlsx")
    table, _ = read_table(tmp_path / "a.xlsx")
    assert table is not None
    assert table.columns == {
        "id": ("00007", "123456", ""), "zip": ("00501", "x", "00002"), "n": ("7", "8.5", ""),
        "ok": ("true", "", ""),
    }  # fmt: skip
