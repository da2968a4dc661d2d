"""Team, quotas, compare and publish show what lies in the scope, say so, and change nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, page_of, show_page
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

import ui.use_cases.publish as publish_case
import ui.use_cases.teams as teams_case
from planner.edits.quotas import set_quotas
from planner.edits.teams import set_teams
from planner.insight.scope import EVERYTHING, Scope, ScopeKind
from planner.model.goals import Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.teams import Post, RoleNeed, Team
from planner.model.types import RepId
from planner.sales.quota import quota_tree
from ui.actions import Act
from ui.steps.compare import CompareStep
from ui.steps.publish import PublishStep
from ui.steps.quotas import QuotasStep
from ui.steps.team import TeamStep

WITHIN = 60_000
WEST = Scope(ScopeKind.PARENT, "West", "province")
LEADER = Scope(ScopeKind.PEOPLE, "R04")
LONELY = Scope(ScopeKind.PEOPLE, "R05")
GOALS = Goals(
    layers=(TerritoryGoals(count=3),),
    teams=TeamGoals(markets="parent:province"),
    quota=QuotaGoals(total=900, over_assignment=0.10, step=1),
)


def team(key: str, needed: float, *people: str) -> Team:
    posts = tuple(Post("closer", RepId(one), 10.0) for one in people)
    return Team(key, key, key, posts, (RoleNeed("closer", needed, 10.0 * len(people)),))


TEAMS = (team("West", 26.0, "R01", "R02"), team("East", 13.0, "R03"))


def plan_of(teams: tuple[Team, ...] = TEAMS) -> Plan:
    """A 6 x 6 grid in three rows of 12 regions; rep 4 leads reps 1 and 2, rep 5 leads nobody."""
    plan = grid_plan(6, 6, 3, reps=5, goals=GOALS)
    led = tuple(
        replace(rep, manager_id=RepId("R04") if rep.id in ("R01", "R02") else None)
        for rep in plan.reps
    )
    plan = replace(plan, reps=led)
    plan = set_quotas(plan, "Plan A", quota_tree(plan, plan.scenario("Plan A")))
    return set_teams(plan, "Plan A", teams)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, plan_of())


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def told(bench: Bench) -> list[str]:
    words: list[str] = []
    bench.bench.messages.told.connect(lambda one: words.append(one.text))
    return words


def without(plan: Plan, rep_id: str) -> Plan:
    """The plan less a leader, whose people report to nobody then."""
    return replace(
        plan,
        reps=tuple(replace(rep, manager_id=None) for rep in plan.reps if rep.id != rep_id),
    )


# Team


def test_the_team_page_is_of_the_scope_and_says_so(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, TeamStep)
    assert page.page.scope.isHidden()
    whole = dict(page.figures.texts())
    assert (whole["Teams"], whole["People posted"]) == ("2", "3")
    bench.document.look_at(WEST)
    assert page.page.scope.isVisible()
    assert page.page.scope.words.text() == (
        "West: 1 of 2 teams, 2 of 3 people. Teams are composed for everything."
    )
    figures = dict(page.figures.texts())
    assert (figures["Teams"], figures["People posted"]) == ("1", "2")
    assert page.needs.rows_model.rowCount() == 1
    assert [row.person for row in page.posts.rows_model.rows] == ["Rep 1", "Rep 2"]
    assert page.short.text.text() == "West: 6.0 h a week of closer"
    assert page.state().open_points == 1
    click(qtbot, page.page.scope.all)
    assert bench.document.scope == EVERYTHING
    assert page.page.scope.isHidden()
    assert dict(page.figures.texts()) == whole
    assert page.state().open_points == 2


def test_teams_that_reach_beyond_are_counted(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, TeamStep)
    bench.document.look_at(LEADER)  # the first two rows of regions, in both provinces
    assert page.page.scope.words.text() == (
        "People of Rep 4: 2 of 2 teams, 2 of 3 people. 2 of them reach beyond: "
        "what they need is not counted. Teams are composed for everything."
    )
    assert page.figures.texts() == [
        ("Teams", "2"), ("People posted", "2"), ("Posted, h a week", "20")
    ]  # fmt: skip
    shown = [one for one in page.figures.findChildren(QLabel) if one.isVisible()]
    assert not any("Short" in one.text() for one in shown)  # it would shine through
    assert page.short.isHidden()
    assert page.needs.rows_model.rowCount() == 0
    assert [row.person for row in page.posts.rows_model.rows] == ["Rep 1", "Rep 2"]
    state = page.state()
    assert (state.done, state.open_points) == (False, 0)


def test_teams_are_not_composed_while_a_part_is_looked_at(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, TeamStep)
    words = told(bench)
    bench.document.look_at(WEST)
    assert not page.compose.isEnabled()
    first = "Teams are composed and accepted for everything: show everything first."
    assert page.compose.toolTip() == first
    bench.actions[Act.PRIMARY].trigger()
    assert words == [first]
    assert page.progress.isHidden()
    click(qtbot, page.page.scope.all)
    assert page.compose.isEnabled()
    assert page.compose.toolTip() == ""


def test_a_proposal_outlives_the_switch_and_is_accepted_for_everything(
    qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = (team("West", 20.0, "R01"), team("East", 20.0, "R02", "R03"))
    monkeypatch.setattr(teams_case, "compose_teams", lambda *_args, **_named: others)
    page = page_of(qtbot, bench, TeamStep)
    before = bench.document.plan
    click(qtbot, page.compose)
    bench.document.look_at(WEST)
    qtbot.waitUntil(lambda: not page.accept.isHidden(), timeout=WITHIN)
    assert [row.person for row in page.posts.rows_model.rows] == ["Rep 1"]
    assert not page.accept.isEnabled()
    bench.actions[Act.PRIMARY].trigger()
    assert bench.document.plan is before
    click(qtbot, page.page.scope.all)
    click(qtbot, page.accept)
    assert bench.document.scenario.teams == others
    assert bench.document.undo_stack.count() == 1


def test_undo_and_redo_after_switching_show_what_is_inside_then(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, TeamStep)
    fewer = set_teams(bench.document.plan, "Plan A", TEAMS[1:])
    bench.document.edit("fewer", fewer)
    bench.document.look_at(WEST)
    assert page.empty.title.text() == "No teams here"
    assert page.empty.text.text().startswith("West: no market of the teams lies there")
    assert page.empty.isVisible()
    assert page.figures.isHidden()
    bench.document.undo_stack.undo()
    assert page.empty.isHidden()
    assert dict(page.figures.texts())["Teams"] == "1"
    bench.document.undo_stack.redo()
    assert page.page.scope.words.text().startswith("West: 0 of 1 teams, 0 of 1 people.")


def test_a_plan_without_teams_says_the_scope_and_how_to_go_on(qtbot: QtBot, bench: Bench) -> None:
    bench.document.edit("none", set_teams(bench.document.plan, "Plan A", ()))
    page = page_of(qtbot, bench, TeamStep)
    assert page.empty.text.text().startswith("Press Compose teams")
    bench.document.look_at(WEST)
    assert page.page.scope.words.text().startswith("West: no teams yet.")
    assert page.empty.title.text() == "No teams yet"
    assert page.empty.text.text().endswith("show everything first.")


# Quotas


def test_the_quota_page_is_of_the_scope_and_says_so(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, QuotasStep)
    whole = page.figures.texts()
    assert page.page.scope.isHidden()
    bench.document.look_at(LEADER)
    assert page.page.scope.words.text() == (
        "People of Rep 4: 2 of 3 territories, €\u00a0600 of €\u00a0900 (66.7\u00a0%). "
        "Quotas are set for everything."
    )
    figures = dict(page.figures.texts())
    assert figures["Goal: People of Rep 4"] == "€\u00a0600"
    assert figures["Sum of quotas"] == figures["= to divide"] == "€\u00a0660"
    assert figures["Left over"] == "€\u00a00"
    assert {row.name for row in page.table.rows_model.rows if row.level == "territory"} == {
        "Territory 1", "Territory 2",
    }  # fmt: skip
    assert page.stale.isHidden()
    assert page.state().done
    click(qtbot, page.page.scope.all)
    assert page.figures.texts() == whole


def test_a_territory_that_also_lies_outside_is_named_beside_the_sums(
    qtbot: QtBot, bench: Bench
) -> None:
    page = page_of(qtbot, bench, QuotasStep)
    bench.document.look_at(WEST)
    assert "T01, T02, T03 also lie outside and count whole." in page.page.scope.words.text()


def test_quotas_are_not_set_while_a_part_is_looked_at(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, QuotasStep)
    words, before = told(bench), bench.document.plan
    bench.document.look_at(LEADER)
    assert not page.set_them.isEnabled()
    bench.actions[Act.PRIMARY].trigger()
    assert words == ["Quotas are set for everything: show everything first."]
    assert bench.document.plan is before


def test_a_scope_with_no_one_in_it_has_no_figures_but_says_why(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, QuotasStep)
    bench.document.look_at(LONELY)
    assert page.page.scope.words.text().startswith("People of Rep 5: 0 of 3 territories, €\u00a00")
    assert page.empty.title.text() == "No quotas here"
    assert page.empty.text.text() == "People of Rep 5: no territory has a quota."
    assert page.figures.isHidden()
    assert page.table.rows_model.rowCount() == 0
    assert not page.state().done


def test_before_quotas_are_set_the_page_says_that_everything_comes_first(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.document.edit("none", set_quotas(bench.document.plan, "Plan A", ()))
    page = page_of(qtbot, bench, QuotasStep)
    bench.document.look_at(LEADER)
    assert page.page.scope.words.text().startswith("People of Rep 4: no quotas yet.")
    assert page.empty.text.text() == "Quotas are set for everything: show everything first."
    assert page.figures.isHidden()  # the company's goal is not that of the scope


def test_who_leads_the_scope_may_leave_and_what_is_looked_at_is_said(
    qtbot: QtBot, bench: Bench
) -> None:
    """Who left by a date still leads it; who is taken away leaves everything to be looked at."""
    page = page_of(qtbot, bench, QuotasStep)
    plan = bench.document.plan
    left = tuple(
        replace(rep, end=date(2020, 1, 1)) if rep.id == "R04" else rep for rep in plan.reps
    )
    bench.document.edit("left", replace(plan, reps=left))
    bench.document.look_at(LEADER)
    assert page.page.scope.words.text().startswith("People of Rep 4: 2 of 3")
    bench.document.edit("away", without(bench.document.plan, "R04"))
    assert bench.document.scope == EVERYTHING
    assert page.page.scope.isHidden()
    assert dict(page.figures.texts())["Company goal"] == "€\u00a0900"
    bench.document.undo_stack.undo()
    assert page.page.scope.isHidden()
    bench.document.look_at(LEADER)
    assert dict(page.figures.texts())["Goal: People of Rep 4"] == "€\u00a0600"
    bench.document.undo_stack.redo()
    assert page.page.scope.isHidden()


@pytest.mark.parametrize("make", [TeamStep, QuotasStep])
def test_teams_and_quotas_say_that_they_are_of_the_base_layer(
    qtbot: QtBot, bench: Bench, make: type[TeamStep | QuotasStep]
) -> None:
    scenario = bench.document.scenario
    overlay = replace(scenario.base, key="overlay", label="Enterprise")
    plan = bench.document.plan
    scenarios = (plan.today, replace(scenario, layers=(scenario.base, overlay)))
    page = make(bench.bench)
    show_page(qtbot, bench, page)
    bench.document.edit("overlay", replace(plan, scenarios=scenarios))
    words = page.page.sentence.text()
    bench.document.look_at_layer("overlay")
    assert page.page.sentence.text() == f"{words} This page is always of the layer Territories."
    bench.document.look_at_layer("base")
    assert page.page.sentence.text() == words


# Compare


def test_the_table_of_all_scenarios_is_of_the_scope_and_says_so(qtbot: QtBot, bench: Bench) -> None:
    page = page_of(qtbot, bench, CompareStep)
    bench.actions[Act.TABLE].trigger()

    def figures() -> dict[str, list[str]]:
        rows = [line.split("\t") for line in page.table.as_text().splitlines()]
        return {row[0]: row[1:3] for row in rows}

    assert page.page.scope.isHidden()
    assert figures()["Territories that keep every rule"] == ["3 of 3", "3 of 3"]
    bench.document.look_at(LEADER)
    assert page.page.scope.isVisible()
    assert page.page.scope.words.text() == (
        "People of Rep 4: all figures are of that alone. "
        "Teams, quotas and proofs are of everything and left out."
    )
    assert figures()["Territories that keep every rule"] == ["2 of 2", "2 of 2"]
    assert set(figures()["Quota, total"]) == {"\u2013"}
    assert page.verdict.text.text() == "This is said of People of Rep 4 alone."
    click(qtbot, page.page.scope.all)
    assert page.page.scope.isHidden()
    assert page.verdict.text.text() == ""


def test_comparing_a_scope_without_territories_is_no_verdict_on_rules(
    qtbot: QtBot, bench: Bench
) -> None:
    page = page_of(qtbot, bench, CompareStep)
    bench.document.look_at(LONELY)
    assert page.verdict.title.text() == "There is no territory to compare."
    assert page.panel.note.title.text() == "There is no territory to compare."
    assert page.maps.words.text() == "0\u00a0regions differ: hatched"


# Publish


def test_the_files_are_of_the_scope_and_the_page_says_what_is_left_out(
    qtbot: QtBot, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_case, "draw_picture", lambda *_args: "no picture in this test")
    page = page_of(qtbot, bench, PublishStep)
    assert page.page.scope.isHidden()
    bench.document.look_at(LEADER)
    assert page.page.scope.words.text() == (
        "People of Rep 4: 24 of 36 regions, 2 of 3 territories, 24 of 36 accounts and "
        "3 of 5 people. What lies outside is left out. "
        "Accounts elsewhere that these people own or serve are written too."
    )
    page.folder.edit.setText(str(tmp_path))
    click(qtbot, page.export)
    qtbot.waitUntil(page.export.isEnabled, timeout=WITHIN)

    def rows(name: str) -> int:
        return len((tmp_path / name).read_text("utf-8").splitlines()) - 1

    assert (rows("regions.csv"), rows("territories.csv"), rows("reps_plan.csv")) == (24, 2, 3)
    assert not (tmp_path / "teams.csv").exists()
    assert page.state().done
    click(qtbot, page.page.scope.all)
    assert page.page.scope.isHidden()
    assert not page.state().done


def test_of_a_scope_with_no_one_in_it_the_page_says_which_files_there_are(
    qtbot: QtBot, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_case, "draw_picture", lambda *_args: "no picture in this test")
    page = page_of(qtbot, bench, PublishStep)
    bench.document.look_at(LONELY)
    assert page.page.scope.words.text().startswith(
        "People of Rep 5: 0 of 36 regions, 0 of 3 territories, 0 of 36 accounts and 1 of 5 people."
    )
    states = {
        line.split("\t")[0]: line.split("\t")[2] for line in page.files.as_text().splitlines()
    }
    target = tmp_path / "out"
    page.folder.edit.setText(str(target))
    click(qtbot, page.export)
    qtbot.waitUntil(page.export.isEnabled, timeout=WITHIN)
    promised = {name for name, state in states.items() if state == "will be written"}
    assert promised == {path.name for path in target.iterdir()} | {"map.png"}
    assert states["territories.gpkg"] == "left out: no territory has regions yet"


def test_files_begun_before_the_switch_are_not_taken_for_those_of_the_scope(
    qtbot: QtBot, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_case, "draw_picture", lambda *_args: "no picture in this test")
    page = page_of(qtbot, bench, PublishStep)
    page.folder.edit.setText(str(tmp_path))
    click(qtbot, page.export)
    bench.document.look_at(WEST)
    qtbot.waitUntil(page.export.isEnabled, timeout=WITHIN)
    assert not page.state().done
    assert page.note.text.text().startswith("They are of what was looked at when this began.")
    assert "T01, T02, T03 also lie outside and count whole." in page.page.scope.words.text()
    assert len((tmp_path / "regions.csv").read_text("utf-8").splitlines()) == 37
