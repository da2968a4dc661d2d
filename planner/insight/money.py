"""What each account is worth, for sums that people look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.model.plan import Plan
from planner.model.types import Floats, floats

REVENUE = "revenue_last_year"
COLUMNS = (REVENUE, "potential", "open_pipeline")


@dataclass(frozen=True, slots=True, eq=False)
class Money:
    """Money of each account.

    Attributes
    ----------
    column : str
        Number column of the accounts it comes from; "" where none of `COLUMNS` says anything.
    values : Floats, shape (a,)
        In the plan's currency; unknown counts as 0.
    """

    column: str
    values: Floats


@lru_cache(maxsize=4)
def money_of(plan: Plan) -> Money:
    """Return last year's revenue of each account, or the first of `COLUMNS` that says anything.

    Remembered for the plans looked at last: every sum of a page asks again.
    """
    for column in COLUMNS:
        values = plan.accounts.numbers.get(column)
        if values is not None and np.nansum(np.abs(values)) > 0:
            return Money(column, floats(np.nan_to_num(values)))
    return Money("", floats(np.zeros(len(plan.accounts))))
