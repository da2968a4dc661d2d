"""Every page in two themes, sizes and languages: no text wider than its box, no two labels crossing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, show_page, territories_page
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from widget_walk import clipped_texts, crossing_texts

from planner.edits.layers import accept_owner
from planner.edits.teams import set_teams
from planner.language import use_language
from planner.model.goals import Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.layers import Proof
from planner.model.plan import Plan
from planner.model.teams import Post, RoleNeed, Team
from planner.model.types import RepId
from planner.notation import use_notation
from ui.actions import Act
from ui.panels.ask_panel import Ask
from ui.steps.pages import make_steps
from ui.theme import theme

LOOKS = [
    ("light", (1440, 900), "en"),
    ("dark", (1440, 900), "nl"),
    ("light", (1280, 720), "nl"),
    ("dark", (1280, 720), "en"),
]
TEAMS = tuple(
    Team(
        f"m{n}",
        f"Market number {n}",
        f"m{n}",
        posts=(Post("account_manager", RepId("R01"), 30.5),),
        needs=(RoleNeed("account_manager", 36.25, 30.5), RoleNeed("closer", 12.0, 12.0)),
    )
    for n in range(3)
)
PROOF = Proof("feasible", 1.02e9, 1e9, 0.0196, "inertia", seed=1, runtime_s=31.4)


@pytest.fixture
def plan() -> Plan:
    chance = np.random.default_rng(1)
    loads = np.stack(
        [
            chance.integers(1, 900, 80),
            chance.integers(5, 4000, 80),
            chance.lognormal(13, 0.6, 80),
        ],
        axis=1,
    )
    goals = Goals(
        layers=(TerritoryGoals(count=8),),
        teams=TeamGoals(markets="parent:province"),
        quota=QuotaGoals(total=123_456_000, over_assignment=0.10),
    )
    made = set_teams(grid_plan(8, 10, 8, goals=goals, loads=loads), "Plan A", TEAMS)
    layer = made.scenario("Plan A").base
    return accept_owner(made, "Plan A", "base", layer.owner, PROOF)


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1][0]}-{look[2]}")
def bench(qtbot: QtBot, plan: Plan, request: pytest.FixtureRequest) -> Iterator[Bench]:
    mode, size, code = request.param
    use_language(code)  # before the pages are made
    use_notation("point_comma" if code == "nl" else "neutral")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, mode)
    opened = open_bench(qtbot, plan)
    bench = next(opened)
    bench.window.resize(size[0] - theme.size("rail"), size[1] - 76)
    yield bench
    next(opened, None)
    QCoreApplication.sendPostedEvents(
        None, QEvent.Type.DeferredDelete
    )  # what is gone is not styled
    theme.apply(app, "light")


def check(qtbot: QtBot, bench: Bench) -> None:
    """Wait until layouts have settled; what is still wrong then is named."""

    def fits() -> None:
        assert clipped_texts(bench.window) == []
        assert crossing_texts(bench.window) == []

    qtbot.waitUntil(fits, timeout=3_000)


@pytest.mark.parametrize(
    "key", ["data", "market", "team", "territories", "quotas", "compare", "publish"]
)
def test_a_page_fits(qtbot: QtBot, bench: Bench, key: str) -> None:
    steps = {step.key: step for step in make_steps(bench.bench)}
    step = steps.pop(key)
    for other in steps.values():
        for widget in (other.centre, other.inspector, other.strip):
            if widget is not None:
                widget.setParent(bench.window)
                widget.hide()
    show_page(qtbot, bench, step)
    check(qtbot, bench)
    if key == "quotas":
        bench.actions[Act.PRIMARY].trigger()
        check(qtbot, bench)


def test_every_panel_of_the_territories_page_fits(
    qtbot: QtBot, bench: Bench, solved_once: None
) -> None:
    step = territories_page(qtbot, bench)
    selection = bench.bench.selection
    selection.select_territory(2)
    check(qtbot, bench)
    selection.select([33, 34, 44])
    check(qtbot, bench)
    step.ask()
    check(qtbot, bench)
    step.escape()
    bench.actions[Act.BRUSH].trigger()
    check(qtbot, bench)
    bench.actions[Act.TABLE].trigger()
    check(qtbot, bench)
    bench.actions[Act.TABLE].trigger()
    step.panels.ask.asked.emit(Ask(keep=0.0, work=1.0))
    qtbot.waitUntil(lambda: bool(step.panels.solving.log.events), timeout=120_000)
    check(qtbot, bench)
    qtbot.waitUntil(lambda: step.show.is_proposed, timeout=120_000)
    check(qtbot, bench)
