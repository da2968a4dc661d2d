"""The selection when regions are split, merged, drawn or renamed: what is still there stays selected."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from planner.model.types import RegionId
from ui.document import Document
from ui.selection import NOTHING, Selection


class SelectedRegions(QObject):
    """Keeps the numbers of a selection right.

    Made before any view, so that it hears of a plan first: views that follow find the numbers of that
    plan. Who follows the selection alone is told when all have followed.
    """

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__(document)
        self._document = document
        self._selection = selection
        self._regions = document.plan.regions
        self._tells = False
        document.changed.connect(self._follow)
        document.changed.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def _follow(self, _change: object) -> None:
        now, then = self._document.plan.regions, self._regions
        self._regions = now
        ids, before = now.ids, then.ids
        if ids == before or now.is_drawn_as(then):  # some may be called otherwise
            return
        self._selection.point_at(NOTHING)
        wanted: set[RegionId] = {before[at] for at in self._selection.regions.tolist()}
        left = [at for at, id_ in enumerate(ids) if id_ in wanted] if wanted else []
        self._selection.renumber(left)
        self._tells = bool(wanted)

    def _tell(self, _change: object) -> None:
        if self._tells:
            self._tells = False
            self._selection.changed.emit()
