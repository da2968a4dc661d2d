"""Markets: who a team is formed around, and the leads, prospects and customers that are theirs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.language import tr
from planner.model.formula import first_rule
from planner.model.markets import Market
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.model.scenarios import Scenario
from planner.model.segments import OTHER, Segment
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints
from planner.model.words import CUSTOMER
from planner.sales.norms import Norms, norms_from

LEADS = "leads"
"""Number column of accounts: inbound leads a month from each."""


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """A plan cut into markets 0..m-1: every account lies in exactly one.

    Attributes
    ----------
    keys, labels : tuple of str
        The last is `OTHER` where some account lies in no market.
    of_account : Ints, shape (a,)
    of_region : Ints, shape (n,)
        UNASSIGNED where the region is in no market; all so when markets are segments.
    """

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    of_account: Ints
    of_region: Ints


def divide(plan: Plan, scenario: Scenario) -> Division:
    """Cut the plan into the markets its goals ask for.

    "territory": each territory of the base layer is a market; "parent:LEVEL": each parent region
    of that level; "segment": each segment, for the accounts whose primary segment it is; "product":
    each product line, for the accounts whose first line it is. Accounts that belong nowhere
    (outside all regions, in an open region, in no segment or line) are the market `OTHER`, so none
    is lost and none counts twice.

    Raises ValueError where the plan has no team goals or no such level.
    """
    goals = plan.goals.teams
    if goals is None:
        raise ValueError(tr("the plan has no team goals"))
    if goals.markets == "segment":
        return _by_rule(plan, plan.segments)
    if goals.markets == "product":
        return _by_rule(plan, plan.products)
    if goals.markets == "territory":
        base = scenario.base
        keys = [str(territory.id) for territory in base.territories]
        labels = [territory.name for territory in base.territories]
        return _by_region(plan, keys, labels, base.owner, tr("Outside all territories"))
    names = _parent_names(plan, goals.markets.removeprefix("parent:"))
    keys = sorted(set(names) - {""})
    place = {key: index for index, key in enumerate(keys)}
    of_region = ints([place.get(name, UNASSIGNED) for name in names])
    return _by_region(plan, keys, keys, of_region, tr("Outside all regions"))


def markets_of(plan: Plan, scenario: Scenario) -> tuple[Market, ...]:
    """Return the markets of a plan with their volumes; none where there is nothing to count.

    Leads come from the accounts' column `leads` or are `leads_per_account` each; every account that
    is no customer is approached once in `prospecting_months`; constants under [teams] replace the
    totals and keep the proportions. A plan without accounts spreads constants by its first measure.
    """
    if plan.goals.teams is None:
        return ()
    norms = norms_from(plan.goals.teams.norms)
    if not len(plan.accounts):
        return _from_constants(plan, scenario, norms)
    division = divide(plan, scenario)
    customer = customers(plan)
    says = (
        (_leads(plan, norms), norms.leads_month),
        (np.where(customer, 0.0, 1 / norms.prospecting_months), norms.prospects_month),
        (customer.astype(np.float64), norms.customers),
    )
    m = len(division.keys)
    volumes = [
        _scaled(_sum(division, each, m), _sum(division, np.ones(len(customer)), m), total)
        for each, total in says
    ]
    return _markets(plan, scenario, division, volumes)


def customers(plan: Plan) -> Bools:
    """Return which accounts are customers, shape (a,): by status, else by revenue last year."""
    accounts = plan.accounts
    status = [text.strip().casefold() for text in accounts.column("status")]
    revenue = accounts.numbers.get("revenue_last_year", floats(np.full(len(accounts), np.nan)))
    bought = np.nan_to_num(revenue) > 0
    return bools(
        [text == CUSTOMER or (not text and paid) for text, paid in zip(status, bought, strict=True)]
    )


def _by_region(
    plan: Plan, keys: list[str], labels: list[str], of_region: Ints, other: str
) -> Division:
    region = plan.accounts.region
    inside = region != UNASSIGNED
    found = np.where(inside, of_region[np.where(inside, region, 0)], UNASSIGNED)
    return _with_other(keys, labels, found, of_region, other)


def _by_rule(plan: Plan, rules: tuple[Segment, ...] | tuple[ProductLine, ...]) -> Division:
    found = first_rule(rules, plan.accounts, plan.segments, plan.inside, plan.regions)
    keys = [rule.key for rule in rules]
    labels = [rule.label for rule in rules]
    nowhere = ints(np.full(len(plan.regions), UNASSIGNED))
    return _with_other(keys, labels, found, nowhere, "Other")


def _with_other(
    keys: list[str], labels: list[str], of_account: Ints, of_region: Ints, other: str
) -> Division:
    lost = of_account == UNASSIGNED
    if lost.any():
        keys, labels = [*keys, OTHER], [*labels, other]
    return Division(
        keys=tuple(keys),
        labels=tuple(labels),
        of_account=ints(np.where(lost, len(keys) - 1, of_account)),
        of_region=ints(of_region),
    )


def _parent_names(plan: Plan, level: str) -> list[str]:
    """Names of a level's parents; one that stands in two countries gets its country behind it."""
    parents = plan.regions.parents
    if level not in parents:
        raise ValueError(
            tr(
                "no parent level {level}; the regions have {names}",
                level=level,
                names=", ".join(parents) or tr("none"),
            )
        )
    names = parents[level]
    country = parents.get("country", ("",) * len(names))
    places: dict[str, set[str]] = {}
    for name, where in zip(names, country, strict=True):
        places.setdefault(name, set()).add(where)
    return [
        f"{name} ({where})" if name and len(places[name]) > 1 else name
        for name, where in zip(names, country, strict=True)
    ]


