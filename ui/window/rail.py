"""The rail of steps at the left: one is shown; a step that is not built is absent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.messages import tr
from ui.steps.step import Step
from ui.theme import theme
from ui.widgets.rail_item import RailItem


class Rail(QWidget):
    """Emits `chosen` with the key of a step; `settings` is the button at its foot."""

    chosen = Signal(str)

    def __init__(
        self, steps: Sequence[Step], settings: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme.size("rail"))
        self.setAccessibleName(tr("Steps"))
        self.items: dict[str, RailItem] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 10)
        column.setSpacing(theme.space(2))
        for number, step in enumerate(steps, 1):
            self.items[step.key] = self._add(step, number)
            column.addWidget(self.items[step.key])
        column.addStretch()
        self.settings = settings
        column.addWidget(settings, 0, Qt.AlignmentFlag.AlignHCenter)
        self._foot = column

    def add_to_foot(self, button: QWidget) -> None:
        """Put a button below the steps, above the settings."""
        before = self._foot.count() - 1
        self._foot.insertWidget(before, button, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_here(self, key: str) -> None:
        """Mark the step that is shown."""
        for other, item in self.items.items():
            item.setChecked(other == key)

    def refresh(self, steps: Sequence[Step]) -> None:
        """Ask every step how far it is."""
        for step in steps:
            state = step.state()
            self.items[step.key].show_state(done=state.done, open_points=state.open_points)

    def _add(self, step: Step, number: int) -> RailItem:
        item = RailItem(step.icon, step.title, self)
        item.setToolTip(tr("{step} (Ctrl+{number})", step=step.title, number=number))
        item.clicked.connect(lambda _checked=False, key=step.key: self.chosen.emit(key))
        return item
