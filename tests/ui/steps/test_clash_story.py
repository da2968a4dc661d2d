"""Story 10: a barrier, water as a border and a narrow band clash; a repair mends it and can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, territories_page
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from planner.edits.scenarios import duplicate_scenario
from planner.insight.summary import layer_summary
from planner.judge.demands import keeping
from planner.judge.problem import Problem, Status
from planner.model.goals import Goals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.rules import BarrierGoal, TerritoryRules
from ui.actions import Act
from ui.panels.ask_panel import Ask
from ui.steps.proposing import Phase
from ui.steps.territories import TerritoriesStep
from ui.steps.territory_inspector import Panel
from ui.use_cases.read import open_plan
from ui.use_cases.territories import SolveOptions, solve

WITHIN = 300_000
SAMPLE = Path(__file__).parents[3] / "sample_regions" / "netherlands" / "plan.toml"
ASK = Ask(keep=0.0, work=20.0)
NORTH = ("Groningen", "Drenthe", "Friesland")


def with_barrier(plan: Plan) -> Plan:
    """The Dutch sample with the three northern provinces closed off, by land and by water."""
    province = np.array(plan.regions.parents["province"])
    north = np.isin(province, NORTH)
    borders = plan.regions.graph.borders
    crossing = borders[north[borders[:, 0]] != north[borders[:, 1]]]
    ids = plan.regions.ids
    barrier = BarrierGoal("around the north", tuple((ids[i], ids[j]) for i, j in crossing))
    base = replace(
        plan.goals.layers[0], rules=TerritoryRules(barriers=(barrier,), ferries_only=True)
    )
    measures = tuple(replace(measure, tolerance=0.05) for measure in plan.measures)
    goals = replace(plan.goals, layers=(base, *plan.goals.layers[1:]))
    changed = replace(plan, goals=goals, measures=measures)
    return duplicate_scenario(changed, "Today", "Plan A")


def small() -> Plan:
    """A strip of eight places whose barrier leaves three fifths of a territory over."""
    barrier = BarrierGoal("river", (("0005", "0006"),))
    goals = Goals(layers=(TerritoryGoals(count=2, rules=TerritoryRules(barriers=(barrier,))),))
    return grid_plan(1, 8, 2, goals=goals)


def opened(qtbot: QtBot, bench: Bench) -> TerritoriesStep:
    step = territories_page(qtbot, bench)
    bench.document.look_at_scenario("Plan A")
    return step


def asked(qtbot: QtBot, step: TerritoriesStep) -> None:
    step.panels.ask.asked.emit(ASK)
    settle(qtbot, step)


def settle(qtbot: QtBot, step: TerritoriesStep) -> None:
    qtbot.waitUntil(lambda: step.proposing.phase is not Phase.SOLVING, timeout=WITHIN)
    assert step.proposing.phase is Phase.PROPOSED


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, small())


def test_enter_applies_the_first_repair_and_solves_again_and_one_undo_takes_it_back(
    qtbot: QtBot, bench: Bench
) -> None:
    step = opened(qtbot, bench)
    asked(qtbot, step)
    before = bench.document.plan
    assert step.panels.panel is Panel.CLASH
    assert not any("All rules are met" in row[0] for row in step.panels.solving.events.texts())
    assert step.balance.bars.balance.title == "Nearest plan"
    facts = step.panels.clash.facts
    assert facts is not None
    assert [rule.title for rule in facts.rules][-1] == "Barrier river"
    assert facts.repairs[0].title in {
        "Open the barrier river",
        "Allow territories in several pieces",
    }
    qtbot.keyClick(step.panels.clash, Qt.Key.Key_Return)
    assert bench.document.plan is not before
    settle(qtbot, step)
    assert step.panels.panel is Panel.PROPOSAL
    proposal = step.proposing.proposal
    assert proposal is not None
    assert proposal.solution.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert bench.document.undo_stack.count() == 1
    bench.document.undo_stack.undo()
    assert bench.document.plan is before


def test_a_click_on_a_rule_shows_its_places_and_the_nearest_plan_can_be_looked_at(
    qtbot: QtBot, bench: Bench
) -> None:
    step = opened(qtbot, bench)
    asked(qtbot, step)
    panel = step.panels.clash
    barrier = next(card for card in panel.cards if card.title.text() == "Barrier river")
    qtbot.mouseClick(barrier, Qt.MouseButton.LeftButton)
    scene = step.page.canvas.scene
    assert scene is not None
    assert scene.marked.tolist() == [[4, 5]]
    assert not step.page.canvas.selected.any()
    panel.plan_wanted.emit()
    assert step.panels.panel is Panel.PROPOSAL
    assert not len(scene.marked)
    assert step.balance.bars.balance.title == "If accepted"


def test_escape_puts_the_clash_away_and_the_plan_is_as_it_was(qtbot: QtBot, bench: Bench) -> None:
    step = opened(qtbot, bench)
    before = bench.document.plan
    asked(qtbot, step)
    bench.actions[Act.ESCAPE].trigger()
    assert step.proposing.phase is Phase.IDLE
    assert bench.document.plan is before


@pytest.fixture
def dutch(qtbot: QtBot) -> Iterator[Bench]:
    plan, _ = open_plan(SAMPLE, lambda *_: None)
    assert plan is not None
    yield from open_bench(qtbot, with_barrier(plan))


@pytest.mark.slow
def test_story_ten_on_the_dutch_sample(qtbot: QtBot, dutch: Bench) -> None:
    bench = dutch
    step = opened(qtbot, bench)
    asked(qtbot, step)
    proposal = step.proposing.proposal
    assert proposal is not None
    clash = proposal.solution.clash[0]
    assert clash.proven
    assert clash.minimal
    assert step.panels.panel is Panel.CLASH
    assert not solvable(keeping(proposal.problem, clash.demands))
    order = [(round(each.worst, 4), round(each.moved, 6)) for each in clash.repairs]
    assert order
    assert order == sorted(order)
    before = bench.document.plan
    qtbot.keyClick(step.panels.clash, Qt.Key.Key_Return)
    settle(qtbot, step)
    again = step.proposing.proposal
    assert again is not None
    assert again.solution.status in (Status.OPTIMAL, Status.FEASIBLE)
    step.show.accept()
    assert layer_summary(bench.document.plan, "Plan A").within_tolerance == 12
    bench.document.undo_stack.undo()
    bench.document.undo_stack.undo()
    assert bench.document.plan is before


def solvable(problem: Problem) -> bool:
    """Whether the solver finds a plan that meets every rule."""
    return solve(problem, SolveOptions(work=5)).status in (Status.OPTIMAL, Status.FEASIBLE)
