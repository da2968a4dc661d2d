"""Edits of areas, segments and product lines; what follows from them follows at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import shapely
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.areas import (
    EmptyAreaError,
    add_area,
    area_of,
    circle,
    count_area,
    outline_from,
    overlap,
    remove_area,
    rename_area,
    reshape_area,
    taken_away,
    united,
)
from planner.edits.outlines import with_regions
from planner.edits.recounting import free_key, recounted, with_counts
from planner.edits.redrawing import Redrawn
from planner.edits.region_splits import split_region
from planner.edits.segments import (
    add_product,
    add_segment,
    change_segment,
    move_segment,
    remove_segment,
)
from planner.model.formula import FormulaError
from planner.model.geometry import Geometry
from planner.model.goals import TeamGoals
from planner.model.inside import outline_of, regions_inside, shape_of
from planner.model.layers import Proof
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.teams import Team
from planner.model.types import floats, identical


def box(x0: float, y0: float, x1: float, y1: float) -> Geometry:
    return outline_of(shapely.box(x0 * 1e3, y0 * 1e3, x1 * 1e3, y1 * 1e3))


LEFT = box(0, 0, 1, 2)
PROOF = Proof("optimal", 1.0, 1.0, 0.0, "inertia", (), "work", 1, 0.1, {}, "ab", ())


def counting_plan() -> Plan:
    """2 x 2 regions with an account each, an area over the left ones, and a measure of it; proven."""
    plan = add_area(grid_plan(2, 2, 2), "Left side", LEFT)
    plan = add_segment(plan, "West", "area:left_side")
    counted = Measure("west", "West", "accounts", "accounts.count", "segment:west")
    plan = replace(plan, measures=(*plan.measures[:2], counted))
    plan = replace(plan, loads=np.column_stack([plan.loads[:, :2], [1, 0, 1, 0]]))
    scenarios = tuple(
        replace(one, layers=tuple(replace(layer, proof=PROOF) for layer in one.layers))
        for one in plan.scenarios
    )
    return replace(plan, scenarios=scenarios)


def test_an_area_has_a_key_made_of_its_name() -> None:
    plan = add_area(add_area(grid_plan(2, 2), " Veluwe pilot ", LEFT), "Veluwe  pilot", LEFT)
    assert [(area.key, area.label) for area in plan.areas] == [
        ("veluwe_pilot", "Veluwe pilot"), ("veluwe_pilot_2", "Veluwe  pilot"),
    ]  # fmt: skip
    assert [free_key(label, []) for label in ("", "2e", "É!")] == ["a", "a_2e", "a"]


def test_a_measure_of_a_segment_follows_the_area_that_the_segment_is() -> None:
    plan = counting_plan()
    wider = reshape_area(plan, "left_side", box(0, 0, 2, 1))
    assert wider.loads[:, 2].tolist() == [1, 1, 0, 0]
    assert wider.loads[:, :2].tolist() == plan.loads[:, :2].tolist()
    assert wider.scenario("Plan A").base.proof is None


def test_what_was_proven_stays_where_no_load_differs() -> None:
    plan = counting_plan()
    assert rename_area(plan, "left_side", "West side").scenario("Plan A").base.proof is PROOF
    moved = reshape_area(plan, "left_side", box(-1, -1, 1.1, 2.1))
    assert moved.scenario("Plan A").base.proof is PROOF
    other = add_segment(plan, "Food", "industry = 'food'")
    assert other.scenario("Plan A").base.proof is PROOF


@pytest.mark.parametrize(
    "edit",
    [
        lambda plan: rename_area(plan, "left_side", "Left side"),
        lambda plan: reshape_area(plan, "left_side", box(0, 0, 1, 2)),
        lambda plan: count_area(plan, "left_side", "centre"),
        lambda plan: change_segment(plan, "west", "West ", " area:left_side"),
        lambda plan: move_segment(plan, "west", 1),
        lambda plan: recounted(plan),
    ],
)
def test_nothing_changed_is_the_very_same_plan(edit: Callable[[Plan], Plan]) -> None:
    plan = counting_plan()
    assert edit(plan) is plan


def test_another_rule_of_counting_counts_anew() -> None:
    plan = reshape_area(counting_plan(), "left_side", box(0, 0, 1.2, 2))
    assert plan.loads[:, 2].tolist() == [1, 0, 1, 0]
    assert count_area(plan, "left_side", "touches").loads[:, 2].tolist() == [1, 1, 1, 1]


def test_what_a_rule_names_cannot_be_removed() -> None:
    plan = counting_plan()
    with pytest.raises(ValueError, match="used by West"):
        remove_area(plan, "left_side")
    with pytest.raises(ValueError, match="used by West"):
        remove_segment(plan, "west")
    free = change_segment(plan, "west", "West", "industry = 'food'")
    assert remove_area(free, "left_side").areas == ()


def test_a_segment_that_a_team_is_formed_around_cannot_be_removed() -> None:
    plan = add_segment(grid_plan(2, 2), "Food", "industry = 'food'")
    scenario = replace(plan.scenario("Plan A"), teams=(Team("t", "Crew", "food"),))
    goals = replace(plan.goals, teams=TeamGoals("segment"))
    plan = replace(plan, scenarios=(plan.today, scenario), goals=goals)
    with pytest.raises(ValueError, match="used by Crew"):
        remove_segment(plan, "food")


@pytest.mark.parametrize("where", ["industry =", "colour = 'red'", "area:nowhere", "segment:west"])
def test_a_rule_that_cannot_be_reckoned_changes_nothing(where: str) -> None:
    plan = counting_plan()
    with pytest.raises(FormulaError):
        change_segment(plan, "west", "West", where)


def test_segments_that_stand_for_one_another_are_refused() -> None:
    plan = add_segment(counting_plan(), "North", "segment:west")
    with pytest.raises(FormulaError, match="stands for itself"):
        change_segment(plan, "west", "West", "segment:north")


def test_order_is_a_matter_of_up_and_down() -> None:
    plan = add_segment(
        add_segment(counting_plan(), "Food", "industry = 'food'"), "All", "visits > 0"
    )
    keys = [segment.key for segment in move_segment(plan, "all", -1).segments]
    assert keys == ["west", "all", "food"]
    assert [segment.key for segment in move_segment(plan, "west", 9).segments] == [
        "food",
        "all",
        "west",
    ]


def test_product_lines_are_rules_too() -> None:
    plan = add_product(grid_plan(2, 2), "Boilers", "industry in ('food')")
    assert [(line.key, line.label) for line in plan.products] == [("boilers", "Boilers")]
    with pytest.raises(FormulaError):
        add_product(plan, "Pumps", "nothing = 'x'")


def test_areas_are_put_together_taken_away_and_overlapped() -> None:
    one, other = box(0, 0, 2, 2), box(1, 0, 3, 2)
    assert shape_of(united(one, other)).area == 6e6
    assert shape_of(taken_away(one, other)).bounds == (0, 0, 1000, 2000)
    assert shape_of(overlap(one, other)).bounds == (1000, 0, 2000, 2000)


def test_an_empty_area_is_refused() -> None:
    one, beside = box(0, 0, 1, 1), box(1, 0, 2, 1)
    for edit in (lambda: overlap(one, beside), lambda: taken_away(one, one), lambda: circle((0, 0), 0),
                 lambda: outline_from(floats([[0, 0], [1, 1], [0, 0]])),
                 lambda: outline_from(floats([[0, 0], [1e3, 1e3], [2e3, 2e3]]))):  # fmt: skip
        with pytest.raises(EmptyAreaError):
            edit()


def test_a_line_that_crosses_itself_keeps_what_it_goes_around() -> None:
    bow = outline_from(floats([[0, 0], [2000, 2000], [2000, 0], [0, 2000]]))
    assert shape_of(bow).area == pytest.approx(2e6)
    assert shape_of(bow).is_valid


def test_a_circle_holds_what_is_nearer_than_its_radius() -> None:
    plan = add_area(grid_plan(4, 4), "Round", circle((2000, 2000), 1000))
    held = np.hypot(*(plan.regions.points - 2000).T) < 1000
    assert regions_inside(plan.areas[0], plan.regions).tolist() == held.tolist()


corner = st.tuples(st.integers(0, 30), st.integers(0, 30))


@given(
    st.lists(corner, min_size=3, max_size=6, unique=True),
    st.lists(corner, min_size=3, max_size=6, unique=True),
)
def test_union_and_overlap_together_are_as_large_as_both(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    try:
        a, b = (outline_from(floats(np.array(each) * 100.0)) for each in (one, other))
        both = shape_of(overlap(a, b)).area
    except EmptyAreaError:
        return
    whole = shape_of(united(a, b)).area
    assert whole + both == pytest.approx(shape_of(a).area + shape_of(b).area, abs=10.0)


def test_an_area_that_is_not_there_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="no area x"):
        area_of(grid_plan(2, 2), "x")


def test_other_outlines_count_anew_what_lies_inside() -> None:
    plan = reshape_area(counting_plan(), "left_side", box(0, 0, 1.2, 2))
    moved = replace(plan.regions, points=plan.regions.points - (400.0, 0.0))
    after = with_regions(plan, moved)
    assert plan.loads[:, 2].tolist() == [1, 0, 1, 0]
    assert after.loads[:, 2].tolist() == [1, 1, 1, 1]
    with pytest.raises(ValueError, match="areas are drawn in"):
        with_regions(plan, replace(moved, crs="EPSG:3035"))


def test_a_region_that_is_split_counts_inside_an_area_by_its_new_parts() -> None:
    plan = counting_plan()
    cut = split_region(plan, 1, floats([[1400, -100], [1400, 1100]]))
    assert isinstance(cut, Redrawn)
    after = cut.plan
    assert after.loads[:, 2].tolist() == [1, 0, 0, 1, 0]
    assert identical(with_counts(after).loads, after.loads)
