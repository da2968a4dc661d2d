from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import grid_plan, grid_reps
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from planner.edits.assignment import assign
from planner.edits.scenarios import duplicate_scenario, remove_scenario, rename_scenario
from planner.insight.changes import PlanChange
from planner.insight.scope import Scope, ScopeKind
from planner.model.scenarios import TODAY
from planner.model.types import ints
from ui.document import Document


def editable_document() -> Document:
    """Today and Plan A, of which Plan A is looked at."""
    return Document(grid_plan(3, 3, 3))


def moved(document: Document, region: int, territory: int) -> None:
    after = assign(document.plan, document.scenario.name, "base", ints([region]), territory)
    document.edit(f"move {region}", after)


def test_an_edit_shows_the_plan_and_tells_what_changed_once(qtbot: QtBot) -> None:
    document = editable_document()
    told: list[PlanChange] = []
    document.changed.connect(told.append)
    owner = int(document.layer.owner[4])
    moved(document, 4, (owner + 1) % 3)
    assert len(told) == 1
    change = told[0].layer("Plan A", "base")
    assert change is not None
    assert change.regions.tolist() == [4]
    assert document.undo_stack.undoText() == "move 4"


def test_the_same_plan_makes_no_step(qtbot: QtBot) -> None:
    document = editable_document()
    with qtbot.assertNotEmitted(document.changed):
        document.edit("nothing", document.plan)
    assert document.undo_stack.count() == 0


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2)), max_size=12))
def test_undoing_every_step_shows_the_same_object_again(moves: list[tuple[int, int]]) -> None:
    document = editable_document()
    plans = [document.plan]
    for region, territory in moves:
        moved(document, region, territory)
        if document.plan is not plans[-1]:
            plans.append(document.plan)
    assert document.undo_stack.count() == len(plans) - 1
    for plan in reversed(plans[:-1]):
        document.undo_stack.undo()
        assert document.plan is plan
    for plan in plans[1:]:
        document.undo_stack.redo()
        assert document.plan is plan


def test_the_scenario_looked_at_follows_its_new_name_and_back(qtbot: QtBot) -> None:
    document = editable_document()
    names: list[str] = []
    document.scenario_changed.connect(names.append)
    document.edit("name it", rename_scenario(document.plan, "Plan A", "West first"))
    document.undo_stack.undo()
    assert names == ["West first", "Plan A"]


def test_after_a_removal_the_one_before_is_looked_at(qtbot: QtBot) -> None:
    document = editable_document()
    document.edit("remove it", remove_scenario(document.plan, "Plan A"))
    assert document.scenario.name == TODAY
    document.undo_stack.undo()
    assert document.scenario.name == TODAY
    assert [s.name for s in document.plan.scenarios] == [TODAY, "Plan A"]


def test_undoing_a_duplicate_looks_at_the_original(qtbot: QtBot) -> None:
    document = editable_document()
    document.edit("duplicate", duplicate_scenario(document.plan, "Plan A", "Plan B"))
    document.look_at_scenario("Plan B")
    document.undo_stack.undo()
    assert document.scenario.name == "Plan A"


def test_a_plan_is_clean_only_where_its_folder_holds_it(qtbot: QtBot) -> None:
    document = editable_document()
    assert not document.is_clean
    with qtbot.waitSignal(document.saved_changed):
        document.saved_at(Path("here"), document.plan)
    assert document.is_clean
    moved(document, 4, (int(document.layer.owner[4]) + 1) % 3)
    assert not document.is_clean
    document.undo_stack.undo()
    assert document.is_clean


def test_another_scope_is_told_once(qtbot: QtBot) -> None:
    document = editable_document()
    west = Scope(ScopeKind.PARENT, "West", "province")
    with qtbot.waitSignal(document.scope_changed) as told:
        document.look_at(west)
    assert told.args == [west]
    with qtbot.assertNotEmitted(document.scope_changed):
        document.look_at(west)


def test_a_view_that_fails_is_reported_and_the_edit_stays(qtbot: QtBot) -> None:
    document = editable_document()
    after = replace(document.plan, seed=99)
    with qtbot.captureExceptions() as caught, pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlanChange, "between", lambda *_: 1 / 0)
        document.edit("fails", after)
    assert [one[0] for one in caught] == [ZeroDivisionError]
    assert document.plan is after
    assert document.undo_stack.count() == 1


def test_everything_is_looked_at_once_the_manager_looked_at_is_gone(qtbot: QtBot) -> None:
    leader, *others = grid_reps(3)
    team = (leader, *(replace(rep, manager_id=leader.id) for rep in others))
    document = Document(grid_plan(3, 4, 3, team))
    document.look_at(Scope(ScopeKind.PEOPLE, leader.id))
    seen: list[Scope] = []
    document.changed.connect(lambda _change: seen.append(document.scope))
    alone = tuple(replace(rep, manager_id=None) for rep in others)
    with qtbot.waitSignal(document.scope_changed):
        document.edit("remove", replace(document.plan, reps=alone))
    assert seen == [Scope()]
    assert document.scope == Scope()


def test_a_manager_who_stays_is_still_looked_at_after_an_edit(qtbot: QtBot) -> None:
    document = Document(grid_plan(3, 4, 3, grid_reps(3)))
    scope = Scope(ScopeKind.PEOPLE, document.plan.reps[0].id)
    document.look_at(scope)
    with qtbot.assertNotEmitted(document.scope_changed):
        moved(document, 4, (int(document.layer.owner[4]) + 1) % 3)
    assert document.scope == scope
