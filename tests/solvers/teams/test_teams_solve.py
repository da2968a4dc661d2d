from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from team_builders import (
    AM,
    CLO,
    INB,
    OUT,
    SUP,
    compositions,
    hand_instance,
    post,
    team_problem,
    with_rules,
)  # fmt: skip

from planner.judge.problem import Status, StoppedBy
from planner.judge.team_problem import TeamProblem, TeamSolution, shortage
from planner.judge.team_rules import Mode, TeamPrices, TeamRules
from planner.judge.team_verify import score, violations
from planner.model.types import identical, ints
from solvers.options import SolveOptions
from solvers.progress import Progress
from solvers.teams.solve import compose

LIGHT = SolveOptions(work=20)
SPREAD = ((5, 10), (20, 100), (50, 140), (100, 200))


def brute_force(problem):
    """Least score over all compositions without hires."""
    none = ints(np.zeros_like(problem.demand))
    return min(
        score(problem, posts, none)
        for posts in compositions(problem)
        if not violations(problem, posts, none)
    )


def test_team_1_costs_400_and_is_proven():
    found = compose(hand_instance())
    assert (found.status, found.score, found.bound) == (Status.OPTIMAL, 400, 400)
    assert set(found.posts) == {
        post(0, 0, CLO, 10), post(1, 0, INB, 5), post(1, 1, OUT, 5), post(2, 1, CLO, 5),
    }  # fmt: skip


def test_team_1_costs_400_with_hires_allowed_too():
    found = compose(hand_instance(rules=TeamRules()))
    assert (found.status, found.score, found.hires.sum()) == (Status.OPTIMAL, 400, 0)


def test_team_2_cannot_be_and_names_the_two_rules_that_clash():
    found = compose(hand_instance(rules=TeamRules(hires=False, max_markets=1)))
    assert (found.status, found.posts, found.score) == (Status.INFEASIBLE, (), None)
    assert set(found.clash) == {"two_sellers", "focus"}


def test_team_3_hires_for_inbound_at_4800():
    found = compose(hand_instance(rules=TeamRules(max_markets=1)))
    assert (found.status, found.score) == (Status.OPTIMAL, 4800)
    assert found.hires[0, INB] == found.hires.sum() == 1


def test_too_few_people_leave_a_market_without_team_and_its_need_short():
    problem = hand_instance(rules=TeamRules(hires=False, max_markets=1, two_sellers=Mode.SOFT))
    found = compose(problem)
    assert found.status is Status.OPTIMAL
    assert {each.market for each in found.posts} == {0}
    assert shortage(problem, found.posts, found.hires)[1].sum() == 1000


def test_nobody_at_all_is_a_shortage_of_everything():
    problem = team_problem([{CLO: 500}], [], rules=TeamRules(two_sellers=Mode.SOFT, hires=False))
    found = compose(problem)
    assert (found.status, found.posts, found.score) == (Status.OPTIMAL, (), 500 * 26)


def test_no_markets_need_no_teams():
    problem = team_problem([], [(10, "senior", (CLO,))])
    assert compose(problem).status is Status.OPTIMAL
    assert compose(problem).posts == ()


def test_needs_that_nobody_can_serve_are_named():
    problem = team_problem(
        [{CLO: 500, SUP: 100}, {CLO: 500}],
        [(10, "senior", (CLO,)), (10, "medior", (CLO,))],
        rules=TeamRules(two_sellers=Mode.SOFT, hires=False),
    )
    productivity = problem.productivity.copy()
    productivity[1, 1] = 0
    found = compose(replace(problem, productivity=ints(productivity)))
    assert found.notes == (
        "M0: nobody can serve as support",
        "M1: only one person can serve, and nobody sells alone",
    )


ROLE_SETS = [(CLO,), (OUT, INB), (CLO, AM), (INB, CLO)]


@st.composite
def tiny_problems(draw: st.DrawFn):
    """One or two markets of two roles each, two or three people of 4 to 6 blocks, no hires."""
    markets = draw(st.integers(1, 2))
    roles = draw(st.sampled_from(ROLE_SETS[1:]))
    units = st.integers(0, 700)
    demand = [{role: draw(units) for role in roles} for _ in range(markets)]
    people = st.tuples(
        st.integers(4, 5), st.sampled_from(["junior", "medior", "senior"]),
        st.sampled_from([roles, roles[:1], roles[1:]]),
    )  # fmt: skip
    reps = draw(st.lists(people, min_size=1, max_size=3 if markets == 1 else 2))
    present = [draw(st.integers(-1, markets - 1)) for _ in reps]
    return team_problem(
        demand,
        reps,
        present=ints(present),
        leave_price=ints([500] * len(reps)),
        rules=TeamRules(
            two_sellers=draw(st.sampled_from([Mode.SOFT, Mode.OFF])),
            split=draw(st.sampled_from(list(Mode))),
            max_markets=draw(st.integers(1, 2)),
            hires=False,
        ),
        prices=TeamPrices(short_tiers=SPREAD, block=2),
    )


