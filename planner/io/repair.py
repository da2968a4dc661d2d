"""Outlines made fit to plan with: invalid ones mended, absent ones left out, both said."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

from planner.language import Phrase, tr
from planner.model.issues import Issue, Severity
from planner.model.shapes import ragged, shapes_of
from planner.model.types import Bools, bools

__all__ = ["crossings_of", "made_valid", "mended", "ragged", "shapes_of"]

MOST_CROSSINGS = 100_000
"""Crossings of its own borders that a file may have; more are a scribble, and take minutes to undo."""

MOST_PAIRS = 1_000_000
"""Pairs of stretches of border that are compared at once."""

MOST_MET = 5
"""Stretches of border that one lies beside, on average, at no charge; three is usual."""

MOST_BESIDE = 500_000
"""What lies beside one another beyond that in a file: a border drawn over itself crosses nowhere."""

NONE = Phrase("{name} has no outline")
NO_AREA = Phrase("{name} is no polygon but a point or a line")
OUTSIDE = Phrase("{name} lies outside its reference system")
SCRIBBLED = Phrase("{name} has an outline that crosses itself all over")
FLAT = Phrase("{name} has an outline without area ({reason})")
LEFT_OUT = Phrase("Left out: a region without an outline cannot be planned. Mend it in the source.")


def mended(
    shapes: NDArray[Any], file: str, names: list[str]
) -> tuple[NDArray[Any], Bools, tuple[Issue, ...]]:
    """Return valid polygons, which rows have one, and an issue for each row that was not fine.

    Parameters
    ----------
    shapes : array of shape (rows,)
        Shapely geometries in a metric system, None where there is none.
    file : str
    names : list of str
        What to call each row in an issue.
    """
    shapes = shapes.copy()
    issues: dict[int, Issue] = {}

    def leave_out(rows: NDArray[Any], say: Phrase, **fields: object) -> None:
        for row in rows.tolist():
            shapes[row] = None
            found = say(name=names[row], **fields)
            issues[row] = Issue(
                "geometry_missing", Severity.WARNING, file, found, LEFT_OUT(), row=row + 2
            )

    present = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    leave_out(np.flatnonzero(~present), NONE)
    polygonal = np.isin(shapely.get_type_id(shapes), (3, 6, 7))
    leave_out(np.flatnonzero(present & ~polygonal), NO_AREA)
    xy, owner = shapely.get_coordinates(shapes, return_index=True)  # bounds know no holes
    usable = present & polygonal
    finite = np.ones(len(shapes), np.bool_)
    finite[owner[~np.isfinite(xy).all(axis=1)]] = False
    leave_out(np.flatnonzero(usable & ~finite), OUTSIDE)
    left, beside = MOST_CROSSINGS, MOST_BESIDE
    known: dict[bytes, tuple[Any, str]] = {}  # an outline may stand there hundreds of times
    doubtful = usable & finite & ~shapely.is_valid(shapes) | (shapely.get_type_id(shapes) == 7)
    for row in np.flatnonzero(doubtful).tolist():
        drawn = shapely.to_wkb(shapes[row])
        if drawn not in known:
            crossings, met = crossings_of(shapes[row], left, beside)
            if crossings > left or met > beside:
                leave_out(np.array([row]), SCRIBBLED)
                # So that a file of scribbles ends soon, and others in it have their share.
                left, beside = left // 2, beside // 2
                continue
            left, beside = left - crossings, beside - met
            reason = str(shapely.is_valid_reason(shapes[row])).split("[")[0].lower()
            known[drawn] = _made_valid(shapes[row]), reason
        shapes[row], reason = known[drawn]
        if shapes[row] is None:
            leave_out(np.array([row]), FLAT, reason=reason)
            continue
        found = tr("the outline of {name} is not valid ({reason})", name=names[row], reason=reason)
        mend = tr("Repaired; its area is kept but for what lay crosswise.")
        issues[row] = Issue("geometry_repaired", Severity.NOTE, file, found, mend, row=row + 2)
    ordered = tuple(issues[row] for row in sorted(issues))
    return shapes, bools(~shapely.is_missing(shapes)), ordered


def made_valid(shapes: NDArray[Any]) -> NDArray[Any]:
    """Return polygons and multipolygons, the invalid ones mended: empty where nothing has an area."""
    shapes = shapes.copy()
    for row in np.flatnonzero(~shapely.is_valid(shapes)).tolist():
        sound = _made_valid(shapes[row])
        shapes[row] = shapely.MultiPolygon() if sound is None else sound
    return shapes


def crossings_of(shape: Any, most: int, beside: int = MOST_BESIDE) -> tuple[int, int]:
    """Return how often the borders of a shape cross one another, and how much lies side by side.

    More than `most` crossings end the count, and so do more than `beside` pairs of stretches that lie
    beside one another beyond `MOST_MET` a stretch.
    """
    rings = shapely.get_parts(shapely.get_rings(_parts_of(shape)))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    stretches = np.flatnonzero(ring[1:] == ring[:-1])
    lines = shapely.linestrings(np.stack([xy[stretches], xy[stretches + 1]], axis=1))
    tree, found, met = shapely.STRtree(lines), 0, -MOST_MET * len(lines)
    step = max(1, MOST_PAIRS // max(1, len(lines)))
    for start in range(0, len(lines), step):
        met += tree.query(lines[start : start + step]).shape[1]
        if met > beside:
            break
        found += tree.query(lines[start : start + step], predicate="crosses").shape[1]
        if found > 2 * most:  # each is found from either side
            break
    return found // 2, max(met, 0)


def _parts_of(shape: Any) -> NDArray[Any]:
    """Return the polygons of a polygon, multipolygon or collection of these."""
    return np.asarray(shapely.get_parts(shapely.get_parts(shape)))


def _made_valid(shape: Any) -> Any:
    """Return the polygon parts of a mended shape, None when nothing with an area is left.

    Parts that overlap are joined, as a border drawn twice means; GEOS's other way (linework) cuts what
    lies on two parts out, takes time in the cube of the crossings, and mends what this leaves nothing of.
    """
    parts = np.array([], object)
    for way in ({"method": "structure", "keep_collapsed": False}, {"method": "linework"}):
        try:
            parts = _parts_of(shapely.make_valid(shape, **way))
        except GEOSException:
            continue
        parts = parts[(shapely.get_type_id(parts) == 3) & (shapely.area(parts) > 0)]
        if len(parts):
            break
    if not len(parts):
        return None
    if len(parts) == 1:
        return parts[0]
    joined = shapely.multipolygons(parts)
    return joined if shapely.is_valid(joined) else shapely.union_all(parts)
