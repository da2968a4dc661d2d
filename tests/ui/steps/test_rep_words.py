"""Why a territory has its rep: in words, and in the inspector when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan, grid_reps
from page_bench import Bench, open_bench, territories_page
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from planner.model.goals import Goals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from planner.sales.matching import Reason
from ui.steps.picture import picture_of
from ui.steps.rep_words import RepFits, rep_fit

WEST, EAST = (3.313, 47.975), (3.366, 47.975)
REASON = Reason(0, km=12.4, kept=0.62, met=1.0, stays=False, other=1, price=0.5)


def two_halves(**fields: object) -> Plan:
    reps = tuple(
        replace(rep, lon_lat=home) for rep, home in zip(grid_reps(2), (WEST, EAST), strict=True)
    )
    return grid_plan(2, 4, plan_a=[0, 0, 1, 1, 0, 0, 1, 1], **{"reps": reps, **fields})


def said(plan: Plan, reason: Reason, scenario: str = "Plan A") -> tuple[list[str], str]:
    fit = rep_fit(plan, scenario, plan.scenario(scenario).base, reason)
    return [f"{name}: {value}" for name, value in fit.rows], fit.exchange


def test_way_and_share_are_told_and_skills_only_where_there_are_any() -> None:
    rows, exchange = said(two_halves(), REASON)
    assert rows == ["Way from home, on average: 12\u00a0km", "With this rep today: 62\u00a0%"]
    assert exchange.startswith("Changing places with T02 (")
    assert exchange.endswith("would fit the two less well.")


def test_today_says_nothing_of_what_is_with_the_rep_today() -> None:
    rows, _ = said(two_halves(), REASON, TODAY)
    assert rows == ["Way from home, on average: 12\u00a0km"]


def test_an_unknown_home_is_left_out() -> None:
    rows, _ = said(two_halves(), replace(REASON, km=float("nan")))
    assert rows == ["With this rep today: 62\u00a0%"]


@pytest.mark.parametrize(
    ("price", "stays", "words"),
    [
        (0.0, False, "would fit the two as well."),
        (-0.2, False, "would fit the two better."),
        (-0.2, True, "most of this territory was with this rep already."),
    ],
)
def test_the_next_exchange_is_told_by_its_price(price: float, stays: bool, words: str) -> None:
    _, exchange = said(two_halves(), replace(REASON, price=price, stays=stays))
    assert exchange.endswith(words)


def test_where_nobody_can_change_places_it_says_why() -> None:
    alone = replace(REASON, other=None, price=0.0)
    homes = two_halves(goals=Goals(layers=(TerritoryGoals(count=2, seats="homes"),)))
    weighed = two_halves(goals=Goals(layers=(TerritoryGoals(count=2, disruption_weight=1.0),)))
    free = two_halves(goals=Goals(layers=(TerritoryGoals(count=2, seats="free"),)))
    told = [said(plan, alone)[1] for plan in (homes, weighed, free)]
    assert told[0] == "Territories are drawn around the homes of their reps."
    assert told[1] != told[2]
    assert "nobody can change places" in told[2]


def test_a_vacancy_needs_no_reason() -> None:
    first, second = two_halves().reps
    plan = two_halves(reps=(replace(first, vacancy=True), second))
    picture = picture_of(plan, "Plan A", "base")
    assert RepFits().of(picture, 0) is None
    assert RepFits().of(picture, 1) is not None


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, two_halves())


def test_a_click_opens_why_this_rep_and_it_stays_open_for_the_next_territory(
    qtbot: QtBot, bench: Bench
) -> None:
    step = territories_page(qtbot, bench)
    bench.document.look_at_scenario("Plan A")
    panel = step.panels.territory
    bench.bench.selection.select_territory(0)
    assert panel.why.isVisible()
    assert not panel.fit.isVisible()
    qtbot.mouseClick(panel.why, Qt.MouseButton.LeftButton)
    assert panel.fit.isVisible()
    west = panel.fit.texts()
    bench.bench.selection.select_territory(1)
    assert panel.fit.isVisible()
    assert "T01" in panel.exchange.text()
    assert np.shape(panel.fit.texts()) == np.shape(west)
    qtbot.mouseClick(panel.why, Qt.MouseButton.LeftButton)
    assert not panel.exchange.isVisible()
