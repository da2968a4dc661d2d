"""What hangs on regions follows when they change: rules, areas, segments, seats, accounts by point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from builders import CRS, grid_plan
from pyproj import Transformer

from planner.edits.areas import add_area
from planner.edits.redrawing import Redrawn
from planner.edits.region_merges import merge_regions
from planner.edits.region_splits import split_region
from planner.model.goals import Goals, TerritoryGoals
from planner.model.inside import outline_of
from planner.model.layers import Proof
from planner.model.loads import region_loads
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.redrawing import Refusal
from planner.model.rules import BarrierGoal, Placing, TerritoryRules
from planner.model.types import UNASSIGNED, floats, ints

ACROSS = floats([[400.0, -10.0], [400.0, 1010.0]])
"""Parts the first square: 0001-2 on the left, 0001-1 with most land on the right, beside 0002."""


def made(found: Redrawn | Refusal) -> Plan:
    assert isinstance(found, Redrawn), found
    return found.plan


def with_rules(rules: TerritoryRules) -> Plan:
    return grid_plan(1, 3, 1, goals=Goals(layers=(TerritoryGoals(count=1, rules=rules),)))


def rules_after(rules: TerritoryRules) -> TerritoryRules:
    return made(split_region(with_rules(rules), 0, ACROSS)).goals.layers[0].rules


def test_a_rep_has_or_may_not_have_all_parts_of_a_region() -> None:
    rules = rules_after(
        TerritoryRules(
            held_by=(Placing("R01", ("0001", "0003")),), kept_from=(Placing("R01", ("0001",)),)
        )
    )
    assert rules.held_by == (Placing("R01", ("0001-1", "0001-2", "0003")),)
    assert rules.kept_from == (Placing("R01", ("0001-1", "0001-2")),)


def test_a_barrier_stands_where_parts_are_neighbours() -> None:
    rules = rules_after(
        TerritoryRules(barriers=(BarrierGoal("Canal", (("0001", "0002"), ("0002", "0003"))),))
    )
    assert rules.barriers[0].pairs == (("0001-1", "0002"), ("0002", "0003"))


def test_a_ferry_goes_from_the_part_that_is_nearest() -> None:
    rules = rules_after(TerritoryRules(ferries=(("0001", "0003"),)))
    assert rules.ferries == (("0001-1", "0003"),)


def test_what_lies_between_regions_that_became_one_is_dropped_and_told() -> None:
    plan = with_rules(
        TerritoryRules(
            ferries=(("0001", "0002"),), barriers=(BarrierGoal("Canal", (("0001", "0002"),)),)
        )
    )
    found = merge_regions(plan, ints([0, 1]))
    rules = made(found).goals.layers[0].rules
    assert (rules.ferries, rules.barriers[0].pairs) == ((), ())
    assert isinstance(found, Redrawn)
    assert found.told.dropped_pairs == 2


def test_rules_that_name_none_of_the_regions_are_the_very_same() -> None:
    plan = with_rules(TerritoryRules(held_by=(Placing("R01", ("0003",)),)))
    assert made(split_region(plan, 0, ACROSS)).goals is plan.goals


def test_a_home_base_is_in_the_part_where_it_was() -> None:
    plan = grid_plan(1, 2, 1)
    base = plan.scenarios[1].base
    seated = replace(base, territories=(replace(base.territories[0], seat=0),))
    plan = replace(plan, scenarios=(plan.today, replace(plan.scenarios[1], layers=(seated,))))
    after = made(split_region(plan, 0, ACROSS))
    (territory,) = after.scenarios[1].base.territories
    assert after.regions.ids[territory.seat or 0] == "0001-1"  # 500, 500 lies right of the line


def test_accounts_with_a_point_follow_it() -> None:
    plan = grid_plan(1, 2, 1, accounts=4)
    to_degrees = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
    xy = np.array([[100.0, 500.0], [1500.0, 500.0], [900.0, 500.0], [np.nan, np.nan]])
    lon_lat = np.stack(to_degrees.transform(xy[:, 0], xy[:, 1]), axis=1)
    accounts = replace(
        plan.accounts,
        lon_lat=floats(np.where(np.isnan(xy), np.nan, lon_lat)),
        region=ints([0, 1, 0, 0]),
    )
    found = split_region(replace(plan, accounts=accounts), 0, ACROSS)
    after = made(found)
    assert [after.regions.ids[at] for at in after.accounts.region.tolist()] == [
        "0001-2", "0002", "0001-1", "0001-1",
    ]  # fmt: skip
    assert isinstance(found, Redrawn)
    assert (found.told.by_point, found.told.by_code) == (2, 1)


def test_an_account_outside_all_regions_stays_outside() -> None:
    plan = grid_plan(1, 2, 1, accounts=2)
    accounts = replace(plan.accounts, region=ints([UNASSIGNED, 1]))
    after = made(split_region(replace(plan, accounts=accounts), 0, ACROSS))
    assert after.accounts.region.tolist() == [UNASSIGNED, 2]


def test_a_measure_over_a_drawn_area_is_worked_out_anew() -> None:
    plan = grid_plan(1, 2, 1, accounts=4)
    plan = add_area(plan, "Left side", outline_of(shapely.box(0, 0, 300, 1000)))
    inside = Measure("left", "Left", "accounts", "accounts.count", where="area:left_side")
    measures = (*plan.measures, inside)
    loads = region_loads(plan.regions, plan.accounts, plan.segments, measures, plan.inside)
    base = plan.today.base
    layer = replace(base, targets=floats(np.ones((1, 4))))
    scenarios = tuple(replace(one, layers=(layer,)) for one in plan.scenarios)
    plan = replace(plan, measures=measures, loads=loads, scenarios=scenarios)
    after = made(split_region(plan, 0, ACROSS))
    again = region_loads(after.regions, after.accounts, after.segments, measures, after.inside)
    assert after.loads.tolist() == again.tolist()
    assert after.areas is plan.areas


def test_what_was_proven_goes_in_every_layer() -> None:
    plan = grid_plan(1, 2, 1)
    proof = Proof("optimal", 1.0, 1.0, 0.0, "inertia")
    proven = replace(plan.scenarios[1].base, proof=proof)
    scenario = replace(plan.scenarios[1], layers=(proven,), account_proofs=(("key", proof),))
    after = made(split_region(replace(plan, scenarios=(plan.today, scenario)), 0, ACROSS))
    assert after.scenarios[1].base.proof is None
    assert after.scenarios[1].account_proofs == ()
