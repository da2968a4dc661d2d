"""The question before edits are dropped that are not on the disk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label

WIDTH = 480


class LeaveQuestion(QDialog):
    """Close anyway, save the plan elsewhere, or stay; Esc stays.

    Edits may be on their way to a slow disk (`is_writing`), or could not be written.
    """

    def __init__(
        self,
        name: str,
        close_anyway: Callable[[], object],
        save_elsewhere: Callable[[], object],
        parent: QWidget,
        *,
        is_writing: bool,
    ) -> None:
        super().__init__(parent)
        title, said = _words_of_writing(name) if is_writing else _words(name)
        self.setWindowTitle(title)
        self.close_anyway = Button(tr("Close anyway"), self.accept, kind="danger")
        self.save = Button(tr("Save as…"), self.reject, kind="primary")
        self.save.setHidden(is_writing)  # it would wait for the same disk
        self.stay = Button(tr("Stay"), self.reject, kind="primary" if is_writing else "secondary")
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
        column.addWidget(label(title, "h2", wrap=True))
        column.addWidget(label(said, wrap=True))
        column.addLayout(buttons)
        self.resize(WIDTH, self.sizeHint().height())
        self.finished.connect(lambda _result: self.deleteLater())


def _words(name: str) -> tuple[str, str]:
    """Return a title and a sentence."""
    return tr("Your last edits are not on the disk"), tr(
        "The last edits of {name} could be neither kept nor saved. Whoever closes the plan now "
        "loses them; saved as another file, on another disk, they stay.",
        name=name,
    )


def _words_of_writing(name: str) -> tuple[str, str]:
    return tr("Your last edits are still being written"), tr(
        "The disk takes long to write the last edits of {name}. Whoever closes the plan now may "
        "lose them: stay, and close it in a moment.",
        name=name,
    )
