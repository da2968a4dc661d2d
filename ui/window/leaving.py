"""The question before edits are dropped that are neither kept nor saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label

WIDTH = 480


class LeaveQuestion(QDialog):
    """Close anyway, save the plan elsewhere, or stay; Esc stays."""

    def __init__(
        self,
        name: str,
        close_anyway: Callable[[], object],
        save_elsewhere: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Your last edits are not on the disk"))
        self.close_anyway = Button(tr("Close anyway"), self.accept, kind="danger")
        self.save = Button(tr("Save as…"), self.reject, kind="primary")
        self.stay = Button(tr("Stay"), self.reject)
        self.accepted.connect(close_anyway)
        self.save.clicked.connect(lambda _checked=False: save_elsewhere())
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(3))
        buttons.addWidget(self.close_anyway)
        buttons.addStretch()
        buttons.addWidget(self.stay)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(theme.space(4))
        column.addWidget(label(tr("Your last edits are not on the disk"), "h2", wrap=True))
        said = tr(
            "The last edits of {name} could be neither kept nor saved. Whoever closes the plan now "
            "loses them; saved as another file, on another disk, they stay.",
            name=name,
        )
        column.addWidget(label(said, wrap=True))
        column.addLayout(buttons)
        self.resize(WIDTH, self.sizeHint().height())
        self.finished.connect(lambda _result: self.deleteLater())
