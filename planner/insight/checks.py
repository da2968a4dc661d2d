"""Everything wrong or doubtful in a plan: what `rayon check` and the warnings list show."""

from __future__ import annotations

from planner.insight.account_checks import accounts_outside_the_rules
from planner.insight.exception_checks import exceptions_outside_the_rules
from planner.insight.people_checks import people_outside_the_rules
from planner.insight.territory_checks import goals_outside_the_rules, layers_outside_the_rules
from planner.model.issues import Issue
from planner.model.plan import Plan


def check_plan(plan: Plan) -> tuple[Issue, ...]:
    """Return every issue of a plan, one line each: goals, territories, people, accounts, exceptions.

    What is wrong with the input files is told when they are read, not here.
    """
    return (
        *goals_outside_the_rules(plan),
        *layers_outside_the_rules(plan),
        *people_outside_the_rules(plan),
        *accounts_outside_the_rules(plan),
        *exceptions_outside_the_rules(plan),
    )
