"""The steps of the undo stack by name; a click goes back, or forward, to one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.labels import label
from ui.window.side_sheet import SideSheet


class HistorySheet(SideSheet):
    """Lists what was done since the plan was opened, the last step on top."""

    def __init__(self, stack: QUndoStack, host: QWidget) -> None:
        super().__init__(tr("History"), host)
        self._stack = stack
        self.list = QListWidget()
        self.list.setProperty("ring", True)
        self.list.setAccessibleName(tr("Steps, the last on top"))
        self.list.setTextElideMode(
            Qt.TextElideMode.ElideMiddle
        )  # what became of a step stands last
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.words = label(
            tr("Choose a step to see the plan as it was after it. Nothing is lost by going back."),
            "small",
            wrap=True,
        )
        self.body.addWidget(self.words)
        self.body.addWidget(self.list, 1)
        self.body.setAlignment(Qt.AlignmentFlag(0))
        stack.indexChanged.connect(self._follow)

    @property
    def front(self) -> QWidget:
        """The list."""
        return self.list

    def fill(self) -> None:
        """List the steps; the one the plan stands at is marked by a word as well."""
        self.list.blockSignals(True)
        self.list.clear()
        here = self._stack.index()
        for index in range(self._stack.count(), -1, -1):
            text = self._stack.text(index - 1) if index else tr("as it was opened")
            words = tr("{step}  ·  here", step=text) if index == here else text
            if index > here:
                words = tr("{step}  ·  taken back", step=text)
            row = QListWidgetItem(words)
            row.setData(Qt.ItemDataRole.UserRole, index)
            row.setToolTip(text)
            row.setSizeHint(QSize(0, theme.size("row")))
            self.list.addItem(row)
        self.list.setCurrentRow(self._stack.count() - here)
        self.list.blockSignals(False)

    def _go(self, row: QListWidgetItem) -> None:
        self._stack.setIndex(int(row.data(Qt.ItemDataRole.UserRole)))

    def _follow(self, _index: int) -> None:
        if not self.isHidden():  # the settings may lie over it
            self.fill()
