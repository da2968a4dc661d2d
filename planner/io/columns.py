"""Columns of other people's files as text and as numbers; decimal commas are understood per column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Bools, Floats, bools, floats

COMMA = re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?|,\d+")
"""1.234,56 and 1234,56"""

POINT = re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+")
"""1,234.56 and 1234.56"""

BOTH = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""1.234, which is a thousand or a little over one."""

LONGEST = 60
"""Letters of a cell that may be a number: longer ones take long to read, and are none."""

LOOKED_AT = 1000
"""Cells that tell whether a column is worth reading as numbers."""

CURRENCY = (
    r"(?:[A-Z]{0,3}[$€£¥₹₺₽₩₪₴₫]|EUR|USD|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|UAH|CAD|AUD"
    r"|NZD|JPY|CNY|HKD|SGD|INR|BRL|MXN|ZAR|AED|ILS|[Kk]r\.?|Fr\.?|zł|Kč|Ft|lei)"
)

WRITTEN = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>[-+−–])?\s*(?:{CURRENCY}\s*)?(?P<then>[-−–])?\s*"
    r"(?P<digits>\d(?:[\d.,'’\s]*[\d.])?|[.,]\d+)(?P<power>[eE][+-]?\d{1,3})?"
    rf"(?:,-{{1,2}}|,–)?\s*(?:{CURRENCY}|(?P<percent>%))?\s*(?P<after>[-−–])?\s*(?P<close>\))?"
)
"""A number as people and programs write it: (€ 1.234,56), 1 234.56-, 12 %, 10,-"""

GROUPED = re.compile(r"[1-9]\d{0,2}(?:[\s'’]\d{3})+(?:[.,]\d+)?")
"""1 234.56 and 1'234,56"""

APART = re.compile(r"[\s'’]")

SIMPLE = {
    True: re.compile(r"(?:-?(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?)?"),
    False: re.compile(r"(?:-?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?)?"),
}
"""Nothing, or a number with a decimal comma (True) or point (False) and marks between thousands."""


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

    A column is read with a decimal comma or a decimal point, whichever reads more of its cells; a
    cell that can only be read the other way is read so. A percentage is a fraction, as in a
    spreadsheet: 12 % is 0.12.

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
    quick = _quick(cells, comma_likely)
    if quick is not None:
        return floats(quick), bools(np.zeros(len(cells), np.bool_))
    parts = {cell: _parts(cell) for cell in set(cells) if cell.strip()}
    digits = [part[1] for part in parts.values() if part is not None]
    as_comma = sum(COMMA.fullmatch(cell) is not None for cell in digits)
    as_point = sum(POINT.fullmatch(cell) is not None for cell in digits)
    comma = as_comma > as_point or (as_comma == as_point and (comma_likely or _surely(digits)))
    known = {cell: _number(part, comma) for cell, part in parts.items()}
    result = np.array([known.get(cell, np.nan) for cell in cells], np.float64)
    wrong = np.isnan(result) & np.array([cell in known for cell in cells], np.bool_)
    return floats(result), bools(wrong)


def has_decimal_commas(columns: Iterable[Sequence[str]]) -> bool:
    """Whether some column of a table is of numbers, and one can only be read with a decimal comma."""
    return any(map(_has_decimal_comma, columns))


def may_have_decimal_commas(columns: Iterable[Sequence[str]]) -> bool:
    """Whether a column reads both ways, and none has a number that can only be read with a point."""
    first = [cells[:LOOKED_AT] for cells in columns]
    return any(map(reads_both_ways, first)) and not any(map(_has_decimal_point, first))


def reads_both_ways(cells: Sequence[str]) -> bool:
    """Whether nothing in a column of numbers tells 1.234 the thousand from a little over one."""
    marked = [cell for cell in cells if "," in cell or "." in cell]
    parts = [_parts(cell) for cell in marked[:1]]
    if not marked or parts[0] is None or not BOTH.fullmatch(parts[0][1]):
        return False
    every = [part for part in map(_parts, marked) if part is not None]
    return 2 * len(every) > len(marked) and all(BOTH.fullmatch(part[1]) for part in every)


