"""The frame of a page without a map: title, one sentence, main button, and cards that scroll."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.focus import RingedArea
from ui.widgets.labels import IconLabel, label

WIDEST = 1180


class ScopeLine(QWidget):
    """What part of the plan a page is about, and the way back to everything; hidden for everything."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "small", wrap=True)
        self.all = Button(tr("Show everything"), kind="link", dense=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(4))
        row.addWidget(IconLabel("funnel", 14, "text2"))
        row.addWidget(self.words, 1)
        row.addWidget(self.all)
        self.hide()

    def say(self, words: str) -> None:
        """Say what is looked at; "" for everything."""
        self.words.setText(words)
        self.setVisible(bool(words))


class Page(RingedArea):
    """Add cards to `body`; `head` takes buttons right of the title; `scope` says what part it is of."""

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(title)
        inside = QWidget()
        inside.setProperty("clear", True)
        self.title = label(title, "h2")
        self.sentence = label(sentence, "muted", wrap=True)
        self.head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(theme.space(2))
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        self.head.addLayout(words, 1)
        self.scope = ScopeLine()
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.space(4))
        column = QVBoxLayout()
        column.setSpacing(theme.space(5))
        column.addLayout(self.head)
        column.addWidget(self.scope)
        column.addLayout(self.body)
        column.addStretch(1)
        around = QHBoxLayout(inside)
        around.setContentsMargins(24, 20, 24, 20)
        held = QWidget()
        held.setMaximumWidth(WIDEST)
        held.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        around.addWidget(held, 1)
        self.setWidget(inside)

    def add_button(self, button: Button) -> None:
        """Put a button at the right of the title."""
        self.head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)


class FigureBar(Card):
    """At most five figures side by side, each with its name."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.space(8))
        self.body.addLayout(self._row)
        self._pairs: list[tuple[QLabel, QLabel]] = []

    def show_figures(self, figures: Sequence[tuple[str, str, str]]) -> None:
        """Show name, value and tone of each."""
        if len(figures) != len(self._pairs):
            self._rebuild(len(figures))
        for (name, value), (told, shown, tone) in zip(self._pairs, figures, strict=True):
            name.setText(told)
            value.setText(shown)
            theme.restyle(value, tone=tone)

    def texts(self) -> list[tuple[str, str]]:
        """Return what the figures say."""
        return [(name.text(), value.text()) for name, value in self._pairs]

    def _rebuild(self, count: int) -> None:
        while (old := self._row.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()  # at once: it is deleted later
                widget.deleteLater()
        self._pairs = []
        for _ in range(count):
            cell = QWidget()
            column = QVBoxLayout(cell)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.space(1))
            name, value = label("", "caption"), label("", "h2")
            value.setFont(theme.font("h2", figures=True))
            column.addWidget(name)
            column.addWidget(value)
            self._row.addWidget(cell)
            self._pairs.append((name, value))
        self._row.addStretch(1)


class TitledCard(Card):
    """A card with a heading; its table takes a height of its own rows."""

    def __init__(self, title: str, *, more: str = "") -> None:
        super().__init__()
        self.heading = label(title, "title")
        self.head = QHBoxLayout()
        self.head.addWidget(self.heading)
        self.note = label(more, "small")
        self.head.addWidget(self.note)
        self.head.addStretch(1)
        self.body.addLayout(self.head)


def fit_rows(table: QWidget, rows: int, most: int) -> None:
    """Give a table the height of its rows, at most so many; beyond them it scrolls itself."""
    shown = max(1, min(rows, most))
    table.setFixedHeight(theme.size("row") * (shown + 1) + 14)
