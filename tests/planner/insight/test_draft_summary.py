"""Figures of a layer with other owners, the same as worked out anew."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from builders import grid_plan, grid_reps
from hypothesis import given
from hypothesis import strategies as st
from strategies import grid_plans, owners

from planner.edits.accounts import name_for
from planner.edits.replacing import with_layer
from planner.edits.territories import set_rep, set_seat
from planner.insight.draft_summary import summary_after
from planner.insight.figures import LayerSummary
from planner.insight.summary import layer_summary
from planner.model.layers import BASE
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from planner.model.types import Ints, RepId, ints

ROUNDED = ("score", "mean_travel_km")


def same(found: LayerSummary, wanted: LayerSummary) -> None:
    for field in fields(LayerSummary):
        one, other = getattr(found, field.name), getattr(wanted, field.name)
        if field.name in ROUNDED:
            assert one == pytest.approx(other, rel=1e-9, abs=1e-12, nan_ok=True), field.name
        elif isinstance(other, np.ndarray):
            assert one.dtype == other.dtype, field.name
            assert not one.flags.writeable, field.name
            assert np.array_equal(one, other, equal_nan=other.dtype.kind == "f"), field.name
        else:
            assert one == other, field.name


def both(plan: Plan, owner: Ints) -> tuple[LayerSummary, LayerSummary]:
    layer = plan.scenario("Plan A").base
    changed = with_layer(plan, "Plan A", replace(layer, owner=owner, proof=None))
    before = layer_summary(plan, "Plan A")
    return summary_after(plan, "Plan A", BASE, before, owner), layer_summary(changed, "Plan A")


@given(st.data(), grid_plans())
def test_the_figures_after_are_those_of_the_changed_plan(data: st.DataObject, plan: Plan) -> None:
    layer = plan.scenario("Plan A").base
    if data.draw(st.booleans()):
        plan = set_rep(plan, "Plan A", BASE, 0, None)
    if data.draw(st.booleans()):
        plan = set_seat(plan, "Plan A", BASE, 0, 0)
    if data.draw(st.booleans()) and len(layer.territories) > 1:
        plan = set_rep(plan, "Plan A", BASE, 1, RepId("R01"))
    if data.draw(st.booleans()):
        named = data.draw(st.sampled_from(plan.accounts.ids))
        plan = name_for(plan, "Plan A", [named], "R01")
    n, k = len(layer.owner), len(layer.territories)
    same(*both(plan, data.draw(owners(n, k, unassigned=True))))


@given(st.data())
def test_few_regions_of_many_territories_are_the_same(data: st.DataObject) -> None:
    """Most territories are not touched: what they hold is taken from before."""
    plan = grid_plan(6, 8, 12, reps=grid_reps(9), accounts=70)
    owner = plan.scenario("Plan A").base.owner.copy()
    moved = data.draw(st.lists(st.integers(0, 47), min_size=1, max_size=4))
    owner[moved] = data.draw(st.integers(-1, 11))
    same(*both(plan, ints(owner)))


@given(st.data())
def test_named_accounts_count_with_their_owner_wherever_regions_go(data: st.DataObject) -> None:
    """Accounts are what is balanced; the first rep has two territories, so his follow their region."""
    plan = grid_plan(4, 6, 6, reps=5, loads=np.ones((24, 1)))
    counted = Measure("accounts", "Accounts", "accounts", "accounts.count")
    plan = set_rep(replace(plan, measures=(counted,)), "Plan A", BASE, 5, RepId("R01"))
    for rep in ("R01", "R02"):
        named = data.draw(st.lists(st.sampled_from(plan.accounts.ids), max_size=5))
        plan = name_for(plan, "Plan A", named, rep)
    owner = plan.scenario("Plan A").base.owner.copy()
    moved = data.draw(st.lists(st.integers(0, 23), min_size=1, max_size=3))
    owner[moved] = data.draw(st.integers(-1, 5))
    same(*both(plan, ints(owner)))


def test_nothing_moved_gives_back_the_same_figures() -> None:
    plan = grid_plan(2, 2)
    before = layer_summary(plan, "Plan A")
    owner = plan.scenario("Plan A").base.owner.copy()
    assert summary_after(plan, "Plan A", BASE, before, ints(owner)) is before


def test_today_has_no_draft() -> None:
    plan = grid_plan(2, 2)
    before = layer_summary(plan, TODAY)
    with pytest.raises(ValueError, match="duplicate it"):
        summary_after(plan, TODAY, BASE, before, ints([0, 0, 0, 0]))
