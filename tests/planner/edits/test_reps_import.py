"""People of a file put into an open plan: updated by id; who goes leaves open territories."""

from __future__ import annotations

from dataclasses import replace

from builders import grid_plan

from planner.edits.reps_import import import_reps
from planner.edits.teams import set_teams
from planner.insight.account_changes import rep_changes
from planner.model.reps import Rep
from planner.model.teams import Post, Team
from planner.model.types import RepId


def test_the_same_people_change_nothing() -> None:
    plan = grid_plan(2, 2, 2)
    assert import_reps(plan, plan.reps) == (plan, ())
    assert import_reps(plan, plan.reps[:1])[0] is plan


def test_only_columns_of_the_file_are_updated() -> None:
    plan = grid_plan(2, 2, 2)
    fresh = [Rep(RepId("R02"), "New name", "outbound", fte=0.5, contract_hours_week=20.0)]
    after, _ = import_reps(plan, fresh, ("rep_id", "fte"))
    assert after.rep("R02") == replace(plan.rep("R02"), fte=0.5, contract_hours_week=20.0)
    assert after.rep("R01") is plan.rep("R01")


def test_who_is_new_comes_last() -> None:
    plan = grid_plan(2, 2, 2)
    after, _ = import_reps(plan, [Rep(RepId("R00"), "Early", "closer")])
    assert [rep.id for rep in after.reps] == ["R01", "R02", "R00"]
    changes = rep_changes(plan.reps, after.reps, ["R00"])
    assert changes.appeared == (("R00", "Early"),)
    assert [id_ for id_, _ in changes.vanished] == ["R01", "R02"]


def test_who_goes_leaves_open_territories_no_posts_and_no_manager() -> None:
    plan = grid_plan(2, 2, 2)
    led = replace(plan.reps[1], manager_id=RepId("R01"), cover=RepId("R01"))
    plan = replace(plan, reps=(plan.reps[0], led))
    team = Team(
        "t", "T", "m", posts=(Post("closer", RepId("R01"), 8.0), Post("closer", RepId("R02"), 8.0))
    )
    plan = set_teams(plan, "Plan A", (team,))
    after, said = import_reps(plan, plan.reps[1:], keep_vanished=False)
    assert [rep.id for rep in after.reps] == ["R02"]
    assert (after.reps[0].manager_id, after.reps[0].cover) == (None, None)
    for scenario in after.scenarios:
        assert [t.rep_id for t in scenario.base.territories] == [None, "R02"]
    assert [post.rep_id for post in after.scenario("Plan A").teams[0].posts] == ["R02"]
    assert [issue.code for issue in said] == ["import_effect"] * 2


def test_who_waits_stays() -> None:
    plan = grid_plan(2, 2, 2)
    after, _ = import_reps(plan, plan.reps[1:], keep_vanished=False, not_taken=["R01"])
    assert after is plan


def test_people_whose_id_lost_its_zeros_are_told() -> None:
    plan = grid_plan(2, 2, 2)
    plan = replace(plan, reps=(replace(plan.reps[0], id=RepId("0012")), plan.reps[1]))
    after, said = import_reps(plan, [replace(plan.reps[0], id=RepId("12")), plan.reps[1]])
    assert [rep.id for rep in after.reps] == ["0012", "R02", "12"]
    assert [issue.code for issue in said] == ["import_effect"]
    assert said[0].found.startswith("1 new person is probably in the plan already")
