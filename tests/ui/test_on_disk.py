"""Whether a saved plan was written since is told by its own files alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import grid_plan

from planner.store.folder import save_plan
from ui.use_cases.on_disk import stamp_of

PLAN = grid_plan(1, 2)


@pytest.mark.parametrize("name", ["notes.md", "scenarios/.DS_Store", "scenarios/Today/Thumbs.db"])
def test_what_others_put_into_a_plan_folder_is_no_change_of_the_plan(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "plan"
    save_plan(PLAN, folder)
    stamp = stamp_of(folder)
    (folder / name).write_text("x")
    assert stamp_of(folder) == stamp
    save_plan(replace(PLAN, seed=2), folder)
    assert stamp_of(folder) != stamp
