"""An order of the regions of a patch in which a territory can grow from its root."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from solvers.territories.patch import Patch


def earlier(patch: Patch, territory: int) -> NDArray[np.float64]:
    """Rank regions by the way from the root: within the territory at hand first, from there on.

    If every region of a territory has a neighbour in it of smaller rank, the territory is connected
    (as with shortest paths in Zoltners, Sinha, Management Science 29(11):1237-1256, 1983); the
    territory at hand always is in this sense. Returns km, shape (r,), infinite where unreachable.
    """
    allowed = patch.may[:, territory]
    mine = patch.owner == territory
    rank = np.full(len(mine), np.inf)
    rank[list(patch.roots[territory])] = 0.0
    _spread(patch, rank, allowed & mine)
    _spread(patch, rank, allowed & ~mine)
    return rank


def _spread(patch: Patch, rank: NDArray[np.float64], into: NDArray[np.bool_]) -> None:
    """Carry ranks on along shortest paths (Dijkstra) into the regions named."""
    x, y = patch.terrain.x[patch.regions].tolist(), patch.terrain.y[patch.regions].tolist()
    heap = [(float(rank[i]), int(i)) for i in np.flatnonzero(np.isfinite(rank))]
    heapq.heapify(heap)
    while heap:
        far, i = heapq.heappop(heap)
        if far > rank[i]:
            continue
        for j in patch.neighbours[i]:
            # The tiny step keeps ranks apart where regions share a point.
            step = far + np.hypot(x[i] - x[j], y[i] - y[j]) + 1e-6
            if into[j] and step < rank[j]:
                rank[j] = step
                heapq.heappush(heap, (float(step), j))
