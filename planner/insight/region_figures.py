"""What single regions hold: their figures, their part of a territory, their accounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.insight.figures import LayerSummary
from planner.model.accounts import Accounts
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Ints, ints
from planner.sales.key_accounts import carried


@dataclass(frozen=True, slots=True)
class RegionFigures:
    """One region in plain Python numbers.

    Attributes
    ----------
    loads : tuple of float
        Per measure, in its unit.
    shares : tuple of float or None
        Per measure the fraction of what its territory holds that comes from this region, without the
        accounts that are owned by name; None without a territory, or where that holds nothing.
    accounts : int
    territory : int
        UNASSIGNED for none.
    """

    loads: tuple[float, ...]
    shares: tuple[float | None, ...]
    accounts: int
    territory: int


def region_figures(plan: Plan, layer: Layer, summary: LayerSummary, region: int) -> RegionFigures:
    """Return the figures of one region in a layer; `summary` is that layer's."""
    territory = int(layer.owner[region])
    shares: list[float | None] = [None] * len(plan.measures)
    if territory != UNASSIGNED:
        held = carried(plan, plan.scenario(summary.scenario), layer).loads[region]
        whole = summary.loads[territory]
        shares = [
            float(part / all_) if all_ > 0 else None for part, all_ in zip(held, whole, strict=True)
        ]
    return RegionFigures(
        loads=tuple(plan.loads[region].tolist()),
        shares=tuple(shares),
        accounts=int(accounts_per_region(plan.accounts, len(plan.regions))[region]),
        territory=territory,
    )


@lru_cache(maxsize=4)
def accounts_per_region(accounts: Accounts, regions: int) -> Ints:
    """Return how many accounts lie in each region, shape (n,); remembered from edit to edit."""
    return ints(np.bincount(accounts.region + 1, minlength=regions + 1)[1:])
