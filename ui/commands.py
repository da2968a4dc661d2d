"""The one undo command: it swaps two plans, so no inverse can be forgotten."""

from __future__ import annotations

import sys
from collections.abc import Callable
from weakref import WeakMethod, WeakSet

from PySide6.QtGui import QUndoCommand

from planner.language import said_again
from planner.model.plan import Plan


class Shown:
    """Who shows the plan of an undo step: the document that the steps belong to now.

    Held weakly: a document owns its steps, and a ring of the two would wait for the collector.
    """

    __slots__ = ("_show", "steps")

    def __init__(self, show: Callable[[Plan], None]) -> None:
        self.steps: WeakSet[SwapPlan] = WeakSet()
        self.follow(show)

    def follow(self, show: Callable[[Plan], None]) -> None:
        """Let another document show the plans: `show` is a method of it."""
        self._show = WeakMethod(show)

    def say_anew(self) -> None:
        """Say what the steps did in the language of now."""
        for step in self.steps:  # asking the stack for them would give it other owners
            step.say_anew()

    def __call__(self, plan: Plan) -> None:
        show = self._show()
        if show is not None:
            show(plan)


class SwapPlan(QUndoCommand):
    """Show `after`; undoing shows `before`, the very same object."""

    def __init__(self, text: str, before: Plan, after: Plan, shown_by: Shown) -> None:
        super().__init__(text)
        self._said = text
        self._before = before
        self._after = after
        self._shown_by = shown_by
        shown_by.steps.add(self)

    def say_anew(self) -> None:
        """Say what the step did in the language of now."""
        self._said = said_again(self._said)
        self.setText(self._said)

    def redo(self) -> None:
        self._guarded(self._after)

    def undo(self) -> None:
        self._guarded(self._before)

    def _guarded(self, plan: Plan) -> None:
        """Show a plan; an exception that leaves a method called by Qt would end the process."""
        try:
            self._shown_by(plan)
        except Exception:  # noqa: BLE001  the crash report shows it, and the edit is kept
            sys.excepthook(*sys.exc_info())
