"""A note: what, where, how to mend it, and at most two links that do so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label

ICONS = {"info": "info", "good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}


class Note(QFrame):
    """A card of a tone (info, good, warn, bad) with a title, a sentence and links."""

    def __init__(
        self, tone: str, title: str, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = IconLabel(ICONS[tone], 16, tone)
        self.title = label(title, "strong", tone=tone, wrap=True)
        self.text = label(text, "small", wrap=True)
        self.setProperty("card", tone)
        self._links = QHBoxLayout()
        self._links.setSpacing(theme.space(5))
        self._links.addStretch()
        words = QVBoxLayout()
        words.setSpacing(theme.space(2))
        for widget in (self.title, self.text):
            words.addWidget(widget)
        words.addLayout(self._links)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.text.setVisible(bool(text))  # not before it lies in the note: it would be a window

    def say(self, tone: str, title: str, text: str = "") -> None:
        """Say something else, in another tone; the links stay."""
        self._icon.set_icon(ICONS[tone], tone)
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        theme.restyle(self.title, tone=tone)
        theme.restyle(self, card=tone)

    def add_link(self, text: str, clicked: Callable[[], object]) -> Button:
        """Add a link; two at most."""
        if self._links.count() > 2:
            raise ValueError("a note has at most two links")
        link = Button(text, clicked, kind="link")
        self._links.insertWidget(self._links.count() - 1, link)
        return link
