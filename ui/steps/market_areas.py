"""Areas of the market page: drawn, named, chosen, dragged; the map and the inspector follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from planner.edits.areas import EmptyAreaError, circle, outline_from, sound
from planner.insight.segment_sums import area_sums
from planner.model.areas import Area
from planner.model.geometry import Geometry
from planner.model.inside import cut_by
from planner.model.plan import Plan
from planner.model.types import Bools, Floats
from ui.map.areas import ShownArea
from ui.messages import tr
from ui.steps.area_list import AreaList, held_words, regions_words
from ui.steps.market_centre import MarketCentre
from ui.steps.market_edits import MarketEdits
from ui.workbench import Workbench

NEW = ""
"""Key of what was drawn and has no name yet."""


class MarketAreas(QObject):
    """Keeps which area is chosen and what was drawn.

    `measure` says what areas are added up by, `among` which regions are looked at.

    Signals
    -------
    changed
        Another area is chosen, or something was drawn or dropped.
    """

    changed = Signal()

    def __init__(
        self,
        bench: Workbench,
        page: MarketCentre,
        panel: AreaList,
        edits: MarketEdits,
        measure: Callable[[], int],
        among: Callable[[], Bools],
    ) -> None:
        super().__init__(bench.document)
        self._bench = bench
        self._page = page
        self._panel = panel
        self._edits = edits
        self._measure = measure
        self._among = among
        self.chosen = ""
        self.drawn: Geometry | None = None
        card, form = panel.card, panel.name_form
        panel.area_chosen.connect(self.choose)
        form.named.connect(self._keep)
        form.dropped.connect(self.drop)
        card.renamed.connect(lambda name: edits.rename(self.chosen, name))
        card.counted.connect(lambda counts: edits.count(self.chosen, counts))
        card.joined.connect(lambda how, other: card.complain(edits.join(self.chosen, how, other)))
        card.segment_wanted.connect(lambda: edits.use_as_segment(self.chosen))
        card.remove_wanted.connect(self._remove)
        card.cut_wanted.connect(self._show_cut)

    @property
    def _plan(self) -> Plan:
        return self._bench.document.plan

    def choose(self, key: str) -> None:
        """Look at an area, or at none."""
        if key != self.chosen and (key or self.drawn is None):
            self.chosen = key
            self.show()
            self.changed.emit()

    def draw_polygon(self, corners: Floats) -> None:
        """Ask for a name for a polygon."""
        self._draw(lambda: outline_from(corners))

    def draw_circle(self, centre: tuple[float, float], radius: float) -> None:
        """Ask for a name for a circle."""
        self._draw(lambda: circle(centre, radius))

    def try_outline(self, key: str, outline: Geometry | None) -> None:
        """Follow a corner that is dragged: counts change with it; None shows the plan again."""
        tried = None if outline is None else _sound(outline)
        if key == NEW:
            self._show_on_map(drawn=outline)
        elif tried is None or outline is None:
            self.show()
        else:
            before = next(area for area in self._plan.areas if area.key == key)
            area = replace(before, outline=tried)
            self._panel.show_areas(self._measure(), self.chosen, self._among(), area)
            self._show_on_map(tried=replace(before, outline=outline))

    def reshape(self, key: str, outline: Geometry) -> None:
        """Give an area, or what was just drawn, another outline."""
        if key == NEW:
            self.drawn = outline
            self._panel.name_form.held.setText(self._held(outline))
            self._show_on_map()
        else:
            self._edits.reshape(key, outline)

    def drop(self) -> None:
        """Forget what was drawn and has no name."""
        if self.drawn is not None:
            self.drawn = None
            self._panel.name_form.hide()
            self._show_on_map()
            self.changed.emit()

    def show(self) -> None:
        """Show the areas of the plan as they are."""
        if self.chosen not in {area.key for area in self._plan.areas}:
            self.chosen = ""
        self._panel.show_areas(self._measure(), self.chosen, self._among())
        self._show_on_map()

    def _draw(self, make: Callable[[], Geometry]) -> None:
        try:
            self.drawn = make()
        except EmptyAreaError:
            self._bench.messages.tell(tr("That is no area: click at least three corners."))
            return
        self.chosen = ""
        self.show()
        name = tr("Area {number}", number=len(self._plan.areas) + 1)
        self._panel.name_form.begin(name, self._held(self.drawn))
        self.changed.emit()

    def _keep(self, name: str) -> None:
        outline, self.drawn = self.drawn, None
        self._panel.name_form.hide()
        if outline is not None:
            self.chosen = ""
            key = self._edits.draw(name, outline)
            self.choose(key)
            self._page.canvas.setFocus()

    def _remove(self) -> None:
        self._panel.card.complain(self._edits.remove(self.chosen))

    def _show_cut(self) -> None:
        """Select the regions that the line of the area runs through."""
        area = next(area for area in self._plan.areas if area.key == self.chosen)
        cut = cut_by(area, self._plan.regions)
        self._bench.selection.select(cut)
        self._page.canvas.fit_regions(cut)

    def _show_on_map(self, *, tried: Area | None = None, drawn: Geometry | None = None) -> None:
        shown = [
            ShownArea(
                area.key,
                self._panel.words_of(area.key),
                tried.outline if tried is not None and tried.key == area.key else area.outline,
                chosen=area.key == self.chosen and self.drawn is None,
            )
            for area in self._plan.areas
        ]
        if self.drawn is not None:
            outline = self.drawn if drawn is None else drawn
            shown.append(ShownArea(NEW, self._new_words(outline), outline, chosen=True))
        self._page.areas.show(tuple(shown))
        self._page.canvas.update()

    def _held(self, outline: Geometry) -> str:
        plan, measure = self._with(outline), self._measure()
        (one,) = area_sums(plan, measure, self._among())
        return held_words(plan, one, measure)

    def _new_words(self, outline: Geometry) -> str:
        made = _sound(outline)
        if made is None:
            return regions_words(self._plan, 0)
        (one,) = area_sums(self._with(made), self._measure(), self._among())
        return regions_words(self._plan, one.regions)

    def _with(self, outline: Geometry) -> Plan:
        """Return the plan with what was drawn as its only area, for counting."""
        return replace(self._plan, areas=(Area("new", "", outline),))


def _sound(outline: Geometry) -> Geometry | None:
    try:
        return sound(outline)
    except EmptyAreaError:
        return None
