"""Rules as rows of column, comparison and value, joined by and / or; and back to their text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.model.grammar import REGION, Both, InArea, InSegment, Not, OneOf, Rule, parse_rule

AND, OR = "and", "or"
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=", "has", "in", "not in")
SEGMENT, AREA = "segment:", "area:"
"""What stands for a column where a row asks for a segment or an area."""

WORD = re.compile(r"[^\W\d]\w*")
"""A name that the grammar reads without quotes."""

Value = float | str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One test of a rule.

    Attributes
    ----------
    column : str
        A column of the accounts, or of their region with `REGION` before it; `SEGMENT` or `AREA`
        asks for the one whose key is the value.
    sign : str
        One of `COMPARISONS`; a segment or area knows "=" and "!=" alone.
    values : tuple of float or str
        One, but for "in" and "not in".
    join : str
        What joins it to the row before: and, or. `and` binds more tightly.
    """

    column: str
    sign: str
    values: tuple[Value, ...]
    join: str = AND


def rows_of(where: str) -> tuple[RuleRow, ...] | None:
    """Return a rule as rows; None where only its text can say it. Raises FormulaError."""
    return _rows(parse_rule(where)) if where.strip() else ()


def text_of(rows: Sequence[RuleRow]) -> str:
    """Return the text of a rule: what `rows_of` gives back as the same rows."""
    parts = []
    for at, row in enumerate(rows):
        parts += [row.join] if at else []
        parts.append(_test(row))
    return " ".join(parts)


def _rows(rule: Rule) -> tuple[RuleRow, ...] | None:
    if isinstance(rule, Both):
        return _joined(rule)
    if isinstance(rule, Not):
        return _turned(rule.rule)
    if isinstance(rule, InSegment):
        return (RuleRow(SEGMENT, "=", (rule.key,)),)
    if isinstance(rule, InArea):
        return (RuleRow(AREA, "=", (rule.key,)),)
    if isinstance(rule, OneOf):
        return (RuleRow(rule.column, "in", rule.values),)
    return (RuleRow(rule.column, rule.sign, (rule.value,)),)


def _turned(rule: Rule) -> tuple[RuleRow, ...] | None:
    """Return the opposite of a test that rows have a word for."""
    if isinstance(rule, OneOf):
        return (RuleRow(rule.column, "not in", rule.values),)
    if isinstance(rule, InSegment | InArea):
        return (RuleRow(SEGMENT if isinstance(rule, InSegment) else AREA, "!=", (rule.key,)),)
    return None


def _joined(rule: Both) -> tuple[RuleRow, ...] | None:
    left, right = _rows(rule.left), _rows(rule.right)
    if left is None or right is None:
        return None
    # Rows have no brackets: `or` within a part of `and` would come to mean something else.
    if rule.sign == AND and any(row.join == OR for row in (*left[1:], *right[1:])):
        return None
    return (*left, replace(right[0], join=rule.sign), *right[1:])


def _test(row: RuleRow) -> str:
    if row.column in (SEGMENT, AREA):
        asked = f"{row.column}{row.values[0]}"
        return asked if row.sign == "=" else f"not {asked}"
    column = _column(row.column)
    if row.sign in ("in", "not in"):
        return f"{column} {row.sign} ({', '.join(map(_said, row.values))})"
    return f"{column} {row.sign} {_said(row.values[0])}"


def _column(key: str) -> str:
    """Return the name of a column as a rule says it: a column of regions may need quotes."""
    name = key.removeprefix(REGION)
    return key if name == key or WORD.fullmatch(name) else f"{REGION}{_said(name)}"


def _said(value: Value) -> str:
    if isinstance(value, float | int):
        return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
    return "'" + value.replace("'", "''") + "'"
