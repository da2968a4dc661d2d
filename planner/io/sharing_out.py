"""Who gets a piece that two regions cover, or none: so that every region keeps the area it had."""

from __future__ import annotations

import numpy as np

from planner.model.types import UNASSIGNED, Floats, Ints, ints

ROUNDS = 4
"""Times that every piece is looked at again; after the third hardly any moves."""


def shared_out(own: Floats, kept: Floats, areas: Floats, takers: Ints, start: Ints) -> Ints:
    """Give every piece to one of its takers, keeping areas as they were.

    What is made small is the sum over regions of (deviation / own area) squared: pieces go, largest
    first, to whom they help most, and are then given again a few times, each seen alone
    (coordinate descent, so that the sum never rises).

    Parameters
    ----------
    own : Floats, shape (n,)
        Area each region had, square metres; one without area counts as one square metre.
    kept : Floats, shape (n,)
        Area each has without any of the pieces.
    areas : Floats, shape (p,)
    takers, start : Ints, shapes (t,) and (p + 1,)
        As in `border_pieces.Pieces`.

    Returns
    -------
    Ints, shape (p,)
        The region of each piece, UNASSIGNED where there is no taker.
    """
    weight = (1.0 / np.maximum(own, 1.0) ** 2).tolist()
    off = (kept - own).tolist()
    bounds, allowed, sizes = start.tolist(), takers.tolist(), areas.tolist()
    given = [UNASSIGNED] * len(sizes)
    order = np.argsort(-np.asarray(areas), kind="stable").tolist()
    for _ in range(ROUNDS):
        moved = False
        for piece in order:
            choices = allowed[bounds[piece] : bounds[piece + 1]]
            if not choices or (len(choices) == 1 and given[piece] == choices[0]):
                continue
            size, before = sizes[piece], given[piece]
            if before != UNASSIGNED:
                off[before] -= size
            # ((off + size)^2 - off^2) / own^2, over the size that is the same for all.
            best = min(choices, key=lambda r: ((2.0 * off[r] + size) * weight[r], r))
            off[best] += size
            moved |= best != before
            given[piece] = best
        if not moved:
            break
    return ints(given)
