"""Why the rules of a problem cannot all be met: the fewest that clash, amounts and repairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.judge.clash import Clash, Demand, Reason, Why
from planner.judge.parts import Part, parts
from planner.judge.problem import Problem
from planner.judge.verify import violations
from planner.model.types import UNASSIGNED, Ints, ints
from solvers.territories.clash.amounts import gives
from solvers.territories.clash.decide import Answer, Decider
from solvers.territories.clash.numbering import outward
from solvers.territories.clash.repairs import repairs
from solvers.territories.clash.search import core, widened
from solvers.territories.clash.shrink import shrink
from solvers.territories.presolve import reasons

SECONDS = 6.0
"""Deterministic seconds for one part, to name a clash and again to mend it."""

FULL = 20.0
"""Percent of the normal effort from which all of them may be used."""

Tell = Callable[[Clash], None]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much an explanation may do.

    Attributes
    ----------
    seed : int
    work : float
        Percent of the normal effort.
    mend : bool
        Look for repairs as well.
    """

    seed: int = 1
    work: float = 100.0
    mend: bool = True


NORMAL = Effort()


def explain(
    problem: Problem, owner: Ints | None = None, effort: Effort = NORMAL,
    tell: Tell | None = None, stop: Callable[[], bool] | None = None,
) -> tuple[Clash, ...]:  # fmt: skip
    """Return the clash of each part that has one; empty where none was found.

    Parameters
    ----------
    problem : Problem
    owner : Ints of shape (n,) or None
        The best plan so far: a witness, a start for repairs, and what `moved` counts from where the
        problem has no current plan.
    effort : Effort
    tell : callable, optional
        Hears the first clash as soon as it is known, and every smaller one.
    stop : callable, optional
        Asked all the time; what is known by then comes back.
    """
    ask = stop or (lambda: False)
    found: list[Clash] = []
    for part in parts(problem):
        out = None if owner is None else _inward(owner, part, problem.k)
        clash = _explain_part(part, out, effort, tell, ask)
        if clash is not None:
            found.append(outward(clash, part, problem))
    return tuple(found)


def _explain_part(
    part: Part, owner: Ints | None, effort: Effort, tell: Tell | None, stop: Callable[[], bool]
) -> Clash | None:
    problem = part.problem
    if owner is not None and not violations(problem, owner):
        return None

    def told(rules: tuple[Demand, ...], reason: Reason, *, proven: bool) -> None:
        if tell is not None:
            tell(outward(Clash(rules, proven, False, reason), part, problem))

    plans = [] if owner is None else [owner]
    seconds = SECONDS * min(1.0, effort.work / FULL)
    decider = Decider(problem, plans, seed=effort.seed, seconds=seconds, stop=stop)
    known = reasons(problem, most=1)
    reason = known[0] if known else Reason(Why.SEARCH)
    rules: tuple[Demand, ...] | None = (
        known[0].demands if known else core(decider, seed=effort.seed)
    )
    if rules is None:
        return None
    rules = widened(rules, problem.k)
    told(rules, reason, proven=bool(known))
    least = shrink(
        decider, rules, known[0] if known else None, lambda fewer: told(fewer, reason, proven=False)
    )
    answer = decider.confirm(least.rules)
    if answer is Answer.POSSIBLE:  # there is a plan: the search for a clash was wrong
        return None
    proven = answer is Answer.IMPOSSIBLE
    clash = Clash(
        demands=least.rules, proven=proven, minimal=least.minimal and proven,
        reason=replace(least.reason or reason, demands=least.rules),
        gives=gives(decider, least.rules),
    )  # fmt: skip
    if tell is not None:
        tell(outward(clash, part, problem))
    return replace(clash, repairs=repairs(decider, clash, owner)) if effort.mend else clash


def mended(
    problem: Problem, clashes: tuple[Clash, ...], owner: Ints | None, effort: Effort = NORMAL,
    stop: Callable[[], bool] | None = None,
) -> tuple[Clash, ...]:  # fmt: skip
    """Return the clashes with repairs beside them.

    Parameters
    ----------
    problem : Problem
    clashes : tuple of Clash
        As `explain` found them without repairs.
    owner : Ints of shape (n,) or None
        The best plan so far.
    effort, stop
        As in `explain`.
    """
    ask = stop or (lambda: False)
    pieces = parts(problem)
    if len(pieces) > 1:  # numbers differ within a part, so it is explained anew
        return explain(problem, owner, effort, None, ask) or clashes
    seconds = SECONDS * min(1.0, effort.work / FULL)
    plans = [] if owner is None else [owner]
    decider = Decider(problem, plans, seed=effort.seed, seconds=seconds, stop=ask)
    return tuple(replace(one, repairs=repairs(decider, one, owner)) for one in clashes)


def _inward(owner: Ints, part: Part, territories: int) -> Ints | None:
    number = [UNASSIGNED] * (territories + 1)
    for new, old in enumerate(part.territories.tolist()):
        number[old] = new
    mine = [number[t] for t in owner[part.regions].tolist()]
    return None if UNASSIGNED in mine else ints(mine)
