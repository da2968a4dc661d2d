"""Accounts: customers and prospects, each at a point or in a region, with figures and a present owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from planner.model.types import AccountId, Floats, Ints, floats, frozen_map, ints


@dataclass(frozen=True, slots=True, eq=False)
class Accounts:
    """Accounts 0..a-1 of a plan, column by column.

    Attributes
    ----------
    ids : tuple of AccountId
        Unique text keys.
    names : tuple of str
    region : Ints, shape (a,)
        Region of each account, or UNASSIGNED when it lies outside all regions.
    lon_lat : Floats, shape (a, 2)
        Degrees as read, or of the postcode or place by which it was found; NaN where it came with
        a region code alone.
    text : mapping of str to tuple of str
        Text columns, "" where unknown; those Rayon understands are in `words.ACCOUNT_TEXT`.
    numbers : mapping of str to Floats, each shape (a,)
        Number columns, NaN where unknown; those Rayon understands are in `words.ACCOUNT_NUMBERS`.
    """

    ids: tuple[AccountId, ...] = ()
    names: tuple[str, ...] = ()
    region: Ints = field(default_factory=lambda: ints([]))
    lon_lat: Floats = field(default_factory=lambda: floats(np.empty((0, 2))))
    text: Mapping[str, tuple[str, ...]] = field(default_factory=frozen_map)
    numbers: Mapping[str, Floats] = field(default_factory=frozen_map)

    def __post_init__(self) -> None:
        a = len(self.ids)
        object.__setattr__(self, "region", ints(self.region))
        object.__setattr__(self, "lon_lat", floats(np.reshape(self.lon_lat, (-1, 2))))
        object.__setattr__(self, "text", frozen_map(self.text))
        numbers = {key: floats(values) for key, values in self.numbers.items()}
        object.__setattr__(self, "numbers", frozen_map(numbers))
        lengths = {
            "names": len(self.names),
            "region": len(self.region),
            "lon_lat": len(self.lon_lat),
            **{key: len(column) for key, column in self.text.items()},
            **{key: len(values) for key, values in numbers.items()},
        }
        wrong = {key: length for key, length in lengths.items() if length != a}
        if wrong:
            raise ValueError(f"{a} accounts, but {wrong}")
        if len(set(self.ids)) != a:
            raise ValueError("account ids must be unique")

    def __len__(self) -> int:
        return len(self.ids)

    def column(self, key: str) -> tuple[str, ...]:
        """Return a text column, all "" where the input had none."""
        cells = self.text.get(key)
        return ("",) * len(self) if cells is None else cells


@lru_cache(maxsize=4)
def rows_by_id(accounts: Accounts) -> Mapping[AccountId, int]:
    """Return the row of each account; remembered, for a plan keeps its accounts from edit to edit."""
    return {account: row for row, account in enumerate(accounts.ids)}


@lru_cache(maxsize=4)
def rows_by_region(accounts: Accounts, regions: int) -> tuple[Ints, Ints]:
    """Return the accounts of each region as one list, remembered like `rows_by_id`.

    Those of region i are `rows[start[i]:start[i + 1]]`, ascending; shapes (n + 1,) and (b,). Accounts
    outside all regions are left out.
    """
    order = np.argsort(accounts.region, kind="stable")
    outside = int((accounts.region < 0).sum())
    start = np.zeros(regions + 1, np.int32)
    start[1:] = np.cumsum(np.bincount(accounts.region[order[outside:]], minlength=regions))
    return ints(start), ints(order[outside:])
