"""Colours that stay: one place in the palette per territory, over all scenarios and through edits."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtGui import QColor

from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import Ints
from ui.document import Document
from ui.map.colours import borders_between, territory_colours
from ui.theme.theme import ramp

_OF_DOCUMENTS: WeakKeyDictionary[Document, Colouring] = WeakKeyDictionary()


def colouring_of(document: Document) -> Colouring:
    """Return the colours of an open plan: the same on every page."""
    if document not in _OF_DOCUMENTS:
        _OF_DOCUMENTS[document] = Colouring()
    return _OF_DOCUMENTS[document]


class Colouring:
    """Remembers the colours of each layer, by its key and number of territories.

    A colour changes only where two neighbours of what is shown would have the same one; it is then
    chosen against the borders of all scenarios, so that it also holds when another one is shown.
    """

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], Ints] = {}

    def places(self, plan: Plan, layer: Layer, *, settled: bool = True) -> Ints:
        """Return a place in the palette for each territory of a layer, shape (k,).

        While a layer is not `settled` (a draft, progress) no colour changes.
        """
        k = len(layer.territories)
        key, edges = (layer.key, k), plan.regions.graph.edges
        shown = self._places.get(key)
        if shown is None:
            borders = borders_between(edges, _owners(plan, layer))
            shown = self._mended(territory_colours(k, borders), edges, layer)
        elif settled and _clash(shown, borders_between(edges, [layer.owner])):
            borders = borders_between(edges, _owners(plan, layer))
            shown = self._mended(territory_colours(k, borders, shown), edges, layer)
        self._places[key] = shown
        return shown

    def fills(self, plan: Plan, layer: Layer) -> list[QColor]:
        """Return the fill of each territory in the theme that is shown."""
        palette = ramp("terr")
        places = self.places(plan, layer, settled=False)
        return [palette[int(place) % len(palette)] for place in places]

    @staticmethod
    def _mended(places: Ints, edges: Ints, layer: Layer) -> Ints:
        """Let the layer that is shown win where all scenarios together need too many colours."""
        borders = borders_between(edges, [layer.owner])
        if not _clash(places, borders):
            return places
        return territory_colours(len(places), borders, places)


def _clash(places: Ints, borders: Ints) -> bool:
    return bool((places[borders[:, 0]] == places[borders[:, 1]]).any())


def _owners(plan: Plan, layer: Layer) -> list[Ints]:
    """Owners of the layer in all scenarios that have as many territories, the layer's own first."""
    others = [
        other.owner
        for scenario in plan.scenarios
        for other in scenario.layers
        if other.key == layer.key
        and other is not layer
        and len(other.territories) == len(layer.territories)
    ]
    return [layer.owner, *others]
