"""A plan file of every format ever released opens as the plan it was saved from."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from rich_plans import rich_plan

from planner.model.plan import Plan
from planner.model.types import identical
from planner.store.migrations import FORMAT, STEPS
from planner.store.rayon_file import load_rayon, save_rayon

RELEASED = Path(__file__).with_name("released")


def as_of_format_1(plan: Plan) -> Plan:
    """The plan without the account that somebody asked for: format 1 had no place for who did."""
    scenarios = tuple(
        replace(one, exceptions=tuple(each for each in one.exceptions if not each.asked_by))
        for one in plan.scenarios
    )
    return replace(plan, scenarios=scenarios)


def as_of_format_2(plan: Plan) -> Plan:
    """The plan with as many territories as its goals ask for: format 2 knew nothing else."""
    scenarios = tuple(
        replace(one, layers=tuple(replace(each, own_count=False) for each in one.layers))
        for one in plan.scenarios
    )
    return replace(plan, scenarios=scenarios)


def as_of_format_3(plan: Plan) -> Plan:
    """The plan without areas, product lines and rules of these: format 3 had no place for them."""
    return replace(plan, areas=(), products=(), segments=plan.segments[:1])


SAVED_FROM = {
    1: lambda plan: as_of_format_1(as_of_format_2(as_of_format_3(plan))),
    2: lambda plan: as_of_format_2(as_of_format_3(plan)),
    3: as_of_format_3,
    4: lambda plan: plan,
}


@pytest.mark.parametrize("version", range(1, FORMAT + 1))
def test_a_file_of_an_earlier_format_opens_as_the_plan_it_was(version: int, tmp_path: Path) -> None:
    kept = RELEASED / f"format_{version}.rayon"
    shutil.copy(kept, tmp_path / "plan.rayon")
    plan, issues = load_rayon(tmp_path / "plan.rayon")
    assert issues == ()
    assert identical(plan, SAVED_FROM[version](rich_plan()))
    assert (tmp_path / "plan.rayon").read_bytes() == kept.read_bytes()


def test_every_format_has_a_step_forward_and_a_file_that_says_so() -> None:
    assert sorted(STEPS) == list(range(1, FORMAT))
    for version in range(1, FORMAT + 1):
        db = apsw.Connection(str(RELEASED / f"format_{version}.rayon"), apsw.SQLITE_OPEN_READONLY)
        rows = db.execute("select value from rayon_meta where key = 'format'").fetchall()
        db.close()
        assert rows == [(str(version),)]


def test_the_file_of_the_present_format_is_what_is_saved_now(tmp_path: Path) -> None:
    save_rayon(rich_plan(), tmp_path / "plan.rayon")
    assert (tmp_path / "plan.rayon").read_bytes() == (
        RELEASED / f"format_{FORMAT}.rayon"
    ).read_bytes()
