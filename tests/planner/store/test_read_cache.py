"""What was read once is not read again while its files stay the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import grid_plan
from hypothesis import given
from strategies import grid_plans

from planner.language import use_language
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.types import identical
from planner.notation import use_notation
from planner.store.read_cache import Read, content_key, remembered
from planner.store.value_file import read_value, write_value

TOLD = (Issue("account_outside", Severity.WARNING, "accounts.csv", "found", "mend", row=3),)


class Reader:
    """Counts how often it reads."""

    def __init__(self, plan: Plan | None) -> None:
        self.plan = plan
        self.times = 0

    def __call__(self) -> Read:
        self.times += 1
        return self.plan, TOLD


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    (tmp_path / "grid.shp").write_bytes(b"outlines")
    (tmp_path / "grid.dbf").write_bytes(b"figures")
    path = tmp_path / "plan.toml"
    (tmp_path / "a.csv").write_bytes(b"id,city\n1,Breda\n")
    (tmp_path / "mine.csv").write_bytes(b"place,lat,lon\nBreda,51.6,4.8\n")
    path.write_text(
        'rayon = 1\n[[regions]]\nfile = "grid.shp"\n[accounts]\nfile = "a.csv"\nplaces = "mine.csv"\n'
    )
    return path


def test_an_unchanged_plan_is_read_once(plan_file: Path, tmp_path: Path) -> None:
    reader = Reader(grid_plan(3, 3))
    first = remembered(plan_file, reader, tmp_path / "cache")
    second = remembered(plan_file, reader, tmp_path / "cache")

    assert reader.times == 1
    assert identical(first, second)
    assert second[1][0].severity is Severity.WARNING


def test_what_was_found_is_read_anew_in_another_language_and_notation(
    plan_file: Path, tmp_path: Path
) -> None:
    reader = Reader(grid_plan(3, 3))
    for choose in (
        lambda: None, lambda: use_language("nl"), lambda: use_notation("point_comma"),
        lambda: use_language("en"), lambda: use_notation("neutral"),
    ):  # fmt: skip
        choose()
        remembered(plan_file, reader, tmp_path / "cache")

    assert reader.times == 4, "the last is that of the beginning"


@pytest.mark.parametrize("name", ["plan.toml", "grid.shp", "grid.dbf", "a.csv", "mine.csv"])
def test_a_change_in_any_input_is_read(plan_file: Path, tmp_path: Path, name: str) -> None:
    reader = Reader(grid_plan(3, 3))
    remembered(plan_file, reader, tmp_path / "cache")
    changed = tmp_path / name
    changed.write_bytes(changed.read_bytes() + b"\n")
    remembered(plan_file, reader, tmp_path / "cache")

    assert reader.times == 2


def test_a_plan_that_cannot_be_read_is_not_kept(plan_file: Path, tmp_path: Path) -> None:
    reader = Reader(None)
    remembered(plan_file, reader, tmp_path / "cache")
    remembered(plan_file, reader, tmp_path / "cache")

    assert reader.times == 2


def test_a_damaged_cache_is_no_error(plan_file: Path, tmp_path: Path) -> None:
    reader = Reader(grid_plan(3, 3))
    remembered(plan_file, reader, tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(kept.read_bytes()[:200])
    plan, _ = remembered(plan_file, reader, tmp_path / "cache")

    assert reader.times == 2
    assert plan is not None


@given(grid_plans())
def test_any_plan_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, plan: Plan
) -> None:
    path = tmp_path_factory.mktemp("value") / "plan.npz"
    write_value((plan, TOLD), path)

    assert identical(read_value(path), (plan, TOLD))


def test_a_plan_file_with_a_number_of_thousands_of_digits_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(f"rayon = {'9' * 5000}\n")
    assert content_key(path) is None
