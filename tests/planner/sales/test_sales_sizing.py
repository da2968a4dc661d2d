"""Capacity of reps, who owns which territory, targets, oversize regions, homes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from builders import START, grid_plan, grid_regions, grid_reps
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.layers import lay_out
from planner.model.goals import Goals, TerritoryGoals
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.model.types import UNASSIGNED, RepId, bools, floats, ints
from planner.sales.countries import country_code
from planner.sales.homes import fill_seats, home_seats
from planner.sales.sizing import capacity, experience_factor, owners_of, ramp
from planner.sales.slots import slots
from planner.sales.targets import size_territories

DEEP_WEST = (3.3135, 47.9795)
"""Longitude and latitude near the first region of a grid."""


def rep(rep_id: str = "R01", **fields: Any) -> Rep:
    return Rep(id=RepId(rep_id), name=rep_id, **({"role": "closer"} | fields))


@pytest.mark.parametrize(
    ("months", "factor"),
    [(None, 1.0), (0, 0.7), (11.9, 0.7), (12, 1.0), (60, 1.0), (60.1, 1.2)],
)
def test_experience_counts_in_three_steps(months: float | None, factor: float) -> None:
    assert experience_factor(months) == factor


@pytest.mark.parametrize(
    ("role", "since", "productivity"),
    [
        ("closer", date(2027, 1, 1), 0.25),
        ("closer", date(2026, 12, 1), 0.50),
        ("closer", date(2026, 12, 2), 0.25),
        ("closer", date(2026, 9, 1), 1.0),
        ("closer", date(2020, 1, 1), 1.0),
        ("closer", date(2027, 6, 1), 0.25),
        ("account_manager", date(2026, 10, 1), 0.90),
        ("outbound", date(2026, 12, 1), 0.67),
        ("inbound", date(2026, 11, 1), 1.0),
        ("support", date(2027, 1, 1), 1.0),
        ("closer", None, 1.0),
    ],
)
def test_new_people_start_up_month_by_month(
    role: str, since: date | None, productivity: float
) -> None:
    assert ramp(rep(role=role, start=since), START) == productivity


def test_capacity_is_fte_times_experience_times_ramp() -> None:
    somebody = rep(fte=0.5, experience_months=6, start=date(2026, 12, 1))
    assert capacity(somebody, START) == pytest.approx(0.5 * 0.7 * 0.5)


def test_a_vacancy_counts_in_full_whenever_it_starts() -> None:
    assert capacity(rep(vacancy=True, fte=0.8, start=date(2027, 4, 1)), START) == 0.8


def test_leavers_before_the_start_own_nothing_and_vacancies_do() -> None:
    people = [
        rep("R3", vacancy=True), rep("R1", end=date(2026, 12, 31)), rep("R2", end=START),
        rep("R0", role="support"),
    ]  # fmt: skip
    owners = owners_of(people, TerritoryGoals(), START)
    assert [one.id for one in owners if one] == ["R2", "R3"]


def test_a_count_leaves_people_out_or_territories_open() -> None:
    people = grid_reps(3)
    assert owners_of(people, TerritoryGoals(count=2), START) == people[:2]
    assert owners_of(people, TerritoryGoals(count=4), START) == (*people, None)
    assert owners_of((), TerritoryGoals(), START) == ()


@pytest.mark.parametrize(
    ("one", "other"), [("NL", "Netherlands"), ("nederland", " nl "), ("NLD", "Pays-Bas")]
)
def test_a_country_is_known_by_code_and_by_name(one: str, other: str) -> None:
    assert country_code(one) == country_code(other)
    assert country_code(one) != country_code("BE")


def apart(people: list[Rep], count: int | None, loads: Any = None) -> list[tuple[str, str]]:
    """Rep and part of each territory of a row of four regions, two in each province."""
    goals = TerritoryGoals(count=count, apart="province")
    plan = grid_plan(1, 4, 1, reps=people, goals=Goals((goals,)), loads=loads, accounts=0)
    return [("" if slot.rep is None else slot.rep.id, slot.part) for slot in slots(plan, goals)]


def test_reps_go_to_the_part_of_their_country_and_every_part_has_a_territory() -> None:
    people = [rep("R1", country="East"), rep("R2", country="East")]
    assert apart(people, None) == [("R1", "East"), ("R2", "East"), ("", "West")]


def test_a_rep_without_country_goes_to_the_part_he_lives_in() -> None:
    people = [rep("R1", lon_lat=DEEP_WEST), rep("R2", country="East")]
    assert apart(people, 2) == [("R1", "West"), ("R2", "East")]


def test_a_rep_of_no_known_part_takes_an_open_territory() -> None:
    assert apart([rep("R1"), rep("R2", country="East")], 2) == [("R1", "West"), ("R2", "East")]


def test_open_territories_go_where_most_of_the_first_measure_is() -> None:
    people = [rep("R1", country="East")]
    loads = [[8.0], [1.0], [0.5], [0.5]]
    assert apart(people, 4, loads) == [("R1", "East"), ("", "West"), ("", "West"), ("", "West")]


def test_fewer_territories_than_reps_are_divided_by_the_first_measure() -> None:
    people = [rep("R1", country="East"), rep("R2", country="East"), rep("R3", country="West")]
    people.append(rep("R4", country="West"))
    assert apart(people, 3, [[3.0], [3.0], [1.0], [1.0]]) == [
        ("R1", "East"), ("R3", "West"), ("R4", "West"),
    ]  # fmt: skip


def test_fewer_territories_than_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="1 territories cannot cover 2 parts"):
        apart([], 1)


def sized(plan: Plan) -> Layer:
    return lay_out(plan, "Plan A", "base").scenario("Plan A").base


def test_targets_are_shares_of_the_capacity() -> None:
    reps = [replace(one, fte=fte) for one, fte in zip(grid_reps(2), (1.0, 0.5), strict=True)]
    goals = Goals((TerritoryGoals(count=3),))
    layer = sized(grid_plan(1, 5, 2, reps=reps, goals=goals))
    assert layer.targets[:, 1] == pytest.approx([0.4, 0.2, 0.4])
    equal = Goals((TerritoryGoals(count=3, balance_to="equal"),))
    assert sized(grid_plan(1, 5, 2, reps=reps, goals=equal)).targets[:, 0] == pytest.approx(
        [1 / 3] * 3
    )


def test_parts_kept_apart_have_targets_that_add_up_to_their_own_total() -> None:
    goals = Goals((TerritoryGoals(count=3, apart="province"),))
    loads = [[3.0, 1.0], [3.0, 1.0], [1.0, 1.0], [1.0, 5.0]]
    layer = sized(grid_plan(1, 4, 3, reps=0, goals=goals, loads=loads))
    assert [t.part for t in layer.territories] == ["East", "West", "West"]
    assert layer.targets == pytest.approx(np.array([[0.25, 0.75], [0.375, 0.125], [0.375, 0.125]]))


def oversize(loads: list[float], count: int, **fields: Any) -> tuple[list[float], list[int]]:
    """Targets and own regions of a row of regions with the given loads."""
    goals = TerritoryGoals(count=count, oversize="own", **fields)
    plan = grid_plan(
        1, len(loads), 1, reps=0, goals=Goals((goals,)), loads=np.array(loads)[:, None]
    )
    layer = sized(plan)
    found = size_territories(plan, goals, layer.territories)
    assert np.array_equal(found.targets, layer.targets)
    return (found.targets[:, 0] * sum(loads)).tolist(), found.own.tolist()


def test_a_region_heavier_than_a_territory_gets_one_of_its_own() -> None:
    targets, own = oversize([1, 12, 1, 1, 1], 3)
    assert targets == pytest.approx([2, 2, 12])
    assert own == [UNASSIGNED, UNASSIGNED, 1]


def test_the_largest_go_first_until_no_other_is_too_large() -> None:
    targets, own = oversize([10, 20, 1, 1, 1, 1], 4)
    assert own == [UNASSIGNED, UNASSIGNED, 0, 1]
    assert targets == pytest.approx([2, 2, 10, 20])


def test_one_territory_is_always_left_for_the_rest() -> None:
    _, own = oversize([9, 9, 9, 1], 3)
    assert sum(region != UNASSIGNED for region in own) <= 2


def test_nothing_is_oversize_inside_the_tolerance() -> None:
    assert oversize([1.04, 1, 0.96, 1], 4)[1] == [UNASSIGNED] * 4


@given(st.lists(st.integers(1, 40), min_size=3, max_size=9), st.integers(2, 4))
def test_targets_sum_to_all_there_is_and_no_other_region_is_too_large(
    loads: list[int], count: int
) -> None:
    count = min(count, len(loads))
    targets, own = oversize([float(one) for one in loads], count)
    taken = [region for region in own if region != UNASSIGNED]
    rest = [target for target, region in zip(targets, own, strict=True) if region == UNASSIGNED]
    assert sum(targets) == pytest.approx(sum(loads))
    assert len(set(taken)) == len(taken) <= count - 1
    assert [targets[own.index(region)] for region in taken] == pytest.approx(
        [loads[region] for region in taken]
    )
    if len(taken) < count - 1:
        others = [load for region, load in enumerate(loads) if region not in taken]
        assert max(others) <= max(rest) * 1.05 + 1e-6


def test_seats_are_the_regions_reps_live_in_inside_their_part() -> None:
    regions, reps = grid_regions(1, 4), [rep(lon_lat=DEEP_WEST)] * 2 + [None]
    everywhere, east = bools([True] * 4), bools([False, False, True, True])
    seats = home_seats(regions, reps, [everywhere, east, everywhere])
    assert seats.tolist() == [0, 2, UNASSIGNED]


def test_a_territory_without_home_is_served_from_where_it_shortens_travel_most() -> None:
    points = floats([[0, 0], [1000, 0], [9000, 0], [10000, 0]])
    everywhere = bools([True] * 4)
    weight = floats([1, 1, 1, 2])
    filled = fill_seats(points, weight, ints([0, UNASSIGNED]), [everywhere] * 2)
    assert filled.tolist() == [0, 3]
