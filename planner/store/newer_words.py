"""What a plan may say that readers of earlier formats have no words for."""

from __future__ import annotations

import re

from planner.model.plan import Plan

_NEWER = re.compile(r"\bhas\b|\bregion\s*\.", re.IGNORECASE)


def says_more(plan: Plan) -> bool:
    """Whether a plan has areas, product lines, or rules that ask a region or for one text of several.

    Readers of plan files of formats 1 to 3, and of plan folders of format 1, do not know them.
    """
    rules = [segment.where for segment in plan.segments]
    rules += [measure.where for measure in plan.measures]
    rules += [rule for one in plan.goals.key_accounts for rule in (one.where, one.keep)]
    return bool(plan.areas or plan.products or any(_NEWER.search(rule) for rule in rules))
