"""Reference systems: guess a missing one, and bring every outline to one metric system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Proj, Transformer
from pyproj.exceptions import CRSError, ProjError

from planner.io.corners import with_corners_of_others
from planner.io.crs_guesses import CrsDoubt, crs_doubts, crs_guesses, extent_of
from planner.io.crs_places import COUNTRIES, GEOGRAPHIC
from planner.io.features import Features
from planner.language import tr
from planner.model.issues import Issue, Severity, blocks
from planner.model.types import Bools, Floats, bools, floats

WGS84 = GEOGRAPHIC

SWAPPED = "swapped"
"""Stands behind the name of a system whose file has x and y in each other's place."""

AREAS_AGREE = 0.02
"""How far areas may be off amid a set in a system that is kept: Web Mercator makes those
of the Netherlands 2.6 times too large, national grids are off by thousandths."""

FEW_AFAR = 0.1
"""Share of regions that may lie far from the rest, as places overseas do, without moving the centre."""

AFAR = 0.5
"""What all regions but these reach over is less than this share of what all reach over."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Features with a known reference system and the country that the plan file gives them."""

    features: Features
    crs: CRS


def known_crs(features: Features, given: str, country: str) -> tuple[CRS | None, tuple[Issue, ...]]:
    """Return the reference system: as given by the user, as in the file, or guessed from the coordinates.

    What the file names is doubted where the regions would lie where they cannot; what the user
    names is not.
    """
    name = without_swap(given) or features.crs
    if not name:
        return _guessed(features, country)
    try:
        crs = CRS.from_user_input(name)
        Transformer.from_crs(crs, WGS84, always_xy=True)
    except (CRSError, ProjError):
        found = tr("the reference system {name} is not known", name=repr(name[:60]))
        mend = tr('Give one in plan.toml, as in crs = "EPSG:28992".')
        return None, (Issue("crs_unknown", Severity.ERROR, features.file, found, mend),)
    doubts = crs_doubts(features, name, country if country in COUNTRIES else "")
    if given and all(doubt.kind != "metres_as_degrees" for doubt in doubts):
        return crs, ()
    issues = tuple(_doubted(features.file, doubt) for doubt in doubts)
    return (None if blocks(issues) else crs), issues


def _guessed(features: Features, country: str) -> tuple[CRS | None, tuple[Issue, ...]]:
    extent = extent_of(features.shapes)
    low, high = np.round(extent.reshape(2, 2), 2).tolist()
    found = tr(
        "the file does not say its reference system; coordinates run from {low} to {high}",
        low=low,
        high=high,
    )
    guesses = crs_guesses(features, country)
    if not guesses:
        mend = tr(
            'Give crs = "EPSG:..." in plan.toml; for a shapefile the .prj file beside it will do.'
        )
        return None, (Issue("crs_unknown", Severity.ERROR, features.file, found, mend),)
    best = guesses[0]
    mend = tr(
        'Read as {code} ({name}), in which it {why}; if that is wrong, give crs = "EPSG:..." in plan.toml.',
        code=best.code, name=best.name, why=best.why,
    )  # fmt: skip
    issue = Issue("crs_guessed", Severity.WARNING, features.file, found, mend)
    return CRS.from_user_input(best.code), (issue,)


def _doubted(file: str, doubt: CrsDoubt) -> Issue:
    """Return a doubt as an issue; what cannot be computed with is an error."""
    hopeless = doubt.kind == "metres_as_degrees"
    severity = Severity.ERROR if hopeless else Severity.WARNING
    mend = tr('Give crs = "EPSG:..." in plan.toml.')
    if doubt.proposal is not None:
        mend = tr(
            'crs = "{code}" in plan.toml reads it as {name}.',
            code=doubt.proposal.code,
            name=doubt.proposal.name,
        )
    return Issue("crs_unknown", severity, file, doubt.found, mend)


def without_swap(given: str) -> str:
    """Return a system's name without the word that swaps x and y."""
    return given.removesuffix(SWAPPED).rstrip()


def turned(features: Features, given: str) -> Features:
    """Return features with x and y swapped where the system's name asks for it."""
    if not given.endswith(SWAPPED):
        return features
    shapes = shapely.transform(features.shapes, lambda xy: xy[:, ::-1])
    return replace(features, shapes=np.asarray(shapes))


def metric_crs(sheets: Sequence[Sheet]) -> CRS:
    """Return the system a plan is computed in.

    A projected system in metres that all files share is kept where its areas are true; everything
    else becomes Lambert azimuthal equal-area, centred on the set (Snyder, Map Projections,
    USGS PP 1395, 1987, p. 182). Few regions overseas do not count: far from the centre north is not
    up and distances are off, in the Netherlands with Bonaire by 27 degrees and 4 %.
    """
    first = sheets[0].crs
    if all(sheet.crs == first for sheet in sheets) and _keeps_metres(sheets):
        return first
    shapes = [shapely.get_parts(sheet.features.shapes) for sheet in sheets]
    boxes = _lon_lat_boxes(sheets, shapes)
    firsts = [shapely.get_geometry(sheet.features.shapes, 0) for sheet in sheets]
    near = _without_few_afar(_lon_lat_boxes(sheets, firsts), _middle_lon(boxes))
    boxes = boxes if near is None else near
    lon, lat = round(_middle_lon(boxes), 2), round(_middle_lat(boxes), 2)
    return CRS.from_proj4(
        f"+proj=laea +lat_0={lat:g} +lon_0={lon:g} +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"
    )


