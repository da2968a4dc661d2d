"""The proof card: a headline, what is proven, the figures behind it, and a check of the proof."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.messages import tr
from ui.panels.proof_words import ProofWords
from ui.theme import theme
from ui.widgets.labels import label
from ui.widgets.note import Note


class ProofCard(QWidget):
    """Says what is proven about a plan, in sentences of `proof_words`.

    Signals
    -------
    check_wanted()
        The proof should be worked out anew, without the solver.
    """

    check_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = Note("info", "")
        self._more = self.note.add_link(tr("Details"), self._toggle)
        self.check = self.note.add_link(tr("Check the proof"), self._ask_check)
        self.outcome = label("", "small", wrap=True)
        self._details = label("", "small", wrap=True)
        self._details.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.note, self.outcome, self._details):
            column.addWidget(widget)

    def show_words(self, words: ProofWords, details: str = "", *, checkable: bool = False) -> None:
        """Show a proof; `details` are the figures behind it, for who asks."""
        text = " ".join(sentence.text for sentence in words.sentences)
        self.note.say(words.tone, words.headline.text, text)
        self._details.setText(details)
        self._more.setVisible(bool(details))
        if not details:
            self._details.hide()
        self.check.setVisible(checkable)
        self.check.setEnabled(True)
        self.outcome.hide()

    def show_outcome(self, tone: str, text: str) -> None:
        """Say what the check of the proof found."""
        self.outcome.setText(text)
        theme.restyle(self.outcome, tone=tone)
        self.outcome.show()
        self.check.setEnabled(True)

    @property
    def text(self) -> str:
        """Everything the card says of the plan."""
        return f"{self.note.title.text()} {self.note.text.text()}".strip()

    def _ask_check(self) -> None:
        self.check.setEnabled(False)
        self.show_outcome("", tr("Working the proof out anew, without the solver."))
        self.check.setEnabled(False)
        self.check_wanted.emit()

    def _toggle(self) -> None:
        self._details.setVisible(self._details.isHidden())
