"""Cells of a file without what only programs put there: unseen signs, ="001", '001, NULL and #N/A."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from planner.language import tr, tr_count
from planner.model.issues import Issue, Severity

UNSEEN = "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Soft hyphens, marks of direction, joints without width and marks of byte order."""

WITHOUT_UNSEEN = dict.fromkeys(map(ord, UNSEEN))

AS_TEXT = re.compile(r'="([^"]*)"|\'(\d[\d.,]*)')
"""How programs keep a spreadsheet from reading a code as a number."""

ERRORS = frozenset(
    (
        "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
        "#N/B", "#VERW!", "#DEEL/0!", "#WAARDE!", "#NAAM?", "#GETAL!", "#LEEG!",
        "#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#ÜBERLAUF!",
        "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#PROPAGATION!",
    )
)  # fmt: skip
"""What a spreadsheet shows where a formula fails, in English, Dutch, German and French."""

NOTHINGS = frozenset(("NULL", "[NULL]", "<NULL>", "<null>", "(NULL)", "(null)", r"\N"))
"""What databases write where there is nothing."""

HINTS = ("#", "NULL", "null", r"\N")
"""One of these stands in each of them."""


def plain_cell(cell: str) -> str:
    """Return a cell as people see it."""
    if not cell.isascii():
        cell = cell.translate(WITHOUT_UNSEEN)
    cell = cell.strip()
    if cell[:1] in ("=", "'") and (match := AS_TEXT.fullmatch(cell)):
        return (match[1] or match[2] or "").strip()
    return cell


def plain_cells(cells: Sequence[str]) -> tuple[str, ...]:
    """Return cells as people see them; many at once, of which most are so already."""
    joined = "\n".join(cells)
    unseen = not joined.isascii() and any(sign in joined for sign in UNSEEN)
    if unseen or '="' in joined or "'" in joined:
        return tuple(map(plain_cell, cells))
    return tuple(map(str.strip, cells))


def without_errors(
    name: str, columns: Iterable[tuple[str, tuple[str, ...]]], rows: Sequence[int]
) -> tuple[dict[str, tuple[str, ...]], tuple[Issue, ...]]:
    """Return columns with cells like #N/A and NULL empty, and an issue for each column that had any."""
    issues: list[Issue] = []
    clean: dict[str, tuple[str, ...]] = {}
    for key, cells in columns:
        joined = "\n".join(cells)
        if not any(sign in joined for sign in HINTS):
            clean[key] = cells
            continue
        gone = (ERRORS | NOTHINGS).intersection(cells)
        clean[key] = tuple("" if cell in gone else cell for cell in cells) if gone else cells
        issues += _said(name, key, cells, rows) if gone else ()
    return clean, tuple(issues)


def _said(name: str, column: str, cells: Sequence[str], rows: Sequence[int]) -> Iterator[Issue]:
    wrong = [at for at, cell in enumerate(cells) if cell in ERRORS]
    if wrong:
        found = tr_count(
            len(wrong), "a cell holds an error of the spreadsheet ({cell})",
            "{count} cells hold errors of the spreadsheet ({cell})", cell=cells[wrong[0]],
        )  # fmt: skip
        mend = tr("Taken as empty; mend the formula in the source.")
        row = rows[wrong[0]]
        yield Issue("cell_error", Severity.WARNING, name, found, mend, row, column)
    empty = [at for at, cell in enumerate(cells) if cell in NOTHINGS]
    if empty:
        found = tr_count(
            len(empty), "a cell says {cell}, as databases write where there is nothing",
            "{count} cells say {cell}, as databases write where there is nothing",
            cell=cells[empty[0]],
        )  # fmt: skip
        row = rows[empty[0]]
        yield Issue("cell_error", Severity.NOTE, name, found, tr("Taken as empty."), row, column)
