from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from builders import START, grid_plan, grid_reps

from planner.judge.problem import Status
from planner.judge.team_fit import level_of, role_skill
from planner.judge.team_problem import (
    PlannedPost,
    TeamSolution,
    covered,
    team_problem_from,
    teams_from,
)
from planner.judge.team_rules import Mode
from planner.model.goals import Goals, TeamGoals, TerritoryGoals
from planner.model.types import frozen_map, ints
from planner.sales.workload import capacity_hours_week

OUT, INB, CLO, AM, SUP = range(5)
(REP,) = grid_reps(1)


def plan_with(reps=None, *, norms=None, markets="territory", staff=None, **fields):
    goals = Goals((TerritoryGoals(count=2),), TeamGoals(markets, norms or {}, staff))
    return grid_plan(4, 4, 2, reps, goals=goals, **fields)


def problem_of(plan):
    return team_problem_from(plan, plan.today)


def rep(key, role="closer", **fields):
    return replace(REP, id=key, name=key, role=role, **fields)


def speaking(plan, languages):
    text = {**plan.accounts.text, "language": tuple(languages)}
    return replace(plan, accounts=replace(plan.accounts, text=frozen_map(text)))


def test_needs_are_the_funnel_in_units_of_a_hundredth_block():
    norms = {"leads_month": 800, "prospects_month": 0, "customers": 0, "win_rate": 0}
    problem = problem_of(plan_with(norms=norms))
    # 400 leads a market: one FTE inbound, 80 qualified: 1.6 FTE closing, 66.7 h support of 112.7
    assert problem.demand.tolist() == [[0, 1000, 1600, 0, 592]] * 2


def test_a_need_however_small_is_never_lost():
    norms = {"leads_month": 0.01, "prospects_month": 0, "customers": 0}
    demand = problem_of(plan_with(norms=norms)).demand
    assert (demand[:, [INB, CLO, AM, SUP]] == 1).all()
    assert not demand[:, OUT].any()


def test_leaders_and_leavers_are_not_composed_and_vacancies_are():
    people = [
        rep("A"), rep("B", role="leader"), rep("C", end=date(2026, 12, 31)),
        rep("D", vacancy=True, start=date(2027, 4, 1)), rep("E", role="leader", skills={"closer": 80}),
    ]  # fmt: skip
    assert problem_of(plan_with(people)).reps == ("A", "D", "E")


def test_skill_ramp_and_fit_make_productivity():
    new = rep("A", skills={"closer": 110, "T01": 50}, start=date(2026, 11, 1))  # third month: 75 %
    productivity = problem_of(plan_with([new])).productivity
    assert productivity[0, :, CLO].tolist() == [41, 83]  # 110 x 0.75 x 0.5 and 110 x 0.75
    assert not productivity[0, :, AM].any()


def test_somebody_without_named_skills_can_do_related_roles():
    assert role_skill(rep("A"), "closer") == 100
    assert role_skill(rep("A"), "account_manager") == 90
    assert role_skill(rep("A"), "support") == 0
    assert role_skill(rep("A", skills={"closer": 90}), "account_manager") == 0


@pytest.mark.parametrize(
    ("level", "months", "expected"),
    [("senior", 3.0, "senior"), ("", 11.0, "junior"), ("", 60.0, "medior"), ("", 61.0, "senior"),
     ("", None, "medior")],
)  # fmt: skip
def test_a_level_that_is_not_given_follows_experience(level, months, expected):
    assert level_of(rep("A", level=level, experience_months=months)) == expected


def test_nobody_serves_a_market_whose_language_he_does_not_speak():
    people = [rep("A", languages=("nl",)), rep("B", languages=("nl", "fr")), rep("C")]
    plan = plan_with(people, today=[0] * 8 + [1] * 8)
    plan = speaking(plan, ["NL"] * 8 + ["fr"] * 7 + ["nl"])
    able = problem_of(plan).productivity[:, :, CLO] > 0
    assert able.tolist() == [[True, False], [True, True], [True, True]]


