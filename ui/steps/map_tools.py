"""Tools of the map on the territories page: which is in hand, the brush's choices, keys, hover."""

from __future__ import annotations

from planner.model.types import UNASSIGNED, Ints
from ui.actions import Act
from ui.map.tools.brush import SIZES
from ui.map.tools.tool import SelectionMode
from ui.messages import tr
from ui.steps.layer_words import pointed_words
from ui.steps.picture import outside_in_order
from ui.steps.territory_centre import TerritoryCentre
from ui.steps.territory_display import TerritoryDisplay
from ui.workbench import Workbench

TOOLS = (Act.SELECT, Act.HAND, Act.BRUSH, Act.LASSO)


class MapTools:
    """Puts tools in hand and says their keys."""

    def __init__(
        self, bench: Workbench, centre: TerritoryCentre, display: TerritoryDisplay
    ) -> None:
        self._bench = bench
        self._centre = centre
        self._display = display

    @property
    def name(self) -> str:
        """The tool in hand."""
        return self._centre.canvas.tool.name

    def use(self, tool: str) -> None:
        """Take a tool in hand; the map comes to the front for it."""
        if self._centre.shows_table:
            self._centre.toggle_table()
        self._centre.canvas.use_tool(tool)
        self._bench.actions[Act(tool)].setChecked(True)

    def select(self, regions: Ints, mode: SelectionMode) -> None:
        """Select regions as the gesture asked."""
        selection = self._bench.selection
        if mode is SelectionMode.ADD:
            selection.add(regions)
        elif mode is SelectionMode.REMOVE:
            selection.remove(regions)
        else:
            selection.select(regions)

    def show_brush(self) -> None:
        """Offer the territories of the layer and the sizes."""
        now = self._display.now
        names = [f"{t.id} {t.name}" for t in now.layer.territories]
        fills = self._display.colouring.fills(now.plan, now.layer)
        one = tr("one {noun}", noun=now.plan.regions.called[0])
        sizes = [one if not size else tr("{size} px", size=int(size)) for size in SIZES]
        self._centre.brush.show_choices(names, fills, sizes)
        if self._centre.canvas.brush.target >= len(names):
            self.paint_into(UNASSIGNED)

    def paint_into(self, territory: int) -> None:
        """Let the brush paint into a territory, or UNASSIGNED: the one a stroke begins in."""
        self._centre.canvas.brush.target = territory

    def size_brush(self, size: int) -> None:
        """Make the brush another size."""
        at = max(0, min(len(SIZES) - 1, size))
        self._centre.canvas.brush.size = at
        self._centre.brush.width_box.setCurrentIndex(at)

    def resize_brush(self, by: int) -> None:
        """Make the brush larger or smaller."""
        self.size_brush(self._centre.canvas.brush.size + by)

    def point(self, region: int) -> None:
        """Say what is under the pointer."""
        self._bench.selection.point_at(region)
        self._bench.messages.point(self.words_of(region))

    def words_of(self, region: int) -> str:
        """Return what a region is, in words; "" for none."""
        shown = self._display.shown
        return pointed_words(shown.plan, shown.layer, region) if region >= 0 else ""

    def go_to_problem(self, by: int) -> None:
        """Select the next territory that breaks a rule, the furthest first."""
        now, selection = self._display.now, self._bench.selection
        off = outside_in_order(now.summary, now.territories(self._bench.document.scope))
        if not off:
            self._bench.messages.tell(tr("Every territory keeps every rule."))
            return
        here = selection.territory
        at = off.index(here) + by if here in off else 0
        territory = off[at % len(off)]
        selection.select_territory(territory)
        self._centre.canvas.fit_regions(now.layer.regions_of(territory))

    def hint(self, *, solving: bool, proposed: bool, editable: bool) -> str:
        """Return the keys that help now."""
        if solving:
            return tr("You can look around, zoom and select while this runs  ·  Esc cancels")
        if proposed:
            return tr(
                "Your plan is unchanged until you accept  ·  Ctrl+Enter accepts what is ticked"
            )
        return {
            "select": tr(
                "Click a region  ·  double-click a territory  ·  drag a box  ·  Shift adds"
            ),
            "hand": tr("Drag moves the map  ·  wheel zooms"),
            "brush": tr(
                "Drag paints  ·  Ctrl+click picks the territory  ·  [ ] size  ·  Esc takes it back"
            ),
            "lasso": tr("Drag around regions  ·  Shift adds  ·  1–9 moves them to a neighbour"),
        }.get(self.name, "") + ("" if editable else "  ·  " + tr("Today stays as it is"))
