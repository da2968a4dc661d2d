"""Managers kept apart, and the number of territories that the work asks for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan, grid_regions, grid_reps
from hypothesis import given
from strategies import owners

from planner.model.goals import Goals, TerritoryGoals
from planner.model.graph import pieces_per_territory
from planner.model.reps import Rep
from planner.model.types import UNASSIGNED, Ints, frozen_map, ints
from planner.sales.manager_parts import MANAGER, manager_label, manager_parts
from planner.sales.norms import Norms
from planner.sales.proposed_count import proposed_count
from planner.sales.slots import slots


def people() -> tuple[Rep, ...]:
    """R01 and R02 report to Ann, R03 to Bob."""
    ann, bob = (
        replace(rep, id=id_, name=name, role="leader")
        for rep, id_, name in zip(grid_reps(2), ("M1", "M2"), ("Ann", "Bob"), strict=True)
    )
    reps = grid_reps(3)
    managers = ("M1", "M1", "M2")
    led = [replace(rep, manager_id=one) for rep, one in zip(reps, managers, strict=True)]
    return (*led, ann, bob)


def test_a_region_belongs_to_the_manager_of_its_owner_and_gaps_to_the_nearest_part() -> None:
    reps = people()
    # 1 x 6: two of Ann's people, two gaps, two of Bob's; each gap is one step from either side.
    held = [reps[0], reps[1], None, None, reps[2], reps[2]]
    parts = manager_parts(grid_regions(1, 6), held, reps)
    assert parts == ("Ann", "Ann", "Ann", "Bob", "Bob", "Bob")


def test_the_largest_piece_stays_and_strays_go_to_who_surrounds_them() -> None:
    reps = people()
    held = [reps[0], reps[1], reps[0], reps[2], reps[1], reps[2]]
    assert manager_parts(grid_regions(1, 6), held, reps) == ("Ann",) * 3 + ("Bob",) * 3


def test_two_managers_of_one_name_are_told_apart_by_id() -> None:
    reps = people()
    double = (*reps[:3], reps[3], replace(reps[4], name="Ann"))
    assert manager_label(double[0], double) == "M1"
    assert manager_label(reps[0], reps) == "Ann"
    assert manager_label(None, reps) == ""


def test_nobody_with_a_manager_is_refused() -> None:
    with pytest.raises(ValueError, match="managers"):
        manager_parts(grid_regions(1, 2), [None, None], people())


@given(held=owners(12, 3, unassigned=True))
def test_every_part_is_in_one_piece(held: Ints) -> None:
    reps, regions = people(), grid_regions(3, 4)
    if (held == UNASSIGNED).all():
        return
    found = manager_parts(regions, [None if at < 0 else reps[at] for at in held], reps)
    names = sorted(set(found))
    part = ints([names.index(name) for name in found])
    assert (pieces_per_territory(regions.graph.edges, part, len(names)) == 1).all()
    # The largest piece of a manager stays his: some region of each is where it was.
    for at in range(3):
        label = manager_label(reps[at], reps)
        mine = [
            i for i, one in enumerate(held) if one >= 0 and manager_label(reps[one], reps) == label
        ]
        assert not mine or any(found[i] == label for i in mine)


def test_a_rep_gets_a_territory_in_the_part_of_his_manager() -> None:
    plan = grid_plan(1, 6, 3, reps=people(), today=[0, 0, 1, 1, 2, 2])
    managers = ("Ann",) * 4 + ("Bob",) * 2
    parents = frozen_map({**plan.regions.parents, MANAGER: managers})
    goals = TerritoryGoals(apart=MANAGER)
    plan = replace(
        plan, regions=replace(plan.regions, parents=parents), goals=Goals(layers=(goals,))
    )
    found = [(slot.rep.id if slot.rep else None, slot.part) for slot in slots(plan, goals)]
    assert found == [("R01", "Ann"), ("R02", "Ann"), ("R03", "Bob")]


def test_the_work_of_a_year_asks_for_so_many_full_time_owners() -> None:
    # 40 hours a week, 52 weeks: 2,080 hours of a closer's gross time.
    proposed = proposed_count(10_400.0, "closer", Norms())
    assert (proposed.count, proposed.hours_each) == (5, pytest.approx(2080))
    assert proposed_count(10_401.0, "closer", Norms()).count == 6
    assert proposed_count(10_400.0, "closer", Norms(), least=7).count == 7
    # Of net time an account manager has 65 %: 1,352 hours.
    assert proposed_count(10_400.0, "account_manager", Norms()).count == 8
    assert "10\u202f400 hours" in proposed.reason
    assert "5.00" in proposed.reason
    assert np.isclose(proposed_count(0.0, "closer", Norms()).count, 1)
