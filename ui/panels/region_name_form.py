"""The name and the code of one region, to be typed over."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.field import Field
from ui.widgets.labels import key_cap, label


class RegionNameForm(QWidget):
    """Two lines and a button; nothing changes before Enter or the button.

    Signals
    -------
    renamed : str, str
        Code and name, as they were typed.
    """

    renamed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ("", "")
        self.name, self.code = Field("", tr("Name")), Field("", tr("Code"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        for field, key in ((self.name, "F2"), (self.code, "")):
            said = label(field.edit.placeholderText(), "small")
            said.setBuddy(field.edit)
            head = QHBoxLayout()
            head.addWidget(said, 1)
            if key:
                head.addWidget(key_cap(key))
            column.addLayout(head)
            column.addWidget(field)
            column.addSpacing(theme.space(2))
            field.entered.connect(lambda _text: self.go())
            field.edit.textEdited.connect(lambda _text: self._offer())
        self.button = Button(tr("Rename"), self.go, icon="pencil")
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        row.addWidget(self.button)
        row.addWidget(key_cap("Enter"))
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(theme.space(3))

    def show_region(self, code: str, name: str) -> None:
        """Show what a region is called; what is being typed about the same one stays."""
        if (code, name) != self._said:
            self._said = (code, name)
            self.take_back()
        self._offer()

    def begin(self) -> None:
        """Put the keyboard in the name."""
        self.name.edit.setFocus()
        self.name.edit.selectAll()

    def go(self) -> None:
        """Ask for what was typed."""
        self.renamed.emit(self.code.edit.text(), self.name.edit.text())

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the code, and put the keyboard there."""
        self.code.complain(sentence)
        self.code.edit.setFocus()
        self.code.edit.selectAll()

    def take_back(self) -> bool:
        """Show what the region is called again; return whether something else was typed."""
        code, name = self._said
        typed = self._typed() != self._said
        self.name.edit.setText(name)
        self.code.edit.setText(code)
        self.code.complain("")
        self._offer()
        return typed

    def has_keyboard(self) -> bool:
        """Whether one of the lines has the keyboard."""
        return self.name.edit.hasFocus() or self.code.edit.hasFocus()

    def _typed(self) -> tuple[str, str]:
        return self.code.edit.text(), self.name.edit.text()

    def _offer(self) -> None:
        self.button.setEnabled(self._typed() != self._said)
