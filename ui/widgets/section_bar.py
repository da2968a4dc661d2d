"""A bar of names, one of which is chosen: the sections of a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.buttons import Button


class SectionBar(QWidget):
    """Buttons side by side; `chosen` is told the key of the one that was clicked."""

    def __init__(
        self,
        chosen: Callable[[str], object],
        parent: QWidget | None = None,
        *,
        side: int = 24,
        above: int = 12,
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(side, above, side, 0)
        self._row.setSpacing(theme.space(2))
        self._row.addStretch(1)
        self.buttons: dict[str, Button] = {}
        self._titles: dict[str, str] = {}

    def add(self, key: str, title: str) -> None:
        """Add a section at the end."""
        button = Button(title, partial(self._chosen, key), kind="ghost", dense=True)
        button.setCheckable(True)
        self.buttons[key], self._titles[key] = button, title
        self._row.insertWidget(self._row.count() - 1, button)

    def choose(self, key: str) -> None:
        """Mark the section that is shown."""
        for other, button in self.buttons.items():
            button.setChecked(other == key)
            theme.restyle(button, sel=other == key)

    def show_points(self, key: str, points: int) -> None:
        """Show how many things want a look, behind the name."""
        title = self._titles[key]
        self.buttons[key].setText(f"{title} ({points})" if points else title)
