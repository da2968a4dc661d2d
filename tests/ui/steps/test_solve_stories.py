"""User stories of solving on the Netherlands sample, with the real solver and real widgets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from page_bench import Bench, open_bench, territories_page
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import ui.use_cases.territories as use_case
from planner.insight.room import room_above
from planner.insight.summary import layer_summary
from planner.io.plan_reader import read_plan
from planner.judge.check_bound import check_bound
from planner.judge.verify import Rule, score, violations
from planner.model.plan import Plan
from planner.model.types import identical
from ui.actions import Act
from ui.panels.ask_panel import Ask
from ui.panels.solve_log import SolveLog
from ui.steps.proposing import Phase
from ui.steps.territories import TerritoriesStep
from ui.steps.territory_inspector import Panel
from ui.use_cases.territories import WORKERS, Progress
from ui.widgets.figures import percent

SAMPLE = Path(__file__).parents[3] / "sample_regions" / "netherlands" / "plan.toml"
WITHIN = 300_000
"""Milliseconds a solve may take while its kernels are compiled on a busy machine."""
QUICK = Ask(keep=0.0, work=4.0)
STOPS_WITHIN = 0.2
PAINTING = 0.4
"""Processor seconds that map, strip and inspector may take to show the plan again meanwhile."""


@pytest.fixture(scope="module")
def sample() -> Plan:
    plan, _issues = read_plan(SAMPLE, lambda _what, _done: None)
    assert plan is not None
    return plan


@pytest.fixture
def bench(qtbot: QtBot, sample: Plan) -> Iterator[Bench]:
    yield from open_bench(qtbot, sample)


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


def solved(qtbot: QtBot, step: TerritoriesStep) -> None:
    step.panels.ask.asked.emit(QUICK)
    qtbot.waitUntil(lambda: step.proposing.phase is not Phase.SOLVING, timeout=WITHIN)
    assert step.proposing.phase is Phase.PROPOSED


def test_story_7_a_solve_that_is_cancelled_after_its_first_plan_leaves_everything_as_it_was(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    """The time to the end of the thread is taken in processor time, so that a busy machine does not count."""
    before, stack = bench.document.plan, bench.document.undo_stack
    print_of = fingerprint(before)
    step.panels.ask.asked.emit(Ask(keep=0.0, work=100.0))
    solving = step.panels.solving
    qtbot.waitUntil(lambda: has_plan(solving.log), timeout=WITHIN)
    assert step.panels.panel is Panel.SOLVING
    assert any("First plan" in row[0] for row in solving.events.texts())
    spent = time.process_time()
    bench.actions[Act.ESCAPE].trigger()
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=WITHIN)
    spent = time.process_time() - spent
    assert spent <= STOPS_WITHIN * WORKERS + PAINTING
    assert bench.document.plan is before
    assert fingerprint(bench.document.plan) == print_of
    assert (stack.count(), step.proposing.phase) == (0, Phase.IDLE)
    assert solving.events.texts()[0][0] == "Cancelled. Your plan is as it was."
    np.testing.assert_array_equal(step.page.canvas.content.owner, bench.document.layer.owner)


def has_plan(log: SolveLog) -> bool:
    return log.last is not None and log.last.owner is not None


def fingerprint(plan: Plan) -> str:
    """Return a hash of every owner, lock and target of a plan."""
    import hashlib

    made = hashlib.sha256()
    for scenario in plan.scenarios:
        for layer in scenario.layers:
            for array in (layer.owner, layer.locked, layer.targets):
                made.update(array.tobytes())
    return made.hexdigest()


def test_story_8_a_proposal_is_accepted_in_part_and_its_rest_planned_again(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    bench.document.edit("copy", _copied(before))
    bench.document.look_at_scenario("Plan A")
    copied, owner_before = bench.document.plan, bench.document.layer.owner
    solved(qtbot, step)
    panel = step.panels.proposal
    model = panel.model
    assert len(model.moves) > 2
    role = Qt.ItemDataRole.CheckStateRole
    model.setData(model.index(0, 0), Qt.CheckState.Unchecked, role)
    refused = model.moves[0]
    assert panel.accept.text() == "Accept ticked"

    panel.again.click()
    qtbot.waitUntil(lambda: step.proposing.phase is Phase.PROPOSED, timeout=WITHIN)
    again = step.proposing.proposal
    assert again is not None
    assert again.owner is not None
    pairs = {(int(region), refused.target) for region in refused.regions}
    assert pairs <= {tuple(pair) for pair in again.problem.kept_from.tolist()}
    assert not (again.owner[refused.regions] == refused.target).any()
    broken = {each.rule for each in violations(again.problem, again.owner)}
    assert Rule.KEPT_FROM not in broken

    model.setData(model.index(0, 0), Qt.CheckState.Unchecked, role)
    left_out = model.moves[0]
    expected = np.array(owner_before)
    for move in model.chosen:
        expected[move.regions] = move.target
    preview = [bar.deviation for bar in step.balance.bars.balance.bars]
    panel.accept.click()
    np.testing.assert_array_equal(bench.document.layer.owner, expected)
    np.testing.assert_array_equal(
        bench.document.layer.owner[left_out.regions], owner_before[left_out.regions]
    )
    after = layer_summary(bench.document.plan, "Plan A")
    assert [bar.deviation for bar in step.balance.bars.balance.bars] == preview
    assert preview == pytest.approx(after.deviations[:, step.display.measure].tolist())
    assert bench.document.undo_stack.count() == 2
    bench.document.undo_stack.undo()
    assert bench.document.plan is copied
    assert identical(bench.document.layer.owner, owner_before)


def _copied(plan: Plan) -> Plan:
    from planner.edits.scenarios import duplicate_scenario

    return duplicate_scenario(plan, "Today", "Plan A")


def test_story_9_the_proof_is_honest(qtbot: QtBot, bench: Bench, step: TerritoriesStep) -> None:
    shown: list[tuple[float | None, float | None]] = []
    log = step.panels.solving

    def note(_progress: Progress) -> None:
        shown.append((log.log.best, log.log.bound))

    step.proposing.progressed.connect(note)
    solved(qtbot, step)
    proposal = step.proposing.proposal
    assert proposal is not None
    assert proposal.owner is not None
    assert shown
    assert all(bound <= best for best, bound in shown if best is not None and bound is not None)
    solution, card = proposal.solution, step.panels.proposal.card
    assert solution.certificate is not None
    with qtbot.waitSignal(step.proposing.checked, timeout=WITHIN):
        card.check.click()
    assert card.outcome.text().startswith("The proof holds.")
    verdict = check_bound(proposal.problem, solution.certificate)
    assert verdict.proven is not None
    assert solution.bound is not None
    assert solution.bound <= verdict.proven
    tampered = replace(solution.certificate, bound=verdict.proven * 1.01)
    assert not check_bound(proposal.problem, tampered).accepted
    assert solution.score == pytest.approx(score(proposal.problem, proposal.owner))
    room = f"at most {percent(room_above(solution.score, solution.bound))}"
    met = not violations(proposal.problem, proposal.owner)
    assert (room in card.text) is met
    if met:
        assert solution.bound <= solution.score


def test_story_9_without_a_bound_the_card_says_that_nothing_is_known(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = use_case.propose

    def unbounded(*args: Any) -> use_case.Proposal:
        found = real(*args)
        return replace(found, solution=replace(found.solution, bound=None, certificate=None))

    monkeypatch.setattr(use_case, "propose", unbounded)
    solved(qtbot, step)
    proposal, card = step.proposing.proposal, step.panels.proposal.card
    assert proposal is not None
    assert proposal.owner is not None
    assert not violations(proposal.problem, proposal.owner)
    assert "How much better it could get is not known; more time may tell." in card.text
    assert card.check.isHidden()
