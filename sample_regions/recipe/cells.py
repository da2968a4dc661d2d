"""Nearest-place cells: every spot of an area belongs to the nearest place of that area.

All lines (borders of areas, edges between places) are noded at once on one grid, so that neighbours
share exact vertices: the cells are a valid coverage, within countries and across their borders.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from scipy.spatial import cKDTree

Geometries = np.ndarray
MARGIN_M = 300_000.0


def nearest_area(xy: np.ndarray, country: list[str], areas: gpd.GeoDataFrame) -> np.ndarray:
    """Return the area of its own country in which each place lies, else the nearest one."""
    found = np.full(len(xy), -1)
    codes = np.array(country)
    for code in sorted(set(country)):
        rows = np.flatnonzero(areas["country"].to_numpy() == code)
        tree = shapely.STRtree(areas.geometry.to_numpy()[rows])
        mine = np.flatnonzero(codes == code)
        found[mine] = rows[tree.nearest(shapely.points(xy[mine]))]
    return found


def place_cells(
    xy: np.ndarray, area: np.ndarray, areas: gpd.GeoDataFrame, grid_m: float
) -> Geometries:
    """Return one (multi)polygon per place; None for a place that no spot is nearest to.

    Parameters
    ----------
    xy : array, shape (n, 2)
        Metres; no two places on one spot of the grid.
    area : array, shape (n,)
        Row of `areas` each place belongs to.
    areas : GeoDataFrame
        A coverage in the same reference system.
    grid_m : float
        Every coordinate of the result is a multiple of it.
    """
    outlines = areas.geometry.to_numpy()
    lines = [shapely.boundary(outlines)]
    lines += [
        _edges(xy[area == row], outlines[row])
        for row in range(len(areas))
        if (area == row).sum() > 1
    ]
    noded = shapely.union_all(np.concatenate(lines), grid_size=grid_m)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = shapely.point_on_surface(faces)
    row, distance = _area_of(inside, outlines)
    faces, inside, row = (v[distance <= 2 * grid_m] for v in (faces, inside, row))
    place = np.empty(len(faces), dtype=int)
    for index in np.unique(row):
        mine, candidates = np.flatnonzero(row == index), np.flatnonzero(area == index)
        nearest = cKDTree(xy[candidates]).query(shapely.get_coordinates(inside[mine]))[1]
        place[mine] = candidates[nearest]
    cells = _merged(faces, place, len(xy))
    return _tidied(cells, xy, area)


def _edges(xy: np.ndarray, outline: shapely.Geometry) -> Geometries:
    box = shapely.buffer(shapely.box(*shapely.total_bounds(outline)), MARGIN_M)
    lines = shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=box, only_edges=True)
    return np.asarray(shapely.get_parts(shapely.intersection(shapely.get_parts(lines), outline)))


def _area_of(points: Geometries, outlines: Geometries) -> tuple[np.ndarray, np.ndarray]:
    pairs, distance = shapely.STRtree(outlines).query_nearest(
        points, return_distance=True, all_matches=False
    )
    return pairs[1], distance


def _merged(faces: Geometries, place: np.ndarray, n: int) -> Geometries:
    cells = np.full(n, None, dtype=object)
    order = np.argsort(place, kind="stable")
    places, starts = np.unique(place[order], return_index=True)
    for index, group in zip(places, np.split(order, starts[1:]), strict=True):
        cells[index] = shapely.coverage_union_all(faces[group])
    return cells


def _tidied(cells: Geometries, xy: np.ndarray, area: np.ndarray) -> Geometries:
    """Give pieces cut off from their own place to the land neighbour with the longest shared border."""
    parts, place = shapely.get_parts(cells, return_index=True)
    points = shapely.points(xy)[place]
    keep = np.zeros(len(parts), dtype=bool)
    distance, size = shapely.distance(parts, points), shapely.area(parts)
    for index in np.unique(place):  # the piece with the place in it, else the largest
        mine = np.flatnonzero(place == index)
        keep[mine[np.lexsort((-size[mine], distance[mine] > 0))[0]]] = True
    tree = shapely.STRtree(parts)
    new = place.copy()
    for piece in np.flatnonzero(~keep):
        near = tree.query(parts[piece], predicate="intersects")
        near = near[keep[near] & (area[place[near]] == area[place[piece]])]
        shared = shapely.length(shapely.intersection(parts[piece], parts[near]))
        if len(near) and shared.max() > 0:
            new[piece] = place[near[np.argmax(shared)]]
            keep[piece] = True
    _one_place_per_islet(parts, tree, new, keep)
    return _merged(parts, new, len(cells))


def _one_place_per_islet(
    parts: Geometries, tree: shapely.STRtree, place: np.ndarray, settled: np.ndarray
) -> None:
    """Give an islet that no place lies on to the place that has the largest piece of it."""
    for piece in np.flatnonzero(~settled):
        near = tree.query(parts[piece], predicate="intersects")
        near = near[~settled[near]]
        place[near] = place[near[np.argmax(shapely.area(parts[near]))]]
