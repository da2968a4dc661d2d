"""Shaping whole territories: merge two, grow or shrink by a ring, swap a selection, barriers."""

from __future__ import annotations

import numpy as np

from planner.edits.barriers import add_barrier, bend_barrier, extend_barrier, open_borders
from planner.edits.merging import larger_of, may_merge, merge_territories, touch
from planner.edits.rings import grow, shrink
from planner.edits.swapping import swap_regions
from planner.insight.line_crossing import pairs_crossed
from planner.insight.summary import layer_summary
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Floats, Ints
from ui.messages import tr
from ui.steps.ask_bar import Answer, AskBar
from ui.steps.by_hand import ByHand
from ui.steps.layer_words import count_words
from ui.workbench import Workbench


class Shaping:
    """Each is one edit and one undo step; what is doubtful is asked about first."""

    def __init__(self, bench: Workbench, by_hand: ByHand, question: AskBar) -> None:
        self._bench = bench
        self._by_hand = by_hand
        self._question = question

    def merge(self, first: int, second: int, measure: int) -> None:
        """Make one territory of two; the one with more of a measure stays."""
        if not self._by_hand.may_edit():
            return
        document = self._bench.document
        plan, layer = document.plan, document.layer
        summary = layer_summary(plan, document.scenario.name, layer.key)
        kept = larger_of(summary, first, second, measure)
        absorbed = second if kept == first else first
        codes = {"kept": layer.territories[kept].id, "other": layer.territories[absorbed].id}
        if not may_merge(plan, layer, kept, absorbed):
            why = tr(
                "{kept} and {other} stay apart: one of them is locked, or they lie in parts kept apart.",
                **codes,
            )
            self._bench.messages.tell(why)
            return
        if not touch(plan, layer, first, second):
            self._question.ask(
                tr("{kept} and {other} do not touch: together they lie in pieces.", **codes),
                Answer(tr("Merge anyway"), lambda: self._merge(kept, absorbed)),
            )
            return
        self._merge(kept, absorbed)

    def grow(self) -> None:
        """Give the selected territory the ring of regions around it."""
        self._ring(larger=True)

    def shrink(self) -> None:
        """Give the outer ring of the selected territory to its neighbours."""
        self._ring(larger=False)

    def swap(self) -> None:
        """Let the selected regions of two territories change places."""
        document, regions = self._bench.document, self._bench.selection.regions
        if not self._by_hand.may_edit():
            return
        owners = np.unique(document.layer.owner[regions])
        if len(owners) != 2 or owners[0] == UNASSIGNED:
            words = tr("Select {noun} of exactly two territories, then they change places.",
                       noun=document.plan.regions.called[1])  # fmt: skip
            self._bench.messages.tell(words)
            return
        codes = [document.layer.territories[t].id for t in owners]
        after = swap_regions(document.plan, document.scenario.name, document.layer.key, regions)
        document.edit(tr("swap between {one} and {other}", one=codes[0], other=codes[1]), after)

    def draw_barrier(
        self, line: Floats, *, opens: bool, goes_on: tuple[int, int] | None = None
    ) -> None:
        """Let a line, shape (v, 2) in metres, part the neighbours it crosses, or join them again."""
        document = self._bench.document
        plan, key = document.plan, document.layer.key
        crossed = pairs_crossed(plan, line)
        if opens:
            done, after = tr("open a barrier"), open_borders(plan, key, crossed)
        elif goes_on is not None:
            done, after = tr("extend a barrier"), extend_barrier(plan, key, goes_on, crossed)
        else:
            done, after = tr("draw a barrier"), add_barrier(plan, key, tr("Barrier"), crossed)
        if after is not plan:
            document.edit(done, after)
        elif opens:
            self._bench.messages.tell(tr("No barrier lies there."))
        elif goes_on is not None and len(crossed):
            self._bench.messages.tell(tr("The barrier closes what the line crosses already."))
        else:
            noun = plan.regions.called[1]
            self._bench.messages.tell(tr("The line crosses no border between {noun}.", noun=noun))

    def bend_barrier(self, pair: tuple[int, int], regions: Ints) -> None:
        """Let the barrier between two regions pass some regions on their other side."""
        document = self._bench.document
        after = bend_barrier(document.plan, document.layer.key, pair, regions)
        document.edit(tr("bend a barrier"), after)

    def _merge(self, kept: int, absorbed: int) -> None:
        self._question.hide()
        document = self._bench.document
        layer = document.layer
        codes = {"kept": layer.territories[kept].id, "other": layer.territories[absorbed].id}
        name = document.scenario.name
        after = merge_territories(document.plan, name, layer.key, kept, absorbed)
        self._bench.selection.clear()
        document.edit(tr("merge {other} into {kept}", **codes), after)
        self._bench.selection.select_territory(kept - (absorbed < kept))

    def _ring(self, *, larger: bool) -> None:
        territory = self._bench.selection.territory
        if not self._by_hand.may_edit():
            return
        if territory is None:
            self._bench.messages.tell(tr("Select a territory first: double-click it."))
            return
        document = self._bench.document
        name, key = document.scenario.name, document.layer.key
        before = document.layer
        change = grow if larger else shrink
        after = change(document.plan, name, key, territory)
        if after is document.plan:
            self._bench.messages.tell(tr("Nothing around it may move."))
            return
        code = before.territories[territory].id
        document.edit(
            tr("grow {code}", code=code) if larger else tr("shrink {code}", code=code), after
        )
        self._say_moved(document.plan, int((document.layer.owner != before.owner).sum()))

    def _say_moved(self, plan: Plan, count: int) -> None:
        self._bench.messages.tell(tr("{what} moved.", what=count_words(plan, count)), undo=True)
