"""What is selected and pointed at: view state that all views share, no undo steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QObject, Signal

from planner.model.types import Ints, ints

NOTHING = -1


class Selection(QObject):
    """Selected regions, the selected territory, and the region under the pointer.

    Signals
    -------
    changed()
        `regions` or `territory` is another.
    pointed(int)
        Region under the pointer, or NOTHING.
    """

    changed = Signal()
    pointed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._regions: Ints = ints([])
        self._territory: int | None = None
        self._pointed = NOTHING

    @property
    def regions(self) -> Ints:
        """Selected regions in rising order, each once."""
        return self._regions

    @property
    def territory(self) -> int | None:
        """The selected territory of the layer that is looked at, or None."""
        return self._territory

    @property
    def pointed_at(self) -> int:
        """Region under the pointer, or NOTHING."""
        return self._pointed

    @property
    def is_empty(self) -> bool:
        """Whether neither regions nor a territory are selected."""
        return not len(self._regions) and self._territory is None

    def select(self, regions: ArrayLike, *, territory: int | None = None) -> None:
        """Select these regions and this territory instead of what was selected."""
        chosen = ints(np.unique(np.asarray(regions, dtype=np.int32)))
        if np.array_equal(chosen, self._regions) and territory == self._territory:
            return
        self._regions, self._territory = chosen, territory
        self.changed.emit()

    def add(self, regions: ArrayLike) -> None:
        """Select these regions too."""
        more = np.asarray(regions, dtype=np.int32)
        self.select(np.union1d(self._regions, more), territory=self._territory)

    def remove(self, regions: ArrayLike) -> None:
        """Leave these regions out."""
        less = np.asarray(regions, dtype=np.int32)
        self.select(np.setdiff1d(self._regions, less), territory=self._territory)

    def renumber(self, regions: ArrayLike) -> None:
        """Call the selected regions by other numbers; who shows them hears of it with the plan."""
        self._regions = ints(np.unique(np.asarray(regions, dtype=np.int32)))

    def select_territory(self, territory: int | None) -> None:
        """Select a territory, and no single regions."""
        self.select([], territory=territory)

    def clear(self) -> None:
        """Select nothing."""
        self.select([])

    def point_at(self, region: int) -> None:
        """Note the region under the pointer, or NOTHING."""
        if region != self._pointed:
            self._pointed = region
            self.pointed.emit(region)
