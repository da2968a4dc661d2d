"""The three ways in: accounts, people and figures, from a file or from the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.labels import IconLabel, label


class ImportStart(QWidget):
    """Cards side by side, each with a file to choose.

    Signals
    -------
    file_wanted(str)
        Key of the kind of rows a file is to be chosen for.
    paste_wanted()
        Take what is on the clipboard.
    """

    file_wanted = Signal(str)
    paste_wanted = Signal()

    def __init__(
        self, ways: Sequence[tuple[str, str, str, str]], parent: QWidget | None = None
    ) -> None:
        """Take key, icon, title and sentence of each way."""
        super().__init__(parent)
        self.buttons: dict[str, Button] = {}
        cards = QHBoxLayout()
        cards.setSpacing(theme.space(5))
        for key, icon, title, sentence in ways:
            cards.addWidget(self._card(key, icon, title, sentence), 1)
        drop = Card()
        row = QHBoxLayout()
        row.setSpacing(theme.space(4))
        row.addWidget(IconLabel("file-spreadsheet", 20), 0, Qt.AlignmentFlag.AlignVCenter)
        words = tr("Or drop a file on this page, or paste rows you copied in a spreadsheet.")
        row.addWidget(label(words, "muted", wrap=True), 1)
        self.paste = Button(tr("Paste"), self.paste_wanted.emit, icon="copy")
        row.addWidget(self.paste)
        drop.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(5))
        column.addLayout(cards)
        column.addWidget(drop)

    def _card(self, key: str, icon: str, title: str, sentence: str) -> Card:
        card = Card()
        card.body.addWidget(IconLabel(icon, 20))
        card.body.addWidget(label(title, "title"))
        card.body.addWidget(label(sentence, "small", wrap=True))
        card.body.addStretch(1)
        button = Button(tr("Choose a file…"), partial(self.file_wanted.emit, key), icon="file-up")
        button.setAccessibleName(tr("Choose a file with {what}", what=title))
        self.buttons[key] = button
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card
