"""Hours a week that a rep can be planned for."""

from __future__ import annotations

from datetime import date

from planner.model.reps import Rep
from planner.sales.norms import Basis, Norms, basis_of
from planner.sales.sizing import ramp

BLOCK_HOURS = 4.0
"""Contract hours a week of one block, the step in which posts are planned."""


def capacity_hours_week(rep: Rep, start: date, norms: Norms | None = None) -> float:
    """Return the hours a week a rep can be planned for, in the hours of his own role's norms.

    Gross norms hold ordinary overhead, so contract hours count whole; net norms are pure role
    time: contract hours x selling share x ramp at plan start (docs/architecture.md, Units).
    """
    if basis_of(rep.role) is Basis.GROSS:
        return rep.contract_hours_week
    return rep.contract_hours_week * (norms or Norms()).selling_share * ramp(rep, start)


def block_hours(rep: Rep, role: str, start: date, norms: Norms) -> float:
    """Return what one block of a rep counts for in a role's own hours, a week."""
    if basis_of(role) is Basis.GROSS:
        return BLOCK_HOURS
    return BLOCK_HOURS * norms.selling_share * ramp(rep, start)
