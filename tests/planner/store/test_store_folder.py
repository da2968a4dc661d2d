"""The plan folder: what is loaded is what was saved, and a save is whole or has not been."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import grid_plans

from planner.edits.accounts import name_accounts
from planner.model.goals import Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.issues import Severity
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.quotas import QuotaNode
from planner.model.reps import Rep
from planner.model.rules import BarrierGoal, Placing, TerritoryRules
from planner.model.scenarios import AccountException, Scenario
from planner.model.segments import Segment
from planner.model.teams import Post, RoleNeed, Team
from planner.model.territories import Territory
from planner.model.types import (
    AccountId,
    RepId,
    TerritoryId,
    bools,
    floats,
    frozen_map,
    identical,
    ints,
)
from planner.store import folder as store
from planner.store.folder import StoreError, is_plan_folder, load_plan, save_plan
from planner.store.rows import from_maybe, from_number, joined, maybe, number, parted
from planner.store.safe_files import file_name

AWKWARD = "Ünï, \"quoted\"; 'x'\nnew line\t=1+1 \\ #"


def rich_rep() -> Rep:
    return Rep(
        RepId(AWKWARD), AWKWARD, "own role", "senior", 1 / 3, 40 / 3, 7.0, date(2020, 2, 29),
        date(2030, 1, 1), RepId("R01"), "NL", ("nl", "x;y\\"), frozen_map({"food:x;y": 120.5}),
        (5.1, 52.2), 5000.0, True, RepId("R02"),
    )  # fmt: skip


def rich_scenario(plan: Plan, rep: Rep) -> Scenario:
    floor = ("x", "0001", 0.1)
    proof = Proof(
        "feasible",
        1 / 3,
        None,
        None,
        "inertia",
        (floor,),
        "time",
        3,
        0.5,
        {"a": "1"},
        "ab12",
        ("a lock", "±5 %"),
    )
    overlay = Layer(
        "a/b: Ünï", AWKWARD,
        (
            Territory(TerritoryId("X"), AWKWARD, rep.id, 5, "West", True),
            Territory(TerritoryId("Y"), ""),
        ),
        ints([0, 0, -1, 1, 1, -1]), bools([True] + [False] * 5), floats(np.full((2, 3), 1 / 2)), proof,
    )  # fmt: skip
    base = replace(plan.scenario("Plan A").base, proof=replace(proof, bound=0.1, gap=0.7))
    need = RoleNeed("closer", 1.5, 0.1)
    return replace(
        plan.scenario("Plan A"),
        name="Plan B / a\\b: 50 %?",
        layers=(base, overlay),
        exceptions=(
            AccountException(AccountId("A00001"), rep.id, AWKWARD, date(2027, 5, 6)),
            AccountException(AccountId("A00002"), rep.id, "", None, AWKWARD, False),
        ),
        teams=(
            Team("t", AWKWARD, "m", (Post("closer", rep.id, 1 / 3),), (need,)),
            Team("u", "", "v"),
        ),
        quotas=(QuotaNode("company", "", "company", AWKWARD, 10**15, 7),),
    )


def rich_plan() -> Plan:
    """A plan with everything in it, and awkward texts and numbers everywhere."""
    plan, rep = grid_plan(2, 3, 2), rich_rep()
    odd = floats([np.nan, -0.0, 1e-300, 0.1 + 0.2, 1e22, -1])
    regions = replace(
        plan.regions,
        names=(AWKWARD, *plan.regions.names[1:]),
        columns=frozen_map({"x": odd, AWKWARD: floats(np.ones(6))}),
        points=plan.regions.points + 1 / 3,
    )
    rules = TerritoryRules(
        True, (("0001", "0002"),), (BarrierGoal(AWKWARD, (("0002", "0003"),)),), "province", "base",
        (Placing("R01", ("0001", "0004")),), (Placing("R02", ()),), "needs", 10.5, 0.25, 0.5, 0.1,
    )  # fmt: skip
    overlay = TerritoryGoals("a/b: Ünï", AWKWARD, None, "own role", segment="s", rules=rules)
    accounts = replace(
        plan.accounts,
        names=(AWKWARD, *plan.accounts.names[1:]),
        region=ints([-1, 0, 1, 2, 3, 4]),
        lon_lat=floats([[5.123456789012345, 52.1]] + [[np.nan, np.nan]] * 5),
    )
    scenario = rich_scenario(plan, rep)
    return replace(
        plan,
        name=AWKWARD,
        regions=regions,
        accounts=accounts,
        loads=floats(plan.loads / 3),
        measures=(
            replace(plan.measures[0], ideal=0.01, ideal_price=2.5, minimum=1.0, maximum=9.5),
            *plan.measures[1:],
        ),
        segments=(Segment("s", "", "industry = 'food'"),),
        reps=(*plan.reps, rep),
        goals=Goals(
            (TerritoryGoals(count=2, apart="province"), overlay),
            TeamGoals("parent:province", frozen_map({"win_rate": 0.3}), 30),
            QuotaGoals(12, 0.1, 1, "potential"),
        ),
        scenarios=(*plan.scenarios, scenario, replace(scenario, name="plan b / A\\b: 50 %?")),
    )


def test_a_plan_with_everything_in_it_comes_back_exactly(tmp_path: Path) -> None:
    plan = rich_plan()
    save_plan(plan, tmp_path / "plan")
    loaded, issues = load_plan(tmp_path / "plan")
    assert issues == ()
    assert identical(loaded, plan)


@settings(max_examples=25)
@given(grid_plans())
def test_any_plan_comes_back_exactly(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> None:
    folder = tmp_path_factory.mktemp("plans") / "plan"
    save_plan(plan, folder)
    assert identical(load_plan(folder)[0], plan)


def test_saving_twice_writes_the_same_bytes_and_keeps_the_save_before(tmp_path: Path) -> None:
    plan, folder = rich_plan(), tmp_path / "plan"
    save_plan(plan, folder)
    first = {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    save_plan(replace(plan, seed=2), folder)
    loaded, _ = load_plan(tmp_path / "plan.previous")
    assert identical(loaded, plan)
    save_plan(plan, folder)
    again = {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    assert again == first


def test_a_folder_with_other_files_is_not_taken(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "holiday.jpg").write_bytes(b"jpg")
    with pytest.raises(StoreError, match="choose a new or an empty folder"):
        save_plan(grid_plan(1, 2), folder)
    assert [path.name for path in folder.iterdir()] == ["holiday.jpg"]


def test_what_others_put_in_the_folder_stays_there(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    save_plan(grid_plan(1, 2), folder)
    (folder / "notes.txt").write_text("mine")
    (folder / "out").mkdir()
    (folder / "out" / "regions.csv").write_text("x")
    save_plan(grid_plan(1, 3), folder)
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "out" / "regions.csv").read_text() == "x"
    loaded, _ = load_plan(folder)
    assert loaded is not None
    assert len(loaded.regions) == 3


def test_a_disk_that_fails_leaves_the_old_plan_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, plan = tmp_path / "plans" / "plan", grid_plan(1, 2)
    save_plan(plan, folder)

    def full(path: Path) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(store, "flush_tree", full)
    with pytest.raises(OSError, match="no space left"):
        save_plan(grid_plan(1, 3), folder)
    assert identical(load_plan(folder)[0], plan)
    assert [path.name for path in folder.parent.iterdir()] == ["plan"]


def test_a_crash_between_the_two_renames_loses_nothing(tmp_path: Path) -> None:
    folder, old, new = tmp_path / "plan", grid_plan(1, 2), grid_plan(1, 3)
    save_plan(old, folder)
    save_plan(new, folder)
    # As it stands after the old folder was put aside and before the new one came in its place.
    folder.rename(tmp_path / ".plan.saving")
    assert is_plan_folder(folder)
    assert identical(load_plan(folder)[0], new)
    # A new folder that was not written to its end does not count.
    shutil.rmtree(folder)
    (tmp_path / ".plan.saving").mkdir()
    assert identical(load_plan(folder)[0], old)


@pytest.mark.parametrize(
    "file",
    ["plan.toml", "regions.gpkg", "regions.csv", "neighbours.csv", "loads.csv", "accounts.csv", "reps.csv",
     "scenarios/Today/scenario.toml", "scenarios/Today/base.owner.csv", "scenarios/Today/teams.csv"],
)  # fmt: skip
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00nonsense", b"a,b\n1\n", b"x = 1\n"])
def test_a_broken_file_is_one_error_that_names_it(
    tmp_path: Path, file: str, content: bytes | None
) -> None:
    folder = tmp_path / "plan"
    save_plan(grid_plan(1, 2), folder)
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    plan, issues = load_plan(folder)
    assert plan is None
    assert [(issue.code, issue.severity) for issue in issues] == [("plan_broken", Severity.ERROR)]
    assert issues[0].found


@given(st.floats())
def test_numbers_read_back_exactly(value: float) -> None:
    assert identical(from_number(number(value)), value)
    assert identical(from_maybe(maybe(value)), value)


@given(st.lists(st.text(min_size=1)))
def test_joined_texts_come_apart_again(parts: list[str]) -> None:
    assert parted(joined(parts)) == tuple(parts)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Plan A", "Plan A"), ("a/b", "a_b"), ("..", "_"), ("CON", "_CON"), ("plan x.", "plan x"),
    ],
)  # fmt: skip
def test_names_become_files_on_every_system(text: str, name: str) -> None:
    assert file_name(text, []) == name
    assert file_name(text, [name.upper()]) == f"{name} 2"


def test_a_folder_saved_before_askers_were_noted_still_opens(tmp_path: Path) -> None:
    plan = name_accounts(grid_plan(2, 3, 2), "Plan A", {"A00001": "R02"})
    save_plan(plan, tmp_path / "plan")
    table = next((tmp_path / "plan").glob("scenarios/*lan*A*/exceptions.csv"))
    assert table.read_text("utf-8").splitlines() == [
        "account_id,rep_id,reason,until,asked_by,counts",
        "A00001,R02,named account,,,yes",
    ]
    table.write_text(
        "account_id,rep_id,reason,until\nA00001,R02,renewal,2027-05-06\n", encoding="utf-8"
    )
    opened, issues = load_plan(tmp_path / "plan")
    assert opened is not None, [issue.line() for issue in issues]
    assert opened.scenario("Plan A").exceptions == (
        AccountException(AccountId("A00001"), RepId("R02"), "renewal", date(2027, 5, 6)),
    )
