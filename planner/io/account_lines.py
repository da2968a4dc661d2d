"""accounts_plan.csv: who serves each account in each role, and why, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.insight.extent import Extent
from planner.insight.scope import ScopeKind
from planner.io.export_tables import Row
from planner.language import tr
from planner.model.formula import rows_where
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.scenarios import AccountException, Scenario
from planner.model.teams import Post, Team
from planner.model.types import UNASSIGNED
from planner.model.words import ACCOUNT_MANAGER, INBOUND, OUTBOUND, SUPPORT
from planner.sales.key_accounts import held_by_name
from planner.sales.markets import customers, divide

SERVES_PROSPECTS = (OUTBOUND, INBOUND, SUPPORT)
SERVES_CUSTOMERS = (ACCOUNT_MANAGER, SUPPORT)
"""Roles of a market's team that have accounts of their own, beside the owner of the territory."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Part of a row: what changes from role to role of one account."""

    layer: str
    role: str
    territory: str
    rep_id: str
    why: str


def account_rows(plan: Plan, scenario: Scenario, extent: Extent) -> Iterator[Row]:
    """Yield one row for each account, market and role, of the accounts in an extent.

    * In every layer the owner of the account's region, in the role that owns territories there; an
      overlay for a segment only for accounts in it. An exception owns the account apart from its
      region in the base layer.
    * In the team of the account's market the people of other roles: outbound, inbound and support
      for prospects, account management and support for customers. People who share a role share its
      accounts by their hours.
    * In the extent are the accounts in its regions and, of a manager's people, those they own; of
      another layer than the base the lines of that layer alone.
    """
    keys, market_of = _markets(plan, scenario)
    layers = [_layer_lines(plan, scenario, layer) for layer in scenario.layers]
    roles = _team_lines(plan, scenario, keys, market_of)
    for at, (account, name) in enumerate(zip(plan.accounts.ids, plan.accounts.names, strict=True)):
        region = int(plan.accounts.region[at])
        region_id = "" if region == UNASSIGNED else str(plan.regions.ids[region])
        market = keys[market_of[at]] if keys else ""
        lines = [line[at] for line in layers if line[at] is not None]
        owned = {line.role for line in lines if line is not None}
        lines += [line for line in roles.get(at, []) if line.role not in owned]
        here = region != UNASSIGNED and bool(extent.regions[region])
        for line in lines:
            if line is not None and (extent.is_all or here or _is_theirs(line, extent)):
                if extent.layer not in (BASE, line.layer):
                    continue
                who = (line.territory, line.rep_id, line.why)
                yield (str(account), name, region_id, line.layer, market, line.role, *who)


def _is_theirs(line: _Line, extent: Extent) -> bool:
    """Whether a manager's people own it although it lies elsewhere."""
    return extent.scope.kind is ScopeKind.PEOPLE and line.rep_id in extent.people


def _markets(plan: Plan, scenario: Scenario) -> tuple[tuple[str, ...], list[int]]:
    """Return the keys of the markets and the market of each account; none without team goals."""
    if plan.goals.teams is None:
        return (), []
    division = divide(plan, scenario)
    return division.keys, division.of_account.tolist()


def _layer_lines(plan: Plan, scenario: Scenario, layer: Layer) -> list[_Line | None]:
    """Return the owner of each account in a layer; None where the layer is not for the account."""
    goals = next((one for one in plan.goals.layers if one.key == layer.key), plan.goals.layers[0])
    where = f"segment:{goals.segment}" if goals.segment else ""
    chosen = rows_where(where, plan.accounts, plan.segments, plan.inside, plan.regions).tolist()
    apart = held_by_name(plan, scenario) if layer.key == BASE else {}
    roles = {rep.id: rep.role for rep in plan.reps}
    lines: list[_Line | None] = []
    for at, account in enumerate(plan.accounts.ids):
        if not chosen[at]:
            lines.append(None)
            continue
        line = _by_region(plan, layer, int(plan.accounts.region[at]), goals.one_per)
        exception = apart.get(account)
        if exception is not None:
            role = roles.get(exception.rep_id, goals.one_per)
            line = _Line(layer.key, role, line.territory, exception.rep_id, _reason(exception))
        lines.append(line)
    return lines


def _by_region(plan: Plan, layer: Layer, region: int, role: str) -> _Line:
    if region == UNASSIGNED:
        return _Line(layer.key, role, "", "", tr("lies in no region"))
    id_, at = plan.regions.ids[region], int(layer.owner[region])
    if at == UNASSIGNED:
        return _Line(layer.key, role, "", "", tr("region {id} has no territory", id=id_))
    territory = layer.territories[at]
    why = tr("lies in {territory}: region {id}", territory=territory.name, id=id_)
    return _Line(layer.key, role, str(territory.id), territory.rep_id or "", why)


def _reason(exception: AccountException) -> str:
    why = [exception.reason or tr("owned apart from its region")]
    if exception.asked_by:
        why.append(tr("asked by {asked_by}", asked_by=exception.asked_by))
    if exception.until is not None:
        why.append(tr("until {until}", until=exception.until.isoformat()))
    if not exception.counts:
        why.append(tr("not in the balance"))
    return ", ".join(why)


def _team_lines(
    plan: Plan, scenario: Scenario, keys: tuple[str, ...], market_of: list[int]
) -> dict[int, list[_Line]]:
    """Return, for each account, who of its market's team serves it in which role."""
    is_customer = customers(plan).tolist()
    teams = {team.market: team for team in scenario.teams}
    lines: dict[int, list[_Line]] = {}
    for market, key in enumerate(keys):
        team = teams.get(key)
        if team is None:
            continue
        members = [at for at, own in enumerate(market_of) if own == market]
        for role in dict.fromkeys(post.role for post in team.posts):
            served = [
                at
                for at in members
                if role in (SERVES_CUSTOMERS if is_customer[at] else SERVES_PROSPECTS)
            ]
            for at, rep_id in _shared(team, role, served):
                why = tr("{role} of team {team}", role=role, team=team.label)
                lines.setdefault(at, []).append(_Line(BASE, role, "", rep_id, why))
    return lines


def _shared(team: Team, role: str, accounts: list[int]) -> Iterator[tuple[int, str]]:
    """Deal accounts out by hours: the next goes to who has fewest for his hours, then the first."""
    posts: list[Post] = [post for post in team.posts if post.role == role and post.hours_week > 0]
    dealt = [0] * len(posts)
    for at in accounts:
        if not posts:
            return
        turn = min(range(len(posts)), key=lambda i: ((dealt[i] + 1) / posts[i].hours_week, i))
        dealt[turn] += 1
        yield at, str(posts[turn].rep_id)
