"""Key accounts by name in the inspector of the territory they count in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, territories_page
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from planner.edits.accounts import name_accounts
from planner.model.formula import measure_values
from planner.model.goals import AccountGoals, Goals, TerritoryGoals
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.types import floats
from ui.steps.named_accounts import SHOWN, named_accounts
from ui.steps.picture import picture_of

COUNTED = Measure("accounts", "Accounts", "accounts", "accounts.count")


def named_plan(accounts: int = 8, given: int = 2) -> Plan:
    """Four regions in a row; the first accounts are given to R02 by name, wherever they lie."""
    plan = grid_plan(1, 4, 2, accounts=accounts, loads=np.ones((4, 1)))
    everything = AccountGoals("key", "Key accounts", "visits >= 0")
    goals = Goals(layers=(TerritoryGoals(count=2),), key_accounts=(everything,))
    loads = measure_values(COUNTED, plan.regions, plan.accounts)
    plan = replace(plan, goals=goals, measures=(COUNTED,), loads=floats(loads.reshape(-1, 1)))
    return name_accounts(plan, "Plan A", {plan.accounts.ids[at]: "R02" for at in range(given)})


def test_accounts_are_told_with_what_they_add_and_their_share() -> None:
    picture = picture_of(named_plan(), "Plan A", "base")
    assert named_accounts(picture, 0) is None
    named = named_accounts(picture, 1)
    assert named is not None
    plan, load = picture.plan, picture.summary.loads[1, 0]
    assert named.rows == tuple((name, "1.0") for name in plan.accounts.names[:2])
    assert named.heading == "Accounts, accounts"
    assert named.share == pytest.approx(2 / load)
    assert "more" not in named.sentence


def test_of_many_the_largest_are_told_and_the_rest_counted() -> None:
    picture = picture_of(named_plan(accounts=20, given=SHOWN + 3), "Plan A", "base")
    named = named_accounts(picture, 1)
    assert named is not None
    assert (named.count, len(named.rows)) == (SHOWN + 3, SHOWN)
    assert named.sentence.endswith("3 smaller accounts more.")


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, named_plan())


def test_a_click_opens_them_and_a_territory_without_any_says_nothing(
    qtbot: QtBot, bench: Bench
) -> None:
    step = territories_page(qtbot, bench)
    bench.document.look_at_scenario("Plan A")
    panel = step.panels.territory
    bench.bench.selection.select_territory(1)
    assert panel.named.text() == "2 accounts by name"
    assert not panel.accounts.isVisible()
    qtbot.mouseClick(panel.named, Qt.MouseButton.LeftButton)
    assert panel.accounts.isVisible()
    assert len(panel.accounts.texts()) == 2
    bench.bench.selection.select_territory(0)
    assert not panel.named.isVisible()
    assert not panel.accounts.isVisible()
