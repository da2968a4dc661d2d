"""From rules that clash to the fewest: a deletion filter.

(Chinneck, Dravnieks, ORSA J. Computing 3(2):157-168, 1991.) A rule stays when the others without it
can be met; where a smaller reason comes to light, all that it does not need goes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planner.judge.clash import Asked, Demand, Reason
from planner.judge.demands import keeping
from solvers.territories.clash.decide import Answer, Decider

LAST = (Asked.CONTIGUOUS, Asked.BAND, Asked.BARRIER)
"""Rules that go last: what a plan asks everywhere explains more than one lock among many."""

HALVES = 12
"""Sets larger than this are halved by arithmetic first."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Rules that clash, whether they are known to be fewest, and the reason seen last."""

    rules: tuple[Demand, ...]
    minimal: bool
    reason: Reason | None


def shrink(
    decider: Decider, rules: Sequence[Demand], reason: Reason | None,
    tell: Callable[[tuple[Demand, ...]], None],
) -> Shrunk:  # fmt: skip
    """Drop rules as long as the rest still clashes; `tell` hears of every smaller set."""
    kept = _halved(decider, list(dict.fromkeys(rules)))
    minimal = True
    for rule in _in_turn(kept):
        if rule not in kept:
            continue
        rest = [other for other in kept if other != rule]
        verdict = decider.decide(rest)
        if verdict.answer is Answer.OPEN:
            minimal = False
        elif verdict.answer is Answer.IMPOSSIBLE:
            reason = verdict.reason or reason
            kept = _needed(decider, rest, verdict.reason)
            tell(tuple(kept))
    exact = decider.quick(keeping(decider.problem, kept))
    kept = _narrowed(decider, _as_named(decider, kept, exact))
    return Shrunk(tuple(sorted(kept, key=_order)), minimal, exact or reason)


def _in_turn(rules: Sequence[Demand]) -> list[Demand]:
    return sorted(rules, key=lambda rule: (rule.asked in LAST, -(rule.measure or 0)))


def _order(rule: Demand) -> tuple[int, Demand]:
    places = list(Asked)
    return places.index(rule.asked), replace(
        rule, measure=-1 if rule.measure is None else rule.measure
    )


def _needed(decider: Decider, rest: list[Demand], reason: Reason | None) -> list[Demand]:
    """Keep what a reason names, where that clashes by itself."""
    if reason is None:
        return rest
    named = [rule for rule in rest if _named(rule, reason)]
    if len(named) < len(rest) and decider.quick(keeping(decider.problem, named)) is not None:
        return named
    return rest


def _named(rule: Demand, reason: Reason) -> bool:
    """Whether a reason names the rule, a band by its measure."""
    return any(
        other == rule
        or (
            rule.asked is Asked.BAND and other.asked is Asked.BAND and other.measure == rule.measure
        )
        for other in reason.demands
    )


def _halved(decider: Decider, rules: list[Demand]) -> list[Demand]:
    """Drop halves, quarters, ... of a large set, as far as arithmetic alone shows the rest to clash."""
    chunk = len(rules) // 2 if len(rules) > HALVES else 0
    while chunk:
        at = 0
        while at < len(rules) and not decider.stop():
            rest = rules[:at] + rules[at + chunk :]
            if decider.quick(keeping(decider.problem, rest)) is not None:
                rules = rest
            else:
                at += chunk
        chunk //= 2
    return rules


def _as_named(decider: Decider, rules: list[Demand], reason: Reason | None) -> list[Demand]:
    """Keep each band for the territories that the reason names, where that still clashes."""
    if reason is None:
        return rules
    named = {rule.measure: rule for rule in reason.demands if rule.asked is Asked.BAND}
    fewer = [named.get(rule.measure, rule) if rule.asked is Asked.BAND else rule for rule in rules]
    return fewer if decider.quick(keeping(decider.problem, fewer)) is not None else rules


def _narrowed(decider: Decider, rules: list[Demand]) -> list[Demand]:
    """Keep each band only for the territories that arithmetic needs for the clash."""
    if decider.quick(keeping(decider.problem, rules)) is None:
        return rules
    for place, rule in enumerate(rules):
        if rule.asked is not Asked.BAND:
            continue
        who = rule.territories
        for t in rule.territories:
            fewer = tuple(other for other in who if other != t)
            changed = list(rules)
            changed[place] = replace(rule, territories=fewer)
            if not fewer or decider.stop():
                break
            if decider.quick(keeping(decider.problem, changed)) is not None:
                who = fewer
        rules = [*rules[:place], replace(rule, territories=who), *rules[place + 1 :]]
    return rules
