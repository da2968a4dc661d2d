"""The log of one solve for a bug report, without Qt: what was asked, how it went, how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.use_cases.territories import Progress

MOST = 500
"""Lines of progress that are kept; of more, every other one goes, the last stays."""
COLUMNS = ("seconds", "phase", "best", "bound", "rules broken", "by how much")


class RunLog:
    """Keeps a line of each progress that differs from the one before."""

    def __init__(self, head: Sequence[str] = ()) -> None:
        self._head = tuple(head)
        self._rows: list[tuple[str, ...]] = []
        self._end: tuple[str, ...] = ()

    def hear(self, seconds: float, progress: Progress) -> None:
        """Take note of progress."""
        row = (
            progress.phase,
            _exact(progress.best),
            _exact(progress.bound),
            str(progress.violations) if progress.owner is not None else "",
            " ".join(f"{rule}={_exact(by)}" for rule, by in progress.violation_by_rule.items()),
        )
        if self._rows and self._rows[-1][1:] == row:
            return
        if len(self._rows) >= MOST:
            del self._rows[1:-1:2]
        self._rows.append((f"{seconds:.1f}", *row))

    def end(self, lines: Sequence[str]) -> None:
        """Say how it ended."""
        self._end = tuple(lines)

    @property
    def text(self) -> str:
        """The log as text: its head, a table with tabs, its end."""
        table = ["\t".join(row) for row in (COLUMNS, *self._rows)]
        return "\n".join([*self._head, "", *table, "", *self._end]).rstrip() + "\n"


def _exact(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"
