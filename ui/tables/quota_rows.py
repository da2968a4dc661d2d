"""Rows of the quota table, without Qt: the tree flattened, and whether it closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.model.quotas import QuotaNode


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """One node: its depth in the tree, its quota and what its children carry."""

    node: str
    name: str
    level: str
    depth: int
    quota: int
    over: int
    children_sum: int | None

    @property
    def closes(self) -> bool:
        """Whether the children sum exactly to the quota plus its over-assignment."""
        return self.children_sum is None or self.children_sum == self.quota + self.over


@dataclass(frozen=True, slots=True)
class QuotaSum:
    """The figures over the table.

    Attributes
    ----------
    goal, over, divided : int
        The root's quota, the over-assignments of all nodes, and the sum of the lowest nodes; the
        last is the sum of the first two when every node closes.
    closes : bool
        Whether every node closes.
    """

    goal: int
    over: int
    divided: int
    closes: bool


def quota_rows(nodes: Sequence[QuotaNode]) -> tuple[QuotaRow, ...]:
    """Return the tree from the root down, every node before its children, in the given order."""
    children: dict[str, list[QuotaNode]] = {}
    known = {node.node for node in nodes}
    for node in nodes:
        children.setdefault(node.parent if node.parent in known else "", []).append(node)
    rows: list[QuotaRow] = []
    waiting = [(node, 0) for node in reversed(children.get("", []))]
    while waiting:
        node, depth = waiting.pop()
        below = children.get(node.node, [])
        held = sum(int(child.quota) for child in below) if below else None
        rows.append(
            QuotaRow(
                node=node.node,
                name=node.name,
                level=node.level,
                depth=depth,
                quota=int(node.quota),
                over=int(node.over_assignment_amount),
                children_sum=held,
            )
        )
        waiting += [(child, depth + 1) for child in reversed(below)]
    return tuple(rows)


def quota_sum(rows: Sequence[QuotaRow]) -> QuotaSum | None:
    """Return the figures of a tree; None where there is none."""
    if not rows:
        return None
    goal = sum(row.quota for row in rows if row.depth == 0)
    divided = sum(row.quota for row in rows if row.children_sum is None)
    over = sum(row.over for row in rows)
    return QuotaSum(goal, over, divided, all(row.closes for row in rows))
