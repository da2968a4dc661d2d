"""The selection when regions are split, merged or drawn: what is still there stays selected."""

from __future__ import annotations

from PySide6.QtCore import QObject

from planner.model.types import RegionId
from ui.document import Document
from ui.selection import NOTHING, Selection


class SelectedRegions(QObject):
    """Keeps the numbers of a selection right; made before any view, so that it hears first."""

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__(document)
        self._document = document
        self._selection = selection
        self._ids = document.plan.regions.ids
        document.changed.connect(lambda _change: self._follow())

    def _follow(self) -> None:
        ids, before = self._document.plan.regions.ids, self._ids
        if ids is before or ids == before:
            return
        self._ids = ids
        selection = self._selection
        selection.point_at(NOTHING)
        wanted: set[RegionId] = {before[at] for at in selection.regions.tolist()}
        left = [at for at, id_ in enumerate(ids) if id_ in wanted] if wanted else []
        selection.select(left, territory=selection.territory)
