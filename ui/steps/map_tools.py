"""Tools of the map on the territories page: which is in hand, the brush's choices, keys, hover."""

from __future__ import annotations

from ui.actions import Act
from ui.map.tools.brush import SIZES
from ui.map.tools.taking import Inside
from ui.messages import tr
from ui.steps.layer_words import pointed_words
from ui.steps.parent_levels import ParentLevels
from ui.steps.territory_centre import TerritoryCentre
from ui.steps.territory_display import TerritoryDisplay
from ui.steps.tool_options import Choices
from ui.workbench import Workbench

TOOLS = {
    Act.SELECT: "select",
    Act.HAND: "hand",
    Act.BRUSH: "brush",
    Act.LASSO: "lasso",
    Act.POLYGON: "polygon",
    Act.RECTANGLE: "rectangle",
    Act.FLOOD: "flood",
    Act.SPLIT: "split",
    Act.MERGE: "merge",
    Act.BARRIER: "barrier",
    Act.LOCK_TOOL: "lock",
    Act.SEAT: "seat",
}
"""The tool that each action takes in hand."""
EDITING = ("brush", "split", "merge", "lock", "seat")
"""Tools that change the plan; the others only select."""


class MapTools:
    """Puts tools in hand and says their keys."""

    def __init__(
        self, bench: Workbench, centre: TerritoryCentre, display: TerritoryDisplay
    ) -> None:
        self._bench = bench
        self._centre = centre
        self._display = display
        self._parents = ParentLevels()
        self._reaches: tuple[str, ...] = ()
        options = centre.options
        options.target_chosen.connect(self.paint_into)
        options.source_chosen.connect(self.take_from)
        options.size_chosen.connect(self.size_brush)
        options.inside_chosen.connect(self.count_inside)
        options.reach_chosen.connect(self.flood_to)

    @property
    def name(self) -> str:
        """The tool in hand."""
        return self._centre.canvas.tool.name

    def use(self, tool: str) -> None:
        """Take a tool in hand; the map comes to the front for it."""
        if self._centre.shows_table:
            self._centre.toggle_table()
        self._centre.canvas.use_tool(tool)
        self.show_in_hand()

    def show_in_hand(self) -> None:
        """Mark the action of the tool in hand."""
        act = next(act for act, tool in TOOLS.items() if tool == self.name)
        self._bench.actions[act].setChecked(True)

    def show_choices(self) -> None:
        """Offer the territories of the layer, the sizes of the brush and the areas to flood."""
        now = self._display.now
        names = tuple(f"{t.id} {t.name}" for t in now.layer.territories)
        one = tr("one {noun}", noun=now.plan.regions.called[0])
        sizes = tuple(one if not size else tr("{size} px", size=int(size)) for size in SIZES)
        self._reaches = self._parents.several(now.plan.regions)
        reaches = (tr("territory"), *self._reaches)
        fills = tuple(self._display.fills(now))
        self._centre.options.show_choices(Choices(names, fills, sizes, reaches))
        self.flood_to(self._centre.options.reach.currentIndex())  # there may be other regions now

    def paint_into(self, territory: int) -> None:
        """Let the brush paint into a territory, or UNASSIGNED: the one a stroke begins in."""
        self._centre.brush.target = territory

    def take_from(self, source: int | None) -> None:
        """Let tools take from a territory, from UNASSIGNED what nobody has, from None all."""
        self._centre.canvas.taking.source = source

    def count_inside(self, inside: Inside) -> None:
        """Say when a region counts as inside an outline."""
        self._centre.canvas.taking.inside = inside

    def flood_to(self, at: int) -> None:
        """Let the flood end at the border of the territory, or of a parent."""
        regions = self._display.now.plan.regions
        if at <= 0 or at > len(self._reaches):
            self._centre.flood.areas = None
            return
        self._centre.flood.areas = self._parents.numbers(regions, self._reaches[at - 1])

    def size_brush(self, size: int) -> None:
        """Make the brush another size."""
        at = max(0, min(len(SIZES) - 1, size))
        self._centre.brush.size = at
        self._centre.options.size_box.setCurrentIndex(at)

    def resize_brush(self, by: int) -> None:
        """Make the brush larger or smaller."""
        self.size_brush(self._centre.brush.size + by)

    def point(self, region: int) -> None:
        """Say what is under the pointer."""
        self._bench.selection.point_at(region)
        self._bench.messages.point(self.words_of(region))

    def words_of(self, region: int) -> str:
        """Return what a region is, in words; "" for none."""
        shown = self._display.shown
        return pointed_words(shown.plan, shown.layer, region) if region >= 0 else ""

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
            "polygon": tr(
                "Click corners  ·  double-click or Enter ends  ·  Backspace takes one back"
            ),
            "rectangle": tr("Drag from corner to corner  ·  Shift adds  ·  Alt takes away"),
            "flood": tr("Click: everything up to the border  ·  Shift adds"),
            "split": tr(
                "Draw a line across a territory  ·  a click parts it in halves  ·  another click:"
                " the new home base"
            ),
            "merge": tr("Click two territories"),
            "barrier": tr(
                "Draw a line that territories may not cross  ·  drag a barrier to bend it, its end"
                " to go on  ·  Shift begins a new one  ·  Alt opens"
            ),
            "lock": tr("Click a region, an account or a label: locked or free again"),
            "seat": tr("Click a region or drag a home base  ·  Del takes it away"),
        }.get(self.name, "") + ("" if editable else "  ·  " + tr("Today stays as it is"))
