"""Columns of other people's files as text and as numbers; decimal commas are understood per column."""

from __future__ import annotations

import re
from collections import Counter
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

MANY = 10
"""Times as many cells that read both ways as there are others, from which on those are strays."""

ENOUGH = 30
"""Different cells of three decimals of which one ends in 0 unless such zeros are not written."""

LOOKED_AT = 1000
"""Cells that tell whether a column is worth reading as numbers."""

CURRENCY = (
    r"(?:[A-Z]{0,3}[$€£¥₹₺₽₩₪₴₫]|EUR|USD|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|UAH|CAD|AUD"
    r"|NZD|JPY|CNY|HKD|SGD|INR|BRL|MXN|ZAR|AED|ILS|[Kk]r\.?|Fr\.?|Rs\.?|zł|Kč|Ft|lei)"
)

WRITTEN = re.compile(
    rf"(?:{CURRENCY}\s*(?=\())?(?P<open>\()?\s*(?P<minus>[-+−–])?\s*(?:{CURRENCY}\s*)?(?P<then>[-−–])?\s*"
    r"(?P<digits>\d(?:[\d.,'’\s]*(?:\d|\.(?![-–])))?|[.,]\d+)(?P<power>[eE][+-]?\d{1,3})?"
    rf"(?:[.,](?:-{{1,2}}|–))?\s*(?:{CURRENCY}|(?P<percent>%))?\s*(?P<after>[-−–])?\s*(?P<close>\))?"
)
"""A number as people and programs write it: (€ 1.234,56), 1 234.56-, 12 %, 10,-, $(5), 10.-"""

NO_MONEY = re.compile(rf"{CURRENCY}\s*[-–]|[-–]\s*{CURRENCY}")
"""Nothing, as the accounting format of spreadsheets shows it: € -"""

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
    spreadsheet: 12 % is 0.12. What few cells tell of many is `with_comma`'s to say.

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
    counts = Counter(cells)
    parts = {cell: parts_of(cell) for cell in counts if cell.strip()}
    digits = [(part[1], counts[cell]) for cell, part in parts.items() if part is not None]
    comma = with_comma(digits, comma_likely=comma_likely)
    known = {cell: _number(part, comma) for cell, part in parts.items()}
    result = np.array([known.get(cell, np.nan) for cell in cells], np.float64)
    wrong = np.isnan(result) & np.array([cell in known for cell in cells], np.bool_)
    return floats(result), bools(wrong)


def are_numbers(cells: Sequence[str], *, comma_likely: bool = False) -> Floats | None:
    """Return a column as numbers where every filled cell is one and there is one, else None."""
    for cell in cells[:LOOKED_AT]:
        if cell and parts_of(cell) is None:
            return None
    values, wrong = numbers(cells, comma_likely=comma_likely)
    return None if wrong.any() or np.isnan(values).all() else values


def with_comma(digits: Iterable[tuple[str, int]], *, comma_likely: bool = False) -> bool:
    """Whether a column is read with a decimal comma.

    The reading wins that reads more cells. Few cells do not settle what a mark means in cells that
    read both ways and are `MANY` times as many: one 950.5 among amounts like 1.250 is a stray. Of
    decimals without zeros at their end a tenth is shorter, though, and those are decimals.

    Parameters
    ----------
    digits : iterable of (str, int)
        Digits with their marks, and how many cells have them.
    comma_likely : bool
        What holds where the column does not tell.
    """
    commas = points = 0
    both: dict[bool, list[tuple[str, int]]] = {True: [], False: []}
    for cell, times in digits:
        as_comma, as_point = COMMA.fullmatch(cell), POINT.fullmatch(cell)
        commas += times if as_comma and not as_point else 0
        points += times if as_point and not as_comma else 0
        if BOTH.fullmatch(cell):
            both["," in cell].append((cell, times))
    lead = commas - points
    if not lead:
        return comma_likely or commas > 0
    against = both[lead > 0]
    shortened = len(against) >= ENOUGH and not any(cell.endswith("0") for cell, _ in against)
    doubtful = sum(times for _, times in against) >= MANY * abs(lead) and not shortened
    return comma_likely if doubtful else lead > 0


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
        others = sum(SIMPLE[False].fullmatch(cell) is None for cell in cells)
        if not others:
            return _plain(joined.replace(",", "").split("\n"))
        both = sum(BOTH.fullmatch(cell.lstrip("-")) is not None for cell in cells if "," in cell)
        comma = both < MANY * others
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


def parts_of(cell: str) -> tuple[float, str, str] | None:
    """Return sign (a hundredth for percent), digits and power of ten of a cell; None: no number."""
    match = WRITTEN.fullmatch(cell.strip()) if len(cell) <= LONGEST else None
    if match is None and len(cell) <= LONGEST and NO_MONEY.fullmatch(cell.strip()):
        return 1.0, "0", ""
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
