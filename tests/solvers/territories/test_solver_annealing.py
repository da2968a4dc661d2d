"""The inner loop keeps its figures in step, never tears a territory and never touches a lock."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_problem
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import grid_problems, owners, problems

from planner.judge.problem import Kind, Objective, Problem
from planner.judge.verify import extra_pieces, loads
from planner.model.graph import pieces
from planner.model.types import UNASSIGNED, Ints, ints
from solvers.territories import annealing, construct, repair
from solvers.territories.improve import Annealer, Stage
from solvers.territories.labels import exchangeable, relabelled, untied
from solvers.territories.standing import Best, standing
from solvers.territories.terrain import Terrain, terrain_of


def started(problem: Problem) -> tuple[Terrain, Ints]:
    terrain = terrain_of(problem)
    return terrain, repair.whole(terrain, construct.bisection(terrain, np.random.default_rng(1)))


def pieces_of(problem: Problem, owner: Ints, territory: int) -> int:
    label = pieces(problem.n, problem.edges, owner)[1]
    return len(np.unique(label[owner == territory]))


@given(problem=problems(max_regions=9, rules=False), data=st.data())
def test_a_region_may_leave_when_the_rest_stays_as_whole_as_before(
    problem: Problem, data: st.DataObject
) -> None:
    owner = data.draw(owners(problem.n, problem.k))
    annealer = Annealer(terrain_of(problem), owner, 1)
    for region in range(problem.n):
        without = owner.copy()
        without[region] = UNASSIGNED
        home = int(owner[region])
        torn = pieces_of(problem, ints(without), home) > pieces_of(problem, owner, home)
        assert annealing.keeps_whole(annealer.ground, annealer.state, region) == (not torn)


def test_a_long_way_round_is_found() -> None:
    # A ring of 60: the neighbours of a region still meet the other way round; a row of 60 is cut.
    rows, cols = 3, 60
    ring = [0 if i // cols != 1 or i % cols in (0, cols - 1) else 1 for i in range(rows * cols)]
    problem = grid_problem(rows, cols, 2)
    annealer = Annealer(terrain_of(problem), ints(ring), 1)
    assert annealing.keeps_whole(annealer.ground, annealer.state, 30)
    row = Annealer(terrain_of(grid_problem(1, 60, 1)), ints(np.zeros(60)), 1)
    assert not annealing.keeps_whole(row.ground, row.state, 30)


@settings(max_examples=50)
@given(problem=problems(max_regions=9), hot=st.sampled_from([0.0, 1.0]))
def test_figures_kept_in_step_equal_figures_counted_anew(problem: Problem, hot: float) -> None:
    terrain, owner = started(problem)
    annealer = Annealer(terrain, owner, 1)
    ground, state = annealer.ground, annealer.state
    annealing.anneal(ground, state, annealer.scale, hot * annealer.scale, 500, 0.3)
    kept = [np.array(field) for field in state]
    annealing.refresh(ground, state)
    counted = dict(zip(state._fields, state, strict=True))
    for name, value in zip(state._fields, kept, strict=True):
        if name in ("load", "heavy", "held", "mass", "moment_x", "foreign", "price"):
            assert value == pytest.approx(np.array(counted[name]), abs=1e-6), name
    assert np.array(state.load) == pytest.approx(np.array(loads(problem, annealer.owner)))
    border = set(state.border[: state.counters[0]].tolist())
    assert border == set(np.flatnonzero((state.foreign > 0) & terrain.movable).tolist())


@settings(max_examples=50)
@given(problem=problems(max_regions=9))
def test_annealing_keeps_locks_and_tears_nothing(problem: Problem) -> None:
    terrain, owner = started(problem)
    annealer = Annealer(terrain, owner, 3)
    before = extra_pieces(problem, owner)
    annealing.anneal(annealer.ground, annealer.state, annealer.scale, annealer.scale, 2000, 0.2)
    after = annealer.owner
    held = terrain.fixed != UNASSIGNED
    assert np.array_equal(after[held], terrain.fixed[held])
    assert len(np.unique(after)) == problem.k
    if problem.contiguous:
        assert extra_pieces(problem, after) <= before


@pytest.mark.parametrize("kind", [Kind.INERTIA, Kind.DISTANCE, Kind.DISRUPTION])
@pytest.mark.parametrize("seats", [None, [0, 35]])
def test_the_change_foretold_is_the_change_that_comes(kind: Kind, seats: list[int] | None) -> None:
    current = ints(np.arange(36) % 2)
    problem = grid_problem(
        6, 6, 2, weights=np.arange(1.0, 37.0), objective=Objective(kind), current=current,
        seats=None if seats is None else ints(seats), switch_cost=np.linspace(1.0, 9.0, 36),
    )  # fmt: skip
    terrain, owner = started(problem)
    annealer = Annealer(terrain, owner, 1)
    ground, state = annealer.ground, annealer.state
    for region in range(1, 35):
        annealing.refresh(ground, state)
        cost, price = annealing.energy(ground, state)
        a = int(state.owner[region])
        foretold = annealing.travel_change(ground, state, region, a, 1 - a)
        foretold += annealing.penalty(ground, state, a, region, -1.0) - state.price[a]
        foretold += annealing.penalty(ground, state, 1 - a, region, 1.0) - state.price[1 - a]
        annealing.move(ground, state, region, 1 - a)
        found, priced = annealing.energy(ground, state)
        assert found + priced - cost - price == pytest.approx(foretold, rel=1e-6, abs=1e-6)


@settings(max_examples=30)
@given(problem=grid_problems())
def test_bisection_and_power_diagrams_make_whole_plans(problem: Problem) -> None:
    terrain = terrain_of(problem)
    for build in (construct.bisection, construct.power_diagram):
        owner = repair.whole(terrain, build(terrain, np.random.default_rng(5)))
        assert extra_pieces(problem, owner) == 0
        assert np.bincount(owner, minlength=problem.k).min() >= 1


@settings(max_examples=50)
@given(problem=problems(max_regions=9), data=st.data())
def test_any_raw_plan_is_made_whole(problem: Problem, data: st.DataObject) -> None:
    terrain = terrain_of(problem)
    owner = repair.whole(terrain, data.draw(owners(problem.n, problem.k, unassigned=True)))
    held = terrain.fixed != UNASSIGNED
    assert np.array_equal(owner[held], terrain.fixed[held])
    assert not (owner == UNASSIGNED).any()
    if not held.any():
        assert len(np.unique(owner)) == problem.k
        assert not problem.contiguous or extra_pieces(problem, owner) == 0


NO_TRAVEL = np.zeros(2)


def test_shapes_exchange_numbers_to_fit_their_targets() -> None:
    problem = grid_problem(1, 4, 2, targets=[[0.75], [0.25]], tolerance=0.01)
    terrain, both = terrain_of(problem), ints([0, 1])
    fitting = relabelled(terrain, both, np.array([[1.0], [3.0]]), NO_TRAVEL, 1.0)
    assert fitting is not None
    assert fitting.tolist() == [1, 0]
    assert relabelled(terrain, both, np.array([[3.0], [1.0]]), NO_TRAVEL, 1.0) is None


def test_the_larger_target_goes_where_it_is_denser_unless_the_bands_forbid() -> None:
    """Loads 3 and 1 of 4 fit as they are; the second is denser: it travels 1 a unit, the first 10."""
    problem = grid_problem(1, 4, 2, targets=[[0.75], [0.25]], tolerance=0.0)
    terrain, both, load = terrain_of(problem), ints([0, 1]), np.array([[3.0], [1.0]])
    travel = np.array([30.0, 1.0])
    # Exchanged: 30 (1/3)^2 + 1 * 3^2 = 12.3 of 31, for bands missed by 2/1 and 2/3: 42 + 5.1.
    cheap = relabelled(terrain, both, load, travel, 0.35)
    assert cheap is not None
    assert cheap.tolist() == [1, 0]
    assert relabelled(terrain, both, load, travel, 0.45) is None


def test_where_targets_differ_the_largest_lie_where_it_is_dense() -> None:
    """A row of 30 regions, the right third nine times as heavy: 20 + 90 over five territories."""
    weight = np.where(np.arange(30) < 20, 1.0, 9.0)
    problem = grid_problem(
        1, 30, 5, weights=weight[:, None], targets=[[0.1], [0.1], [0.2], [0.3], [0.3]]
    )
    terrain = terrain_of(problem)
    for seed in range(10):
        owner = construct.bisection(terrain, np.random.default_rng(seed))
        place = [np.flatnonzero(owner == territory).mean() for territory in range(5)]
        assert min(place[3:]) > max(place[:2])


def test_territories_tied_to_a_place_keep_their_numbers() -> None:
    locks = ints([0, UNASSIGNED, UNASSIGNED, UNASSIGNED])
    targets = [[0.5], [0.25], [0.25]]
    problem = grid_problem(1, 4, 3, targets=targets, locks=locks)
    assert untied(terrain_of(problem)).tolist() == [False, True, True]
    assert not len(exchangeable(terrain_of(problem)))  # the two that may are alike
    seated = grid_problem(1, 4, 3, targets=targets, seats=ints([0, 1, 2]))
    assert not untied(terrain_of(seated)).any()


@settings(max_examples=20)
@given(problem=problems())
def test_annealing_never_claims_better_than_the_verifier_finds(problem: Problem) -> None:
    terrain, owner = started(problem)
    best = Best(problem, owner)
    annealer = Annealer(terrain, owner, 1)
    annealer.run(Stage(4000), best, lambda: False)
    annealer.settle(best, lambda: False)
    assert best.standing == standing(problem, best.owner)
    assert best.standing <= min(standing(problem, owner), standing(problem, annealer.owner))
