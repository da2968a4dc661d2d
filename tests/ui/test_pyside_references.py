"""PySide6 6.12.0 loses a reference of None with every call on Python 3.11, and aborts in the end."""

from __future__ import annotations

import sys

from PySide6.QtGui import QPainterPath

CALLS = 10_000
ALLOWED = 1_000


def test_qt_calls_do_not_lose_references_of_none() -> None:
    spare = [None] * 200_000  # keeps this test alive where they do
    path = QPainterPath()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        path.lineTo(1, 2)
    lost = before - sys.getrefcount(None)
    assert len(spare) == 200_000
    assert lost <= ALLOWED
