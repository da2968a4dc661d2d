"""Figures joined to the regions of a plan."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_plan

from planner.edits.figures import join_figures
from planner.model.types import floats

PLAN = grid_plan(2, 2)


def test_columns_are_added_and_the_loads_stay() -> None:
    joined = join_figures(PLAN, {"inwoners": floats([1, 2, np.nan, 4])})
    assert joined.regions.columns["inwoners"].tolist()[:2] == [1, 2]
    assert set(joined.regions.columns) == {*PLAN.regions.columns, "inwoners"}
    assert joined.loads is PLAN.loads
    assert joined.regions.geometry is PLAN.regions.geometry


def test_a_column_of_the_same_name_is_replaced() -> None:
    joined = join_figures(PLAN, {"prospects": floats([9, 9, 9, 9])})
    assert joined.regions.columns["prospects"].tolist() == [9] * 4
    assert list(joined.regions.columns) == list(PLAN.regions.columns)


def test_nothing_new_is_the_same_plan() -> None:
    joined = join_figures(PLAN, {"n": floats([1, np.nan, 3, 4])})
    assert join_figures(joined, {"n": floats([1, np.nan, 3, 4])}) is joined
    assert join_figures(PLAN, {}) is PLAN


@pytest.mark.parametrize("columns", [{"n": floats([1, 2])}, {"": floats([1, 2, 3, 4])}])
def test_a_column_that_fits_no_regions_is_refused(columns: dict[str, np.ndarray]) -> None:
    with pytest.raises(ValueError, match="no column of 4 regions"):
        join_figures(PLAN, columns)
