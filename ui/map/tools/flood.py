"""The flood: a click takes all that can be reached from a region without crossing a boundary."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from planner.model.graph import pieces
from planner.model.types import UNASSIGNED, Ints, ints
from ui.map.requests import SelectRegions
from ui.map.tools.tool import Pointer, Stage, Tool


class FloodTool(Tool):
    """Selects up to a boundary: of the territory, or of an area that the page sets.

    Attributes
    ----------
    areas : Ints, shape (n,), or None
        The area each region lies in; None floods up to the border of the territory.
    """

    name = "flood"
    cursor = Qt.CursorShape.PointingHandCursor
    works_while_busy = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.areas: Ints | None = None

    def release(self, pointer: Pointer) -> None:
        if pointer.region < 0:
            return
        stage, content = self.stage, self.stage.content
        # Regions of nobody make an area like any other here: number 0, where UNASSIGNED would part them.
        areas = content.visible_owner - UNASSIGNED if self.areas is None else self.areas
        allowed = stage.taking.allowed(content.visible_owner)
        if not allowed[pointer.region]:
            return
        inside = ints(np.where(allowed, areas, UNASSIGNED))
        _, piece = pieces(len(areas), open_edges(stage.edges, content.barriers), inside)
        found = (piece == piece[pointer.region]) & allowed
        stage.ask(SelectRegions(ints(np.flatnonzero(found)), pointer.mode))


def open_edges(edges: Ints, barriers: Ints) -> Ints:
    """Return the pairs of neighbours, shape (e, 2), that no barrier parts."""
    if not len(barriers):
        return edges
    step = int(edges.max()) + 1 if len(edges) else 1
    one, other = (
        np.sort(pairs, axis=1).astype(np.int64) @ np.array([step, 1]) for pairs in (edges, barriers)
    )
    return ints(edges[~np.isin(one, other)])
