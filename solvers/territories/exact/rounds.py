"""Rounds: a program is solved, what its solution breaks is cut off, until a solution breaks nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from planner.judge.verify import violations
from planner.model.types import Ints
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
        if answer.value is not None:
            slot = program.owned(answer.value)
            torn = connect(program, slot)
            if not torn:
                owner = program.slots.owner_of(slot)
                if violations(program.slots.problem, owner):
                    program.forbid(slot)  # within rounding, or a rule that only a whole plan shows
                else:
                    proof.owner = owner
                    proof.done = answer.done
        else:
            proof.done = answer.done
        tell(proof)
        if proof.done or not answer.done:
            break
    return proof

