"""The page that shows what reading a plan found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from planner.model.issues import Issue
from ui.widgets.escape import keeps_escape
from ui.window.issue_panel import IssuePanel


class IssuePage(QWidget):
    """Holds one IssuePanel; `close_it` is called by its button and by Esc."""

    def __init__(self, close_it: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._close_it = close_it
        self.panel: IssuePanel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(56, 36, 56, 36)

    def show_issues(self, title: str, issues: tuple[Issue, ...]) -> None:
        """Show these instead of those before."""
        if self.panel is not None:
            self.panel.deleteLater()
        self.panel = IssuePanel(title, issues, self._close_it)
        self._column.addWidget(self.panel)
        self.panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close_it()
        else:
            super().keyPressEvent(event)
