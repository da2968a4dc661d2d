"""The inspector while nothing is selected: how the scenario stands, and what is proven about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.panels.figure_grid import Cell, FigureGrid
from ui.panels.proof_card import ProofCard
from ui.panels.proof_words import ProofWords
from ui.panels.trouble_list import TroubleList
from ui.widgets.buttons import Button
from ui.widgets.inspector import Inspector
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.note import Note

MOST_FIGURES = 5


@dataclass(frozen=True, slots=True)
class OverviewFacts:
    """A scenario as the inspector shows it.

    Attributes
    ----------
    title : str
    tone, headline, text : str
        The one sentence that matters, and what stands behind it.
    figures : tuple of (str, str, str)
        At most five: name, value, tone.
    proof : ProofWords or None
    details : str
    is_today : bool
        Today cannot be edited; a copy is offered.
    furthest : int or None
        Territory furthest from its target.
    noun : str
        What one region is called.
    """

    title: str
    tone: str
    headline: str
    text: str
    figures: tuple[tuple[str, str, str], ...]
    proof: ProofWords | None = None
    details: str = ""
    is_today: bool = False
    furthest: int | None = None
    noun: str = "region"


class OverviewPanel(Inspector):
    """Shows `OverviewFacts`.

    Signals
    -------
    copy_wanted()
        Make a copy of Today to edit.
    territory_wanted : int
    """

    copy_wanted = Signal()
    territory_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._furthest: int | None = None
        self.title = ElidedLabel("", "title")
        self.note = Note("info", "")
        self.furthest = Button(
            tr("Show the one furthest from target"), self._show_furthest, kind="link"
        )
        self.figures = FigureGrid()
        self.card = ProofCard()
        self.today = Note(
            "info",
            tr("Today is the present situation"),
            tr("It stays as it is. Edit a copy, or ask for a proposal."),
        )
        self.copy = self.today.add_link(tr("Make a copy to edit"), self.copy_wanted.emit)
        self.troubles = TroubleList()
        self.troubles.hide()
        self.keys = label("", "small", wrap=True)
        for widget in (self.title, self.note, self.card, self.figures):
            self.body.addWidget(widget)
        self.body.addWidget(self.furthest, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.troubles)
        self.body.addWidget(self.today)
        self.body.addWidget(self.keys)
        self.body.addStretch(1)

    def show_facts(self, facts: OverviewFacts) -> None:
        """Show how a scenario stands."""
        self._furthest = facts.furthest
        self.title.setText(facts.title)
        self.note.say(facts.tone, facts.headline, facts.text)
        self.note.setVisible(facts.proof is None)
        self.furthest.setVisible(facts.furthest is not None)
        self.figures.show_rows(_rows(facts.figures[:MOST_FIGURES]))
        self.card.setVisible(facts.proof is not None)
        if facts.proof is not None:
            self.card.show_words(facts.proof, facts.details)
        self.today.setVisible(facts.is_today)
        self.keys.setText(
            tr("Click a {noun}, or double-click a territory, to see it here.", noun=facts.noun)
        )

    def _show_furthest(self) -> None:
        if self._furthest is not None:
            self.territory_wanted.emit(self._furthest)


def _rows(figures: Sequence[tuple[str, str, str]]) -> list[tuple[Cell, ...]]:
    return [(Cell(name), Cell(value, tone, strong=True)) for name, value, tone in figures]
