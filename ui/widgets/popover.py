"""A small frame below a button that Esc or a click elsewhere closes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.field import Field
from ui.widgets.labels import label

WIDTH = 280


class NamePopover(QWidget):
    """Asks for one name in place; `accept` returns what is wrong with it, or "" when it was taken."""

    def __init__(
        self, below: QWidget, title: str, name: str, verb: str, accept: Callable[[str], str]
    ) -> None:
        super().__init__(below, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._accept = accept
        self.field = Field(name)
        self.field.edit.setAccessibleName(title)
        self.field.entered.connect(self._try)
        card = Card("float", padding=12)
        card.body.addWidget(label(title, "strong"))
        card.body.addWidget(self.field)
        card.body.addWidget(
            Button(verb, lambda: self._try(self.field.edit.text()), kind="primary"),
            0,
            Qt.AlignmentFlag.AlignRight,
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        self.setFixedWidth(WIDTH)
        self.adjustSize()
        self.move(below.mapToGlobal(QPoint(0, below.height() + theme.space(2))))

    def open(self) -> None:
        """Show it, ready to type over the name."""
        self.show()
        self.field.edit.setFocus()
        self.field.edit.selectAll()

    def _try(self, name: str) -> None:
        trouble = self._accept(name.strip())
        self.field.complain(trouble)
        if not trouble:
            self.close()
