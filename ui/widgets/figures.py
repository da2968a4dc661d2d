"""Figures as people read them (`planner.notation`), and the signs that stand beside them on screen."""

from __future__ import annotations

from planner.notation import (
    JOIN,
    MINUS,
    SYMBOLS,
    THIN,
    UNKNOWN,
    Scale,
    clock,
    deviation,
    number,
    percent,
    plain,
    quantity,
    scale_of,
    signed,
)

__all__ = [
    "ABOVE", "BELOW", "JOIN", "MINUS", "SYMBOLS", "THIN", "UNKNOWN", "Scale", "clock", "deviation",
    "number", "percent", "plain", "quantity", "scale_of", "signed",
]  # fmt: skip

ABOVE, BELOW = "▲", "▼"