def _leads(plan: Plan, norms: Norms) -> Floats:
    given = plan.accounts.numbers.get(LEADS)
    if given is None:
        return floats(np.full(len(plan.accounts), norms.leads_per_account))
    return floats(np.maximum(np.nan_to_num(given), 0.0))


def _sum(division: Division, each: Floats, m: int) -> Floats:
    return floats(np.bincount(division.of_account, each, m))


def _scaled(said: Floats, size: Floats, total: float | None) -> Floats:
    """Bring a volume to a given total, in proportion to itself or, where all 0, to the sizes."""
    if total is None:
        return floats(said)
    by = said if said.sum() > 0 else size
    return floats(total * by / by.sum()) if by.sum() > 0 else floats(said)


def _from_constants(plan: Plan, scenario: Scenario, norms: Norms) -> tuple[Market, ...]:
    totals = (norms.leads_month, norms.prospects_month, norms.customers)
    if all(total is None for total in totals) or not plan.measures:
        return ()
    division = divide(plan, scenario)
    m = len(division.keys)
    inside = division.of_region != UNASSIGNED
    size = floats(np.bincount(division.of_region[inside], plan.loads[inside, 0], m))
    volumes = [_scaled(floats(np.zeros(m)), size, total) for total in totals]
    return _markets(plan, scenario, division, volumes)


def _markets(
    plan: Plan, scenario: Scenario, division: Division, volumes: list[Floats]
) -> tuple[Market, ...]:
    leads, prospects, active = volumes
    made = []
    for index, (key, label) in enumerate(zip(division.keys, division.labels, strict=True)):
        inside = division.of_region == index
        under = sorted(set(scenario.base.owner[inside].tolist()) - {UNASSIGNED})
        made.append(
            Market(
                key=key,
                label=label,
                leads=float(leads[index]),
                prospects=float(prospects[index]),
                customers=float(active[index]),
                territories=tuple(str(scenario.base.territories[t].id) for t in under),
                share=floats(inside) if inside.any() else floats([]),
            )
        )
    return tuple(made)
