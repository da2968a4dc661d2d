"""The inspector of one account: where it lies, who owns it and why."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.panels.figure_grid import Cell, FigureGrid
from ui.widgets.buttons import Button
from ui.widgets.inspector import Inspector
from ui.widgets.labels import label
from ui.widgets.note import Note


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account as the inspector shows it.

    Attributes
    ----------
    name, code : str
    tone : str
        info, or warn where nobody owns it.
    owner, why : str
        One sentence each.
    rows : tuple of (str, str)
        Name and value: its region, territory, status, figures.
    region, territory : str
        What the links are called; "" hides them.
    """

    name: str
    code: str
    tone: str
    owner: str
    why: str
    rows: tuple[tuple[str, str], ...]
    region: str = ""
    territory: str = ""


class AccountPanel(Inspector):
    """Shows `AccountFacts`.

    Signals
    -------
    region_wanted(), territory_wanted()
        The region it lies in, or the territory there, should be selected instead.
    """

    region_wanted = Signal()
    territory_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "title", wrap=True)
        self.code = label("", "small")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = Note("info", "")
        self.rows = FigureGrid()
        self.region = Button("", self.region_wanted.emit, kind="link")
        self.territory = Button("", self.territory_wanted.emit, kind="link")
        for widget in (self.title, self.code, self.note, self.rows):
            self.body.addWidget(widget)
        for button in (self.region, self.territory):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def show_facts(self, facts: AccountFacts) -> None:
        """Show an account."""
        self.title.setText(facts.name)
        self.code.setText(tr("Account {code}", code=facts.code))
        self.note.say(facts.tone, facts.owner, facts.why)
        self.rows.show_rows([(Cell(name), Cell(value, strong=True)) for name, value in facts.rows])
        self.region.setText(tr("Show {region}", region=facts.region))
        self.region.setVisible(bool(facts.region))
        self.territory.setText(tr("Show territory {territory}", territory=facts.territory))
        self.territory.setVisible(bool(facts.territory))
