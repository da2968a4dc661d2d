"""Proposals with the real solver on a small grid: nothing changes until one is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, territories_page
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import ui.use_cases.territories as use_case
from planner.edits.assignment import assign
from planner.edits.locks import lock_regions
from planner.edits.redrawing import Redrawn
from planner.edits.region_merges import merge_regions
from planner.edits.region_names import rename_region
from planner.edits.region_splits import split_by_ratio
from planner.insight.summary import layer_summary
from planner.judge.problem import Status
from planner.judge.verify import violations
from planner.model.plan import Plan
from planner.model.types import identical, ints
from ui.actions import Act
from ui.panels.ask_panel import Ask
from ui.steps.proposing import Phase
from ui.steps.territories import TerritoriesStep
from ui.steps.territory_inspector import Panel

pytestmark = pytest.mark.usefixtures("solved_once")
WITHIN = 300_000
"""Milliseconds that a first solve may take while its kernels are compiled."""
PLAIN = Ask(keep=0.0, work=2.0)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A 6 x 8 grid whose Plan A gives one territory far too much."""
    plan = grid_plan(6, 8, 3, plan_a=ints([0] * 36 + [1] * 6 + [2] * 6))
    yield from open_bench(qtbot, plan)


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


def begun(qtbot: QtBot, step: TerritoriesStep) -> None:
    """Ask and wait for the first plan."""
    step.panels.ask.asked.emit(PLAIN)
    qtbot.waitUntil(lambda: bool(step.panels.solving.log.events), timeout=WITHIN)


def stopped(qtbot: QtBot, step: TerritoriesStep) -> None:
    """Use the best so far and wait for the proposal."""
    step.panels.solving.take.click()
    qtbot.waitUntil(lambda: step.proposing.phase is Phase.PROPOSED, timeout=WITHIN)


def solved(qtbot: QtBot, step: TerritoriesStep, ask: Ask = PLAIN) -> None:
    """Ask and wait for the proposal."""
    step.panels.ask.asked.emit(ask)
    qtbot.waitUntil(lambda: step.proposing.phase is not Phase.SOLVING, timeout=WITHIN)
    assert step.proposing.phase is Phase.PROPOSED


def untick(step: TerritoriesStep, row: int) -> None:
    """Take the tick of a move away."""
    model = step.panels.proposal.model
    role = Qt.ItemDataRole.CheckStateRole
    model.setData(model.index(row, 0), Qt.CheckState.Unchecked, role)


