"""How many territories the work asks for: hours of a year over what one full-time owner has."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.language import tr
from planner.notation import number
from planner.sales.norms import Norms


@dataclass(frozen=True, slots=True)
class ProposedCount:
    """A number of territories and what it follows from.

    Attributes
    ----------
    count : int
    hours : float
        Workload of a year.
    hours_each : float
        Hours a year that one full-time owner has for it.
    """

    count: int
    hours: float
    hours_each: float

    @property
    def reason(self) -> str:
        """What it follows from, in figures."""
        return tr(
            "{hours} hours of workload a year, {hours_each} for each full-time owner: "
            "{count} territories",
            hours=number(self.hours),
            hours_each=number(self.hours_each),
            count=number(self.hours / self.hours_each, 2),
        )


def proposed_count(hours: float, role: str, norms: Norms, least: int = 1) -> ProposedCount:
    """Return the least number of full-time owners of a role who can do the work of a year.

    Hours are of the role's own kind: gross norms hold ordinary overhead, net norms do not
    (docs/architecture.md, Units). At least `least`, where so many parts are kept apart.
    """
    each = 12 * norms.month_hours(role)
    # A sum of hours is rounded: a millionth of an owner more is not another territory.
    return ProposedCount(max(least, math.ceil(hours / each - 1e-6)), hours, each)
