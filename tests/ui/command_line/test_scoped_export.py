from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from builders import grid_plan

from planner.insight.extent import extent_of
from planner.insight.scope import Scope, ScopeKind
from planner.model.types import UNASSIGNED
from planner.store.folder import save_plan
from ui.command_line import job
from ui.command_line.exit_codes import BAD_INPUT, OK
from ui.use_cases import publish
from ui.use_cases.picture_request import picture_request


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan of a 4 x 4 grid on disk; no child process draws its picture."""
    monkeypatch.setattr(publish, "draw_picture", lambda *_: "not drawn")
    save_plan(grid_plan(4, 4, 4), tmp_path / "plan")
    return tmp_path


def test_export_of_a_province_has_its_regions_and_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert job.export_plan(folder / "plan", folder / "out", None, "province:West") == OK
    with (folder / "out" / "regions.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 8
    assert "Only province:West: 8 of 16 regions." in capsys.readouterr().out
    assert json.loads((folder / "out" / "summary.json").read_text())["of"]["regions"] == 8


def test_the_picture_of_a_managers_people_lists_their_territories_alone() -> None:
    plan = grid_plan(4, 4, 4)
    scope = Scope(ScopeKind.PEOPLE, "R02")
    request = picture_request(plan, "Plan A", extent_of(plan, "Plan A", scope))
    assert [row[0] for row in request.rows] == ["T02"]
    assert request.territories_listed.tolist() == [1]
    assert sorted(set(request.owner.tolist())) == [UNASSIGNED, 1]
    assert [seat != UNASSIGNED for seat in request.seats.tolist()] == [False, True, False, False]


def test_a_manager_without_territories_is_pictured_without_a_legend() -> None:
    plan = grid_plan(4, 4, 4, reps=5)
    scope = Scope(ScopeKind.PEOPLE, "R05")
    request = picture_request(plan, "Plan A", extent_of(plan, "Plan A", scope))
    assert (request.rows, request.territories_listed.tolist()) == ((), [])


def test_a_scope_that_is_not_there_is_bad_input_that_names_what_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert job.export_plan(folder / "plan", folder / "out", None, "province:North") == BAD_INPUT
    assert "no province 'North'; there are East, West" in capsys.readouterr().err
    assert not (folder / "out").exists()
