"""Notes under the top bar: what went wrong, and what is offered; each stays until it is answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import Messages, Trouble, tr
from ui.theme import theme
from ui.widgets.buttons import ToolButton
from ui.widgets.note import Note

MOST = 3


class Notices(QWidget):
    """Shows at most three notes; the oldest makes room."""

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notes: list[Note] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(theme.space(3))
        messages.failed.connect(self.complain)
        self.hide()

    def complain(self, trouble: Trouble) -> None:
        """Show what went wrong."""
        text = " ".join(part for part in (trouble.where, trouble.how) if part)
        links: list[tuple[str, Callable[[], object]]] = []
        if trouble.details:
            details = trouble.details
            links.append(
                (tr("Copy the details"), lambda: QGuiApplication.clipboard().setText(details))
            )
        self.offer("bad", trouble.what, text, links, answered=False)

    def offer(
        self,
        tone: str,
        title: str,
        text: str,
        links: list[tuple[str, Callable[[], object]]],
        *,
        answered: bool = True,
    ) -> Note:
        """Show a note with links; where `answered`, a link closes it."""
        note = Note(tone, title, text)
        for words, follow in links:
            link = note.add_link(words, follow)
            if answered:
                link.clicked.connect(lambda _checked=False: self.close_note(note))
        close = ToolButton("x", tr("Close this note"), lambda: self.close_note(note))
        row = note.layout()
        if isinstance(row, QHBoxLayout):
            row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        while len(self.notes) >= MOST:
            self.close_note(self.notes[0])
        self.notes.append(note)
        self._column.addWidget(note)
        self.show()
        return note

    def close_note(self, note: Note) -> None:
        """Take a note away."""
        if note in self.notes:
            self.notes.remove(note)
            self._column.removeWidget(note)
            note.hide()
            note.deleteLater()
        self.setVisible(bool(self.notes))

    def withdraw(self, title: str) -> None:
        """Take the notes of a title away."""
        for note in [note for note in self.notes if note.title.text() == title]:
            self.close_note(note)

    def clear(self) -> None:
        """Take all notes away."""
        for note in list(self.notes):
            self.close_note(note)
