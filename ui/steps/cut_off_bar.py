"""The bar over the map that asks what to do with regions that a move would cut off."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.widgets.buttons import Button
from ui.widgets.cards import FloatBar
from ui.widgets.labels import IconLabel, key_cap, label


class CutOffBar(FloatBar):
    """Says what would be cut off.

    Signals
    -------
    along_wanted(), alone_wanted(), dropped()
    """

    along_wanted = Signal()
    alone_wanted = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = label("", "strong", tone="bad")
        self.along = Button(tr("Take along"), self.along_wanted.emit, kind="primary", dense=True)
        self.alone = Button(tr("Move without"), self.alone_wanted.emit, dense=True)
        self.leave = Button(tr("Leave"), self.dropped.emit, kind="ghost", dense=True)
        self._enter = key_cap("Enter")
        self.add(IconLabel("triangle-alert", 16, "bad"), self.words)
        self.add(self.along, self._enter, self.alone, self.leave, key_cap("Esc"))
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            keys = QShortcut(QKeySequence(key), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(self._press_focused)
        self.hide()

    def ask(self, what: str, codes: str, *, can_join: bool) -> None:
        """Ask; where nothing can join there is only to move without, or to leave."""
        self.words.setText(tr("Cuts off {what} of {codes}", what=what, codes=codes))
        self.along.setVisible(can_join)
        self._enter.setVisible(can_join)
        self.adjustSize()
        self.show()
        self.raise_()
        (self.along if can_join else self.alone).setFocus()

    def _press_focused(self) -> None:
        for button in (self.along, self.alone, self.leave):
            if button.hasFocus():
                button.click()
                return
