"""Plan folders open again, whatever is written in the plan and whatever else stands in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import example, given
from hypothesis import strategies as st

from planner.model.plan import Plan
from planner.model.types import floats, identical
from planner.store.folder import load_plan, save_plan
from planner.store.rows import from_csv, to_csv

PLAN = grid_plan(1, 2)


def without_measures(plan: Plan) -> Plan:
    scenarios = tuple(
        replace(one, layers=tuple(
            replace(layer, targets=floats(np.zeros((len(layer.territories), 0))))
            for layer in one.layers
        ))
        for one in plan.scenarios
    )  # fmt: skip
    loads = floats(np.zeros((len(plan.regions), 0)))
    return replace(plan, measures=(), loads=loads, scenarios=scenarios)


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "._scenario.toml", "desktop.ini"])
def test_what_a_system_leaves_among_the_scenarios_does_no_harm(tmp_path: Path, name: str) -> None:
    save_plan(PLAN, tmp_path / "plan")
    for scenario in (tmp_path / "plan" / "scenarios").iterdir():
        (scenario / name).write_bytes(b"\0\0\0\1Bud1\xff\xfe\x80")
    loaded, issues = load_plan(tmp_path / "plan")
    assert issues == ()
    assert identical(loaded, PLAN)


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=2)))
@example([["x\ry", "\r"], ["x\r\ny", "\n"], ['"\r', "\0"], ["\u2028", "\x85"]])
@example([["x" * 140_000, ""]])
def test_rows_of_any_text_read_back_exactly(rows: list[list[str]]) -> None:
    assert from_csv(to_csv(("a", "b"), rows), ("a", "b")) == rows


def test_rows_end_in_a_line_feed_alone() -> None:
    assert to_csv(("a", "b"), [("1", "x\r\ny"), ("2", "z")]) == 'a,b\n1,"x\r\ny"\n2,z\n'


def test_a_name_with_a_carriage_return_and_a_very_long_one_come_back(tmp_path: Path) -> None:
    names = ("Bakker\rZwolle", "x" * 140_000, *PLAN.accounts.names[2:])
    plan = replace(PLAN, name="two\rlines", accounts=replace(PLAN.accounts, names=names))
    save_plan(plan, tmp_path / "plan")
    assert identical(load_plan(tmp_path / "plan")[0], plan)


def test_a_plan_without_measures_comes_back(tmp_path: Path) -> None:
    plan = without_measures(PLAN)
    save_plan(plan, tmp_path / "plan")
    loaded, issues = load_plan(tmp_path / "plan")
    assert issues == ()
    assert identical(loaded, plan)


def test_a_folder_reached_by_a_link_is_saved_where_it_is(tmp_path: Path) -> None:
    real, link = tmp_path / "kept" / "real", tmp_path / "link"
    save_plan(PLAN, real)
    link.symlink_to(real)
    for seed in (2, 3, 4):
        save_plan(replace(PLAN, seed=seed), link)
    assert link.is_symlink()
    loaded, _ = load_plan(real)
    before, _ = load_plan(real.with_name("real.previous"))
    assert loaded is not None
    assert before is not None
    assert (loaded.seed, before.seed) == (4, 3)
    assert [one.name for one in tmp_path.glob("*link*")] == ["link"]
    # A save cut short between its two renames is finished through the link too.
    real.rename(real.with_name(".real.saving"))
    assert identical(load_plan(link)[0], loaded)
