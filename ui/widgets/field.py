"""A line to type in, with the sentence below it that says what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.labels import label


class Field(QWidget):
    """A QLineEdit (`edit`) that can be in error."""

    entered = Signal(str)

    def __init__(self, text: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(text)
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(hint)
        self.trouble = label("", "small", tone="bad", wrap=True)
        self.trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self.edit)
        column.addWidget(self.trouble)
        self.edit.textEdited.connect(lambda _text: self.complain(""))
        self.edit.returnPressed.connect(lambda: self.entered.emit(self.edit.text()))

    def complain(self, sentence: str) -> None:
        """Say what is wrong, or nothing."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        theme.restyle(self.edit, state="error" if sentence else "")
