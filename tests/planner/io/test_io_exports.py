"""Exported files: their columns, their lines, and the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyogrio.raw
import pytest
import shapely
from builders import grid_plan, grid_reps
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from strategies import grid_plans

from planner.edits.accounts import set_exceptions
from planner.edits.areas import add_area
from planner.insight.extent import extent_of, scope_from_text
from planner.io.exports import write_exports
from planner.io.safe_csv import decimal, safe, unsafe, write_csv
from planner.io.territory_outlines import dissolved
from planner.model.goals import Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.inside import outline_of
from planner.model.plan import Plan
from planner.model.quotas import QuotaNode
from planner.model.scenarios import AccountException
from planner.model.teams import Post, Team
from planner.model.types import AccountId, RepId
from planner.model.words import EXPORTS


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def full_plan() -> Plan:
    """2 x 4 regions, 2 territories, an account manager with account 1, a team and a quota."""
    manager = replace(grid_reps(3)[2], role="account_manager", fte=0.5, contract_hours_week=20.0)
    goals = Goals((TerritoryGoals(count=2),), TeamGoals("territory"), QuotaGoals(1000, 0.1, 1))
    plan = grid_plan(2, 4, 2, (*grid_reps(2), manager), goals=goals)
    posts = (Post("closer", RepId("R01"), 40.0), Post("account_manager", RepId("R03"), 13.0))
    plan_a = replace(
        plan.scenario("Plan A"),
        exceptions=(AccountException(AccountId("A00001"), RepId("R03"), "named account"),),
        teams=(Team("t", "Team One", "T01", posts),),
        quotas=(
            QuotaNode("company", "", "company", "Grid", 1000, 100),
            QuotaNode("R01", "company", "rep", "Rep 1", 1100),
        ),
    )
    return replace(plan, scenarios=(plan.today, plan_a))


def test_every_section_has_its_file_and_lines(tmp_path: Path) -> None:
    tmp_path = tmp_path / "out"
    exported = write_exports(full_plan(), "Plan A", tmp_path)
    assert {path.name for path in exported.paths} == set(EXPORTS) - {"map.png"}
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in exported.paths}
    assert exported.left_out == ()
    regions = rows(tmp_path / "regions.csv")
    assert list(regions[0]) == [
        "region_id", "region", "territory_id", "territory", "rep_id", "rep",
        "prospects", "workload", "potential",
    ]  # fmt: skip
    assert ",".join(regions[0].values()) == "0001,Place 1,T01,Territory 1,R01,Rep 1,1,10,100"
    assert len(regions) == 8
    first = rows(tmp_path / "territories.csv")[0]
    assert (first["regions"], first["accounts"], first["team"]) == ("4", "4", "Team One")
    potential = [first[f"potential{part}"] for part in ("", "_target", "_deviation")]
    assert potential == ["400", "400", "0"]
    assert (first["contiguous"], first["moved_in"], first["moved_out"]) == ("yes", "2", "2")


def test_every_account_has_its_owner_and_the_people_of_its_market_with_a_reason(
    tmp_path: Path,
) -> None:
    write_exports(full_plan(), "Plan A", tmp_path)
    lines = rows(tmp_path / "accounts_plan.csv")
    said = {(line["account_id"], line["role"]): (line["rep_id"], line["why"]) for line in lines}
    assert len(said) == len(lines)
    assert said["A00001", "account_manager"] == ("R03", "named account")
    assert said["A00002", "closer"] == ("R01", "lies in Territory 1: region 0002")
    assert said["A00002", "account_manager"] == (
        "R03",
        "account_manager of team Team One",
    )  # a customer
    assert ("A00003", "account_manager") not in said  # a prospect
    assert said["A00005", "closer"] == ("R02", "lies in Territory 2: region 0005")
    assert {line["market"] for line in lines} == {"T01", "T02"}


def test_hours_of_reps_are_comparable_with_what_they_can_do(tmp_path: Path) -> None:
    write_exports(full_plan(), "Plan A", tmp_path)
    first, second, third = rows(tmp_path / "reps_plan.csv")
    assert (first["capacity_hours_week"], first["planned_hours_week"], first["quota"]) == (
        "40",
        "40",
        "1100",
    )
    assert (second["planned_hours_week"], second["quota"]) == ("0", "")
    assert (third["capacity_hours_week"], third["planned_hours_week"]) == (
        "13",
        "13",
    )  # 20 h x 0.65


def test_quotas_and_teams_are_as_planned(tmp_path: Path) -> None:
    write_exports(full_plan(), "Plan A", tmp_path)
    assert [list(row.values()) for row in rows(tmp_path / "quotas.csv")] == [
        ["company", "", "company", "Grid", "1000", "100"],
        ["R01", "company", "rep", "Rep 1", "1100", "0"],
    ]
    assert [list(row.values()) for row in rows(tmp_path / "teams.csv")] == [
        ["Team One", "T01", "closer", "R01", "Rep 1", "40"],
        ["Team One", "T01", "account_manager", "R03", "Rep 3", "13"],
    ]


def test_outlines_of_territories_are_dissolved_exactly(tmp_path: Path) -> None:
    write_exports(full_plan(), "Plan A", tmp_path)
    meta, _, wkb, fields = pyogrio.raw.read(str(tmp_path / "territories.gpkg"), layer="territories")
    outlines = shapely.from_wkb(wkb)
    assert shapely.area(outlines).tolist() == [4e6, 4e6]
    assert [shapely.get_num_coordinates(shape) for shape in shapely.simplify(outlines, 0)] == [5, 5]
    assert dict(zip(meta["fields"], fields, strict=True))["potential"].tolist() == [400, 400]


def test_drawn_areas_go_along_with_what_they_hold(tmp_path: Path) -> None:
    plan = full_plan()
    whole = outline_of(shapely.box(*plan.regions.geometry.boxes()[0].tolist()))
    write_exports(add_area(plan, "Pilot", whole), "Plan A", tmp_path)
    meta, _, wkb, fields = pyogrio.raw.read(str(tmp_path / "territories.gpkg"), layer="drawn")
    cells = dict(zip(meta["fields"], (field.tolist() for field in fields), strict=True))
    assert (cells["area"], cells["label"], cells["counts"]) == (["pilot"], ["Pilot"], ["centre"])
    assert (cells["regions"], cells["potential"]) == ([1], [100.0])
    assert shapely.area(shapely.from_wkb(wkb)).tolist() == [1e6]


def test_outlines_that_overlap_are_united_all_the_same() -> None:
    whole = dissolved(shapely.multipolygons([[shapely.box(0, 0, 2, 1)], [shapely.box(1, 0, 3, 1)]]))
    assert shapely.is_valid(whole)
    assert shapely.area(whole) == 3


def test_sections_the_plan_has_not_got_are_left_out_with_their_reason(tmp_path: Path) -> None:
    tmp_path = tmp_path / "out"
    plan = grid_plan(2, 2, 2, reps=0, accounts=0)
    exported = write_exports(plan, "Plan A", tmp_path)
    assert [line.partition(":")[0] for line in exported.left_out] == [
        "accounts_plan.csv", "reps_plan.csv", "teams.csv", "quotas.csv",
    ]  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {
        "regions.csv", "territories.csv", "territories.gpkg", "summary.json",
    }  # fmt: skip
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert summary["left_out"] == list(exported.left_out)


def test_the_summary_has_the_fields_of_every_report(tmp_path: Path) -> None:
    write_exports(full_plan(), "Plan A", tmp_path)
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert list(summary) == [
        "status", "worst_deviation", "components_beyond_one", "score", "bound", "gap", "floors",
        "clash", "shortages", "left_out", "stopped_by", "seed", "runtime_s", "versions",
    ]  # fmt: skip
    assert summary["status"] == "feasible"
    assert summary["worst_deviation"] == {"prospects": 0.0, "workload": 0.0, "potential": 0.0}


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_exports(full_plan(), "Plan A", tmp_path / "one")
    second = write_exports(full_plan(), "Plan A", tmp_path / "two")
    for one, two in zip(first.paths, second.paths, strict=True):
        assert one.read_bytes() == two.read_bytes(), one.name


@settings(max_examples=25)
@given(grid_plans())
def test_every_region_stands_once_and_sums_agree(
    tmp_path_factory: pytest.TempPathFactory, plan: Plan
) -> None:
    folder = tmp_path_factory.mktemp("out")
    write_exports(plan, "Plan A", folder)
    regions, territories = rows(folder / "regions.csv"), rows(folder / "territories.csv")
    assert [row["region_id"] for row in regions] == list(plan.regions.ids)
    for territory in territories:
        held = [row for row in regions if row["territory_id"] == territory["territory_id"]]
        assert territory["regions"] == str(len(held))
        assert float(territory["potential"]) == sum(float(row["potential"]) for row in held)
    assert len(rows(folder / "accounts_plan.csv")) == len(plan.accounts)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"), ("@x", "'@x"), ("+31 20", "'+31 20"), ("-", "'-"), ("\tx", "'\tx"),
        ("\rx", "'\rx"), ("-5", "-5"), ("+5.5", "+5.5"), ("-1e3", "-1e3"), ("-1_0", "'-1_0"),
        ("a=b", "a=b"), ("", ""),
        ("A;=cmd", "A;'=cmd"), ("A|-1\n@x", "A|'-1\n'@x"), ("a\t=b", "a\t'=b"), ("'=a", "''=a"),
        ('A;"=b', 'A;"\'=b'), ("a; =b", "a; =b"), ("'s-Gravenhage", "'s-Gravenhage"), ("a, -b", "a, -b"),
    ],
)  # fmt: skip
def test_a_cell_that_a_spreadsheet_would_run_is_defused(text: str, written: str) -> None:
    assert safe(text) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(1.0, "1"), (0.1 + 0.2, "0.3"), (-0.0000001, "0"), (1e15, "1000000000000000"), (float("nan"), ""),
     (float("inf"), "inf"), (1234.5678915, "1234.567892")],
)  # fmt: skip
def test_numbers_have_a_point_and_no_noise(value: float, written: str) -> None:
    assert decimal(value) == written


TRICKY = st.one_of(st.text("=+-@\t\r\n;|,\"' a1", max_size=12), st.text(max_size=20))


@given(TRICKY)
def test_what_is_made_safe_comes_back_as_it_was(text: str) -> None:
    assert unsafe(safe(text)) == text
    assert unsafe(safe(text, first=True)) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(TRICKY, min_size=3, max_size=3), min_size=1, max_size=3))
@example([["A1", "Acme;=cmd|' /C calc'!A0", "5"]])
@example([["A1", 'Acme;"=cmd', "5"]])
@example([["-5", "3+cmd|' /C calc'!A0", ""]])
def test_no_cell_is_a_formula_however_a_spreadsheet_splits_the_line(
    tmp_path: Path, rows_: list[list[str]]
) -> None:
    path = tmp_path / "made.csv"
    write_csv(path, rows_[0], rows_[1:] or rows_)
    text = path.read_bytes().decode("utf-8")
    for delimiter in ",;\t|":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for cell in row:
                assert not cell.startswith(("=", "+", "-", "@")) or safe(cell) == cell
        for line in text.replace("\r", "\n").split("\n"):
            for cell in line.split(delimiter):
                assert not cell.strip('"').startswith(("=", "+", "-", "@")) or delimiter == ","


def test_why_an_account_is_owned_apart_tells_reason_asker_end_and_balance(tmp_path: Path) -> None:
    plan = full_plan()
    kept = AccountException(
        AccountId("A00001"), RepId("R03"), "renewal", date(2027, 6, 30), "J. Smit", counts=False
    )
    ended = AccountException(AccountId("A00002"), RepId("R03"), "renewal", date(2026, 6, 30))
    write_exports(set_exceptions(plan, "Plan A", [kept, ended]), "Plan A", tmp_path)
    lines = rows(tmp_path / "accounts_plan.csv")
    said = {line["account_id"]: (line["rep_id"], line["why"]) for line in reversed(lines)}
    assert said["A00001"] == (
        "R03", "renewal, asked by J. Smit, until 2027-06-30, not in the balance",
    )  # fmt: skip
    assert said["A00002"] == ("R01", "lies in Territory 1: region 0002")


def scoped(tmp_path: Path, text: str) -> tuple[Path, tuple[str, ...]]:
    """Write the exports of a part of the full plan: two rows of four, a territory each, West and East."""
    plan = full_plan()
    extent = extent_of(plan, "Plan A", *scope_from_text(plan, "Plan A", text))
    return tmp_path, write_exports(plan, "Plan A", tmp_path, extent).left_out


def test_a_part_has_its_regions_its_territories_and_its_accounts_alone(tmp_path: Path) -> None:
    folder, left_out = scoped(tmp_path, "people:R01")
    assert [row["region_id"] for row in rows(folder / "regions.csv")] == [
        "0001",
        "0002",
        "0003",
        "0004",
    ]
    assert [row["territory_id"] for row in rows(folder / "territories.csv")] == ["T01"]
    assert {row["region_id"] for row in rows(folder / "accounts_plan.csv")} == {
        "0001", "0002", "0003", "0004",
    }  # fmt: skip
    assert [row["rep_id"] for row in rows(folder / "reps_plan.csv")] == ["R01"]
    assert "quotas.csv: it is of everything, not of people:R01" in left_out
    assert not (folder / "quotas.csv").exists()


def test_a_managers_part_has_the_accounts_his_people_own_elsewhere(tmp_path: Path) -> None:
    folder, _ = scoped(tmp_path, "people:R03")  # no territory, but account 1 by name
    named = rows(folder / "accounts_plan.csv")
    assert {(row["account_id"], row["rep_id"]) for row in named} >= {("A00001", "R03")}
    assert {row["rep_id"] for row in named} == {"R03"}


def test_the_summary_of_a_part_says_of_what_it_is_the_total_and_claims_no_proof(
    tmp_path: Path,
) -> None:
    folder, _ = scoped(tmp_path, "province:West")
    said = json.loads((folder / "summary.json").read_text())
    assert said["of"] == {"scope": "province:West", "regions": 4, "territories": 2, "unassigned": 0}
    assert (said["score"], said["bound"], said["gap"]) == (None, None, None)
    write_exports(full_plan(), "Plan A", tmp_path / "all")
    assert "of" not in json.loads((tmp_path / "all" / "summary.json").read_text())
