"""Columns of other people's files as text and as numbers; decimal commas are understood per column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Bools, Floats, bools, floats

COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
"""1.234,56 and 1234,56"""

POINT = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?([eE][+-]?\d+)?|[+-]?\.\d+")
"""1,234.56 and 1234.56 and 1e6"""

SURELY_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})*|\d+),(\d{1,2}|\d{4,})")
"""A comma that cannot be one between thousands."""

AROUND = re.compile(r"[\s€$£\u00a0\u202f']")
"""What people write around and in numbers."""


def texts(values: NDArray[Any]) -> tuple[str, ...]:
    """Return a column as text: whole numbers without a point, dates as 2027-01-31, "" where empty."""
    if values.dtype.kind == "f":
        return tuple("" if v != v else _whole(v) for v in values.tolist())
    if values.dtype.kind == "M":
        days = np.datetime_as_string(values.astype("datetime64[D]")).tolist()
        return tuple("" if day == "NaT" else day for day in days)
    return tuple(text(value) for value in values.tolist())


def text(value: object) -> str:
    """Return one cell as text, without spaces around it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if value != value else _whole(value)
    return str(value).strip()


def numbers(
    values: NDArray[Any] | Sequence[str], *, comma_likely: bool = False
) -> tuple[Floats, Bools]:
    """Return a column as numbers.

    Parameters
    ----------
    values : array or sequence of str
    comma_likely : bool
        Whether other columns of the file have decimal commas, which settles what 1.234 means.

    Returns
    -------
    Floats, Bools of shape (rows,)
        NaN where a cell is empty or no finite number, and which cells hold something else than one.
    """
    if isinstance(values, np.ndarray) and values.dtype.kind in "iufb":
        as_float = values.astype(np.float64)
        return floats(np.where(np.isinf(as_float), np.nan, as_float)), bools(np.isinf(as_float))
    cells = values if not isinstance(values, np.ndarray) else texts(values)
    plain = None if comma_likely else _plain(cells)
    if plain is not None:
        return floats(plain), bools(np.zeros(len(cells), np.bool_))
    bare = [AROUND.sub("", cell) for cell in cells]
    filled = [cell for cell in bare if cell]
    as_comma = sum(COMMA.fullmatch(cell) is not None for cell in filled)
    as_point = sum(POINT.fullmatch(cell) is not None for cell in filled)
    surely = any(SURELY_COMMA.fullmatch(cell) for cell in filled)
    comma = as_comma > as_point or (as_comma == as_point and (comma_likely or surely))
    parsed = [_number(cell, comma) for cell in bare]
    result = np.array(parsed, np.float64)
    wrong = np.isnan(result) & np.array([bool(cell) for cell in cells], np.bool_)
    return floats(result), bools(wrong)


def has_decimal_commas(columns: Sequence[Sequence[str]]) -> bool:
    """Whether any cell of a table can only be read with a decimal comma."""
    return any(SURELY_COMMA.fullmatch(cell) for column in columns for cell in column if "," in cell)


def _plain(cells: Sequence[str]) -> NDArray[np.float64] | None:
    """Return numbers written as programs write them, None when any is not."""
    try:
        result = np.array([float(cell) if cell else np.nan for cell in cells], np.float64)
    except ValueError:
        return None
    filled = np.array([bool(cell) for cell in cells], np.bool_)
    return result if np.isfinite(result[filled]).all() else None


def _number(cell: str, comma: bool) -> float:
    if comma:
        cell = cell.replace(".", "").replace(",", ".") if COMMA.fullmatch(cell) else ""
    else:
        cell = cell.replace(",", "") if POINT.fullmatch(cell) else ""
    value = float(cell) if cell else np.nan
    return value if np.isfinite(value) else np.nan


def _whole(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
