"""The legend of the market map: a measure by region, with what its colours mean; folds to its title."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.map.classes import RegionClasses
from ui.settings import Settings
from ui.steps.class_legend import ClassLegend
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import FloatBar


class MarketLegend(FloatBar):
    """Floats over the map.

    Signals
    -------
    folded : bool
    """

    folded = Signal(bool)

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = Button("", self._toggle, kind="ghost", icon="info", dense=True)
        self.classes = ClassLegend(settings, "market")
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(8, 0, 8, 6)
        column.addWidget(self.classes)
        whole = QVBoxLayout()
        whole.setSpacing(theme.space(1))
        whole.addWidget(self.title, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._inside)
        self.row.addLayout(whole)

    @property
    def is_folded(self) -> bool:
        """Whether the title stands alone."""
        return self._inside.isHidden()

    def fold(self, folded: bool) -> None:
        """Show the title alone, or everything."""
        self._inside.setVisible(not folded)
        self.fit()

    def _toggle(self) -> None:
        self.folded.emit(not self._inside.isHidden())

    def show_classes(self, classes: RegionClasses, title: str, caption: str, unit: str) -> None:
        """Show classes; `unit` is that of the figure."""
        self.title.setText(title)
        self.classes.show_classes(classes, caption, unit)
        self.fit()
