"""Figures as people read them: thin spaces, true minus, a unit that never leaves its figure."""

from __future__ import annotations

import math
from dataclasses import dataclass

THIN = "\u202f"
"""Groups thousands: 12 345."""
JOIN = "\u00a0"
"""Joins a figure and its unit on one line."""
MINUS = "\u2212"
UNKNOWN = "–"
ABOVE, BELOW = "▲", "▼"

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


@dataclass(frozen=True, slots=True)
class Scale:
    """How a column of one unit is written: divided by `factor`, with `decimals`, headed by `unit`."""

    unit: str
    factor: float = 1.0
    decimals: int = 0

    def figure(self, value: float | None) -> str:
        """Return the value without its unit, for a column whose header carries it."""
        return UNKNOWN if value is None else number(value / self.factor, self.decimals)


def number(value: float, decimals: int = 0) -> str:
    """Return 12 345.6 with thin spaces and a true minus; unknown or endless is a dash."""
    if not math.isfinite(value):
        return UNKNOWN
    text = f"{abs(value):,.{decimals}f}".replace(",", THIN)
    zero = not any(digit in text for digit in "123456789")
    return text if value >= 0 or zero else MINUS + text


def percent(fraction: float | None, decimals: int = 1) -> str:
    """Return 0.041 as 4.1 %."""
    if fraction is None or not math.isfinite(fraction):
        return UNKNOWN
    return number(fraction * 100, decimals) + JOIN + "%"


def deviation(fraction: float | None, decimals: int = 1) -> str:
    """Return a deviation with its sign: +3.1 %, −2.4 %, 0.0 %."""
    text = percent(fraction, decimals)
    rounded = 0.0 if fraction is None else round(fraction * 100, decimals)
    return "+" + text if math.isfinite(rounded) and rounded > 0 else text


def signed(value: float, decimals: int = 0) -> str:
    """Return a difference with its sign."""
    text = number(value, decimals)
    return "+" + text if round(value, decimals) > 0 else text


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
