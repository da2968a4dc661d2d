"""From an ask to a proposal to an accepted plan: one job, and nothing changes until Accept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from planner.edits.layers import accept_moves, accept_owner, lay_out
from planner.edits.locks import lock_regions
from planner.edits.scenarios import duplicate_scenario
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from planner.model.types import Ints, ints
from ui.jobs import Job, Report, Stop
from ui.messages import tr
from ui.panels.ask_panel import Ask
from ui.steps.scenario_names import next_scenario_name
from ui.workbench import Workbench

if TYPE_CHECKING:
    from ui.use_cases.territories import Progress, Proposal

LINE = "solve"


class Phase(Enum):
    """Where the page stands."""

    IDLE = auto()
    SOLVING = auto()
    PROPOSED = auto()


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """The plan as the solver takes it: its layer laid out by the goals."""

    plan: Plan


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What was asked, of which plan.

    Attributes
    ----------
    of : Plan
        The plan that was open.
    source, target : str
        The scenario looked at, and the one that accepting writes: a copy where that is Today.
    layer_key : str
    ask : Ask
    selected : Ints
    """

    of: Plan
    source: str
    target: str
    layer_key: str
    ask: Ask
    selected: Ints


class Proposing(QObject):
    """Holds what is under way and what is proposed.

    Signals
    -------
    phase_changed()
    laid_out()
        `base` is known: progress can be shown on it.
    progressed : Progress
    """

    phase_changed = Signal()
    laid_out = Signal()
    progressed = Signal(object)

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._job: Job | None = None
        self.phase = Phase.IDLE
        self.asked: Asked | None = None
        self.base: Plan | None = None
        self.proposal: Proposal | None = None

    @property
    def layer_owner(self) -> Ints | None:
        """The owners that are proposed; None while there are none."""
        return None if self.proposal is None else self.proposal.owner

    @property
    def is_here(self) -> bool:
        """Whether what is under way or proposed belongs to the scenario and layer looked at."""
        document, asked = self._bench.document, self.asked
        return asked is not None and (
            (document.scenario.name, document.layer.key) == (asked.source, asked.layer_key)
        )

    @property
    def plan_changed(self) -> bool:
        """Whether the plan is another than the one that was asked about."""
        return self.asked is not None and self._bench.document.plan is not self.asked.of

    def begin(self, ask: Ask, selected: Ints) -> None:
        """Ask for a proposal for the layer looked at; `selected` regions may be all that moves."""
        document = self._bench.document
        source = document.scenario.name
        target = next_scenario_name(document.plan) if source == TODAY else source
        asked = Asked(document.plan, source, target, document.layer.key, ask, selected)
        self.asked, self.base, self.proposal = asked, None, None
        job = self._bench.runner.start(
            tr("Working on a proposal"), lambda report, stop: solve(asked, report, stop), line=LINE
        )
        job.progress.connect(self._hear)
        job.done.connect(self._propose)
        job.failed.connect(self._fail)
        job.cancelled.connect(self._drop)
        document.destroyed.connect(job.cancel)
        self._job = job
        self._go(Phase.SOLVING)

    def enough(self) -> None:
        """Take the best so far."""
        if self._job is not None:
            self._job.finish_now()

    def cancel(self) -> None:
        """Drop what is under way; the plan is as it was."""
        if self._job is not None:
            self._job.cancel()
            self._bench.messages.tell(tr("Cancelled. Your plan is as it was."))
        self._drop()

    def reject(self) -> None:
        """Put the proposal away."""
        self._drop()

    def accept(self, regions: Ints, *, whole: bool) -> None:
        """Accept all of the proposal, or these regions of it, as one undo step."""
        asked, proposal = self.asked, self.proposal
        if asked is None or proposal is None or proposal.owner is None:
            return
        document = self._bench.document
        try:
            after, target = accepted(document.plan, asked, proposal, regions, whole=whole)
        except ValueError as error:
            self._bench.messages.fail(
                tr("The proposal does not fit the plan any more"),
                how=tr("Ask for another one."),
                details=str(error),
            )
            return
        self._drop()
        document.edit(tr("accept a proposal"), after)
        document.look_at_scenario(target)
        self._bench.messages.tell(tr("The proposal is now your plan."), undo=True)

    def _hear(self, value: object) -> None:
        if isinstance(value, LaidOut):
            self.base = value.plan
            self.laid_out.emit()
        elif self.base is not None:
            self.progressed.emit(value)

    def _propose(self, proposal: Proposal) -> None:
        self._job = None
        self.base, self.proposal = proposal.base, proposal
        self._go(Phase.PROPOSED)

    def _fail(self, error: Exception) -> None:
        self._drop()
        self._bench.messages.fail(
            tr("No proposal could be made"), how=str(error), details=repr(error)
        )

    def _drop(self) -> None:
        self._job = None
        self.asked = self.base = self.proposal = None
        self._go(Phase.IDLE)

    def _go(self, phase: Phase) -> None:
        self.phase = phase
        self.phase_changed.emit()


def solve(asked: Asked, report: Report, stop: Stop) -> Proposal:
    """Make the proposal, in the worker: lay out, tell so, solve."""
    from ui.use_cases.territories import SolveOptions, propose

    plan = prepared(asked)
    report(LaidOut(plan))
    options = SolveOptions(seed=plan.seed, work=asked.ask.work)

    def told(progress: Progress) -> None:
        report(progress)

    return propose(plan, asked.target, asked.layer_key, options, told, stop)


def prepared(asked: Asked) -> Plan:
    """Return the plan the solver takes: the copy made, the layer laid out, the ask's wishes in it."""
    plan = asked.of
    if asked.source != asked.target:
        plan = duplicate_scenario(plan, asked.source, asked.target)
    goals = plan.goals
    layers = tuple(
        replace(each, disruption_weight=asked.ask.keep) if each.key == asked.layer_key else each
        for each in goals.layers
    )
    if layers != goals.layers:
        plan = replace(plan, goals=replace(goals, layers=layers))
    plan = lay_out(plan, asked.target, asked.layer_key)
    if not asked.ask.only_selection or not len(asked.selected):
        return plan
    others = np.setdiff1d(np.arange(len(plan.regions)), asked.selected)
    return lock_regions(plan, asked.target, asked.layer_key, ints(others), True)


def accepted(
    plan: Plan, asked: Asked, proposal: Proposal, regions: Ints, *, whole: bool
) -> tuple[Plan, str]:
    """Return the plan with the proposal accepted, and the scenario that now holds it.

    In whole it brings its proof, unless the ask was narrower than the plan's own rules and aim, or
    the plan has changed since: then what was proven does not hold for it. Where Today was asked
    about, a copy of it is made, under a name that is still free.

    Raises ValueError when the proposal does not fit the plan.
    """
    if proposal.owner is None:
        return plan, asked.source
    target, key, unchanged = asked.target, asked.layer_key, plan is asked.of
    if asked.source == TODAY:
        if target in {scenario.name for scenario in plan.scenarios}:
            target = next_scenario_name(plan)
        plan = duplicate_scenario(plan, asked.source, target)
    laid = lay_out(plan, target, key)
    if not whole:
        return accept_moves(laid, target, key, proposal.owner, regions), target
    holds = asked_of_the_plan(asked) and unchanged
    proof = proposal.proof if holds else None
    return accept_owner(laid, target, key, proposal.owner, proof), target


def asked_of_the_plan(asked: Asked) -> bool:
    """Whether the ask was the plan's own: everything may move, and its weight of keeping regions."""
    own = asked.of.goals.layer(asked.layer_key).disruption_weight
    return not asked.ask.only_selection and asked.ask.keep == own
