"""People are matched to territories of their share."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from builders import grid_plan, grid_reps
from hypothesis import given
from hypothesis import strategies as st
from strategies import owners

from planner.judge.from_plan import problem_from
from planner.judge.problem import Problem
from planner.judge.verify import deviations, score, violations
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import Ints, bools, floats, ints
from planner.sales.matching import matching_of, reason_text, reasons_of, renumbered
from solvers.matching import match


def matched(plan: Plan, layer: Layer, problem: Problem, owner: Ints) -> Ints:
    matching = matching_of(plan, layer, problem, owner)
    return renumbered(owner, match(matching.price, matching.may))


def plan_with_homes(
    *homes: tuple[float, float] | None, fte: tuple[float, ...] = (1.0, 1.0)
) -> Plan:
    reps = tuple(
        replace(rep, lon_lat=home, fte=share)
        for rep, home, share in zip(grid_reps(len(homes)), homes, fte, strict=True)
    )
    return grid_plan(2, 4, reps=reps, today=[-1] * 8, plan_a=[0, 0, 1, 1, 0, 0, 1, 1])


# Corners of the grid in degrees: EPSG:28992 has its origin near 3.31 E 47.97 N.
WEST, EAST = (3.313, 47.975), (3.366, 47.975)


def test_people_who_live_in_each_others_territory_change_places() -> None:
    plan = plan_with_homes(EAST, WEST)
    layer = plan.scenario("Plan A").base

    owner = matched(plan, layer, problem_from(plan, plan.scenario("Plan A")), layer.owner)

    assert owner.tolist() == [1, 1, 0, 0, 1, 1, 0, 0]


def test_people_who_live_at_home_stay() -> None:
    plan = plan_with_homes(WEST, EAST)
    layer = plan.scenario("Plan A").base

    owner = matched(plan, layer, problem_from(plan, plan.scenario("Plan A")), layer.owner)

    assert owner.tolist() == layer.owner.tolist()


def test_a_locked_territory_keeps_its_owner() -> None:
    plan = plan_with_homes(EAST, WEST)
    base = plan.scenario("Plan A").base
    locked = (replace(base.territories[0], locked=True), base.territories[1])
    layer = replace(base, territories=locked)

    owner = matched(plan, layer, problem_from(plan, plan.scenario("Plan A")), layer.owner)

    assert owner.tolist() == base.owner.tolist()


@pytest.mark.parametrize(
    "rule",
    [
        {"most_taken_over": [[1.0] * 3, [9.0] * 3]},
        {"most_handed_over": [[1.0] * 3, [9.0] * 3]},
        {"kept_from": [[0, 1]]},
    ],
)
def test_nobody_changes_where_a_rule_is_about_a_person(rule: dict[str, object]) -> None:
    plan = plan_with_homes(EAST, WEST)
    scenario = plan.scenario("Plan A")
    held = replace(problem_from(plan, scenario), current=scenario.base.owner, **rule)

    owner = matched(plan, scenario.base, held, scenario.base.owner)

    assert owner.tolist() == scenario.base.owner.tolist()


def with_key_accounts(problem: Problem, *regions_worth: float) -> Problem:
    """Return the problem with key accounts beside the regions of each, in all measures."""
    besides = np.outer(regions_worth, problem.weights.sum(axis=0) / problem.n)
    return replace(
        problem, besides=floats(besides), tolerance=floats([0.2] * len(problem.measures))
    )


def test_people_with_unlike_key_accounts_change_places_where_both_stay_in_band() -> None:
    plan = plan_with_homes(EAST, WEST)
    scenario = plan.scenario("Plan A")
    layer, problem = scenario.base, problem_from(plan, scenario)
    # Four regions each; half a region's worth of key accounts more or less is within 20 %.
    near = with_key_accounts(problem, 0.5, 0.0)
    assert matched(plan, layer, near, layer.owner).tolist() == [1, 1, 0, 0, 1, 1, 0, 0]
    assert not violations(near, matched(plan, layer, near, layer.owner))


def test_nobody_takes_what_key_accounts_would_make_too_much() -> None:
    plan = plan_with_homes(EAST, WEST)
    scenario = plan.scenario("Plan A")
    layer, problem = scenario.base, problem_from(plan, scenario)
    # With two regions' worth of key accounts to one, five regions are too much and three are right.
    far = with_key_accounts(problem, 2.0, 0.0)
    solved = ints([0, 0, 1, 1, 0, 1, 1, 1])
    assert not violations(far, solved)
    assert matched(plan, layer, far, solved).tolist() == solved.tolist()
    one, _ = reasons_of(matching_of(plan, layer, far, solved))
    assert one.other is None
    assert "With nobody else would it fit." in reason_text(plan, layer, one)


def test_someone_without_a_home_follows_present_relations() -> None:
    plan = plan_with_homes(None, None)
    scenario = plan.scenario("Plan A")
    held = replace(problem_from(plan, scenario), current=ints([1, 1, 0, 0, 1, 1, 0, 0]))

    owner = matched(plan, scenario.base, held, scenario.base.owner)

    assert owner.tolist() == [1, 1, 0, 0, 1, 1, 0, 0]


@given(owners(8, 2))
def test_matching_changes_neither_score_nor_balance(owner: Ints) -> None:
    plan = plan_with_homes(EAST, WEST)
    scenario = plan.scenario("Plan A")
    problem = problem_from(plan, scenario)
    before = owner

    after = matched(plan, scenario.base, problem, before)

    assert np.isclose(score(problem, after), score(problem, before))
    assert len(violations(problem, after)) == len(violations(problem, before))
    worst = np.abs(deviations(problem, before)).max()
    assert np.isclose(np.abs(deviations(problem, after)).max(), worst)


def test_a_territory_that_mostly_stays_keeps_its_person_however_far_he_lives() -> None:
    plan = plan_with_homes(EAST, WEST)
    scenario = plan.scenario("Plan A")
    layer, problem = scenario.base, problem_from(plan, scenario)
    before = layer.owner
    # One of four regions of each has changed hands, and the solver numbered the two the other way round.
    solved = ints([1, 1, 0, 0, 1, 0, 0, 1])

    matching = matching_of(plan, layer, problem, solved, before)
    owner = renumbered(solved, match(matching.price, matching.may))

    assert owner.tolist() == [0, 0, 1, 1, 0, 1, 1, 0]
    reasons = reasons_of(matching_of(plan, layer, problem, owner, before))
    assert [one.stays for one in reasons] == [True, True]
    assert all(one.price < 0 for one in reasons)
    assert "Most of it stays." in reason_text(plan, layer, reasons[0])


def test_the_richer_of_two_territories_goes_to_the_senior() -> None:
    plan = plan_with_homes(None, None)
    loads = plan.loads.copy()
    loads[[2, 3, 6, 7], 2] = 300.0
    reps = (replace(plan.reps[0], level="senior"), replace(plan.reps[1], level="junior"))
    plan = replace(plan, loads=floats(loads), reps=reps)
    scenario = plan.scenario("Plan A")
    owner = matched(plan, scenario.base, problem_from(plan, scenario), scenario.base.owner)
    assert owner.tolist() == [1, 1, 0, 0, 1, 1, 0, 0]


def test_skills_and_languages_speak_for_a_person() -> None:
    plan = plan_with_homes(None, None)
    text = {**plan.accounts.text, "language": ("nl", "nl", "fr", "fr") * 2}
    reps = (replace(plan.reps[0], languages=("fr",)), replace(plan.reps[1], languages=("nl",)))
    plan = replace(plan, accounts=replace(plan.accounts, text=text), reps=reps)
    scenario = plan.scenario("Plan A")
    problem = problem_from(plan, scenario)
    matching = matching_of(plan, scenario.base, problem, scenario.base.owner)
    assert matching.met.tolist() == [[0.0, 1.0], [1.0, 0.0]]
    owner = matched(plan, scenario.base, problem, scenario.base.owner)
    assert owner.tolist() == [1, 1, 0, 0, 1, 1, 0, 0]


def test_the_next_exchange_costs_what_the_four_ways_say() -> None:
    plan = plan_with_homes(WEST, EAST)
    scenario = plan.scenario("Plan A")
    matching = matching_of(plan, scenario.base, problem_from(plan, scenario), scenario.base.owner)
    one, other = reasons_of(matching)
    assert (one.other, other.other) == (1, 0)
    km = matching.km
    extra = (km[0, 1] + km[1, 0] - km[0, 0] - km[1, 1]) / km.mean()
    assert np.isclose(one.price, extra)
    assert np.isclose(other.price, extra)
    assert one.price > 0
    assert "km from home" in reason_text(plan, scenario.base, one)


@given(data=st.data(), size=st.integers(1, 5))
def test_the_matching_is_the_cheapest_of_all_that_may_be(data: st.DataObject, size: int) -> None:
    numbers = st.lists(st.integers(0, 6), min_size=size, max_size=size)
    choices = st.lists(st.booleans(), min_size=size, max_size=size)
    cost = floats([data.draw(numbers) for _ in range(size)])
    may = bools(np.array([data.draw(choices) for _ in range(size)]) | np.eye(size, dtype=np.bool_))

    person = match(cost, may)

    rows = np.arange(size)
    ways = [way for way in permutations(range(size)) if may[rows, list(way)].all()]
    assert tuple(person.tolist()) in ways
    least = min(cost[rows, list(way)].sum() for way in ways)
    assert np.isclose(cost[rows, person].sum(), least)


@given(data=st.data())
def test_whoever_keeps_more_than_half_keeps_the_number(data: st.DataObject) -> None:
    plan = plan_with_homes(EAST, WEST)
    scenario = plan.scenario("Plan A")
    problem = problem_from(plan, scenario)
    before, solved = data.draw(owners(8, 2)), data.draw(owners(8, 2))
    matching = matching_of(plan, scenario.base, problem, solved, before)
    owner = renumbered(solved, match(matching.price, matching.may))
    for t in range(2):
        for old in range(2):
            common = int(((solved == t) & (before == old)).sum())
            mostly = common * 2 > (solved == t).sum() and common * 2 > (before == old).sum()
            if mostly:
                assert (owner[solved == t] == old).all()
