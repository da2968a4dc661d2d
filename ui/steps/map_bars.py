"""What floats over the map: tools, views of a proposal, zoom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from planner.model.types import UNASSIGNED
from ui.actions import Act, Actions
from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button, ToolButton
from ui.widgets.cards import FloatBar
from ui.widgets.labels import IconLabel, label
from ui.widgets.swatch import swatch

TOOLS = {
    Act.SELECT: "mouse-pointer-2",
    Act.HAND: "hand",
    Act.BRUSH: "brush",
    Act.LASSO: "lasso",
}


class ToolBar(FloatBar):
    """Select, hand, brush, lasso, lock, and the main button of the page."""

    def __init__(self, actions: Actions, propose: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.tools = {act: ToolButton.of(actions[act], icon) for act, icon in TOOLS.items()}
        self.lock = ToolButton.of(actions[Act.LOCK], "lock")
        self.propose = Button(tr("Propose territories"), propose, kind="primary", icon="sparkles")
        self.add(*self.tools.values())
        self.separate()
        self.add(self.lock)
        self.separate()
        self.add(self.propose)


class BrushBar(FloatBar):
    """Into which territory the brush paints, and how large it is.

    Signals
    -------
    target_chosen : int
        A territory, or UNASSIGNED for the one a stroke begins in.
    size_chosen : int
    """

    target_chosen = Signal(int)
    size_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.target = QComboBox()
        self.target.setProperty("dense", True)
        self.target.setAccessibleName(tr("Paint into"))
        self.width_box = QComboBox()
        self.width_box.setProperty("dense", True)
        self.width_box.setAccessibleName(tr("Brush size"))
        self.add(label(tr("Paint into"), "small"), self.target)
        self.add(label(tr("Size"), "small"), self.width_box)
        self.target.currentIndexChanged.connect(self._tell_target)
        self.width_box.currentIndexChanged.connect(self.size_chosen)

    def show_choices(
        self, names: Sequence[str], colours: Sequence[QColor], sizes: Sequence[str]
    ) -> None:
        """Offer territories and sizes; what was chosen stays chosen."""
        icons = [QIcon(), *(QIcon(swatch(colour)) for colour in colours)]
        _refill(self.target, [tr("where the stroke begins"), *names], icons)
        _refill(self.width_box, sizes, [QIcon()] * len(sizes))
        self.adjustSize()

    def show_target(self, territory: int) -> None:
        """Show a territory that was picked on the map."""
        self.target.setCurrentIndex(territory + 1)

    def _tell_target(self, at: int) -> None:
        self.target_chosen.emit(at - 1 if at > 0 else UNASSIGNED)


class ViewBar(FloatBar):
    """Before, proposal, difference: what the map shows while there is a proposal.

    Signals
    -------
    view_chosen : int
        0 before, 1 proposal, 2 difference.
    """

    view_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = label("", "strong")
        names = (tr("Now"), tr("Proposal"), tr("Difference"))
        self.buttons = [
            Button(name, partial(self.view_chosen.emit, at), dense=True)
            for at, name in enumerate(names)
        ]
        self.add(IconLabel("sparkles", 16, "accent_text"), self.title)
        self.separate()
        self.add(*self.buttons)

    def show_view(self, title: str, view: int) -> None:
        """Say what is shown."""
        self.title.setText(title)
        for at, button in enumerate(self.buttons):
            theme.restyle(button, sel=at == view)
        self.adjustSize()


class ZoomBar(FloatBar):
    """Closer, farther, everything."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout()
        column.setSpacing(theme.space(1))
        for act, icon in (
            (Act.ZOOM_IN, "plus"),
            (Act.ZOOM_OUT, "minus"),
            (Act.FIT_ALL, "maximize"),
        ):
            column.addWidget(ToolButton.of(actions[act], icon))
        self.row.addLayout(column)


def _refill(box: QComboBox, texts: Sequence[str], icons: Sequence[QIcon]) -> None:
    chosen = max(0, box.currentIndex())
    box.blockSignals(True)
    box.clear()
    for text, icon in zip(texts, icons, strict=True):
        box.addItem(icon, text)
    box.setCurrentIndex(chosen if chosen < len(texts) else 0)
    box.blockSignals(False)
