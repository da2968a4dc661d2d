"""Moves by key and button: one that would cut regions off is shown before it is made."""

from __future__ import annotations

import numpy as np

from planner.edits.assignment import assign, movable
from planner.insight.cut_off import cut_off, with_cut_off
from planner.model.types import UNASSIGNED, Ints, bools, ints
from ui.map.canvas import MapCanvas
from ui.messages import tr
from ui.steps.ask_bar import Answer, AskBar
from ui.steps.by_hand import ByHand
from ui.steps.layer_words import count_words
from ui.workbench import Workbench


class Moving:
    """Keeps the move that waits for an answer.

    The same move asked for again is made as it is; `take_along` makes it with what it cuts off.
    """

    def __init__(self, bench: Workbench, by_hand: ByHand, canvas: MapCanvas, bar: AskBar) -> None:
        self._bench = bench
        self._by_hand = by_hand
        self._canvas = canvas
        self._bar = bar
        self._waiting: tuple[Ints, int] | None = None
        bar.dropped.connect(self.drop)

    @property
    def waits(self) -> bool:
        """Whether a move waits for an answer."""
        return self._waiting is not None

    def move(self, regions: Ints, territory: int) -> None:
        """Make a move, or show what it would cut off and wait."""
        waiting, document = self._waiting, self._bench.document
        layer = document.layer
        if waiting and waiting[1] == territory and np.array_equal(waiting[0], regions):
            self.leave_behind()
            return
        self.drop()
        if not self._by_hand.editable or not self._wants_one_piece(territory):
            self._by_hand.assign(regions, territory)
            return
        after = self._after(regions, territory)
        loose = cut_off(document.plan.regions.graph.edges, layer.owner, after)
        if not len(loose):
            self._by_hand.assign(regions, territory)
            return
        self._waiting = (regions, territory)
        self._canvas.show_draft(after)
        codes = sorted({layer.territories[t].id for t in layer.owner[loose] if t != UNASSIGNED})
        answers = [Answer(tr("Move without"), self.leave_behind)]
        if self._along(regions, territory) is not None:
            answers.insert(0, Answer(tr("Take along"), self.take_along))
        what = count_words(document.plan, len(loose))
        self._bar.ask(tr("Cuts off {what} of {codes}", what=what, codes=", ".join(codes)), *answers)

    def take_along(self) -> None:
        """Make the move that waits, with what it cuts off."""
        waiting = self._waiting
        if waiting is not None:
            along = self._along(*waiting)
            self.drop()
            self._by_hand.assign(waiting[0] if along is None else along, waiting[1])

    def leave_behind(self) -> None:
        """Make the move that waits as it is."""
        waiting = self._waiting
        if waiting is not None:
            self.drop()
            self._by_hand.assign(*waiting)

    def drop(self) -> bool:
        """Forget the move that waits; return whether there was one."""
        waited, self._waiting = self.waits, None
        if waited:
            self._bar.hide()
            self._canvas.show_draft(None)
            self._canvas.setFocus()
        return waited

    def _wants_one_piece(self, territory: int) -> bool:
        document = self._bench.document
        return territory != UNASSIGNED and document.plan.goals.layer(document.layer.key).contiguous

    def _after(self, regions: Ints, territory: int) -> Ints:
        document = self._bench.document
        name, key = document.scenario.name, document.layer.key
        plan = assign(document.plan, name, key, regions, territory)
        return plan.scenario(name).layer(key).owner

    def _along(self, regions: Ints, territory: int) -> Ints | None:
        """Return the regions of a move with those it cuts off; None where none of them can join."""
        document = self._bench.document
        layer, after = document.layer, self._after(regions, territory)
        edges = document.plan.regions.graph.edges
        stays = np.ones(len(layer.owner), np.bool_)
        everything = ints(np.arange(len(stays)))
        stays[movable(document.plan, layer, everything, territory)] = False
        whole = with_cut_off(edges, layer.owner, after, territory, bools(stays))
        moved = ints(np.flatnonzero(whole != layer.owner))
        return moved if len(moved) > np.count_nonzero(after != layer.owner) else None
