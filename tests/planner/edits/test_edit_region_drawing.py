"""Drawing regions over a grid and beside it."""

import numpy as np
from builders import grid_plan
from redrawn_maps import assert_whole

from planner.edits.region_drawing import Over, draw_region
from planner.model.redrawing import Refusal, Why
from planner.model.types import UNASSIGNED, floats


def area(*points):
    return floats(np.array(points, np.float64))


OVER_TWO = area((500, 200), (1500, 200), (1500, 800), (500, 800))


def plan_of_one_province():
    return grid_plan(1, 4, territories=2)  # 0 and 1 lie in the West


def test_drawing_over_others_has_to_be_asked_for():
    refused = draw_region(plan_of_one_province(), OVER_TWO)
    assert refused.why is Why.COVERS
    assert refused.regions == ("0001", "0002")
    assert np.isclose(refused.square_metres, 600_000.0)


def test_a_region_drawn_over_two_takes_from_both_what_it_covers():
    made = draw_region(plan_of_one_province(), OVER_TWO, "Centre", over=Over.TAKE).plan
    assert made.regions.ids == ("0001", "0002", "0003", "0004", "new-1")
    assert made.regions.names[4] == "Centre"
    assert np.allclose(made.regions.area_km2, [0.7, 0.7, 1.0, 1.0, 0.6], rtol=0, atol=1e-12)
    assert made.regions.columns["potential"].tolist() == [70.0, 70.0, 100.0, 100.0, 60.0]
    assert_whole(made.regions)


def test_a_region_drawn_over_a_whole_one_stands_in_its_place():
    cover = area((-50, -50), (1000, -50), (1000, 1050), (-50, 1050))
    made = draw_region(plan_of_one_province(), cover, over=Over.TAKE, id_="0001").plan
    assert made.regions.ids == ("0001", "0002", "0003", "0004")
    assert made.regions.columns["potential"].tolist() == [100.0] * 4
    assert (
        made.scenarios[1].base.owner.tolist()
        == plan_of_one_province().scenarios[1].base.owner.tolist()
    )
    assert_whole(made.regions)


def test_in_empty_land_a_region_has_no_territory_and_no_figures():
    sea = area((200, 1000), (800, 1000), (800, 1500), (200, 1500))
    made = draw_region(plan_of_one_province(), sea).plan
    assert made.regions.ids[-1] == "new-1"
    assert made.scenarios[0].base.owner[-1] == UNASSIGNED
    assert np.isnan(made.regions.columns["potential"][-1])
    assert made.loads[-1].tolist() == [0.0, 0.0, 0.0]
    assert made.regions.parents["province"][-1] == "West"
    assert made.regions.graph.borders.tolist()[0:2] == [[0, 1], [0, 4]]
    assert_whole(made.regions)


def test_what_is_drawn_over_a_coast_may_spare_the_land():
    coast = area((200, 600), (800, 600), (800, 1500), (200, 1500))
    made = draw_region(plan_of_one_province(), coast, over=Over.SPARE).plan
    assert np.allclose(made.regions.area_km2, [1.0, 1.0, 1.0, 1.0, 0.3], rtol=0, atol=1e-12)
    assert_whole(made.regions)


def test_land_that_is_all_taken_leaves_nothing_to_draw():
    refused = draw_region(plan_of_one_province(), OVER_TWO, over=Over.SPARE)
    assert (refused.why, refused.square_metres) == (Why.NOTHING_FREE, 0.0)


def test_taking_from_two_provinces_is_asked_about():
    both = area((1500, 200), (2500, 200), (2500, 800), (1500, 800))
    refused = draw_region(plan_of_one_province(), both, over=Over.TAKE)
    assert refused == Refusal(Why.PARENTS_DIFFER, ("0002", "0003"), "province")
    made = draw_region(plan_of_one_province(), both, over=Over.TAKE, parents_of=2).plan
    assert made.regions.parents["province"][-1] == "East"


def test_an_id_that_is_there_is_refused():
    sea = area((200, 1000), (800, 1000), (800, 1500), (200, 1500))
    assert draw_region(plan_of_one_province(), sea, id_="0003") == Refusal(Why.ID_TAKEN, ("0003",))


def test_a_hole_in_a_region_is_whole():
    inside = area((200, 200), (800, 200), (800, 800), (200, 800))
    made = draw_region(plan_of_one_province(), inside, over=Over.TAKE).plan
    assert made.regions.graph.borders.tolist() == [[0, 1], [0, 4], [1, 2], [2, 3]]
    assert_whole(made.regions)
