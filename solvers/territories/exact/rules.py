"""Rules of a program beyond bands and connection: what may be handed over, moved, and soft ideals."""

from __future__ import annotations

import numpy as np

from planner.model.types import UNASSIGNED, Bools, Floats, bools, ints
from solvers.territories.exact.program import Program, whole_atoms
from solvers.territories.exact.slots import Slots

SLACK = 2e-9
"""Relative slack on a cap, twice the judge's, so that no plan it passes is ruled out by a rounding."""


def program_of(slots: Slots) -> Program:
    """Return the program of some slots under every rule."""
    program = Program(slots.kept(whole_atoms(slots)))
    add_rules(program)
    return program


def add_rules(program: Program) -> None:
    """Add the caps and prices that a problem asks for."""
    problem = program.slots.problem
    if problem.ideal_price.any():
        for q in range(len(program.slots.cost)):
            for a in np.flatnonzero(problem.ideal_price).tolist():
                _price_deviation(program, q, a)
    if problem.current is None:
        return
    for a in range(problem.weights.shape[1]):
        for territory in range(problem.k):
            _cap_handed_over(program, territory, a)
            _cap_taken_over(program, territory, a)
    if problem.switch_cost is not None and np.isfinite(problem.most_moved):
        moved = _moved_from(program, None)
        slack = SLACK * float(problem.switch_cost.sum())
        _cap(program, moved, problem.switch_cost, problem.most_moved + slack)


def _territory(program: Program, q: int) -> int:
    """Return the territory of a slot; a problem with a past has families of one."""
    return int(program.slots.families[int(program.slots.family[q])][0])


def _moved_from(program: Program, territory: int | None) -> Bools:
    """Return the choices that move a region, out of a territory if one is named, shape (q, n)."""
    slots, current = program.slots, program.slots.problem.current
    assert current is not None
    of_slot = np.array([_territory(program, q) for q in range(len(slots.cost))])
    moved = (of_slot[:, None] != current[None, :]) & (current != UNASSIGNED)
    return bools(moved if territory is None else moved & (current == territory))


def _cap_handed_over(program: Program, territory: int, a: int) -> None:
    problem = program.slots.problem
    most = float(problem.most_handed_over[territory, a])
    if np.isfinite(most):
        slack = SLACK * float(problem.total[a])
        _cap(program, _moved_from(program, territory), problem.weights[:, a], most + slack)


def _cap_taken_over(program: Program, territory: int, a: int) -> None:
    problem = program.slots.problem
    most = float(problem.most_taken_over[territory, a])
    if np.isfinite(most):
        mine = [_territory(program, q) == territory for q in range(len(program.slots.cost))]
        arrived = _moved_from(program, None) & np.array(mine)[:, None]
        slack = SLACK * float(problem.total[a])
        _cap(program, bools(arrived), problem.weights[:, a], most + slack)


def _cap(program: Program, counted: Bools, amount: Floats, most: float) -> None:
    """Let the sum of the amounts of the choices counted be at most so much."""
    q, i = np.nonzero(counted & (program.choice != UNASSIGNED))
    columns = ints(program.choice[q, i]).tolist()
    program.rows.row(columns, amount[i].tolist(), -np.inf, most)


def _price_deviation(program: Program, q: int, a: int) -> None:
    """Price what a slot's load is beyond the ideal, in either direction."""
    slots, problem = program.slots, program.slots.problem
    territory = _territory(program, q)
    wanted, ideal = float(problem.wanted[territory, a]), float(problem.ideal[a])
    if wanted <= 0:
        return
    besides = float(problem.besides[territory, a])
    mine = np.flatnonzero(program.choice[q] != UNASSIGNED)
    columns = ints(program.choice[q, mine]).tolist()
    share = (problem.weights[mine, a] / wanted).tolist()
    most = max(1.0, (float(problem.weights[mine, a].sum()) + besides) / wanted)
    beyond = program.rows.column(float(problem.ideal_price[a]), top=most, whole=False)
    for sign in (1.0, -1.0):
        # sign * (load / wanted - 1) - ideal <= beyond, when the slot is open
        constant = sign * (besides / wanted - 1.0) - ideal
        values, gate = [sign * value for value in share], program.gate(q)
        if slots.root[q] == UNASSIGNED:
            program.rows.row([*columns, beyond], [*values, -1.0], -np.inf, -constant)
        elif gate != UNASSIGNED:
            program.rows.row([*columns, beyond, gate], [*values, -1.0, constant], -np.inf, 0.0)
