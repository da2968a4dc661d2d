"""How plans are ranked, and the best one of a part so far with its bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from planner.judge.certificate import PartProof, Proof
from planner.judge.clash import Reason
from planner.judge.problem import Problem
from planner.judge.verify import Violation, score, violations
from planner.model.types import Ints, frozen_map, ints


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """Rank of a plan, smaller is better: broken rules, how far they are broken, score."""

    violations: int
    violation: float
    score: float
    by_rule: Mapping[str, float] = field(default_factory=frozen_map, compare=False)


def standing(problem: Problem, owner: Ints) -> Standing:
    """Rank a plan by the verifier's own figures."""
    broken = violations(problem, owner)
    by_rule: dict[str, float] = {}
    amount = 0.0
    for violation in broken:
        weighed = _weighed(problem, violation)
        amount += weighed
        by_rule[violation.rule.value] = by_rule.get(violation.rule.value, 0.0) + weighed
    return Standing(len(broken), amount, score(problem, owner), frozen_map(by_rule))


def _rounded(found: Standing) -> tuple[int, str, str]:
    """Return a rank to twelve digits: sums in another order differ in the last."""
    return found.violations, f"{found.violation:.12g}", f"{found.score:.12g}"


def _weighed(problem: Problem, violation: Violation) -> float:
    if violation.measure is None:
        return violation.amount
    return violation.amount * float(problem.importance[violation.measure])


class Hearer(Protocol):
    """Hears of every plan that a best takes."""

    def offer(self, owner: Ints, /) -> bool:
        """Take the plan when it is better; say whether it was."""


@dataclass(slots=True)
class Best:
    """The best plan of one part so far, and the greatest bound proven for it.

    Attributes
    ----------
    problem : Problem
    owner : Ints of shape (n,)
    standing : Standing
    bound : float or None
    proof : PartProof or None
        What proves the bound.
    refuted : Reason or None
        Why no plan meets all rules, where that is proven; alone says so of a part.
    onward : Hearer or None
        Another best, say, that hears of every plan taken here.
    starts : tuple of Ints
        Plans the search begins from beside its own: the one on the screen, the present one.
    """

    problem: Problem
    owner: Ints
    standing: Standing = field(init=False)
    bound: float | None = None
    proof: PartProof | None = None
    refuted: Reason | None = None
    onward: Hearer | None = None
    starts: tuple[Ints, ...] = ()
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.owner = ints(self.owner)
        self.standing = standing(self.problem, self.owner)

    def offer(self, owner: Ints) -> bool:
        """Take the plan when it is better; say whether it was."""
        owner = ints(owner.copy())
        found = standing(self.problem, owner)
        with self._lock:
            if not self._beaten_by(found, owner):
                return False
            self.owner, self.standing = owner, found
        if self.onward is not None:
            self.onward.offer(owner)
        return True

    def seen(self) -> tuple[Ints, Standing]:
        """Return the plan and its standing, which belong together."""
        with self._lock:
            return self.owner, self.standing

    def _beaten_by(self, found: Standing, owner: Ints) -> bool:
        """Whether a plan goes before the one at hand."""
        if _rounded(found) == _rounded(self.standing):
            return self._among_equals(owner) < self._among_equals(self.owner)
        return found < self.standing

    def _among_equals(self, owner: Ints) -> tuple[int, int, list[int]]:
        """Rank plans that are equally good: nothing moves without a gain, and borders are short.

        The numbers come last, so that no order of offers counts.
        """
        known = [bool((owner == start).all()) for start in self.starts]
        cut = owner[self.problem.edges[:, 0]] != owner[self.problem.edges[:, 1]]
        return (known.index(True) if True in known else len(known), int(cut.sum()), owner.tolist())

    def replace(self, other: Best) -> None:
        """Go on from another plan, be it better or worse."""
        self.owner, self.standing = other.owner, other.standing

    def raise_bound(self, bound: float | None, terms: tuple[Proof, ...] = ()) -> None:
        """Keep the greater bound, and the proof of the greatest that has one."""
        if bound is None:
            return
        self.raise_by_search(bound)
        if self.proof is None or bound > self.proof.bound:
            self.proof = PartProof(bound, terms)

    def raise_by_search(self, bound: float) -> None:
        """Keep a greater bound that a search has proven; the proof at hand is still that of its root."""
        if self.bound is None or bound > self.bound:
            self.bound = bound
