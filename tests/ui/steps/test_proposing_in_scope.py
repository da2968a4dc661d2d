"""Proposals while a part is looked at: only what lies in it moves, and the page says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, territories_page
from pytestqt.qtbot import QtBot

from planner.insight.scope import EVERYTHING, Scope, ScopeKind
from planner.model.types import Ints, RepId, ints
from ui.actions import Act
from ui.messages import Trouble
from ui.panels.ask_panel import Ask
from ui.steps.proposing import Phase
from ui.steps.territories import TerritoriesStep

pytestmark = pytest.mark.usefixtures("solved_once")
WITHIN = 300_000
"""Milliseconds that a first solve may take while its kernels are compiled."""
WEST = Scope(ScopeKind.PARENT, "West", "province")
LEADER = Scope(ScopeKind.PEOPLE, "R01")
LONELY = Scope(ScopeKind.PEOPLE, "R04")
LED = np.arange(48) < 36
"""The regions of rep 1 and of rep 2, who reports to him."""


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A 6 x 8 grid: 30 regions are rep 1's, 6 rep 2's and 12 rep 3's; columns 0 to 3 are West."""
    plan = grid_plan(6, 8, 3, reps=4, plan_a=ints([0] * 30 + [1] * 6 + [2] * 12))
    led = tuple(
        replace(rep, manager_id=RepId("R01") if rep.id == "R02" else None) for rep in plan.reps
    )
    yield from open_bench(qtbot, replace(plan, reps=led))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


def owner(bench: Bench) -> Ints:
    return bench.document.plan.scenario("Plan A").base.owner


def asked(qtbot: QtBot, bench: Bench, step: TerritoriesStep) -> None:
    """Ask by the button and wait for the answer."""
    bench.actions[Act.PROPOSE].trigger()
    step.panels.ask.effort.setCurrentIndex(0)
    bench.actions[Act.PRIMARY].trigger()
    qtbot.waitUntil(lambda: step.proposing.phase is not Phase.SOLVING, timeout=WITHIN)


def troubles(bench: Bench) -> list[Trouble]:
    found: list[Trouble] = []
    bench.bench.messages.failed.connect(found.append)
    return found


def told(bench: Bench) -> list[str]:
    words: list[str] = []
    bench.bench.messages.told.connect(lambda one: words.append(one.text))
    return words


def test_the_ask_says_what_stays_before_anything_is_asked(
    bench: Bench, step: TerritoriesStep
) -> None:
    bench.document.look_at(LEADER)
    bench.actions[Act.PROPOSE].trigger()
    panel = step.panels.ask
    assert panel.may_move.itemText(0) == "All of People of Rep 1 that is not locked"
    assert panel.note.text.text().startswith("What lies outside People of Rep 1 stays as it is.")


def test_a_managers_people_divide_what_is_theirs_alone(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before, plan = owner(bench), bench.document.plan
    bench.document.look_at(LEADER)
    asked(qtbot, bench, step)
    assert step.proposing.phase is Phase.PROPOSED
    assert step.proposing.layer_owner is not None
    bench.actions[Act.PRIMARY].trigger()
    after = owner(bench)
    assert (after[~LED] == before[~LED]).all()
    assert set(after[LED].tolist()) == {0, 1}
    # A third of 48 is 16: of 36 regions one of two can have that, and before, 30 and 6, neither did.
    assert 16 in np.bincount(after[LED]).tolist()
    assert bench.document.undo_stack.count() == 1
    bench.document.undo_stack.undo()
    assert bench.document.plan is plan


def test_of_a_province_only_its_regions_move(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before, west = owner(bench), np.arange(48) % 8 < 4
    bench.document.look_at(WEST)
    asked(qtbot, bench, step)
    assert step.proposing.phase is Phase.PROPOSED
    bench.actions[Act.PRIMARY].trigger()
    after = owner(bench)
    assert (after[~west] == before[~west]).all()
    assert (after[west] != before[west]).any()


def test_where_nobody_has_a_territory_it_is_said_how_to_go_on(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    found, before = troubles(bench), bench.document.plan
    bench.document.look_at(LONELY)
    asked(qtbot, bench, step)
    assert step.proposing.phase is Phase.IDLE
    assert [one.how for one in found] == [
        "Nobody has a territory there that could move. Look at everything, and ask again."
    ]
    assert bench.document.plan is before


def test_a_layer_to_be_laid_out_anew_is_refused_in_a_part(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    plan = bench.document.plan
    goals = replace(plan.goals, layers=(replace(plan.goals.layers[0], count=4),))
    bench.document.edit("goals", replace(plan, goals=goals))
    before, found = bench.document.plan, troubles(bench)
    bench.document.look_at(LEADER)
    asked(qtbot, bench, step)
    assert [one.how for one in found] == [
        "The goals ask for other territories than there are, and that reaches beyond "
        "People of Rep 1. Look at everything, and ask again."
    ]
    assert bench.document.plan is before


def test_a_proposal_of_everything_is_taken_in_part_where_a_part_is_looked_at(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before, words, west = owner(bench), told(bench), np.arange(48) % 8 < 4
    step.panels.ask.asked.emit(Ask(keep=0.0, work=2.0))
    qtbot.waitUntil(lambda: step.proposing.phase is Phase.PROPOSED, timeout=WITHIN)
    bench.document.look_at(WEST)
    bench.actions[Act.PRIMARY].trigger()
    after = owner(bench)
    assert (after[~west] == before[~west]).all()
    assert (after[west] != before[west]).any()
    assert words[-1] == "The proposal is now your plan within West."


def test_a_proposal_of_a_part_is_taken_whole_after_going_back_to_everything(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    words, before = told(bench), owner(bench)
    bench.document.look_at(LEADER)
    asked(qtbot, bench, step)
    proposed = step.proposing.layer_owner
    assert proposed is not None
    bench.document.look_at(EVERYTHING)
    bench.actions[Act.PRIMARY].trigger()
    assert owner(bench).tolist() == proposed.tolist() != before.tolist()
    assert words[-1] == "The proposal is now your plan."


def test_a_proposal_that_takes_a_territory_outside_away_is_kept_and_mended_by_going_back(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    plan = bench.document.plan
    goals = replace(plan.goals, layers=(replace(plan.goals.layers[0], count=2),))
    bench.document.edit("goals", replace(plan, goals=goals))
    before, found = bench.document.plan, troubles(bench)
    step.panels.ask.asked.emit(Ask(keep=0.0, work=2.0))
    qtbot.waitUntil(lambda: step.proposing.phase is Phase.PROPOSED, timeout=WITHIN)
    bench.document.look_at(LEADER)
    bench.actions[Act.PRIMARY].trigger()
    assert [(one.what, one.how) for one in found] == [
        (
            "The proposal reaches beyond People of Rep 1",
            "Look at everything, and accept it again.",
        )
    ]
    assert bench.document.plan is before
    bench.document.look_at(EVERYTHING)
    bench.actions[Act.PRIMARY].trigger()
    assert len(bench.document.layer.territories) == 2
