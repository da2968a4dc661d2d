"""CSV files that every program reads and no spreadsheet runs, whole or not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from planner.store.rows import to_csv
from planner.store.safe_files import replace_file

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""First signs with which a spreadsheet takes a cell for a formula."""

DECIMALS = 6

Cell = str | int | float | bool | None


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a CSV file: UTF-8, header, numbers with a point; raises OSError."""
    text = to_csv(
        [safe(column) for column in columns], ([shown(cell) for cell in row] for row in rows)
    )
    replace_file(path, text.encode("utf-8"))


def shown(cell: Cell) -> str:
    """Return a cell as text: numbers with at most six decimals, yes or no, "" for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return str(cell)
    return decimal(cell) if isinstance(cell, float) else safe(cell)


def decimal(value: float) -> str:
    """Return a number with a point and at most six decimals, the same on every machine; "" for NaN."""
    if value != value:
        return ""
    if value in (float("inf"), float("-inf")):
        return "inf" if value > 0 else "-inf"
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe goes in front, but of numbers."""
    if text.startswith(DANGEROUS) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text and text.strip() == text
