"""Any value of the model in one .npz file, for caches: arrays as they are, the rest as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.accounts import Accounts
from planner.model.geometry import Geometry
from planner.model.goals import Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.graph import RegionGraph
from planner.model.issues import Issue, Severity
from planner.model.layers import Layer, Proof
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.quotas import QuotaNode
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.scenarios import AccountException, Scenario
from planner.model.segments import Segment
from planner.model.teams import Post, RoleNeed, Team
from planner.model.territories import Territory
from planner.model.types import frozen_map

CLASSES: dict[str, Any] = {
    one.__name__: one
    for one in (
        Accounts, AccountException, Geometry, Goals, Issue, Layer, Measure, Plan, Post, Proof, QuotaGoals,
        QuotaNode, RegionGraph, RegionSet, Rep, RoleNeed, Scenario, Segment, Severity, Team, TeamGoals,
        Territory, TerritoryGoals,
    )
}  # fmt: skip
"""What may be made from a file: nothing else is ever called."""

WORDS = "words"


def write_value(value: object, path: Path) -> None:
    """Write a value; raises OSError, and TypeError for a value of no kind that stands here."""
    arrays: list[NDArray[Any]] = []
    text = json.dumps(_plain(value, arrays))
    held: dict[str, Any] = {str(number): array for number, array in enumerate(arrays)}
    with path.open("wb") as file:
        np.savez(file, **held, **{WORDS: np.frombuffer(text.encode(), np.uint8)})


def read_value(path: Path) -> Any:
    """Read a value back; raises OSError, or ValueError for a file that is none of ours."""
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        if WORDS not in file.files:
            raise ValueError(f"{path.name} holds no value")
        text = file[WORDS].tobytes().decode()
        arrays = [file[str(number)] for number in range(len(file.files) - 1)]
    for array in arrays:
        array.setflags(write=False)
    try:
        return _value(json.loads(text), arrays)
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError(f"{path.name} does not hold a value: {error}") from error


def _plain(value: object, arrays: list[NDArray[Any]]) -> Any:
    """Return a value as JSON: a list whose first entry says its kind, or a scalar as it is."""
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return ["array", len(arrays) - 1]
    if isinstance(value, Enum):
        return ["enum", type(value).__name__, value.value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, tuple):
        if all(type(entry) is str for entry in value):
            return ["texts", list(value)]
        return ["tuple", [_plain(entry, arrays) for entry in value]]
    if isinstance(value, Mapping):
        return ["map", [[key, _plain(entry, arrays)] for key, entry in value.items()]]
    if dataclasses.is_dataclass(value) and type(value).__name__ in CLASSES:
        fields = {
            field.name: _plain(getattr(value, field.name), arrays)
            for field in dataclasses.fields(value)
        }
        return ["made", type(value).__name__, fields]
    raise TypeError(f"{type(value).__name__} cannot be written")


def _value(plain: Any, arrays: list[NDArray[Any]]) -> Any:
    if not isinstance(plain, list):
        return plain
    kind, *rest = plain
    if kind == "array":
        return arrays[rest[0]]
    if kind == "enum":
        return CLASSES[rest[0]](rest[1])
    if kind == "date":
        return date.fromisoformat(rest[0])
    if kind == "texts":
        return tuple(rest[0])
    if kind == "tuple":
        return tuple(_value(entry, arrays) for entry in rest[0])
    if kind == "map":
        return frozen_map([(key, _value(entry, arrays)) for key, entry in rest[0]])
    fields = {name: _value(entry, arrays) for name, entry in rest[1].items()}
    return CLASSES[rest[0]](**fields)
