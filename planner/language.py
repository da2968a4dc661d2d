"""The words people read, in the language they chose; English stands in the code, others in catalogues.

Only what a person reads goes through here. What programs read (keys, headers of files, summary.json,
plan.toml, codes of issues) is English everywhere.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path

from planner.notation import notation, number, writing

LANGUAGES = {"en": "English", "nl": "Nederlands"}
"""Languages by code, each called as its own speakers call it."""

CATALOGUES = Path(__file__).parent / "languages"
OF_ENVIRONMENT = ("RAYON_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Environment variables that say a language, the first that is set counts (POSIX, and our own before)."""

_ENGLISH = gettext.NullTranslations()
_language = "en"
_catalogue: gettext.NullTranslations = _ENGLISH
_for_programs: ContextVar[bool] = ContextVar("for_programs", default=False)


def use_language(code: str) -> None:
    """Say everything in a language from now on.

    Raises ValueError for a language that Rayon has no words in.
    """
    global _language, _catalogue
    if code not in LANGUAGES:
        raise ValueError(f"language is one of {', '.join(LANGUAGES)}, not {code!r}")
    _language = code
    _catalogue = (
        _ENGLISH if code == "en" else gettext.translation("rayon", CATALOGUES, languages=[code])
    )


def language() -> str:
    """Return the code of the language in use."""
    return _language


def environment_of_children() -> dict[str, str]:
    """Return the environment for a process of ours that says and writes as this one does."""
    return {**os.environ, "RAYON_LANGUAGE": language(), "RAYON_NUMBERS": notation()}


@contextmanager
def for_programs() -> Iterator[None]:
    """Say everything in English and in the neutral notation meanwhile, in this thread: for summary.json."""
    before = _for_programs.set(True)
    try:
        with writing("neutral"):
            yield
    finally:
        _for_programs.reset(before)


def language_of(names: Iterable[str]) -> str:
    """Return the first language that Rayon speaks among names such as nl_NL.UTF-8, else English."""
    codes = (name.replace("-", "_").partition("_")[0].lower() for name in names)
    return next((code for code in codes if code in LANGUAGES), "en")


def environment_language(environment: Mapping[str, str] | None = None) -> str:
    """Return the language that the environment asks for, else English."""
    said = os.environ if environment is None else environment
    asked = next((said[name] for name in OF_ENVIRONMENT if said.get(name)), None)
    if asked is None and environment is None:
        asked = locale.getlocale()[0]  # Windows sets none of them
    return language_of([asked or "en"])


class Said(str):
    """A sentence that was said, and knows how: another language says it again (`said_again`).

    Copied or sent elsewhere it is the text alone.
    """

    __slots__ = ("again",)
    again: Callable[[], str]

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


def said_again(text: str) -> str:
    """Return a sentence of `tr` or `tr_count` in the language of now, any other text as it is."""
    return text.again() if isinstance(text, Said) else text


def _said(text: str, again: Callable[[], str]) -> str:
    said = Said(text)
    said.again = again
    return said


def tr(text: str, **fields: object) -> str:
    """Return a whole sentence in the user's language, with its named fields filled in."""
    said = _words().gettext(text)
    said = said.format(**fields) if fields else said
    return _said(said, lambda: tr(text, **_again(fields)))


def tr_count(count: int, one: str, many: str, **fields: object) -> str:
    """Return the sentence for one or for many; `{count}` is the number itself unless given."""
    said = _words().ngettext(one, many, count).format(**({"count": number(count)} | fields))
    return _said(said, lambda: tr_count(count, one, many, **_again(fields)))


def _again(fields: Mapping[str, object]) -> dict[str, object]:
    """Return fields of a sentence, those said again that are sentences themselves."""
    return {
        name: said_again(value) if isinstance(value, str) else value
        for name, value in fields.items()
    }


def looked_up(text: str) -> str:
    """Return a text that is marked as a sentence where it stands, such as the help of a command."""
    return _words().gettext(text) if text else ""


class Phrase:
    """A sentence of a table that is made at import, before anybody chose a language; call it to say it."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, **fields: object) -> str:
        """Return the sentence in the user's language."""
        return tr(self.text, **fields)


class CountPhrase:
    """A sentence for one and for many of a table that is made at import; call it to say it."""

    __slots__ = ("many", "one")

    def __init__(self, one: str, many: str) -> None:
        self.one, self.many = one, many

    def __call__(self, count: int, **fields: object) -> str:
        """Return the sentence for a count in the user's language."""
        return tr_count(count, self.one, self.many, **fields)


def joined(words: Iterable[str]) -> str:
    """Return names as a list in a sentence: a, b and c."""
    *before, last = list(words) or [""]
    return tr("{names} and {last}", names=", ".join(before), last=last) if before else last


def joined_or(words: Iterable[str]) -> str:
    """Return names as a choice in a sentence: a, b or c."""
    *before, last = list(words) or [""]
    return tr("{names} or {last}", names=", ".join(before), last=last) if before else last


def some_of(words: Sequence[str], most: int, count: int | None = None) -> str:
    """Return the first names and how many more there are: a, b and 5 more; `count` where more than given."""
    left = (len(words) if count is None else count) - most
    if left <= 0:
        return ", ".join(words)
    return tr("{names} and {count} more", names=", ".join(words[:most]), count=number(left))


MONTHS = (
    Phrase("Jan"), Phrase("Feb"), Phrase("Mar"), Phrase("Apr"), Phrase("May"), Phrase("Jun"),
    Phrase("Jul"), Phrase("Aug"), Phrase("Sep"), Phrase("Oct"), Phrase("Nov"), Phrase("Dec"),
)  # fmt: skip


def day(when: date) -> str:
    """Return a date as 1 Jan 2027."""
    month = MONTHS[when.month - 1]()
    return tr("{day} {month} {year}", day=when.day, month=month, year=when.year)


def _words() -> gettext.NullTranslations:
    return _ENGLISH if _for_programs.get() else _catalogue
