"""An open plan in the window: its document, its pages, its menus, its keeper; made and ended as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from planner.edits.scoped import Scoped
from planner.model.plan import Plan
from planner.model.words import STEPS
from planner.notation import number
from ui.actions import Act, Actions
from ui.document import Document
from ui.jobs import JobRunner
from ui.messages import Messages, tr
from ui.selected_regions import SelectedRegions
from ui.selection import Selection
from ui.settings import Settings
from ui.steps.scope_words import kept_words, scope_words
from ui.steps.step import Step
from ui.window.desk import Desk
from ui.window.files import ask_for_folder, ask_for_place
from ui.window.hits import Finder
from ui.window.keeping import EditJournal, Keeper
from ui.window.leaving import LeaveQuestion
from ui.window.opening import NEWER, RESTORED, Opened
from ui.window.plan_lock import PlanLock, words_of_holder
from ui.window.scenario_menu import ScenarioMenu
from ui.window.scope_menu import ScopeMenu
from ui.window.searching import Searching
from ui.window.top_bar import TopBar
from ui.workbench import Workbench

FIRST_STEP = "territories"
DATA = "data"
ANSWERED = (
    Act.UNDO, Act.REDO, Act.DUPLICATE, Act.RENAME, Act.REMOVE, Act.INSPECTOR, Act.STRIP,
    Act.NEXT_AREA, Act.PREVIOUS_AREA, Act.HELP, Act.HISTORY,
)  # fmt: skip
"""Actions that the open plan answers."""
MakeSteps = Callable[[Workbench], Sequence[Step]]
JournalOf = Callable[[Opened], EditJournal]
AskPlace = Callable[[QWidget, Settings, str], Path | None]


class Session(QObject):
    """Ends with `end()`; what it made is deleted then.

    Signals
    -------
    changed()
        `facts` may be others.
    outdated(Path)
        What is shown is no longer what stands there: time to read it again.
    """

    changed = Signal()
    outdated = Signal(object)

    def __init__(
        self,
        opened: Opened,
        plan: Plan,
        *,
        top_bar: TopBar,
        runner: JobRunner,
        actions: Actions,
        settings: Settings,
        messages: Messages,
        journal_of: JournalOf,
        make_steps: MakeSteps,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._place = opened.place
        self._lock = PlanLock(opened.place or opened.path)  # a map has no place, but a journal
        holder = self._lock.take()
        if holder is not None:
            opened = replace(opened, place=None, held_by=holder)
        self.opened = opened
        self.document = Document(plan, place=opened.place, parent=self)
        self.bench = Workbench(
            document=self.document,
            selection=Selection(self),
            runner=runner,
            actions=actions,
            settings=settings,
            messages=messages,
            issues=opened.issues,
        )
        self._make_steps = make_steps
        SelectedRegions(self.document, self.bench.selection)
        self.desk = Desk(self.bench, make_steps(self.bench))
        self.searching = Searching(self.document, runner)
        self.keeper = Keeper(self.document, journal_of(opened), messages, self, opened.stamp)
        self.scenarios = ScenarioMenu(top_bar.scenario, self.document, actions, messages)
        self.scopes = ScopeMenu(top_bar.scope, self.document)
        self.answers = self._answers()
        self._top_bar = top_bar
        self._window = parent
        self._dropped = False
        self._messages = messages
        self._actions = actions
        self._awaited: dict[Path, PlanLock] = {}  # of places the plan is on its way to
        self._wire()
        for act in (Act.DUPLICATE, Act.NEXT_AREA, Act.PREVIOUS_AREA, Act.HELP, Act.HISTORY):
            actions[act].setEnabled(True)
        top_bar.plan.show_name(plan.name)
        self._show_undo()
        self._show_saved()

    def _answers(self) -> dict[Act, Callable[[], object]]:
        """Return what each action of the window does to this plan."""
        return {
            Act.UNDO: self.undo_stack.undo,
            Act.REDO: self.undo_stack.redo,
            Act.DUPLICATE: self.scenarios.duplicate,
            Act.RENAME: self.scenarios.rename,
            Act.REMOVE: self.scenarios.remove,
            Act.INSPECTOR: self.desk.toggle_inspector,
            Act.STRIP: self.desk.toggle_strip,
            Act.HELP: self.desk.toggle_help,
            Act.HISTORY: self.desk.toggle_history,
            Act.SAVE_ELSEWHERE: lambda: self.save_elsewhere(ask_for_place),
            Act.SAVE_FOLDER: lambda: self.save_elsewhere(ask_for_folder),
            Act.SNAPSHOT: self.keep_copy,
            Act.NEXT_AREA: self.desk.focus_next_area,
            Act.PREVIOUS_AREA: partial(self.desk.focus_next_area, backwards=True),
        }

    def _wire(self) -> None:
        self.undo_stack.indexChanged.connect(self._show_undo)
        self.keeper.changed.connect(self._show_saved)
        self.keeper.saved.connect(self._move)
        self.keeper.unsaved.connect(self._stay)
        self.keeper.overtaken.connect(self._ask_overtaken)
        self._hear_document()

    def _hear_document(self) -> None:
        self.document.kept_out.connect(self._tell_kept)
        for signal in (
            self.document.changed, self.document.scenario_changed, self.document.layer_changed,
            self.document.scope_changed,
        ):  # fmt: skip
            signal.connect(self._tell)

    @property
    def is_at_rest(self) -> bool:
        """Whether no page holds something that nobody has taken or refused yet."""
        return not any(step.state().waiting for step in self.desk.steps.values())

    def make_anew(self, top_bar: TopBar) -> None:
        """Make the pages anew, in the language of now, around the plan and its undo steps."""
        here, chosen = self.desk.here, self.bench.selection
        before, desk = self.document, self.desk
        desk.leave()
        self.document = before.heir(self)
        self.keeper.go_on_with(self.document)
        self._hear_document()
        self.bench = replace(self.bench, document=self.document, selection=Selection(self))
        SelectedRegions(self.document, self.bench.selection)
        self._top_bar = top_bar
        self.desk = Desk(self.bench, self._make_steps(self.bench))
        self.searching = Searching(self.document, self.bench.runner)
        self.scenarios = ScenarioMenu(
            top_bar.scenario, self.document, self._actions, self._messages
        )
        self.scopes = ScopeMenu(top_bar.scope, self.document)
        self.answers = self._answers()
        before.deleteLater()
        chosen.deleteLater()
        desk.let_go()
        top_bar.plan.show_name(self.document.plan.name)
        self._show_undo()
        self._show_saved()
        self.desk.go_to(here.key if here is not None else FIRST_STEP)
        self.searching.begin()

    @property
    def undo_stack(self) -> QUndoStack:
        """The document's."""
        return self.document.undo_stack

    def begin(self) -> None:
        """Show the first page."""
        steps = self.desk.steps
        self.desk.go_to(FIRST_STEP if FIRST_STEP in steps else next(iter(steps)))
        self.searching.begin()
        self.keeper.begin()
        holder = self.opened.held_by
        if holder is not None:
            title, text = words_of_holder(self.opened.path.name, holder)
            here = [(tr("Write here anyway"), self.write_here)] if self._place else []
            self.keeper.found.emit("warn", title, text, here)
        noted = {issue.code: issue for issue in self.opened.issues}
        if NEWER in noted and holder is None:
            self.keeper.found.emit("warn", tr("Open for reading only"), noted[NEWER].found, [])
        if RESTORED in noted:
            title = tr("{name} is damaged: the save before was opened", name=self.opened.path.name)
            stays = tr("The damaged file stays beside it until you save in its place.")
            self.keeper.found.emit("warn", title, f"{noted[RESTORED].mend} {stays}", [])

    def may_end(self, then: Callable[[], object]) -> bool:
        """Whether nothing is lost by ending; where something is, ask, and do `then` if it may be."""
        if self._dropped or self.keeper.settle():
            return True
        if self._window.findChild(LeaveQuestion) is None:

            def drop() -> None:
                self._dropped = True
                then()

            LeaveQuestion(
                self.document.plan.name,
                drop,
                lambda: self.save_elsewhere(ask_for_place),
                self._window,
                is_writing=self.keeper.is_slow,
            ).open()
        return False

    def end(self) -> None:
        """Leave the page and let go of everything."""
        self.desk.leave()
        self.keeper.end()
        for lock in (self._own_lock, *self._awaited.values()):
            if lock is not None:
                lock.release()
        self.desk.let_go()
        self.deleteLater()

    def save(self) -> None:
        """Save the plan; ask where the first time."""
        if self.document.place is None and not self.keeper.is_saving:
            self.save_elsewhere(ask_for_place)
        else:
            self.keeper.save()

    def save_elsewhere(self, ask: AskPlace) -> None:
        """Save the plan in another file or folder."""
        place = ask(self._window, self.bench.settings, self.document.plan.name)
        if place is not None:
            self.save_at(place)

    def save_at(self, place: Path, *, anyway: bool = False) -> None:
        """Save the plan in another file or folder, unless another window has that one open."""
        place = (
            place.resolve()
        )  # as plans are opened: lock and journal stand beside the plan itself
        own = self._own_lock
        if place not in self._awaited and (own is None or own.place != place):
            lock = PlanLock(place)
            holder = lock.take()
            if holder is not None:
                title, text = words_of_holder(place.name, holder)
                self._messages.fail(title, how=text)
                return
            self._awaited[place] = lock
        self.keeper.save(place, anyway=anyway)

    def keep_copy(self) -> None:
        """Write a copy of the plan as it is now beside it, named by the moment."""
        place = self.document.place
        if place is None:
            self._messages.fail(
                tr("There is nothing to put a copy beside"), how=tr("Save the plan first (Ctrl+S).")
            )
            return
        moment = f"{datetime.now():%Y-%m-%d %H.%M.%S}"
        self.keeper.copy_to(place.with_name(f"{place.stem} {moment}{place.suffix}"))

    def write_here(self) -> None:
        """Take a plan over from the other window that has it open; read anew what that one wrote."""
        place = self._place
        if place is None or self.opened.held_by is None:
            return
        try:
            self._lock.take_over()
            outdated = self.keeper.is_overtaken(place, self.opened.stamp)
        except OSError as error:
            self._messages.fail(
                tr("{name} could not be taken over", name=place.name),
                where=str(error),
                how=tr("Close the other window, or save the plan as another file."),
            )
            return
        self.opened = replace(self.opened, held_by=None)
        self.document.moved_to(place)
        if outdated and self.keeper.is_untouched:
            self.outdated.emit(place)

    def show_data(self) -> bool:
        """Show the page that lists what was read, where there is one."""
        if DATA in self.desk.steps:
            self.desk.go_to(DATA)
        return DATA in self.desk.steps

    def facts(self) -> str:
        """Return the facts of the plan for the status line."""
        plan, layer, extent = self.document.plan, self.document.layer, self.document.extent
        if not extent.is_all:
            return tr(
                "{scope}: {regions} of {all} {noun}  ·  {territories} of {layer} territories",
                scope=scope_words(plan, extent.scope),
                regions=number(int(extent.regions.sum())),
                all=number(len(plan.regions)),
                noun=plan.regions.called[1],
                territories=len(extent.territories),
                layer=len(layer.territories),
            )
        return tr(
            "{regions} {noun}  ·  {territories} territories",
            regions=number(len(plan.regions)),
            noun=plan.regions.called[1],
            territories=len(layer.territories),
        )

    def finder(self) -> Finder:
        """Return what the command palette searches."""
        steps = self.desk.steps
        known = tuple((key, steps[key].title, steps[key].icon) for key in STEPS if key in steps)
        show = self.desk.show_inspector
        return Finder(self.bench, self.searching, self.desk.go_to, show, known)

    @property
    def _own_lock(self) -> PlanLock | None:
        """The lock of the plan's place, unless another window has it."""
        return self._lock if self.opened.held_by is None else None

    def _move(self, place: Path) -> None:
        """Let go of where the plan was before: it was saved there."""
        lock = self._awaited.pop(place, None)
        if lock is not None:
            if self._own_lock is not None:
                self._own_lock.release()
            self._lock, self.opened = lock, replace(self.opened, held_by=None)

    def _stay(self, place: Path) -> None:
        """Give the lock of a place back where the plan could not be saved."""
        if place in self._awaited and not self.keeper.saves_at(place):
            self._awaited.pop(place).release()

    def _ask_overtaken(self, place: Path) -> None:
        title = tr("{name} was changed on disk since it was read", name=place.name)
        self.keeper.answered.emit(title)  # a note from a try before
        self.keeper.found.emit(
            "warn",
            title,
            tr("Nothing was written. Saved anyway, what is there now becomes the previous save."),
            [
                (tr("Save as…"), lambda: self.save_elsewhere(ask_for_place)),
                (tr("Save anyway"), lambda: self.save_at(place, anyway=True)),
            ],
        )

    def _tell_kept(self, scoped: Scoped) -> None:
        plan, scope = self.document.plan, self.document.scope
        self._messages.tell(kept_words(plan, scope, scoped))

    def _tell(self, _change: object) -> None:
        self.changed.emit()

    def _show_undo(self, _index: int = 0) -> None:
        self._top_bar.show_undo(self.undo_stack.undoText(), self.undo_stack.redoText())

    def _show_saved(self) -> None:
        words, tooltip, safe = self.keeper.state()
        self._top_bar.saved.say(words, tooltip, safe=safe)
        self._actions[Act.SAVE].setEnabled(not self.document.is_clean)
