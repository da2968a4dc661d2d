"""Border segments joined into long lines, and regions of one look joined into one shape. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Bools, Floats, Ints, floats, ints
from ui.map.prepared import Level

Longs = NDArray[np.int64]


def joined_lines(segments: Floats) -> list[Floats]:
    """Join segments (x1, y1, x2, y2), shape (s, 4), end to end; each line has shape (v, 2)."""
    return [line for _, line in _chains(np.zeros(len(segments), np.int64), segments)]


def joined_shapes(level: Level, key: Ints, seen: Bools) -> dict[int, list[Floats]]:
    """Return the outline of all seen regions of each key as rings, for a fill by odd and even.

    A segment between two regions of one key is left out: what is left passes every corner an even
    number of times, so that it falls apart into closed rings, holes included.

    Parameters
    ----------
    level : Level
    key : Ints, shape (n,)
        At least 0.
    seen : Bools, shape (n,)

    Returns
    -------
    dict of int to list of Floats, each shape (v, 2)
    """
    known = np.append(np.where(seen, key, -1), -1)  # -1 is the last: beyond a coast
    first, second = known[level.sides[:, 0]], known[level.sides[:, 1]]
    parting = np.flatnonzero(first != second)
    keys = np.concatenate([first[parting], second[parting]]).astype(np.int64)
    segments = np.concatenate([level.segments[parting]] * 2)
    real = keys >= 0
    shapes: dict[int, list[Floats]] = {}
    for found, ring in _chains(keys[real], segments[real]):
        shapes.setdefault(found, []).append(ring)
    return shapes


def _chains(key: Longs, segments: Floats) -> Iterator[tuple[int, Floats]]:
    """Yield lines of segments with one key each, joined wherever two of them end at one point.

    Ends 2i and 2i + 1 belong to segment i. Ends at one point are paired, first with second, third with
    fourth; walking from end to end over these pairs uses every segment once.
    """
    if not len(segments):
        return
    ends = np.ascontiguousarray(segments.reshape(-1, 2))
    partner = _partners(np.repeat(key, 2), ends).tolist()
    used = bytearray(len(segments))
    open_ends = [end for end, other in enumerate(partner) if other < 0]
    for start in (*open_ends, *range(0, len(ends), 2)):
        if used[start >> 1]:
            continue
        walked = [start]
        end = start
        while True:
            used[end >> 1] = 1
            end ^= 1
            walked.append(end)
            end = partner[end]
            if end < 0 or used[end >> 1]:
                break
        yield int(key[start >> 1]), floats(ends[walked])


def _partners(key: Longs, ends: Floats) -> Ints:
    """Return the end that each end is paired with, -1 for one that is alone at its point."""
    _, point = np.unique(ends.view(np.complex128).ravel(), return_inverse=True)
    place = key * (int(point.max()) + 1) + point
    order = np.argsort(place, kind="stable")
    at = place[order]
    begins = np.flatnonzero(np.concatenate([[True], at[1:] != at[:-1]]))
    held = np.diff(np.append(begins, len(at)))
    number = np.arange(len(at)) - np.repeat(begins, held)
    other = number ^ 1
    alone = other >= np.repeat(held, held)
    partner = np.empty(len(at), np.int64)
    partner[order] = np.where(
        alone, -1, order[np.arange(len(at)) - number + np.where(alone, 0, other)]
    )
    return ints(partner)
