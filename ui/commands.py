"""The one undo command: it swaps two plans, so no inverse can be forgotten."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from planner.model.plan import Plan


class SwapPlan(QUndoCommand):
    """Show `after`; undoing shows `before`, the very same object."""

    def __init__(self, text: str, before: Plan, after: Plan, show: Callable[[Plan], None]) -> None:
        super().__init__(text)
        self._before = before
        self._after = after
        self._show = show

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)
