from dataclasses import replace

import numpy as np
import pytest
from team_builders import AM, CLO, INB, OUT, hand_instance, post, team_problem, with_rules

from planner.judge.problem import Status
from planner.judge.team_problem import TeamSolution, shortage
from planner.judge.team_rules import Mode, TeamPrices, TeamRules
from planner.judge.team_verify import TeamRule, judged, score, violations
from planner.model.types import ints

BEST = (post(1, 0, INB, 5), post(0, 0, CLO, 10), post(1, 1, OUT, 5), post(2, 1, CLO, 5))
"""A closes in North, B brings leads in both, C closes in South."""


def none(problem):
    return ints(np.zeros_like(problem.demand))


def broken(problem, posts, hires=None):
    hires = none(problem) if hires is None else hires
    return {violation.rule for violation in violations(problem, posts, hires)}


def test_the_hand_composition_meets_every_rule_and_costs_400():
    problem = hand_instance()
    assert broken(problem, BEST) == set()
    assert score(problem, BEST, none(problem)) == 400
    assert shortage(problem, BEST, none(problem)).sum() == 0


def test_a_person_planned_beyond_capacity_is_found():
    assert broken(hand_instance(), (*BEST[:3], post(2, 1, CLO, 6))) == {TeamRule.CAPACITY}


def test_hours_bind_where_blocks_do_not():
    problem = hand_instance(hours_limit=ints([4000, 4000, 1999]))
    assert broken(problem, BEST) == {TeamRule.CAPACITY}


def test_a_role_that_somebody_cannot_do_is_found():
    assert TeamRule.MAY_NOT in broken(hand_instance(), (*BEST[:3], post(2, 1, OUT, 5)))


def test_a_post_that_nobody_needs_is_found():
    problem = team_problem([{CLO: 500}], [(10, "senior", (CLO, AM))] * 2)
    posts = (post(0, 0, CLO, 5), post(1, 0, AM, 5))
    assert broken(problem, posts) == {TeamRule.MAY_NOT}


def test_a_post_of_one_block_is_too_short():
    posts = (post(1, 0, INB, 5), post(0, 0, CLO, 10), post(1, 1, OUT, 1), post(2, 1, CLO, 5))
    assert broken(hand_instance(), posts) == {TeamRule.SHORT_POST}


def test_the_same_post_twice_is_found():
    posts = (*BEST[:3], post(2, 1, CLO, 2), post(2, 1, CLO, 3))
    assert broken(hand_instance(), posts) == {TeamRule.SHORT_POST}


def test_nobody_has_three_posts():
    problem = hand_instance()
    posts = (*BEST, post(1, 1, INB, 2))
    assert TeamRule.FOCUS in broken(problem, posts)
    assert TeamRule.FOCUS in broken(with_rules(problem, max_markets=1), BEST)


def test_one_seller_alone_is_found_and_nobody_only_where_there_must_be_two():
    problem = hand_instance()
    alone = (post(0, 0, CLO, 10), post(1, 0, INB, 5), post(2, 1, CLO, 5))
    nobody = alone[:2]
    soft = with_rules(problem, two_sellers=Mode.SOFT)
    assert broken(soft, alone) == {TeamRule.TWO_SELLERS}
    assert broken(soft, nobody) == set()
    assert TeamRule.TWO_SELLERS in broken(problem, nobody)


def test_a_hire_is_a_second_person():
    problem = with_rules(hand_instance(), hires=True)
    hires = np.zeros_like(problem.demand)
    hires[1, CLO] = 1
    posts = (post(0, 0, CLO, 10), post(1, 0, INB, 5), post(2, 1, CLO, 5))
    assert broken(problem, posts, ints(hires)) == set()
    assert broken(with_rules(problem, hires=False), posts, ints(hires)) == {TeamRule.HIRES}


