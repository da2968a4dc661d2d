"""What the status line says of an account, of several, or of a home on the map, without Qt."""

from __future__ import annotations

from collections.abc import Hashable

from planner.insight.money import money_of
from planner.insight.ownership import account_owners
from planner.language import day
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.scenario_words import reason_said
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED
from planner.model.words import CUSTOMER, PROSPECT
from ui.map.account_points import AccountPoints
from ui.map.accounts_drawing import AccountMark, BunchMark
from ui.map.homes import HomeMark
from ui.messages import tr
from ui.widgets.figures import number, quantity

DOT = "  ·  "


def words_of_mark(
    mark: Hashable, plan: Plan, scenario: Scenario, layer: Layer, points: AccountPoints | None
) -> str:
    """Return what a mark is, in words; "" for one that is nothing of this plan any more."""
    match mark:
        case AccountMark(row) if row < len(plan.accounts):
            return DOT.join(_account(plan, scenario, row, points))
        case BunchMark(count, money, _):
            return _bunch(plan, count, money)
        case HomeMark(rep) if rep < len(plan.reps):
            return _home(plan, layer, rep)
    return ""


def _account(plan: Plan, scenario: Scenario, row: int, points: AccountPoints | None) -> list[str]:
    money, owner = money_of(plan), account_owners(plan, scenario)[row]
    people = {str(rep.id): rep.name for rep in plan.reps}
    who = people.get(owner, owner)
    parts = [plan.accounts.names[row] or str(plan.accounts.ids[row]), _status(plan, row)]
    if money.column:
        parts.append(quantity(float(money.values[row]), plan.currency))
    parts.append(tr("with {owner}", owner=who) if who else tr("with nobody"))
    parts += _why_apart(plan, scenario, row)
    region = int(plan.accounts.region[row])
    if points is not None and bool(points.guessed[points.row == row].any()):
        where = plan.regions.names[region]
        parts.append(tr("no point known: drawn in the middle of {region}", region=where))
    elif region == UNASSIGNED:
        parts.append(tr("outside the map's {regions}", regions=plan.regions.called[1]))
    return [part for part in parts if part]


def _why_apart(plan: Plan, scenario: Scenario, row: int) -> list[str]:
    """Return why an account stays with its owner, whatever its region; nothing where it does not."""
    given = scenario.held_on(plan.start).get(plan.accounts.ids[row])
    if given is None or given.is_stray:
        return []
    if not given.is_asked:
        return [tr("named, whatever its region")]
    return [
        tr("kept there, whatever its region"),
        reason_said(given.reason),
        tr("asked by {name}", name=given.asked_by) if given.asked_by else "",
        tr("until {day}", day=day(given.until)) if given.until is not None else "",
    ]


def _status(plan: Plan, row: int) -> str:
    written = plan.accounts.column("status")[row].strip()
    known = {CUSTOMER: tr("customer"), PROSPECT: tr("prospect")}
    return known.get(written.casefold(), written)


def _bunch(plan: Plan, count: int, money: float) -> str:
    if not money_of(plan).column:
        return tr("{count} accounts; click to come closer", count=number(count))
    return tr(
        "{count} accounts, {sum} together; click to come closer",
        count=number(count),
        sum=quantity(money, plan.currency),
    )


def _home(plan: Plan, layer: Layer, rep: int) -> str:
    one = plan.reps[rep]
    codes = [str(t.id) for t in layer.territories if t.rep_id == one.id]
    if not codes:
        return tr("Home of {name}, without a territory here", name=one.name)
    return tr("Home of {name}, {codes}", name=one.name, codes=", ".join(codes))
