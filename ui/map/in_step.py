"""Several canvases of the same regions that show the same place: pan, zoom and hover in step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from ui.map.canvas import MapCanvas


class InStep(QObject):
    """Keeps canvases together; whichever moves, the others follow."""

    def __init__(self, canvases: Sequence[MapCanvas], parent: QObject) -> None:
        super().__init__(parent)
        self._canvases = tuple(canvases)
        self._leads = False
        for canvas in self._canvases:
            canvas.viewChanged.connect(self._follow)
            canvas.hovered.connect(self._hover)

    def _follow(self) -> None:
        leader = self.sender()
        if self._leads or not isinstance(leader, MapCanvas) or leader.scene is None:
            return
        self._leads = True
        for canvas in self._canvases:
            if canvas is not leader and canvas.scene is not None:
                canvas.look(leader.scene.view, fitted=leader.scene.fitted)
        self._leads = False

    def _hover(self, region: int) -> None:
        for canvas in self._canvases:
            canvas.hover(region)
