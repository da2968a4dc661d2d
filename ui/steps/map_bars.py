"""What floats over the map: tools, views of a proposal, zoom."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from ui.actions import Act, Actions
from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button, ToolButton
from ui.widgets.cards import FloatBar
from ui.widgets.labels import IconLabel, label

TOOLS = {
    Act.SELECT: "mouse-pointer-2",
    Act.BRUSH: "brush",
    Act.LASSO: "lasso",
    Act.LOCK_TOOL: "lock",
    Act.SEAT: "map-pin",
}
"""Tools that stand in the bar."""
MORE = {
    Act.HAND: "hand",
    Act.POLYGON: "pentagon",
    Act.RECTANGLE: "square-dashed",
    Act.FLOOD: "paint-bucket",
    Act.SPLIT: "scissors",
    Act.MERGE: "merge",
    Act.BARRIER: "fence",
}
"""Tools behind *More tools*."""
DEEDS = (
    Act.GROW, Act.SHRINK, Act.SWAP, Act.LOCK, Act.LOCK_ALL, Act.UNLOCK_ALL, Act.FREE_ACCOUNTS,
)  # fmt: skip
"""What is done to the selection at once, behind *More tools* as well."""


class ToolBar(FloatBar):
    """The tools used most, more of them in a menu, and the main button of the page."""

    def __init__(self, actions: Actions, propose: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.tools = {act: ToolButton.of(actions[act], icon) for act, icon in TOOLS.items()}
        self.more = ToolButton("ellipsis", tr("More tools"), checkable=True)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        for act in MORE:
            self.menu.addAction(actions[act])
            actions[act].toggled.connect(self._show_more)  # a method: let go of with the bar
        self.menu.addSeparator()
        for act in DEEDS:
            self.menu.addAction(actions[act])
        self.more.setMenu(self.menu)
        self.propose = Button(tr("Propose territories"), propose, kind="primary", icon="sparkles")
        self.add(*self.tools.values())
        self.separate()
        self.add(self.more)
        self.separate()
        self.add(self.propose)

    def _show_more(self, _on: bool = False) -> None:
        """Show the tool in hand on the button that it stands behind."""
        held = next((act for act in MORE if self._actions[act].isChecked()), None)
        self.more.set_icon("ellipsis" if held is None else MORE[held])
        self.more.setChecked(held is not None)


class ViewBar(FloatBar):
    """Before, proposal, difference: what the map shows while there is a proposal.

    Signals
    -------
    view_chosen : int
        0 before, 1 proposal, 2 difference.
    """

    view_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = label("", "strong")
        names = (tr("Now"), tr("Proposal"), tr("Difference"))
        self.buttons = [
            Button(name, partial(self.view_chosen.emit, at), dense=True)
            for at, name in enumerate(names)
        ]
        self.add(IconLabel("sparkles", 16, "accent_text"), self.title)
        self.separate()
        self.add(*self.buttons)

    def show_view(self, title: str, view: int) -> None:
        """Say what is shown."""
        self.title.setText(title)
        for at, button in enumerate(self.buttons):
            theme.restyle(button, sel=at == view)
        self.adjustSize()


class ScopeChip(FloatBar):
    """What part of the plan is looked at, and the way back to everything."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = label("", "small")
        self.all = Button(tr("Show everything"), kind="link", dense=True)
        self.row.setContentsMargins(12, 4, 12, 4)
        self.row.setSpacing(theme.space(4))
        self.add(IconLabel("funnel", 14, "text2"), self.words, self.all)


class ZoomBar(FloatBar):
    """Closer, farther, everything."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout()
        column.setSpacing(theme.space(1))
        self.buttons: list[ToolButton] = []
        for act, icon in (
            (Act.ZOOM_IN, "plus"),
            (Act.ZOOM_OUT, "minus"),
            (Act.FIT_ALL, "maximize"),
        ):
            self.buttons.append(ToolButton.of(actions[act], icon))
            column.addWidget(self.buttons[-1])
        self.row.addLayout(column)
