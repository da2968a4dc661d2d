"""Teams that are composed, or proposed, while the plan or the scenario becomes another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, show_page
from pytestqt.qtbot import QtBot

import ui.use_cases.teams as teams_case
from planner.edits.assignment import assign
from planner.edits.quotas import set_quotas
from planner.model.goals import Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from planner.model.teams import Post, RoleNeed, Team
from planner.model.types import RepId, ints
from ui.steps.team import TeamStep
from ui.use_cases.quotas import set_quota_tree

WITHIN = 10_000
GOALS = Goals(
    layers=(TerritoryGoals(count=3),),
    teams=TeamGoals(markets="parent:province"),
    quota=QuotaGoals(total=100_000),
)
NEEDS = (RoleNeed("closer", 36.0, 30.0),)
TEAMS = (Team("west", "West", "West", (Post("closer", RepId("R01"), 30.0),), NEEDS),)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, grid_plan(6, 6, 3, goals=GOALS))


@pytest.fixture
def go() -> Event:
    """Lets the composing end."""
    return Event()


@pytest.fixture
def page(
    qtbot: QtBot, bench: Bench, go: Event, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TeamStep]:
    def composed(*_told: object, **_named: object) -> tuple[Team, ...]:
        assert go.wait(WITHIN / 1000)
        return TEAMS

    monkeypatch.setattr(teams_case, "compose_teams", composed)
    made = TeamStep(bench.bench)
    show_page(qtbot, bench, made)
    yield made
    go.set()


def moved(bench: Bench) -> Plan:
    return assign(bench.document.plan, "Plan A", "base", ints([12, 13]), 0)


def rest(qtbot: QtBot, bench: Bench) -> None:
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=WITHIN)


def propose(qtbot: QtBot, bench: Bench, page: TeamStep, go: Event) -> None:
    go.set()
    page.compose.click()
    qtbot.waitUntil(page.accept.isVisible, timeout=WITHIN)


def test_proposed_teams_go_when_regions_change_hands_and_it_is_said(
    qtbot: QtBot, bench: Bench, page: TeamStep, go: Event
) -> None:
    told: list[str] = []
    bench.bench.messages.told.connect(lambda said: told.append(said.text))
    propose(qtbot, bench, page, go)
    bench.document.edit("move", moved(bench))
    assert page.accept.isHidden()
    assert page.compose.isVisible()
    assert not page.state().waiting
    assert told == ["The plan changed: compose the teams again."]


def test_teams_under_way_go_when_the_people_change(
    qtbot: QtBot, bench: Bench, page: TeamStep, go: Event
) -> None:
    page.compose.click()
    plan = bench.document.plan
    leaner = replace(plan, reps=tuple(replace(rep, fte=0.5) for rep in plan.reps))
    bench.document.edit("half the hours", leaner)
    go.set()
    rest(qtbot, bench)
    assert page.accept.isHidden()
    assert page.compose.isEnabled()


def test_teams_under_way_for_one_scenario_are_not_proposed_in_another(
    qtbot: QtBot, bench: Bench, page: TeamStep, go: Event
) -> None:
    page.compose.click()
    bench.document.look_at_scenario(TODAY)
    go.set()
    rest(qtbot, bench)
    assert page.accept.isHidden()
    assert page.compose.isEnabled()


def test_proposed_teams_stay_when_what_they_do_not_stand_on_changes(
    qtbot: QtBot, bench: Bench, page: TeamStep, go: Event
) -> None:
    propose(qtbot, bench, page, go)
    plan = bench.document.plan
    bench.document.edit("quotas", set_quotas(plan, "Plan A", set_quota_tree(plan, "Plan A")))
    assert page.accept.isVisible()
    page.accept.click()
    assert bench.document.scenario.teams == TEAMS
