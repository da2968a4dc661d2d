"""What only programs put into cells is taken away, and what people wrote stays."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from planner.io.tables import Table, read_table, table_of_text
from planner.model.issues import Issue


def read(text: str) -> tuple[Table, tuple[Issue, ...]]:
    table, issues = table_of_text(text)
    assert table is not None, issues
    return table, issues


def test_signs_that_nobody_sees_are_no_part_of_ids_codes_and_numbers() -> None:
    table, issues = read(
        "id;n\u00ad ame;n\n\u200eA1\u200b;Café\u2069;\u202d1.234,50\u202c\nA\u00ad2;Öl;7\n"
    )
    assert table.columns == {"id": ("A1", "A2"), "n ame": ("Café", "Öl"), "n": ("1.234,50", "7")}
    assert issues == ()


def test_signs_that_nobody_sees_are_taken_out_of_workbooks_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("id\u200b", "name"), ("\ufeffA1", "Fam\u200dily"), ("A2\u200f", "b")):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    table, _ = read_table(tmp_path / "a.xlsx")
    assert table is not None
    assert table.columns == {"id": ("A1", "A2"), "name": ("Fam\u200dily", "b")}


def test_files_joined_with_their_marks_and_headers_are_one_table(tmp_path: Path) -> None:
    part = '\ufeff"id","name"\n"A{0}","x, y"\n'
    (tmp_path / "a.csv").write_text(part.format(1) + part.format(2), encoding="utf-8")
    table, issues = read_table(tmp_path / "a.csv")
    assert table is not None
    assert table.columns == {"id": ("A1", "A2"), "name": ("x, y", "x, y")}
    assert [(issue.code, issue.row) for issue in issues] == [("rows_left_out", 3)]


@pytest.mark.parametrize("cell", ['="0012"', '"=""0012"""', "'0012"])
def test_codes_that_a_program_kept_as_text_for_a_spreadsheet_are_bare(cell: str) -> None:
    table, issues = read(f"id;name\n{cell};'s Heeren\n{cell};'t Hof\n")
    assert table.columns == {"id": ("0012", "0012"), "name": ("'s Heeren", "'t Hof")}
    assert issues == ()


def test_what_databases_write_for_nothing_is_nothing_and_said() -> None:
    table, issues = read("id;parent;name\n1;NULL;Null\n2;NULL;NULLA\n3;1;(null)\n")
    assert table.columns["parent"] == ("", "", "1")
    assert table.columns["name"] == ("Null", "NULLA", "")
    assert [(issue.code, issue.row, issue.column) for issue in issues] == [
        ("cell_error", 2, "parent"), ("cell_error", 4, "name"),
    ]  # fmt: skip
    assert issues[0].found.startswith("2 cells say NULL")


@pytest.mark.parametrize("error", ["#N/B", "#NV", "#WERT!", "#WAARDE!", "#VALEUR!", "#DEEL/0!"])
def test_errors_of_spreadsheets_in_other_languages_are_no_text(error: str) -> None:
    table, issues = read(f"id;owner\n1;{error}\n2;R1\n")
    assert table.columns["owner"] == ("", "R1")
    assert [(issue.code, issue.row) for issue in issues] == [("cell_error", 2)]
