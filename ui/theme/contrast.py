"""How far two colours stand apart in lightness, by WCAG 2.1, and what must change where they do not."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

GRAPHICS = 3.0
"""Least contrast of lines and marks with what they lie on."""
TEXT = 4.5
"""Least contrast of words with what they lie on."""
STEPS = 20
"""Shades tried from a colour to black or white."""
BLACK, WHITE = 0, 255


def luminance(colour: QColor) -> float:
    """Return the relative luminance of a colour, 0..1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1..21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(4096)
def standing_out(ground: int, *wanted: int) -> int:
    """Return the first of some colours 0xffRRGGBB that stands out from a ground.

    Where none does, return the nearest shade of one of them that does: darker or lighter, of its hue.
    """
    below = QColor.fromRgb(ground)
    shades = (
        _mixed(QColor.fromRgb(each), end, step / STEPS)
        for step in range(STEPS + 1)  # the last are black and white, of which one always does
        for each in wanted
        for end in (BLACK, WHITE)
    )
    return int(next(shade for shade in shades if contrast(shade, below) >= GRAPHICS).rgb())


def _mixed(colour: QColor, end: int, part: float) -> QColor:
    channels = (colour.red(), colour.green(), colour.blue())
    return QColor(*(round(each + (end - each) * part) for each in channels))
