"""Ranges of figures as people type them: 10–20, >= 5, < 3, or one figure."""

from __future__ import annotations

import math
import re

SIGNS = {"–": "-", "—": "-", "−": "-", "≥": ">=", "≤": "<=", "..": "-", ",": "."}
FIGURE = r"\d+(?:\.\d+)?"
BETWEEN = re.compile(rf"({FIGURE})-({FIGURE})")
BOUND = re.compile(rf"(>=|<=|>|<|=|)({FIGURE})")


def parsed_range(text: str) -> tuple[float, float] | None:
    """Return the least and the most that a range allows, both included; None for what is no range.

    Spaces group thousands, point and comma part decimals. `< 3` leaves 3 itself out.
    """
    plain = "".join(text.split())
    for sign, meant in SIGNS.items():
        plain = plain.replace(sign, meant)
    if match := BETWEEN.fullmatch(plain):
        first, last = float(match[1]), float(match[2])
        return (min(first, last), max(first, last))
    match = BOUND.fullmatch(plain)
    if match is None:
        return None
    figure = float(match[2])
    return {
        ">=": (figure, math.inf),
        ">": (math.nextafter(figure, math.inf), math.inf),
        "<=": (-math.inf, figure),
        "<": (-math.inf, math.nextafter(figure, -math.inf)),
    }.get(match[1], (figure, figure))
