from dataclasses import replace

import pytest
from builders import grid_plan, grid_reps
from hypothesis import given
from hypothesis import strategies as st

from planner.model.goals import Goals, QuotaGoals, TerritoryGoals
from planner.sales.quota import quota_tree, rep_quotas


def plan_with(*, total=6000, over=0.1, step=1, measure="", reps=None, **fields):
    goals = Goals(
        layers=(TerritoryGoals(count=4),), quota=QuotaGoals(total, over, step, measure=measure)
    )
    return grid_plan(4, 4, 4, reps, goals=goals, **fields)


def under(parts, plan):
    """The plan with each territory of Today in the part (country) named."""
    base = plan.today.base
    territories = tuple(
        replace(territory, part=part)
        for territory, part in zip(base.territories, parts, strict=True)
    )
    layer = replace(base, territories=territories)
    return replace(plan, scenarios=(replace(plan.today, layers=(layer,)), *plan.scenarios[1:]))


def closes(nodes):
    for node in nodes:
        children = [child.quota for child in nodes if child.parent == node.node]
        if children:
            assert sum(children) == node.quota + node.over_assignment_amount
    assert len({node.node for node in nodes}) == len(nodes)


def by_level(nodes, level):
    return [node.quota for node in nodes if node.level == level]


def test_equal_territories_share_the_total_equally():
    nodes = quota_tree(plan_with(), plan_with().today)
    assert by_level(nodes, "company") == [6000]
    assert by_level(nodes, "territory") == [1500] * 4
    assert by_level(nodes, "rep") == [1650] * 4
    closes(nodes)


def test_quota_1_rep_pools_are_rounded_half_up():
    potential = [1975, 1462, 1580, 983]
    plan = plan_with(loads=[[1, 1, potential[i % 4] / 4] for i in range(16)])
    nodes = quota_tree(plan, plan.today)
    assert by_level(nodes, "territory") == potential
    assert by_level(nodes, "rep") == [2173, 1608, 1738, 1081]
    closes(nodes)


def test_the_root_is_the_total_although_it_is_no_multiple_of_the_step():
    plan = plan_with(total=12_345_678, step=1000)
    nodes = quota_tree(plan, plan.today)
    assert nodes[0].quota == 12_345_678
    assert sum(by_level(nodes, "territory")) == 12_345_678
    assert sum(quota % 1000 != 0 for quota in by_level(nodes, "territory")) == 1
    closes(nodes)


def test_an_open_territory_keeps_its_quota_under_the_name_open():
    plan = plan_with(reps=3)
    nodes = quota_tree(plan, plan.today)
    (vacant,) = [node for node in nodes if node.name == "Open"]
    assert (vacant.parent, vacant.quota) == ("T04", 1650)
    assert "open@T04" not in rep_quotas(plan, nodes)
    closes(nodes)


def test_the_people_of_a_leader_are_a_group_and_the_leader_of_all_is_not():
    chief, north, south = (
        replace(rep, id=key, name=key, role="leader", manager_id=boss)
        for rep, key, boss in zip(
            grid_reps(3), ("CHIEF", "NORTH", "SOUTH"), (None, "CHIEF", "CHIEF"), strict=True
        )
    )
    led = [
        replace(rep, manager_id=boss)
        for rep, boss in zip(grid_reps(4), ("NORTH", "NORTH", "SOUTH", "NORTH"), strict=True)
    ]
    plan = plan_with(reps=[*led, chief, north, south])
    nodes = quota_tree(plan, plan.today)
    assert [(node.node, node.quota) for node in nodes if node.level == "group"] == [
        ("group:NORTH", 4500),
        ("group:SOUTH", 1500),
    ]
    assert {node.parent for node in nodes if node.level == "territory"} == {
        "group:NORTH", "group:SOUTH",
    }  # fmt: skip
    closes(nodes)


def test_countries_are_groups_around_the_leaders():
    leaders = [replace(rep, id=f"M{i}", role="leader") for i, rep in enumerate(grid_reps(2))]
    led = [
        replace(rep, manager_id=f"M{i}") for rep, i in zip(grid_reps(4), (0, 1, 0, 0), strict=True)
    ]
    plan = under(["NL", "NL", "BE", "BE"], plan_with(reps=[*led, *leaders]))
    nodes = quota_tree(plan, plan.today)
    parent = {node.node: node.parent for node in nodes}
    assert parent["T01"] == "group:NL/M0"
    assert parent["group:NL/M0"] == parent["group:NL/M1"] == "group:NL"
    assert parent["T03"] == parent["T04"] == "group:BE/M0"
    closes(nodes)


def test_managers_in_a_circle_end_where_the_circle_closes():
    a, b, *rest = grid_reps(4)
    circle = [replace(a, manager_id=b.id), replace(b, manager_id=a.id), *rest]
    plan = plan_with(reps=circle)
    closes(quota_tree(plan, plan.today))


def test_a_rep_with_two_territories_carries_both():
    plan = plan_with(reps=4)
    base = plan.today.base
    both = replace(base.territories[1], rep_id=base.territories[0].rep_id)
    layer = replace(base, territories=(base.territories[0], both, *base.territories[2:]))
    nodes = quota_tree(plan, replace(plan.today, layers=(layer,)))
    assert rep_quotas(plan, nodes) == {"R01": 3300, "R03": 1650, "R04": 1650}
    closes(nodes)


def test_an_unknown_measure_is_named():
    plan = plan_with(measure="turnover")
    with pytest.raises(ValueError, match="no measure turnover"):
        quota_tree(plan, plan.today)


def test_without_quota_goals_there_is_no_tree():
    plan = grid_plan(2, 2)
    assert quota_tree(plan, plan.today) == ()


@given(
    total=st.integers(0, 10**8),
    over=st.sampled_from([0.0, 0.05, 0.1, 0.333]),
    step=st.sampled_from([1, 500, 1000]),
    potential=st.lists(st.floats(0, 1e6), min_size=16, max_size=16),
    reps=st.integers(0, 4),
)
def test_every_tree_closes_at_every_node(total, over, step, potential, reps):
    loads = [[1.0, 1.0, value] for value in potential]
    plan = plan_with(total=total, over=over, step=step, reps=reps, loads=loads)
    nodes = quota_tree(plan, plan.today)
    assert nodes[0].quota == total
    assert min(node.quota for node in nodes) >= 0
    assert sum(by_level(nodes, "territory")) == total
    closes(nodes)
