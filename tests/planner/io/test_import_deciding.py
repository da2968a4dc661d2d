"""No row is lost: taken, waiting and left out add up, whatever is chosen."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from import_tables import found, table

from planner.io.column_names import FIGURE, Kind
from planner.io.deciding import Fate, Import, State, decided
from planner.io.finding import AS_IS, FIRST, LATER, LEAVE, STOP, TOGETHER, WAIT, Choice, Flaw, mend
from planner.io.rejected import REPORT_COLUMNS, given_back, write_rejected, write_report
from planner.io.tables import Table, read_table, table_of_text

HEAD = "gemcode | gemeente | n"
FIGURES = {"gemcode": "region", "gemeente": "place_name", "n": FIGURE}
CODES = st.sampled_from(["0001", "0002", "0003", "1", "OLD", "9x", ""])
PLACES = st.sampled_from(["Ede", "Hei en Boeicop", "Sint Antonis", "", "Totaal"])
NUMBERS = st.sampled_from(["1", "12,5", "", "-4", "ca. 3", "veel", "1000"])
ROWS = st.lists(st.tuples(CODES, PLACES, NUMBERS), min_size=1, max_size=9)
CHOICES = st.sampled_from(
    [AS_IS, FIRST, LATER, TOGETHER, LEAVE, WAIT, STOP, mend("0004"), mend("")]
)


CHOSEN = st.dictionaries(st.integers(0, 12), CHOICES)


def rows_of(rows: list[tuple[str, str, str]]) -> Table:
    return table(HEAD, *(" | ".join(row) for row in rows))


MADE = st.builds(
    lambda rows, choices: decided(
        found(rows_of(rows), Kind.FIGURES, meanings=FIGURES, old_codes={"OLD": "0001"}), choices
    ),
    ROWS,
    CHOSEN,
)


@given(MADE)
def test_taken_waiting_and_left_out_add_up(made: Import) -> None:
    assert sum(made.count(fate) for fate in Fate) == len(made.found.table)
    assert len(made.mended()) == made.count(Fate.TAKEN)
    assert sum(made.states().values()) == len(made.found.findings)


def test_degrees_of_three_decimals_are_known_and_taken_with_their_point() -> None:
    text = "id;name;lat;lon\n1;a;52.370;4.895\n2;b;51.588;4.776\n"
    made, _ = table_of_text(text)
    assert made is not None
    of = found(made, Kind.ACCOUNTS)
    assert of.meanings["lat"] == "lat"
    taken = decided(of, {}).mended()
    assert [float(cell) for cell in taken.columns["lat"]] == [52.37, 51.588]
    assert [float(cell) for cell in taken.columns["lon"]] == [4.895, 4.776]


def test_a_stray_decimal_is_taken_as_it_is_among_thousands() -> None:
    rows = [f"{at:04d};{at}.250" for at in range(1, 21)]
    made, _ = table_of_text("\n".join(["gemcode;n", *rows, "0021;950.5"]))
    assert made is not None
    of = found(made, Kind.FIGURES, meanings={"gemcode": "region", "n": FIGURE})
    assert [one.found for one in of.findings if one.flaw is Flaw.NUMBER_COMMA] == ["950.5"]
    written = decided(of, dict.fromkeys(range(len(of.findings)), AS_IS)).mended().columns["n"]
    assert (written[0], written[-1]) == ("1250", "950.5")


@given(ROWS, st.data())
def test_a_choice_changes_its_own_rows_and_those_of_their_places_only(
    rows: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    of = found(rows_of(rows), Kind.FIGURES, meanings=FIGURES)
    if not of.findings:
        return
    before = {at: data.draw(CHOICES) for at in range(len(of.findings))}
    at = data.draw(st.integers(0, len(of.findings) - 1))
    one, other = decided(of, before), decided(of, {**before, at: data.draw(CHOICES)})
    differs = np.flatnonzero(one.fate != other.fate).tolist()
    rows_of_it = list(of.findings[at].at)
    places = {*one.regions()[rows_of_it].tolist(), *other.regions()[rows_of_it].tolist()} - {-1}
    beside = np.flatnonzero(np.isin(one.regions(), list(places))).tolist()
    assert set(differs) <= {*rows_of_it, *beside}


@given(MADE)
def test_no_place_is_taken_of_which_a_row_waits(made: Import) -> None:
    region = made.regions()
    taken, waiting = region[made.fate == Fate.TAKEN], region[made.fate == Fate.WAITING]
    assert not {*taken.tolist()} & {*waiting.tolist()} - {-1}


@given(ROWS, CHOSEN)
def test_figures_add_up_to_those_of_the_rows_taken(
    rows: list[tuple[str, str, str]], choices: dict[int, Choice]
) -> None:
    of = found(rows_of(rows), Kind.FIGURES, meanings=FIGURES)
    made = decided(of, choices)
    cells = [float(cell) for cell in made.mended().columns["n"] if cell]
    placed = made.regions()[made.fate == Fate.TAKEN] >= 0
    held = [
        float(cell)
        for cell, there in zip(made.mended().columns["n"], placed.tolist(), strict=True)
        if cell and there
    ]
    assert len(cells) <= len(rows)
    assert np.isclose(np.nansum(made.figures()["n"]), sum(held))


def test_of_two_rows_the_first_the_later_or_both_are_taken() -> None:
    of = found(table("gemcode | n", "0001 | 1", "0001 | 2", "0002 | 5"), Kind.FIGURES)
    sums = {
        choice.action: decided(of, {0: choice}).figures()["n"][0]
        for choice in (FIRST, LATER, TOGETHER)
    }
    assert list(sums.values()) == [1.0, 2.0, 3.0]
    assert decided(of, {0: WAIT}).count(Fate.WAITING) == 2
    assert np.isnan(decided(of, {0: LEAVE}).figures()["n"][0])


def test_a_merged_place_is_added_to_the_one_it_belongs_to() -> None:
    made = table("gemcode | n", "0001 | 1", "OLD | 2", "0002 | 5")
    of = found(made, Kind.FIGURES, old_codes={"OLD": "0001"})
    assert decided(of).figures()["n"].tolist()[:2] == [3.0, 5.0]


def test_cells_are_written_as_programs_write_numbers_and_days() -> None:
    made = table(
        "id | potential | renewal_date | status",
        "A1 | 1.204,5 | 3-11-2027 | Klant",
        "A2 | 1.204 | 31-2-2027 | prospect",
    )
    of = found(made, Kind.ACCOUNTS)
    columns = decided(of).mended().columns
    assert columns["potential"] == ("1204.5", "1204")
    assert columns["renewal_date"] == ("2027-11-03", "")
    assert columns["status"] == ("customer", "prospect")


def test_an_id_that_another_row_has_makes_the_mended_row_wait() -> None:
    made = table("id | name | gemcode", "A1 | X | 0001", " | Y | 0002")
    meanings = {"id": "id", "name": "name", "gemcode": "region"}
    of = found(made, Kind.ACCOUNTS, meanings=meanings)
    made_ = decided(of, {0: mend("A1")})
    assert made_.fate.tolist() == [Fate.TAKEN, Fate.WAITING]
    assert decided(of, {0: mend("A2")}).count(Fate.TAKEN) == 2


def test_stop_takes_nothing_by_saying_so() -> None:
    of = found(table("gemcode | n", "0001 | 1", "ZZ | 2"), Kind.FIGURES)
    assert decided(of, {0: STOP}).stops
    assert decided(of, {0: STOP}).state(0) is State.STOPS


def test_rows_not_taken_are_given_back_with_their_reason_and_can_be_fed_back(
    tmp_path: Path,
) -> None:
    made = table(
        "gemcode | gemeente | n | note",
        "0001 | Ede | 1 | ",
        "ZZ | Nergens | 2 | =1+1",
        "0002 | Hei- en Boeicop | | -",
    )
    of = found(made, Kind.FIGURES, meanings={**FIGURES, "note": ""})
    path = tmp_path / "not imported.csv"
    assert write_rejected(path, decided(of)) == 2
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["gemcode", "gemeente", "n", "note", "rayon row", "rayon reason"]
    why = "gemcode: no such place (left the row out)"
    assert rows[1] == ["ZZ", "Nergens", "2", "'=1+1", "3", why]
    back, _ = read_table(path)
    assert back is not None
    again = given_back(back)
    assert list(again.columns) == ["gemcode", "gemeente", "n", "note"]
    assert again.columns["note"] == ("=1+1", "-")


def test_figures_are_given_back_with_all_rows_of_their_places(tmp_path: Path) -> None:
    made = table("gemcode | n", "0001 | 1", "0001 | ca. 3", "0002 | 5", "0003 | 7", "0003 | veel")
    of = found(made, Kind.FIGURES, meanings={"gemcode": "region", "n": FIGURE})
    doubts = {one.at: at for at, one in enumerate(of.findings)}
    both, odd, other, many = (doubts[at] for at in ((0, 1), (1,), (3, 4), (4,)))
    of_made = decided(of, {both: TOGETHER, odd: WAIT, other: TOGETHER, many: LEAVE})
    waiting, taken, gone = Fate.WAITING, Fate.TAKEN, Fate.LEFT_OUT
    assert of_made.fate.tolist() == [waiting, waiting, taken, taken, gone]
    path = tmp_path / "not imported.csv"
    assert write_rejected(path, of_made) == 4
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [row["n"] for row in rows] == ["1", "ca. 3", "7", "veel"]
    assert rows[2]["rayon reason"] == "another row of its place is not imported"


def test_columns_called_reason_and_row_are_the_users_own(tmp_path: Path) -> None:
    made = table("gemcode | n | +/- | Reason | Row", "ZZ | 2 | 1 | moved | 7", "0001 | 3 | 1 | | 8")
    of = found(made, Kind.FIGURES, meanings={"gemcode": "region", "n": FIGURE, "+/-": ""})
    path = tmp_path / "not imported.csv"
    write_rejected(path, decided(of))
    back, _ = read_table(path)
    assert back is not None
    assert {name: cells[0] for name, cells in given_back(back).columns.items()} == {
        "gemcode": "ZZ", "n": "2", "+/-": "1", "Reason": "moved", "Row": "7",
    }  # fmt: skip
    assert given_back(given_back(back)).columns == given_back(back).columns


def test_rows_given_back_by_older_versions_lose_the_reason_that_these_wrote() -> None:
    ours = "gemcode: no such place (left the row out)"
    clash = "n: no number (to choose); no region has the code '9'"
    for reason in (ours, clash, "left out"):
        old = given_back(table("id | note | reason", f"A1 | '=1 | {reason}"))
        assert dict(old.columns) == {"id": ("A1",), "note": ("=1",)}
    for kept in (
        table("id | note | reason", f"A1 | '=1 | {ours}", "A2 | | moved house"),
        table("id | reason | note", f"A1 | {ours} | '=1"),
        table("id | reason", "A1 |"),
    ):
        assert given_back(kept) is kept


def test_the_report_lists_every_row(tmp_path: Path) -> None:
    made = table(HEAD, "0001 | Ede | 1", "ZZ | Nergens | 2", "0002 | Hei- en Boeicop | ")
    path = tmp_path / "import-report.csv"
    write_report(path, decided(found(made, Kind.FIGURES, meanings=FIGURES)))
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert tuple(rows[0]) == REPORT_COLUMNS
    assert [row[:3] for row in rows[1:]] == [
        ["2", "0001 Ede", "imported"],
        ["3", "ZZ Nergens", "left out"],
        ["4", "0002 Hei- en Boeicop", "waiting"],
    ]
