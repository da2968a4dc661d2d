"""The crash report: what happened, that nothing is lost, and the details to send."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label


class CrashReport(QDialog):
    """One report at a time; later ones are added below the first."""

    def __init__(self, text: str, log_file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Something went wrong"))
        self.details = QPlainTextEdit(text)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(tr("Details"))
        self.copy = Button(tr("Copy the details"), self._copy, icon="copy")
        self.go_on = Button(tr("Go on"), self.accept, kind="primary")
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addStretch()
        buttons.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(theme.space(4))
        column.addWidget(label(tr("Something went wrong in Rayon"), "h2"))
        said = tr(
            "Your edits are kept. If the window looks odd, save the plan and start Rayon again."
        )
        column.addWidget(label(said, wrap=True))
        column.addWidget(self.details, 1)
        column.addWidget(label(tr("Also written to {file}", file=log_file), "caption", wrap=True))
        column.addLayout(buttons)
        self.resize(640, 420)

    def add(self, text: str) -> None:
        """Add another report."""
        self.details.appendPlainText(text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
