"""Figures as people read them, in the notation they chose; files keep ISO 8601 and a point.

A notation is chosen apart from the language: a Dutch window may write 1,234.5. The minus is U+2212,
no figure leaves its unit at the end of a line, and what is unknown is a dash, never 0.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

THIN = "\u202f"
"""Groups thousands where the notation has no sign for it: 12 345."""
JOIN = "\u00a0"
"""Joins a figure and its unit on one line."""
MINUS = "\u2212"
UNKNOWN = "–"

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


@dataclass(frozen=True, slots=True)
class Notation:
    """How figures are written: what parts thousands, what begins decimals, what stands before %."""

    thousands: str
    decimal: str
    percent: str = JOIN


NOTATIONS = {
    "neutral": Notation(THIN, "."),
    "neutral_comma": Notation(THIN, ","),
    "point_comma": Notation(".", ","),
    "comma_point": Notation(",", ".", ""),
}
"""Notations by the name they are kept under: 1 234.5, 1 234,5, 1.234,5 and 1,234.5."""

OF_ENVIRONMENT = ("LC_ALL", "LC_NUMERIC", "LANG")
OF_LOCALES = {
    "point_comma": ("nl", "de", "es", "it", "pt", "da", "el", "id", "tr", "ro", "hr", "sl"),
    "comma_point": ("en", "es_MX", "ja", "zh", "ko", "he", "th"),
    "neutral_comma": (
        "fr", "de_AT", "sv", "nb", "nn", "fi", "pl", "cs", "sk", "hu", "bg", "uk", "ru", "lv", "lt", "et",
    ),
    "neutral": ("de_CH", "fr_CH", "it_CH", "de_LI"),
}  # fmt: skip
"""Languages by their notation, and countries that write otherwise (Unicode CLDR, symbols of numbers)."""

_notation = "neutral"
_meanwhile: ContextVar[str] = ContextVar("notation_meanwhile", default="")


def use_notation(name: str) -> None:
    """Write figures in a notation from now on.

    Raises ValueError for a name that is not in `NOTATIONS`.
    """
    global _notation
    if name not in NOTATIONS:
        raise ValueError(f"notation is one of {', '.join(NOTATIONS)}, not {name!r}")
    _notation = name


def notation() -> str:
    """Return the name of the notation in use."""
    return _meanwhile.get() or _notation


@contextmanager
def writing(name: str) -> Iterator[None]:
    """Write figures in a notation meanwhile, in this thread."""
    before = _meanwhile.set(name)
    try:
        yield
    finally:
        _meanwhile.reset(before)


def notation_of(names: Iterable[str]) -> str:
    """Return the notation of the first locale that is known, as nl_NL.UTF-8, else the neutral one."""
    kept = {place: key for key, places in OF_LOCALES.items() for place in places}
    for name in names:
        place = name.partition(".")[0].partition("@")[0].replace("-", "_")
        found = kept.get(place) or kept.get(place.partition("_")[0])
        if found:
            return found
    return "neutral"


def environment_notation(environment: Mapping[str, str] | None = None) -> str:
    """Return the notation that the environment asks for: RAYON_NUMBERS by name, else of its locale."""
    said = os.environ if environment is None else environment
    asked = said.get("RAYON_NUMBERS", "")
    return (
        asked
        if asked in NOTATIONS
        else notation_of([said[n] for n in OF_ENVIRONMENT if said.get(n)][:1])
    )


def number(value: float, decimals: int = 0) -> str:
    """Return 12 345.6 with its thousands apart and a true minus; unknown or endless is a dash."""
    if not math.isfinite(value):
        return UNKNOWN
    return _written(float(value), decimals, notation())


@lru_cache(8192)
def _written(value: float, decimals: int, notation_name: str) -> str:
    """Write a figure; most of those on a page are the same from one move of the pointer to the next."""
    text = _marked(f"{abs(value):,.{decimals}f}", notation_name)
    zero = not any(digit in text for digit in "123456789")
    return text if value >= 0 or zero else MINUS + text


def plain(value: float, digits: int = 6) -> str:
    """Return a figure with as many decimals as it has, at most so many digits: 0.25, 12, 1 234.5."""
    if not math.isfinite(value):
        return UNKNOWN
    text = f"{abs(value):,.{digits}g}"
    if "e" in text and abs(value) >= 1:
        text = f"{abs(value):,.0f}"
    return (MINUS if value < 0 else "") + _marked(text, notation())


def percent(fraction: float | None, decimals: int = 1) -> str:
    """Return 0.041 as 4.1 %."""
    if fraction is None or not math.isfinite(fraction):
        return UNKNOWN
    return number(fraction * 100, decimals) + NOTATIONS[notation()].percent + "%"


def deviation(fraction: float | None, decimals: int = 1) -> str:
    """Return a deviation with its sign: +3.1 %, −2.4 %, 0.0 %."""
    text = percent(fraction, decimals)
    rounded = 0.0 if fraction is None else round(fraction * 100, decimals)
    return "+" + text if math.isfinite(rounded) and rounded > 0 else text


def signed(value: float, decimals: int = 0) -> str:
    """Return a difference with its sign."""
    text = number(value, decimals)
    return "+" + text if round(value, decimals) > 0 else text


@dataclass(frozen=True, slots=True)
class Scale:
    """How a column of one unit is written: divided by `factor`, with `decimals`, headed by `unit`."""

    unit: str
    factor: float = 1.0
    decimals: int = 0

    def figure(self, value: float | None) -> str:
        """Return the value without its unit, for a column whose header carries it."""
        return UNKNOWN if value is None else number(value / self.factor, self.decimals)


def scale_of(peak: float, unit: str) -> Scale:
    """Choose how a column with this largest value is written; money is scaled, the rest is not."""
    symbol = SYMBOLS.get(unit, unit if unit in SYMBOLS.values() else "")
    if symbol and peak >= 1e7:
        return Scale(f"{symbol}{JOIN}M", 1e6, 1)
    if symbol and peak >= 1e5:
        return Scale(f"{symbol}{JOIN}k", 1e3, 0)
    if symbol:
        return Scale(symbol)
    return Scale(unit, 1.0, 0 if peak >= 10 else 1)


def quantity(value: float | None, unit: str) -> str:
    """Return a figure with its unit: € 89.2 M, 1 640 hours."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    scale = scale_of(abs(value), unit)
    figure = scale.figure(value)
    symbol, _, suffix = scale.unit.partition(JOIN)
    if symbol in SYMBOLS.values():
        return JOIN.join(part for part in (symbol, figure, suffix) if part)
    figure = number(value, 0 if value == int(value) or abs(value) >= 100 else 1)
    return f"{figure}{JOIN}{unit}" if unit else figure