def crs_text(crs: CRS) -> str:
    """Return the authority code of a system ("EPSG:28992"), or its WKT where it has none."""
    authority = crs.to_authority(min_confidence=100)
    return ":".join(authority) if authority else str(crs.to_wkt())


def moved(shapes: NDArray[Any], source: CRS, target: CRS) -> NDArray[Any]:
    """Return the shapes in another system; what cannot be moved gets infinite coordinates."""
    if source == target:
        return shapes
    shapes = with_corners_of_others(shapes, source)
    transformer = Transformer.from_crs(source, target, always_xy=True)

    def step(xy: Floats) -> Floats:
        x, y = transformer.transform(xy[:, 0], xy[:, 1], errcheck=False)
        return floats(np.column_stack([x, y]))

    return np.asarray(shapely.transform(shapes, step))


def _keeps_metres(sheets: Sequence[Sheet]) -> bool:
    """Whether the system of all files is in metres, and areas in it are true amid their outlines."""
    crs = sheets[0].crs
    if not crs.is_projected or any(axis.unit_conversion_factor != 1 for axis in crs.axis_info[:2]):
        return False
    boxes = np.concatenate([shapely.bounds(sheet.features.shapes) for sheet in sheets])
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes):
        return True
    x, y = np.median(boxes.reshape(-1, 2, 2).mean(axis=1), axis=0).tolist()
    try:
        lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(x, y, errcheck=False)
        scale = float(Proj(crs).get_factors(lon, lat).areal_scale)
    except (CRSError, ProjError):
        return False
    return abs(scale - 1.0) < AREAS_AGREE


def _middle_lon(boxes: Floats) -> float:
    """Return the middle of the shortest stretch around the globe that holds all boxes, -180..180.

    The islands of Alaska beyond the date line do not move the United States into the Atlantic.
    """
    if not len(boxes):
        return 0.0
    west = (boxes[:, 0] + 180.0) % 360.0 - 180.0
    east = west + boxes[:, 2] - boxes[:, 0]
    order = np.argsort(west)
    west, east = west[order], east[order]
    reach = np.maximum.accumulate(np.append(east.max() - 360.0, east))  # one may go round the back
    gap = np.append(west, west[0] + 360.0) - reach
    widest = int(gap.argmax())
    opposite = float(reach[widest] + gap[widest] / 2.0)  # the middle of what holds no box
    return opposite % 360.0 - 180.0


def _middle_lat(boxes: Floats) -> float:
    return float(boxes[:, 1].min() + boxes[:, 3].max()) / 2 if len(boxes) else 0.0


def _without_few_afar(boxes: Floats, lon: float) -> Floats | None:
    """Return the boxes of regions without few that lie far from the rest, None where none do.

    Longitudes count from `lon`, the middle of all.
    """
    middles = boxes.reshape(-1, 2, 2).mean(axis=1)
    near = _amid((middles[:, 0] - lon + 180.0) % 360.0) & _amid(middles[:, 1])
    return None if near.all() else floats(boxes[near])


def _amid(at: NDArray[np.float64]) -> Bools:
    """Return which values lie in or around the shortest stretch that holds nearly all; a long one has all."""
    count = len(at) - int(FEW_AFAR * len(at))
    ordered = np.sort(at)
    reach = ordered[count - 1 :] - ordered[: len(at) - count + 1]
    first = int(reach.argmin()) if len(at) else 0
    if not len(at) or reach[first] >= AFAR * np.ptp(at):
        return bools(np.ones(len(at), np.bool_))
    margin = reach[first] / 4.0
    return bools((at >= ordered[first] - margin) & (at <= ordered[first + count - 1] + margin))


def _lon_lat_boxes(sheets: Sequence[Sheet], shapes: Sequence[NDArray[Any]]) -> Floats:
    """Return the boxes of polygons of each file in degrees, (b, 4), of those that lie somewhere.

    A box wider than half the globe is an outline drawn across the date line: it says nothing of where.
    """
    boxes = np.concatenate(
        [_boxes_of(some, sheet.crs) for sheet, some in zip(sheets, shapes, strict=True)]
    )
    narrow = boxes[boxes[:, 2] - boxes[:, 0] <= 180.0]
    return floats(narrow if len(narrow) else boxes)


def _boxes_of(shapes: NDArray[Any], crs: CRS) -> Floats:
    boxes = shapely.bounds(shapes)
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not crs.is_geographic:
        mover = Transformer.from_crs(crs, WGS84, always_xy=True)
        lon, lat = mover.transform(boxes[:, [0, 2, 2, 0]], boxes[:, [1, 1, 3, 3]], errcheck=False)
        first = lon[:, :1]
        with np.errstate(invalid="ignore"):  # what the system does not reach is infinite
            # Corners of one box lie beside each other, not at two ends of the map.
            lon = first + (lon - first + 180.0) % 360.0 - 180.0
        boxes = np.column_stack(
            [lon.min(axis=1), lat.min(axis=1), lon.max(axis=1), lat.max(axis=1)]
        )
    return floats(boxes[(np.abs(boxes) <= (541, 90, 541, 90)).all(axis=1)])
