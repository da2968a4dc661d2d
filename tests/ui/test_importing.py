"""From a file to the plan after it, without a window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import grid_accounts, grid_plan, grid_regions, grid_reps
from hypothesis import given, settings
from hypothesis import strategies as st
from import_tables import named_plan

from planner.insight.account_changes import Changes
from planner.io import column_limit
from planner.io.column_looks import known_of
from planner.io.column_names import FIGURE, Kind
from planner.io.columns import numbers
from planner.io.deciding import Fate, decided
from planner.io.finding import AS_IS, LEAVE, TOGETHER, WAIT, Choice, Flaw
from planner.io.findings import find
from planner.io.metres import points_from
from planner.io.rejected import write_rejected
from planner.io.tables import Table
from planner.model.accounts import Accounts
from planner.model.plan import Plan
from planner.model.types import frozen_map, identical, ints
from planner.store.column_memory import remember
from planner.store.inputs_text import accounts_text, reps_text
from ui.use_cases.importing import (
    Cancelled,
    Outcome,
    Source,
    files_like,
    look,
    old_codes_of,
    outcome,
    read,
    to_remember,
    typed_choice,
)

WORDS = st.text("abcXYZ éü,;'\"", min_size=1, max_size=8).map(str.strip).filter(bool)
MONEY = st.one_of(st.just(float("nan")), st.floats(0, 1e9).map(lambda value: round(value, 2)))


def imported(
    plan: Plan,
    source: Source,
    choices: Mapping[int, Choice] | None = None,
    *,
    keep_vanished: bool = True,
) -> Outcome:
    """What an import makes of a plan, with the columns as proposed."""
    reading = read(source, plan, {})
    made = decided(look(reading, reading.meanings), choices)
    return outcome(made, plan, keep_vanished=keep_vanished)


def number_of(cell: str) -> str | float:
    """What a cell of a mended table says."""
    value = numbers([cell])[0][0]
    return cell if np.isnan(value) else float(value)


def exported(plan: Plan) -> str:
    return accounts_text(plan.accounts, plan.regions.ids)


@settings(max_examples=30)
@given(st.lists(st.tuples(WORDS, WORDS, MONEY, st.integers(-1, 5)), min_size=1, max_size=7))
def test_an_export_of_accounts_imports_as_it_is(
    rows: list[tuple[str, str, float, int]],
) -> None:
    region = ints([row[3] for row in rows])
    held = grid_accounts(region, ["R01"] * len(rows))
    held = replace(
        held,
        names=tuple(row[0] for row in rows),
        text=frozen_map({**held.text, "industry": tuple(row[1] for row in rows)}),
        numbers=frozen_map({**held.numbers, "potential": np.array([row[2] for row in rows])}),
    )
    plan = replace(named_plan(), accounts=held)
    same = imported(plan, Source(Kind.ACCOUNTS, text=exported(plan)), keep_vanished=False)
    assert same.plan is plan
    assert same.changes == Changes()
    empty = replace(plan, accounts=Accounts())
    fresh = imported(empty, Source(Kind.ACCOUNTS, text=exported(plan)))
    assert fresh.plan is not None
    assert identical(fresh.plan.accounts, held)


def test_an_export_of_people_imports_as_it_is() -> None:
    people = grid_reps(3, languages=("nl", "en"), lon_lat=(5.1, 52.2), cost=8200.0)
    plan = grid_plan(2, 2, 2, reps=people)
    same = imported(plan, Source(Kind.PEOPLE, text=reps_text(people)), keep_vanished=False)
    assert same.plan is plan


def test_what_rows_are_is_found_out() -> None:
    plan = named_plan()
    kinds = {
        "gemcode\tinwoners\n0001\t5\n0002\t6\n": Kind.FIGURES,
        "rep_id\trep\trole\tfte\nR1\tJo\tcloser\t1\n": Kind.PEOPLE,
        "Klantnummer\tKlantnaam\tgemcode\tpotential\nA\tB\t0001\t4\nC\tD\t0001\t5\n": Kind.ACCOUNTS,
        exported(plan): Kind.ACCOUNTS,
        reps_text(plan.reps): Kind.PEOPLE,
    }
    assert {text: read(Source(None, text=text), plan, {}).kind for text in kinds} == kinds


def test_figures_join_the_regions_and_a_second_file_updates_its_places(tmp_path: Path) -> None:
    plan = named_plan()
    first = imported(plan, Source(None, text="gemcode\tn\n0001\t5\n0002\t6\n"))
    assert first.plan is not None
    second = imported(first.plan, Source(None, text="gemcode\tn\n0002\t9\n0003\t1\n"))
    assert second.plan is not None
    values = second.plan.regions.columns["n"].tolist()
    assert values[:3] == [5, 9, 1]
    assert np.isnan(values[3:]).all()
    assert [
        (one.id, one.cells[0].before, one.cells[0].after) for one in second.changes.changed
    ] == [
        ("0002", "6", "9"),
        ("0003", "", "1"),
    ]
    again = imported(second.plan, Source(None, text="gemcode\tn\n0002\t9\n0003\t1\n"))
    assert again.plan is second.plan


def test_figures_that_make_the_plan_too_wide_are_told_and_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = named_plan()
    held = len(plan.regions.columns) + len(plan.regions.parents) + len(plan.measures)
    monkeypatch.setattr(column_limit, "MOST_HELD", held + 1)
    one = imported(plan, Source(None, text="gemcode\tn\n0001\t5\n0002\t6\n"))
    assert one.plan is not None
    two = imported(one.plan, Source(None, text="gemcode\tk\n0001\t5\n0002\t6\n"))
    assert two.plan is None
    assert f"would have {held + 2} columns" in two.issues[0].found


def test_a_figure_that_a_measure_uses_changes_its_load() -> None:
    plan = named_plan()
    made = imported(plan, Source(None, text="gemcode\tworkload\n0001\t25\n0002\t10\n"))
    assert made.plan is not None
    assert made.plan.loads[:2, 1].tolist() == [25, 10]
    assert made.sums == (("workload", 35.0, 60.0),)


def test_rows_given_back_are_mended_and_update_by_id(tmp_path: Path) -> None:
    plan = named_plan()
    text = "id\tname\tgemcode\tpotential\nA00001\tAccount 1\t0001\t5\nN1\tX\t0002\t-3\nN2\tY\t0002\t4\n"
    reading = read(Source(Kind.ACCOUNTS, text=text), plan, {})
    meanings = {**reading.meanings, "potential": "potential"}
    measures = (replace(plan.measures[2], source="accounts.sum(potential)"), *plan.measures[:2])
    plan = replace(plan, measures=measures)
    reading = read(Source(Kind.ACCOUNTS, text=text), plan, {})
    made = decided(look(reading, meanings))
    assert [made.count(fate) for fate in Fate] == [2, 1, 0]
    first = outcome(made, plan)
    assert first.plan is not None
    assert first.plan.accounts.ids[-1] == "N2"
    path = tmp_path / "left.csv"
    write_rejected(path, made)
    path.write_text(path.read_text(encoding="utf-8").replace("-3", "3"), encoding="utf-8")
    second = imported(first.plan, Source(Kind.ACCOUNTS, path))
    assert second.plan is not None
    assert second.plan.accounts.ids[-2:] == ("N2", "N1")
    assert {"reason", "rayon reason", "rayon row"}.isdisjoint(second.plan.accounts.text)
    assert second.changes.changed == ()


def test_rows_are_what_they_were_in_the_last_file_with_these_columns() -> None:
    plan = named_plan()
    source = Source(None, text="gemcode\tinwoners\n0001\t5\n0001\t6\n0002\t7\n")
    assert read(source, plan, {}).kind is Kind.ACCOUNTS
    taken = read(replace(source, kind=Kind.FIGURES), plan, {})
    remember(files_like(taken), to_remember(taken.meanings))
    assert read(source, plan, {}).kind is Kind.FIGURES
    assert read(replace(source, kind=Kind.PEOPLE), plan, {}).kind is Kind.PEOPLE


def test_figures_given_back_make_the_place_whole_and_say_what_they_replace(tmp_path: Path) -> None:
    plan = named_plan()
    reading = read(
        Source(Kind.FIGURES, text="gemcode\tn\n0001\t5\n0001\tveel\n0002\t6\n"), plan, {}
    )
    seen = look(reading, {"gemcode": "region", "n": FIGURE})
    twice, wrong = (
        next(at for at, one in enumerate(seen.findings) if one.flaw is flaw)
        for flaw in (Flaw.TWICE, Flaw.NUMBER_WRONG)
    )
    made = decided(seen, {twice: TOGETHER, wrong: LEAVE})
    first = outcome(made, plan)
    assert first.plan is not None
    assert first.plan.regions.columns["n"].tolist()[:2] == [5, 6]
    path = tmp_path / "left.csv"
    write_rejected(path, made)
    path.write_text(path.read_text(encoding="utf-8").replace("veel", "7"), encoding="utf-8")
    again = read(Source(Kind.FIGURES, path), first.plan, {})
    second = outcome(decided(look(again, again.meanings), {0: TOGETHER}), first.plan)
    assert second.plan is not None
    assert second.plan.regions.columns["n"].tolist()[:2] == [12, 6]
    assert [one.found for one in second.issues] == ["1 place of these rows has a figure already"]
    same = outcome(decided(look(again, again.meanings), {0: TOGETHER}), second.plan)
    assert same.plan is second.plan
    assert same.issues == ()


def test_rows_given_back_read_as_they_did_without_the_rows_that_settled_the_notation(
    tmp_path: Path,
) -> None:
    plan = named_plan()
    path = tmp_path / "all.csv"
    path.write_text(
        "id;gemcode;potential;renewal_date;visits\n"
        "A1;0001;1.234,5;13-03-2026;1\nN1;ZZ;1.234;04-03-2026;veel\nN2;0002;1,234;31-02-2026;-2\n",
        encoding="utf-8",
    )
    source = Source(Kind.ACCOUNTS, path)
    reading = read(source, plan, {})
    of = look(reading, reading.meanings)
    made = decided(of, {at: WAIT for at, one in enumerate(of.findings) if one.at != (0,)})
    once = decided(of, dict.fromkeys(range(len(of.findings)), AS_IS)).mended()
    left = tmp_path / "left.csv"
    assert write_rejected(left, made) == 2
    reading = read(Source(Kind.ACCOUNTS, left), plan, {})
    assert reading.table is not None
    assert reading.table.columns["renewal_date"] == ("2026-03-04", "31-02-2026")
    assert reading.table.columns["potential"] == ("1234", "1.2340")
    assert reading.table.columns["visits"] == ("veel", "-2")
    of = look(reading, reading.meanings)
    again = decided(of, dict.fromkeys(range(len(of.findings)), AS_IS)).mended()
    for column in ("potential", "renewal_date", "visits"):
        assert list(map(number_of, again.columns[column])) == list(
            map(number_of, once.columns[column][1:])
        )


@given(
    st.lists(st.sampled_from(["1.234", "1,234", "0,5", "12", "-1.234,56", "1e-5", "€ 7", "x", ""]),
             min_size=1, max_size=5),
    st.booleans(),
)  # fmt: skip
def test_numbers_given_back_can_be_read_one_way_only(cells: list[str], comma: bool) -> None:
    columns = {"id": tuple(f"A{at}" for at in range(len(cells))), "potential": tuple(cells)}
    table = Table("a.csv", columns, tuple(range(2, len(cells) + 2)), comma)
    meanings = {"id": "id", "potential": "potential"}
    made = decided(find(table, meanings, Kind.ACCOUNTS, known_of(named_plan())))
    values = numbers(cells, comma_likely=comma)[0]
    plain = made.plain("potential")
    for likely in (False, True):
        for at, cell in enumerate(plain):
            (one,) = numbers([cell], comma_likely=likely)[0].tolist()
            assert one == values[at] or np.isnan([one, values[at]]).all()


def test_the_table_of_old_codes_finds_its_columns(tmp_path: Path) -> None:
    plan = named_plan()
    path = tmp_path / "codes.csv"
    path.write_text("naam;nu;was\nWeesp;0001;GM0457\nEde;0001;0001\n", encoding="utf-8")
    old, _ = old_codes_of(path, plan)
    assert old["GM0457"] == old["weesp"] == "0001"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    assert old_codes_of(path, plan)[0] == {}


def test_work_that_is_asked_to_stop_stops() -> None:
    plan = named_plan()
    source = Source(None, text="gemcode\tn\n0001\t5\n")
    with pytest.raises(Cancelled):
        read(source, plan, {}, stop=lambda: True)
    reading = read(source, plan, {})
    with pytest.raises(Cancelled):
        look(reading, reading.meanings, stop=lambda: True)


def test_a_measure_that_loses_its_numbers_is_an_issue_and_no_plan() -> None:
    plan = named_plan()
    measures = (replace(plan.measures[2], source="accounts.sum(wallet)"), *plan.measures[:2])
    plan = replace(plan, measures=measures)
    made = imported(plan, Source(Kind.ACCOUNTS, text="id\tname\tgemcode\nN1\tX\t0001\n"))
    assert made.plan is None
    assert [issue.code for issue in made.issues] == ["formula_wrong"]


def test_rows_left_out_are_in_the_file_and_their_accounts_stay() -> None:
    plan = named_plan()
    lines = [f"A0000{at};Account {at};000{at};100" for at in range(1, 6)] + ["A00006;Six;9999;100"]
    text = "account_id;name;region;potential\n" + "\n".join(lines) + "\n"
    made = imported(plan, Source(Kind.ACCOUNTS, text=text), {0: LEAVE}, keep_vanished=False)
    assert made.made.count(Fate.LEFT_OUT) == 1
    assert made.changes.vanished == ()
    assert made.plan is not None
    assert made.plan.accounts.ids == plan.accounts.ids


def test_people_whose_row_is_left_out_stay() -> None:
    plan = named_plan()
    text = "rep_id;rep;role;fte\nR01;Anna de Vries;closer;1\nR02;Bo Jansen;closer;many\n"
    reading = read(Source(Kind.PEOPLE, text=text), plan, {})
    doubts = look(reading, reading.meanings).findings
    choices = dict.fromkeys(range(len(doubts)), LEAVE)
    made = imported(plan, Source(Kind.PEOPLE, text=text), choices, keep_vanished=False)
    assert made.made.count(Fate.LEFT_OUT) == 1
    assert made.changes.vanished == ()
    assert made.plan is not None
    assert [str(rep.id) for rep in made.plan.reps] == ["R01", "R02"]


def test_what_is_said_of_places_and_homes_comes_with_the_outcome() -> None:
    plan = named_plan()
    plan = replace(plan, regions=grid_regions(2, 3, origin=(100_000.0, 400_000.0)))
    lon, lat = points_from(plan.regions.points[:1], plan.regions.crs)[0].tolist()
    rows = "".join(f"N{at}\tName {at}\t{lon}\t{lat}\n" for at in range(4))
    made = imported(plan, Source(Kind.ACCOUNTS, text=f"id\tname\tlat\tlon\n{rows}"))
    assert [issue.code for issue in made.issues] == ["coordinates_swapped"]
    assert made.made.count(Fate.WAITING) == 4
    people = f"rep_id\trep\trole\tlat\tlon\nR1\tJo\tcloser\t{lon}\t{lat}\n"
    made = imported(plan, Source(Kind.PEOPLE, text=people))
    assert "coordinates_swapped" in {issue.code for issue in made.issues}


def test_what_is_typed_is_read_as_the_file_writes_it() -> None:
    plan = named_plan()
    dutch = "id;gemcode;potential;renewal_date\nA1;0001;2,50;soon\nA2;0002;many;31-12-2026\n"
    english = "id,gemcode,potential,renewal_date\nA1,0001,2.50,soon\nA2,0002,many,12/31/2026\n"
    typed = {}
    for text in (dutch, english):
        reading = read(Source(Kind.ACCOUNTS, text=text), plan, {})
        found = look(reading, reading.meanings | {"potential": "potential"})
        day, amount = found.findings
        choices = (typed_choice(day, "3/4/2027", found), typed_choice(amount, "1.500", found))
        typed[text] = [choice and choice.value for choice in choices]
    assert typed == {dutch: ["2027-04-03", "1500"], english: ["2027-03-04", "1.5"]}