def test_the_present_market_is_always_allowed():
    plan = plan_with([rep("A"), rep("B", languages=("nl",))], today=[0] * 8 + [1] * 8)
    able = problem_of(speaking(plan, ["fr"] * 16)).productivity[:, :, CLO] > 0
    assert able.tolist() == [[True, True], [False, True]]


def test_people_stay_in_their_country():
    people = [rep("A", country="Netherlands"), rep("B", country="BE"), rep("C", country="")]
    plan = plan_with(people, today=[0] * 8 + [1] * 8)
    parents = frozen_map({"country": ("NL",) * 8 + ("BE",) * 8})
    plan = replace(plan, regions=replace(plan.regions, parents=parents))
    able = problem_of(plan).productivity[:, :, CLO] > 0
    assert able.tolist() == [[True, False], [False, True], [True, True]]


def test_owners_are_present_in_their_territory_and_dearer_to_move():
    plan = plan_with([rep("A"), rep("B"), rep("C")])
    text = {**plan.accounts.text, "owner": ("C",) + ("",) * 15}
    plan = replace(plan, accounts=replace(plan.accounts, text=frozen_map(text)))
    problem = problem_of(plan)
    assert problem.present.tolist() == [0, 1, 0]
    assert problem.leave_price.tolist() == [2000, 2000, 500]


@pytest.mark.parametrize(("staff", "mode"), [(19, Mode.SOFT), (20, Mode.HARD)])
def test_closing_is_split_from_leads_from_twenty_people(staff, mode):
    assert problem_of(plan_with(staff=staff)).rules.split is mode


def test_without_markets_there_is_nothing_to_compose():
    plan = plan_with()
    plan = replace(plan, accounts=type(plan.accounts)())
    problem = problem_of(plan)
    assert (problem.reps, problem.markets) == ((), ())
    assert teams_from(problem, TeamSolution(Status.OPTIMAL)) == ()


def test_a_plan_without_team_goals_has_no_team_problem():
    plan = grid_plan(2, 2)
    with pytest.raises(ValueError, match="no team goals"):
        team_problem_from(plan, plan.today)


def test_posts_become_hours_and_what_is_missing_is_named():
    people = [rep("A"), rep("B", role="outbound")]
    norms = {"leads_month": 800, "prospects_month": 450.667, "customers": 0, "win_rate": 0}
    problem = problem_of(plan_with(people, norms=norms))
    posts = (PlannedPost(1, 0, OUT, 10), PlannedPost(0, 0, CLO, 10))
    north, south = teams_from(problem, TeamSolution(Status.FEASIBLE, posts))
    assert [(post.role, post.rep_id, post.hours_week) for post in north.posts] == [
        ("outbound", "B", 26.0), ("closer", "A", 40.0),
    ]  # fmt: skip
    need = {need.role: need for need in north.needs}
    assert need["outbound"].needed_hours_week == pytest.approx(26.0, abs=0.03)
    assert need["outbound"].planned_hours_week == pytest.approx(26.0)
    assert need["inbound"].short_hours_week == pytest.approx(40.0)
    assert south.posts == ()
    assert all(each.short_hours_week == each.needed_hours_week for each in south.needs)
    assert covered(problem, posts).sum() == 2000


@pytest.mark.parametrize("role", ["outbound", "inbound", "closer", "account_manager", "support"])
@pytest.mark.parametrize("contract", [40.0, 36.0, 19.5])
def test_blocks_within_a_reps_hours_never_exceed_his_capacity(role, contract):
    one = rep("A", role=role, contract_hours_week=contract, start=date(2026, 12, 15))
    problem = problem_of(plan_with([one]))
    limit = problem.hours_limit[0] / 100
    assert limit <= capacity_hours_week(one, START) + 1e-9
    own = problem.roles.index(role)
    assert problem.block_hours[0, own] * problem.capacity[0] <= problem.hours_limit[0]
    assert np.array_equal(problem.role_hours, ints([260, 400, 400, 260, 260]))
