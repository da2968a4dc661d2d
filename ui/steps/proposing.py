"""From an ask to a proposal to an accepted plan: one job, and nothing changes until Accept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from planner.edits.layers import accept_moves, accept_owner, lay_out
from planner.edits.scenarios import duplicate_scenario
from planner.edits.scoped import kept_to
from planner.insight.extent import extent_of, scope_text
from planner.insight.scope import ScopeKind
from planner.judge.check_bound import Verdict, check_bound
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.scenarios import TODAY
from planner.model.types import Ints, ints
from ui.jobs import Job, Report, Stop
from ui.messages import tr
from ui.panels.ask_panel import Ask
from ui.panels.moves import Move
from ui.steps.scenario_names import next_scenario_name
from ui.steps.scope_words import scope_words
from ui.workbench import Workbench

if TYPE_CHECKING:
    from ui.use_cases.territories import Progress, Proposal, SolveOptions

LINE = "solve"


class Phase(Enum):
    """Where the page stands."""

    IDLE = auto()
    SOLVING = auto()
    PROPOSED = auto()


def cancelled_words() -> str:
    """Return what is said when a solve was cancelled."""
    return tr("Cancelled. Your plan is as it was.")


def no_pairs() -> Ints:
    """Return an empty list of pairs."""
    return ints(np.empty((0, 2)))


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
    held, kept_from : Ints, shape (p, 2)
        Pairs of region and territory that an earlier proposal settled: kept, and turned down.
    start : Ints or None
        Owners to begin with.
    """

    of: Plan
    source: str
    target: str
    layer_key: str
    ask: Ask
    held: Ints = field(default_factory=no_pairs)
    kept_from: Ints = field(default_factory=no_pairs)
    start: Ints | None = None


class Proposing(QObject):
    """Holds what is under way and what is proposed.

    Signals
    -------
    phase_changed()
    laid_out()
        `base` is known: progress can be shown on it.
    progressed : Progress
    checked : Verdict
        The proof of the proposal was worked out anew.
    cancelled()
        The user did, before `phase_changed` tells of it.
    """

    phase_changed = Signal()
    cancelled = Signal()
    checked = Signal(object)
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
        self._checking: Proposal | None = None

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

    def begin(self, ask: Ask) -> None:
        """Ask for a proposal for the layer looked at."""
        document = self._bench.document
        source = document.scenario.name
        target = next_scenario_name(document.plan) if source == TODAY else source
        self._start(Asked(document.plan, source, target, document.layer.key, ask))

    def again(self, kept: Sequence[Move], refused: Sequence[Move]) -> None:
        """Plan the rest again: what is kept stays, what is refused is not made and never comes back.

        Refused regions are held where they are as well: where the rules cannot all be met, the
        solver weighs a forbidden pair against them, but never moves what is held.
        Nothing of that stays in the plan: the proposal is still one against the plan as it is.
        """
        asked, proposal, base = self.asked, self.proposal, self.base
        if asked is None or proposal is None or proposal.owner is None or base is None:
            return
        start = np.array(proposal.owner)
        stays = pairs_of([replace(move, target=move.source) for move in refused])
        for move in refused:
            start[move.regions] = move.source
        self._start(
            replace(
                asked,
                held=ints(np.concatenate([pairs_of(kept), stays])),
                kept_from=ints(np.concatenate([asked.kept_from, pairs_of(refused)])),
                start=ints(start),
            )
        )

    def _start(self, asked: Asked) -> None:
        self.asked, self.base, self.proposal = asked, None, None
        job = self._bench.runner.start(
            tr("Working on a proposal"),
            lambda report, stop: solve(asked, report, stop),
            line=LINE,
            is_long=True,
        )
        job.progress.connect(self._hear)
        job.done.connect(self._propose)
        job.failed.connect(self._fail)
        job.cancelled.connect(self._forget)
        self._bench.document.destroyed.connect(job.abandon)
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
            self._bench.messages.tell(cancelled_words())
            self.cancelled.emit()
        self._drop()

    def check(self) -> None:
        """Work the proof of the proposal out anew, without the solver; `checked` tells of it."""
        proposal = self.proposal
        if proposal is None or proposal.solution.certificate is None:
            return
        problem, certificate = proposal.problem, proposal.solution.certificate

        def work(_report: Report, _stop: Stop) -> Verdict:
            return check_bound(problem, certificate)

        words = tr("Checking the proof")  # without a stop: what else is asked does not wait for it
        job = self._bench.runner.start(words, work, line="check", is_long=True)
        self._bench.document.destroyed.connect(job.abandon)
        self._checking = proposal
        job.done.connect(self._tell_verdict)
        job.failed.connect(self._tell_fault)

    def _tell_verdict(self, verdict: Verdict) -> None:
        if self._checking is self.proposal:
            self.checked.emit(verdict)

    def _tell_fault(self, error: Exception) -> None:
        self._tell_verdict(Verdict(False, None, str(error)))

    def reject(self) -> None:
        """Put the proposal away."""
        self._drop()

    def leave_regions(self, regions: RegionSet) -> None:
        """Put away what is under way or proposed of other regions than these."""
        if self.asked is None or regions.is_drawn_as(self.asked.of.regions):
            return
        if self._job is not None:
            self._job.cancel()
        self._drop()
        self._bench.messages.tell(
            tr("The regions are others now, so the proposal was put away. Ask for another one.")
        )

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
        scoped = kept_to(document.plan, after, document.extent)
        if scoped.refused:
            self._bench.messages.fail(
                tr("The proposal reaches beyond {scope}", scope=self._looked_at()),
                how=tr("Look at everything, and accept it again."),
            )
            return
        self._drop()
        document.edit(tr("accept a proposal"), after)
        document.look_at_scenario(target)
        words = tr("The proposal is now your plan.")
        if scoped.kept:
            words = tr("The proposal is now your plan within {scope}.", scope=self._looked_at())
        self._bench.messages.tell(words, undo=True)

    def _looked_at(self) -> str:
        return scope_words(self._bench.document.plan, self._bench.document.scope)

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

    def _forget(self) -> None:
        """Drop a job that somebody else cancelled; another may be under way already."""
        if self.sender() is self._job:
            self._drop()

    def _drop(self) -> None:
        self._job = None
        self.asked = self.base = self.proposal = None
        self._go(Phase.IDLE)

    def _go(self, phase: Phase) -> None:
        self.phase = phase
        self.phase_changed.emit()


