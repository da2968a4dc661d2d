"""The bar over the map that asks before something is done: what it would do, and the answers to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.theme.theme import restyle
from ui.widgets.buttons import Button
from ui.widgets.cards import FloatBar
from ui.widgets.labels import IconLabel, key_cap, label


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its words, and what is done then."""

    words: str
    do: Callable[[], object]


class AskBar(FloatBar):
    """Asks one question at a time; Enter gives the answer that has the focus, at first the first.

    Signals
    -------
    dropped()
        The question was taken back without an answer.
    """

    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = label("", "strong", tone="bad")
        self.answers: list[Button] = []
        self._enter = key_cap("Enter")
        self.leave = Button(tr("Leave"), self.drop, kind="ghost", dense=True)
        self._icon = IconLabel("triangle-alert", 16, "bad")
        self.add(self._icon, self.words)
        self.add(self._enter, self.leave, key_cap("Esc"))
        self.hide()

    def ask(self, words: str, first: Answer, *others: Answer, tone: str = "bad") -> None:
        """Ask; the bar stays until it is hidden. What would do harm has the tone bad, else ""."""
        for old in self.answers:
            old.hide()
            old.deleteLater()
        self.words.setText(words)
        restyle(self.words, tone=tone)
        self._icon.set_icon("triangle-alert" if tone else "wand-sparkles", tone or "accent_text")
        self.answers = [Button(each.words, each.do, dense=True) for each in (first, *others)]
        self.answers[0].set_kind("primary")
        at = self.row.indexOf(self._enter)
        for place, button in enumerate(self.answers):
            # The key stands behind the first answer, which it gives.
            self.row.insertWidget(at + place + (place > 0), button)
            button.show()
        self.row.activate()
        self.adjustSize()
        self.show()
        self.raise_()
        self.answers[0].setFocus()

    def drop(self) -> bool:
        """Take the question back; return whether there was one."""
        asked = not self.isHidden()
        if asked:
            self.hide()
            self.dropped.emit()
        return asked
