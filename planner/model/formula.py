"""Rules over accounts and measures of regions, reckoned column by column."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.language import tr
from planner.model.accounts import Accounts
from planner.model.grammar import (
    REGION,
    AccountCount,
    AccountSum,
    Both,
    Comparison,
    Formula,
    FormulaError,
    InArea,
    InSegment,
    Minus,
    Not,
    Number,
    OneOf,
    Reckoned,
    RegionColumn,
    Rule,
    parse_formula,
    parse_rule,
)
from planner.model.measures import Measure
from planner.model.products import ProductLine
from planner.model.regions import RegionSet
from planner.model.segments import Segment
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, frozen_map, ints

__all__ = [
    "NO_AREAS", "Columns", "FormulaError", "account_values", "columns_of", "first_rule",
    "measure_values", "primary_segments", "rows_where",
]  # fmt: skip


_Test = Comparison | OneOf | InSegment | InArea


@lru_cache(maxsize=4096)
def _parts_of(cell: str) -> frozenset[str]:
    """Return the texts of a cell that holds several; a column repeats few such cells."""
    return frozenset(part.strip() for part in cell.split(";"))


_TESTS: Mapping[str, Callable[[Any, Any], NDArray[Any]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "has": lambda column, part: np.fromiter(
        (part in _parts_of(cell) for cell in column), np.bool_, len(column)
    ),
}

NO_AREAS: Mapping[str, Bools] = frozen_map()
"""What rules know of drawn areas where there is none."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a formula or rule names: columns and levels of regions; sums, numbers and texts of accounts.

    `segments` and `areas` are keys.
    """

    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    accounts: bool = False


def measure_values(
    measure: Measure,
    regions: RegionSet,
    accounts: Accounts,
    segments: Sequence[Segment] = (),
    areas: Mapping[str, Bools] = NO_AREAS,
) -> Floats:
    """Return a measure in every region, shape (n,); not finite where a formula divides by 0.

    Accounts outside all regions count nowhere, unknown figures of an account count as 0. `areas`
    says which accounts lie in each drawn area (`planner.model.inside.Inside`).

    Raises
    ------
    FormulaError
        When the formula or rule cannot be read, or names a column or segment that is not there.
    """
    tree = parse_formula(measure.source)
    inside = accounts.region != UNASSIGNED
    chosen = rows_where(measure.where, accounts, segments, areas, regions) & inside
    with np.errstate(all="ignore"):
        values = _value(
            tree, measure.source, regions.columns, len(regions), accounts, bools(chosen)
        )
    return floats(np.broadcast_to(values, len(regions)))


def account_values(
    measure: Measure,
    regions: RegionSet,
    accounts: Accounts,
    segments: Sequence[Segment] = (),
    areas: Mapping[str, Bools] = NO_AREAS,
) -> Floats:
    """Return what each account adds to a measure of its region, shape (a,), finite and not negative.

    That is the measure of the region with this account alone less the measure without any, so for
    measures that add up over accounts the accounts of a region sum to its measure. 0 for accounts
    outside all regions. Raises FormulaError as `measure_values` does.
    """
    tree, a = parse_formula(measure.source), len(accounts)
    inside = accounts.region != UNASSIGNED
    chosen = bools(rows_where(measure.where, accounts, segments, areas, regions) & inside)
    columns = {name: floats(values[accounts.region]) for name, values in regions.columns.items()}
    apart = replace(accounts, region=ints(np.arange(a)))
    with np.errstate(all="ignore"):
        with_it, without = (
            np.broadcast_to(_value(tree, measure.source, columns, a, apart, rows), a)
            for rows in (chosen, bools(np.zeros(a, np.bool_)))
        )
        added = with_it - without
    return floats(np.where(np.isfinite(added) & inside, added, 0.0).clip(min=0.0))


def rows_where(
    where: str,
    accounts: Accounts,
    segments: Sequence[Segment] = (),
    areas: Mapping[str, Bools] = NO_AREAS,
    regions: RegionSet | None = None,
) -> Bools:
    """Return which accounts a rule holds for, shape (a,); "" holds for all.

    A figure that is unknown is larger than, smaller than and equal to nothing. Text is compared
    as it is written. An account outside all regions passes no test of `region.COLUMN`, and no test
    turned round by `not` either. Raises FormulaError as `measure_values` does.
    """
    if not where.strip():
        return bools(np.ones(len(accounts), np.bool_))
    known = _Known(accounts, {segment.key: segment.where for segment in segments}, areas, regions)
    return _holds(parse_rule(where), where, known, ())


def first_rule(
    rules: Sequence[Segment] | Sequence[ProductLine],
    accounts: Accounts,
    segments: Sequence[Segment] = (),
    areas: Mapping[str, Bools] = NO_AREAS,
    regions: RegionSet | None = None,
) -> Ints:
    """Return the first of some named rules that holds for each account, shape (a,); else UNASSIGNED."""
    first = np.full(len(accounts), UNASSIGNED, np.int32)
    for index in range(len(rules) - 1, -1, -1):
        first[rows_where(rules[index].where, accounts, segments, areas, regions)] = index
    return ints(first)


def primary_segments(
    accounts: Accounts,
    segments: Sequence[Segment],
    areas: Mapping[str, Bools] = NO_AREAS,
    regions: RegionSet | None = None,
) -> Ints:
    """Return the first segment each account is in, shape (a,); UNASSIGNED where none (`OTHER`)."""
    return first_rule(segments, accounts, segments, areas, regions)


def columns_of(source: str = "", where: str = "") -> Columns:
    """Return the columns and segments that a measure or a rule names; raises FormulaError."""
    tree = parse_formula(source) if source else Number(0.0)
    rule = parse_rule(where) if where.strip() else None
    leaves, tests = _leaves(tree), _tests(rule)
    numbers, texts = _named(tests, float), _named(tests, str)
    figures = tuple(leaf.column for leaf in leaves if isinstance(leaf, RegionColumn))
    return Columns(
        regions=(*figures, *_of_regions(numbers)),
        levels=_of_regions(texts),
        sums=tuple(leaf.column for leaf in leaves if isinstance(leaf, AccountSum)),
        numbers=tuple(name for name in numbers if not name.startswith(REGION)),
        texts=tuple(name for name in texts if not name.startswith(REGION)),
        segments=tuple(test.key for test in tests if isinstance(test, InSegment)),
        areas=tuple(test.key for test in tests if isinstance(test, InArea)),
        accounts=any(isinstance(leaf, AccountCount | AccountSum) for leaf in leaves),
    )


def _value(
    tree: Formula,
    source: str,
    regions: Mapping[str, Floats],
    n: int,
    accounts: Accounts,
    chosen: Bools,
) -> Floats:
    if isinstance(tree, Number):
        return floats(tree.value)
    if isinstance(tree, RegionColumn):
        if tree.column not in regions:
            there = ", ".join(regions) or tr("none")
            raise FormulaError(
                source, tree.position, tr("regions have no number column {column}", column=repr(tree.column)),
                tr("The number columns are: {there}.", there=there),
            )  # fmt: skip
        return regions[tree.column]
    if isinstance(tree, AccountCount | AccountSum):
        return _of_accounts(tree, source, n, accounts, chosen)
    if isinstance(tree, Minus):
        return floats(-_value(tree.of, source, regions, n, accounts, chosen))
    left = _value(tree.left, source, regions, n, accounts, chosen)
    right = _value(tree.right, source, regions, n, accounts, chosen)
    return _reckoned(tree.sign, left, right)


def _reckoned(sign: str, left: Floats, right: Floats) -> Floats:
    if sign == "+":
        return floats(left + right)
    if sign == "-":
        return floats(left - right)
    return floats(left * right if sign == "*" else left / right)


def _of_accounts(
    tree: AccountCount | AccountSum, source: str, n: int, accounts: Accounts, chosen: Bools
) -> Floats:
    at = accounts.region[chosen]
    if isinstance(tree, AccountCount):
        return floats(np.bincount(at, minlength=n))
    if tree.column not in accounts.numbers:
        there = ", ".join(accounts.numbers) or tr("none")
        raise FormulaError(
            source, tree.position, tr("accounts have no number column {column}", column=repr(tree.column)),
            tr("The number columns are: {there}.", there=there),
        )  # fmt: skip
    values = np.nan_to_num(accounts.numbers[tree.column][chosen], nan=0.0)
    return floats(np.bincount(at, values, minlength=n))


@dataclass(frozen=True, slots=True)
class _Known:
    """What a rule may ask: accounts, the rules of segments, the accounts inside each area, regions."""

    accounts: Accounts
    segments: Mapping[str, str]
    areas: Mapping[str, Bools]
    regions: RegionSet | None


def _holds(rule: Rule, source: str, known: _Known, within: tuple[str, ...]) -> Bools:
    """Return where a rule holds; `within` are the segments whose rules it stands in."""
    if isinstance(rule, Not):
        turned = ~_holds(rule.rule, source, known, within)
        if any(_asks_region(test) for test in _tests(rule.rule)):
            turned &= known.accounts.region != UNASSIGNED
        return bools(turned)
    if isinstance(rule, Both):
        left = _holds(rule.left, source, known, within)
        right = _holds(rule.right, source, known, within)
        return bools(left & right if rule.sign == "and" else left | right)
    if isinstance(rule, InArea):
        return _in_area(rule, source, known)
    if isinstance(rule, InSegment):
        if rule.key not in known.segments or rule.key in within:
            key = repr(rule.key)
            found = (
                tr("segment {key} stands for itself", key=key)
                if rule.key in within
                else tr("segment {key} is not in the plan", key=key)
            )
            there = ", ".join(known.segments) or tr("none")
            mend = tr("Segments are: {there}.", there=there)
            raise FormulaError(source, rule.position, found, mend)
        where = known.segments[rule.key]
        return _holds(parse_rule(where), where, known, (*within, rule.key))
    if isinstance(rule, OneOf):
        tests = [_compared(rule, "=", value, source, known) for value in rule.values]
        return bools(np.logical_or.reduce(tests))
    return _compared(rule, rule.sign, rule.value, source, known)


def _in_area(rule: InArea, source: str, known: _Known) -> Bools:
    if rule.key not in known.areas:
        there = ", ".join(known.areas) or tr("none")
        found = tr("area {key} is not in the plan", key=repr(rule.key))
        mend = tr("Areas are: {there}.", there=there)
        raise FormulaError(source, rule.position, found, mend)
    return known.areas[rule.key]


def _compared(
    rule: Comparison | OneOf, sign: str, value: float | str, source: str, known: _Known
) -> Bools:
    if _asks_region(rule):
        return _of_region(rule, sign, value, source, known)
    accounts = known.accounts
    holds_numbers = rule.column in accounts.numbers
    text = None if holds_numbers else _coded(accounts, rule.column)
    if text is None and not holds_numbers:
        there = ", ".join([*accounts.text, *accounts.numbers]) or tr("none")
        raise FormulaError(
            source,
            rule.position,
            tr("accounts have no column {column}", column=repr(rule.column)),
            tr("Columns: {there}.", there=there),
        )
    if holds_numbers != isinstance(value, float):
        raise _other_kind(rule, value, source)
    if text is not None:
        codes, kinds = text
        return bools(_TESTS[sign](kinds, value).astype(np.bool_)[codes])
    column = accounts.numbers[rule.column]
    return bools(_TESTS[sign](column, value) & ~np.isnan(column))


def _of_region(
    rule: Comparison | OneOf, sign: str, value: float | str, source: str, known: _Known
) -> Bools:
    """Return which accounts lie in a region that passes a test: each region is asked once."""
    name, regions = rule.column.removeprefix(REGION), known.regions
    numbers = regions.columns if regions is not None else {}
    levels = regions.parents if regions is not None else {}
    if name not in numbers and name not in levels:
        there = ", ".join([*levels, *numbers]) or tr("none")
        found = tr("regions have no column {column}", column=repr(name))
        raise FormulaError(source, rule.position, found, tr("Columns: {there}.", there=there))
    if name not in (levels if isinstance(value, str) else numbers):
        raise _other_kind(rule, value, source)
    if isinstance(value, str):
        codes, kinds = _coded_level(levels[name])
        held = _TESTS[sign](kinds, value).astype(np.bool_)[codes]
    else:
        held = _TESTS[sign](numbers[name], value) & ~np.isnan(numbers[name])
    return bools(np.append(held, False)[known.accounts.region])  # UNASSIGNED is -1: the last


def _asks_region(test: _Test) -> bool:
    return isinstance(test, Comparison | OneOf) and test.column.startswith(REGION)


def _other_kind(rule: Comparison | OneOf, value: float | str, source: str) -> FormulaError:
    """Return what is wrong with a value that is no number where the column holds numbers, or no text."""
    if isinstance(value, str):
        found = tr("column {column} holds numbers", column=rule.column)
        mend = tr("Leave the quotes out.")
    else:
        found = tr("column {column} holds text", column=rule.column)
        mend = tr("Write '{value}' with quotes.", value=f"{value:g}")
    return FormulaError(source, rule.position, found, mend)


@lru_cache(maxsize=64)
def _coded(accounts: Accounts, column: str) -> tuple[Ints, NDArray[Any]] | None:
    """Return the cells of a text column as places in the texts that occur, remembered; None without it.

    A rule then compares each text once and not each account: 250,000 take a millisecond.
    """
    special = {"account_id": accounts.ids, "account": accounts.names}
    cells = accounts.text.get(column, special.get(column))
    if cells is None:
        return None
    return _codes_of(cells)


@lru_cache(maxsize=16)
def _coded_level(cells: tuple[str, ...]) -> tuple[Ints, NDArray[Any]]:
    """Return the names of a level of the regions in the same way."""
    return _codes_of(cells)


def _codes_of(cells: Sequence[str]) -> tuple[Ints, NDArray[Any]]:
    places: dict[str, int] = {}
    codes = ints([places.setdefault(cell, len(places)) for cell in cells])
    return codes, np.array([*places, ""], dtype=object)


def _leaves(tree: Formula) -> list[Formula]:
    if isinstance(tree, Minus):
        return _leaves(tree.of)
    if isinstance(tree, Reckoned):
        return [*_leaves(tree.left), *_leaves(tree.right)]
    return [tree]


def _named(tests: Sequence[_Test], kind: type[float | str]) -> tuple[str, ...]:
    """Return the columns that are compared with values of a kind."""
    return tuple(
        test.column
        for test in tests
        if (isinstance(test, Comparison) and isinstance(test.value, kind))
        or (isinstance(test, OneOf) and isinstance(test.values[0], kind))
    )


def _of_regions(names: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of regions among some that a rule names, as the regions call them."""
    return tuple(name.removeprefix(REGION) for name in names if name.startswith(REGION))


def _tests(rule: Rule | None) -> list[_Test]:
    if rule is None:
        return []
    if isinstance(rule, Not):
        return _tests(rule.rule)
    if isinstance(rule, Both):
        return [*_tests(rule.left), *_tests(rule.right)]
    return [rule]
