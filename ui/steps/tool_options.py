"""The choices of the tool in hand, in a bar below the tools: into, from whom, how large, how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from planner.model.types import UNASSIGNED
from ui.map.tools.taking import Inside
from ui.messages import tr
from ui.widgets.cards import FloatBar
from ui.widgets.labels import label
from ui.widgets.swatch import swatch

INSIDE = (Inside.CENTRE, Inside.TOUCHED, Inside.WHOLE)
SHOWN = {
    "brush": ("target", "source", "size"),
    "lasso": ("source", "inside"),
    "polygon": ("source", "inside"),
    "rectangle": ("source", "inside"),
    "flood": ("source", "reach"),
}
"""Which choices each tool has; a tool that is not here has none."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen: territories with their fills, sizes of the brush, areas to flood."""

    territories: tuple[str, ...]
    fills: tuple[QColor, ...]
    sizes: tuple[str, ...]
    reaches: tuple[str, ...]


class ToolOptions(FloatBar):
    """Shows the choices of one tool at a time; what was chosen stays.

    Signals
    -------
    target_chosen : int
        A territory, or UNASSIGNED for the one a stroke begins in.
    source_chosen : object
        A territory, UNASSIGNED for what nobody has, or None for all.
    size_chosen, reach_chosen : int
        Position in the list.
    inside_chosen : Inside
    """

    target_chosen = Signal(int)
    source_chosen = Signal(object)
    size_chosen = Signal(int)
    inside_chosen = Signal(object)
    reach_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pairs: dict[str, tuple[QLabel, QComboBox]] = {}
        self.target = self._choice("target", tr("Paint into"))
        self.source = self._choice("source", tr("Take from"))
        self.size_box = self._choice("size", tr("Size"))
        self.inside = self._choice("inside", tr("Counts when"))
        self.reach = self._choice("reach", tr("Up to the border of its"))
        _refill(
            self.inside,
            (tr("its centre is inside"), tr("the line touches it"), tr("all of it is inside")),
        )
        self.target.currentIndexChanged.connect(
            lambda at: self.target_chosen.emit(at - 1 if at > 0 else UNASSIGNED)
        )
        self.source.currentIndexChanged.connect(lambda at: self.source_chosen.emit(_source_at(at)))
        self.size_box.currentIndexChanged.connect(self.size_chosen)
        self.inside.currentIndexChanged.connect(lambda at: self.inside_chosen.emit(INSIDE[at]))
        self.reach.currentIndexChanged.connect(self.reach_chosen)

    def show_tool(self, tool: str) -> bool:
        """Show the choices of a tool; return whether it has any."""
        wanted = SHOWN.get(tool, ())
        for name, pair in self._pairs.items():
            has_choice = pair[1].count() > 1
            for widget in pair:
                widget.setVisible(name in wanted and has_choice)
        self.adjustSize()
        return bool(wanted)

    def show_choices(self, choices: Choices) -> None:
        """Offer these; what was chosen stays chosen where it is still there."""
        fills = [QIcon(swatch(colour)) for colour in choices.fills]
        names = choices.territories
        _refill(self.target, (tr("where the stroke begins"), *names), [QIcon(), *fills])
        everybody = (tr("all"), tr("what nobody has"))
        _refill(self.source, (*everybody, *names), [QIcon(), QIcon(), *fills])
        _refill(self.size_box, choices.sizes)
        _refill(self.reach, choices.reaches)
        self.adjustSize()

    def show_target(self, territory: int) -> None:
        """Show a territory that was picked on the map."""
        self.target.setCurrentIndex(territory + 1)

    def _choice(self, name: str, title: str) -> QComboBox:
        said, box = label(title, "small"), QComboBox()
        box.setProperty("dense", True)
        box.setAccessibleName(title)
        said.setBuddy(box)
        self.add(said, box)
        self._pairs[name] = (said, box)
        return box


def _source_at(at: int) -> int | None:
    """Return what the list of sources says at a position: all, nobody's, then the territories."""
    return None if at <= 0 else at - 2


def _refill(box: QComboBox, texts: Sequence[str], icons: Sequence[QIcon] = ()) -> None:
    """Offer other texts. What was chosen stays chosen, under another name too where all others stay."""
    at, chosen = box.currentIndex(), box.currentText()
    kept = at if box.count() == len(texts) else 0
    now = texts.index(chosen) if chosen in texts else max(0, kept)
    box.blockSignals(True)
    box.clear()
    for place, text in enumerate(texts):
        box.addItem(icons[place] if icons else QIcon(), text)
    box.setCurrentIndex(now)
    box.blockSignals(False)
    if at >= 0 and now != at:
        box.currentIndexChanged.emit(now)  # it stands at another place, or is gone
