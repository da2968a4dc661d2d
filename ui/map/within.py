"""Which regions lie inside an outline drawn over the map."""

from __future__ import annotations

import numpy as np
import shapely

from planner.model.types import Floats, Ints, floats, ints
from ui.map.scene import MapScene
from ui.map.tools.taking import Inside


def regions_within(scene: MapScene, polygon: Floats, inside: Inside = Inside.CENTRE) -> Ints:
    """Return the regions inside a polygon of logical pixels, shape (v, 2), closed by itself.

    Points and borders decide, not the pixels: a region smaller than a pixel is found too. `CENTRE`
    asks for the representative point; `TOUCHED` adds the regions that the outline runs through,
    `WHOLE` leaves them out.
    """
    if len(polygon) < 3:
        return ints(())
    found = _centred(scene, polygon)
    if inside is Inside.CENTRE:
        return found
    cut = _cut(scene, polygon)
    if inside is Inside.WHOLE:
        return ints(np.setdiff1d(found, cut))
    under = scene.region_at(float(polygon[0, 0]), float(polygon[0, 1]))
    holds = [under] if under >= 0 else []  # the outline may lie in one region as a whole
    return ints(np.unique(np.concatenate([found, cut, np.array(holds, np.int32)])))


def _centred(scene: MapScene, polygon: Floats) -> Ints:
    corners = scene.map_points_of(polygon)
    near = scene.regions_in_box((*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()))
    shape = shapely.make_valid(shapely.Polygon(corners))
    shapely.prepare(shape)
    return ints(near[shapely.intersects_xy(shape, *scene.prepared.points[near].T)])


def _cut(scene: MapScene, polygon: Floats) -> Ints:
    """Return the regions with a border that the outline crosses."""
    level = scene.prepared.level_for(scene.view.scale)
    outline = scene.map_points_of(np.vstack([polygon, polygon[:1]]))
    sides = np.stack([outline[:-1], outline[1:]], axis=1)
    near = level.segments_near((*outline.min(axis=0).tolist(), *outline.max(axis=0).tolist()))
    borders = shapely.linestrings(level.segments[near].reshape(-1, 2, 2))
    tree = shapely.STRtree(shapely.linestrings(floats(sides)))
    crossed = np.unique(tree.query(borders, predicate="intersects")[0])
    touched = level.sides[near[crossed]]
    return ints(np.unique(touched[touched >= 0]))
