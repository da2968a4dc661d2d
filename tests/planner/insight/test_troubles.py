"""Finding what is wrong with the shape of territories, by hand and against brute force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_edges, grid_plan
from hypothesis import given
from hypothesis import strategies as st
from strategies import connected_edges, grid_plans, owners

from planner.edits.replacing import with_layer
from planner.edits.territories import set_seat
from planner.insight.bridges import LEAST, bridges
from planner.insight.summary import layer_summary
from planner.insight.troubles import Found, Trouble, groups_apart, troubles
from planner.model.graph import pieces
from planner.model.layers import BASE
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints


def found(plan: Plan) -> list[Found]:
    return list(troubles(plan, "Plan A", BASE, layer_summary(plan, "Plan A")))


def told(plan: Plan, *kinds: Trouble) -> list[tuple[str, int, list[int], int, float]]:
    return [
        (one.kind.value, one.territory, one.regions.tolist(), one.other, one.load)
        for one in found(plan)
        if one.kind in kinds
    ]


def test_a_plan_in_order_has_no_trouble() -> None:
    assert found(grid_plan(4, 4, 2)) == []


def test_regions_of_nobody_are_one_trouble_a_group_and_the_heavier_group_comes_first() -> None:
    """Two rows of four: the first of the lower row, and two of the upper, belong to nobody."""
    plan = grid_plan(2, 4, 2, plan_a=[-1, 0, 1, 1, 0, 0, -1, -1])
    assert told(plan, Trouble.UNASSIGNED) == [("unassigned", -1, [6, 7], -1, 2.0)]
    assert told(plan, Trouble.ENCLAVE) == [("enclave", -1, [0], 0, 1.0)]


def test_a_piece_apart_is_told_with_the_territory_around_it_where_there_is_one() -> None:
    plan = grid_plan(1, 9, 3, plan_a=[0, 0, 1, 0, 1, 1, 2, 1, 2])
    assert told(plan, Trouble.PIECE) == []
    assert told(plan, Trouble.ENCLAVE) == [
        ("enclave", 1, [2], 0, 1.0),
        ("enclave", 0, [3], 1, 1.0),
        ("enclave", 1, [7], 2, 1.0),
        ("enclave", 2, [8], 1, 1.0),
    ]
    between = grid_plan(1, 6, 3, plan_a=[0, 0, 1, 0, 2, 1])
    assert told(between, Trouble.PIECE) == [("piece", 0, [3], -1, 1.0)]


def test_a_corridor_between_two_rooms_is_one_bridge() -> None:
    """Two squares of four joined by two regions; parted at the corridor's end they are 4 and 5."""
    plan = grid_plan(2, 6, 2, plan_a=[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0])
    assert told(plan, Trouble.BRIDGE) == [("bridge", 0, [1, 2, 3, 4], -1, 4.0)]


def test_a_region_that_holds_a_tail_of_a_tenth_is_no_bridge() -> None:
    """A square of nine with a tail of one, then of two; nobody has the rest."""
    number = np.arange(20).reshape(4, 5)
    owner = np.full(20, UNASSIGNED)
    owner[number[:3, :3].ravel()] = 0
    owner[number[0, 3]] = 0
    assert told(grid_plan(4, 5, 1, plan_a=owner), Trouble.BRIDGE) == []
    owner[number[0, 4]] = 0
    longer = grid_plan(4, 5, 1, plan_a=owner)
    assert told(longer, Trouble.BRIDGE) == [("bridge", 0, [2], -1, 2.0)]


def test_regions_much_nearer_to_another_seat_are_told_by_the_pair() -> None:
    """Seats at both ends of a row of nine; two regions beside the right seat belong to the left."""
    plan = grid_plan(1, 9, 2, plan_a=[0, 0, 0, 0, 0, 0, 0, 1, 1])
    plan = set_seat(set_seat(plan, "Plan A", BASE, 0, 0), "Plan A", BASE, 1, 8)
    # Region 5 is 5 km from its own seat and 3 from the other, region 6 six and two.
    assert told(plan, Trouble.FAR) == [("far", 0, [5, 6], 1, 2.0)]


