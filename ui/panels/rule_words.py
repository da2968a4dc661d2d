"""The rules a plan can break, and by how much, in words, without Qt."""

from __future__ import annotations

from collections.abc import Mapping

from planner.judge.verify import Rule
from ui.messages import tr
from ui.widgets.figures import number, percent

SHARES = (Rule.BALANCE, Rule.LIMIT, Rule.REACH, Rule.HANDOVER, Rule.MOVED)
"""Rules whose amounts are fractions; those of the others are counts."""


def rule_name(rule: Rule) -> str:
    """Return what is wrong where a rule is broken."""
    return {
        Rule.UNOWNED: tr("Without a territory"),
        Rule.EMPTY: tr("Territories without anything"),
        Rule.BALANCE: tr("Beyond the balance rule, all together"),
        Rule.LIMIT: tr("Beyond a least or most amount, all together"),
        Rule.PIECES: tr("Pieces apart"),
        Rule.LOCK: tr("Locked, yet elsewhere"),
        Rule.APART: tr("Across a border that is kept"),
        Rule.KEPT_FROM: tr("Where it may not be"),
        Rule.REACH: tr("Too far from the home base, all together"),
        Rule.TOGETHER: tr("Groups that are split"),
        Rule.HANDOVER: tr("Handed or taken over too much, all together"),
        Rule.MOVED: tr("Moved too much"),
    }[rule]


def broken_rules(violation_by_rule: Mapping[str, float]) -> tuple[tuple[str, str], ...]:
    """Return what is broken and by how much, in the order of the rules."""
    told: list[tuple[str, str]] = []
    for rule in Rule:
        amount = violation_by_rule.get(rule.value, 0.0)
        if amount > 0:
            said = percent(amount) if rule in SHARES else number(amount)
            told.append((rule_name(rule), said))
    return tuple(told)
