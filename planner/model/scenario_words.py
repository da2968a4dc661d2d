"""What people read for the names and reasons that a plan keeps as keys."""

from __future__ import annotations

from planner.language import tr
from planner.model.scenarios import FAMILY, KEPT, NAMED, STRAY, TODAY


def scenario_said(name: str) -> str:
    """Return what a scenario is called: Today in the user's language, others as they named them."""
    return tr("Today") if name == TODAY else name


def reason_said(reason: str) -> str:
    """Return why an account is owned apart: what the plan says itself in the user's language."""
    if reason == NAMED:
        return tr("named account")
    if reason == KEPT:
        return tr("has it today")
    if reason == FAMILY:
        return tr("stays with its family")
    return tr("owned apart from its region today") if reason == STRAY else reason
