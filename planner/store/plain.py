"""Values of a plan as plain JSON and back, exactly: for the journal and for caches."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from planner.model.accounts import Accounts
from planner.model.areas import Area
from planner.model.geometry import Geometry
from planner.model.goals import AccountGoals, Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.graph import RegionGraph
from planner.model.issues import Issue
from planner.model.layers import Layer, Proof
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.model.quotas import QuotaNode
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.rules import BarrierGoal, Placing, TerritoryRules
from planner.model.scenarios import AccountException, Scenario
from planner.model.segments import Segment
from planner.model.teams import Post, RoleNeed, Team
from planner.model.territories import Territory
from planner.model.types import bools, floats, frozen_map, ints

KINDS: Mapping[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        AccountException, AccountGoals, Accounts, Area, BarrierGoal, Geometry, Goals, Issue, Layer,
        Measure, Placing, Plan, Post, ProductLine, Proof, QuotaGoals, QuotaNode, RegionGraph,
        RegionSet, Rep, RoleNeed, Scenario, Segment, Team, TeamGoals, Territory, TerritoryGoals,
        TerritoryRules,
    )
}  # fmt: skip
"""Values that may stand in a file of ours; nothing else is made from what a file says."""

_ARRAYS = {"i": ints, "f": floats, "b": bools}

Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None


def plain(value: Any, arrays: list[Any] | None = None) -> Any:
    """Return a value as JSON knows it.

    Parameters
    ----------
    value : any value of a plan
    arrays : list, optional
        Takes the arrays, which then stand in the JSON by their place in the list.

    Raises
    ------
    TypeError
        For what no plan holds.
    """
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, np.ndarray):
        if arrays is None:
            flat = value.ravel().tolist()
            return {"array": value.dtype.kind, "shape": list(value.shape), "of": flat}
        arrays.append(value)
        return {"beside": len(arrays) - 1}
    if isinstance(value, tuple):
        return [plain(part, arrays) for part in value]
    if isinstance(value, Mapping):
        return {"pairs": [[key, plain(part, arrays)] for key, part in value.items()]}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if type(value).__name__ in KINDS:
        names = [field.name for field in dataclasses.fields(value)]
        return {
            "kind": type(value).__name__,
            "fields": {name: plain(getattr(value, name), arrays) for name in names},
        }
    raise TypeError(f"no plan holds a {type(value).__name__}")


def from_plain(value: Any, arrays: Sequence[Any] = ()) -> Any:
    """Return what `plain` was given; raises ValueError, LookupError or TypeError when it is no such thing."""
    if isinstance(value, list):
        return tuple([from_plain(part, arrays) for part in value])
    if not isinstance(value, dict):
        return value
    if "beside" in value:
        return arrays[value["beside"]]
    if "array" in value:
        return _ARRAYS[value["array"]](np.array(value["of"]).reshape(value["shape"]))
    if "pairs" in value:
        return frozen_map((key, from_plain(part, arrays)) for key, part in value["pairs"])
    if "day" in value:
        return date.fromisoformat(value["day"])
    fields = {name: from_plain(part, arrays) for name, part in value["fields"].items()}
    return KINDS[value["kind"]](**fields)
