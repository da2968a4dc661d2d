"""Straight borders for nothing: regions without weight go where most of their neighbours are.

They cost nothing anywhere, so a search leaves them in fringes and fingers. Every move makes the borders
shorter by at least one edge and changes neither score nor loads, so the plan is as good and looks better.
"""

from __future__ import annotations

from planner.judge.verify import best_seats
from planner.model.types import Bools, Ints, bools
from solvers.kernel import kernel
from solvers.territories.annealing import keeps_whole, move
from solvers.territories.ground import Ground, State
from solvers.territories.improve import Annealer
from solvers.territories.rule_prices import barred
from solvers.territories.terrain import Terrain


def straightened(terrain: Terrain, owner: Ints) -> Ints:
    """Return the plan with shorter borders between its weightless regions, shape (n,)."""
    if terrain.rules.reaching:
        return owner  # how far a region may lie follows the seats
    annealer = Annealer(terrain, owner, 0)
    straighten(annealer.ground, annealer.state, _idle(terrain, owner))
    return annealer.owner


def _idle(terrain: Terrain, owner: Ints) -> Bools:
    """Return which regions weigh nothing in any measure, cost nothing to move and are no seat."""
    idle = terrain.movable & ~terrain.problem.weights.any(axis=1) & (terrain.switch == 0)
    idle[best_seats(terrain.problem, owner)] = False
    return bools(idle)


@kernel
def straighten(g: Ground, s: State, idle: Bools) -> int:
    """Move idle regions to the territory of most of their neighbours until none gains; count moves."""
    made, before = 0, -1
    while made != before:
        before = made
        for region in range(len(s.owner)):
            a = s.owner[region]
            if not idle[region] or s.foreign[region] == 0 or s.held[a] <= 1:
                continue
            b = most_around(g, s, region)
            if (
                b != a
                and not barred(g, region, a, b)
                and (not g.contiguous or keeps_whole(g, s, region))
            ):
                move(g, s, region, b)
                made += 1
    return made


@kernel
def most_around(g: Ground, s: State, region: int) -> int:
    """Return the territory that most neighbours of a region are in; its own where none has more."""
    best = s.owner[region]
    most = g.start[region + 1] - g.start[region] - s.foreign[region]
    for at in range(g.start[region], g.start[region + 1]):
        b = s.owner[g.neighbours[at]]
        count = 0
        for other in range(g.start[region], g.start[region + 1]):
            if s.owner[g.neighbours[other]] == b:
                count += 1
        if count > most:
            best, most = b, count
    return int(best)
