"""Codes that regions had before are saved with a plan, and cost one that has none nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import grid_plan

from planner.edits.region_names import rename_region
from planner.edits.region_splits import split_by_ratio
from planner.model.plan import Plan
from planner.model.types import identical
from planner.store.folder import load_plan, save_plan
from planner.store.journal import Journal
from planner.store.rayon_file import load_rayon, save_rayon


def changed() -> Plan:
    parts = split_by_ratio(grid_plan(1, 3, 1, accounts=6), 0, 0.5)
    plan = rename_region(parts.plan, 0, "Ünï; 1", 'The "west"')
    assert isinstance(plan, Plan)
    return plan


def test_a_plan_file_keeps_them(tmp_path: Path) -> None:
    save_rayon(changed(), tmp_path / "p.rayon")
    plan, issues = load_rayon(tmp_path / "p.rayon")
    assert issues == ()
    assert identical(plan, changed())
    assert plan.regions.earlier == {"0001": ("Ünï; 1", "0001-2"), "0001-1": ("Ünï; 1",)}


def test_a_plan_folder_keeps_them(tmp_path: Path) -> None:
    save_plan(changed(), tmp_path / "p")
    plan, issues = load_plan(tmp_path / "p")
    assert issues == ()
    assert identical(plan, changed())


def test_a_plan_whose_regions_never_changed_says_nothing_of_it(tmp_path: Path) -> None:
    save_plan(grid_plan(1, 3, 1), tmp_path / "p")
    assert "earlier" not in (tmp_path / "p" / "plan.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("told", ["[]", '{"0001": ["nowhere"]}', '{"0001": 3}'])
def test_codes_that_lead_nowhere_make_no_plan(tmp_path: Path, told: str) -> None:
    import apsw

    path = tmp_path / "p.rayon"
    save_rayon(changed(), path)
    db = apsw.Connection(str(path))
    db.execute("update rayon_meta set value = ? where key = 'earlier_codes'", (told,))
    db.close()
    plan, issues = load_rayon(path)
    assert plan is None
    assert [issue.code for issue in issues] == ["plan_broken"]


def test_the_journal_brings_them_back_after_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "p.rayon"
    save_rayon(grid_plan(1, 3, 1, accounts=6), path)
    saved, _ = load_rayon(path)
    journal = Journal(path)
    journal.begin(saved)
    journal.record(changed())
    kept = Journal(path).recover(saved)
    assert kept is not None
    assert identical(kept[0], changed())
