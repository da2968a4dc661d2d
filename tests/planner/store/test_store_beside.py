"""A save and what stands beside it: files of other programs, rights, disks that cannot flush."""

from __future__ import annotations

import os
import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from builders import grid_plan

from planner.model.types import identical
from planner.store.folder import load_plan, save_plan
from planner.store.rayon_file import load_rayon, previous_of, save_rayon
from planner.store.safe_files import StoreError

PLAN = grid_plan(1, 2)


def test_a_file_that_another_program_writes_to_is_not_saved_over(tmp_path: Path) -> None:
    path = tmp_path / "plan.rayon"
    save_rayon(PLAN, path)
    other = sqlite3.connect(path)
    other.execute("pragma journal_mode = wal")
    other.execute("create table layer_styles (id integer primary key)")
    other.commit()
    kept = path.read_bytes()
    with pytest.raises(StoreError, match=r"open in another program; close it there first"):
        save_rayon(replace(PLAN, seed=2), path)
    assert path.read_bytes() == kept
    assert not path.with_name(".plan.rayon.saving").exists()
    other.close()
    save_rayon(replace(PLAN, seed=2), path)
    loaded, issues = load_rayon(path)
    assert issues == ()
    assert identical(loaded, replace(PLAN, seed=2))


def test_a_change_that_another_program_has_half_done_is_not_saved_over(tmp_path: Path) -> None:
    path = tmp_path / "plan.rayon"
    save_rayon(PLAN, path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("pragma cache_size = 1")
    other.execute("begin")
    other.execute("create table more (a)")
    other.executemany("insert into more values (?)", [("x" * 5000,)] * 50)
    assert path.with_name("plan.rayon-journal").stat().st_size
    with pytest.raises(StoreError, match="another program"):
        save_rayon(PLAN, path)
    other.execute("rollback")
    other.close()
    save_rayon(PLAN, path)


def test_a_file_system_that_flushes_no_folders_saves_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(22, "Invalid argument")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    save_rayon(PLAN, tmp_path / "plan.rayon")
    save_plan(PLAN, tmp_path / "plan")
    assert identical(load_rayon(tmp_path / "plan.rayon")[0], PLAN)
    assert identical(load_plan(tmp_path / "plan")[0], PLAN)


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_a_plan_that_others_may_not_read_stays_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, links: bool
) -> None:
    def refused(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refused)
    path = tmp_path / "plan.rayon"
    save_rayon(PLAN, path)
    path.chmod(mode)
    save_rayon(replace(PLAN, seed=2), path)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert stat.S_IMODE(path.with_name("plan.previous.rayon").stat().st_mode) == mode


def test_nobody_may_read_a_private_plan_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.rayon"
    save_rayon(PLAN, path)
    path.chmod(0o600)
    modes = []
    real = os.fsync

    def fsync(handle: int) -> None:
        found = os.fstat(handle).st_mode
        modes.extend([] if stat.S_ISDIR(found) else [stat.S_IMODE(found)])
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    save_rayon(PLAN, path)
    assert set(modes) == {0o600}


def test_a_folder_that_others_may_not_enter_stays_so(tmp_path: Path) -> None:
    save_plan(PLAN, tmp_path / "plan")
    (tmp_path / "plan").chmod(0o700)
    save_plan(replace(PLAN, seed=2), tmp_path / "plan")
    assert stat.S_IMODE((tmp_path / "plan").stat().st_mode) == 0o700


def test_a_file_reached_by_a_link_is_saved_where_it_is(tmp_path: Path) -> None:
    real, link = tmp_path / "kept" / "real.rayon", tmp_path / "link.rayon"
    real.parent.mkdir()
    link.symlink_to(real)
    for seed in (2, 3, 4):
        save_rayon(replace(PLAN, seed=seed), link)
    assert link.is_symlink()
    loaded, _ = load_rayon(real)
    before, _ = load_rayon(previous_of(real))
    assert loaded is not None
    assert before is not None
    assert (loaded.seed, before.seed) == (4, 3)
    assert [one.name for one in tmp_path.glob("*link*")] == ["link.rayon"]
