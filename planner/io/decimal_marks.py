"""Which marks of numbers are decimal: what the columns of a table tell, and what they leave open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import numpy as np

from planner.io.columns import (
    BOTH,
    COMMA,
    LOOKED_AT,
    MANY,
    POINT,
    SIMPLE,
    numbers,
    parts_of,
    with_comma,
)

MARKS = (",", ".")

HALF_ROUND = 180
"""Degrees that no longitude is beyond."""

MOSTLY = 0.5
HARDLY = 0.1

FIRST = 20
"""Cells with a mark that show whether a column may read both ways."""


def has_decimal_commas(columns: Iterable[Sequence[str]]) -> bool:
    """Whether numbers of a table can only be read with a decimal comma, and not just a stray one.

    One 2,5 is a stray where `MANY` times as many cells are like 1,250.
    """
    votes = [(cells, *_votes(cells)) for cells in columns]
    commas = sum(sure for _, sure, _ in votes)
    if not commas:
        commas = sum(_has_decimal_comma(cells) for cells, _, _ in votes)
    return commas > 0 and sum(thousands for _, _, thousands in votes) < MANY * commas


def may_have_decimal_commas(columns: Iterable[Sequence[str]]) -> bool:
    """Whether a column reads both ways, and no other has a number that only reads with a point."""
    first = [cells[:LOOKED_AT] for cells in columns]
    both = [reads_both_ways(cells) for cells in first]
    others = (cells for cells, open_ in zip(first, both, strict=True) if not open_)
    return any(both) and not any(map(_has_decimal_point, others))


def reads_both_ways(cells: Sequence[str]) -> bool:
    """Whether nothing in a column of numbers tells 1.234 the thousand from a little over one.

    Few cells like 950.5 tell nothing: strays among thousands, or decimals whose zeros are not
    written.
    """
    marked = _marked_both_ways(cells)
    digits = [part[1] for part in map(parts_of, marked) if part is not None]
    marks = {mark for mark in MARKS for cell in digits if mark in cell and BOTH.fullmatch(cell)}
    others = [cell for cell in digits if not BOTH.fullmatch(cell)]
    return (
        2 * len(digits) > len(marked)
        and MANY * len(others) <= len(digits) - len(others)
        and all(_one_mark(cell) in marks for cell in others)
    )


def reads_so(cell: str) -> bool:
    """Whether a cell is a number like 1.234, a thousand or a little over one."""
    part = parts_of(cell)
    return part is not None and BOTH.fullmatch(part[1]) is not None


def degree_commas(columns: Mapping[str, Sequence[str]], *, comma: bool) -> dict[str, bool]:
    """Return whether commas are decimal in columns of degrees: 52.370 is not 52370 degrees.

    As in the rest of the table (`comma`) but where a column reads both ways and lies on earth only
    read the other way. Where another column is beyond the earth either way, all are metres.
    """
    turned = dict.fromkeys(columns, comma)
    for key, cells in columns.items():
        if reads_both_ways(cells) and _beyond(cells, comma=comma) > MOSTLY:
            turned[key] = "," in next(filter(reads_so, cells))
    as_others = dict.fromkeys(columns, comma)
    if turned == as_others:
        return turned
    metres = any(_beyond(cells, comma=turned[key]) > HARDLY for key, cells in columns.items())
    return as_others if metres else turned


def strays(cells: Sequence[str], *, comma_likely: bool = False) -> list[int]:
    """Return the cells of a column in which a mark is decimal that parts thousands in most others."""
    marked = _marked_both_ways(cells)
    if all(map(BOTH.fullmatch, marked)):
        return []
    counts = Counter(cells)
    digits = {cell: part[1] for cell in counts if cell and (part := parts_of(cell)) is not None}
    comma = with_comma(
        ((part, counts[cell]) for cell, part in digits.items()), comma_likely=comma_likely
    )
    mark, reading = (".", COMMA) if comma else (",", POINT)
    few = {cell for cell, part in digits.items() if mark in part and not reading.fullmatch(part)}
    like = (cell for cell, part in digits.items() if mark in part and BOTH.fullmatch(part))
    if not few or sum(map(counts.__getitem__, like)) < MANY * sum(map(counts.__getitem__, few)):
        return []
    return [at for at, cell in enumerate(cells) if cell in few]


def _marked_both_ways(cells: Sequence[str]) -> list[str]:
    """Return the cells with a mark where most of the first read both ways, else nothing."""
    first = list(islice((cell for cell in cells if "," in cell or "." in cell), FIRST))
    if 2 * sum(map(reads_so, first)) <= len(first):
        return []
    return [cell for cell in cells if "," in cell or "." in cell]


def _beyond(cells: Sequence[str], *, comma: bool) -> float:
    """Return which part of the numbers is beyond 180."""
    values = numbers(cells, comma_likely=comma)[0]
    return float((np.abs(values) > HALF_ROUND).sum()) / max(1, int(np.isfinite(values).sum()))


def _votes(cells: Sequence[str]) -> tuple[int, int]:
    """Return how many cells have a decimal comma, and how many a comma that may part thousands.

    A part of the cells stands for all of them.
    """
    step = max(1, len(cells) // LOOKED_AT)
    marked = [cell for cell in cells[::step] if "," in cell]
    parts = [part for part in map(parts_of, marked) if part is not None]
    # A list like 1,2 among texts with commas is no number.
    if 2 * len(parts) < len(marked):
        return 0, 0
    sure = sum(_surely(part[1]) for part in parts)
    return step * sure, step * (len(parts) - sure)


def _has_decimal_comma(cells: Sequence[str]) -> bool:
    if "," not in "\n".join(cells):
        return False
    marked = [cell for cell in cells if "," in cell]
    if all(map(SIMPLE[False].fullmatch, marked)):
        return False
    first = marked[:LOOKED_AT]
    if 2 * sum(parts_of(cell) is not None for cell in first) < len(first):
        return False
    return any(part is not None and _surely(part[1]) for part in map(parts_of, marked))


def _has_decimal_point(cells: Sequence[str]) -> bool:
    parts = map(parts_of, [cell for cell in cells if "." in cell])
    return any(part and POINT.fullmatch(part[1]) and not COMMA.fullmatch(part[1]) for part in parts)


def _surely(digits: str) -> bool:
    """Whether a number can only be read with a decimal comma."""
    return COMMA.fullmatch(digits) is not None and POINT.fullmatch(digits) is None


def _one_mark(digits: str) -> str:
    """Return the mark of a number that has one, else ""."""
    marks = [sign for sign in digits if sign in MARKS]
    return marks[0] if len(marks) == 1 else ""
