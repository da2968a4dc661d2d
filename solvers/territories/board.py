"""The parts of a problem on one board: best plans and bounds joined into one progress and answer."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import asdict

import numpy as np

from planner.judge.certificate import Certificate, PartProof, digest
from planner.judge.clash import Clash
from planner.judge.parts import Part
from planner.judge.problem import PartStanding, Problem, Solution, Status
from planner.judge.run_log import RunLog
from planner.judge.verify import floors
from planner.model.types import UNASSIGNED, Ints, ints
from solvers.moments import Moments
from solvers.options import SolveOptions
from solvers.progress import Progress
from solvers.territories.clash.numbering import outward
from solvers.territories.standing import Best
from solvers.watch import Watch

LEAST_USEFUL = 0.5
"""A bound below this share of the score says too little to be shown."""

CLOSED = 1e-9
"""Relative gap at which nothing is better."""


class Board:
    """Joins the parts: owners are put together, scores and bounds add up.

    Only the thread that made the board reports; what others tell is passed on at its next pulse.
    """

    def __init__(self, problem: Problem, parts: tuple[Part, ...], watch: Watch) -> None:
        self.problem = problem
        self.watch = watch
        self._parts = parts
        self._phase = "start"
        self._moments = Moments()
        self._thread = threading.get_ident()
        self._lock = threading.Lock()
        self.bests: list[Best] = []
        self.named: tuple[Clash, ...] = ()  # by who looks for the fewest rules

    def open(self, bests: list[Best]) -> None:
        """Put a first plan of every part on the board and tell of it."""
        self.bests = bests
        self.tell("start")

    def owner(self) -> Ints:
        """Return the best plan of the whole problem, shape (n,)."""
        return self._joined([best.owner for best in self.bests])

    def bound(self) -> float | None:
        """Return the sum of the parts' bounds; None when one has none, or the sum is not useful."""
        known = [best.bound for best in self.bests if best.bound is not None]
        score = sum(best.standing.score for best in self.bests)
        if len(known) < len(self.bests) or sum(known) < LEAST_USEFUL * score:
            return None
        return sum(known)

    def certificate(self) -> Certificate | None:
        """Return what proves the bound; None when there is none, or it is not useful.

        What only a search has proven stands beside what the multipliers of its root prove.
        """
        bound = self.bound()
        if bound is None:
            return None
        nothing = PartProof(0.0)  # a score is at least 0
        proofs = tuple(best.proof or nothing for best in self.bests)
        proven = sum(proof.bound for proof in proofs)
        searched = bound if bound > proven else None
        return Certificate(digest(self.problem), proven, proofs, searched)

    def tell(self, phase: str) -> None:
        """Report the state now; the phase holds until the next one is told."""
        self._phase = phase
        now = self._note()
        if threading.get_ident() == self._thread:
            self.watch.tell(now)

    @property
    def clash(self) -> tuple[Clash, ...]:
        """Rules that clash as known so far: those named, else what refutes a part."""
        return self.named or tuple(
            outward(Clash(why.demands, proven=True, minimal=False, reason=why), part, self.problem)
            for best, part in zip(self.bests, self._parts, strict=True)
            if (why := best.refuted) is not None
        )

    def tell_when_due(self) -> None:
        """Report the state when the last report is a tenth of a second old; keep it in the log."""
        if threading.get_ident() == self._thread:
            now = self._note()
            if self.watch.due():
                self.watch.tell(now)

    def look(self) -> bool:
        """Say whether to end now; from any thread."""
        return self.watch.over()

    def _note(self) -> Progress:
        """Return the state, and keep it in the log where it says something new."""
        now = self._progress()
        with self._lock:
            self._moments.hear(self.watch.runtime_s, now)
        return now

    def _progress(self) -> Progress:
        seen = [best.seen() for best in self.bests]
        by_rule: Counter[str] = Counter()
        for _, standing in seen:
            by_rule.update(standing.by_rule)
        return Progress(
            phase=self._phase,
            best=sum(standing.score for _, standing in seen),
            bound=self.bound(),
            owner=self._joined([owner for owner, _ in seen]),
            violations=sum(standing.violations for _, standing in seen),
            violation=sum(standing.violation for _, standing in seen),
            violation_by_rule=by_rule,
            clash=self.clash,
        )

    def solution(self, *, options: SolveOptions, work: float, versions: dict[str, str]) -> Solution:
        """Return what is on the board as an answer; its status is what the parts have proven."""
        proven = any(best.refuted for best in self.bests)
        broken = any(best.standing.violations for best in self.bests)
        status = Status.UNKNOWN
        if broken and proven:
            status = Status.INFEASIBLE
        elif not broken:
            status = Status.OPTIMAL if self._closed() else Status.FEASIBLE
        return Solution(
            status=status, owner=self.owner(), bound=None if broken and proven else self.bound(),
            floors=floors(self.problem), stopped_by=self.watch.stopped_by,
            certificate=None if broken and proven else self.certificate(),
            seed=options.seed, work=work, runtime_s=self.watch.runtime_s, versions=versions,
            parts=self._standings(),
        )  # fmt: skip

    def _standings(self) -> tuple[PartStanding, ...]:
        """Say what is proven of each part; nothing where there is only one."""
        if len(self._parts) < 2:
            return ()
        keys = [int(self.problem.part_of_territory[part.territories[0]]) for part in self._parts]
        return tuple(
            PartStanding(key, _status(best), best.standing.score, best.bound)
            for key, best in zip(keys, self.bests, strict=True)
        )

    def run_log(self, options: SolveOptions) -> RunLog:
        """Return what was asked and what was told so far."""
        problem = self.problem
        sizes = {
            "regions": problem.n, "territories": problem.k, "measures": len(problem.measures),
            "seats": problem.seats is not None, "objective": problem.objective.kind.value,
            "contiguous": problem.contiguous,
        }  # fmt: skip
        return RunLog(asdict(options) | sizes, self._moments.all())

    def _joined(self, owners: list[Ints]) -> Ints:
        joined = np.full(self.problem.n, UNASSIGNED)
        for part, owner in zip(self._parts, owners, strict=True):
            joined[part.regions] = part.territories[owner]
        return ints(joined)

    def _closed(self) -> bool:
        bound, score = self.bound(), sum(best.standing.score for best in self.bests)
        return bound is not None and score - bound <= CLOSED * score


def _status(best: Best) -> Status:
    """Return how one part stands."""
    score, bound = best.standing.score, best.bound
    if best.standing.violations:
        return Status.INFEASIBLE if best.refuted else Status.UNKNOWN
    closed = bound is not None and score - bound <= CLOSED * score
    return Status.OPTIMAL if closed else Status.FEASIBLE
