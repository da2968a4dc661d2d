"""The teams of a scope: on a 4 x 4 grid of four rows; columns 0 and 1 are West, 2 and 3 East."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.teams import set_teams
from planner.insight.extent import extent_of
from planner.insight.scope import EVERYTHING, Scope, ScopeKind
from planner.insight.team_scope import ScopedTeams, teams_within
from planner.model.goals import Goals, TeamGoals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.teams import Post, RoleNeed, Team
from planner.model.types import RepId

WEST = Scope(ScopeKind.PARENT, "West", "province")
EAST = Scope(ScopeKind.PARENT, "East", "province")
GRIDLAND = Scope(ScopeKind.PARENT, "Gridland", "country")
LEADER = Scope(ScopeKind.PEOPLE, "R01")


def team(key: str, *people: str, needed: float = 40.0) -> Team:
    posts = tuple(Post("closer", RepId(one), 10.0) for one in people)
    return Team(key, key, key, posts, (RoleNeed("closer", needed, 10.0 * len(people)),))


TEAMS = (team("West", "R01", "R03"), team("East", "R02", "R04"))
"""Rep 2 reports to rep 1: each team has one of the leader's people."""


def plan_of(markets: str, teams: tuple[Team, ...] = TEAMS) -> Plan:
    goals = Goals(layers=(TerritoryGoals(count=4),), teams=TeamGoals(markets=markets))
    plan = grid_plan(4, 4, 4, goals=goals)
    led = tuple(
        replace(rep, manager_id=RepId("R01") if rep.id == "R02" else None) for rep in plan.reps
    )
    return set_teams(replace(plan, reps=led), "Plan A", teams)


def within(plan: Plan, scope: Scope) -> ScopedTeams:
    extent = extent_of(plan, "Plan A", scope)
    return teams_within(plan, extent, plan.scenario("Plan A").teams)


def people(found: ScopedTeams) -> list[str]:
    return [str(post.rep_id) for _team, post in found.posts]


def test_of_everything_there_are_all_teams_and_all_posts() -> None:
    found = within(plan_of("parent:province"), EVERYTHING)
    assert found.teams == TEAMS
    assert people(found) == ["R01", "R03", "R02", "R04"]
    assert found.inside == TEAMS


def test_a_team_whose_market_lies_inside_is_there_with_everybody() -> None:
    found = within(plan_of("parent:province"), GRIDLAND)
    assert found.inside == TEAMS
    # Everybody owns land in the west, but the market of team East lies elsewhere.
    found = within(plan_of("parent:province"), WEST)
    assert people(found) == ["R01", "R03"]
    assert found.inside == found.teams == TEAMS[:1]


def test_a_market_that_a_province_has_a_part_of_reaches_beyond() -> None:
    teams = (team("T01", "R01"), team("T02", "R02", "R03"))
    found = within(plan_of("territory", teams), EAST)
    assert found.teams == teams
    assert people(found) == ["R01", "R02", "R03"]  # all of them own land in the east
    assert (found.inside, found.across) == ((), 2)


def test_a_team_that_only_some_people_of_a_scope_work_in_has_the_posts_of_these() -> None:
    found = within(plan_of("parent:province"), LEADER)
    assert found.teams == TEAMS
    assert people(found) == ["R01", "R02"]
    assert (found.inside, found.across) == ((), 2)


def test_a_market_of_a_territory_lies_where_the_territory_does() -> None:
    teams = (team("T01", "R01"), team("T02", "R02", "R03"), team("T03", "R03"))
    found = within(plan_of("territory", teams), LEADER)
    assert [one.key for one in found.teams] == ["T01", "T02"]
    assert people(found) == ["R01", "R02", "R03"]  # rep 3 works in a market that is the leader's
    assert found.inside == teams[:2]


@pytest.mark.parametrize("markets", ["segment", "product"])
def test_a_market_that_is_a_rule_has_no_place_and_goes_by_its_people(markets: str) -> None:
    teams = (team("food", "R01", "R03"), team("other", "R04"))
    found = within(plan_of(markets, teams), LEADER)
    assert [one.key for one in found.teams] == ["food"]
    assert people(found) == ["R01"]
    assert (found.inside, found.across) == ((), 1)


def test_a_scope_with_no_one_in_it_has_no_teams() -> None:
    nobody = Scope(ScopeKind.PARENT, "Atlantis", "country")
    assert within(plan_of("parent:province"), nobody) == ScopedTeams((), (), ())


def test_a_manager_who_left_still_has_his_people() -> None:
    plan = plan_of("parent:province")
    left = tuple(
        replace(rep, end=date(2020, 1, 1)) if rep.id == "R01" else rep for rep in plan.reps
    )
    assert people(within(replace(plan, reps=left), LEADER)) == ["R01", "R02"]


def test_teams_of_a_level_that_is_no_more_go_by_their_people() -> None:
    plan = plan_of("parent:region_that_was")
    assert people(within(plan, LEADER)) == ["R01", "R02"]
    assert people(within(plan, Scope(ScopeKind.PEOPLE, "R04"))) == ["R04"]


def test_a_plan_without_teams_has_none_in_a_scope() -> None:
    assert within(plan_of("parent:province", ()), LEADER) == ScopedTeams((), (), ())


@given(
    st.lists(st.sampled_from(["West", "East"]), unique=True),
    st.lists(st.floats(0, 80), min_size=2, max_size=2),
)
def test_needs_inside_and_outside_add_up_where_no_team_reaches_beyond(
    markets: list[str], needed: list[float]
) -> None:
    teams = tuple(
        team(key, needed=hours) for key, hours in zip(markets, needed, strict=False)
    )  # nobody is posted, so that only the place tells
    plan = plan_of("parent:province", teams)
    parts = [within(plan, scope) for scope in (WEST, EAST)]
    assert all(part.inside == part.teams for part in parts)
    kept = [one for part in parts for one in part.teams]
    assert sorted(kept, key=lambda one: one.key) == sorted(teams, key=lambda one: one.key)
