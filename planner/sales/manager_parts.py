"""Managers kept apart: every region lies in the part of the manager of who has it today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from planner.language import tr
from planner.model.graph import adjacency, pieces
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.types import UNASSIGNED, Ints, ints

MANAGER = "manager"
"""Parent level that stands for the managers of present owners, where no file has such a level."""


def manager_label(rep: Rep | None, reps: Sequence[Rep]) -> str:
    """Return what the part of a rep's manager is called: by name where nobody else has it, else by id."""
    known = {one.id: one for one in reps}
    manager = known.get(rep.manager_id) if rep is not None and rep.manager_id is not None else None
    if manager is None:
        return ""
    alone = Counter(one.name for one in reps)[manager.name] == 1
    return manager.name if alone else str(manager.id)


def manager_parts(
    regions: RegionSet, owners: Sequence[Rep | None], reps: Sequence[Rep]
) -> tuple[str, ...]:
    """Return the manager whose people each region belongs to, each manager's part in one piece.

    A region belongs to the manager of its present owner. Of what a manager has, the largest piece (by
    regions) stays; all else, and what nobody has, goes to the part that reaches it in the fewest
    steps over neighbours, of equals to the first by name; where no part reaches it, to the nearest.

    Raises ValueError when no present owner has a manager.
    """
    found = [manager_label(rep, reps) for rep in owners]
    names = sorted(set(found) - {""})
    if not names:
        raise ValueError(
            tr("managers are to be kept apart, and nobody who has regions has a manager")
        )
    number = {"": UNASSIGNED} | {name: at for at, name in enumerate(names)}
    part = _largest_pieces(regions, ints([number[name] for name in found]))
    part = _spread(regions, part)
    lost = np.flatnonzero(part == UNASSIGNED)
    held = np.flatnonzero(part != UNASSIGNED)
    nearest = part.copy()
    for region in lost.tolist():
        far = ((regions.points[held] - regions.points[region]) ** 2).sum(axis=1)
        nearest[region] = part[held[int(np.argmin(far))]]
    return tuple(names[at] for at in nearest.tolist())


def _largest_pieces(regions: RegionSet, part: Ints) -> Ints:
    count, label = pieces(len(regions), regions.graph.edges, part)
    size = np.bincount(label, minlength=count)
    kept = np.full(len(regions), UNASSIGNED)
    for number in np.unique(part[part != UNASSIGNED]):
        mine = np.flatnonzero(part == number)
        largest = label[mine[int(np.argmax(size[label[mine]]))]]
        whole = mine[label[mine] == largest]
        kept[whole] = number
    return ints(kept)


def _spread(regions: RegionSet, part: Ints) -> Ints:
    """Let parts take free neighbours step by step; of several the one with the lowest number."""
    near = adjacency(len(regions), regions.graph.edges)
    owner = part.copy()
    front = np.flatnonzero(owner != UNASSIGNED).tolist()
    while front:
        taken: dict[int, int] = {}
        for region in front:
            for other in near.neighbours[near.start[region] : near.start[region + 1]].tolist():
                if owner[other] == UNASSIGNED:
                    taken[other] = min(taken.get(other, int(owner[region])), int(owner[region]))
        for region, number in taken.items():
            owner[region] = number
        front = sorted(taken)
    return ints(owner)
