"""Text tables: what is found of delimiter, header, footer and encoding, and what is said of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from region_files import damaged
from table_seeds import table_seeds

from planner.io import table_body, tables
from planner.io.cells import cell_form, date_column, number_column
from planner.io.column_looks import has_decimal_comma
from planner.io.delimited import lines_of
from planner.io.tables import Stopped, Table, TableFormat, read_table, table_of_text
from planner.model.issues import Issue, Severity

CHANGES = st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), max_size=8)
SEEDS = table_seeds()


def read(text: str) -> tuple[Table, tuple[Issue, ...]]:
    table, issues = table_of_text(text, "a.csv")
    assert table is not None, issues
    return table, issues


def said(issues: tuple[Issue, ...]) -> list[tuple[str, int | None]]:
    return [(issue.code, issue.row) for issue in issues]


def rows_of(table: Table) -> list[tuple[str, ...]]:
    return list(zip(*table.columns.values(), strict=True))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_from_all_rows_and_not_inside_quotes(delimiter: str) -> None:
    rows = ["id#note", '1#"a;b,c|d\te;f;g"', '2#"x,y;z"']
    table, issues = read("\n".join(rows).replace("#", delimiter))
    assert issues == ()
    assert table.columns == {"id": ("1", "2"), "note": ("a;b,c|d\te;f;g", "x,y;z")}
    assert table.format == TableFormat("", 1, "", delimiter)


def test_a_comma_in_the_header_or_in_every_number_is_no_delimiter() -> None:
    table, _ = read("id;omzet, EUR\n1;1,5\n2;2,5\n")
    assert table.columns == {"id": ("1", "2"), "omzet, EUR": ("1,5", "2,5")}
    assert table.comma


def test_one_column_is_said() -> None:
    table, issues = read("name\nJansen, Piet\nde Vries, Jan\n")
    assert table.columns == {"name": ("Jansen, Piet", "de Vries, Jan")}
    assert said(issues) == [("delimiter_wrong", None)]


def test_rows_between_quotes_as_a_whole_are_unwrapped() -> None:
    table, _ = read('"id,name"\n"1,""a, b"""\n"2,c"\n')
    assert table.columns == {"id": ("1", "2"), "name": ("a, b", "c")}


def test_a_wrapped_row_may_hold_a_line_end() -> None:
    table, _ = read('"id,name"\r\n"1,""x\ry"""\r\n"2,z"\r\n')
    assert table.columns == {"id": ("1", "2"), "name": ("x\ry", "z")}


def test_a_long_cell_of_signs_around_numbers_is_quickly_no_number() -> None:
    table, _ = read("id;n\n1;" + "9 ' " * 50_000 + "\n2;(" + "9" * 100_000 + ")\n")
    assert cell_form(table, "n") == "text"
    assert len(number_column(table, "n", "Left out.")[1]) == 2
    assert len(date_column(table, "n")[1]) == 2


@pytest.mark.parametrize("cell", ["1" + " " * 800 + "x", "1,5" + " " * 80])
def test_a_long_cell_has_no_decimal_comma(cell: str) -> None:
    assert not has_decimal_comma(cell)


@pytest.mark.parametrize("closed", ['"', ""])
def test_a_cell_of_any_length_is_read_where_whole_rows_are_quoted(closed: str) -> None:
    csv.field_size_limit(131_072)
    rows = ['"id;note"', *(f'"{at};x"' for at in range(20)), f'"20;{"y" * 200_000}{closed}']
    table, _ = read("\n".join(rows))
    assert table.columns["id"] == tuple(map(str, range(21)))
    assert len(table.columns["note"][-1]) == 200_000


def test_what_the_user_says_goes_before_what_is_found() -> None:
    path_text = "a;b,c\n1;2,3\n4;5,6\n"
    table, _ = tables._from_lines(
        "a.csv", lines_of(path_text), TableFormat(delimiter=","), tables.Watch()
    )
    assert table is not None
    assert table.columns == {"a;b": ("1;2", "4;5"), "c": ("3", "6")}
    table, _ = tables._from_lines(
        "a.csv", lines_of(path_text), TableFormat(header_row=2), tables.Watch()
    )
    assert table is not None
    assert table.columns == {"1": ("4",), "2,3": ("5,6",)}
    assert table.rows == (3,)


