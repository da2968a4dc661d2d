"""The save before is opened where the file is damaged alone, and what is damaged is never dropped."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw
import pytest
from builders import grid_plan

from planner.store import rayon_file
from planner.store.rayon_file import damaged_of, load_rayon, previous_of, save_rayon

PLAN = grid_plan(1, 2)


def saved_twice(path: Path) -> Path:
    save_rayon(PLAN, path)
    save_rayon(replace(PLAN, name="newest"), path)
    return path


def test_a_file_of_a_newer_rayon_is_not_passed_over_for_the_save_before(tmp_path: Path) -> None:
    path = saved_twice(tmp_path / "plan.rayon")
    db = apsw.Connection(str(path))
    db.execute("update rayon_meta set value = 99 where key in ('format', 'readable_from')")
    db.close()
    plan, issues = load_rayon(path)
    assert plan is None
    assert [issue.code for issue in issues] == ["plan_newer"]


@pytest.mark.parametrize(
    "error",
    [
        apsw.IOError("disk I/O error"),
        apsw.CantOpenError("unable to open"),
        apsw.NoMemError("out of memory"),
        apsw.InterruptError("interrupted"),
        MemoryError(),
        OSError(5, "Input/output error"),
    ],
)
def test_a_file_that_cannot_be_read_now_is_not_passed_over_for_the_save_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    path, real = saved_twice(tmp_path / "plan.rayon"), rayon_file.opened

    @contextmanager
    def failing(asked: Path, *more: Any) -> Any:
        if asked == path:
            raise error
        with real(asked, *more) as db:
            yield db

    monkeypatch.setattr(rayon_file, "opened", failing)
    plan, issues = load_rayon(path)
    assert plan is None
    assert [issue.code for issue in issues] == ["file_unreadable"]


def test_a_file_emptied_by_a_crash_is_damaged(tmp_path: Path) -> None:
    path = saved_twice(tmp_path / "plan.rayon")
    path.write_bytes(b"")
    plan, issues = load_rayon(path)
    assert plan is not None
    assert [issue.code for issue in issues] == ["plan_restored"]


def test_a_damaged_file_is_kept_under_a_name_that_says_so(tmp_path: Path) -> None:
    path = saved_twice(tmp_path / "plan.rayon")
    halves = []
    for end in (10_000, 9_000):
        halves.append(path.read_bytes()[:end])
        path.write_bytes(halves[-1])
        save_rayon(replace(PLAN, seed=end), path)
    assert (tmp_path / "plan.damaged.rayon").read_bytes() == halves[0]
    assert (tmp_path / "plan.damaged 2.rayon").read_bytes() == halves[1]
    loaded, issues = load_rayon(path)
    assert loaded is not None
    assert (loaded.seed, issues) == (9_000, ())
    before, _ = load_rayon(previous_of(path))
    assert before is not None
    assert before.name == PLAN.name


def test_a_damaged_file_is_kept_where_a_file_has_one_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved_twice(tmp_path / "plan.rayon")
    path.write_bytes(path.read_bytes()[:10_000])

    def refused(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    save_rayon(PLAN, path)
    assert (tmp_path / "plan.damaged.rayon").stat().st_size == 10_000


def test_a_file_whose_rows_are_no_plan_never_takes_the_place_of_the_save_before(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plan.rayon"
    for name in ("one", "two"):
        save_rayon(replace(PLAN, name=name), path)
    db = apsw.Connection(str(path))
    db.execute("delete from regions where fid = 1")
    db.close()
    content = path.read_bytes()
    before, issues = load_rayon(path)
    assert before is not None
    assert (before.name, issues[0].code) == ("one", "plan_restored")
    save_rayon(replace(before, name="three"), path)
    kept, _ = load_rayon(previous_of(path))
    assert kept is not None
    assert kept.name == "one"
    assert damaged_of(path).read_bytes() == content


def test_a_plan_that_another_program_wrote_into_is_a_save_like_any(tmp_path: Path) -> None:
    path = tmp_path / "plan.rayon"
    save_rayon(PLAN, path)
    db = apsw.Connection(str(path))
    db.execute("update rayon_meta set value = 'other' where key = 'name'")
    db.close()
    save_rayon(PLAN, path)
    kept, _ = load_rayon(previous_of(path))
    assert kept is not None
    assert kept.name == "other"
    assert not damaged_of(path).exists()
