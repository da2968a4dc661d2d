"""Places that three or more outlines cover, which taking overlaps away pair by pair leaves to nobody."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.border_pieces import Pieces, joined, polygons_in, takers
from planner.io.open_gaps import LEAST_M2, uncovered
from planner.model.types import Ints, ints

Shapes = NDArray[Any]


def lost_land(common: Shapes, winner: Ints, taken: Shapes, before: Shapes, after: Shapes) -> Pieces:
    """Return what outlines covered and no longer do, where A lost to B, B to C and C to A.

    Takers are the outlines along the rim now, so that nobody gets a part that lies apart; where
    there is none, those that covered the place before.

    Parameters
    ----------
    common : array of shape (p,)
        Pieces that two outlines covered.
    winner : Ints, shape (p,)
        Who kept each piece.
    taken : array of shape (n,)
        What was taken from each outline, None where nothing was.
    before, after : array of shape (n,)
        Outlines before and after.
    """
    # Nobody has what is left of a piece only where its winner lost it as part of another one.
    parts, _ = polygons_in(shapely.intersection(common, taken[winner]))
    lost = uncovered(parts[shapely.area(parts) > LEAST_M2], after)
    places, _ = polygons_in(np.array([shapely.union_all(lost)], object))
    beside = takers(after, places[shapely.area(places) > LEAST_M2], 0.0)
    alone = np.diff(beside.start) == 0
    if not alone.any():
        return beside
    return joined(takers(after, beside.shapes[~alone], 0.0), _covered(beside.shapes[alone], before))


def _covered(places: Shapes, shapes: Shapes) -> Pieces:
    inside = shapely.point_on_surface(places)
    place, region = shapely.STRtree(shapes).query(inside, predicate="intersects")
    order = np.lexsort((region, place))
    start = np.searchsorted(place[order], np.arange(len(places) + 1))
    return Pieces(places, ints(region[order]), ints(start))