@pytest.mark.parametrize("row", [0, -1, 4, 10_000])
def test_a_header_row_that_is_not_there_is_one_error(row: int) -> None:
    table, issues = tables._from_lines(
        "a", ["a,b\n", "1,2\n"], TableFormat(header_row=row), tables.Watch()
    )
    assert table is None
    assert [issue.severity for issue in issues] == [Severity.ERROR]


@pytest.mark.parametrize("encoding", ["no-such", "hex", "rot13", "\0", "utf-7"])
def test_a_strange_encoding_is_no_traceback(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes("id;n\n1;é\n".encode())
    table, _ = read_table(tmp_path / "a.csv", TableFormat(encoding=encoding))
    assert table is not None
    assert table.columns["id"] == ("1",)


@pytest.mark.parametrize("delimiter", ["", "ab", '"', "\n"])
def test_a_delimiter_that_cannot_be_one_is_found_anew(tmp_path: Path, delimiter: str) -> None:
    (tmp_path / "a.csv").write_bytes(b"id;n\n1;2\n")
    table, issues = read_table(tmp_path / "a.csv", TableFormat(delimiter=delimiter))
    assert table is not None
    assert table.format.delimiter == ";"
    assert said(issues) == ([("delimiter_wrong", None)] if delimiter else [])


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"), ("cp1252", "CP1252"), ("mac_roman", "Mac Roman"),
        ("cp850", "CP850"),
    ],
)  # fmt: skip
def test_names_keep_their_letters_in_every_encoding(
    tmp_path: Path, encoding: str, name: str
) -> None:
    text = "nr;naam\n1;Café de Paris\n2;Müller & Söhne\n3;Curaçao, België\n"
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    table, issues = read_table(tmp_path / "a.csv")
    assert table is not None
    assert table.columns["naam"] == ("Café de Paris", "Müller & Söhne", "Curaçao, België")
    assert table.format.encoding == name
    assert said(issues) == ([] if name == "UTF-8" else [("encoding", None)])


def test_a_name_that_was_cut_in_a_letter_leaves_the_others_in_utf_8(tmp_path: Path) -> None:
    rows = "".join(f"{at};Café {at}\n" for at in range(20))
    (tmp_path / "a.csv").write_bytes(f"id;name\n{rows}21;Caf".encode() + b"\xc3")
    table, _ = read_table(tmp_path / "a.csv")
    assert table is not None
    assert table.columns["name"][0] == "Café 0"


def test_title_lines_above_the_header_are_found_and_said() -> None:
    text = "Report generated 3 Feb 2025\nBy;Jan\n\nid;name;city;n\n1;a;x;5\n2;b;y;6\n"
    table, issues = read(text)
    assert list(table.columns) == ["id", "name", "city", "n"]
    assert table.rows == (5, 6)
    assert said(issues) == [("header_found", 4)]
    assert table.format.header_row == 4


@pytest.mark.parametrize(
    "text",
    [
        "1001;Acme;Utrecht\n1002;Bakker;Ede\n1003;Slager;Gouda\n",
        "A1,Acme,customer,NL\nA2,Bakker,prospect,NL\nA3,Slager,customer,BE\n",
        "A1\tAcme\t1.250,50\nA2\tBakker\t7\n",
    ],
)
def test_a_first_row_that_looks_like_a_record_is_doubted_as_header(text: str) -> None:
    table, issues = read(text)
    assert len(table) == text.count("\n") - 1
    doubts = [issue for issue in issues if issue.code == "header_found"]
    assert [(issue.severity, issue.row) for issue in doubts] == [(Severity.WARNING, 1)]
    assert "Acme" in doubts[0].found


@pytest.mark.parametrize(
    "text",
    [
        "gemcode;2023;2024\n0001;5;6\n0002;7;2024\n",
        "code,1,2,3\n7,4,5,6\n8,4,5,9\n",
        "id;name;Prospect\n1;a;Prospect\n2;b;\n3;c;Prospect\n",
        "id;n\n1;5\nid;n\n2;6\n",
    ],
)
def test_names_of_columns_are_not_doubted(text: str) -> None:
    _, issues = read(text)
    assert "header_found" not in {issue.code for issue in issues}


