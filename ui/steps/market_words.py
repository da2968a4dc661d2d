"""What the market page says about measures, segments and areas, without Qt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.insight.measure_figures import MeasureFigures, Rate, measure_figures, rate_of
from planner.insight.money import money_of
from planner.insight.segment_sums import accounts_among
from planner.model.accounts import Accounts
from planner.model.formula import FormulaError, columns_of
from planner.model.grammar import REGION, Token, tokens_of
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.rule_rows import AREA, SEGMENT
from planner.model.types import Bools, Floats
from planner.sales.key_accounts import values_of_accounts
from ui.messages import tr, tr_count
from ui.steps.column_words import column_word
from ui.widgets.figures import JOIN, Scale, number, percent, quantity, scale_of

SIGNS = {"*": "×", "/": "÷", "-": "−", "+": "+", "(": "(", ")": ")"}
MOST_VALUES = 40
"""Values of a column that are offered, the most frequent first."""
NAMES = 3


@dataclass(frozen=True, slots=True)
class Chip:
    """A piece of a formula as people read it.

    Attributes
    ----------
    kind : str
        "column", "sign" or "number".
    text : str
    position, length : int
        Where it stands in the formula; a number may be typed over there.
    """

    kind: str
    text: str
    position: int
    length: int


@dataclass(frozen=True, slots=True, eq=False)
class AccountFigure:
    """What accounts are added up by: what it is called, its unit, values (a,), who is looked at (a,)."""

    label: str
    unit: str
    values: Floats
    among: Bools


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that a rule may ask, and its kind: text, several, number, segment or area."""

    key: str
    label: str
    kind: str


def chips_of(source: str) -> tuple[Chip, ...]:
    """Return a formula as chips; none where it cannot be read."""
    try:
        tokens = list(tokens_of(source))
    except FormulaError:
        return ()
    chips: list[Chip] = []
    at = 0
    while at < len(tokens):
        used = _used(tokens[at:])
        chips.append(_chip(tokens[at : at + used]))
        at += used
    return tuple(chips)


def _used(tokens: list[Token]) -> int:
    """Return how many tokens make one chip: a column has three, a sum six."""
    if tokens[0].text.lower() == "accounts" and len(tokens) > 2:
        return 6 if tokens[2].text.lower() == "sum" and len(tokens) > 5 else 3
    return 3 if tokens[0].text.lower() == "regions" and len(tokens) > 2 else 1


def _chip(tokens: list[Token]) -> Chip:
    first, last = tokens[0], tokens[-1]
    length = last.position + len(last.text) - first.position
    if first.kind == "number":
        return Chip("number", figure_words(float(first.text)), first.position, length)
    if len(tokens) == 1:
        return Chip("sign", SIGNS.get(first.text, first.text), first.position, length)
    column = tokens[4] if len(tokens) == 6 else last
    text = tr("accounts") if column.text.lower() == "count" else column.text.strip("'\"")
    return Chip("column", text.replace("_", " "), first.position, length)


def figure_words(value: float) -> str:
    """Return a constant as people read it: 1.8 % for a part of one, 7 400 for the rest."""
    if 0 < abs(value) < 1:
        return f"{_short(value * 100)}{JOIN}%"
    return _short(value)


def _short(value: float) -> str:
    for decimals in range(7):
        if round(value, decimals) == round(value, 9):
            return number(value, decimals)
    return number(value, 6)


def rate_words(source: str, unit: str) -> str:
    """Return what a formula gives for each of its one figure: "= € 133 per dwelling"; "" without one."""
    try:
        rate: Rate | None = rate_of(source)
    except FormulaError:
        return ""
    if rate is None or rate.each == 1.0:
        return ""
    each = _rate(rate.each, unit)
    if not rate.of:
        return tr("= {amount} per account", amount=each)
    return tr("= {amount} for each of {column}", amount=each, column=rate.of.replace("_", " "))


