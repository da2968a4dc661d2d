"""Data, team, quotas, compare and publish with real widgets on a grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, page_of, show_page
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

import ui.use_cases.publish as publish_case
import ui.use_cases.teams as teams_case
from planner.edits.assignment import assign
from planner.insight.checks import check_plan
from planner.model.goals import Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.teams import Post, RoleNeed, Team
from planner.model.types import RepId, ints
from planner.model.words import STEPS
from ui.steps.compare import CompareStep
from ui.steps.data import DataStep
from ui.steps.data_words import issue_words
from ui.steps.pages import make_steps
from ui.steps.publish import PublishStep
from ui.steps.quotas import QuotasStep
from ui.steps.read_section import ReadSection
from ui.steps.scenario_names import next_scenario_name
from ui.steps.team import TeamStep
from ui.window.desk import Desk

WITHIN = 60_000
GOALS = Goals(
    layers=(TerritoryGoals(count=3),),
    teams=TeamGoals(markets="parent:province"),
    quota=QuotaGoals(total=100_000, over_assignment=0.10, step=1000),
)
TEAMS = (
    Team(
        "west",
        "West",
        "West",
        posts=(Post("closer", RepId("R01"), 30.0),),
        needs=(RoleNeed("closer", 36.0, 30.0),),
    ),
)


@pytest.fixture
def plan() -> Plan:
    return grid_plan(6, 6, 3, goals=GOALS)


@pytest.fixture
def bench(qtbot: QtBot, plan: Plan) -> Iterator[Bench]:
    yield from open_bench(qtbot, plan)


def test_the_steps_stand_in_the_order_of_the_work(bench: Bench) -> None:
    steps = make_steps(bench.bench)
    desk = Desk(bench.bench, steps)
    bench.window.setCentralWidget(desk)
    keys = [step.key for step in steps]
    assert keys == [key for key in STEPS if key in keys]
    assert len(keys) == 7
    for key in keys:
        desk.go_to(key)
        assert desk.here is desk.steps[key]


def test_data_counts_what_was_read(qtbot: QtBot, bench: Bench) -> None:
    step = page_of(qtbot, bench, DataStep)
    page = step.sections["read"]
    assert isinstance(page, ReadSection)
    assert page.figures.texts()[:2] == [("Regions", "36"), ("Accounts", "36")]
    first = page.measures.as_text().splitlines()[1].split("\t")
    assert first[:3] == ["Prospects", "36\u00a0accounts", "±5\u00a0%"]


def test_data_lists_what_reading_found_and_counts_kinds(qtbot: QtBot, bench: Bench) -> None:
    issues = tuple(
        Issue("outside", Severity.WARNING, "a.csv", f"account {n} lies nowhere", "Mend it.", row=n)
        for n in (3, 4)
    )
    step = DataStep(replace(bench.bench, issues=issues))
    show_page(qtbot, bench, step)
    assert step.state().open_points == 1
    page = step.sections["read"]
    assert isinstance(page, ReadSection)
    own = check_plan(bench.document.plan)
    qtbot.waitUntil(lambda: page.issues.rows_model.rows == (*issues, *own), timeout=WITHIN)


def test_what_the_files_and_what_the_plan_have_wrong_is_counted_apart() -> None:
    lost = Issue("outside", Severity.WARNING, "a.csv", "lies nowhere", "Mend it.")
    note = Issue("linked", Severity.NOTE, "a.csv", "an island", "Linked.")
    assert issue_words((lost, lost, note), (lost,)) == (
        "In the files: 2 left out or doubtful, 1 mended. In the plan as it is now: 1."
    )
    assert issue_words((), (lost,)) == "In the plan as it is now: 1."
    assert issue_words(()) == "Nothing was wrong or doubtful."


def test_quotas_are_set_as_one_step_and_add_up(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, QuotasStep)
    before = bench.document.plan
    page.set_them.click()
    figures = dict(page.figures.texts())
    assert figures["Company goal"] == "€\u00a0100\u202f000"
    assert figures["Sum of quotas"] == figures["= to divide"]
    assert figures["Left over"] == "€\u00a00"
    assert page.closes.text() == "All quotas add up to the goal"
    assert page.state().done
    assert bench.document.undo_stack.count() == 1
    bench.document.undo_stack.undo()
    assert bench.document.plan is before


def test_quotas_that_no_longer_follow_the_territories_say_so(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, QuotasStep)
    page.set_them.click()
    assert page.stale.isHidden()
    bench.document.edit("move", assign(bench.document.plan, "Plan A", "base", ints([12, 13]), 0))
    assert not page.stale.isHidden()
    page.set_them.click()
    assert page.stale.isHidden()


def test_quotas_of_today_are_set_in_a_copy(qtbot: QtBot, bench: Bench) -> None:
    bench.document.look_at_scenario("Today")
    page = page_of(qtbot, bench, QuotasStep)
    assert "Plan B" in page.page.sentence.text()
    page.set_them.click()
    assert bench.document.scenario.name == "Plan B"
    assert bench.document.plan.today.quotas == ()
    assert bench.document.undo_stack.count() == 1


def test_a_plan_without_a_goal_says_what_is_missing(qtbot: QtBot, bench: Bench) -> None:
    bench.document.edit("goals", replace(bench.document.plan, goals=Goals()))
    page = page_of(qtbot, bench, QuotasStep)
    assert not page.set_them.isEnabled()
    assert page.empty.text.text().startswith("Type the company goal above")


def test_composed_teams_are_a_proposal_until_accepted(
    qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teams_case, "compose_teams", lambda *_args, **_named: TEAMS)
    page = page_of(qtbot, bench, TeamStep)
    before = bench.document.plan
    page.compose.click()
    qtbot.waitUntil(lambda: not page.accept.isHidden(), timeout=WITHIN)
    assert bench.document.plan is before
    assert page.short.text.text() == "West: 6.0 h a week of closer"
    page.accept.click()
    assert bench.document.scenario.teams == TEAMS
    assert page.state().open_points == 1
    bench.document.undo_stack.undo()
    assert bench.document.plan is before


def test_rejected_teams_leave_the_plan(
    qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teams_case, "compose_teams", lambda *_args, **_named: TEAMS)
    page = page_of(qtbot, bench, TeamStep)
    before = bench.document.plan
    page.compose.click()
    qtbot.waitUntil(lambda: not page.accept.isHidden(), timeout=WITHIN)
    page.reject.click()
    assert bench.document.plan is before
    assert not page.empty.isHidden()


def test_teams_are_composed_by_the_real_solver(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, TeamStep)
    page.compose.click()
    qtbot.waitUntil(lambda: not page.accept.isHidden(), timeout=WITHIN)
    page.accept.click()
    markets = {team.market for team in bench.document.scenario.teams}
    assert markets == {"West", "East"}
    assert page.needs.rows_model.rowCount() == sum(
        len(team.needs) for team in bench.document.scenario.teams
    )


def test_compare_shows_one_column_a_scenario(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, CompareStep)
    rows = [line.split("\t") for line in page.table.as_text().splitlines()]
    assert rows[0][1:3] == ["Today", "Plan A"]
    figures = {row[0]: row[1:3] for row in rows}
    assert figures["Territories that keep every rule"] == ["3 of 3", "3 of 3"]
    assert figures["Regions moved"][0] == "0"


def test_compare_never_praises_a_scenario_that_breaks_the_rules(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, CompareStep)
    broken = assign(bench.document.plan, "Plan A", "base", ints([12, 13, 14]), 0)
    bench.document.edit("move", broken)
    assert page.verdict.title.text() == "Today keeps every rule; the others do not."


def test_compare_goes_on_with_a_scenario(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, CompareStep)
    page.scenario.setCurrentText("Today")
    page.go_on.click()
    assert bench.document.scenario.name == "Today"


def test_the_folder_that_is_opened_is_the_one_that_was_written(
    qtbot: QtBot, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_case, "draw_picture", lambda *_args: "no picture in this test")
    monkeypatch.setenv("HOME", str(tmp_path))
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    page = page_of(qtbot, bench, PublishStep)
    page.folder.edit.setText("~/out")
    page.export.click()
    qtbot.waitUntil(page.export.isEnabled, timeout=WITHIN)
    page.folder.edit.setText(str(tmp_path / "elsewhere"))
    qtbot.mouseClick(page.open, Qt.MouseButton.LeftButton)
    assert opened == [str(tmp_path / "out")]


def test_publish_writes_into_the_folder_and_says_how_many(
    qtbot: QtBot, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_case, "draw_picture", lambda *_args: "no picture in this test")
    page = page_of(qtbot, bench, PublishStep)
    target = tmp_path / "out"
    page.folder.edit.setText(str(target))
    page.export.click()
    qtbot.waitUntil(page.export.isEnabled, timeout=WITHIN)
    written = sorted(path.name for path in target.iterdir())
    assert "regions.csv" in written
    assert page.note.title.text() == f"{len(written)} files are written."
    assert page.state().done


def test_publish_says_why_it_cannot_write(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", "utf-8")
    page = page_of(qtbot, bench, PublishStep)
    page.folder.edit.setText(str(blocked))
    page.export.click()
    qtbot.waitUntil(page.export.isEnabled, timeout=WITHIN)
    assert page.note.title.text() == "The files could not be written"
    assert not page.state().done


def test_scenario_names_go_through_the_alphabet(plan: Plan) -> None:
    assert next_scenario_name(plan) == "Plan B"
