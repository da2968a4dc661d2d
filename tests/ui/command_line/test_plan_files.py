"""Plan files on the command line: pack, unpack and diff."""

from __future__ import annotations

import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from builders import grid_plan
from PySide6.QtCore import QLockFile

from planner.edits.assignment import assign
from planner.model.types import floats, identical, ints
from planner.store.folder import load_plan, save_plan
from planner.store.rayon_file import load_rayon, save_rayon
from ui.command_line.commands import run_command
from ui.use_cases.on_disk import holder_of

PLAN = grid_plan(3, 3, 2)


def test_a_plan_goes_to_a_folder_and_back_exactly(tmp_path: Path) -> None:
    save_rayon(PLAN, tmp_path / "plan.rayon")
    assert run_command(["unpack", str(tmp_path / "plan.rayon"), str(tmp_path / "plan")]) == 0
    assert identical(load_plan(tmp_path / "plan")[0], PLAN)
    assert run_command(["pack", str(tmp_path / "plan"), str(tmp_path / "again.rayon")]) == 0
    assert (tmp_path / "again.rayon").read_bytes() == (tmp_path / "plan.rayon").read_bytes()


def test_packing_into_a_folder_is_refused_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_plan(PLAN, tmp_path / "plan")
    assert run_command(["pack", str(tmp_path / "plan"), str(tmp_path / "other")]) == 2
    assert "a file that ends in .rayon" in " ".join(capsys.readouterr().err.split())


def test_what_differs_is_printed_and_sets_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    after = replace(assign(PLAN, "Plan A", "base", ints([0]), 1), seed=5)
    save_rayon(PLAN, tmp_path / "a.rayon")
    save_plan(after, tmp_path / "b")
    assert run_command(["diff", str(tmp_path / "a.rayon"), str(tmp_path / "a.rayon")]) == 0
    assert "say the same" in capsys.readouterr().out
    assert run_command(["diff", str(tmp_path / "a.rayon"), str(tmp_path / "b")]) == 1
    told = capsys.readouterr().out
    assert "seed 1 to 5" in told
    assert PLAN.regions.names[0] in told


def test_a_damaged_file_is_named_and_the_save_before_is_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.rayon"
    save_rayon(PLAN, path)
    save_rayon(replace(PLAN, seed=4), path)
    path.write_bytes(path.read_bytes()[:5000])
    assert run_command(["unpack", str(path), str(tmp_path / "out")]) == 0
    assert "a.previous.rayon" in capsys.readouterr().err
    assert identical(load_plan(tmp_path / "out")[0], PLAN)
    (tmp_path / "a.previous.rayon").unlink()
    assert run_command(["unpack", str(path), str(tmp_path / "out2")]) == 2
    assert load_rayon(path)[0] is None


@pytest.mark.parametrize("keys", ["'format'", "'format', 'readable_from'"])
def test_a_file_that_a_newer_rayon_saved_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], keys: str
) -> None:
    save_plan(PLAN, tmp_path / "plan")
    save_rayon(PLAN, tmp_path / "a.rayon")
    db = apsw.Connection(str(tmp_path / "a.rayon"))
    db.execute(f"update rayon_meta set value = 99 where key in ({keys})")
    db.close()
    kept = (tmp_path / "a.rayon").read_bytes()
    plan, target = str(tmp_path / "plan"), str(tmp_path / "a.rayon")
    for command in (
        ["pack", plan, target],
        ["run", plan, "--out", f"{plan}-files", "--save", target],
    ):
        assert run_command(command) == 2
        assert "a newer Rayon saved it" in capsys.readouterr().err
    assert (tmp_path / "a.rayon").read_bytes() == kept


def test_plans_that_differ_in_what_has_no_words_do_not_say_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_rayon(PLAN, tmp_path / "a.rayon")
    points = floats(PLAN.regions.points + 1)
    save_rayon(replace(PLAN, regions=replace(PLAN.regions, points=points)), tmp_path / "b.rayon")
    assert run_command(["diff", str(tmp_path / "a.rayon"), str(tmp_path / "b.rayon")]) == 1
    assert "other details differ" in capsys.readouterr().out


@pytest.mark.parametrize("how", [["pack"], ["run", "--out", "out", "--save"]])
def test_a_plan_that_a_window_has_open_is_not_written_from_the_command_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    how: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    save_plan(PLAN, tmp_path / "plan")
    held = tmp_path / "held.rayon"
    save_rayon(PLAN, held)
    before = held.read_bytes()
    lock = QLockFile(str(tmp_path / ".held.rayon.lock"))
    assert lock.tryLock(0)
    command = [how[0], "plan", *how[1:], "held.rayon"]
    assert run_command(command) == 2
    assert "a window has it open" in " ".join(capsys.readouterr().err.split())
    assert held.read_bytes() == before
    lock.unlock()


def test_a_lock_whose_program_is_gone_holds_nothing(tmp_path: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    lock = tmp_path / ".held.rayon.lock"
    for text in (f"{gone}\nrayon\n{socket.gethostname()}\n", "", "no number\nrayon\n"):
        lock.write_text(text, "utf-8")
        assert holder_of(tmp_path / "held.rayon") == ""
    lock.write_text("1\nrayon\nanother-computer\n", "utf-8")
    assert holder_of(tmp_path / "held.rayon") == "program 1 on another-computer"