@pytest.mark.parametrize(
    ("roles", "whole"),
    [((OUT, INB, CLO), True), ((OUT, CLO, AM), True), ((INB, CLO, AM), True),
     ((OUT, INB, AM), False), ((CLO, AM), False)],
)  # fmt: skip
def test_nobody_has_the_whole_chain(roles, whole):
    everything = [(10, "senior", range(5))] * 2
    loose = TeamRules(max_posts=5, max_markets=5, max_roles=5, split=Mode.OFF)
    problem = team_problem([dict.fromkeys(range(5), 200)] * 3, everything, rules=loose)
    posts = [post(0, market, role, 2) for market, role in enumerate(roles)]
    assert (TeamRule.WHOLE_CHAIN in broken(problem, posts)) == whole


def test_closing_is_split_from_leads_hard_or_at_a_price():
    both = [(10, "medior", (INB, CLO))] * 2
    problem = team_problem([{INB: 400, CLO: 400}], both, rules=TeamRules(split=Mode.HARD))
    posts = (post(0, 0, INB, 4), post(0, 0, CLO, 4), post(1, 0, CLO, 2))
    assert broken(problem, posts) == {TeamRule.SPLIT}
    soft = with_rules(problem, split=Mode.SOFT)
    assert broken(soft, posts) == set()
    assert score(soft, posts, none(soft)) == 300 + 150


def test_a_senior_gives_at_most_a_fifth_to_outbound_and_it_has_a_price():
    problem = team_problem([{OUT: 500}], [(10, "senior", (OUT,)), (10, "junior", (OUT,))])
    posts = (post(0, 0, OUT, 2), post(1, 0, OUT, 3))
    assert broken(problem, posts) == set()
    assert score(problem, posts, none(problem)) == 2 * 60
    assert broken(problem, (post(0, 0, OUT, 3), post(1, 0, OUT, 2))) == {TeamRule.SENIOR_OUTBOUND}


def test_juniors_close_only_beside_somebody_experienced():
    reps = [(10, "junior", (CLO,)), (10, "junior", (CLO,)), (10, "medior", (CLO,))]
    problem = team_problem([{CLO: 2000}], reps)
    juniors = (post(0, 0, CLO, 10), post(1, 0, CLO, 10))
    assert broken(problem, juniors) == {TeamRule.EXPERIENCED_CLOSER}
    assert broken(problem, (*juniors, post(2, 0, CLO, 2))) == set()


def test_who_leaves_his_present_market_has_a_price():
    problem = hand_instance(present=ints([1, 0, -1]), leave_price=ints([500, 500, 500]))
    assert score(problem, BEST, none(problem)) == 400 + 500


def test_shortage_is_priced_tier_by_tier():
    prices = TeamPrices(short_tiers=((10, 0), (50, 100), (100, 200)))
    problem = team_problem([{CLO: 1000}], [(10, "senior", (CLO,))], prices=prices)
    # all 1,000 units short at 26: 100 free, 400 at the price, 500 at twice the price
    assert score(problem, (), none(problem)) == 26 * (400 + 2 * 500)


def test_tiers_that_get_cheaper_are_refused():
    with pytest.raises(ValueError, match="short_tiers"):
        TeamPrices(short_tiers=((50, 200), (100, 100)))


def claim(problem, **fields):
    given = {
        "status": Status.FEASIBLE, "posts": BEST, "hires": none(problem), "score": 400.0,
        "bound": 400.0,
    }  # fmt: skip
    return TeamSolution(**(given | fields))


def test_a_true_claim_passes_the_judge():
    problem = hand_instance()
    assert judged(problem, claim(problem, status=Status.OPTIMAL)).score == 400


@pytest.mark.parametrize(
    "lie",
    [{"score": 399.0}, {"bound": 401.0}, {"posts": BEST[:3], "score": 13400.0},
     {"status": Status.INFEASIBLE}],
)  # fmt: skip
def test_a_false_claim_does_not(lie):
    problem = hand_instance()
    with pytest.raises(ValueError, match="solver claims"):
        judged(problem, claim(problem, **lie))


def test_wrong_shapes_are_refused():
    problem = hand_instance()
    with pytest.raises(ValueError, match="capacity has shape"):
        replace(problem, capacity=ints([1, 2]))
    with pytest.raises(ValueError, match="negative"):
        replace(problem, demand=ints(-problem.demand))
    with pytest.raises(ValueError, match="present"):
        replace(problem, present=ints([5, 0, 0]))
