"""Colours that stay: one place in the palette per territory, over all scenarios and through edits."""

from __future__ import annotations

from PySide6.QtGui import QColor

from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import Ints
from ui.map.colours import borders_between, territory_colours
from ui.theme.theme import ramp


class Colouring:
    """Remembers the colours of each layer, by its territories."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], Ints] = {}

    def places(self, plan: Plan, layer: Layer, *, settled: bool = True) -> Ints:
        """Return a place in the palette for each territory of a layer, shape (k,).

        While a layer is not `settled` (a draft, progress) no colour changes.
        """
        k = len(layer.territories)
        key = (layer.key, k)
        edges = plan.regions.graph.edges
        if key in self._places and not settled:
            return self._places[key]
        if key in self._places:
            borders = borders_between(edges, [layer.owner])
            self._places[key] = territory_colours(k, borders, self._places[key])
        else:
            owners = [layer.owner, *_same_territories(plan, layer)]
            self._places[key] = territory_colours(k, borders_between(edges, owners))
        return self._places[key]

    def fills(self, plan: Plan, layer: Layer) -> list[QColor]:
        """Return the fill of each territory in the theme that is shown."""
        palette = ramp("terr")
        places = self.places(plan, layer, settled=False)
        return [palette[int(place) % len(palette)] for place in places]


def _same_territories(plan: Plan, layer: Layer) -> list[Ints]:
    return [
        other.owner
        for scenario in plan.scenarios
        for other in scenario.layers
        if other.key == layer.key
        and other is not layer
        and len(other.territories) == len(layer.territories)
    ]
