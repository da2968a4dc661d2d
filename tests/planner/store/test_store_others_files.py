"""What the user put into a plan folder outlives every save and every crash."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import grid_plan

from planner.model.types import identical
from planner.store.folder import load_plan, save_plan

PLAN = grid_plan(1, 2)


class CrashError(BaseException):
    """The process ends here."""


def with_history(folder: Path) -> Path:
    save_plan(PLAN, folder)
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("history")
    return folder


def failing_to_move(monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException) -> None:
    real = Path.replace

    def move(self: Path, target: Path) -> Path:
        if self.name == name:
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", move)


@pytest.mark.parametrize("at", [".plan.saving", ".git"])
def test_a_crash_while_a_folder_is_saved_keeps_its_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    folder = with_history(tmp_path / "plan")
    with monkeypatch.context() as crashing:
        failing_to_move(crashing, at, CrashError())
        with pytest.raises(CrashError):
            save_plan(replace(PLAN, seed=2), folder)
    loaded, _ = load_plan(folder)
    assert loaded is not None
    assert loaded.seed == 2
    assert (folder / ".git").exists() == (at == ".plan.saving")
    save_plan(PLAN, folder)
    save_plan(PLAN, folder)
    assert (folder / ".git" / "HEAD").read_text() == "history"


def test_a_file_that_could_not_be_moved_comes_over_with_the_next_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = with_history(tmp_path / "plan")
    (folder / "notes.txt").write_text("mine")
    with monkeypatch.context() as held:
        failing_to_move(held, ".git", PermissionError(13, "in use"))
        save_plan(replace(PLAN, seed=2), folder)
        assert (folder / "notes.txt").read_text() == "mine"
        save_plan(replace(PLAN, seed=3), folder)
    save_plan(replace(PLAN, seed=4), folder)
    assert [path.read_text() for path in tmp_path.rglob("HEAD")] == ["history"]


def test_two_histories_are_both_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = with_history(tmp_path / "plan")
    with monkeypatch.context() as held:
        failing_to_move(held, ".git", PermissionError(13, "in use"))
        save_plan(PLAN, folder)
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("begun anew")
    save_plan(PLAN, folder)
    assert (folder / ".git" / "HEAD").read_text() == "begun anew"
    assert (tmp_path / "plan.previous 2" / ".git" / "HEAD").read_text() == "history"


def test_a_folder_of_the_users_own_that_is_called_previous_is_not_taken(tmp_path: Path) -> None:
    own = tmp_path / "plan.previous"
    own.mkdir()
    (own / "thesis.txt").write_text("mine")
    save_plan(PLAN, tmp_path / "plan")
    assert (own / "thesis.txt").read_text() == "mine"
    save_plan(PLAN, tmp_path / "plan")
    assert (tmp_path / "plan.previous 2" / "thesis.txt").read_text() == "mine"
    assert not (tmp_path / "plan" / "thesis.txt").exists()


def test_the_save_before_comes_back_with_the_history_where_nothing_else_is_left(
    tmp_path: Path,
) -> None:
    folder = with_history(tmp_path / "plan")
    folder.rename(tmp_path / "plan.previous")
    (tmp_path / ".plan.saving").mkdir()
    assert identical(load_plan(folder)[0], PLAN)
    save_plan(PLAN, folder)
    save_plan(PLAN, folder)
    assert [path.read_text() for path in tmp_path.rglob("HEAD")] == ["history"]
    assert (folder / ".git").exists()


def test_notes_beside_and_within_the_scenarios_stay_where_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    save_plan(PLAN, folder)
    within = folder / "scenarios" / PLAN.scenarios[-1].name
    notes = [
        folder / "scenarios" / "README.md",
        within / "why.csv",
        within / "pictures" / "map.png",
    ]
    for note in notes:
        note.parent.mkdir(exist_ok=True)
        note.write_text("mine")
    for seed in (2, 3, 4):
        save_plan(replace(PLAN, seed=seed), folder)
    save_plan(replace(PLAN, scenarios=PLAN.scenarios[:1]), folder)
    assert [note.read_text() for note in notes] == ["mine"] * 3
    assert not list(within.glob("*.toml"))
    loaded, _ = load_plan(folder)
    assert loaded is not None
    assert len(loaded.scenarios) == 1
    assert sorted(one.name for one in tmp_path.glob("plan*")) == ["plan", "plan.previous"]


def test_a_folder_that_the_user_renamed_does_not_come_back_as_the_save_before(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "plan"
    save_plan(PLAN, folder)
    save_plan(replace(PLAN, seed=2), folder)
    folder.rename(tmp_path / "renamed")
    (tmp_path / "plan.previous" / "notes.txt").write_text("could not be moved when it was saved")
    assert load_plan(folder)[0] is None
    assert not folder.exists()
    before, _ = load_plan(tmp_path / "plan.previous")
    assert identical(before, PLAN)
