"""Rows on the clipboard: plain tab-separated text, and HTML in which codes stay text in a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

AS_TEXT = "mso-number-format:'\\@'"
"""What spreadsheets understand as: this cell is text, whatever it looks like ("0363" keeps its zero)."""


def copy_rows(
    header: Sequence[str], rows: Sequence[Sequence[str]], as_text: Collection[int] = ()
) -> None:
    """Put rows on the clipboard; the columns `as_text` hold codes."""
    copied = QMimeData()
    copied.setText("\n".join("\t".join(line) for line in (header, *rows)))
    copied.setHtml(_html(header, rows, as_text))
    QApplication.clipboard().setMimeData(copied)


def _html(header: Sequence[str], rows: Sequence[Sequence[str]], as_text: Collection[int]) -> str:
    def cell(at: int, text: str) -> str:
        style = f' style="{AS_TEXT}"' if at in as_text else ""
        return f"<td{style}>{escape(text)}</td>"

    heads = "".join(f"<th>{escape(text)}</th>" for text in header)
    lines = ("".join(cell(at, text) for at, text in enumerate(row)) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<meta charset="utf-8"><table><tr>{heads}</tr>{body}</table>'
