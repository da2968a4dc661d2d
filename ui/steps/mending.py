"""Proposals that mend the shape of territories: worked out in the background, shown, accepted as one step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.edits.layers import accept_moves
from planner.edits.mending import complete_contiguity, fill_holes
from planner.model.plan import Plan
from planner.model.types import Ints, ints
from ui.jobs import Report, Stop
from ui.messages import tr
from ui.panels.trouble_list import TroubleList
from ui.steps.ask_bar import Answer
from ui.steps.by_hand import ByHand
from ui.steps.layer_words import count_words
from ui.steps.territory_centre import TerritoryCentre
from ui.workbench import Workbench

LINE = "mending"


class Mending:
    """Joins pieces and fills gaps, once somebody has seen what that would do."""

    def __init__(
        self, bench: Workbench, centre: TerritoryCentre, wanted: TroubleList, by_hand: ByHand
    ) -> None:
        self._bench = bench
        self._centre = centre
        self._by_hand = by_hand
        self._proposes = False
        wanted.joined_wanted.connect(self.join)
        wanted.filled_wanted.connect(self.fill)
        centre.question.dropped.connect(self._forget)

    def join(self) -> None:
        """Show how pieces that are cut off would join who lies around them."""
        self._begin(
            complete_contiguity,
            tr("Joining the pieces"),
            lambda what: tr("Join {what} that lie apart?", what=what),
            tr("join the pieces"),
        )

    def fill(self) -> None:
        """Show how what nobody has, and what lies inside another territory, would be filled."""
        self._begin(
            fill_holes,
            tr("Filling the gaps"),
            lambda what: tr("Fill the gaps with {what}?", what=what),
            tr("fill the gaps"),
        )

    def _begin(
        self,
        mend: Callable[[Plan, str, str], Ints],
        doing: str,
        words: Callable[[str], str],
        step: str,
    ) -> None:
        document = self._bench.document
        if not self._by_hand.may_edit():
            return
        plan, name, key = document.plan, document.scenario.name, document.layer.key

        def work(_report: Report, _stop: Stop) -> Ints:
            return mend(plan, name, key)

        def show(owner: Ints) -> None:
            here = (document.scenario.name, document.layer.key) == (name, key)
            if document.plan is plan and here:  # nobody has gone on meanwhile
                self._show(owner, words, step)

        job = self._bench.runner.start(doing, work, line=LINE)
        job.done.connect(show)
        document.destroyed.connect(job.abandon)

    def _show(self, owner: Ints, words: Callable[[str], str], step: str) -> None:
        document = self._bench.document
        plan, name, layer = document.plan, document.scenario.name, document.layer
        changed = ints(np.flatnonzero(owner != layer.owner))
        if not len(changed):
            self._bench.messages.tell(tr("Nothing beside them may take them."))
            return

        def accept() -> None:
            self._centre.question.drop()
            document.edit(step, accept_moves(plan, name, layer.key, owner, changed))

        self._bench.selection.clear()
        self._proposes = True
        self._centre.canvas.show_draft(owner)
        asked = words(count_words(plan, len(changed)))
        self._centre.question.ask(asked, Answer(tr("Accept"), accept), tone="")

    def _forget(self) -> None:
        """Show the plan again where a proposal is not accepted."""
        if self._proposes:
            self._proposes = False
            self._centre.canvas.show_draft(None)
