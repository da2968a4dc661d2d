"""What the colours of the territories map mean: the choice, which is remembered, and its explanation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import tr
from ui.settings import Settings
from ui.steps.class_legend import ClassLegend
from ui.theme import theme
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.labels import label

TERRITORIES, TARGET = "territories", "target"
MEASURE = "measure:"
"""What stands before the key of a measure."""
WIDEST = 240
KEPT = "map_coloured_by"


class ColourChoice(QWidget):
    """A box with what the map can be coloured by; under it the words or the histogram that explain it.

    Signals
    -------
    chosen
        Something else is wanted: the map and the legend do not follow by themselves.
    """

    chosen = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._offered: tuple[tuple[str, str], ...] = ()
        self.box = ChoiceBox()
        self.box.setProperty("dense", True)
        self.box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.box.setMaximumWidth(WIDEST)
        self.box.setAccessibleName(tr("Colour by"))
        self.box.activated.connect(lambda _at: self._keep())
        self.classes = ClassLegend(settings, "territories")
        self.classes.cut_chosen.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.space(2))
        column.setSpacing(theme.space(2))
        head = label(tr("Colour by"), "small")
        head.setBuddy(self.box)
        row = QHBoxLayout()
        row.addWidget(head)
        row.addWidget(self.box, 1)
        column.addLayout(row)
        column.addWidget(self.classes)
        self.offer((), has_targets=False)

    def offer(self, measures: Sequence[tuple[str, str]], *, has_targets: bool) -> None:
        """Offer territories, measures (key and label), and the distance from target where there is one."""
        offered = [(TERRITORIES, tr("Territories"))]
        offered += [(f"{MEASURE}{key}", name) for key, name in measures]
        if has_targets:
            offered.append((TARGET, tr("Distance from target")))
        if tuple(offered) == self._offered:
            return
        self._offered = tuple(offered)
        self.box.clear()
        for key, name in offered:
            self.box.addItem(name, key)

    @property
    def boxes(self) -> tuple[QWidget, ...]:
        """What Tab goes to, in order."""
        return (self.box, self.classes.cut_box, self.classes.count_box)

    @property
    def wanted(self) -> str:
        """What was chosen last, as far as this plan has it; territories otherwise."""
        kept = self._settings.text(KEPT, TERRITORIES)
        return kept if any(kept == key for key, _ in self._offered) else TERRITORIES

    def say(self, by: str, *, may_choose: bool = True) -> None:
        """Say what the map is coloured by now."""
        self.box.setCurrentIndex(max(self.box.findData(by), 0))
        self.box.setEnabled(may_choose)

    def choose(self) -> None:
        """Open the list for the keyboard."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.box.isEnabled():
            self.box.showPopup()

    def _keep(self) -> None:
        self._settings.keep(KEPT, str(self.box.currentData()))
        self.chosen.emit()
