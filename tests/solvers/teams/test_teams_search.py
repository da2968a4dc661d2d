import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model
from team_builders import AM, CLO, INB, OUT, SUP, hand_instance, team_problem

from planner.judge.team_problem import PlannedPost
from planner.judge.team_rules import Mode, TeamPrices, TeamRules
from planner.judge.team_verify import TeamRule, score, violations
from planner.model.types import ints
from solvers.teams.bound import Ascent
from solvers.teams.constraints import add_constraints
from solvers.teams.explain import clash, impossible
from solvers.teams.hint import add_hint, answer
from solvers.teams.objective import objective
from solvers.teams.patterns import make_desk
from solvers.teams.search import descend, improve, seed_kernel
from solvers.teams.state import NONE, copy_state, empty_state, place, price_of
from solvers.teams.tables import BROKEN, make_tables
from solvers.teams.variables import make_variables, short_tiers


@st.composite
def problems(draw):
    """Up to four people and three markets, every rule in some mode, hires or not."""
    m = draw(st.integers(1, 3))
    units = st.integers(0, 1500)
    demand = [{role: draw(units) for role in (OUT, INB, CLO, AM, SUP)} for _ in range(m)]
    people = st.tuples(
        st.integers(1, 10), st.sampled_from(["junior", "medior", "senior"]),
        st.sets(st.sampled_from([OUT, INB, CLO, AM, SUP]), max_size=4).map(sorted),
    )  # fmt: skip
    reps = draw(st.lists(people, min_size=1, max_size=4))
    return team_problem(
        demand,
        reps,
        present=ints([draw(st.integers(-1, m - 1)) for _ in reps]),
        leave_price=ints([draw(st.sampled_from([0, 500])) for _ in reps]),
        hours_limit=ints([draw(st.integers(0, 4000)) for _ in reps]),
        rules=TeamRules(
            two_sellers=draw(st.sampled_from([Mode.SOFT, Mode.OFF])),
            split=draw(st.sampled_from(list(Mode))),
            max_markets=draw(st.integers(1, 2)),
            max_roles=draw(st.integers(1, 2)),
            hires=draw(st.booleans()),
        ),
        prices=TeamPrices(
            short_tiers=draw(st.sampled_from([((100, 100),), ((7, 0), (40, 90), (100, 130))])),
            block=draw(st.integers(0, 3)),
        ),
    )


def searched(problem, rounds=30):
    """Tables and the composition after a short search."""
    tables = make_tables(problem)
    desk, now, top = make_desk(tables), empty_state(tables), empty_state(tables)
    everywhere = np.ones(len(problem.markets), np.int64)
    seed_kernel(1)
    descend(tables, now, desk, everywhere, False)
    copy_state(now, top)
    improve(tables, now, top, desk, rounds, 5000.0, 0.9)
    descend(tables._replace(alone=BROKEN), top, desk, everywhere, False)
    return tables, top


def posts_in(tables, state):
    return [
        PlannedPost(
            rep, int(tables.market[post]), int(tables.role[post]), int(state.blocks[rep, slot])
        )
        for rep in range(len(tables.capacity))
        for slot, post in enumerate(state.post[rep])
        if post != NONE
    ]


@settings(max_examples=60)
@given(problems())
def test_the_search_meets_the_rules_and_counts_prices_as_the_judge_does(problem):
    tables, state = searched(problem)
    posts, hires = posts_in(tables, state), ints(state.hires)
    assert violations(problem, posts, hires) == ()
    assert price_of(tables, state) == round(100 * score(problem, posts, hires))


@settings(max_examples=30)
@given(problems())
def test_taking_everybody_out_leaves_nothing_behind(problem):
    tables, state = searched(problem, rounds=5)
    for rep in range(len(problem.reps)):
        place(tables, state, rep, -1)
    for kept in (state.cover, state.people, state.experienced, state.juniors):
        assert not kept.any()


@settings(max_examples=30)
@given(problems())
def test_the_model_takes_the_hint_whole_and_counts_it_as_the_judge_does(problem):
    tables, state = searched(problem)
    posts, hires = posts_in(tables, state), ints(state.hires)
    model = cp_model.CpModel()
    made = make_variables(problem, model)
    add_constraints(problem, made)
    model.minimize(objective(problem, made))
    add_hint(problem, made, posts, hires)
    solver = cp_model.CpSolver()
    solver.parameters.fix_variables_to_their_hinted_value = True
    assert solver.solve(model) == cp_model.OPTIMAL
    assert solver.objective_value == round(100 * score(problem, posts, hires))
    assert len(model.proto.solution_hint.vars) == len(model.proto.variables)
    again, new = answer(problem, made, solver)
    assert set(again) == set(posts)
    assert (new == hires).all()


@settings(max_examples=30)
@given(problems())
def test_the_bound_is_never_above_what_was_found(problem):
    tables, state = searched(problem)
    price = price_of(tables, state)
    ascent = Ascent(tables, make_desk(tables), price)
    ascent.climb(60)
    assert ascent.bound <= price


def test_the_bound_is_exact_where_people_do_not_compete():
    # 10 blocks of one closer at 100 % against 1,500 units: 500 short at 26
    problem = team_problem([{CLO: 1500}], [(10, "senior", (CLO,))], rules=TeamRules(hires=False))
    tables = make_tables(problem)
    ascent = Ascent(tables, make_desk(tables), 1_300_000)
    ascent.climb(200)
    assert ascent.bound == pytest.approx(1_300_000, rel=1e-3)


def test_tiers_cut_a_need_without_losing_a_unit():
    prices = TeamPrices(short_tiers=((5, 10), (33, 100), (100, 150)))
    problem = team_problem([{CLO: 101}], [], prices=prices)
    assert short_tiers(problem, 0, CLO) == [(5, 260), (28, 2600), (68, 3900)]


def test_rules_that_clash_are_found_and_those_that_do_not_are_left_out():
    problem = hand_instance(rules=TeamRules(hires=False, max_markets=1))
    assert clash(problem, seed=1, stop=lambda: False) == ("two_sellers", "focus")
    assert not impossible(problem, [TeamRule.FOCUS], seed=1, stop=lambda: False)
