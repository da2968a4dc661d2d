"""Plans read whole: measures, the present situation, and what stands in the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyproj import Transformer
from region_files import squares, write_regions

from planner.edits.scenarios import duplicate_scenario
from planner.insight.ownership import account_owners
from planner.insight.segment_sums import segment_sums
from planner.io.plan_reader import read_plan
from planner.model.issues import Issue, Severity, blocks
from planner.model.plan import Plan
from planner.model.scenarios import NAMED, STRAY, TODAY, AccountException
from planner.model.types import AccountId, RepId, floats

# Two rows of three squares: 0 1 2 below, 3 4 5 above.
REGIONS = {"code": ("a", "b", "c", "d", "e", "f"), "people": (10, 20, 30, 40, 50, 60)}
PLAN = """rayon = 1
[plan]
start = 2027-01-01
[[regions]]
file = "regions.gpkg"
id = "code"
{regions}
[accounts]
file = "accounts.csv"
[reps]
file = "reps.csv"
[[measures]]
key = "people"
from = "regions.people"
[[measures]]
key = "accounts"
from = "accounts.count"
[territories]
{territories}
"""
REPS = "rep_id,rep,role,lat,lon\nR1,An,closer,52,5\nR2,Bo,closer,52,5\nR3,Cy,account_manager,52,5\n"
ACCOUNTS = """account_id,account,region,owner,revenue_last_year,named
1,One,a,R1,100,
2,Two,a,R2,50,
3,Three,a,R2,40,
4,Four,b,R2,10,
5,Five,f,R3,5,yes
6,Six,f,R2,5,
7,Seven,f,R2,1,
"""


def folder(
    tmp_path: Path,
    regions: str = "",
    territories: str = "count = 2",
    accounts: str = ACCOUNTS,
    columns: dict[str, tuple[object, ...]] | None = None,
) -> Path:
    write_regions(tmp_path / "regions.gpkg", squares(2, 3), REGIONS | (columns or {}))
    (tmp_path / "accounts.csv").write_text(accounts, encoding="utf-8")
    (tmp_path / "reps.csv").write_text(REPS, encoding="utf-8")
    path = tmp_path / "job.toml"
    path.write_text(PLAN.format(regions=regions, territories=territories), encoding="utf-8")
    return path


def read(path: Path) -> tuple[Plan, tuple[Issue, ...]]:
    plan, issues = read_plan(path)
    assert plan is not None, [issue.line() for issue in issues]
    return plan, issues


def beside_today(issues: tuple[Issue, ...]) -> list[Issue]:
    """The issues, but for the notes on how Today followed from owners."""
    told = ("today_from_accounts", "account_stray", "owner_by_name")
    return [issue for issue in issues if issue.code not in told]


def test_measures_are_reckoned_and_the_plan_is_named(tmp_path: Path) -> None:
    plan, issues = read(folder(tmp_path))
    assert beside_today(issues) == []
    assert plan.name == "job"
    assert plan.loads.tolist() == [[10, 3], [20, 1], [30, 0], [40, 0], [50, 0], [60, 3]]


def test_today_is_who_owns_most_revenue_and_the_others_are_exceptions(tmp_path: Path) -> None:
    plan, _ = read(folder(tmp_path))
    base = plan.today.base
    # a: R1 has 100 of 190; b: R2; f: R2 has 6 of 11 (R3 5); c, d, e: nobody.
    assert [territory.rep_id for territory in base.territories] == ["R1", "R2"]
    assert [territory.name for territory in base.territories] == ["An", "Bo"]
    assert base.owner.tolist() == [0, 1, -1, -1, -1, 1]
    assert base.targets.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert [(e.account_id, e.rep_id, e.reason) for e in plan.today.exceptions] == [
        ("2", "R2", STRAY), ("3", "R2", STRAY), ("5", "R3", NAMED),
    ]  # fmt: skip


def test_a_copy_of_today_keeps_named_accounts_and_leaves_strays_behind(tmp_path: Path) -> None:
    plan, _ = read(folder(tmp_path))
    copy = duplicate_scenario(plan, TODAY, "Plan A").scenario("Plan A")
    assert [(one.account_id, one.reason) for one in copy.exceptions] == [("5", NAMED)]


def test_owners_by_name_become_their_ids(tmp_path: Path) -> None:
    named = ACCOUNTS.replace("R1", "An").replace("1,One,a,An", "1,One,a,An;Bo")
    plan, _ = read(folder(tmp_path, accounts=named))
    assert plan.accounts.text["owner"][:2] == ("R1;R2", "R2")
    assert plan.today.base.owner.tolist() == [0, 1, -1, -1, -1, 1]


def test_owners_of_regions_come_before_those_of_accounts(tmp_path: Path) -> None:
    owners = ("R1", "R1", "An", "Zed", "", "R2")
    plan, issues = read(folder(tmp_path, 'owner = "rep"', columns={"rep": owners}))
    base = plan.today.base
    assert [(t.name, t.rep_id) for t in base.territories] == [
        ("An", "R1"),
        ("Bo", "R2"),
        ("Zed", None),
    ]
    assert base.owner.tolist() == [0, 0, 0, 2, -1, 1]
    told = beside_today(issues)
    assert [issue.code for issue in told] == ["rep_unknown"]
    assert "Zed" in told[0].found


def test_without_owners_today_holds_the_territories_to_be_and_no_region(tmp_path: Path) -> None:
    accounts = ACCOUNTS.replace("R1", "").replace("R2", "").replace("R3", "")
    plan, _ = read(folder(tmp_path, accounts=accounts))
    assert len(plan.today.base.territories) == 2
    assert set(plan.today.base.owner.tolist()) == {-1}
    assert plan.today.exceptions == ()


def test_territories_stay_inside_countries_where_there_are_several(tmp_path: Path) -> None:
    columns: dict[str, tuple[object, ...]] = {"land": ("NL", "NL", "BE", "NL", "NL", "BE")}
    plan, _ = read(folder(tmp_path, 'country = "land"', columns=columns))
    assert plan.goals.layers[0].apart == "country"
    plan, _ = read(folder(tmp_path, 'country = "land"', 'count = 2\napart = ""', columns=columns))
    assert plan.goals.layers[0].apart == ""
    plan, _ = read(folder(tmp_path, 'country = "NL"'))
    assert plan.goals.layers[0].apart == ""


@pytest.mark.parametrize(
    ("territories", "said"),
    [
        ("count = 7", "7 territories for 6 regions"),
        ('count = 2\napart = "province"', "regions have no parent level province"),
    ],
)
def test_goals_that_cannot_be_stop_the_plan(tmp_path: Path, territories: str, said: str) -> None:
    plan, issues = read_plan(folder(tmp_path, territories=territories))
    assert plan is None
    assert [issue.found for issue in issues if issue.severity is Severity.ERROR] == [said]


SEGMENT = 'count = 2\n[[segments]]\nkey = "s"\nwhere = "{where}"'


def test_a_segment_asks_the_regions_of_accounts(tmp_path: Path) -> None:
    """Its figure is read though no measure needs it."""
    columns: dict[str, tuple[object, ...]] = {
        "urban": (5, 4, 3, 2, 1, 0),
        "state": tuple("NNNSSS"),
    }
    rule = SEGMENT.format(where="region.urban >= 4 and region.state = 'N'")
    plan, _ = read(folder(tmp_path, 'parents = ["state"]', rule, columns=columns))
    assert plan.regions.columns["urban"].tolist() == [5, 4, 3, 2, 1, 0]
    sums = segment_sums(plan, floats([0] * 7))
    assert [(one.key, one.accounts) for one in sums.segments] == [("s", 4)]


@pytest.mark.parametrize(
    ("where", "said", "mend"),
    [
        ("region.urban >= 4", "there is no column 'urban'", "Name one of these"),
        ("region.state = 'N'", "regions have no parent level state", "The levels are: country."),
    ],
)
def test_a_segment_over_a_column_that_regions_lack_stops_the_plan(
    tmp_path: Path, where: str, said: str, mend: str
) -> None:
    rule = SEGMENT.format(where=where)
    plan, issues = read_plan(folder(tmp_path, 'country = "NL"', territories=rule))
    assert plan is None
    (issue,) = [issue for issue in issues if issue.severity is Severity.ERROR]
    assert issue.found.startswith(said)
    assert issue.mend.startswith(mend)


def test_no_number_and_nobody_to_own_takes_a_usual_number_and_says_so(tmp_path: Path) -> None:
    plan, issues = read(folder(tmp_path, territories='one_per = "hunter"'))
    assert plan.goals.layers[0].count == 2
    assert [issue.code for issue in beside_today(issues)] == ["count_guessed"]


def test_troubles_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (tmp_path / "accounts.csv").unlink()
    (tmp_path / "reps.csv").unlink()
    (tmp_path / "regions.gpkg").unlink()
    plan, issues = read_plan(path)
    assert plan is None
    assert {issue.file for issue in issues} == {"accounts.csv", "reps.csv", "regions.gpkg"}
    assert all(issue.severity is Severity.ERROR for issue in issues)


def test_a_measure_that_comes_out_negative_or_infinite_counts_as_nothing_and_is_told(
    tmp_path: Path,
) -> None:
    path = folder(tmp_path)
    path.write_text(path.read_text().replace('"accounts.count"', '"1 / accounts.count - 0.5"'))
    plan, issues = read(path)
    assert plan.loads[:, 1].tolist() == [0, 0.5, 0, 0, 0, 0]
    assert sorted((issue.code, issue.row) for issue in beside_today(issues)) == [
        ("number_wrong", row) for row in (2, 4, 5, 6, 7)
    ]


def test_a_plan_in_which_everything_is_zero_cannot_be_planned(tmp_path: Path) -> None:
    plan, issues = read_plan(
        folder(tmp_path, columns={"people": (0, 0, 0, 0, 0, 0)}, accounts="account_id\nx\n")
    )
    assert plan is None
    assert [issue.code for issue in issues if issue.severity is Severity.ERROR] == [
        "measure_empty"
    ] * 2


def test_a_region_file_alone_balances_its_likeliest_column(tmp_path: Path) -> None:
    columns = {
        "code": REGIONS["code"],
        "area_km2": (1.0,) * 6,
        "population": (1, 2, 3, 4, 5, 6),
        "men": (1,) * 6,
    }
    plan, issues = read(write_regions(tmp_path / "lone.gpkg", squares(2, 3), columns))
    assert [measure.key for measure in plan.measures] == ["population"]
    assert plan.loads[:, 0].tolist() == [1, 2, 3, 4, 5, 6]
    assert len(plan.today.base.territories) == 2
    assert [issue.code for issue in issues] == ["id_guessed", "measure_guessed"]


def test_a_region_file_without_figures_balances_area(tmp_path: Path) -> None:
    plan, issues = read(
        write_regions(tmp_path / "lone.gpkg", squares(2, 3), {"code": REGIONS["code"]})
    )
    assert plan.loads[:, 0].tolist() == [1.0] * 6
    assert not blocks(issues)


def test_latitude_and_longitude_in_the_wrong_columns_are_noticed(tmp_path: Path) -> None:
    lon, lat = Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True).transform(
        100500, 400500
    )
    accounts = f"account_id,lat,lon\nx,{lon},{lat}\n"
    plan, issues = read(folder(tmp_path, accounts=accounts))
    assert plan.accounts.region.tolist() == [-1]
    assert "look swapped: then it is in a" in issues[0].found


@pytest.mark.parametrize("name", ["nothing.shp", "picture.png", "."])
def test_what_is_no_plan_is_one_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "picture.png").write_bytes(b"png")
    plan, issues = read_plan(tmp_path / name)
    assert plan is None
    assert [issue.severity for issue in issues] == [Severity.ERROR]


def test_progress_runs_from_start_to_end(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    read_plan(folder(tmp_path), lambda what, fraction: told.append((what, fraction)))
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(fractions)
    assert fractions[0] >= 0
    assert fractions[-1] <= 1
    assert len({what for what, _ in told}) >= 4


def test_the_workload_says_how_many_territories_and_why(tmp_path: Path) -> None:
    path = folder(tmp_path, territories='count = "workload"')
    text = path.read_text(encoding="utf-8").replace('key = "people"', 'key = "workload"')
    path.write_text(text.replace("regions.people", "regions.people * 0 + 1000"), encoding="utf-8")
    plan, issues = read(path)
    # Six regions of 1,000 hours; a full-time closer has 2,080 a year.
    assert plan.goals.layers[0].count == 3
    told = next(issue for issue in issues if issue.code == "count_proposed")
    assert "6\u202f000 hours" in told.found
    assert "2.88" in told.found


def test_a_count_by_workload_without_workload_is_refused(tmp_path: Path) -> None:
    plan, issues = read_plan(folder(tmp_path, territories='count = "workload"'))
    assert plan is None
    assert any(issue.code == "goals_wrong" and "workload" in issue.found for issue in issues)


def test_managers_kept_apart_are_a_level_of_the_regions(tmp_path: Path) -> None:
    path = folder(tmp_path, territories='apart = "manager"')
    led = "rep_id,rep,role,manager_id\nR1,An,closer,M1\nR2,Bo,closer,M2\nM1,Max,leader,\nM2,Mia,leader,\n"
    (tmp_path / "reps.csv").write_text(led, encoding="utf-8")
    plan, _ = read(path)
    # Most revenue in a is R1's, in b and f R2's; the other regions follow their neighbours.
    managers = dict(zip(plan.regions.ids, plan.regions.parents["manager"], strict=True))
    assert managers["a"] == "Max"
    assert managers["b"] == managers["f"] == "Mia"
    assert set(managers.values()) == {"Max", "Mia"}
    assert plan.goals.layers[0].apart == "manager"


def test_managers_kept_apart_without_managers_are_refused(tmp_path: Path) -> None:
    plan, issues = read_plan(folder(tmp_path, territories='apart = "manager"'))
    assert plan is None
    assert any(issue.code == "goals_wrong" and "manager" in issue.found for issue in issues)


def test_key_accounts_become_goals_and_wrong_ones_are_told(tmp_path: Path) -> None:
    path = folder(tmp_path)
    wanted = """
