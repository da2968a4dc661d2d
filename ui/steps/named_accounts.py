"""The key accounts that a territory's rep has by name, largest first, without Qt."""

from __future__ import annotations

import numpy as np

from planner.sales.key_accounts import named_in, values_of_accounts
from ui.panels.territory_facts import NamedAccounts
from ui.steps.picture import Picture
from ui.widgets.figures import scale_of

SHOWN = 8


def named_accounts(picture: Picture, territory: int) -> NamedAccounts | None:
    """Return the key accounts that count in a territory by name; None where there are none.

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
