from dataclasses import replace

import numpy as np
import pytest
from builders import grid_accounts, grid_plan
from hypothesis import given
from hypothesis import strategies as st
from strategies import owners

from planner.model.accounts import Accounts
from planner.model.goals import Goals, TeamGoals, TerritoryGoals
from planner.model.segments import Segment
from planner.model.types import frozen_map, ints
from planner.sales.markets import customers, divide, markets_of

FOOD = Segment("food", "Food", "industry = 'food'")
METAL = Segment("metal", "Metal", "industry = 'metal'")


def plan_with(markets="territory", *, segments=(), norms=None, accounts=None, **fields):
    goals = Goals((TerritoryGoals(count=2),), TeamGoals(markets, norms or {}))
    plan = grid_plan(4, 4, 2, goals=goals, **fields)
    return replace(
        plan, segments=segments, accounts=plan.accounts if accounts is None else accounts
    )


def of(plan):
    return {market.key: market for market in markets_of(plan, plan.today)}


def test_each_territory_is_a_market_with_its_own_accounts():
    markets = of(plan_with())  # 16 accounts, 8 in each half, every second a customer
    assert list(markets) == ["T01", "T02"]
    assert [market.customers for market in markets.values()] == [4, 4]
    assert [market.prospects * 12 for market in markets.values()] == pytest.approx([4, 4])
    assert markets["T01"].territories == ("T01",)
    assert markets["T01"].share.sum() == 8


def test_each_parent_is_a_market_and_knows_the_territories_it_lies_over():
    plan = plan_with("parent:province", today=[1, 1, 0, 0] * 3 + [1, 1, 0, 1])
    markets = of(plan)
    assert {key: market.territories for key, market in markets.items()} == {
        "East": ("T01", "T02"), "West": ("T02",),
    }  # fmt: skip


def test_a_parent_that_stands_in_two_countries_is_two_markets():
    plan = plan_with("parent:province")
    parents = frozen_map({"province": ("Limburg",) * 16, "country": ("NL",) * 10 + ("BE",) * 6})
    plan = replace(plan, regions=replace(plan.regions, parents=parents))
    assert list(of(plan)) == ["Limburg (BE)", "Limburg (NL)"]


def test_an_account_is_in_the_market_of_its_first_segment_only():
    everything = Segment("all", "All", "industry != ''")
    markets = of(plan_with("segment", segments=(FOOD, everything)))
    assert markets["food"].customers + 12 * markets["food"].prospects == pytest.approx(6)
    assert markets["all"].customers + 12 * markets["all"].prospects == pytest.approx(10)
    assert markets["food"].share.size == 0


def test_what_belongs_nowhere_is_the_other_market():
    plan = plan_with("segment", segments=(FOOD,))
    assert list(of(plan)) == ["food", "other"]
    astray = replace(plan.accounts, region=ints([-1, -1] + [0] * 14))
    assert of(plan_with(accounts=astray))["other"].customers == 1


def test_an_account_without_status_is_a_customer_when_it_bought():
    plan = plan_with()
    text = {key: value for key, value in plan.accounts.text.items() if key != "status"}
    without = replace(plan, accounts=replace(plan.accounts, text=text))
    assert customers(without).tolist() == customers(plan).tolist() == [False, True] * 8


def test_leads_come_from_their_column():
    plan = plan_with()
    numbers = {**plan.accounts.numbers, "leads": np.array([2.0, np.nan] * 8)}
    markets = of(plan_with(accounts=replace(plan.accounts, numbers=numbers)))
    assert [market.leads for market in markets.values()] == [8, 8]


def test_leads_are_reckoned_per_account_where_there_is_no_column():
    assert sum(m.leads for m in of(plan_with()).values()) == pytest.approx(16 * 0.02)


def test_a_constant_replaces_the_total_and_keeps_the_proportions():
    today = [0] * 4 + [1] * 12
    markets = of(plan_with(norms={"leads_month": 100, "customers": 40}, today=today))
    assert [market.leads for market in markets.values()] == pytest.approx([25, 75])
    assert [market.customers for market in markets.values()] == pytest.approx([10, 30])


def test_a_constant_where_the_accounts_say_nothing_follows_their_number():
    plan = plan_with()
    nobody = replace(
        plan.accounts, text=frozen_map({"status": ("prospect",) * 16, "owner": ("",) * 16})
    )
    markets = of(plan_with(norms={"customers": 32}, accounts=nobody))
    assert [market.customers for market in markets.values()] == [16, 16]


def test_without_accounts_constants_follow_the_first_measure_or_there_are_no_markets():
    assert of(plan_with(accounts=Accounts())) == {}
    markets = of(
        plan_with(norms={"leads_month": 32}, accounts=Accounts(), today=[0] * 4 + [1] * 12)
    )
    assert [market.leads for market in markets.values()] == pytest.approx([8, 24])


def test_a_plan_without_team_goals_has_no_markets():
    plan = grid_plan(2, 2)
    assert markets_of(plan, plan.today) == ()
    with pytest.raises(ValueError, match="no team goals"):
        divide(plan, plan.today)


def test_an_unknown_parent_level_is_named():
    plan = plan_with("parent:planet")
    with pytest.raises(ValueError, match="no parent level planet"):
        markets_of(plan, plan.today)


@given(
    st.sampled_from(["territory", "segment", "parent:province", "parent:country"]),
    owners(16, 2, unassigned=True),
    st.lists(st.integers(-1, 15), min_size=1, max_size=40),
    st.sampled_from([(), (FOOD,), (FOOD, METAL)]),
)
def test_no_account_is_lost_or_counted_twice(markets, today, region, segments):
    accounts = grid_accounts(ints(region), [""] * len(region))
    plan = plan_with(markets, segments=segments, accounts=accounts, today=today)
    found = of(plan).values()
    assert sum(market.customers for market in found) == len(region) // 2
    assert sum(market.prospects for market in found) * 12 == pytest.approx(-(-len(region) // 2))
    assert sum(market.leads for market in found) == pytest.approx(0.02 * len(region))