def test_a_header_that_the_user_names_is_not_doubted() -> None:
    text = b"1001;Acme\n1002;Bakker\n"
    _, issues = tables._from_bytes("a.csv", text, TableFormat(header_row=1), tables.Watch())
    assert issues == ()


def test_pairs_above_a_blank_line_are_no_header_of_a_table_of_three_columns() -> None:
    table, _ = read("Report;Accounts\nBy;Jan\n\nid;name;n\n1;a;5\n2;b;6\n")
    assert list(table.columns) == ["id", "name", "n"]


def test_a_blank_line_inside_a_table_is_no_end_of_it() -> None:
    table, issues = read("id;name;n\n1;a;5\n\n2;b;6\n3;c;\n")
    assert table.columns["id"] == ("1", "2", "3")
    assert table.rows == (2, 4, 5)
    assert issues == ()


def test_totals_are_left_out_wherever_they_stand_and_companies_called_so_stay() -> None:
    text = (
        "id;name;city;n\n1;Total;Paris;5\nSubtotal;;;5\n2;Grand Total;Lyon;6\nSubtotaal:;;;6\n"
        "Total;;;11\n"
    )
    table, issues = read(text)
    assert table.columns["name"] == ("Total", "Grand Total")
    assert said(issues) == [("rows_left_out", 3)]
    assert "3 rows (3, 5, 6)" in issues[0].found


def test_a_narrow_last_row_without_words_is_a_record() -> None:
    table, issues = read("id;name;city;n\n1;a;x;5\n\nA2;;;\n")
    assert table.columns["id"] == ("1", "A2")
    assert issues == ()


NAMED_LIKE_NOTES = ("TotalEnergies", "Filter Techniek", "Bax Records", "Jaar rapport BV")


def sparse(last: list[str]) -> str:
    """Return a table of twelve columns, of which every row fills four."""
    head = ";".join(f"c{at}" for at in range(12))
    rows = [f"{at};Company {at};Utrecht;{at};;;;;;;;" for at in range(40)]
    return "\n".join([head, *rows, *last])


def test_accounts_of_a_sparse_table_are_no_footer_whatever_they_are_called() -> None:
    named = [f"{at};{name};Utrecht;7;;;;;;;;" for at, name in enumerate(NAMED_LIKE_NOTES, 40)]
    more = [f"{at};Company {at};Utrecht;7;;;;;;;;" for at in range(44, 50)]
    table, issues = read(sparse([*named, *more]))
    assert len(table) == 50
    assert issues == ()


def test_the_footer_of_a_sparse_table_is_left_out() -> None:
    table, issues = read(sparse(["Total;;;820;;;;;;;;", ";;;;;;;;;;;", "Report generated 2027;;;"]))
    assert len(table) == 40
    assert said(issues)[0] == ("rows_left_out", 44)
    assert {issue.code for issue in issues} == {"rows_left_out"}


def test_a_word_of_notes_inside_a_longer_word_makes_no_note() -> None:
    table, issues = read(
        "id;name;city;n;m;k\n1;a;x;5;5;5\nA2;TotalEnergies;;;;\nA3;Filterino;;;;\n"
    )
    assert table.columns["id"] == ("1", "A2", "A3")
    assert issues == ()


def test_the_header_again_is_left_out() -> None:
    table, issues = read("id;n\n1;5\nid;n\n2;6\nid;n\n")
    assert table.columns == {"id": ("1", "2"), "n": ("5", "6")}
    assert said(issues) == [("rows_left_out", 3)]
    assert "2 rows (3, 5)" in issues[0].found


def test_a_quote_left_open_swallows_no_rows() -> None:
    rows = [f"{at};name {at};city;{at}" for at in range(50)]
    rows[10] = '10;"name 10;city;10'
    table, issues = read("\n".join(["id;name;city;n", *rows]))
    assert table.columns["id"] == tuple(map(str, range(50)))
    assert table.columns["n"][10:12] == ("10", "11")
    assert said(issues) == [("quote_open", 12)]


def test_two_quotes_left_open_swallow_no_rows() -> None:
    rows = [f"{at};name {at};city;{at}" for at in range(50)]
    rows[10], rows[30] = '10;"name 10;city;10', '30;"name 30;city;30'
    table, issues = read("\n".join(["id;name;city;n", *rows]))
    assert table.columns["id"] == tuple(map(str, range(50)))
    assert said(issues) == [("quote_open", 12)]