def are_numbers(cells: Sequence[str], *, comma_likely: bool = False) -> Floats | None:
    """Return a column as numbers where every filled cell is one and there is one, else None."""
    for cell in cells[:LOOKED_AT]:
        if cell and _parts(cell) is None:
            return None
    values, wrong = numbers(cells, comma_likely=comma_likely)
    return None if wrong.any() or np.isnan(values).all() else values


def _has_decimal_comma(cells: Sequence[str]) -> bool:
    if "," not in "\n".join(cells):
        return False
    marked = [cell for cell in cells if "," in cell]
    if all(map(SIMPLE[False].fullmatch, marked)):
        return False
    first = marked[:LOOKED_AT]
    # A list like 1,2 among texts with commas is no number.
    if 2 * sum(_parts(cell) is not None for cell in first) < len(first):
        return False
    return any(part is not None and _surely([part[1]]) for part in map(_parts, marked))


def _has_decimal_point(cells: Sequence[str]) -> bool:
    parts = map(_parts, [cell for cell in cells if "." in cell])
    return any(part and POINT.fullmatch(part[1]) and not COMMA.fullmatch(part[1]) for part in parts)


def _surely(digits: Sequence[str]) -> bool:
    """Whether some number can only be read with a decimal comma."""
    return any(COMMA.fullmatch(cell) and not POINT.fullmatch(cell) for cell in digits)


def _quick(cells: Sequence[str], comma_likely: bool) -> NDArray[np.float64] | None:
    """Return numbers of which all are written in one plain way, None when any is not."""
    joined = "\n".join(cells)
    if "_" in joined or joined.count("\n") != max(0, len(cells) - 1):
        return None
    if not (comma_likely and "." in joined):
        plain = _plain(cells)
        if plain is not None or "," not in joined:
            return plain
    comma = all(map(SIMPLE[True].fullmatch, cells))
    if comma and not comma_likely:
        comma = not all(map(SIMPLE[False].fullmatch, cells))
    if comma:
        return _plain(joined.replace(".", "").replace(",", ".").split("\n"))
    return None


def _plain(cells: Sequence[str]) -> NDArray[np.float64] | None:
    """Return numbers written as programs write them, None when any is not."""
    try:
        result = np.array([float(cell) if cell else np.nan for cell in cells], np.float64)
    except ValueError:
        return None
    if np.isfinite(result).all():
        return result
    filled = np.array([bool(cell) for cell in cells], np.bool_)
    return result if np.isfinite(result[filled]).all() else None


def _parts(cell: str) -> tuple[float, str, str] | None:
    """Return sign (a hundredth for percent), digits and power of ten of a cell; None: no number."""
    match = WRITTEN.fullmatch(cell.strip()) if len(cell) <= LONGEST else None
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    signs = [
        sign for sign in (match["open"], match["minus"], match["then"], match["after"]) if sign
    ]
    if len(signs) > 1:
        return None
    digits = match["digits"]
    if APART.search(digits):
        if not GROUPED.fullmatch(digits):
            return None
        digits = APART.sub("", digits)
    sign = -1.0 if signs and signs[0] != "+" else 1.0
    return (sign / 100 if match["percent"] else sign), digits, match["power"] or ""


def _number(part: tuple[float, str, str] | None, comma: bool) -> float:
    """Return the number, read with a comma or a point; the other way where it has no such reading."""
    if part is None:
        return np.nan
    factor, digits, power = part
    for with_comma in (comma, not comma):
        if (COMMA if with_comma else POINT).fullmatch(digits):
            bare = digits.replace(".", "") if with_comma else digits.replace(",", "")
            value = float(bare.replace(",", ".") + power)
            value = value / 100 * np.sign(factor) if abs(factor) < 1 else value * factor
            return value if np.isfinite(value) else np.nan
    return np.nan


def _whole(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
