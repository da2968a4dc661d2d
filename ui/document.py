"""The open plan: one immutable value, an undo stack, and one signal that tells what changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from planner.edits.scoped import kept_to
from planner.insight.changes import PlanChange
from planner.insight.extent import Extent, extent_of
from planner.insight.scope import Scope, ScopeKind
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from ui.commands import Shown, SwapPlan

UNDO_STEPS = 200


class Document(QObject):
    """An open plan. Another plan gets another document, and views built anew.

    What is looked at (scenario, layer, scope) is view state: no undo steps, signals of its own.

    Signals
    -------
    changed(PlanChange)
        After every edit, undo and redo, once, when `plan` is the new plan already.
    scenario_changed(str), layer_changed(str), scope_changed(Scope)
        Something else is looked at; `scenario_changed` also follows a rename or removal.
    kept_out(Scoped)
        An edit would have changed what lies outside the scope; that stayed as it was.
    saved_changed()
        `is_clean` or `place` may have changed.
    """

    changed = Signal(object)
    scenario_changed = Signal(str)
    layer_changed = Signal(str)
    scope_changed = Signal(object)
    kept_out = Signal(object)
    saved_changed = Signal()

    def __init__(
        self, plan: Plan, *, place: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._plan = plan
        self._place = place
        self._scenario = plan.scenarios[-1].name
        self._layer = BASE
        self._scope = Scope()
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self.undo_stack.cleanChanged.connect(self._tell_saved)
        self._shown_by = Shown(self._show)

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self._plan

    @property
    def place(self) -> Path | None:
        """The plan file or folder it is saved in, or None while it has none."""
        return self._place

    @property
    def is_clean(self) -> bool:
        """Whether what is saved holds the plan as it is now."""
        return self._place is not None and self.undo_stack.isClean()

    @property
    def scenario(self) -> Scenario:
        """The scenario that is looked at and edited."""
        return self._plan.scenario(self._scenario)

    @property
    def layer(self) -> Layer:
        """The layer that is looked at and edited."""
        return self.scenario.layer(self._layer)

    @property
    def scope(self) -> Scope:
        """What is looked at: all, a country, a manager's people."""
        return self._scope

    @property
    def extent(self) -> Extent:
        """How far the scope reaches in the layer that is looked at."""
        return extent_of(self._plan, self._scenario, self._scope, self._layer)

    def edit(self, text: str, after: Plan) -> None:
        """Replace the plan as one undo step named `text`; the same object makes no step.

        What lies outside the scope stays as it is.
        """
        scoped = kept_to(self._plan, after, self.extent)
        if scoped.plan is not self._plan:
            self.undo_stack.push(SwapPlan(text, self._plan, scoped.plan, self._shown_by))
        if scoped.kept or scoped.refused:
            self.kept_out.emit(scoped)

    def heir(self, parent: QObject) -> Document:
        """Return a document that goes on with plan and undo steps; who listens to this one is let go.

        For pages made anew, in the language of now, which the steps are said in too: this one is to be
        deleted, and the pages that hear it with it.
        """
        heir = Document(self._plan, place=self._place, parent=parent)
        heir._scenario, heir._layer, heir._scope = self._scenario, self._layer, self._scope
        stack = self.undo_stack
        stack.cleanChanged.disconnect(self._tell_saved)
        heir.undo_stack.deleteLater()
        heir.undo_stack = stack
        stack.setParent(heir)
        stack.cleanChanged.connect(heir._tell_saved)
        heir._shown_by = self._shown_by
        heir._shown_by.follow(heir._show)
        heir._shown_by.say_anew()
        return heir

    def look_at_scenario(self, name: str) -> None:
        """Look at another scenario; raises ValueError when there is none of that name."""
        scenario = self._plan.scenario(name)
        if name == self._scenario:
            return
        self._scenario = name
        if all(layer.key != self._layer for layer in scenario.layers):
            self.look_at_layer(BASE)
        self.scenario_changed.emit(name)

    def look_at_layer(self, key: str) -> None:
        """Look at another layer of the scenario; raises ValueError when there is none of that key."""
        self.scenario.layer(key)
        if key != self._layer:
            self._layer = key
            self.layer_changed.emit(key)

    def look_at(self, scope: Scope) -> None:
        """Narrow or widen what map, tables, figures and exports show."""
        if scope != self._scope:
            self._scope = scope
            self.scope_changed.emit(scope)

    def saved_at(self, place: Path, plan: Plan) -> None:
        """Note that a plan stands in a file or folder: as it is now, unless it was edited meanwhile."""
        moved = place != self._place
        self._place = place
        was_clean = self.undo_stack.isClean()
        if plan is self._plan:
            self.undo_stack.setClean()
        else:
            self.undo_stack.resetClean()
        if moved or was_clean:
            self.saved_changed.emit()

    def moved_to(self, place: Path) -> None:
        """Note where the plan is to be saved from now on."""
        self._place = place
        self.saved_changed.emit()

    def _tell_saved(self, _clean: bool) -> None:
        self.saved_changed.emit()

    def _show(self, plan: Plan) -> None:
        """Set the plan: the only setter there is."""
        before, self._plan = self._plan, plan
        looked_at, scope = self._follow(before, plan), self._scope
        if not _is_there(plan, scope):
            self._scope = Scope()
        self.changed.emit(PlanChange.between(before, plan))
        if scope != self._scope:
            self.scope_changed.emit(self._scope)
        if looked_at != self._scenario:
            self.scenario_changed.emit(self._scenario)

    def _follow(self, before: Plan, after: Plan) -> str:
        """Keep looking at a scenario that exists; return the name looked at before."""
        looked_at = self._scenario
        names = [scenario.name for scenario in after.scenarios]
        if looked_at not in names:
            position = [scenario.name for scenario in before.scenarios].index(looked_at)
            renamed = len(names) == len(before.scenarios)
            self._scenario = names[position if renamed else min(position, len(names)) - 1]
        if all(layer.key != self._layer for layer in after.scenario(self._scenario).layers):
            self._layer = BASE
        return looked_at


def _is_there(plan: Plan, scope: Scope) -> bool:
    """Whether what a scope is made of is in the plan: its parent region, its manager."""
    if scope.kind is ScopeKind.PEOPLE:
        return any(rep.id == scope.value for rep in plan.reps)
    return scope.kind is ScopeKind.ALL or scope.value in plan.regions.parents.get(scope.level, ())
