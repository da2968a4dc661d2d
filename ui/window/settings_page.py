"""The settings: appearance, language, and how figures are written; each holds at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from planner.language import LANGUAGES
from planner.notation import NOTATIONS, number, percent, quantity, writing
from ui.messages import tr
from ui.settings import Settings
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.escape import keeps_escape
from ui.widgets.labels import label
from ui.widgets.note import Note

SHOWN = 1234.5
WIDEST = 720


class SettingsPage(QWidget):
    """Choices of this computer, not of a plan; `close_it` is called by its button and by Esc."""

    def __init__(
        self, settings: Settings, close_it: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._settings = settings
        self._close_it = close_it
        self.appearance = _choice(tr("Appearance"), _appearances(), settings.appearance)
        self.language = _choice(tr("Language"), _languages(), settings.language)
        self.numbers = _choice(tr("Figures"), _notations(), settings.numbers)
        self.example = label("", "small", wrap=True)
        self.note = Note("info", tr("This holds when what is under way has ended"))
        self.note.hide()
        self.close_button = Button(tr("Close"), close_it, kind="primary")
        self._lay_out()
        self.appearance.activated.connect(lambda _at: self._choose_appearance())
        self.language.activated.connect(lambda _at: self._choose_language())
        self.numbers.activated.connect(lambda _at: self._choose_numbers())
        settings.changed.connect(self._show)
        self._show()

    def show_waiting(self, waits: bool) -> None:
        """Say that a change waits for a proposal, an import or work that runs."""
        self.note.say(
            "info",
            tr("This holds when what is under way has ended"),
            tr("Accept or reject the proposal, finish the import, or let the work end."),
        )
        self.note.setVisible(waits)

    @property
    def focused(self) -> int:
        """Which choice has the focus, the language where none has."""
        boxes = (self.appearance, self.language, self.numbers)
        return next((at for at, box in enumerate(boxes) if box.hasFocus()), 1)

    def focus(self, at: int = 1) -> None:
        """Put the focus on a choice."""
        boxes = (self.appearance, self.language, self.numbers)
        boxes[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close_it()
        else:
            super().keyPressEvent(event)

    def _choose_appearance(self) -> None:
        self._settings.appearance = self.appearance.currentData()

    def _choose_language(self) -> None:
        self._settings.language = self.language.currentData()

    def _choose_numbers(self) -> None:
        self._settings.numbers = self.numbers.currentData()

    def _show(self, _key: str = "") -> None:
        for box, kept in (
            (self.appearance, self._settings.appearance),
            (self.language, self._settings.language),
            (self.numbers, self._settings.numbers),
        ):
            box.setCurrentIndex(box.findData(kept))
        self.example.setText(
            tr(
                "So written: {figure}, {share}, {money}. Typed figures are read in any of these "
                "ways; files keep 1234.5 and 2027-01-31.",
                figure=number(SHOWN, 1), share=percent(0.041), money=quantity(89_200_000.0, "EUR"),
            )
        )  # fmt: skip

    def _lay_out(self) -> None:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(6))
        grid.setVerticalSpacing(theme.space(4))
        for row, box in enumerate((self.appearance, self.language, self.numbers)):
            grid.addWidget(label(box.accessibleName()), row, 0)
            grid.addWidget(box, row, 1)
        grid.addWidget(self.example, 3, 1)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        page = QWidget()
        page.setMaximumWidth(WIDEST)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        column.addWidget(label(tr("Settings"), "h1"))
        said = tr("They hold on this computer, for every plan. Your plan does not change.")
        column.addWidget(label(said, "muted", wrap=True))
        column.addWidget(card)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)
        column.addStretch()
        row_ = QHBoxLayout(self)
        row_.setContentsMargins(56, 36, 48, 32)
        row_.addWidget(page, 1)
        row_.addStretch(0)


def _choice(name: str, choices: list[tuple[str, str]], kept: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for key, words in choices:
        box.addItem(words, key)
    box.setCurrentIndex(box.findData(kept))
    return box


def _appearances() -> list[tuple[str, str]]:
    return [("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark"))]


def _languages() -> list[tuple[str, str]]:
    return [("system", tr("As the system")), *LANGUAGES.items()]


def _notations() -> list[tuple[str, str]]:
    found = [("system", tr("As the system"))]
    for key in NOTATIONS:
        with writing(key):
            found.append((key, f"{number(SHOWN, 1)}   {percent(0.041)}"))
    return found
