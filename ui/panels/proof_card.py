"""The proof card: a headline, what is proven, and the figures behind it on request."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.messages import tr
from ui.panels.proof_words import ProofWords
from ui.widgets.labels import label
from ui.widgets.note import Note


class ProofCard(QWidget):
    """Says what is proven about a plan, in sentences of `proof_words`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = Note("info", "")
        self._more = self.note.add_link(tr("Details"), self._toggle)
        self._details = label("", "small", wrap=True)
        self._details.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.note)
        column.addWidget(self._details)

    def show_words(self, words: ProofWords, details: str = "") -> None:
        """Show a proof; `details` are the figures behind it, for who asks."""
        text = " ".join(sentence.text for sentence in words.sentences)
        self.note.say(words.tone, words.headline.text, text)
        self._details.setText(details)
        self._more.setVisible(bool(details))
        if not details:
            self._details.hide()

    @property
    def text(self) -> str:
        """Everything the card says."""
        return f"{self.note.title.text()} {self.note.text.text()}".strip()

    def _toggle(self) -> None:
        self._details.setVisible(self._details.isHidden())
