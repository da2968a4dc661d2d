"""The inspector while something is dragged: each territory touched before and after, who loses whom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.messages import tr, tr_count
from ui.panels.consequence_facts import ConsequenceFacts, TerritoryChange
from ui.panels.figure_grid import Cell, FigureGrid
from ui.theme import theme
from ui.widgets.inspector import Inspector
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.note import Note
from ui.widgets.swatch import swatch

MOST = 3
"""Territories shown; a move between two touches two."""


class TerritoryBefore(QWidget):
    """One territory before and after, rewritten in place many times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._swatch = QLabel()
        self._colour = QColor()
        self.title = ElidedLabel("", "strong")
        self.figures = FigureGrid((tr("Measure"), tr("now → then"), tr("vs target")))
        head = QHBoxLayout()
        head.addWidget(self._swatch)
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addLayout(head)
        column.addWidget(self.figures)

    def show_change(self, change: TerritoryChange, colour: QColor) -> None:
        """Show a territory in its fill."""
        if colour != self._colour:
            self._colour = colour
            self._swatch.setPixmap(swatch(colour, 16))
        same = change.name == change.code
        self.title.setText(change.code if same else f"{change.code}  {change.name}")
        rows = [
            (
                Cell(each.heading),
                Cell(each.values),
                Cell(each.deviations, each.tone),
            )
            for each in change.measures
        ]
        rows.append((Cell(tr("Distance, km")), Cell(change.travel), Cell("")))
        before, after = change.pieces
        tone = "bad" if after > 1 else ""
        words = tr("in one piece") if after <= 1 else tr("not in one piece")
        rows.append((Cell(tr("Pieces")), Cell(f"{before} → {after}", tone), Cell(words, tone)))
        self.figures.show_rows(rows)


class ConsequencePanel(Inspector):
    """Shows `ConsequenceFacts`; nothing here is done until the move is made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "title", wrap=True)
        self.note = Note("bad", "")
        self.territories = [TerritoryBefore() for _ in range(MOST)]
        self.more = label("", "small")
        self._heading = label(tr("Changes hands"), "strong")
        self.hands = FigureGrid()
        for widget in (self.title, self.note, *self.territories, self.more):
            self.body.addWidget(widget)
        self.body.addWidget(self._heading)
        self.body.addWidget(self.hands)
        self.body.addStretch(1)

    def show_facts(self, facts: ConsequenceFacts, colours: Sequence[QColor]) -> None:
        """Show what a move would do; `colours` has one fill per territory of the layer."""
        self.title.setText(facts.title)
        self.note.setVisible(bool(facts.warning))
        if facts.warning:
            self.note.say("bad", facts.warning, facts.mend)
        for at, shown in enumerate(self.territories):
            has_change = at < len(facts.territories)
            shown.setVisible(has_change)
            if has_change:
                change = facts.territories[at]
                shown.show_change(change, colours[change.territory])
        self.more.setVisible(facts.more > 0)
        self.more.setText(tr_count(facts.more, "One more territory.", "{count} more territories."))
        self._heading.setVisible(bool(facts.hands))
        self.hands.show_rows(
            [(Cell(name), Cell(amount, strong=True)) for name, amount in facts.hands]
        )
