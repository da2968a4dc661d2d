"""What is selected and pointed at: view state that all views share, no undo steps."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QObject, Signal

from planner.model.types import Ints, ints

NOTHING = -1


class Selection(QObject):
    """Selected regions, selected territories, an account, and the region under the pointer.

    Signals
    -------
    changed()
        `regions`, `territories` or `account` is another.
    pointed(int)
        Region under the pointer, or NOTHING.
    """

    changed = Signal()
    pointed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._regions: Ints = ints([])
        self._territories: tuple[int, ...] = ()
        self._account: int | None = None
        self._pointed = NOTHING

    @property
    def regions(self) -> Ints:
        """Selected regions in rising order, each once."""
        return self._regions

    @property
    def territories(self) -> tuple[int, ...]:
        """Selected territories of the layer that is looked at, in rising order."""
        return self._territories

    @property
    def territory(self) -> int | None:
        """The selected territory where there is exactly one, else None."""
        return self._territories[0] if len(self._territories) == 1 else None

    @property
    def account(self) -> int | None:
        """Row of the account that is looked at, or None."""
        return self._account

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is selected."""
        return not len(self._regions) and not self._territories and self._account is None

    def select(self, regions: ArrayLike, *, territory: int | None = None) -> None:
        """Select these regions and this territory instead of what was selected."""
        self._put(regions, () if territory is None else (territory,))

    def add(self, regions: ArrayLike) -> None:
        """Select these regions too."""
        more = np.asarray(regions, dtype=np.int32)
        self._put(np.union1d(self._regions, more), self._territories)

    def remove(self, regions: ArrayLike) -> None:
        """Leave these regions out."""
        less = np.asarray(regions, dtype=np.int32)
        self._put(np.setdiff1d(self._regions, less), self._territories)

    def renumber(self, regions: ArrayLike) -> None:
        """Call the selected regions by other numbers; who shows them hears of it with the plan."""
        self._regions = ints(np.unique(np.asarray(regions, dtype=np.int32)))

    def select_territory(self, territory: int | None) -> None:
        """Select a territory, and no single regions."""
        self.select([], territory=territory)

    def select_territories(self, territories: Iterable[int]) -> None:
        """Select these territories, and no single regions."""
        self._put([], territories)

    def toggle_territory(self, territory: int) -> None:
        """Select a territory too, or leave it out where it is selected."""
        self._put([], {*self._territories} ^ {territory})

    def select_account(self, account: int, region: int) -> None:
        """Select an account, by its row, and the region it lies in, NOTHING for none."""
        self._put([region] if region != NOTHING else [], (), account)

    def clear(self) -> None:
        """Select nothing."""
        self.select([])

    def point_at(self, region: int) -> None:
        """Note the region under the pointer, or NOTHING."""
        if region != self._pointed:
            self._pointed = region
            self.pointed.emit(region)

    def _put(
        self, regions: ArrayLike, territories: Iterable[int], account: int | None = None
    ) -> None:
        chosen = ints(np.unique(np.asarray(regions, dtype=np.int32)))
        held = tuple(sorted(set(territories)))
        same = np.array_equal(chosen, self._regions)
        if same and (held, account) == (self._territories, self._account):
            return
        self._regions, self._territories, self._account = chosen, held, account
        self.changed.emit()
