"""The plan folder: what is loaded is what was saved, and a save is whole or has not been."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import grid_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from rich_plans import rich_plan
from strategies import grid_plans

from planner.edits.accounts import name_accounts
from planner.model.issues import Severity
from planner.model.plan import Plan
from planner.model.scenarios import AccountException
from planner.model.types import (
    AccountId,
    RepId,
    identical,
)
from planner.store import folder as store
from planner.store.folder import is_plan_folder, load_plan, save_plan
from planner.store.rayon_file import load_rayon, save_rayon
from planner.store.rows import from_maybe, from_number, joined, maybe, number, parted
from planner.store.safe_files import StoreError, file_name
from planner.store.saved_plan import is_newer_plan


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


def test_names_that_some_systems_do_not_tell_apart_become_two_files() -> None:
    joined, apart = "Caf\u00e9", "Cafe\u0301"
    assert file_name(apart, [file_name(joined, [])]) == "Caf\u00e9 2"
    assert file_name("x" * 59 + ". b", ["x" * 59]) == "x" * 59 + " 2"


def test_a_folder_of_a_newer_rayon_is_read_as_far_as_it_is_understood(tmp_path: Path) -> None:
    folder, plan = tmp_path / "plan", grid_plan(2, 3, 2)
    save_plan(plan, folder)
    assert not is_newer_plan(folder)
    text = (folder / "plan.toml").read_text("utf-8")
    (folder / "plan.toml").write_text(text.replace("rayon = 1", "rayon = 9"), "utf-8")
    assert is_newer_plan(folder)
    loaded, issues = load_plan(folder)
    assert identical(loaded, plan)
    assert [(one.code, one.severity) for one in issues] == [("plan_newer", Severity.WARNING)]
    (folder / "reps.csv").unlink()
    loaded, issues = load_plan(folder)
    assert loaded is None
    assert [(one.code, one.mend) for one in issues] == [("plan_newer", "Install the newer Rayon.")]


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


@pytest.mark.parametrize(
    ("written", "by_hand"),
    [
        ("weight = 1.0", "weight = 16"),
        ("weight = 1.0", "weight = 99999999999999999999"),
        ("tolerance = 0.05", "tolerance = 0"),
        ("seed = 1\n", "seed = 2.0\n"),
    ],
)
def test_numbers_written_by_hand_have_the_type_of_their_field(
    tmp_path: Path, written: str, by_hand: str
) -> None:
    plan, _ = load_plan(changed(tmp_path / "plan", "plan.toml", written, by_hand))
    assert plan is not None
    save_rayon(plan, tmp_path / "plan.rayon")
    assert identical(load_rayon(tmp_path / "plan.rayon")[0], plan)


@pytest.mark.parametrize(
    ("file", "written", "damaged", "named"),
    [
        ("plan.toml", "seed = 1\n", "seed = 1e999\n", "seed: "),
        ("plan.toml", "seed = 1\n", "seed = 0.5\n", "seed: "),
        ("plan.toml", '    "regions",\n]', "    true,\n]", "noun: 1: "),
        ("plan.toml", 'unit = "accounts"', "unit = 7", "measures: 0.unit: "),
        (
            "plan.toml",
            "weight = 1.0",
            'weight = "much"',
            "a value is of another kind than it should",
        ),
        (
            "scenarios/Today/scenario.toml",
            "locked = false",
            'locked = "?"',
            "territories: 0.locked",
        ),
        ("scenarios/Today/quotas.csv", "", f"q,,group,All,{2**63},0\n", "is too large"),
    ],
)
def test_a_value_that_no_plan_file_holds_is_named_with_its_field(
    tmp_path: Path, file: str, written: str, damaged: str, named: str
) -> None:
    plan, (issue,) = load_plan(changed(tmp_path / "plan", file, written, damaged))
    assert plan is None
    assert issue.code == "plan_broken"
    assert named in issue.found


def changed(folder: Path, file: str, written: str, by_hand: str) -> Path:
    """Save a plan, and write something else into a file of it; "" is its end."""
    save_plan(grid_plan(2, 2, 2), folder)
    text = (folder / file).read_text("utf-8")
    assert written in text
    made = text.replace(written, by_hand, 1) if written else text + by_hand
    (folder / file).write_text(made, "utf-8")
    return folder
