"""The scenario menu: switch, duplicate, rename, remove."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from planner.edits.scenarios import duplicate_scenario, free_name, remove_scenario, rename_scenario
from planner.model.scenario_words import scenario_said
from planner.model.scenarios import TODAY
from ui.actions import Act, Actions
from ui.document import Document
from ui.messages import Messages, tr
from ui.widgets.popover import NamePopover
from ui.window.top_bar import MenuButton


class ScenarioMenu(QObject):
    """Fills the scenario button for one document and answers its three actions."""

    def __init__(
        self, button: MenuButton, document: Document, actions: Actions, messages: Messages
    ) -> None:
        super().__init__(document)
        self._button = button
        self._document = document
        self._actions = actions
        self._messages = messages
        button.fill_with(self.fill)
        document.scenario_changed.connect(self._show_name)
        self._show_name()

    def fill(self, menu: QMenu) -> None:
        """List the scenarios, then what can be done with the one that is looked at."""
        here = self._document.scenario.name
        for scenario in self._document.plan.scenarios:
            choice = menu.addAction(scenario_said(scenario.name))
            choice.setCheckable(True)
            choice.setChecked(scenario.name == here)
            choice.triggered.connect(
                lambda _checked=False, name=scenario.name: self._document.look_at_scenario(name)
            )
        menu.addSeparator()
        for act in (Act.DUPLICATE, Act.RENAME, Act.REMOVE):
            menu.addAction(self._actions[act])

    def duplicate(self) -> None:
        """Copy the scenario, look at the copy, and ask for its name."""
        document = self._document
        original = document.scenario.name
        wanted = tr("Plan A") if original == TODAY else tr("{scenario} copy", scenario=original)
        name = free_name(document.plan, wanted)
        after = duplicate_scenario(document.plan, original, name)
        document.edit(tr("duplicate {scenario}", scenario=scenario_said(original)), after)
        document.look_at_scenario(name)
        self.rename()

    def rename(self) -> None:
        """Ask for another name, in place."""
        name = self._document.scenario.name
        NamePopover(
            self._button, tr("Name of the scenario"), name, tr("Name it"),
            partial(self._take_name, name),
        ).open()  # fmt: skip

    def remove(self) -> None:
        """Remove the scenario; Undo brings it back."""
        name = self._document.scenario.name
        after = remove_scenario(self._document.plan, name)
        self._document.edit(tr("remove {scenario}", scenario=name), after)
        self._messages.tell(tr("Removed {scenario}.", scenario=name), undo=True)

    def _take_name(self, here: str, name: str) -> str:
        """Rename the one that was asked about; return the sentence that says why not, or ""."""
        if not name:
            return tr("A scenario needs a name.")
        names = {scenario.name for scenario in self._document.plan.scenarios}
        if here not in names:  # taken back while it was asked
            return ""
        if name in names - {here}:
            return tr("Another scenario has this name.")
        after = rename_scenario(self._document.plan, here, name)
        self._document.edit(tr("name the scenario {name}", name=name), after)
        return ""

    def _show_name(self, _name: str = "") -> None:
        name = self._document.scenario.name
        self._button.show_name(scenario_said(name))
        for act in (Act.RENAME, Act.REMOVE):
            self._actions[act].setEnabled(name != TODAY)
