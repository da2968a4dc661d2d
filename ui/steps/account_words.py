"""What the inspector says of one account, without Qt."""

from __future__ import annotations

import numpy as np

from planner.insight.account_reason import AccountOwner, Reason, owner_of_account
from planner.insight.money import COLUMNS
from planner.language import day
from planner.model.plan import Plan
from planner.model.scenario_words import reason_said, scenario_said
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED
from ui.messages import tr
from ui.panels.account_panel import AccountFacts
from ui.widgets.figures import quantity


def account_facts(plan: Plan, scenario: Scenario, row: int) -> AccountFacts:
    """Return what is known of an account, who owns it in a scenario and why."""
    accounts, owner = plan.accounts, owner_of_account(plan, scenario, row)
    region = "" if owner.region == UNASSIGNED else plan.regions.names[owner.region]
    territory = "" if owner.territory == UNASSIGNED else _territory(scenario, owner.territory)
    names = {str(rep.id): rep.name for rep in plan.reps}
    who = names.get(owner.rep_id, owner.rep_id)
    noun = plan.regions.called[0].capitalize()
    rows = [
        (noun, region or tr("outside the map")),
        (tr("Territory there"), territory or tr("none")),
    ]
    for key, name in (
        ("status", tr("Status")),
        ("industry", tr("Industry")),
        ("class", tr("Class")),
    ):
        if accounts.column(key)[row]:
            rows.append((name, accounts.column(key)[row]))
    told = (tr("Revenue last year"), tr("Potential"), tr("Open pipeline"))
    for key, name in zip(COLUMNS, told, strict=True):
        values = accounts.numbers.get(key)
        if values is not None and np.isfinite(values[row]):
            rows.append((name, quantity(float(values[row]), plan.currency)))
    return AccountFacts(
        name=accounts.names[row] or str(accounts.ids[row]),
        code=str(accounts.ids[row]),
        tone="info" if owner.rep_id else "warn",
        owner=tr("{name} owns it", name=who) if who else tr("Nobody owns it"),
        why=_why(owner, region, territory, scenario.name),
        rows=tuple(rows),
        region=region,
        territory=territory,
    )


def _territory(scenario: Scenario, at: int) -> str:
    one = scenario.base.territories[at]
    return one.id if one.name == one.id else f"{one.id} {one.name}"


def _why(owner: AccountOwner, region: str, territory: str, scenario: str) -> str:
    fields = {"region": region, "territory": territory, "scenario": scenario_said(scenario)}
    if owner.exception is not None:
        return _by_name(owner)
    return {
        Reason.BY_NAME: "",
        Reason.PRESENT: tr("That is who has it at present."),
        Reason.TERRITORY: tr("It lies in {region}, which is in territory {territory}.", **fields),
        Reason.OPEN: tr("It lies in territory {territory}, which has no rep yet.", **fields),
        Reason.NO_TERRITORY: tr("{region} is in no territory in {scenario}.", **fields),
        Reason.NO_REGION: tr("It lies outside all regions of the map."),
    }[owner.reason]


def _by_name(owner: AccountOwner) -> str:
    given = owner.exception
    if given is None:
        return ""
    said = [tr("It is given by name, apart from its region.")]
    if given.reason:
        said.append(tr("Reason: {reason}.", reason=reason_said(given.reason)))
    if given.asked_by:
        said.append(tr("Asked by {name}.", name=given.asked_by))
    if given.until is not None:
        said.append(tr("Until {day}.", day=day(given.until)))
    if not given.counts:
        said.append(tr("It does not count in the balance."))
    return " ".join(said)
