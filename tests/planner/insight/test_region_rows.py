from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.locks import lock_territory
from planner.insight.region_rows import (
    ACCOUNTS,
    ID,
    LOCKED,
    NAME,
    REP,
    TERRITORY,
    YES,
    Contains,
    Filter,
    OneOf,
    RegionRows,
    Within,
    region_rows,
)
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, bools

EVERYWHERE = bools(np.ones(9))


def rows_of(plan: Plan | None = None) -> RegionRows:
    shown = plan or grid_plan(3, 3, 3, reps=2, accounts=12, loads=np.arange(9.0)[:, None])
    return region_rows(shown, shown.scenario("Plan A").base)


def passing(rows: RegionRows, *filters: Filter) -> list[int]:
    return np.flatnonzero(rows.passing(filters)).tolist()


def test_a_text_filter_ignores_case_and_accents_and_looks_inside_words() -> None:
    plan = grid_plan(3, 3, 3)
    regions = replace(plan.regions, names=("Düren", "Verdun", *plan.regions.names[2:]))
    rows = rows_of(replace(plan, regions=regions))
    assert passing(rows, Contains(NAME, " DU ")) == [0, 1]
    assert passing(rows, Contains(ID, "000")) == list(range(9))


def test_a_range_keeps_its_ends_and_filters_narrow_one_another() -> None:
    rows = rows_of()
    assert passing(rows, Within("prospects", 3, 5)) == [3, 4, 5]
    assert passing(rows, Within(ACCOUNTS, 2, 9)) == [0, 1, 2]
    assert passing(rows, Within("prospects", 3, 9), OneOf(REP, frozenset({"Rep 2"}))) == [3, 4, 5]


def test_one_of_knows_nobody_and_locked_territories() -> None:
    plan = grid_plan(3, 3, 3, reps=2, plan_a=[UNASSIGNED, 0, 0, 1, 1, 1, 2, 2, 2])
    rows = rows_of(lock_territory(plan, "Plan A", "base", 1, True))
    assert passing(rows, OneOf(TERRITORY, frozenset({"", "T02"}))) == [0, 3, 4, 5]
    assert passing(rows, OneOf(REP, frozenset({""}))) == [0, 6, 7, 8]
    assert passing(rows, OneOf(LOCKED, frozenset({YES}))) == [3, 4, 5]


def test_rows_are_sorted_by_a_column_and_equal_ones_stay_in_the_order_of_the_plan() -> None:
    rows = rows_of()
    assert rows.arranged(EVERYWHERE, "prospects", descending=True).tolist() == list(
        range(8, -1, -1)
    )
    assert rows.arranged(EVERYWHERE, ACCOUNTS, descending=True).tolist() == list(range(9))
    assert rows.arranged(EVERYWHERE, TERRITORY, descending=True)[:3].tolist() == [6, 7, 8]
    west = bools(np.arange(9) < 2)
    assert rows.arranged(west, ID, descending=True).tolist() == [1, 0]


@given(st.lists(st.text("aéÉb Z", max_size=4), min_size=9, max_size=9))
def test_names_sort_as_folded_text_sorts(names: list[str]) -> None:
    plan = grid_plan(3, 3, 3)
    rows = rows_of(replace(plan, regions=replace(plan.regions, names=tuple(names))))
    order = rows.arranged(EVERYWHERE, NAME, descending=False).tolist()
    plain = [names[at].lower().replace("é", "e") for at in order]
    assert plain == sorted(plain)


def test_an_unknown_column_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="tuple"):
        rows_of().figures("weather")
