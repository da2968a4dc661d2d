"""The one undo command: it swaps two plans, so no inverse can be forgotten."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from planner.model.plan import Plan


class Shown:
    """Who shows the plan of an undo step: the document that the steps belong to now."""

    __slots__ = ("show",)

    def __init__(self, show: Callable[[Plan], None]) -> None:
        self.show = show


class SwapPlan(QUndoCommand):
    """Show `after`; undoing shows `before`, the very same object."""

    def __init__(self, text: str, before: Plan, after: Plan, shown_by: Shown) -> None:
        super().__init__(text)
        self._before = before
        self._after = after
        self._shown_by = shown_by

    def redo(self) -> None:
        self._guarded(self._after)

    def undo(self) -> None:
        self._guarded(self._before)

    def _guarded(self, plan: Plan) -> None:
        """Show a plan; an exception that leaves a method called by Qt would end the process."""
        try:
            self._shown_by.show(plan)
        except Exception:  # noqa: BLE001  the crash report shows it, and the edit is kept
            sys.excepthook(*sys.exc_info())