def test_a_note_of_many_lines_stays_one_cell() -> None:
    note = "\n".join(["first; line", "second, line; and more"] * 20)
    table, issues = read(f'id;name;note;n\n1;a;"{note}";5\n2;b;;6\n')
    assert table.columns["note"] == (note, "")
    assert issues == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quoted_address_of_two_lines_is_one_cell(end: str) -> None:
    rows = ["id,address,owner", f'A1,"Main St 1, Bldg 2{end}1234, Utrecht",R1', "A2,x,R2", ""]
    table, issues = read(end.join(rows))
    assert table.columns["id"] == ("A1", "A2")
    assert table.columns["address"] == (f"Main St 1, Bldg 2{end}1234, Utrecht", "x")
    assert issues == ()


def test_an_address_of_two_lines_stays_whole_above_a_quote_left_open() -> None:
    rows = [f"{at},name {at},R" for at in range(10)]
    rows[3], rows[7] = '3,"Main St 1, Bldg 2\n1234, Utrecht",R', '7,"name 7,R'
    table, issues = read("\n".join(["id,address,owner", *rows]))
    assert table.columns["id"] == tuple(map(str, range(10)))
    assert [issue.code for issue in issues] == ["quote_open"]


def test_a_quote_that_happens_to_be_closed_far_below_swallows_no_rows() -> None:
    rows = [f"{at},name {at},R" for at in range(20)]
    rows[3], rows[12] = '3,"name 3,R', '12,name 12",R'
    table, issues = read("\n".join(["id,address,owner", *rows]))
    assert table.columns["id"] == tuple(map(str, range(20)))
    assert [issue.code for issue in issues] == ["quote_open"]


def test_columns_without_name_and_cells_are_left_out_and_others_get_a_number() -> None:
    table, _ = read("id;;n;\n1;x;5;\n2;;6;\n")
    assert table.columns == {"id": ("1", "2"), "column 2": ("x", ""), "n": ("5", "6")}


def test_names_that_stand_twice_get_the_place_of_their_column() -> None:
    table, issues = read("id;n;n;n#3\n1;2;3;4\n")
    assert len(table.columns) == 4
    assert said(issues)[0] == ("column_double", None)


def test_a_hundred_ragged_rows_are_said_one_by_one_and_the_others_counted() -> None:
    table, issues = read("a;b;c;d;e\n" + "1;2;3;4;5\n" * 300 + "1;2;3;4\n" * 150 + "1;2;3;4;5\n")
    assert len(table) == 451
    assert len(issues) == 101
    assert issues[100].found.startswith("50 more rows")


def test_errors_of_spreadsheets_are_empty_cells_and_said() -> None:
    table, issues = read("id;n;m\n1;#N/A;#hashtag\n2;#REF!;x\n3;4;y\n")
    assert table.columns["n"] == ("", "", "4")
    assert table.columns["m"] == ("#hashtag", "x", "y")
    assert [(issue.code, issue.row, issue.column) for issue in issues] == [("cell_error", 2, "n")]


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n...", b"<html><table></table></html>", b"\xef\xbb\xbf<?xml version='1.0'?><a/>",
     b"\x1f\x8b\x08abc", b"\x89PNG\r\n\x1a\n" + bytes(range(1, 20)) * 50, b"SQLite format 3\0"],
)  # fmt: skip
def test_what_is_no_table_is_one_error_that_says_what_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    table, issues = read_table(tmp_path / "a.csv")
    assert table is None
    assert said(issues) == [("file_unreadable", None)]


def test_more_cells_than_fit_in_memory_are_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_body, "MOST_CELLS", 100)
    table, issues = table_of_text("a;b\n" + "1;2\n" * 60)
    assert table is None
    assert said(issues) == [("file_unreadable", None)]


def test_a_pasted_block_is_parted_by_tabs_else_as_a_file() -> None:
    assert read('id\tn\n1\t"a\nb"\n')[0].columns == {"id": ("1",), "n": ("a\nb",)}
    assert read("id,n\n1,2\n")[0].columns == {"id": ("1",), "n": ("2",)}
    assert read("id,n\n1,\ud800\n")[0].columns["id"] == ("1",)
    assert table_of_text("")[0] is None


