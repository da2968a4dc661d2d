"""Everything wrong or doubtful in a plan: what `rayon check` and the warnings list show."""

from __future__ import annotations

from collections.abc import Callable

from planner.insight.account_checks import accounts_outside_the_rules
from planner.insight.exception_checks import exceptions_outside_the_rules
from planner.insight.people_checks import people_outside_the_rules
from planner.insight.territory_checks import goals_outside_the_rules, layers_outside_the_rules
from planner.model.issues import Issue
from planner.model.plan import Plan

Stop = Callable[[], bool]


def check_plan(plan: Plan, stop: Stop = lambda: False) -> tuple[Issue, ...]:
    """Return every issue of a plan, one line each: goals, territories, people, accounts, exceptions.

    What is wrong with the input files is told when they are read, not here.

    Parameters
    ----------
    stop : callable
        Asked again and again; when it says so, what was found so far is returned.
    """
    found = [*goals_outside_the_rules(plan), *layers_outside_the_rules(plan, stop)]
    for check in (
        people_outside_the_rules,
        accounts_outside_the_rules,
        exceptions_outside_the_rules,
    ):
        if stop():
            break
        found += check(plan)
    return tuple(found)
