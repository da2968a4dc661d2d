"""Figures as people type them: spaces between thousands, comma or point, a percent sign."""

from __future__ import annotations

import re
from decimal import Decimal

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f'’]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")


def read_figure(text: str) -> float | None:
    """Return the number that a text says, "1.8 %" as 0.018; None where it says none, or two."""
    bare = _SPACES.sub("", text).replace("\u2212", "-")
    share = bare.endswith("%")
    bare = bare.removesuffix("%")
    if "," in bare and "." in bare:
        decimal = max(bare.rfind(","), bare.rfind("."))
        whole = re.sub(r"[.,]", "", bare[:decimal])
        bare = f"{whole}.{bare[decimal + 1 :]}"
    elif bare.count(",") == 1 and not _GROUPED.fullmatch(bare.lstrip("-")):
        bare = bare.replace(",", ".")
    elif "," in bare:
        if not _GROUPED.fullmatch(bare.lstrip("-")) or bare.count(",") == 1:
            return None  # 7,400 is seven thousand here and seven point four there
        bare = bare.replace(",", "")
    if not re.fullmatch(r"-?(?:\d+\.?\d*|\.\d+)", bare):
        return None
    return float(Decimal(bare) / 100 if share else Decimal(bare))  # 3.6 % is 0.036 to the digit


def plain_figure(value: float) -> str:
    """Return a number as a formula writes it: the shortest text that reads back to it."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
