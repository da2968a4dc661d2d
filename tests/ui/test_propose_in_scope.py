"""A proposal kept to a scope: no region outside moves, not even one that lies where it may not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from builders import grid_plan
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.edits.layers import lay_out
from planner.edits.replacing import with_layer
from planner.insight.extent import extent_of
from planner.insight.scope import Scope, ScopeKind
from planner.judge.problem import Status
from planner.model.goals import Goals, TerritoryGoals
from planner.model.layers import BASE
from planner.model.plan import Plan
from planner.model.types import Ints, ints
from ui.use_cases.territories import Progress, Proposal, SolveOptions, propose
from ui.use_cases.wishes import Wishes, kept_to_scope

WEST = Scope(ScopeKind.PARENT, "West", "province")


def plan_of(owner: list[int] | Ints, *, apart: str = "", seat: int | None = None) -> Plan:
    """Eight regions in two rows, the first two of each in West; four territories."""
    goals = Goals(layers=(TerritoryGoals(count=4, apart=apart),))
    plan = lay_out(grid_plan(2, 4, 4, goals=goals), "Plan A", BASE)
    layer = plan.scenario("Plan A").base
    first, *others = layer.territories
    territories = (replace(first, seat=seat), *others)
    return with_layer(
        plan, "Plan A", replace(layer, owner=ints(owner), territories=territories, proof=None)
    )


def asked(plan: Plan, heard: list[Progress] | None = None) -> Proposal:
    wishes = kept_to_scope(Wishes(), extent_of(plan, "Plan A", WEST))
    report = None if heard is None else heard.append
    return propose(plan, "Plan A", BASE, SolveOptions(work=0.2), report, wishes=wishes)


def test_a_region_outside_that_is_astray_stays_where_it_is() -> None:
    # East are T01 and T02, West T03 and T04; T03 also holds the last region, which lies in East.
    plan = plan_of([2, 2, 0, 0, 2, 3, 1, 2], apart="province")
    assert [one.part for one in plan.scenario("Plan A").base.territories] == [
        "East", "East", "West", "West",
    ]  # fmt: skip
    heard: list[Progress] = []
    proposal = asked(plan, heard)
    assert proposal.owner is not None
    for found in (proposal.owner, *(one.owner for one in heard)):
        assert found is not None
        assert found[[2, 3, 6, 7]].tolist() == [0, 0, 1, 2]
    assert set(proposal.owner[[0, 1, 4, 5]].tolist()) == {2, 3}
    assert proposal.solution.status in (Status.UNKNOWN, Status.INFEASIBLE)


def test_a_home_base_chosen_outside_brings_no_region_from_there() -> None:
    plan = plan_of([0, 0, 1, 1, 0, 0, 1, 1], seat=3)  # T01 is to be served from a region of T02
    proposal = asked(plan)
    assert proposal.owner is not None
    assert proposal.owner[[2, 3, 6, 7]].tolist() == [1, 1, 1, 1]


@settings(max_examples=15)
@given(st.lists(st.integers(-1, 3), min_size=8, max_size=8), st.sampled_from(["", "province"]))
def test_nothing_outside_ever_moves(owner: list[int], apart: str) -> None:
    plan = plan_of(owner, apart=apart)
    extent = extent_of(plan, "Plan A", WEST)
    heard: list[Progress] = []
    try:
        proposal = asked(plan, heard)
    except ValueError as error:
        if "Nobody has a territory there" not in str(error):
            raise
        return
    assert proposal.owner is not None
    for found in (proposal.owner, *(one.owner for one in heard)):
        assert found is not None
        assert np.array_equal(found[~extent.regions], ints(owner)[~extent.regions])
        assert set(found[extent.regions].tolist()) <= {-1, *extent.territories.tolist()}