def _rate(each: float, unit: str) -> str:
    """Return a rate with two decimals where it is small: € 0.94."""
    if abs(each) >= 100:
        return quantity(each, unit)
    symbol = scale_of(abs(each), unit).unit
    figure = number(each, 2)
    return f"{symbol}{JOIN}{figure}" if symbol != unit else f"{figure}{JOIN}{unit}".rstrip(JOIN)


def measure_rows(plan: Plan, measure: int, among: Bools) -> list[tuple[str, str, str]]:
    """Return name, reference and value of what a measure comes to in regions that are looked at."""
    rule, seen = plan.measures[measure], np.flatnonzero(among)
    loads = plan.loads[seen, measure]
    figures = measure_figures(loads)
    many = plan.regions.called[1]
    whole = (
        tr("All {regions}", regions=many) if among.all() else tr("{regions} in view", regions=many)
    )
    rows = [(whole[:1].upper() + whole[1:], "", quantity(figures.total, rule.unit))]
    for name, row in ((tr("Most"), figures.most), (tr("Least"), figures.least)):
        if row is not None:
            value = amount_words(float(loads[row]), rule.unit)
            rows.append((name, plan.regions.names[int(seen[row])], value))
    if figures.zeros:
        rows.append(_zeros(plan, figures))
    return rows


def _zeros(plan: Plan, figures: MeasureFigures) -> tuple[str, str, str]:
    one, many = plan.regions.called
    name = tr("Without any")
    told = tr_count(
        figures.zeros, "1 {region}", "{shown} {regions}",
        region=one, regions=many, shown=number(figures.zeros),
    )  # fmt: skip
    return name, told, percent(figures.zero_share, 0 if figures.zero_share >= 0.01 else 1)


def amount_words(value: float, unit: str) -> str:
    """Return a figure whose unit stands above it already; money keeps its own."""
    if scale_of(value, unit).unit != unit:
        return quantity(value, unit)
    return number(value, 0 if value == int(value) or abs(value) >= 100 else 1)


def account_figure(plan: Plan, measure: int, among: Bools) -> AccountFigure:
    """Return what accounts are added up by: the measure where it counts accounts, else their money.

    `among` says which regions are looked at, shape (n,).
    """
    seen = accounts_among(plan, among)
    if plan.measures:
        rule = plan.measures[measure]
        if columns_of(rule.source).accounts and len(plan.accounts):
            return AccountFigure(rule.label, rule.unit, values_of_accounts(plan)[:, measure], seen)
    money = money_of(plan)
    label = column_word(money.column) if money.column else tr("Money")
    return AccountFigure(label, plan.currency, money.values, seen)


def amount_head(scale: Scale, unit: str, label: str) -> str:
    """Return what heads a column of amounts: the unit of money, else what is counted."""
    return scale.unit if scale.unit != unit else label


def column_choices(plan: Plan) -> tuple[ColumnChoice, ...]:
    """Return what a rule may ask of accounts: columns of theirs and of their region, areas, segments."""
    accounts = plan.accounts
    found = [
        ColumnChoice(key, column_word(key), "several" if _holds_several(accounts, key) else "text")
        for key in accounts.text
        if key.isidentifier()
    ]
    found += [
        ColumnChoice(key, column_word(key), "number")
        for key in accounts.numbers
        if key.isidentifier()
    ]
    found += _region_choices(plan)
    if plan.areas:
        found.append(ColumnChoice(AREA, tr("Drawn area"), "area"))
    if plan.segments:
        found.append(ColumnChoice(SEGMENT, tr("Segment"), "segment"))
    return tuple(found)


def _region_choices(plan: Plan) -> list[ColumnChoice]:
    """Return what a rule may ask of the region of an account: its levels and its figures."""
    regions = plan.regions
    noun = regions.called[0]
    levels = [(key, "text") for key in regions.parents if key not in regions.columns]
    return [
        ColumnChoice(
            f"{REGION}{key}",
            tr(
                "{region}: {column}",
                region=noun[:1].upper() + noun[1:],
                column=column_word(key).lower(),
            ),
            kind,
        )
        for key, kind in (*levels, *((key, "number") for key in regions.columns))
    ]