@settings(max_examples=40)
@given(tiny_problems())
def test_tiny_problems_are_solved_to_the_optimum_that_brute_force_finds(problem):
    found = compose(problem, LIGHT)
    assert found.status is Status.OPTIMAL
    assert found.score == pytest.approx(brute_force(problem))
    assert found.bound == pytest.approx(found.score)


@settings(max_examples=30)
@given(tiny_problems())
def test_the_bound_of_the_people_alone_never_exceeds_the_optimum(problem):
    found = compose(problem, SolveOptions(work=0))
    assert found.bound <= brute_force(problem) + 1e-9


def season(seed: int = 1, reps: int = 14, markets: int = 4) -> TeamProblem:
    """A problem like a sample plan's: specialists, closers who can also care, needs near capacity."""
    rng = np.random.default_rng(seed)
    mix = [(CLO, AM), (CLO, AM), (CLO,), (OUT, INB), (AM, CLO), (AM, SUP), (INB, SUP)]
    people = [
        (int(rng.choice([6, 8, 10])), str(rng.choice(["junior", "medior", "senior"])), mix[i % 7])
        for i in range(reps)
    ]
    share = rng.dirichlet(np.full(markets, 4.0)) * sum(blocks for blocks, _, _ in people) * 100
    need = {OUT: 0.1, INB: 0.12, CLO: 0.45, AM: 0.28, SUP: 0.05}
    return team_problem(
        [{role: int(part * units) for role, part in need.items()} for units in share],
        people,
        present=ints(rng.integers(-1, markets, reps)),
        leave_price=ints([500] * reps),
        rules=TeamRules(two_sellers=Mode.SOFT, split=Mode.HARD, hires=False),
        prices=TeamPrices(short_tiers=SPREAD, block=2),
    )


def blocks_of(found: TeamSolution, market: int) -> int:
    return sum(each.blocks for each in found.posts if each.market == market)


@pytest.mark.parametrize("market", range(4))
def test_a_market_whose_demand_is_doubled_gets_more_hours(market):
    problem = season()
    more = problem.demand.copy()
    more[market] *= 2
    before, after = compose(problem, LIGHT), compose(replace(problem, demand=ints(more)), LIGHT)
    assert blocks_of(after, market) > blocks_of(before, market)


@settings(max_examples=4)
@given(st.integers(0, 3), st.sampled_from([1.5, 2.0, 3.0]), st.integers(1, 3))
def test_more_demand_never_brings_a_market_fewer_hours(market, factor, seed):
    problem = season(seed)
    more = problem.demand.copy()
    more[market] = (more[market] * factor).astype(int)
    before, after = compose(problem, LIGHT), compose(replace(problem, demand=ints(more)), LIGHT)
    assert blocks_of(after, market) >= blocks_of(before, market)


def test_no_market_is_left_with_one_seller_alone():
    found = compose(season(), LIGHT)
    for market in range(4):
        people = {each.rep for each in found.posts if each.market == market}
        assert len(people) != 1


def test_two_runs_give_the_same_answer():
    one, two = (compose(season(), LIGHT) for _ in range(2))
    assert identical(replace(one, runtime_s=0.0), replace(two, runtime_s=0.0))


def test_a_stop_before_the_start_still_gives_a_composition():
    found = compose(season(), LIGHT, stop=lambda: True)
    assert found.stopped_by is StoppedBy.USER
    assert found.status is Status.FEASIBLE


def test_progress_ends_with_what_is_returned():
    heard: list[Progress] = []
    found = compose(season(), LIGHT, report=heard.append)
    assert (heard[-1].phase, heard[-1].best, heard[-1].bound) == ("done", found.score, found.bound)


def test_more_work_is_never_worse():
    little, much = (compose(season(), SolveOptions(work=work)) for work in (2, 40))
    assert much.score <= little.score


def test_hours_of_their_own_kind_bind_too():
    problem = team_problem(
        [{CLO: 1000}],
        [(10, "senior", (CLO,)), (10, "senior", (CLO,))],
        rules=TeamRules(hires=False),
    )
    found = compose(replace(problem, hours_limit=ints([1000, 800])), LIGHT)
    assert found.status is Status.OPTIMAL
    assert sorted(each.blocks for each in found.posts) == [2, 2]


def test_a_senior_may_not_do_outbound_in_two_markets_beyond_his_cap():
    problem = team_problem(
        [{OUT: 400}, {OUT: 400}], [(10, "senior", (OUT,))] * 2,
        rules=TeamRules(hires=False, two_sellers=Mode.SOFT),
    )  # fmt: skip
    found = compose(problem, LIGHT)
    assert found.status is Status.OPTIMAL
    assert all(sum(p.blocks for p in found.posts if p.rep == rep) <= 2 for rep in (0, 1))


def test_rules_can_be_relaxed_to_more_posts():
    problem = with_rules(hand_instance(), max_posts=4)
    found = compose(problem, LIGHT)
    assert found.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert found.score <= 400
