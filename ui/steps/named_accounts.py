"""Named accounts of a territory and all accounts of a selection, largest first, without Qt."""

from __future__ import annotations

import numpy as np

from planner.insight.money import money_of
from planner.insight.ownership import account_owners
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED, Ints
from planner.sales.key_accounts import held_by_name, named_in, values_of_accounts
from ui.messages import tr
from ui.panels.accounts_here import AccountHere, AccountsHere
from ui.panels.territory_facts import NamedAccounts
from ui.steps.picture import Picture
from ui.steps.rules_words import people_choices
from ui.widgets.figures import quantity, scale_of

SHOWN = 8
MOST_HERE = 30


def named_accounts(picture: Picture, territory: int) -> NamedAccounts | None:
    """Return the accounts that count in a territory by name; None where there are none.

    They are told by the plan's last measure, which is how rich they are, not how many.
    """
    plan = picture.plan
    rows, owner = named_in(plan, plan.scenario(picture.scenario), picture.layer)
    rows = rows[owner == territory]
    if not len(rows):
        return None
    measure = len(plan.measures) - 1
    amounts = values_of_accounts(plan)[rows, measure]
    order = np.argsort(-amounts, kind="stable")[:SHOWN]
    scale = scale_of(float(amounts.max()), plan.measures[measure].unit)
    rule, load = plan.measures[measure], float(picture.summary.loads[territory, measure])
    return NamedAccounts(
        count=len(rows),
        share=float(amounts.sum()) / load if load > 0 else 0.0,
        measure=rule.label,
        rows=tuple(
            (plan.accounts.names[rows[at]], scale.figure(float(amounts[at]))) for at in order
        ),
        unit=scale.unit,
    )


def accounts_here(
    plan: Plan, scenario: Scenario, regions: Ints, chosen: int | None = None
) -> AccountsHere | None:
    """Return the accounts that lie in some regions, most money first; None where there can be none.

    The row of one that was `chosen` is among those told, however little money it has.
    """
    if not len(plan.accounts) or not plan.reps:
        return None
    inside = np.zeros(len(plan.regions) + 1, np.bool_)
    inside[regions] = True
    rows = np.flatnonzero(
        inside[np.where(plan.accounts.region == UNASSIGNED, -1, plan.accounts.region)]
    )
    money = money_of(plan)
    largest = rows[np.argsort(-money.values[rows], kind="stable")][:MOST_HERE]
    if chosen is not None and chosen in rows and chosen not in largest:
        largest[-1] = chosen
    owners, people = account_owners(plan, scenario), {str(rep.id): rep.name for rep in plan.reps}
    held = held_by_name(plan, scenario)
    return AccountsHere(
        count=len(rows),
        rows=tuple(
            AccountHere(
                account_id=str(plan.accounts.ids[row]),
                name=plan.accounts.names[row],
                worth=quantity(float(money.values[row]), plan.currency) if money.column else "",
                owner=people.get(owners[row], owners[row]) or tr("nobody"),
                owner_id=owners[row],
                named=plan.accounts.ids[row] in held and not held[plan.accounts.ids[row]].is_stray,
            )
            for row in largest.tolist()
        ),
        people=people_choices(plan),
    )
