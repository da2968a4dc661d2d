"""Identifiers, read-only arrays and structural equality: the grammar every other value is written in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, NewType, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

RegionId = NewType("RegionId", str)
AccountId = NewType("AccountId", str)
RepId = NewType("RepId", str)
TerritoryId = NewType("TerritoryId", str)

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

UNASSIGNED = -1
"""Owner of a region that no territory has, region of an account that lies nowhere, absent seat."""

K = TypeVar("K")
V = TypeVar("V")


def ints(values: ArrayLike) -> Ints:
    """Return `values` as a read-only int32 array (the same object when it already is one)."""
    return _read_only(np.asarray(values, dtype=np.int32))


def floats(values: ArrayLike) -> Floats:
    """Return `values` as a read-only float64 array (the same object when it already is one)."""
    return _read_only(np.asarray(values, dtype=np.float64))


def bools(values: ArrayLike) -> Bools:
    """Return `values` as a read-only boolean array (the same object when it already is one)."""
    return _read_only(np.asarray(values, dtype=np.bool_))


def frozen_map(items: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> Mapping[K, V]:
    """Return a read-only copy of a mapping, in its own order."""
    return MappingProxyType(dict(items))


def identical(left: object, right: object) -> bool:
    """Whether two values say the same: dataclasses field by field, arrays exactly, NaN = NaN.

    A text that knows how it was said (`planner.language.Said`) says the same as the text alone.
    """
    if left is right:
        return True
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return _same_array(left, right)
    if dataclasses.is_dataclass(left) and type(left) is type(right):
        names = [field.name for field in dataclasses.fields(left)]
        return all(identical(getattr(left, name), getattr(right, name)) for name in names)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return list(left) == list(right) and all(identical(left[key], right[key]) for key in left)
    if isinstance(left, tuple | list) and isinstance(right, tuple | list):
        return len(left) == len(right) and all(map(identical, left, right))
    if isinstance(left, float) and isinstance(right, float):
        return left == right or (left != left and right != right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right and _kind(left) is _kind(right)
    return type(left) is type(right) and left == right


def _kind(text: str) -> type:
    """Return the enumeration a text belongs to, else that it is a text."""
    return type(text) if isinstance(text, Enum) else str


def _same_array(left: object, right: object) -> bool:
    if not (isinstance(left, np.ndarray) and isinstance(right, np.ndarray)):
        return False
    if left.dtype != right.dtype or left.shape != right.shape:
        return False
    return bool(np.array_equal(left, right, equal_nan=left.dtype.kind == "f"))


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    if not array.flags.writeable:
        return array
    array = array.copy()
    array.setflags(write=False)
    return array
