"""Figures joined to the regions of a plan."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_plan

from planner.edits.figures import join_figures
from planner.edits.measures import add_measures
from planner.edits.segments import add_segment
from planner.model.measures import Measure
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


@pytest.mark.parametrize("where", ["region.prospects >= 3", "segment:dense"])
def test_what_counts_by_a_figure_of_regions_follows_it(where: str) -> None:
    """One account in each of four regions; none of them was in a dense region before."""
    plan = add_segment(PLAN, "Dense", "region.prospects >= 3")
    plan = add_measures(plan, [Measure("dense", "Dense", "", "accounts.count", where)])
    assert plan.loads[:, -1].tolist() == [0, 0, 0, 0]
    joined = join_figures(plan, {"prospects": floats([9, 1, np.nan, 3])})
    assert joined.loads[:, -1].tolist() == [1, 0, 0, 1]
    assert joined.loads[:, :-1].tolist() == plan.loads[:, :-1].tolist()
    other = join_figures(plan, {"workload": floats([9, 1, 2, 3])})
    assert other.loads is plan.loads
