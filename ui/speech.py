"""The language and the notation of the window: as the settings, else as the system has them."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QObject,
    QTimer,
    QTranslator,
    Signal,
)

from planner.language import environment_language, language_of, use_language
from planner.notation import environment_notation, notation_of, use_notation
from ui.settings import Settings

LOOK_MS = 300
"""How often it is looked whether what was under way is over."""


class Speech(QObject):
    """Says everything as the settings want it; a change waits until nothing is under way.

    Signals
    -------
    changed()
        Everything is said otherwise from now on: what is on screen is to be made anew.
    waiting(bool)
        A change waits, or waits no longer.
    """

    changed = Signal()
    waiting = Signal(bool)

    def __init__(self, settings: Settings, is_at_rest: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._is_at_rest = is_at_rest
        self._qt: QTranslator | None = None
        self._soon = QTimer(self)
        self._soon.setInterval(LOOK_MS)
        self._soon.timeout.connect(self._try)
        settings.changed.connect(self._hear)
        self._said = self._wanted
        self._speak()

    @property
    def is_waiting(self) -> bool:
        """Whether a change waits for what is under way."""
        return self._soon.isActive()

    @property
    def _wanted(self) -> tuple[str, str]:
        language, numbers = self._settings.language, self._settings.numbers
        return (
            system_language() if language == "system" else language,
            system_notation() if numbers == "system" else numbers,
        )

    def _hear(self, key: str) -> None:
        if key not in ("language", "numbers"):
            return
        if self._wanted == self._said:
            self._rest()
            return
        # Not from within the list that was just chosen in, which goes with the page it stands on.
        QTimer.singleShot(0, self, self._try)
        self._soon.start()

    def _try(self) -> None:
        if self._wanted == self._said:
            self._rest()
        elif self._is_at_rest():
            self._said = self._wanted
            self._speak()
            self._rest()
            self.changed.emit()
        else:
            self.waiting.emit(True)

    def _rest(self) -> None:
        self._soon.stop()
        self.waiting.emit(False)

    def _speak(self) -> None:
        code, numbers = self._said
        use_language(code)
        use_notation(numbers)
        if self._qt is not None:
            QCoreApplication.removeTranslator(self._qt)
            self._qt.deleteLater()
            self._qt = None
        if code != "en":
            translator = QTranslator(self)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load(f"qtbase_{code}", folder):
                QCoreApplication.installTranslator(translator)
                self._qt = translator


def system_language() -> str:
    """Return the language of the system: RAYON_LANGUAGE where it is set, else what the desktop speaks."""
    if os.environ.get("RAYON_LANGUAGE"):
        return environment_language()
    return language_of(QLocale.system().uiLanguages())


def system_notation() -> str:
    """Return the notation of the system: RAYON_NUMBERS where it is set, else that of its locale."""
    if os.environ.get("RAYON_NUMBERS"):
        return environment_notation()
    return notation_of([QLocale.system().name()])