[[key_accounts]]
key = "big"
where = "revenue_last_year >= 50"
most_moved = 0.2
disruption = { weight = 2.0 }
"""
    path.write_text(path.read_text(encoding="utf-8") + wanted, encoding="utf-8")
    plan, _ = read(path)
    (goals,) = plan.goals.key_accounts
    assert (goals.label, goals.most_moved, goals.disruption_weight, goals.most) == (
        "big",
        0.2,
        2.0,
        0.5,
    )
    wrong = path.read_text(encoding="utf-8").replace("most_moved = 0.2", 'keep = "segment:none"')
    path.write_text(wrong, encoding="utf-8")
    none, issues = read_plan(path)
    assert none is None
    assert any("no segment none" in issue.found for issue in issues)


def test_a_file_of_exceptions_keeps_accounts_with_somebody_in_every_plan(tmp_path: Path) -> None:
    path = folder(tmp_path)
    path.write_text(path.read_text("utf-8") + '[[exceptions]]\nfile = "named.csv"\n', "utf-8")
    (tmp_path / "named.csv").write_text(
        "account,rep,reason,asked by,until,counts\nOne,Bo,renewal,J. Smit,31-12-2027,nee\n9,Bo,,,,\n",
        encoding="utf-8",
    )
    plan, issues = read(path)
    assert [(issue.code, issue.row) for issue in beside_today(issues)] == [("account_unknown", 3)]
    copy = duplicate_scenario(plan, TODAY, "Plan A").scenario("Plan A")
    assert copy.held_on(plan.start)[AccountId("1")] == AccountException(
        AccountId("1"), RepId("R2"), "renewal", date(2027, 12, 31), "J. Smit", False
    )
    # Today it is still with An, who has it; the plan gives it to Bo.
    assert account_owners(plan, plan.today)[0] == "R1"
    (tmp_path / "named.csv").unlink()
    none, issues = read_plan(path)
    assert none is None
    assert issues[-1].code == "file_missing"
