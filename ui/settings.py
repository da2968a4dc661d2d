"""What the app remembers between starts, each with its type: an ini file turns False into text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from planner.language import LANGUAGES
from planner.notation import NOTATIONS
from ui.theme import theme

RECENT = 8


class Settings(QObject):
    """Remembered choices.

    Signals
    -------
    changed(str)
        Key of the setting that is another now.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Rayon", "Rayon"
        )

    @property
    def appearance(self) -> str:
        """system, light or dark."""
        kept = self.text("appearance", "system")
        return kept if kept in theme.MODES else "system"

    @appearance.setter
    def appearance(self, mode: str) -> None:
        self.keep("appearance", mode)

    @property
    def language(self) -> str:
        """system, or the code of a language."""
        kept = self.text("language", "system")
        return kept if kept in LANGUAGES else "system"

    @language.setter
    def language(self, code: str) -> None:
        self.keep("language", code)

    @property
    def numbers(self) -> str:
        """system, or the name of a notation."""
        kept = self.text("numbers", "system")
        return kept if kept in NOTATIONS else "system"

    @numbers.setter
    def numbers(self, name: str) -> None:
        self.keep("numbers", name)

    @property
    def recent(self) -> tuple[Path, ...]:
        """Plans opened before, the last one first."""
        return tuple(Path(text) for text in self.texts("recent"))

    def remember_plan(self, path: Path) -> None:
        """Put a plan first among those opened before."""
        others = [str(other) for other in self.recent if other != path]
        self.keep("recent", [str(path), *others][:RECENT])

    def forget_plan(self, path: Path) -> None:
        """Take a plan out of those opened before."""
        self.keep("recent", [str(other) for other in self.recent if other != path])

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood, or nothing."""
        kept = self._kept.value("geometry", QByteArray())
        return kept if isinstance(kept, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._kept.setValue("geometry", geometry)

    def sync(self) -> None:
        """Write what is kept to the file now."""
        self._kept.sync()

    def flag(self, key: str, default: bool) -> bool:
        """Return a kept yes or no."""
        return str(self._kept.value(key, default)).lower() in ("true", "1")

    def number(self, key: str, default: int) -> int:
        """Return a kept whole number, the default where it is none."""
        kept = str(self._kept.value(key, default))
        return int(kept) if kept.lstrip("-").isdigit() else default

    def text(self, key: str, default: str) -> str:
        """Return a kept text."""
        return str(self._kept.value(key, default))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a kept list of texts; one alone comes back from the file as a text."""
        kept = self._kept.value(key, [])
        if isinstance(kept, str):
            return (kept,) if kept else ()
        return tuple(str(text) for text in kept) if isinstance(kept, list) else ()

    def keep(self, key: str, value: bool | int | str | list[str]) -> None:
        """Keep a value and say so."""
        self._kept.setValue(key, value)
        self.changed.emit(key)
