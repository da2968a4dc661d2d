"""Undo of changes of regions gives back the very same plan, and the selection stays on its regions."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from redrawing_strategies import CHANGES, Change, plans

from planner.edits.redrawing import Redrawn
from planner.model.plan import Plan
from ui.document import Document
from ui.selected_regions import SelectedRegions
from ui.selection import Selection


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans(), steps=st.lists(CHANGES, min_size=1, max_size=6))
def test_undo_gives_the_very_same_plan_step_by_step(
    qapp: QApplication, plan: Plan, steps: list[Change]
) -> None:
    document = Document(plan)
    selection = Selection(document)
    SelectedRegions(document, selection)
    selection.select([3])
    chosen, was = plan.regions.ids[3], [plan]
    for change in steps:
        made = change.of(document.plan)
        if isinstance(made, Redrawn) and made.plan is not document.plan:
            document.edit(change.kind, made.plan)
            was.append(made.plan)
            ids = document.plan.regions.ids
            assert [ids[at] for at in selection.regions.tolist()] in ([chosen], [])
    for before in reversed(was[:-1]):
        document.undo_stack.undo()
        assert document.plan is before
    for after in was[1:]:
        document.undo_stack.redo()
        assert document.plan is after
    document.deleteLater()
