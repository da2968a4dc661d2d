"""Segments and product lines of a plan: added, changed, removed, put in another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from planner.edits.recounting import free_key, recounted, users_of
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.model.segments import OTHER, Segment
from planner.model.teams import Team

Rule = TypeVar("Rule", Segment, ProductLine)


def add_segment(plan: Plan, label: str, where: str) -> Plan:
    """Return the plan with one more segment, the last; raises FormulaError or ValueError."""
    key = free_key(_named(label), [*(one.key for one in plan.segments), OTHER])
    return recounted(plan, segments=(*plan.segments, Segment(key, label.strip(), _said(where))))


def change_segment(plan: Plan, key: str, label: str, where: str) -> Plan:
    """Return the plan with another label or rule of a segment; raises FormulaError or ValueError."""
    return recounted(plan, segments=_changed(plan.segments, key, label, where))


def remove_segment(plan: Plan, key: str) -> Plan:
    """Return the plan without a segment; raises ValueError where something stands on it."""
    users = segment_users(plan, key)
    if users:
        raise ValueError(f"segment {key} is used by {', '.join(users)}")
    return recounted(plan, segments=_without(plan.segments, key))


def move_segment(plan: Plan, key: str, by: int) -> Plan:
    """Return the plan with a segment further up (-1) or down (1); at the end it stays there."""
    return recounted(plan, segments=_moved(plan.segments, key, by))


def segment_users(plan: Plan, key: str) -> tuple[str, ...]:
    """Return what stands on a segment, by label: rules, layers, and the teams around it."""
    teams = [team.label or team.key for team in _teams(plan, "segment") if team.market == key]
    return tuple(dict.fromkeys((*users_of(plan, "segment", key), *teams)))


def add_product(plan: Plan, label: str, where: str) -> Plan:
    """Return the plan with one more product line, the last; raises FormulaError or ValueError."""
    key = free_key(_named(label), [*(one.key for one in plan.products), OTHER])
    return recounted(plan, products=(*plan.products, ProductLine(key, label.strip(), _said(where))))


def change_product(plan: Plan, key: str, label: str, where: str) -> Plan:
    """Return the plan with another label or rule of a product line; raises as `add_product`."""
    return recounted(plan, products=_changed(plan.products, key, label, where))


def remove_product(plan: Plan, key: str) -> Plan:
    """Return the plan without a product line; raises ValueError where teams are formed around it."""
    users = product_users(plan, key)
    if users:
        raise ValueError(f"product line {key} is used by {', '.join(users)}")
    return recounted(plan, products=_without(plan.products, key))


def move_product(plan: Plan, key: str, by: int) -> Plan:
    """Return the plan with a product line further up (-1) or down (1)."""
    return recounted(plan, products=_moved(plan.products, key, by))


def product_users(plan: Plan, key: str) -> tuple[str, ...]:
    """Return the teams that are formed around a product line, by label."""
    teams = [team.label or team.key for team in _teams(plan, "product") if team.market == key]
    return tuple(dict.fromkeys(teams))


def _teams(plan: Plan, markets: str) -> list[Team]:
    """Return the teams of all scenarios, where they are formed around such markets."""
    goals = plan.goals.teams
    if goals is None or goals.markets != markets:
        return []
    return [team for scenario in plan.scenarios for team in scenario.teams]


def _changed(rules: Sequence[Rule], key: str, label: str, where: str) -> list[Rule]:
    made = list(rules)
    at = _place(made, key)
    made[at] = replace(made[at], label=_named(label), where=_said(where))
    return made


def _without(rules: Sequence[Rule], key: str) -> list[Rule]:
    made = list(rules)
    del made[_place(made, key)]
    return made


def _moved(rules: Sequence[Rule], key: str, by: int) -> list[Rule]:
    made = list(rules)
    at = _place(made, key)
    made.insert(min(max(at + by, 0), len(made) - 1), made.pop(at))
    return made


def _place(rules: list[Rule], key: str) -> int:
    for at, rule in enumerate(rules):
        if rule.key == key:
            return at
    raise ValueError(f"there is no {key}; there are {', '.join(rule.key for rule in rules)}")


def _named(label: str) -> str:
    if not label.strip():
        raise ValueError("a name is missing")
    return label.strip()


def _said(where: str) -> str:
    if not where.strip():
        raise ValueError("a rule is missing")
    return where.strip()
