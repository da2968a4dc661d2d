"""Rules that ask the region of an account, in both kinds of plan file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import apsw
from builders import grid_plan

from planner.edits.segments import add_segment
from planner.model.plan import Plan
from planner.model.types import identical
from planner.store.folder import load_plan, save_plan
from planner.store.rayon_file import load_rayon, save_rayon

RULE = "region.workload >= 10 and region.province = 'West'"


def with_rule(where: str = RULE) -> Plan:
    return add_segment(grid_plan(3, 4), "Near", where)


def readable_from(path: Path) -> str:
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    ((value,),) = db.execute("select value from rayon_meta where key = 'readable_from'")
    db.close()
    return str(value)


def test_a_rule_over_regions_comes_back_from_both(tmp_path: Path) -> None:
    plan = with_rule()
    save_rayon(plan, tmp_path / "plan.rayon")
    save_plan(plan, tmp_path / "folder")
    for loaded, issues in (load_rayon(tmp_path / "plan.rayon"), load_plan(tmp_path / "folder")):
        assert issues == ()
        assert loaded is not None
        assert identical(loaded, plan)
        assert loaded.segments[-1].where == RULE


def test_readers_that_do_not_know_such_a_rule_refuse_the_plan(tmp_path: Path) -> None:
    for where, oldest in ((RULE, "4"), ("industry = 'food'", "1")):
        save_rayon(with_rule(where), tmp_path / f"{oldest}.rayon")
        assert readable_from(tmp_path / f"{oldest}.rayon") == oldest
        save_plan(with_rule(where), tmp_path / oldest)
        said = tomllib.loads((tmp_path / oldest / "plan.toml").read_text())
        assert said["rayon"] == (2 if oldest == "4" else 1)