def clock(seconds: float) -> str:
    """Return a duration as 0:42."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def read_number(text: str) -> float | None:
    """Return a figure typed in any of the notations, or None where it is none.

    With both signs the last one begins the decimals. One sign alone parts thousands where it stands
    more than once, or where the chosen notation says so and three digits follow; else it begins
    decimals: 1.234 is 1234 for who writes 1.234,5, and 1.234 for who writes 1,234.5.
    """
    bare = text.strip().replace(MINUS, "-").removesuffix("%").rstrip()
    for space in (THIN, JOIN, "\u2009", " ", "'", "’"):
        bare = bare.replace(space, "")
    signs = [sign for sign in bare if sign in ",."]
    if len(set(signs)) == 2:
        last = signs[-1]
        if signs.count(last) > 1:
            return None
        bare = bare.replace("." if last == "," else ",", "")
    elif len(signs) > 1 or (signs and _parts_thousands(bare, signs[0])):
        bare = bare.replace(signs[0], "")
    try:
        value = float(bare.replace(",", ".")) if bare.isascii() and "_" not in bare else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _parts_thousands(bare: str, sign: str) -> bool:
    before, _, after = bare.lstrip("+-").partition(sign)
    return (
        sign == NOTATIONS[notation()].thousands
        and len(after) == 3 and after.isdigit() and 1 <= len(before) <= 3 and before != "0"
    )  # fmt: skip


def _marked(text: str, name: str) -> str:
    """Put the signs of a notation in the place of Python's comma and point."""
    chosen = NOTATIONS[name]
    return text.replace(",", "\0").replace(".", chosen.decimal).replace("\0", chosen.thousands)
