"""Which regions lie apart from the main piece of their territory. Knows no Qt."""

from __future__ import annotations

import numpy as np

from planner.model.graph import Adjacency, adjacency, outside_main_piece
from planner.model.types import UNASSIGNED, Bools, Ints, ints
from planner.model.wholeness import stay_whole


def cut_off_regions(edges: Ints, owner: Ints) -> Bools:
    """Return the regions outside the largest piece of their territory, shape (n,).

    The largest piece has the most regions; of equal ones it is the one with the lowest region.

    Parameters
    ----------
    edges : Ints, shape (e, 2)
        Neighbouring regions, links to islands included.
    owner : Ints, shape (n,)
    """
    return outside_main_piece(edges, owner)


class Contiguity:
    """Answers again and again which regions are cut off, looking only at territories that changed.

    While the brush paints, two or three territories change with every move of the pointer: mostly a look
    around what changed tells that they stay whole, else the neighbours of their regions are looked up,
    never all borders of the map.
    """

    def __init__(self, edges: Ints) -> None:
        self.edges = edges
        self._adjacency: Adjacency | None = None

    def after(self, owner: Ints, before: Ints, cut_off: Bools) -> Bools:
        """Return the same as `cut_off_regions(edges, owner)`.

        Parameters
        ----------
        owner : Ints, shape (n,)
        before : Ints, shape (n,)
            Owners that `cut_off` was found for.
        cut_off : Bools, shape (n,)
        """
        changed = np.flatnonzero(owner != before)
        if not len(changed):
            return cut_off
        touched = np.zeros(int(max(owner.max(), before.max())) + 2, np.bool_)  # -1 is the last
        touched[owner[changed]] = touched[before[changed]] = True
        touched[UNASSIGNED] = False
        if stay_whole(self._lists(len(owner)), before, owner, cut_off):
            return cut_off
        members = ints(np.flatnonzero(touched[owner]))
        if len(members) > len(owner) // 2:
            return cut_off_regions(self.edges, owner)
        found = cut_off.copy()
        found[changed] = False
        found[members] = cut_off_regions(self._edges_among(members, owner), owner[members])
        return found

    def _edges_among(self, members: Ints, owner: Ints) -> Ints:
        """Return the edges within each territory of some regions, numbered by place among them."""
        source, target = self._lists(len(owner)).around(members)
        within = (source < target) & (owner[source] == owner[target])
        place = np.empty(len(owner), np.int32)
        place[members] = np.arange(len(members), dtype=np.int32)
        return ints(np.column_stack([place[source[within]], place[target[within]]]))

    def _lists(self, regions: int) -> Adjacency:
        if self._adjacency is None:
            self._adjacency = adjacency(regions, self.edges)
        return self._adjacency
