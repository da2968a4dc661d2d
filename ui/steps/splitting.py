"""Splitting a territory: a line, a share or a second home base parts it; then the split is made.

What would leave is selected on the map until then.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.edits.sides import around_seat, halves, two_sides
from planner.edits.splitting import split_territory
from planner.model.graph import pieces_per_territory
from planner.model.types import Floats, Ints, ints
from ui.messages import tr
from ui.panels.split_panel import SplitFacts, SplitPanel
from ui.panels.territory_facts import MeasureLine
from ui.steps.by_hand import ByHand
from ui.widgets.figures import number, percent
from ui.workbench import Workbench

HALF = 0.5


class Splitting:
    """Keeps the territory that is being split, what would leave it, and the home base that this gets."""

    def __init__(
        self,
        bench: Workbench,
        by_hand: ByHand,
        panel: SplitPanel,
        *,
        measure: Callable[[], int],
        changed: Callable[[], object],
    ) -> None:
        self._bench = bench
        self._by_hand = by_hand
        self._panel = panel
        self._measure = measure
        self._changed = changed
        self.territory: int | None = None
        self.second: int | None = None
        self._share = HALF
        self._leaving: Ints = ints(())
        panel.share_wanted.connect(self.at_share)
        panel.wanted.connect(self.make)
        panel.home_dropped.connect(self.drop_second)
        panel.closed.connect(self.drop)

    @property
    def is_open(self) -> bool:
        """Whether a territory is being split."""
        return self.territory is not None

    def along(self, territory: int, line: Floats) -> None:
        """Part a territory along a line, shape (v, 2) in metres."""
        if not self._by_hand.may_edit():
            return
        document = self._bench.document
        leaving = two_sides(document.plan, document.layer, territory, line)
        self._show(territory, leaving, None)

    def in_halves(self, territory: int) -> None:
        """Part a territory in halves."""
        if self._by_hand.may_edit():
            self._part(territory, HALF, None)

    def at_region(self, territory: int, region: int) -> None:
        """Give what leaves its home base in a region; a territory that is whole is parted in halves."""
        if territory == self.territory:
            self._part(territory, self._share, region)
        else:
            self.in_halves(territory)

    def at_share(self, share: float) -> None:
        """Part the territory so that this fraction of the measure leaves."""
        if self.territory is not None:
            self._part(self.territory, share, self.second)

    def drop_second(self) -> None:
        """Let what leaves have no home base."""
        if self.territory is not None:
            self._part(self.territory, self._share, None)

    def make(self) -> None:
        """Split the territory as it is shown."""
        document, territory, leaving = self._bench.document, self.territory, self._leaving
        second = self.second
        if territory is None:
            return
        self.drop()
        code = document.layer.territories[territory].id
        name, key = document.scenario.name, document.layer.key
        after = split_territory(document.plan, name, key, territory, leaving, seat=second)
        document.edit(tr("split {code}", code=code), after)
        if after is document.plan:  # it was done: look at what came of it
            self._bench.selection.select_territory(len(document.layer.territories) - 1)

    def drop(self) -> bool:
        """Leave the territory whole; return whether it was being split."""
        was_open, territory = self.is_open, self.territory
        self._forget()
        if was_open:
            self._bench.selection.select_territory(territory)
            self._changed()
        return was_open

    def follow_selection(self) -> None:
        """Stop when something else is selected than the side that leaves."""
        if self.is_open and not np.array_equal(self._bench.selection.regions, self._leaving):
            self._forget()

    def follow_plan(self) -> None:
        """Stop when the plan became another: what was shown may not hold any more."""
        if self.is_open:
            self._forget()
            self._changed()

    def follow_measure(self) -> None:
        """Say in the measure that is looked at now how much leaves; the sides stay as they are."""
        if self.territory is not None:
            self._panel.show_facts(self._facts(self.territory, self._leaving))

    def _forget(self) -> None:
        self.territory, self.second, self._leaving = None, None, ints(())
        self._share = HALF

    def _part(self, territory: int, share: float, second: int | None) -> None:
        """Part a territory so that a share of the measure leaves, around a home base if there is one."""
        document, measure = self._bench.document, self._measure()
        where = (document.plan, document.scenario.name, document.layer.key, territory, measure)
        try:
            leaving = (
                halves(*where, share) if second is None else around_seat(*where, second, share)
            )
        except ValueError as error:
            self._bench.messages.tell(str(error))
            return
        self._show(territory, leaving, second)
        if len(leaving):
            self._share = share
            self._panel.keep_slider(share)

    def _show(self, territory: int, leaving: Ints, second: int | None) -> None:
        document = self._bench.document
        if not len(leaving):
            code = document.layer.territories[territory].id
            self._bench.messages.tell(
                tr("{code} cannot be parted here: draw the line right across it.", code=code)
            )
            return
        self.territory, self.second, self._leaving = territory, second, leaving
        self._panel.show_facts(self._facts(territory, leaving))
        self._bench.selection.select(leaving)
        self._changed()

    def _facts(self, territory: int, leaving: Ints) -> SplitFacts:
        plan, layer = self._bench.document.plan, self._bench.document.layer
        stays = np.setdiff1d(layer.regions_of(territory), leaving)
        rows = [(plan.regions.called[1].capitalize(), number(len(stays)), number(len(leaving)))]
        parts = []
        for a, measure in enumerate(plan.measures):
            held = [float(plan.loads[side, a].sum()) for side in (stays, leaving)]
            line = MeasureLine(measure.label, measure.unit, max(held), 0.0, 0.0, 0.0)
            parts.append(held[1] / sum(held) if sum(held) else 0.0)
            figures = [line.scale.figure(value) for value in held]
            rows.append((line.heading, figures[0], f"{figures[1]} ({percent(parts[-1], 0)})"))
        sides = np.full(len(layer.owner), -1, np.int32)
        sides[stays], sides[leaving] = 0, 1
        count = pieces_per_territory(plan.regions.graph.edges, ints(sides), 2)
        return SplitFacts(
            code=layer.territories[territory].id,
            rows=tuple(rows),
            leaves=round(parts[self._measure()] * 100) if parts else 50,
            pieces=(int(count[0]), int(count[1])),
            home="" if self.second is None else plan.regions.names[self.second],
        )
