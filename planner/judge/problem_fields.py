"""Fields of a problem file, read one by one; what is wrong with each is one line."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.judge.problem import Kind, Objective
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints

LARGEST = 2**31


class Fields:
    """Reads the fields of one problem document and collects every fault.

    A faulty field comes back as zeros or as absent, so that the reading goes on; what was read is
    to be used only when `faults` is empty.

    Attributes
    ----------
    faults : list of str
        One line each, "key: what is wrong".
    """

    def __init__(self, document: dict[str, Any], n: int, k: int, m: int) -> None:
        self._document, self._n, self._k, self._m = document, n, k, m
        self.faults: list[str] = []

    def fault(self, key: str, text: str) -> None:
        """Note what is wrong with a key."""
        self.faults.append(f"{key}: {text}")

    def sound(self, *keys: str) -> bool:
        """Whether nothing is wrong with any of the keys so far."""
        return not any(line.startswith(f"{key}:") for key in keys for line in self.faults)

    def array(
        self, key: str, shape: tuple[int, ...], *, signed: bool = False, null: float | None = None
    ) -> Floats:
        """Read finite numbers in a shape, of at least 0 unless signed; `null` stands for null entries."""
        wanted = "x".join(map(str, shape)) or "of one number"
        value = self._document[key]
        empty = None if null is None else _nulls(value)
        numbers = _numbers(value if empty is None else _filled(value))
        if numbers is None:
            self.fault(key, f"must hold numbers in the shape {wanted}")
        elif numbers.shape != shape:
            found = "x".join(map(str, numbers.shape))
            self.fault(key, f"has the shape {found}, not {wanted}")
        elif not np.isfinite(numbers).all():
            self.fault(key, f"not a finite number at {_first(~np.isfinite(numbers))}")
        elif not signed and (numbers < 0).any():
            place = _first(numbers < 0)
            self.fault(key, f"negative number {numbers[place]:.6g} at {place}")
        elif empty is not None and null is not None and empty.shape == shape:
            return floats(np.where(empty, null, numbers))
        else:
            return numbers
        return floats(np.zeros((0,) * len(shape)) if shape else 0.0)

    def pairs(self, key: str) -> Ints:
        """Read pairs of different regions, sorted, each once; shape (e, 2)."""
        return self.pairs_of(key, self._document[key])

    def pairs_of(self, key: str, value: object) -> Ints:
        """Read pairs as `pairs` does, from a value that stands inside a key."""
        pairs = _whole(value if value else np.empty((0, 2)))
        none = ints(np.empty((0, 2)))
        if pairs is None or pairs.ndim != 2 or pairs.shape[1] != 2:
            self.fault(key, "must be a list of pairs of region numbers")
            return none
        outside = ((pairs < 0) | (pairs >= self._n)).any(axis=1)
        if outside.any():
            row = int(np.flatnonzero(outside)[0])
            named = f"pair {row} {pairs[row].tolist()}"
            self.fault(key, f"{named} names a region outside 0..{self._n - 1}")
        same = np.flatnonzero(pairs[:, 0] == pairs[:, 1])
        if len(same):
            row = int(same[0])
            self.fault(key, f"pair {row} joins region {int(pairs[row, 0])} to itself")
        if outside.any() or len(same):
            return none
        return ints(np.unique(np.sort(pairs, axis=1), axis=0)) if len(pairs) else none

    def whole(self, value: object) -> Ints | None:
        """Read whole numbers in any shape; None when they are not."""
        return _whole(value)

    def labels(self, key: str, size: int, least: int) -> Ints:
        """Read a whole number of at least `least` for each of `size`."""
        labels = _whole(self._document[key])
        if labels is None or labels.shape != (size,) or (labels < least).any():
            self.fault(key, f"must be {size} whole numbers of at least {least}")
            return ints(np.zeros(0))
        return labels

    def seats(self) -> Ints | None:
        """Read null or one region per territory, all different."""
        if self._document["seats"] is None:
            return None
        seats = _whole(self._document["seats"])
        if seats is None or seats.shape != (self._k,):
            self.fault("seats", f"must be null or {self._k} region numbers")
            return None
        if ((seats < 0) | (seats >= self._n)).any():
            self.fault("seats", f"a region outside 0..{self._n - 1}")
        if len(np.unique(seats)) != self._k:
            self.fault("seats", "a region stands twice; give each territory its own seat")
        return seats

    def locks(self) -> Ints:
        """Read the territory of each locked region; shape (n,), UNASSIGNED where there is none."""
        value = self._document["locks"]
        if not isinstance(value, dict):
            self.fault("locks", "must map region numbers to territories")
            return ints([])
        found: dict[int, int] = {}
        for region, territory in value.items():
            if not (str(region).isdecimal() and int(region) < self._n):
                self.fault("locks", f"region {region!r} is outside 0..{self._n - 1}")
            elif not (isinstance(territory, int) and 0 <= territory < self._k):
                self.fault("locks", f"region {region} is locked to unknown territory {territory!r}")
            else:
                found[int(region)] = territory
        if not self.sound("locks", "weights"):
            return ints([])
        locks = np.full(self._n, UNASSIGNED)
        locks[list(found)] = list(found.values())
        return ints(locks)

    def current(self) -> Ints | None:
        """Read null or the present territory of each region (-1 for none)."""
        if self._document["current"] is None:
            return None
        current = _whole(self._document["current"])
        if current is None or current.shape != (self._n,) or not _within(current, self._k):
            last = self._k - 1
            self.fault(
                "current", f"must be null or {self._n} territories in 0..{last} (-1 for none)"
            )
            return None
        return current

    def switch_cost(self) -> Floats | None:
        """Read null or a cost per region."""
        if self._document["switch_cost"] is None:
            return None
        return self.array("switch_cost", (self._n,))

    def contiguous(self) -> bool:
        """Read whether territories must be connected."""
        value = self._document["contiguous"]
        if not isinstance(value, bool):
            self.fault("contiguous", f"must be true or false, not {value!r}")
        return value is True

    def objective(self) -> Objective:
        """Read the objective; by default distance with seats given, else inertia."""
        seated = self._document["seats"] is not None
        default = Objective(Kind.DISTANCE if seated else Kind.INERTIA)
        value = self._document["objective"]
        if value is None:
            return default
        if not isinstance(value, dict) or set(value) - {"kind", "measure", "round_km"}:
            self.fault("objective", "must have the keys kind, measure and round_km only")
            return default
        kind = value.get("kind", default.kind.value)
        measure = value.get("measure", 0)
        rounded = value.get("round_km", False)
        if kind not in list(Kind):
            self.fault("objective", f"kind {kind!r} is not one of {', '.join(Kind)}")
        if not (isinstance(measure, int) and 0 <= measure < self._m):
            self.fault("objective", f"measure {measure!r} is outside 0..{self._m - 1}")
        if not isinstance(rounded, bool):
            self.fault("objective", f"round_km must be true or false, not {rounded!r}")
        if not self.sound("objective"):
            return default
        return Objective(Kind(kind), measure, rounded)


def is_count(value: object) -> bool:
    """Whether a value is a whole number of at least 1."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _numbers(value: object) -> Floats | None:
    try:
        array = np.asarray(value)
        return None if array.dtype.kind in "USO" else floats(array.astype(np.float64))
    except (TypeError, ValueError):
        return None


def _whole(value: object) -> Ints | None:
    array = _numbers(value)
    if array is None or not np.isfinite(array).all():
        return None
    if (array != np.round(array)).any() or (abs(array) >= LARGEST).any():
        return None
    return ints(array.astype(np.int64))


def _nulls(value: object) -> Bools | None:
    """Return where nested lists of one shape hold null, or None when they hold none."""
    try:
        where = np.frompyfunc(lambda entry: entry is None, 1, 1)(np.asarray(value, dtype=object))
    except ValueError:
        return None
    found = bools(np.asarray(where, dtype=np.bool_))
    return found if found.any() else None


def _filled(value: object) -> object:
    """Return nested lists with 0 in place of null."""
    if isinstance(value, list):
        return [_filled(entry) for entry in value]
    return 0 if value is None else value


def _within(territories: Ints, k: int) -> bool:
    return bool(territories.min() >= UNASSIGNED and territories.max() < k)


def _first(where: np.ndarray[Any, np.dtype[np.bool_]]) -> tuple[int, ...]:
    return tuple(map(int, np.argwhere(where)[0]))