def test_a_proposal_is_accepted_as_one_step_and_undo_returns_the_very_same_plan(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    bench.actions[Act.PROPOSE].trigger()
    step.panels.ask.effort.setCurrentIndex(0)
    bench.actions[Act.PRIMARY].trigger()
    qtbot.waitUntil(lambda: step.proposing.phase is Phase.PROPOSED, timeout=WITHIN)
    assert bench.document.plan is before
    assert step.panels.proposal.card.text.startswith("All 3 territories are within your rules.")
    preview = [bar.deviation for bar in step.balance.bars.balance.bars]
    bench.actions[Act.PRIMARY].trigger()
    summary = layer_summary(bench.document.plan, "Plan A")
    assert preview == pytest.approx(summary.deviations[:, 0].tolist())
    assert summary.within_tolerance == 3
    assert bench.document.undo_stack.count() == 1
    assert bench.document.layer.proof is not None
    bench.document.undo_stack.undo()
    assert bench.document.plan is before


def test_a_proposal_for_today_makes_a_copy_in_the_same_undo_step(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    bench.document.look_at_scenario("Today")
    solved(qtbot, step)
    step.show.accept()
    assert bench.document.scenario.name == "Plan B"
    assert bench.document.plan.today is before.today
    assert bench.document.undo_stack.count() == 1
    bench.document.undo_stack.undo()
    assert bench.document.plan is before


def test_rejecting_leaves_the_plan_and_shows_it_again(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    solved(qtbot, step)
    step.panels.proposal.reject.click()
    assert step.proposing.phase is Phase.IDLE
    assert bench.document.plan is before
    np.testing.assert_array_equal(
        step.page.canvas.content.owner, before.scenario("Plan A").base.owner
    )
    assert not step.page.canvas.busy


def test_only_what_is_ticked_is_accepted_and_equals_the_preview(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    solved(qtbot, step)
    panel = step.panels.proposal
    before = bench.document.layer.owner
    assert len(panel.model.moves) > 1
    untick(step, 0)
    assert panel.accept.text() == "Accept ticked"
    preview = [bar.deviation for bar in step.balance.bars.balance.bars]
    chosen = step.display.shown.summary
    assert f"{chosen.keeping_rules} of 3 territories keep every rule" in panel.partial.text()
    assert not panel.partial.isHidden()
    kept = panel.model.moves[0].regions
    step.show.accept()
    after = bench.document.layer
    np.testing.assert_array_equal(after.owner[kept], before[kept])
    assert after.proof is None
    summary = layer_summary(bench.document.plan, "Plan A")
    assert preview == pytest.approx(summary.deviations[:, 0].tolist())


def test_a_lock_is_kept_by_the_proposal(qtbot: QtBot, bench: Bench, step: TerritoriesStep) -> None:
    plan = lock_regions(bench.document.plan, "Plan A", "base", ints([20]), True)
    bench.document.edit("lock", plan)
    solved(qtbot, step)
    owner = step.proposing.layer_owner
    assert owner is not None
    assert owner[20] == 0


def test_only_the_selection_moves_when_that_is_asked(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.layer.owner
    bench.bench.selection.select([34, 35])
    solved(qtbot, step, replace(PLAIN, movable=ints([34, 35])))
    owner = step.proposing.layer_owner
    assert owner is not None
    assert set(np.flatnonzero(owner != before)) <= {34, 35}
    step.show.accept()
    assert bench.document.layer.proof is None
    assert not bench.document.layer.locked.any()


def test_the_rest_is_planned_again_around_what_was_ticked_and_refused(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    solved(qtbot, step)
    model = step.panels.proposal.model
    assert len(model.moves) > 1
    assert step.panels.proposal.again.isHidden()
    untick(step, 0)
    refused, kept = model.moves[0], model.moves[1:]
    assert not step.panels.proposal.again.isHidden()
    step.panels.proposal.again.click()
    assert step.proposing.phase is Phase.SOLVING
    qtbot.waitUntil(lambda: step.proposing.phase is Phase.PROPOSED, timeout=WITHIN)
    owner = step.proposing.layer_owner
    assert owner is not None
    assert not (owner[refused.regions] == refused.target).any()
    for move in kept:
        assert (owner[move.regions] == move.target).all()
    assert bench.document.plan is before
    step.show.accept()
    assert bench.document.undo_stack.count() == 1
    assert not bench.document.layer.locked.any()
    assert bench.document.layer.proof is None


def test_a_plan_on_the_screen_is_improved_never_worsened(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    solved(qtbot, step)
    step.show.accept()
    first = layer_summary(bench.document.plan, "Plan A")
    solved(qtbot, step, replace(PLAIN, work=1.0, improve=True))
    proposal = step.proposing.proposal
    assert proposal is not None
    assert proposal.solution.score is not None
    assert proposal.solution.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert proposal.solution.score <= first.score * (1 + 1e-9)


def test_a_territory_is_planned_anew_with_its_neighbours_alone(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.bench.selection.select_territory(1)
    bench.actions[Act.PROPOSE].trigger()
    choices = step.panels.ask.may_move
    words = [choices.itemText(at) for at in range(choices.count())]
    assert words == ["Everything that is not locked", "Only T02 and its 2 neighbours"]


def test_two_territories_exchange_regions_while_the_third_stays(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.layer.owner
    bench.bench.selection.select([35, 41])
    bench.actions[Act.PROPOSE].trigger()
    choices = step.panels.ask.may_move
    assert choices.itemText(2) == "Only the territories T01, T02"
    choices.setCurrentIndex(2)
    step.panels.ask.go.click()
    qtbot.waitUntil(lambda: step.proposing.phase is Phase.PROPOSED, timeout=WITHIN)
    proposal = step.proposing.proposal
    assert proposal is not None
    assert proposal.owner is not None
    np.testing.assert_array_equal(proposal.owner == 2, before == 2)
    broken = len(violations(proposal.problem, proposal.owner))
    assert broken < len(violations(proposal.problem, before))


Slow = Callable[..., Any]


@pytest.fixture
def endless(solved_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that tells one plan at once and then works until it is asked to stop.

    It takes the place of the one that answers once, whichever a test names first.
    """
    real = use_case.propose

    def propose(*args: Any) -> Any:
        *given, options, report, stop, _wishes = args
        while not stop():
            laid = given[0].scenario(given[1]).layer(given[2])
            report(use_case.Progress("improve", owner=laid.owner, violations=2, best=1.0))
        return real(*given, replace(options, work=1.0), None, lambda: True)

    monkeypatch.setattr(use_case, "propose", propose)


@pytest.mark.usefixtures("endless")
def test_cancelling_leaves_the_plan_untouched(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    begun(qtbot, step)
    assert step.page.canvas.busy
    bench.actions[Act.ESCAPE].trigger()
    assert step.proposing.phase is Phase.IDLE
    assert bench.document.plan is before
    assert bench.document.undo_stack.count() == 0
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=WITHIN)
    assert step.proposing.phase is Phase.IDLE
    assert step.panels.panel is Panel.SOLVING
    assert step.panels.solving.events.texts()[0][0] == "Cancelled. Your plan is as it was."
    bench.actions[Act.ESCAPE].trigger()
    assert step.panels.panel is Panel.OVERVIEW


@pytest.mark.usefixtures("endless")
def test_a_solve_begun_right_after_a_cancelled_one_goes_on(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    begun(qtbot, step)
    bench.actions[Act.ESCAPE].trigger()
    begun(qtbot, step)
    assert step.proposing.phase is Phase.SOLVING
    stopped(qtbot, step)


@pytest.mark.usefixtures("endless")
def test_the_best_so_far_can_be_used(qtbot: QtBot, bench: Bench, step: TerritoriesStep) -> None:
    begun(qtbot, step)
    stopped(qtbot, step)
    assert step.proposing.proposal is not None
    assert "You stopped the search" in step.panels.proposal.card.text


@pytest.mark.usefixtures("endless")
def test_a_plan_that_changed_meanwhile_is_never_overwritten_silently(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    begun(qtbot, step)
    changed = assign(bench.document.plan, "Plan A", "base", ints([35]), 1)
    bench.document.edit("move", changed)
    stopped(qtbot, step)
    assert not step.panels.proposal.stale.isHidden()
    assert bench.document.plan is changed


@pytest.mark.parametrize("redrawn", ["one more", "as many, in other places"])
def test_a_proposal_is_put_away_where_its_regions_are_redrawn(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, redrawn: str
) -> None:
    solved(qtbot, step)
    after = split_by_ratio(bench.document.plan, 0, 0.5)
    assert isinstance(after, Redrawn)
    if redrawn != "one more":
        after = merge_regions(after.plan, ints([46, 47]))
        assert isinstance(after, Redrawn)
        assert len(after.plan.regions) == 48
    bench.document.edit("redraw", after.plan)
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy)
    assert step.proposing.phase is Phase.IDLE
    assert len(step.page.canvas.scene.content.owner) == len(after.plan.regions)
    step.proposing.accept(ints([]), whole=True)
    assert bench.document.plan is after.plan


@pytest.mark.usefixtures("endless")
def test_a_search_ends_where_its_regions_are_redrawn_and_goes_on_where_one_is_renamed(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    begun(qtbot, step)
    named = rename_region(bench.document.plan, 0, "NW", "Noordwest")
    assert isinstance(named, Plan)
    bench.document.edit("rename", named)
    assert step.proposing.phase is Phase.SOLVING
    after = split_by_ratio(named, 0, 0.5)
    assert isinstance(after, Redrawn)
    bench.document.edit("redraw", after.plan)
    assert step.proposing.phase is Phase.IDLE
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy)
    assert bench.document.plan is after.plan


def test_a_solver_that_fails_says_so_and_leaves_the_plan(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise ValueError("nobody has the role closer")

    monkeypatch.setattr(use_case, "propose", broken)
    before = bench.document.plan
    with qtbot.waitSignal(bench.bench.messages.failed, timeout=WITHIN) as told:
        step.panels.ask.asked.emit(PLAIN)
    assert told.args is not None
    assert told.args[0].how == "nobody has the role closer"
    assert step.proposing.phase is Phase.IDLE
    assert bench.document.plan is before


def test_another_scenario_can_be_looked_at_while_a_proposal_waits(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    solved(qtbot, step)
    proposed = step.proposing.layer_owner
    bench.document.look_at_scenario("Today")
    np.testing.assert_array_equal(
        step.page.canvas.content.owner, bench.document.plan.today.base.owner
    )
    bench.document.look_at_scenario("Plan A")
    np.testing.assert_array_equal(step.page.canvas.content.owner, proposed)


def test_the_proof_card_of_the_plan_says_what_the_proposal_said(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    solved(qtbot, step)
    proposal = step.proposing.proposal
    assert proposal is not None
    assert proposal.solution.status in (Status.FEASIBLE, Status.OPTIMAL)
    said = step.panels.proposal.card.text
    step.show.accept()
    assert step.panels.overview.card.text == said
    assert identical(bench.document.layer.proof, proposal.proof)


@pytest.mark.usefixtures("endless")
def test_a_proof_does_not_outlive_a_change_of_the_plan(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    begun(qtbot, step)
    bench.document.edit("move", assign(bench.document.plan, "Plan A", "base", ints([35]), 1))
    stopped(qtbot, step)
    step.show.accept()
    assert bench.document.undo_stack.count() == 2
    assert bench.document.layer.proof is None


@pytest.mark.usefixtures("endless")
def test_a_plan_that_is_closed_ends_its_solve(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    begun(qtbot, step)
    bench.document.deleteLater()
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=WITHIN)
