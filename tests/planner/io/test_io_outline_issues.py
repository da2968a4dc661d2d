"""What reading says about outlines at once: the same twice, and overlaps."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from region_files import squares

from planner.io import outline_issues
from planner.io.outline_issues import said_of_outlines

NAMES = tuple("abcdefghijkl")


def test_rows_with_one_outline_are_told_once_and_not_as_overlaps_of_all_with_all() -> None:
    shapes = np.repeat(squares(1, 3), 4)  # a table joined to its map has many rows a region
    issues = said_of_outlines(shapes, NAMES)
    assert [issue.found for issue in issues] == [
        "9 outlines are there twice (b, c, d, f, g and more)"
    ]
    assert shapely.area(shapes).all()  # the caller's stay as they are


def test_an_overlap_beside_outlines_that_are_there_twice_is_still_told() -> None:
    one, other = squares(1, 2)
    shapes = np.array([one, one, shapely.box(1.005e5, 4e5, 1.015e5, 4.01e5), other], object)
    found = [issue.found for issue in said_of_outlines(shapes, NAMES)]
    assert found[1] == "2 pairs of regions overlap, over 1.00\u00a0km² in all (a and c most)"


def test_where_all_overlap_all_only_the_largest_overlaps_are_measured_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Widths of 10 km, each 1 km further east: three pairs share 9 km, two 8 km and one 7 km."""
    at = np.arange(4) * 1e3
    shapes = shapely.box(at, 0, at + 1e4, 1e4)
    (whole,) = said_of_outlines(shapes, NAMES)
    assert whole.found.startswith("6 pairs of regions overlap, over 500.00\u00a0km² in all")
    monkeypatch.setattr(outline_issues, "MEASURED", 3)
    (some,) = said_of_outlines(shapes, NAMES)
    assert some.found.startswith("at least 3 pairs of regions overlap, over 270.00\u00a0km² in all")