def test_a_reading_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id;n\n" + "1;2\n" * 400_000, encoding="utf-8")
    seen: list[float] = []
    table, _ = read_table(path, report=lambda _, done: seen.append(done))
    assert table is not None
    assert seen == sorted(seen)
    assert len(seen) > 4
    calls: list[int] = []

    def stop() -> bool:
        calls.append(1)
        return len(calls) > 3

    with pytest.raises(Stopped):
        read_table(path, stop=stop)
    assert len(calls) == 4


def test_what_a_report_raises_comes_through(tmp_path: Path) -> None:
    class Enough(ValueError):
        pass

    def report(_: str, __: float) -> None:
        raise Enough

    for name, content in SEEDS.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Enough):
            read_table(path, report=report)


CELLS = [
    "Acme", "Jansen, Piet", "O'Neil; Sons", "a|b", "Café", "", "", "12", "1,5", "1.234,50", "-7",
    "2027-01-31", "line one\nline two", 'he said "no"', "x y z", "#1", "Report", "0012", "€ 5",
]  # fmt: skip
NAMES = ["name", "city", "omzet, EUR", "Total sales", "datum"]


@settings(max_examples=200)
@given(
    st.lists(st.lists(st.sampled_from(CELLS), min_size=3, max_size=3), min_size=1, max_size=60),
    st.lists(st.sampled_from(NAMES), min_size=3, max_size=3, unique=True),
    st.sampled_from(";,\t|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_comes_back_whatever_stands_in_its_cells(
    rows: list[list[str]], names: list[str], delimiter: str, quoting: Literal[0, 1], end: str
) -> None:
    numbered = [[str(1000 + at), *row] for at, row in enumerate(rows)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerows([["id", *names], *numbered])
    table, issues = read(text.getvalue())
    assert list(table.columns) == ["id", *names]
    assert rows_of(table) == [tuple(row) for row in numbered]
    assert table.rows == tuple(range(2, len(rows) + 2))
    assert issues == ()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(SEEDS)), CHANGES, st.one_of(st.just(1.0), st.floats(0, 1)))
def test_no_damage_is_a_traceback(
    tmp_path: Path, name: str, changes: list[tuple[int, int]], keep: float
) -> None:
    content = damaged(SEEDS[name], changes, keep)
    assert_ends_well(tmp_path / "a.csv", content)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([b"", b"a;b\n", b"PK\x03\x04", b"\xff\xfe", b'"']))
def test_no_bytes_are_a_traceback(tmp_path: Path, content: bytes, head: bytes) -> None:
    assert_ends_well(tmp_path / "a.csv", head + content)


def assert_ends_well(path: Path, content: bytes) -> None:
    """Whether a reading ends in a table without errors or in one error, and its cells can be read."""
    path.write_bytes(content)
    table, issues = read_table(path)
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    assert len(errors) == (table is None), issues
    if table is not None:
        assert all(len(cells) == len(table) > 0 for cells in table.columns.values())
        readers: tuple[Callable[[str], object], ...] = (
            lambda column: cell_form(table, column),
            lambda column: number_column(table, column, "Left out."),
            lambda column: date_column(table, column),
        )
        for column in list(table.columns)[:5]:
            for reader in readers:
                reader(column)


def test_a_header_of_two_rows_in_a_text_file_is_one() -> None:
    head = "Account,Name,Address,,Potential,\n,,City,Gemcode,Q1,Q2\n"
    table, issues = read(head + "A1,Foo,Ede,0001,10,20\nA2,Bar,Ede,0002,30,40\n")
    assert list(table.columns) == [
        "Account", "Name", "Address City", "Address Gemcode", "Potential Q1", "Potential Q2",
    ]  # fmt: skip
    assert table.columns["Account"] == ("A1", "A2")
    assert (table.rows, table.format.header_row, issues) == ((3, 4), 2, ())


@pytest.mark.parametrize(
    "text",
    ["id,name,,owner\nA1,,x,An\nA2,Bo,y,Bo\n", "id,name,,n\nA1,,x,\nA2,Bo,y,5\nA3,Bo,y,5\n",
     "id,,n\nA1,x,5\nA2,y,6\n"],
)  # fmt: skip
def test_a_record_below_a_header_with_a_gap_stays_a_record(text: str) -> None:
    table, _ = read(text)
    assert table.columns["id"][0] == "A1"
    assert table.format.header_row == 1
