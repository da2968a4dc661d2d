"""The status line: keys of the tool or what is under the pointer at the left, facts at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from planner.model.issues import Issue
from ui.messages import Messages, tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import ElidedLabel, label
from ui.window.issue_panel import counted


class StatusLine(QWidget):
    """28 px at the bottom of the window."""

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.size("status"))
        self._hint = ""
        self.left = ElidedLabel("", "caption")
        self.facts = label("", "caption")
        self.issues = Button("", kind="link", dense=True)
        self.show_issues(())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(theme.space(7))
        row.addWidget(self.left, 1)
        row.addWidget(self.issues)
        row.addWidget(self.facts)
        messages.hinted.connect(self._show_hint)
        messages.pointed.connect(self._show_pointed)

    def show_issues(self, issues: Sequence[Issue]) -> None:
        """Offer the list of what reading found, where there is any."""
        words = ", ".join(text for text, _ in counted(issues))
        self.issues.setText(tr("Found while reading: {counts}", counts=words))
        self.issues.setVisible(bool(issues))

    def _show_hint(self, text: str) -> None:
        self._hint = text
        self.left.setText(text)

    def _show_pointed(self, text: str) -> None:
        self.left.setText(text or self._hint)
