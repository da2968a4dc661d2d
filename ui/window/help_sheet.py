"""Help for the page that is shown: what it is for in three sentences, and its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.actions import MOVES, Act, Actions
from ui.messages import tr
from ui.theme import theme
from ui.widgets.labels import key_cap, label
from ui.window.side_sheet import SideSheet

UNSAID = frozenset(MOVES[1:])
"""Keys of which the first stands for the rest."""


class HelpSheet(SideSheet):
    """Lists the keys of the actions that do something now; there is no second list of keys."""

    def __init__(
        self, actions: Actions, page: Callable[[], tuple[str, str]], host: QWidget
    ) -> None:
        super().__init__(tr("Help for this page"), host)
        self._actions = actions
        self._page = page
        self.sentences = label("", "body", wrap=True)
        self.keys: list[tuple[str, str]] = []
        self._rows: list[QWidget] = []
        self.body.addWidget(self.sentences)

    def fill(self) -> None:
        """Show the page that is shown and the keys that work now."""
        key, title = self._page()
        self.title.setText(tr("Help: {page}", page=title))
        self.sentences.setText(purpose(key))
        for old in self._rows:
            self.body.removeWidget(old)
            old.deleteLater()
        self._rows, self.keys = [], []
        here = self._actions.of_page()
        live = [pair for pair in self._actions.live() if pair[0] not in here]
        self._list(tr("On this page"), [(act, self._actions[act]) for act in here])
        self._list(tr("Everywhere"), live)

    def _list(self, heading: str, pairs: Sequence[tuple[Act, QAction]]) -> None:
        rows = [
            (action.text(), native)
            for act, action in pairs
            if act not in UNSAID and (native := _keys(action)) and action.isEnabled()
        ]
        if not rows:
            return
        self._add(label(heading, "title"))
        for words, keys in rows:
            self._add(_row(words, keys))
        self.keys += rows

    def _add(self, widget: QWidget) -> None:
        self._rows.append(widget)
        self.body.addWidget(widget)


def purpose(key: str) -> str:
    """Return what a page is for."""
    return {
        "data": tr(
            "Here you see what was read: regions, accounts, people and figures, and what is doubtful "
            "about it. Import brings accounts, people and figures from a table. Outlines are mended, "
            "regions are redrawn, and accounts are named that stay with somebody."
        ),
        "market": tr(
            "Here you see where the market is: a measure on the map, as a formula that you can change. "
            "Segments divide the accounts and always add up to the total; drawn areas choose by place. "
            "Territories, teams and quotas count by what you set here."
        ),
        "team": tr(
            "Here you see who is needed and who is there. Each market gets the roles it needs by its "
            "hours of work. You choose what a team is formed around, and Compose teams proposes who "
            "serves where; nothing changes before you accept it."
        ),
        "territories": tr(
            "Here you draw territories: by hand, or by asking for a proposal that you accept or not. "
            "The bars below show how far each is from its target, always. The legend colours the map by "
            "territory, by a measure or by the distance from target. Without a mouse, the arrow keys go "
            "from place to place on the map, Space selects, and 1 to 9 move the selection."
        ),
        "quotas": tr(
            "Here the goal you type is divided over territories and people, by potential and capacity. "
            "All quotas add up to the goal and what is assigned over it."
        ),
        "compare": tr(
            "Here two scenarios stand side by side, and both maps move together. What differs is "
            "hatched, and the list says whom it touches. A scenario that breaks a rule is never praised."
        ),
        "publish": tr(
            "Here the plan becomes files for the CRM, for spreadsheets and for maps. What the plan has "
            "not got is left out, and the list says why. Nothing leaves this computer."
        ),
    }.get(key, tr("This page belongs to the plan that is open."))


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.PortableText)


def _row(words: str, keys: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.space(3))
    said: QLabel = label(words, "small", wrap=True)
    row.addWidget(said, 1)
    row.addWidget(key_cap(keys))
    return made
