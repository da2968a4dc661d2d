"""Scenarios: duplicate, rename, remove."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import grid_plan

from planner.edits.assignment import assign
from planner.edits.scenarios import (
    duplicate_scenario,
    free_name,
    remove_scenario,
    rename_scenario,
)
from planner.model.plan import Plan
from planner.model.scenarios import NAMED, STRAY, AccountException
from planner.model.types import AccountId, RepId, ints


def names(plan: Plan) -> list[str]:
    return [scenario.name for scenario in plan.scenarios]


def test_a_copy_stands_behind_its_original_and_shares_its_layers() -> None:
    plan = duplicate_scenario(grid_plan(2, 2, 2), "Today", "Fresh start")
    assert names(plan) == ["Today", "Fresh start", "Plan A"]
    assert plan.scenario("Fresh start").layers is plan.today.layers


def test_a_copy_of_today_leaves_strays_behind_and_keeps_named_accounts() -> None:
    exceptions = tuple(
        AccountException(AccountId(f"A0000{i}"), RepId("R01"), reason)
        for i, reason in ((1, STRAY), (2, NAMED), (3, "holdover"))
    )
    plan = grid_plan(2, 2, 2)
    plan = replace(plan, scenarios=(replace(plan.today, exceptions=exceptions),))
    copy = duplicate_scenario(plan, "Today", "Plan A")
    assert copy.scenario("Plan A").exceptions == exceptions[1:]
    assert copy.today.exceptions == exceptions


def test_an_edit_of_a_copy_leaves_the_original() -> None:
    plan = duplicate_scenario(grid_plan(2, 2, 2), "Plan A", "Plan B")
    after = assign(plan, "Plan B", "base", ints([0]), 1)
    assert after.scenario("Plan A") is plan.scenario("Plan A")
    assert after.scenario("Plan B") is not plan.scenario("Plan B")


def test_a_renamed_scenario_keeps_its_place_and_content() -> None:
    plan = duplicate_scenario(grid_plan(2, 2, 2), "Plan A", "Plan B")
    after = rename_scenario(plan, "Plan A", " North first ")
    assert names(after) == ["Today", "North first", "Plan B"]
    assert after.scenario("North first").base is plan.scenario("Plan A").base
    assert rename_scenario(after, "North first", "North first") is after


def test_a_removed_scenario_is_gone() -> None:
    assert names(remove_scenario(grid_plan(2, 2, 2), "Plan A")) == ["Today"]


def test_today_is_neither_renamed_nor_removed() -> None:
    plan = grid_plan(2, 2, 2)
    with pytest.raises(ValueError, match="Today"):
        rename_scenario(plan, "Today", "Yesterday")
    with pytest.raises(ValueError, match="Today"):
        remove_scenario(plan, "Today")


@pytest.mark.parametrize("new_name", ["", "  ", "Today", "Plan A"])
def test_a_name_that_is_empty_or_taken_is_refused(new_name: str) -> None:
    with pytest.raises(ValueError, match="scenario"):
        duplicate_scenario(grid_plan(2, 2, 2), "Plan A", new_name)


def test_the_first_free_name_is_found() -> None:
    plan = duplicate_scenario(grid_plan(2, 2, 2), "Plan A", "Plan A 2")
    assert free_name(plan, "Plan A") == "Plan A 3"
    assert free_name(plan, "Plan B") == "Plan B"
