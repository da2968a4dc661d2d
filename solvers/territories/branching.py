"""Bound by cases: a region is in a territory or it is not, and each case has its own prices.

The least bound of all open cases is a bound for every plan; the case that has it is divided next, so
that it rises (best first). The whole tree goes into the certificate: whoever checks it needs the
prices of its ends only, no solver. A case whose relaxation is a plan is done with; when no open case
lies below the best plan, that plan is proven best.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import numpy as np

from planner.judge.bands import allowed
from planner.judge.certificate import Assignment, Branching
from planner.judge.problem import Kind, Problem
from planner.judge.verify import score, violations
from planner.model.types import Bools, Floats, Ints, bools, floats, ints
from solvers.territories.relaxation import Relaxation, Relaxed

WORK = 4e7
"""Work at normal effort: each program counts its pairs to the power 3/2."""

ROUNDS = (40, 3)
"""Times cuts are added in the first case, and in each later one."""

LEAST_GAIN = 2e-5
"""Relative gain of a round of cuts below which no more are added."""

MOST_PAIRS = 2_000_000
"""Pairs of region and territory beyond which the relaxation is not written out."""

CLOSED = 1e-9
"""Relative distance of a case from the best plan at which it is done with."""


@dataclass(frozen=True, slots=True, eq=False)
class Branched:
    """A proven bound with its proof, the best plan met on the way (or None), and the work done."""

    bound: float
    proof: Assignment | Branching
    plan: Ints | None
    work: float


@dataclass(slots=True, eq=False)
class _Case:
    """A case: what may be where, its relaxation, and the two cases it was divided into."""

    may: Bools
    relaxed: Relaxed
    split: tuple[int, int] | None = None
    inside: _Case | None = None
    outside: _Case | None = None
    active: set[int] = field(default_factory=set)


class _Stopped(Exception):
    """The user or the clock ended the search."""


def bound_by_cases(
    problem: Problem, price: Floats, known: float, *, effort: float, stop: Callable[[], bool]
) -> Branched | None:
    """Raise the bound of given seats or of disruption by linear programs, cuts and cases.

    Parameters
    ----------
    problem : Problem
    price : Floats, shape (k, m)
        Prices to begin with.
    known : float
        Score of a plan that meets the rules; infinite when none is known.
    effort : float
    stop : callable
        Asked every 50 ms or so.

    Returns
    -------
    Branched or None
        None when stopped before anything was proven, or the problem is too large.
    """
    if problem.n * problem.k > MOST_PAIRS:
        return None
    tree = _Tree(Relaxation(problem, price, stop), known, WORK * effort)
    with suppress(_Stopped):
        tree.grow()
    return tree.outcome()


class _Tree:
    def __init__(self, relaxation: Relaxation, known: float, limit: float) -> None:
        self.relaxation, self.known, self.limit = relaxation, known, limit
        self.problem = relaxation.problem
        self.plan: Ints | None = None
        self.work = 0.0
        self.root: _Case | None = None
        self._heft = (self.problem.weights / np.maximum(self.problem.total, 1e-300)).max(axis=1)

    def grow(self) -> None:
        """Divide the case of the least bound until the work is done; raises _Stopped."""
        self.root = self._solved(allowed(self.problem), set(), ROUNDS[0], None)
        heap, number = [(self.root.relaxed.bound, 0, self.root)], 0
        while heap and self.work < self.limit:
            bound, _, case = heapq.heappop(heap)
            if bound >= self.known * (1 - CLOSED):
                return
            split = self._split(case)
            if split is None:
                continue
            inside, outside = np.array(case.may), np.array(case.may)
            inside[split[0]] = False
            inside[split] = case.may[split]
            outside[split] = False
            made = [
                self._solved(bools(may), case.active, ROUNDS[1], case.relaxed)
                for may in (inside, outside)
            ]
            case.split, (case.inside, case.outside) = split, made
            for child in made:
                number += 1
                heapq.heappush(heap, (child.relaxed.bound, number, child))

    def outcome(self) -> Branched | None:
        """Return the least bound of the ends and the prices that prove it."""
        if self.root is None:
            return None
        ends, rows = list[_Case](), list[list[int]]()
        _lay_out(self.root, rows, ends)
        bound = min(end.relaxed.bound for end in ends)
        used = sorted({number for end in ends for number in end.relaxed.cut_price})
        cut_price = np.array(
            [[end.relaxed.cut_price.get(number, 0.0) for number in used] for end in ends]
        )
        cuts = tuple(self.relaxation.ways[number].cut for number in used)
        travels = self.problem.objective.kind is not Kind.DISRUPTION
        proof: Assignment | Branching
        if rows:
            prices = floats(np.stack([end.relaxed.price for end in ends]))
            proof = Branching(travels, cuts, ints(rows), prices, floats(cut_price))
        else:
            priced = zip(cuts, cut_price[0].tolist(), strict=True)
            cuts = tuple(replace(cut, price=price) for cut, price in priced)
            proof = Assignment(ends[0].relaxed.price, travels, cuts)
        return Branched(bound, proof, self.plan, self.work)

    def _solved(self, may: Bools, active: set[int], rounds: int, least: Relaxed | None) -> _Case:
        """Solve a case, adding cuts as long as they help; no bound is below that of the case above."""
        active, before = set(active), -math.inf
        above = self._found(may, active) if least is None else least
        for turn in range(rounds + 1):
            found = self._found(may, active)
            if found.bound > above.bound:
                above = found
            fresh = self.relaxation.violated(found.share, active)
            if not fresh:
                self._offer(found)
            gained = found.bound - before > LEAST_GAIN * abs(found.bound)
            active, before = set(found.cut_price) | fresh, found.bound
            if not fresh or turn == rounds or not gained or above.bound >= self.known:
                break
        return _Case(may, replace(above, share=found.share), active=active)

    def _found(self, may: Bools, active: set[int]) -> Relaxed:
        found = self.relaxation.solve(may, active)
        self.work += self.relaxation.work**1.5
        self.relaxation.work = 0.0
        if found is None:
            raise _Stopped
        return found

    def _offer(self, found: Relaxed) -> None:
        """Take up a relaxation that is a plan, or rounds to one."""
        owner = ints(found.share.argmax(axis=1))
        if violations(self.problem, owner):
            return
        scored = score(self.problem, owner)
        if scored < self.known:
            self.known, self.plan = scored, owner

    def _split(self, case: _Case) -> tuple[int, int] | None:
        """Choose the heaviest divided region and the territory that has most of it."""
        share = np.where(case.may, case.relaxed.share, 0.0)
        part = np.minimum(share, 1 - share).max(axis=1)
        divided = part > 1e-6
        if not divided.any():
            return None
        region = int(np.argmax(np.where(divided, part * self._heft, -1.0)))
        open_to = case.may[region] & (share[region] < 1 - 1e-6)
        return region, int(np.argmax(np.where(open_to, share[region], -1.0)))


def _lay_out(case: _Case, rows: list[list[int]], ends: list[_Case]) -> int:
    """Append a case and what it was divided into; return its number (ends: -1 - place)."""
    if case.split is None or case.inside is None or case.outside is None:
        ends.append(case)
        return -len(ends)
    row = len(rows)
    rows.append([*case.split, 0, 0])
    rows[row][2] = _lay_out(case.inside, rows, ends)
    rows[row][3] = _lay_out(case.outside, rows, ends)
    return row
