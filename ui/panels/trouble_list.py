"""What is wrong with the shape of territories: how many of each kind, and what mends them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import key_cap, label


@dataclass(frozen=True, slots=True)
class TroubleCount:
    """Troubles of one kind, in words."""

    kind: str
    words: str


class TroubleList(QWidget):
    """One line a kind; a click goes to the first of that kind.

    Signals
    -------
    kind_wanted : str
    joined_wanted(), filled_wanted()
        Propose to join what is cut off, to fill what nobody has.
    """

    kind_wanted = Signal(str)
    joined_wanted = Signal()
    filled_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Button] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(1))
        self.join = Button(tr("Join the pieces"), self.joined_wanted.emit, dense=True)
        self.fill = Button(tr("Fill the gaps"), self.filled_wanted.emit, dense=True)
        head = QHBoxLayout()
        head.addWidget(label(tr("Find and mend"), "strong"))
        head.addStretch(1)
        head.addWidget(key_cap("N"))
        deeds = QHBoxLayout()
        deeds.addWidget(self.join)
        deeds.addWidget(self.fill)
        deeds.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addLayout(head)
        column.addLayout(self._lines)
        column.addLayout(deeds)

    def show_counts(
        self, counts: Sequence[TroubleCount], *, has_pieces: bool, has_gaps: bool
    ) -> None:
        """Show how many there are of each kind; nothing where there are none."""
        for old in self.lines:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [
            Button(each.words, partial(self.kind_wanted.emit, each.kind), kind="link")
            for each in counts
        ]
        for line in self.lines:
            self._lines.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
        self.join.setVisible(has_pieces)
        self.fill.setVisible(has_gaps)
        self.setVisible(bool(self.lines))
