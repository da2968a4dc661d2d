"""Plan files on the command line: one as the other, and what differs between two."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from planner.insight.plan_diff import differences
from planner.language import Phrase, tr
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.notation import number
from planner.store.saved_plan import is_newer_plan
from ui.command_line.exit_codes import BAD_INPUT, OK, RULES_NOT_MET
from ui.use_cases.keep import is_plan_file, save
from ui.use_cases.on_disk import holder_of
from ui.use_cases.read import open_plan

MOST_LINES = 40
"""Differences of one part of the plan that are listed unless all are asked for."""
SEVERITIES = {
    Severity.NOTE: Phrase("note: {issue}"),
    Severity.WARNING: Phrase("warning: {issue}"),
    Severity.ERROR: Phrase("error: {issue}"),
}

_out = Console()
_err = Console(stderr=True)


def copy_plan(source: Path, target: Path) -> int:
    """Write a saved plan as a file where the target ends in .rayon, else as a folder."""
    if is_plan_file(source) == is_plan_file(target):
        place = escape(str(target))
        said = (
            tr("{place}: give a folder to write to.", place=place)
            if is_plan_file(source)
            else tr("{place}: give a file that ends in .rayon to write to.", place=place)
        )
        _err.print(said, highlight=False)
        return BAD_INPUT
    if may_not_be_written(target):
        return BAD_INPUT
    plan = _opened(source)
    if plan is None:
        return BAD_INPUT
    save(plan, target)
    _out.print(tr("Written to {place}", place=escape(str(target))), highlight=False)
    return OK


def may_not_be_written(target: Path) -> bool:
    """Whether a plan at a place must stay as it is, and say why: it is open, or of a newer Rayon."""
    return _is_held(target) or _is_newer(target)


def _is_held(target: Path) -> bool:
    """Whether a window has the plan at a place open, and say so: it would not know what is written."""
    holder = holder_of(target)
    if holder:
        said = tr(
            "{place}: a window has it open ({holder}). Close it there, or write to another file.",
            place=escape(str(target)), holder=escape(holder),
        )  # fmt: skip
        _err.print(said, highlight=False)
    return bool(holder)


def print_differences(before: Path, after: Path, *, everything: bool) -> int:
    """Print what differs, a line each; exit 0 where nothing does."""
    plans = _opened(before), _opened(after)
    if plans[0] is None or plans[1] is None:
        return BAD_INPUT
    found = differences(plans[0], plans[1])
    told: Counter[str] = Counter()
    for one in found:
        told[one.where] += 1
        if told[one.where] == 1:
            _out.print(escape(one.where), style="bold", highlight=False)
        if everything or told[one.where] <= MOST_LINES:
            _out.print(f"  {escape(one.text)}", highlight=False, soft_wrap=True)
    more = {where: count - MOST_LINES for where, count in told.items() if count > MOST_LINES}
    for where, count in () if everything else more.items():
        _out.print(
            tr("{part}: {count} more; --all lists them.", part=escape(where), count=number(count)),
            highlight=False,
        )
    if not found:
        _out.print(tr("The two plans say the same."))
    return RULES_NOT_MET if found else OK


def _opened(path: Path) -> Plan | None:
    plan, issues = open_plan(path)
    if plan is None or any(issue.code.startswith("plan_") for issue in issues):
        _tell(issues)
    return plan


def _is_newer(target: Path) -> bool:
    """Whether a newer Rayon saved the plan at a place, and say so: what it alone knows would be lost."""
    newer = is_newer_plan(target)
    if newer:
        said = tr(
            "{place}: a newer Rayon saved it; here it can be read only. Write to another file.",
            place=escape(str(target)),
        )
        _err.print(said, highlight=False, soft_wrap=True)
    return newer


def _tell(issues: tuple[Issue, ...]) -> None:
    for issue in issues:
        line = SEVERITIES[issue.severity](issue=escape(issue.line()))
        _err.print(line, highlight=False, soft_wrap=True)