def value_choices(plan: Plan, choice: ColumnChoice) -> tuple[tuple[str, str], ...]:
    """Return the values of a column that are offered, as (what a rule says, what is shown)."""
    if choice.kind == "area":
        return tuple((area.key, area.label) for area in plan.areas)
    if choice.kind == "segment":
        return tuple((segment.key, segment.label) for segment in plan.segments)
    if choice.kind == "number":
        return ()
    if choice.key.startswith(REGION):
        return _level_values(plan.regions, choice.key.removeprefix(REGION))
    return tuple((value, value) for value in _values(plan.accounts, choice.key, choice.kind))


@lru_cache(maxsize=32)
def _level_values(regions: RegionSet, level: str) -> tuple[tuple[str, str], ...]:
    """Return the names of a level that are offered, in the order of the alphabet."""
    counts = Counter(regions.parents[level])
    del counts[""]
    return tuple((name, name) for name in sorted(dict(counts.most_common(MOST_VALUES))))


@lru_cache(maxsize=32)
def _values(accounts: Accounts, key: str, kind: str) -> tuple[str, ...]:
    counts = Counter(accounts.column(key))
    if kind == "several":
        parts: Counter[str] = Counter()
        for cell, times in counts.items():
            for part in cell.split(";"):
                parts[part.strip()] += times
        counts = parts
    del counts[""]
    return tuple(value for value, _ in counts.most_common(MOST_VALUES))


@lru_cache(maxsize=64)
def _holds_several(accounts: Accounts, key: str) -> bool:
    """Whether cells of a column hold several texts, parted by `;`."""
    return any(";" in cell for cell in accounts.column(key))


def counted_words(accounts: int, amount: float, figure: AccountFigure) -> str:
    """Return the live count of a rule: "12 of 340 accounts, € 1.2 M"."""
    of = int(np.count_nonzero(figure.among))
    told = tr_count(
        accounts, "1 of {of} accounts", "{shown} of {of} accounts",
        shown=number(accounts), of=number(of),
    )  # fmt: skip
    if not figure.values.any():
        return told
    return tr("{told}, {amount}", told=told, amount=quantity(amount, figure.unit))


def trouble_words(error: FormulaError) -> str:
    """Return what is wrong with a rule or formula, where, and how to mend it."""
    return tr(
        "At character {place}: {found}. {mend}",
        place=error.position + 1, found=error.found, mend=error.mend,
    )  # fmt: skip


def names_of(plan: Plan, regions: object) -> str:
    """Return the names of a few regions, and how many there are more."""
    rows = np.asarray(regions).tolist()
    named = ", ".join(plan.regions.names[row] for row in rows[:NAMES])
    if len(rows) <= NAMES:
        return named
    return tr("{names} and {count} more", names=named, count=len(rows) - NAMES)


def legend_caption(plan: Plan, measure: int) -> str:
    """Return what the legend counts: "€ k, and the number of places above"."""
    rule = plan.measures[measure]
    unit = scale_of(float(plan.loads[:, measure].max(initial=0.0)), rule.unit).unit
    many = plan.regions.called[1]
    if not unit:
        return tr("Number of {regions} above", regions=many)
    return tr("{unit}, with the number of {regions} above", unit=unit, regions=many)


def tool_hint(tool: str, *, chosen: bool) -> str:
    """Return the keys of a tool of the market page."""
    if tool == "reshape" and chosen:
        return tr(
            "Drag a corner to reshape  ·  double-click a line adds a corner  ·  Del removes it"
            "  ·  Enter finishes"
        )
    return {
        "reshape": tr("Click an area or a region  ·  P draws a polygon  ·  C draws a circle"),
        "hand": tr("Drag moves the map  ·  wheel zooms"),
        "polygon": tr(
            "Click corners  ·  double-click or Enter ends  ·  Backspace takes one back"
            "  ·  Shift turns in steps of 15°"
        ),
        "circle": tr("Drag from the middle to the edge  ·  Esc drops it"),
    }.get(tool, "")
