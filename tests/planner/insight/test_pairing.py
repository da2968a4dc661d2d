from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.insight.pairing import pair
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from planner.model.types import UNASSIGNED


def plan_of() -> Plan:
    """Two rows of three: rep 1 has the first row today; in Plan A region 2 goes to rep 2."""
    return grid_plan(2, 3, 2, today=[0, 0, 0, 1, 1, 1], plan_a=[0, 0, 1, 1, 1, 1])


def test_who_gains_and_who_loses_is_told_with_what_that_holds() -> None:
    found = pair(plan_of(), TODAY, "Plan A")
    assert np.flatnonzero(found.differs).tolist() == [2]
    assert [(one.code, one.gained, one.lost, one.loads) for one in found.changes] == [
        ("T01", 0, 1, (-1.0, -10.0, -100.0)),
        ("T02", 1, 0, (1.0, 10.0, 100.0)),
    ]
    first = found.changes[0]
    assert first.deviations[0] == pytest.approx((0.0, 2 / 3 - 1))
    assert found.regions_of(first).tolist() == [2]


def test_a_territory_that_changes_its_rep_differs_and_one_that_changes_its_number_does_not() -> (
    None
):
    plan = plan_of()
    today = plan.today.base
    same = replace(
        today,
        territories=(today.territories[1], today.territories[0]),
        owner=1 - today.owner,
    )
    turned = replace(plan, scenarios=(plan.today, replace(plan.scenarios[1], layers=(same,))))
    assert not pair(turned, TODAY, "Plan A").differs.any()
    swapped = tuple(
        replace(one, rep_id=other.rep_id)
        for one, other in zip(today.territories, reversed(today.territories), strict=True)
    )
    other = replace(today, territories=swapped)
    given_away = replace(plan, scenarios=(plan.today, replace(plan.scenarios[1], layers=(other,))))
    assert pair(given_away, TODAY, "Plan A").differs.all()


def test_regions_nobody_has_differ_from_those_somebody_has() -> None:
    plan = grid_plan(2, 3, 2, today=[0, 0, 0, 1, 1, 1], plan_a=[0, 0, UNASSIGNED, 1, 1, 1])
    found = pair(plan, TODAY, "Plan A")
    assert [(one.code, one.gained, one.lost) for one in found.changes] == [("T01", 0, 1)]


@given(
    st.lists(st.integers(-1, 1), min_size=6, max_size=6),
    st.lists(st.integers(-1, 1), min_size=6, max_size=6),
)
def test_what_differs_is_what_is_held_by_another_and_turning_round_turns_the_signs(
    today: list[int], plan_a: list[int]
) -> None:
    plan = grid_plan(2, 3, 2, today=today, plan_a=plan_a)
    there, back = pair(plan, TODAY, "Plan A"), pair(plan, "Plan A", TODAY)
    assert there.differs.tolist() == [a != b for a, b in zip(today, plan_a, strict=True)]
    assert {(c.code, c.gained, c.lost) for c in there.changes} == {
        (c.code, c.lost, c.gained) for c in back.changes
    }
