"""A plan with everything in it, and awkward texts and numbers everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from builders import grid_plan

from planner.model.areas import Area
from planner.model.geometry import Geometry
from planner.model.goals import Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.model.quotas import QuotaNode
from planner.model.reps import Rep
from planner.model.rules import BarrierGoal, Placing, TerritoryRules
from planner.model.scenarios import AccountException, Scenario
from planner.model.segments import Segment
from planner.model.teams import Post, RoleNeed, Team
from planner.model.territories import Territory
from planner.model.types import (
    AccountId,
    RepId,
    TerritoryId,
    bools,
    floats,
    frozen_map,
    ints,
)

AWKWARD = "Ünï, \"quoted\"; 'x'\nnew line\t=1+1 \\ #"


def rich_rep() -> Rep:
    return Rep(
        RepId(AWKWARD), AWKWARD, "own role", "senior", 1 / 3, 40 / 3, 7.0, date(2020, 2, 29),
        date(2030, 1, 1), RepId("R01"), "NL", ("nl", "x;y\\"), frozen_map({"food:x;y": 120.5}),
        (5.1, 52.2), 5000.0, True, RepId("R02"),
    )  # fmt: skip


def rich_scenario(plan: Plan, rep: Rep) -> Scenario:
    floor = ("x", "0001", 0.1)
    proof = Proof(
        "feasible",
        1 / 3,
        None,
        None,
        "inertia",
        (floor,),
        "time",
        3,
        0.5,
        {"a": "1"},
        "ab12",
        ("a lock", "±5 %"),
    )
    overlay = Layer(
        "a/b: Ünï", AWKWARD,
        (
            Territory(TerritoryId("X"), AWKWARD, rep.id, 5, "West", True),
            Territory(TerritoryId("Y"), ""),
        ),
        ints([0, 0, -1, 1, 1, -1]), bools([True] + [False] * 5), floats(np.full((2, 3), 1 / 2)), proof, True,
    )  # fmt: skip
    base = replace(plan.scenario("Plan A").base, proof=replace(proof, bound=0.1, gap=0.7))
    need = RoleNeed("closer", 1.5, 0.1)
    return replace(
        plan.scenario("Plan A"),
        name="Plan B / a\\b: 50 %?",
        layers=(base, overlay),
        exceptions=(
            AccountException(AccountId("A00001"), rep.id, AWKWARD, date(2027, 5, 6)),
            AccountException(AccountId("A00002"), rep.id, "", None, AWKWARD, False),
        ),
        teams=(
            Team("t", AWKWARD, "m", (Post("closer", rep.id, 1 / 3),), (need,)),
            Team("u", "", "v"),
        ),
        quotas=(QuotaNode("company", "", "company", AWKWARD, 10**15, 7),),
    )


def rich_areas() -> tuple[Area, ...]:
    """A square with a hole and an island beside it, and a triangle of awkward corners."""
    square, hole = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]], [[1, 1], [1, 2], [2, 2], [1, 1]]
    island = [[20, 0], [21, 1 / 3], [20, 1e-9], [20, 0]]
    first = Geometry(
        floats([*square, *hole, *island]), ints([0, 5, 9, 13]), ints([0, 2, 3]), ints([0, 2])
    )
    triangle = floats([[0.1 + 0.2, 1e7], [2e7, 1 / 7], [3.0, 4.0], [0.1 + 0.2, 1e7]])
    second = Geometry(triangle, ints([0, 4]), ints([0, 1]), ints([0, 1]))
    return (Area("a", AWKWARD, first, "touches"), Area("b", "", second))


def rich_plan() -> Plan:
    """A plan with everything in it, and awkward texts and numbers everywhere."""
    plan, rep = grid_plan(2, 3, 2), rich_rep()
    odd = floats([np.nan, -0.0, 1e-300, 0.1 + 0.2, 1e22, -1])
    regions = replace(
        plan.regions,
        names=(AWKWARD, *plan.regions.names[1:]),
        columns=frozen_map({"x": odd, AWKWARD: floats(np.ones(6))}),
        points=plan.regions.points + 1 / 3,
    )
    rules = TerritoryRules(
        True, (("0001", "0002"),), (BarrierGoal(AWKWARD, (("0002", "0003"),)),), "province", "base",
        (Placing("R01", ("0001", "0004")),), (Placing("R02", ()),), "needs", 10.5, 0.25, 0.5, 0.1,
    )  # fmt: skip
    overlay = TerritoryGoals("a/b: Ünï", AWKWARD, None, "own role", segment="s", rules=rules)
    accounts = replace(
        plan.accounts,
        names=(AWKWARD, *plan.accounts.names[1:]),
        region=ints([-1, 0, 1, 2, 3, 4]),
        lon_lat=floats([[5.123456789012345, 52.1]] + [[np.nan, np.nan]] * 5),
    )
    scenario = rich_scenario(plan, rep)
    return replace(
        plan,
        name=AWKWARD,
        regions=regions,
        accounts=accounts,
        loads=floats(plan.loads / 3),
        measures=(
            replace(plan.measures[0], ideal=0.01, ideal_price=2.5, minimum=1.0, maximum=9.5),
            *plan.measures[1:],
        ),
        segments=(Segment("s", "", "industry = 'food'"), Segment("t", AWKWARD, "area:a")),
        areas=rich_areas(),
        products=(ProductLine("p", AWKWARD, "products has 'x'"),),
        reps=(*plan.reps, rep),
        goals=Goals(
            (TerritoryGoals(count=2, apart="province"), overlay),
            TeamGoals("parent:province", frozen_map({"win_rate": 0.3}), 30),
            QuotaGoals(12, 0.1, 1, "potential"),
        ),
        scenarios=(*plan.scenarios, scenario, replace(scenario, name="plan b / A\\b: 50 %?")),
    )
