"""Territories with given seats claim regions until each has its own; what two want grows dearer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_problem
from hypothesis import given, settings
from strategies import problems

from planner.judge.problem import Kind, Objective, Problem
from planner.judge.verify import extra_pieces, violations
from planner.model.types import UNASSIGNED, floats, ints
from solvers.territories import claims, negotiation
from solvers.territories.negotiation import (
    PRESS,
    RISING,
    Agreement,
    fits,
    market_of,
    negotiate,
    no_claims,
    slices,
)
from solvers.territories.terrain import terrain_of

BY_ROAD = Objective(Kind.DISTANCE)


def go_on() -> bool:
    return False


def agreed(problem: Problem, seed: int = 1) -> Agreement:
    terrain = terrain_of(problem)
    return negotiate(terrain, market_of(terrain, go_on), seed=(seed,), work=1.0, look=go_on)


def behind_a_wall() -> Problem:
    """Two seats in the empty left end of three rows; the people live at the right end.

    The seat at the end sees nothing but the other seat and the rows above and below it: each must
    lead a corridor of its own past the middle, one above and one below.
    """
    weights = np.full((3, 8), 0.01)
    weights[:, 6:] = 1.0
    return grid_problem(
        3, 8, 2, weights=weights.ravel(), seats=ints([8, 9]), objective=BY_ROAD, tolerance=0.1
    )


def test_seats_far_from_the_people_reach_them_past_one_another() -> None:
    problem = behind_a_wall()
    agreement = agreed(problem)
    assert agreement.owner is not None
    assert violations(problem, agreement.owner) == ()


def test_the_same_seed_comes_to_the_same_agreement() -> None:
    first, second = (agreed(behind_a_wall(), seed=5) for _ in range(2))
    assert first.looked_at == second.looked_at > 0
    assert np.array_equal(first.owner, second.owner)


def test_what_cannot_be_met_ends_without_an_agreement() -> None:
    # One region holds nearly everything: two territories cannot both have half.
    problem = grid_problem(
        1, 5, 2, weights=[1.0, 1.0, 100.0, 1.0, 1.0], seats=ints([0, 4]), objective=BY_ROAD
    )
    agreement = agreed(problem)
    assert agreement.owner is None
    assert agreement.looked_at <= (RISING + 1) * problem.n * problem.k


def test_a_stop_ends_it_at_once() -> None:
    terrain = terrain_of(behind_a_wall())
    market = market_of(terrain, go_on)
    agreement = negotiate(terrain, market, seed=(1,), work=1.0, look=lambda: True)
    assert (agreement.owner, agreement.looked_at) == (None, 0)


def test_who_may_not_have_a_region_never_claims_it_even_where_travel_costs_nothing() -> None:
    problem = grid_problem(
        1, 4, 2, seats=ints([0, 3]), objective=BY_ROAD, kept_from=ints([[1, 0]]), tolerance=0.5
    )
    here = replace(problem, xy_km=floats(np.zeros((4, 2))))
    detour = market_of(terrain_of(here), go_on).detour
    assert np.isinf(detour[0, 1])
    assert (detour[1] == [np.inf, 0, 0, 0]).all()


@settings(max_examples=60)
@given(problem=problems(max_regions=9, rules=False))
def test_claims_hold_together_keep_to_their_bands_and_are_counted(problem: Problem) -> None:
    seats = ints(np.arange(problem.k))
    terrain = terrain_of(replace(problem, seats=seats, objective=BY_ROAD, contiguous=True))
    market = market_of(terrain, go_on)
    held = no_claims(market, (1,))
    for number in range(5):
        claims.play(market, held, ints(np.arange(problem.k)), PRESS, number == 0)
        claims.raise_tolls(held)
        claims.adjust_wishes(market, held, number, True)
    counted = np.zeros(problem.n, np.int64)
    for territory in range(problem.k):
        mine = held.member[territory, : held.size[territory]]
        assert len(set(mine.tolist())) == len(mine)
        assert mine[0] == terrain.problem.seats[territory]
        counted[mine] += 1
        assert np.isfinite(market.detour[territory, mine[1:]]).all()
        owner = np.full(problem.n, UNASSIGNED)
        owner[mine] = 0
        alone = replace(
            problem, seats=None, current=None, switch_cost=None, locks=ints([-1] * problem.n)
        )
        assert extra_pieces(alone, ints(owner)) == 0
        load = problem.weights[mine[1:]].sum(axis=0) + problem.weights[mine[0]]
        top = np.maximum(market.high[territory], problem.weights[mine[0]])
        assert (load <= top * (1 + 1e-9)).all()
    assert np.array_equal(counted, held.holders)


def test_a_contested_region_grows_dearer_until_one_gives_way() -> None:
    terrain = terrain_of(behind_a_wall())
    market = market_of(terrain, go_on)
    held = no_claims(market, (1,))
    claims.play(market, held, ints([0, 1]), 0.0, True)
    contested = held.holders > 1
    assert contested.any()
    claims.raise_tolls(held)
    assert (held.toll[contested] > 0).all()
    assert held.toll[~contested] == pytest.approx(0.0)


def test_two_seats_in_one_region_start_side_by_side() -> None:
    problem = grid_problem(4, 4, 2, seats=ints([5, 5]), objective=BY_ROAD)
    agreement = agreed(problem)
    assert agreement.owner is not None
    assert violations(problem, agreement.owner) == ()


def test_negotiation_is_for_where_there_is_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = grid_problem(2, 8, 2, seats=ints([0, 15]), objective=BY_ROAD)
    assert fits(terrain_of(problem))
    monkeypatch.setattr(negotiation, "MOST_PAIRS", 31)
    assert not fits(terrain_of(problem))


def test_rounds_are_cut_where_regions_are_many() -> None:
    order = ints(np.arange(7))
    assert len(slices(order, 100)) == 1
    assert [len(part) for part in slices(order, 40_000)] == [2, 2, 2, 1]
