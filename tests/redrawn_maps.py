"""What holds of every map, however it was redrawn."""

from unittest import mock

import numpy as np
import shapely

from planner.io import neighbours
from planner.io.islands import linked
from planner.io.neighbours import exact_borders, segments_of, shared_borders
from planner.io.repair import shapes_of
from planner.model.types import ints


def country_parts(regions):
    countries = regions.parents.get("country", ("",) * len(regions))
    return ints(np.unique(np.array(countries), return_inverse=True)[1])


def assert_whole(regions):
    """Every outline is valid, none lies over another, and borders are drawn alike on both sides."""
    shapes = shapes_of(regions.geometry)
    assert shapely.is_valid(shapes).all()
    assert np.allclose(shapely.area(shapes) / 1e6, regions.area_km2, rtol=1e-9, atol=1e-9)
    assert shapely.contains_properly(shapes, shapely.points(regions.points)).all()
    union = shapely.union_all(shapes)
    assert np.isclose(shapely.area(union), shapely.area(shapes).sum(), rtol=1e-9)
    # What no other region has of an outline is coast: all of the outer border, and no more.
    segments = segments_of(regions.geometry)
    _, single = exact_borders(segments)
    coast = segments.some(single).metres.sum()
    assert np.isclose(coast, shapely.length(shapely.boundary(union)), rtol=1e-9, atol=1e-3)
    assert_graph_as_of_a_rebuild(regions)


def assert_graph_as_of_a_rebuild(regions, within_m=50.0):
    """The graph is what the reader finds on a map that is not drawn loosely.

    On a map of few regions a single gap left by a drawing would let the reader take all for loosely
    drawn; whether a map is, is settled when it is read.
    """
    parts = country_parts(regions)
    with mock.patch.object(neighbours, "LOOSELY_DRAWN", 1.0):
        found = shared_borders(regions.geometry, parts, within_m).graph
    found = linked(found, regions.points, parts)
    assert regions.graph.borders.tolist() == found.borders.tolist()
    assert regions.graph.links.tolist() == found.links.tolist()
    assert np.allclose(regions.graph.border_km, found.border_km, rtol=1e-9, atol=1e-9)