def solve(asked: Asked, report: Report, stop: Stop) -> Proposal:
    """Make the proposal, in the worker: lay out, tell so, solve."""
    from ui.use_cases.getting_ready import solver
    from ui.use_cases.territories import Wishes, propose
    from ui.use_cases.wishes import kept_to_scope

    plan, ask = prepared(asked), asked.ask
    report(LaidOut(plan))
    options = options_of(asked)
    owner = plan.scenario(asked.target).layer(asked.layer_key).owner
    start = owner if ask.improve and asked.start is None else asked.start
    wishes = Wishes(ask.movable, ask.territories, asked.held, asked.kept_from, start)
    wishes = kept_to_scope(wishes, extent_of(plan, asked.target, ask.scope, asked.layer_key))

    def told(progress: Progress) -> None:
        report(progress)
        if progress.phase == "start":  # the first plan stands; the search needs its loops compiled
            solver.wait(stop, lambda: report(replace(progress, phase="ready")))

    return propose(plan, asked.target, asked.layer_key, options, told, stop, wishes)


def options_of(asked: Asked) -> SolveOptions:
    """Return the limits and seed of a solve."""
    from ui.use_cases.territories import WORKERS, SolveOptions

    ask = asked.ask
    return SolveOptions(seed=asked.of.seed, work=ask.work, workers=WORKERS, exact=ask.exact)


def log_opening(asked: Asked) -> Mapping[str, Any]:
    """Return what opens a solve's log for a bug report."""
    from ui.use_cases.run_log import asked_of

    ask = asked.ask
    said = (
        f"keep {ask.keep:g}, movable {'all' if ask.movable is None else len(ask.movable)}, "
        f"scope {scope_text(ask.scope)}, improve {ask.improve}, "
        f"held {len(asked.held)}, kept from {len(asked.kept_from)}"
    )
    return asked_of(asked.of, asked.layer_key, options_of(asked), said)


def prepared(asked: Asked) -> Plan:
    """Return the plan the solver takes: the copy made, the layer laid out, the ask's weight in it.

    Raises ValueError where the layer cannot be laid out, or not without reaching beyond the scope.
    """
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
    laid = lay_out(plan, asked.target, asked.layer_key)
    if asked.source == asked.target and reaches_out(asked, laid):
        raise ValueError(
            tr(
                "The goals ask for other territories than there are, and that reaches beyond {scope}. "
                "Look at everything, and ask again.",
                scope=scope_words(asked.of, asked.ask.scope),
            )
        )
    return laid


def reaches_out(asked: Asked, laid: Plan) -> bool:
    """Whether laying the layer out changes territories outside the scope, where there are any yet."""
    extent = extent_of(asked.of, asked.source, asked.ask.scope, asked.layer_key)
    old, new = (plan.scenario(asked.source).layer(asked.layer_key) for plan in (asked.of, laid))
    if extent.is_all or not old.territories:
        return False
    same = [one.id for one in old.territories] == [one.id for one in new.territories]
    return not same or bool(kept_to(asked.of, laid, extent).kept)


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
    if not plan.regions.is_drawn_as(asked.of.regions):
        raise ValueError("the regions are others now")
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
    return not is_narrow(asked) and asked.ask.keep == own


def is_narrow(asked: Asked) -> bool:
    """Whether some of the plan was held as it is, so that what is proven holds around that alone."""
    scoped = asked.ask.scope.kind is not ScopeKind.ALL
    held = bool(len(asked.held) or len(asked.kept_from))
    return scoped or held or asked.ask.movable is not None


def pairs_of(moves: Sequence[Move]) -> Ints:
    """Return each region of some moves with the territory it goes to, shape (p, 2)."""
    pairs = [(int(region), move.target) for move in moves for region in move.regions]
    return ints(np.array(pairs, dtype=np.int32).reshape(-1, 2))
