"""Outlines with hand-countable troubles: what is found, and what mending makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_sets import REGION_SETS

from planner.insight.mended import consequence_of
from planner.io.defects import Look, LookStopped, look_at
from planner.io.islands import linked
from planner.io.mending import mend, mend_outlines
from planner.io.neighbours import shared_borders
from planner.io.region_table import RegionSource
from planner.io.regions import read_regions
from planner.io.repair import ragged, shapes_of
from planner.model.outline_defects import TICKED, Choices, Kind
from planner.model.regions import RegionSet
from planner.model.types import RegionId, floats, identical, ints
from tests.builders import CRS, grid_edges

KM = 1000.0


def region_set(shapes: Sequence[Any], within_m: float = 50.0) -> RegionSet:
    outlines = np.array(shapes, object)
    n = len(outlines)
    geometry = ragged(outlines)
    empty = shapely.is_empty(outlines)
    points = np.zeros((n, 2))
    points[~empty] = shapely.get_coordinates(shapely.point_on_surface(outlines[~empty]))
    graph = shared_borders(geometry, ints(np.zeros(n)), within_m).graph
    return RegionSet(
        ids=tuple(RegionId(f"{i + 1:02d}") for i in range(n)),
        names=tuple(f"Place {i + 1}" for i in range(n)),
        geometry=geometry,
        points=floats(points),
        area_km2=floats(shapely.area(outlines) / 1e6),
        graph=linked(graph, floats(points), ints(np.zeros(n))),
        crs=CRS,
        columns={"people": floats(np.arange(n))},
        parents={"province": ("West",) * n},
    )


def counts(look: Look) -> dict[str, int]:
    return {str(kind): len(found) for kind, found in look.found.items() if len(found)}


def outlines(regions: RegionSet) -> Any:
    return shapes_of(regions.geometry)


def land(regions: RegionSet) -> float:
    """Return the square metres that all outlines cover together."""
    return float(shapely.union_all(outlines(regions)).area)


SQUARE = shapely.box(0, 0, KM, KM)
NEXT = shapely.box(KM, 0, 2 * KM, KM)
STRIP = [shapely.box(0, 0, KM + 4, KM), shapely.box(KM - 4, 0, 2 * KM, KM)]
ONLY_OVERLAPS = Choices(kinds=frozenset({Kind.OVERLAP}))


def test_two_squares_side_by_side_have_nothing_to_mend() -> None:
    regions = region_set([SQUARE, NEXT])
    look = look_at(regions)
    assert counts(look) == {}
    assert look.exact == 1
    assert mend(look, Choices()).regions is regions


def test_a_strip_that_two_squares_cover_is_found_with_its_area() -> None:
    found = look_at(region_set(STRIP)).found[Kind.OVERLAP]
    assert found.size.tolist() == pytest.approx([8 * KM])
    assert (found.first.tolist(), found.second.tolist()) == ([0], [1])
    assert found.boxes.tolist() == [[KM - 4, 0, KM + 4, KM]]


def test_an_overlap_goes_to_one_side_and_the_border_becomes_one() -> None:
    mended = mend_outlines(region_set(STRIP))
    first, second = outlines(mended)
    assert shapely.area(shapely.intersection(first, second)) == 0
    assert sorted(mended.area_km2.tolist()) == pytest.approx([0.996, 1.004])
    assert mended.graph.borders.tolist() == [[0, 1]]
    assert mended.graph.border_km.tolist() == pytest.approx([1.0])
    assert shapely.coverage_is_valid(outlines(mended))


def test_what_is_not_a_matter_of_outlines_stays() -> None:
    before = region_set(STRIP)
    after = mend_outlines(before)
    assert after.ids == before.ids
    assert after.names == before.names
    assert identical(after.columns, before.columns)
    assert after.parents == before.parents
    inside = shapely.within(shapely.points(after.points), outlines(after))
    assert inside.all()


def test_an_overlap_that_is_left_stays_to_the_last_digit() -> None:
    before = region_set(STRIP)
    left = Choices(kinds=TICKED - {Kind.OVERLAP})
    assert mend_outlines(before, left) is before


def test_two_squares_a_metre_apart_get_one_border() -> None:
    before = region_set([SQUARE, shapely.box(KM + 1, 0, 2 * KM, KM)])
    assert counts(look_at(before)) == {"apart": 1, "alone": 2}
    after = mend_outlines(before)
    assert shapely.coverage_is_valid(outlines(after))
    assert after.graph.border_km.tolist() == pytest.approx([1.0])
    assert float(after.area_km2.sum()) == pytest.approx(2.0)
    assert counts(look_at(after)) == {}


def ring_of_four(inner: float) -> list[Any]:
    """Four regions around a square hole that is `inner` wide, in the middle of 2 km."""
    low, high = KM - inner / 2, KM + inner / 2
    boxes = [
        shapely.box(0, 0, low, 2 * KM),
        shapely.box(high, 0, 2 * KM, 2 * KM),
        shapely.box(low, 0, high, low),
        shapely.box(low, high, high, 2 * KM),
    ]
    return list(shapely.coverage_clean(boxes))  # with points where three meet


def test_a_narrow_hole_between_regions_is_a_gap_and_is_closed() -> None:
    before = region_set(ring_of_four(40.0))
    look = look_at(before)
    assert look.found[Kind.GAP].size.tolist() == [1600.0]
    assert not len(look.found[Kind.LAKE])
    after = mend(look, Choices()).regions
    assert float(after.area_km2.sum()) == pytest.approx(4.0)
    assert shapely.coverage_union_all(outlines(after)).area == pytest.approx(4e6)


def test_a_lake_stays() -> None:
    before = region_set(ring_of_four(400.0))
    look = look_at(before)
    assert look.found[Kind.LAKE].size.tolist() == [160_000.0]
    assert mend(look, Choices()).regions is before


def test_the_width_up_to_which_a_space_is_a_gap_is_the_users() -> None:
    before = region_set(ring_of_four(40.0))
    assert mend_outlines(before, Choices(gap_m=30.0)) is before


def test_a_region_inside_another_keeps_its_area() -> None:
    before = region_set([SQUARE, shapely.box(400, 400, 600, 600)])
    assert len(look_at(before).found[Kind.OVERLAP]) == 1
    after = mend_outlines(before)
    assert after.area_km2.tolist() == pytest.approx([0.96, 0.04])
    assert after.graph.border_km.tolist() == pytest.approx([0.8])


def test_the_same_outline_twice_is_told_and_stays() -> None:
    before = region_set([SQUARE, NEXT, SQUARE])
    look = look_at(before)
    assert (look.found[Kind.TWICE].first[0], look.found[Kind.TWICE].second[0]) == (0, 2)
    mended = mend(look, Choices())
    assert mended.regions is before
    assert mended.refused.tolist() == []  # there would be something left


def test_an_outline_that_crosses_itself_is_uncrossed() -> None:
    bow_tie = shapely.Polygon([(0, 0), (KM, KM), (KM, 0), (0, KM)])
    before = region_set([bow_tie, NEXT])
    assert counts(look_at(before))["crossing"] == 1
    after = mend_outlines(before)
    assert shapely.is_valid(outlines(after)).all()
    assert after.area_km2.tolist() == pytest.approx([0.5, 1.0])


def test_a_crossing_outline_does_not_stop_the_rest_from_being_mended() -> None:
    bow_tie = shapely.Polygon([(0, 2 * KM), (KM, 3 * KM), (KM, 2 * KM), (0, 3 * KM)])
    after = mend_outlines(region_set([*STRIP, bow_tie]), Choices(kinds=frozenset({Kind.OVERLAP})))
    assert shapely.is_valid(outlines(after)).all()
    assert float(after.area_km2[:2].sum()) == pytest.approx(2.0)


def collapsed_in_its_place() -> RegionSet:
    """Four regions around a hole of 400 m, and a fifth of a few square metres at its edge."""
    sliver = shapely.Polygon([(800, 800), (801, 900), (800, 900)])
    return region_set([*ring_of_four(400.0), sliver])


def test_a_collapsed_region_gets_the_empty_space_it_stands_in() -> None:
    before = collapsed_in_its_place()
    look = look_at(before)
    assert look.found[Kind.COLLAPSED].first.tolist() == [4]
    mended = mend(look, Choices())
    assert mended.filled.tolist() == [4]
    assert mended.regions.area_km2[4] == pytest.approx(0.16)
    told = consequence_of(before, mended.regions, mended.filled, mended.refused)
    assert told.most == pytest.approx(0.0, abs=1e-9)


def test_a_collapsed_region_that_is_left_keeps_the_little_it_has() -> None:
    before = collapsed_in_its_place()
    after = mend_outlines(before, Choices(kinds=TICKED - {Kind.COLLAPSED}))
    assert after.area_km2[4] == pytest.approx(before.area_km2[4], abs=1e-9)


def test_a_region_without_outline_stays_without() -> None:
    before = region_set([*STRIP, shapely.Polygon()])
    assert look_at(before).found[Kind.EMPTY].first.tolist() == [2]
    after = mend_outlines(before)
    assert after.area_km2[2] == 0.0
    assert after.points[2].tolist() == [0.0, 0.0]


def test_a_crumb_far_away_is_dropped_only_when_asked() -> None:
    before = region_set([shapely.MultiPolygon([SQUARE, shapely.box(5000, 0, 5010, 10)]), NEXT])
    assert look_at(before).found[Kind.CRUMB].size.tolist() == [100.0]
    assert mend_outlines(before) is before
    after = mend_outlines(before, Choices(kinds=TICKED | {Kind.CRUMB}))
    assert float(after.area_km2[0]) == pytest.approx(1.0)


def test_a_border_with_far_too_many_points_keeps_its_two_sides_together() -> None:
    steps = np.linspace(0, KM, 9000)
    wavy = np.column_stack([KM + 0.05 * np.sin(steps), steps])
    left = shapely.Polygon([(0, 0), *wavy, (0, KM)])
    right = shapely.Polygon([(2 * KM, 0), (2 * KM, KM), *wavy[::-1]])
    before = region_set([left, right])
    look = look_at(before)
    assert len(look.found[Kind.HEAVY]) == 2
    after = mend(look, Choices(kinds=frozenset({Kind.HEAVY}))).regions
    assert len(after.geometry.xy) < 100
    assert shapely.coverage_is_valid(outlines(after))
    assert after.area_km2.tolist() == pytest.approx([1.0, 1.0], rel=1e-3)


ONLY_HEAVY = Choices(kinds=frozenset({Kind.HEAVY}))


def either_side(border: Any) -> list[Any]:
    """Two regions with this border from south to north between them, points (p, 2)."""
    (_, south), (_, north) = border[0], border[-1]
    west = shapely.Polygon([(-5 * KM, south), *border, (-5 * KM, north)])
    return [west, shapely.Polygon([(5 * KM, south), (5 * KM, north), *border[::-1]])]


def furthest(before: RegionSet, after: RegionSet) -> float:
    """Return how far any outline moved, in metres."""
    return float(shapely.hausdorff_distance(outlines(before), outlines(after)).max())


def test_a_spike_far_longer_than_wide_stays_where_points_are_made_fewer() -> None:
    steps = np.linspace(0, 2 * KM, 9000)
    straight = np.column_stack([np.zeros(9000), steps])
    spike = [(1500.0, 2 * KM + 0.05), (0.0, 2 * KM + 0.1), (0.0, 4 * KM)]
    before = region_set(either_side(np.concatenate([straight, spike])))
    after = mend_outlines(before, ONLY_HEAVY)
    assert len(after.geometry.xy) < 30
    assert furthest(before, after) <= 10.0


def test_a_region_with_points_enough_keeps_them_beside_one_with_too_many() -> None:
    steps = np.linspace(0, KM, 9000)
    wavy = np.column_stack([0.05 * np.sin(steps), steps])
    few = shapely.Polygon([(5 * KM, 0), (7 * KM, 0), (7 * KM, KM), (6 * KM, KM - 1), (5 * KM, KM)])
    before = region_set([*either_side(wavy), few])
    after = mend_outlines(before, ONLY_HEAVY)
    assert len(after.geometry.xy) < 100
    assert shapely.equals_exact(outlines(after)[2], outlines(before)[2])


def test_points_stay_as_many_while_borders_elsewhere_are_drawn_apart() -> None:
    steps = np.linspace(0, KM, 9000)
    heavy = either_side(np.column_stack([0.05 * np.sin(steps), steps]))
    far = [shapely.affinity.translate(shape, 20 * KM) for shape in STRIP]
    look = look_at(region_set([*heavy, *far]))
    left = mend(look, ONLY_HEAVY)
    assert left.regions is look.regions
    assert not left.thinned
    assert mend(look, Choices(kinds=ONLY_HEAVY.kinds | TICKED)).thinned


def test_islands_stay_islands_with_their_links() -> None:
    before = region_set([*STRIP, shapely.box(9000, 0, 10000, KM)])
    look = look_at(before)
    assert (look.found[Kind.ISLAND].first[0], look.found[Kind.ISLAND].second[0]) == (1, 2)
    after = mend(look, Choices()).regions
    assert after.graph.links.tolist() == [[1, 2]]


def test_a_look_and_a_mending_stop_when_asked() -> None:
    regions = region_set(STRIP)
    with pytest.raises(LookStopped):
        look_at(regions, stop=lambda: True)
    with pytest.raises(LookStopped):
        mend(look_at(regions), Choices(), stop=lambda: True)


def test_a_part_smaller_than_points_may_be_apart_gives_way() -> None:
    small = shapely.Polygon([(KM + 3, KM + 3), (KM + 6, KM + 3), (KM + 4, KM + 6)])
    before = region_set([SQUARE, shapely.MultiPolygon([NEXT, small])])
    after = mend_outlines(before, Choices(point_m=10.0))
    assert outlines(after)[1].equals(NEXT)


def test_parts_of_one_outline_that_overlap_are_joined() -> None:
    twice = shapely.MultiPolygon([SQUARE, shapely.box(500, 0, 1500, KM)])
    before = region_set([twice, shapely.box(1500, 0, 2500, KM)])
    after = mend_outlines(before)
    assert after.area_km2.tolist() == pytest.approx([1.5, 1.0])


def two_countries(apart_m: float) -> RegionSet:
    """Two grids of 5 by 24 squares; each country drew its side of the border, `apart_m` between them.

    Two squares far from that border overlap by 8 m, and two that lie along it.
    """
    row, col = (each.ravel() for each in np.mgrid[0:5, 0:48])
    x = np.where(col < 24, col, col + apart_m / KM)
    squares = shapely.box(x * KM, row * KM, (x + 1) * KM, (row + 1) * KM)
    for far in (0, 23):
        squares[far] = shapely.box(far * KM, 0, (far + 1) * KM, KM + 8)
    regions = region_set(squares)
    parts = ints(col >= 24)
    graph = linked(shared_borders(regions.geometry, parts, 50.0).graph, regions.points, parts)
    country = tuple(np.where(col < 24, "NL", "BE").tolist())
    return replace(regions, graph=graph, parents={"country": country})


def across(regions: RegionSet) -> list[tuple[int, int]]:
    country = regions.parents["country"]
    return [(i, j) for i, j in regions.graph.borders.tolist() if country[i] != country[j]]


@pytest.mark.parametrize("gap_m", [50.0, 5.0])
def test_countries_stay_neighbours_where_a_place_far_from_their_border_is_mended(
    gap_m: float,
) -> None:
    before = two_countries(20.0)
    assert len(across(before)) == 5
    after = mend_outlines(before, replace(ONLY_OVERLAPS, gap_m=gap_m))
    assert after is not before
    assert across(after) == across(before)


@st.composite
def perturbed_grids(draw: st.DrawFn) -> tuple[int, int, list[Any]]:
    """Squares of 1 km whose corners each region draws up to 4 m off, on its own."""
    rows, cols = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    seed = draw(st.integers(0, 2**32 - 1))
    off = np.random.default_rng(seed)
    shapes = []
    for region in range(rows * cols):
        row, col = divmod(region, cols)
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) + np.array([col, row])
        shapes.append(shapely.Polygon(corners * KM + off.uniform(-2.8, 2.8, (4, 2))))
    return rows, cols, shapes


@settings(max_examples=40, deadline=None)
@given(perturbed_grids())
def test_a_grid_drawn_carelessly_is_a_grid_again(drawn: tuple[int, int, list[Any]]) -> None:
    rows, cols, shapes = drawn
    before = region_set(shapes)
    choices = Choices(point_m=8.0)
    after = mend_outlines(before, choices)
    assert after.graph.borders.tolist() == grid_edges(rows, cols).tolist()
    assert shapely.coverage_is_valid(outlines(after))
    assert np.abs(after.area_km2 - 1.0).max() < 0.04
    assert float(after.area_km2.sum()) == pytest.approx(rows * cols, rel=0.02)
    assert mend_outlines(after, choices) is after


@settings(max_examples=40, deadline=None)
@given(perturbed_grids())
def test_overlaps_and_gaps_shared_out_keep_the_area(drawn: tuple[int, int, list[Any]]) -> None:
    _, _, shapes = drawn
    before = region_set(shapes)
    after = mend_outlines(before)
    covered = shapely.union_all(outlines(after)).area
    assert float(after.area_km2.sum()) * 1e6 == pytest.approx(covered, rel=1e-9)
    assert float(after.area_km2.sum()) == pytest.approx(float(before.area_km2.sum()), rel=0.02)
    assert mend_outlines(after) is after


def test_a_place_that_three_discs_cover_stays_land() -> None:
    middles = shapely.points([(0, 0), (4 * KM, 0), (2 * KM, 3.5 * KM)])
    before = region_set(shapely.buffer(middles, 5 * KM))
    mended = mend(look_at(before), Choices())
    assert land(mended.regions) == pytest.approx(land(before), rel=1e-9)
    assert not len(mended.refused)
    assert counts(look_at(mended.regions)) == {}


@st.composite
def heaps(draw: st.DrawFn) -> list[Any]:
    """Discs and boxes thrown on one another."""
    place, size = st.integers(0, 40), st.integers(5, 40)
    shapes = []
    for x, y, wide, high, round_ in draw(
        st.lists(st.tuples(place, place, size, size, st.booleans()), min_size=2, max_size=6)
    ):
        disc = shapely.Point(x * 100, y * 100).buffer(wide * 100, quad_segs=4)
        box = shapely.box(x * 100, y * 100, (x + wide) * 100, (y + high) * 100)
        shapes.append(disc if round_ else box)
    return shapes


@settings(max_examples=150, deadline=None)
@given(heaps(), st.sampled_from([ONLY_OVERLAPS, Choices()]))
def test_whatever_overlaps_are_mended_no_land_is_lost(shapes: list[Any], choices: Choices) -> None:
    before = region_set(shapes)
    after = mend_outlines(before, choices)
    lost = shapely.difference(
        shapely.union_all(outlines(before)), shapely.union_all(outlines(after))
    )
    assert lost.area < 1.0
    if choices == ONLY_OVERLAPS:
        assert land(after) == pytest.approx(land(before), rel=1e-6)


def read(name: str) -> RegionSet:
    path = REGION_SETS / name / f"{name}_shp.zip"
    read_, _ = read_regions([RegionSource(path)])
    assert read_ is not None
    return read_.regions


@pytest.mark.shared
@pytest.mark.skipif(not REGION_SETS.is_dir(), reason="../shared is absent")
def test_the_messy_postcodes_are_what_their_readme_says_and_are_mended() -> None:
    messy, clean = read("nl_postcode4_raw_messy"), read("nl_postcode4")
    look = look_at(messy)
    found = look.found
    assert len(messy) == 4067  # 4,068 and one without outline, left out by the reader
    assert sorted(messy.ids[i] for i in found[Kind.COLLAPSED].first) == ["1623", "4196", "7524"]
    assert len(found[Kind.OVERLAP]) == 9598
    assert len(found[Kind.GAP]) == 30118
    assert look.exact == 8488
    assert len(look.strangers) == 116
    mended = mend(look, Choices())
    told = consequence_of(messy, mended.regions, mended.filled, mended.refused)
    assert told.most < 0.005
    assert abs(told.total) < 0.001
    assert told.pieces == (8, 7)  # the mainland, Zeeuws-Vlaanderen and five islands
    assert [messy.ids[i] for i in mended.filled] == ["4196", "7524"]
    assert not len(mended.refused)
    again = look_at(mended.regions)
    for kind in (Kind.OVERLAP, Kind.GAP, Kind.APART, Kind.ALONE):
        assert not len(again.found[kind])
    assert mend(again, Choices()).regions is mended.regions
    edges, wanted = _edges(mended.regions), _edges(clean)
    assert len(edges & wanted) > 0.995 * max(len(edges), len(wanted))


def _edges(regions: RegionSet) -> set[tuple[str, str]]:
    ids = [str(id_) for id_ in regions.ids]
    pairs = [(ids[i], ids[j]) for i, j in regions.graph.borders.tolist()]
    return {(min(pair), max(pair)) for pair in pairs}
