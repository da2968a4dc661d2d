"""A list of named accounts from the clipboard or a file, as a job reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from planner.language import tr
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.scenarios import AccountException

MOST_ISSUES = 1000
"""Nobody reads more of a list that fits the plan badly, and a table of all of them takes seconds."""
READ_SHARE = 0.5

NamedList = tuple[tuple[AccountException, ...], tuple[Issue, ...]]
"""The named accounts of a list, and what was not understood, shortened."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is done now, and how far all of it is, 0..1."""

    what: str
    share: float


def list_of_text(text: str, plan: Plan, name: str, stop: Callable[[], bool] = bool) -> NamedList:
    """Return the named accounts of a table that was pasted; `name` is what issues call it.

    Raises `planner.io.tables.Stopped` when asked to stop.
    """
    from planner.io.exceptions_table import exceptions_of_text

    found, issues = exceptions_of_text(text, plan, name, partial(_end_if, stop))
    return found, _shortened(issues)


def list_of_file(
    path: Path, plan: Plan, report: Callable[[Step], None], stop: Callable[[], bool]
) -> NamedList:
    """Return the named accounts of a file; raises `planner.io.tables.Stopped` when asked to stop."""
    from planner.io.exceptions_table import exceptions_of
    from planner.io.tables import read_table

    def tell(what: str, share: float) -> None:
        report(Step(what, READ_SHARE * share))

    table, issues = read_table(path, report=tell, stop=stop)
    if table is None:
        return (), issues
    _end_if(stop)
    report(Step(tr("Finding the accounts"), READ_SHARE))
    found, more = exceptions_of(table, plan, waiting=partial(_end_if, stop))
    return found, _shortened(issues + more)


def _end_if(stop: Callable[[], bool]) -> None:
    from planner.io.tables import Stopped

    if stop():
        raise Stopped


def _shortened(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    rest = len(issues) - MOST_ISSUES
    if rest <= 0:
        return issues
    more = Issue(
        "more_issues", Severity.WARNING, issues[-1].file, tr("and {rest} more", rest=rest),
        tr("Mend the first ones, then read the list again."),
    )  # fmt: skip
    return (*issues[:MOST_ISSUES], more)
