"""CSV files that every program reads and no spreadsheet runs, whole or not there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from planner.store.rows import to_csv
from planner.store.safe_files import replace_file

FORMULA = re.compile(r"""((?:\A|[;|\t\r\n])"*(?='*[=+\-@])|\A(?='*[\t\r]))""")
"""Where a cell begins that a spreadsheet takes for a formula.

Spreadsheets of most of Europe split a line at `;`, whatever signs and quotation marks stand around.
"""

DEFUSED = re.compile(r"""((?:\A|[;|\t\r\n])"*'(?='*[=+\-@])|\A'(?='*[\t\r]))""")
"""The same with the apostrophe that `safe` writes."""

DECIMALS = 6

Cell = str | int | float | bool | None


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a CSV file: UTF-8, header, numbers with a point; raises OSError."""
    text = to_csv(
        _line([safe(column) for column in columns]),
        (_line([shown(cell) for cell in row]) for row in rows),
    )
    replace_file(path, text.encode("utf-8"))


def _line(cells: Sequence[str]) -> list[str]:
    return [safe(unsafe(cells[0]), first=True), *cells[1:]] if cells else []


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


def safe(text: str, *, first: bool = False) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe goes in front, but of numbers.

    The first cell of a line gets one even as a number: split elsewhere, what follows is part of it.
    """
    if _is_number(text) and not first:
        return text
    return FORMULA.sub(r"\1'", text)


def unsafe(text: str) -> str:
    """Return the text of which `safe` made this one."""
    return DEFUSED.sub(lambda match: match[0][:-1], text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text and text.strip() == text
