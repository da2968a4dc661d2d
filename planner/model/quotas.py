"""The quota tree: company, group, territory, rep; integers that close exactly."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuotaNode:
    """One node: its children's quotas sum exactly to quota + over_assignment_amount.

    Attributes
    ----------
    node, parent : str
        Keys; the root's parent is "".
    level : str
        company, group, territory or rep.
    name : str
    quota : int
        Money in whole units of the plan's currency.
    over_assignment_amount : int
        What the children carry more than the node itself.
    """

    node: str
    parent: str
    level: str
    name: str
    quota: int
    over_assignment_amount: int = 0
