"""Fewer points: no outline moves further than asked, and both sides of a border stay together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.io.fewer_points import fewer_points
from planner.model.types import bools

KM = 1000.0
ALL = bools([True, True])


def either_side(border: Any) -> Any:
    """Two outlines with this border from south to north between them, points (p, 2)."""
    (_, south), (_, north) = border[0], border[-1]
    west = shapely.Polygon([(-KM, south), *border, (-KM, north)])
    east = shapely.Polygon([(KM, south), (KM, north), *border[::-1]])
    return np.array([west, east], object)


@pytest.mark.parametrize(("wide", "long"), [(0.4, 300.0), (0.1, 900.0)])
def test_a_spike_far_longer_than_wide_stays(wide: float, long: float) -> None:
    spike = [(0, 0), (0, KM), (long, KM + wide / 2), (0, KM + wide), (0, 1.5 * KM), (0, 2 * KM)]
    before = either_side(spike)
    after = fewer_points(before, ALL, 10.0)
    assert shapely.hausdorff_distance(before, after).max() <= 10.0
    assert set(shapely.get_num_coordinates(after)) == {8}  # one point of a straight stretch is gone


def test_an_outline_of_none_stays_none() -> None:
    before = np.array([shapely.box(0, 0, KM, KM), shapely.Polygon()], object)
    assert shapely.equals(fewer_points(before, ALL, 10.0), before).all()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.5, 5.0, 40.0, 400.0]),
    st.sampled_from([0.5, 10.0, 100.0]),
)
def test_no_border_moves_further_than_asked_and_none_tears(
    seed: int, teeth_m: float, within_m: float
) -> None:
    drawn = np.random.default_rng(seed)
    north = np.sort(drawn.uniform(0, KM, 300))
    east = drawn.uniform(-teeth_m, teeth_m, 300) * (drawn.random(300) < drawn.random())
    before = either_side(np.column_stack([east, north]))
    after = fewer_points(before, ALL, within_m)
    assert shapely.hausdorff_distance(before, after).max() <= within_m + 1e-6
    assert shapely.is_valid(after).all()
    assert shapely.coverage_is_valid(after)
    whole = shapely.union_all(after)
    assert shapely.area(after).sum() == pytest.approx(whole.area, rel=1e-9)
    assert shapely.get_num_interior_rings(whole) == 0
