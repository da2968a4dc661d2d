"""The values of a plan: built valid, read-only, compared field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from builders import grid_accounts, grid_layer, grid_plan, grid_regions, grid_reps
from hypothesis import given
from strategies import grid_plans

from planner.model.geometry import Geometry
from planner.model.goals import Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.issues import Issue, Severity, blocks
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.model.scenarios import Scenario
from planner.model.teams import Post, RoleNeed, Team
from planner.model.types import RepId, bools, floats, frozen_map, identical, ints


def test_arrays_are_read_only_and_not_copied_twice() -> None:
    array = ints([1, 2])
    assert ints(array) is array
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 3
    mine = np.array([1.0, 2.0])
    kept = floats(mine)
    mine[0] = 9.0
    assert kept.tolist() == [1.0, 2.0]
    assert bools([1, 0]).tolist() == [True, False]


def test_a_frozen_map_is_a_copy_nobody_can_change() -> None:
    source = {"a": 1}
    kept: Any = frozen_map(source)
    source["a"] = 2
    assert kept["a"] == 1
    with pytest.raises(TypeError):
        kept["a"] = 3


@given(grid_plans())
def test_a_plan_says_the_same_as_its_copy_and_not_as_another(plan: Plan) -> None:
    assert identical(plan, replace(plan))
    assert identical(plan, replace(plan, loads=plan.loads.copy()))
    assert not identical(plan, replace(plan, loads=plan.loads + 1))
    assert not identical(plan, replace(plan, name="another"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (floats([np.nan, 1]), floats([np.nan, 1]), True),
        (float("nan"), float("nan"), True),
        (ints([1]), floats([1]), False),
        (ints([1, 2]), ints([1]), False),
        (1, 1.0, False),
        ((1, (2, 3)), (1, (2, 3)), True),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
        (ints([1]), (1,), False),
    ],
)
def test_values_are_the_same_in_type_shape_and_figures(one: Any, other: Any, same: bool) -> None:
    assert identical(one, other) is same


def test_a_square_has_the_box_of_its_corners_and_an_empty_region_none() -> None:
    square = floats([[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]])
    geometry = Geometry(square, ints([0, 5]), ints([0, 1]), ints([0, 1, 1]))
    assert geometry.regions == 2
    assert geometry.boxes()[0].tolist() == [0, 0, 2, 1]
    assert np.isnan(geometry.boxes()[1]).all()
    assert geometry.region_of_ring.tolist() == [0]


def test_a_region_of_two_islands_and_a_lake_has_three_rings() -> None:
    xy = floats(np.zeros((12, 2)))
    geometry = Geometry(xy, ints([0, 4, 8, 12]), ints([0, 2, 3]), ints([0, 2]))
    assert geometry.region_of_ring.tolist() == [0, 0, 0]
    with pytest.raises(ValueError, match="rings end"):
        Geometry(xy, ints([0, 4]), ints([0, 1]), ints([0, 1]))


def refused(**fields: Any) -> None:
    with pytest.raises(ValueError, match=r"must|shape|wrong number|targets do not fit"):
        replace(grid_plan(1, 2, 1), **fields)


def test_a_plan_that_does_not_fit_together_is_refused() -> None:
    plan = grid_plan(1, 2, 1)
    refused(loads=np.ones((3, 3)))
    refused(loads=-np.ones((2, 3)))
    refused(loads=np.full((2, 3), np.nan))
    refused(scenarios=())
    refused(scenarios=plan.scenarios[1:])
    refused(scenarios=(plan.today, plan.today))
    refused(reps=plan.reps * 2)
    refused(scenarios=grid_plan(1, 3, 1).scenarios)
    refused(scenarios=grid_plan(1, 2, 1, loads=np.ones((2, 1))).scenarios)


def test_regions_and_accounts_of_unequal_length_or_with_one_id_twice_are_refused() -> None:
    regions = grid_regions(1, 2)
    with pytest.raises(ValueError, match="unique"):
        replace(regions, ids=(regions.ids[0],) * 2)
    with pytest.raises(ValueError, match="names"):
        replace(regions, names=("one",))
    accounts = grid_accounts(ints([0, 1]), ["", ""])
    with pytest.raises(ValueError, match="unique"):
        replace(accounts, ids=(accounts.ids[0],) * 2)
    with pytest.raises(ValueError, match="status"):
        replace(accounts, text=frozen_map({"status": ("prospect",)}))
    assert accounts.column("class") == ("", "")


def test_a_layer_that_does_not_fit_is_refused() -> None:
    layer = grid_layer([0, 1], grid_reps(2), measures=1, k=2)
    with pytest.raises(ValueError, match="owners must lie"):
        replace(layer, owner=ints([0, 2]))
    with pytest.raises(ValueError, match="locks"):
        replace(layer, locked=bools([False]))
    with pytest.raises(ValueError, match="targets"):
        replace(layer, targets=np.ones((1, 1)))
    with pytest.raises(ValueError, match="unique"):
        replace(layer, territories=(layer.territories[0],) * 2)
    assert layer.index_of("T02") == 1
    assert layer.regions_of(1).tolist() == [1]
    with pytest.raises(ValueError, match="T09"):
        layer.index_of("T09")


def test_what_is_asked_for_by_a_wrong_name_is_refused() -> None:
    plan = grid_plan(1, 2, 1)
    assert plan.rep("R01").name == "Rep 1"
    assert plan.scenario("Plan A").layer("base") is plan.scenario("Plan A").base
    for wrong in (
        lambda: plan.rep("R99"),
        lambda: plan.scenario("Plan Z"),
        lambda: plan.today.layer("food"),
        lambda: plan.goals.layer("food"),
    ):
        with pytest.raises(ValueError, match="no "):
            wrong()


@pytest.mark.parametrize(
    "build",
    [
        lambda: Rep(RepId("R"), "R", "closer", fte=0),
        lambda: Rep(RepId("R"), "R", "closer", fte=float("nan")),
        lambda: Rep(RepId("R"), "R", "closer", contract_hours_week=0),
        lambda: Measure("m", "M", "x", "s", tolerance=-0.1),
        lambda: Measure("m", "M", "x", "s", weight=0),
        lambda: TerritoryGoals(seats="homeless"),
        lambda: TerritoryGoals(count=0),
        lambda: TerritoryGoals(oversize="split"),
        lambda: TeamGoals(markets="moon"),
        lambda: QuotaGoals(total=-1),
        lambda: Goals(layers=()),
        lambda: Goals(layers=(TerritoryGoals(key="food"),)),
        lambda: Scenario(" ", (grid_layer([0], (), measures=1, k=1),)),
        lambda: Scenario("S", ()),
    ],
)
def test_a_value_out_of_range_is_never_built(build: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        build()


def test_somebody_works_until_and_on_the_last_day() -> None:
    leaver = Rep(RepId("R"), "R", "closer", end=date(2027, 1, 1))
    assert leaver.works_on(date(2027, 1, 1))
    assert not leaver.works_on(date(2027, 1, 2))


def test_a_team_counts_people_not_posts_and_names_its_shortage() -> None:
    posts = (Post("closer", RepId("R1"), 20.0), Post("inbound", RepId("R1"), 20.0))
    team = Team("t", "T", "m", posts=posts, needs=(RoleNeed("closer", 30.0, 20.0),))
    assert team.heads == 1
    assert team.needs[0].short_hours_week == 10.0
    assert RoleNeed("closer", 10.0, 20.0).short_hours_week == 0.0


def test_an_issue_is_one_line_with_file_row_and_column() -> None:
    issue = Issue("x", Severity.ERROR, "reps.csv", "fte is 'half'", "Give a number.", 3, "fte")
    assert issue.line() == "reps.csv, row 3, column fte: fte is 'half'. Give a number."
    assert replace(issue, file="", row=None, column="").line() == "fte is 'half'. Give a number."
    assert blocks((issue,))
    assert not blocks((replace(issue, severity=Severity.WARNING),))