def test_a_seat_of_another_part_is_not_nearer() -> None:
    plan = grid_plan(1, 9, 2, plan_a=[0, 0, 0, 0, 0, 0, 0, 1, 1])
    plan = set_seat(set_seat(plan, "Plan A", BASE, 0, 0), "Plan A", BASE, 1, 8)
    layer = plan.scenario("Plan A").base
    parts = tuple(
        replace(one, part=part)
        for one, part in zip(layer.territories, ("East", "West"), strict=True)
    )
    plan = with_layer(plan, "Plan A", replace(layer, territories=parts))
    goals = replace(plan.goals.layer(BASE), apart="province")
    apart = replace(plan, goals=replace(plan.goals, layers=(goals,)))
    assert told(apart, Trouble.FAR) == []


@given(grid_plans())
def test_troubles_stand_in_order_and_pieces_add_up(plan: Plan) -> None:
    all_found = found(plan)
    kinds = list(Trouble)
    ranks = [(kinds.index(one.kind), -one.load) for one in all_found]
    assert ranks == sorted(ranks)
    summary = layer_summary(plan, "Plan A")
    apart = [one for one in all_found if one.kind in kinds[:3]]
    assert sum(one.territory != UNASSIGNED for one in apart) == summary.pieces_beyond_one
    nobodys = [len(one.regions) for one in apart if one.territory == UNASSIGNED]
    assert sum(nobodys) == summary.unassigned


@given(st.data())
def test_what_is_around_a_group_is_every_neighbour_it_has(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 9))
    edges = data.draw(connected_edges(n))
    owner = data.draw(owners(n, 3, unassigned=True))
    apart = groups_apart(edges, owner)
    for number, around in enumerate(apart.around.tolist()):
        inside = apart.group == number
        assert set(owner[inside].tolist()) == {int(apart.owner[number])}
        beside = {
            int(owner[b])
            for i, j in edges.tolist()
            for a, b in ((i, j), (j, i))
            if inside[a] and not inside[b]
        }
        assert around == (beside.pop() if len(beside) == 1 else UNASSIGNED)


def by_removing(edges: Ints, owner: Ints, load: Floats) -> dict[int, float]:
    """Each region whose removal leaves two pieces above a tenth, with the lesser of the two largest."""
    answer = {}
    for region in range(len(owner)):
        t = owner[region]
        if t == UNASSIGNED:
            continue
        _, before = pieces(len(owner), edges, owner)
        without = owner.copy()
        without[region] = UNASSIGNED
        _, after = pieces(len(owner), edges, ints(without))
        members = [i for i in range(len(owner)) if i != region and before[i] == before[region]]
        sums: dict[int, float] = {}
        for i in members:
            sums[int(after[i])] = sums.get(int(after[i]), 0.0) + float(load[i])
        lesser = sorted(sums.values())[-2] if len(sums) > 1 else 0.0
        if lesser > LEAST * float(load[owner == t].sum()):
            answer[region] = lesser
    return answer


@given(st.data())
def test_bridges_are_those_that_removing_one_by_one_finds(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 12))
    edges = data.draw(connected_edges(n))
    owner = data.draw(owners(n, 2, unassigned=True))
    load = floats(data.draw(st.lists(st.integers(0, 9), min_size=n, max_size=n)))
    made = bridges(edges, owner, load)
    assert dict(zip(made.regions.tolist(), made.lesser.tolist(), strict=True)) == by_removing(
        edges, owner, load
    )


@pytest.mark.parametrize("cols", [1, 2, 9])
def test_the_middle_of_a_row_is_its_bridge(cols: int) -> None:
    owner, load = ints(np.zeros(cols)), floats(np.ones(cols))
    made = bridges(grid_edges(1, cols), owner, load)
    assert made.regions.tolist() == list(range(1, cols - 1))
