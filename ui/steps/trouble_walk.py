"""Going from one trouble to the next on the map."""

from __future__ import annotations

from collections import Counter

import numpy as np

from planner.insight.scope import regions_in_scope
from planner.insight.troubles import Found, Trouble, troubles
from planner.model.graph import neighbour_lists
from planner.model.layers import Layer
from planner.model.types import UNASSIGNED
from ui.jobs import Report, Stop
from ui.messages import tr
from ui.panels.trouble_list import TroubleCount, TroubleList
from ui.steps.picture import outside_in_order
from ui.steps.territory_centre import TerritoryCentre
from ui.steps.territory_display import TerritoryDisplay
from ui.steps.trouble_words import TroubleWords, counted_words, trouble_words
from ui.workbench import Workbench

LINE = "troubles"
RINGS = 2
"""Rings of neighbours that are shown around a trouble."""
DOUBTFUL = (Trouble.BRIDGE, Trouble.FAR)
"""What breaks no rule and comes last."""


class TroubleWalk:
    """Keeps the troubles of the layer that is looked at, found in the background after each edit."""

    def __init__(
        self,
        bench: Workbench,
        display: TerritoryDisplay,
        centre: TerritoryCentre,
        shown: TroubleList,
    ) -> None:
        self._bench = bench
        self._display = display
        self._centre = centre
        self._shown = shown
        self._of: Layer | None = None
        self._found: tuple[Found, ...] = ()
        self.at = -1
        shown.kind_wanted.connect(self.go_to_kind)

    def refresh(self) -> None:
        """Look for troubles of the plan as it is now, in the background."""
        now = self._display.now
        if self._of is now.layer or not len(now.layer.territories):
            return
        self.at = -1

        def work(_report: Report, _stop: Stop) -> tuple[Layer, tuple[Found, ...]]:
            return now.layer, troubles(now.plan, now.scenario, now.layer.key, now.summary)

        job = self._bench.runner.start(tr("Looking at the shape of territories"), work, line=LINE)
        job.done.connect(self._take)
        self._bench.document.destroyed.connect(job.abandon)

    @property
    def found(self) -> tuple[Found, ...]:
        """The troubles in scope; those of the plan before the last edit until they are found anew."""
        document = self._bench.document
        if self._of is not document.layer:
            return ()
        inside = regions_in_scope(
            document.plan, document.scope, document.scenario.name, document.layer.key
        )
        return tuple(one for one in self._found if inside[one.regions].any())

    @property
    def stops(self) -> tuple[Found | int, ...]:
        """Where the walk goes: what is broken, territories outside a rule, then what is doubtful."""
        now = self._display.now
        off = outside_in_order(now.summary, now.territories(self._bench.document.scope))
        broken = [one for one in self.found if one.kind not in DOUBTFUL]
        return (*broken, *off, *(one for one in self.found if one.kind in DOUBTFUL))

    @property
    def here(self) -> int:
        """The stop that is selected, or -1."""
        selection, stops = self._bench.selection, self.stops
        if not 0 <= self.at < len(stops):
            return -1
        one = stops[self.at]
        if isinstance(one, int):
            return self.at if selection.territory == one else -1
        return self.at if np.array_equal(one.regions, selection.regions) else -1

    def words(self) -> TroubleWords | None:
        """Return what is selected in words, where it is the trouble that was gone to."""
        one = self.stops[self.here] if self.here >= 0 else UNASSIGNED
        if isinstance(one, int):
            return None
        return trouble_words(self._bench.document.plan, self._bench.document.layer, one)

    def go_on(self, by: int) -> None:
        """Go to the next stop, or back, round and round."""
        stops = self.stops
        if not stops:
            self._bench.messages.tell(tr("Every territory keeps every rule."))
            return
        here = self.here
        first = 0 if by > 0 else len(stops) - 1
        self._go_to((here + by) % len(stops) if here >= 0 else first)

    def go_to_kind(self, kind: str) -> None:
        """Go to the first trouble of a kind."""
        stops = enumerate(self.stops)
        at = next((at for at, one in stops if isinstance(one, Found) and one.kind == kind), None)
        if at is not None:
            self._go_to(at)

    def _go_to(self, at: int) -> None:
        self.at, one = at, self.stops[at]
        selection, plan = self._bench.selection, self._bench.document.plan
        if isinstance(one, int):
            selection.select_territory(one)
            self._centre.canvas.fly_to(self._bench.document.layer.regions_of(one))
            return
        around = neighbour_lists(plan.regions.graph).surroundings(one.regions, RINGS)
        self._centre.canvas.fit_regions(around)
        selection.select(one.regions)

    def _take(self, answer: tuple[Layer, tuple[Found, ...]]) -> None:
        self._of, self._found = answer
        self._show()

    def _show(self) -> None:
        begun = self._of is not None and bool((self._of.owner != UNASSIGNED).any())
        found = self.found if begun else ()  # a plan without territories yet has nothing to mend
        counted = Counter(one.kind for one in found)
        counts = [
            TroubleCount(kind, counted_words(kind, counted[kind]))
            for kind in Trouble
            if counted[kind]
        ]
        gaps = any(one.territory == UNASSIGNED for one in found) or bool(counted[Trouble.ENCLAVE])
        pieces = any(
            one.territory != UNASSIGNED
            for one in found
            if one.kind in (Trouble.PIECE, Trouble.ENCLAVE)
        )
        self._shown.show_counts(counts, has_pieces=pieces, has_gaps=gaps)
