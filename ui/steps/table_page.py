"""The table twin of the map: territories, or all regions."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.messages import tr
from ui.tables.region_table import RegionTable
from ui.tables.territory_table import TerritoryTable
from ui.widgets.focus import hand_focus_on
from ui.widgets.section_bar import SectionBar

TERRITORIES, REGIONS = "territories", "regions"


class TablePage(QWidget):
    """Two tables behind a bar of two names.

    Signals
    -------
    turned()
        The other table is shown now.
    """

    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.territories = TerritoryTable()
        self.regions = RegionTable()
        self.bar = SectionBar(self.turn, side=0, above=0)
        self.bar.add(TERRITORIES, tr("Territories"))
        self.bar.add(REGIONS, tr("Regions"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.territories)
        self._stack.addWidget(self.regions)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.bar.choose(TERRITORIES)
        hand_focus_on(self, lambda: self.front)

    @property
    def shows_regions(self) -> bool:
        """Whether the table of regions is in front of the other."""
        return self._stack.currentIndex() == 1

    @property
    def front(self) -> QWidget:
        """The table in front."""
        return self.regions.view if self.shows_regions else self.territories

    def name_regions(self, noun: str) -> None:
        """Call the second table what several regions are called."""
        self.bar.buttons[REGIONS].setText(noun.capitalize())

    def turn(self, key: str) -> None:
        """Show the table of a key."""
        self._stack.setCurrentWidget(self.regions if key == REGIONS else self.territories)
        self.bar.choose(key)
        self.turned.emit()
