"""Rounds: a program is solved, what its solution breaks is cut off, until a solution breaks nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from planner.judge.verify import Rule, violations
from planner.model.types import Floats, Ints
from solvers.territories.exact.answer import Answer
from solvers.territories.exact.connection import connect
from solvers.territories.exact.program import Program, Rows


@dataclass(slots=True)
class Proof:
    """How far a proof has come.

    Attributes
    ----------
    bound : float
        No plan of the program costs less; infinite where it has none.
    owner : Ints of shape (n,) or None
        The best plan found, which meets all rules.
    done : bool
        Whether the bound is the cost of that plan, or nothing is left.
    """

    bound: float = -math.inf
    owner: Ints | None = None
    done: bool = False
    rounds: int = field(default=0)


Tell = Callable[[Proof], object]


def _forbid(program: Program, slot: Ints, owner: Ints) -> bool:
    """Rule out a solution that the verifier finds fault with; say whether it did.

    That is one off by a rounding, or one that breaks a rule only a whole plan shows: a region far from
    what turns out to be the best seat of its territory.
    """
    broken = violations(program.slots.problem, owner)
    for violation in broken:
        if violation.rule is not Rule.REACH or violation.territory is None:
            program.forbid(slot)
            break
        regions = np.flatnonzero(owner == violation.territory).tolist()
        program.forbid_territory(int(slot[regions[0]]), regions)
    return bool(broken)


def _plan_of(program: Program, value: Floats) -> Ints | None:
    """Return the plan that a solution stands for; None, and the program cut, where it is none."""
    slot = program.owned(value)
    if connect(program, slot):
        return None
    owner = program.slots.owner_of(slot)
    return None if _forbid(program, slot, owner) else owner


def prove_in_rounds(
    program: Program, solve: Callable[[Rows], Answer], *, rounds: int, tell: Tell
) -> Proof:
    """Solve a program anew with cuts until its solution is a plan, or the solver gives up.

    Parameters
    ----------
    program : Program
        Cuts are added to it.
    solve : callable
        Solves rows; an answer that is not done ends the rounds.
    rounds : int
        Most rounds.
    tell : callable
        Hears of every proof, better each time.
    """
    proof = Proof()
    for _ in range(rounds):
        answer = solve(program.rows)
        proof.rounds += 1
        proof.bound = max(proof.bound, answer.bound)
        plan = None if answer.value is None else _plan_of(program, answer.value)
        if plan is not None:
            proof.owner = plan
        if plan is not None or answer.value is None:
            proof.done = answer.done
        tell(proof)
        if proof.done or not answer.done:
            break
    return proof
