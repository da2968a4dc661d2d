"""Which reference system coordinates are in where nobody says it, and whether what is said can be true."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from planner.io.crs_places import (
    COUNTRIES,
    GEOGRAPHIC,
    LAND,
    MERCATOR,
    PARTS_OF_THE_WORLD,
    SYSTEMS,
    WIDE,
    Box,
)
from planner.io.features import Features
from planner.language import tr
from planner.model.types import Floats, floats
from planner.notation import number, percent, plain

INSIDE = 0.9
"""Part of the set's box that must lie inside a country's for the set to lie there."""

SMALLEST_M = 500.0
"""A set of regions smaller than this is degrees that are taken for metres."""

SURELY = 0.6
"""A set that fills so much of a country in another system is likelier there than where few plan."""

CORNERS = 5_000
"""Corners of outlines that are looked at: where the set lies shows in some of them."""

AROUND = 2.0
"""Degrees that a set may lie outside the area its system is meant for."""


@dataclass(frozen=True, slots=True)
class CrsGuess:
    """A reference system that coordinates may be in.

    Attributes
    ----------
    code, name : str
        Authority code ("EPSG:28992") and what the system is called.
    why : str
        What speaks for it, as a clause: "fills 96 % of the Netherlands".
    box : (float, float, float, float)
        West, south, east and north of the set in degrees, were this the system.
    country : str
        ISO code of the country it would lie in, or "".
    """

    code: str
    name: str
    why: str
    box: Box
    country: str = ""


@dataclass(frozen=True, slots=True)
class CrsDoubt:
    """A reason to doubt the reference system that a file names.

    Attributes
    ----------
    kind : str
        "metres_as_degrees", "degrees_as_metres", "swapped" or "elsewhere".
    found : str
    proposal : CrsGuess or None
        What it may be instead; of "swapped" the same system with x and y swapped.
    """

    kind: str
    found: str
    proposal: CrsGuess | None


def crs_guesses(features: Features, country: str = "") -> tuple[CrsGuess, ...]:
    """Return the systems that the coordinates of a set may be in, the likeliest first.

    A set that fills more of a country is likelier there; a small part of any country lies likelier
    in a small one. The country that the plan names comes before all others.
    """
    return _guesses(_sample(features.shapes), country)


def _guesses(points: Floats, country: str) -> tuple[CrsGuess, ...]:
    if not len(points):
        return ()
    found: list[tuple[tuple[bool, float, int], CrsGuess]] = []
    for place, (code, homes) in enumerate(_systems(points)):
        box = _box(code, points)
        best = None if box is None else _best(code, box, homes)
        if best is not None:
            filled, guess = best
            found.append(((bool(country) and guess.country != country, -filled, place), guess))
    return tuple(guess for _, guess in sorted(found, key=lambda pair: pair[0]))


def crs_doubts(features: Features, crs: str, country: str = "") -> tuple[CrsDoubt, ...]:
    """Return what speaks against the reference system named for a set, with a proposal each; () for none.

    Parameters
    ----------
    features : Features
    crs : str
        As the file or the plan names it; one that is not known gives no doubt.
    country : str
        ISO code of the country that the plan names, or "".
    """
    points = _sample(features.shapes)
    try:
        named = CRS.from_user_input(crs)
    except CRSError:
        return ()
    if not len(points):
        return ()
    reach = float(np.median(np.abs(points).max(axis=1)))  # not of a corner that went astray
    if named.is_geographic:
        if reach > 361:
            found = tr(
                "the file says degrees ({named}), and coordinates reach {reach}",
                named=named.name,
                reach=number(reach),
            )
            return (CrsDoubt("metres_as_degrees", found, _other(points, crs, country)),)
        return _doubts_of_place(points, crs, named, country)
    size = _size(points)
    if _is_in_degrees(points) and size < SMALLEST_M:
        found = tr(
            "the file says {named}, and its regions would be {size} m in all",
            named=named.name,
            size=plain(size, 3),
        )
        return (CrsDoubt("degrees_as_metres", found, _other(points, crs, country)),)
    return _doubts_of_place(points, crs, named, country)


def _other(points: Floats, crs: str, country: str) -> CrsGuess | None:
    """Return the likeliest system but the one named."""
    return next((guess for guess in _guesses(points, country) if guess.code != crs), None)


def _doubts_of_place(points: Floats, crs: str, named: CRS, country: str) -> tuple[CrsDoubt, ...]:
    """Doubt a set that lies where nobody lives, far from where its system is used, or abroad."""
    box = _box(crs, points)
    swapped = _swapped(points, crs, named, box, country)
    if swapped is not None:
        where = COUNTRIES[swapped.country][0]()
        found = tr(
            "read as the file says it lies {at}; with x and y swapped it lies in {where}",
            at=_at(box),
            where=where,
        )
        return (CrsDoubt("swapped", found, swapped),)
    if box is None:
        return (
            CrsDoubt(
                "elsewhere",
                tr("{named} has no such coordinates", named=named.name),
                _other(points, crs, country),
            ),
        )
    home = COUNTRIES.get(country)
    area = named.area_of_use
    if not any(_share(box, land) for land in LAND):
        found = tr(
            "read as {named} the regions lie in the ocean, {at}", named=named.name, at=_at(box)
        )
    elif home and not _share(box, _wider(home[1])):
        found = tr(
            "read as {named} the regions lie {at}, not in {home}",
            named=named.name,
            at=_at(box),
            home=home[0](),
        )
    elif area is not None and not _share(box, _wider(area.bounds)):
        found = tr(
            "read as {named} the regions lie {at}, far from where it is used",
            named=named.name,
            at=_at(box),
        )
    elif not home and not any(_share(box, part) for _, part in PARTS_OF_THE_WORLD):
        other = _other(points, crs, country)
        if other is None or not other.country:
            return ()
        called, whole = COUNTRIES[other.country]
        if _filled(other.box, whole) < SURELY:
            return ()
        found = tr(
            "read as {named} the regions lie {at}, as {other} in {called}",
            named=named.name,
            at=_at(box),
            other=other.name,
            called=called(),
        )
    else:
        return ()
    return (CrsDoubt("elsewhere", found, _other(points, crs, country)),)


def _swapped(
    points: Floats, crs: str, named: CRS, box: Box | None, country: str
) -> CrsGuess | None:
    """Return the same system with x and y swapped, where the set lies in a known country only so."""
    turned = _box(crs, floats(points[:, ::-1]))
    if turned is None:
        return None
    homes = [country] if country in COUNTRIES else list(COUNTRIES)
    if box is not None and any(_share(box, COUNTRIES[home][1]) > 0.5 for home in homes):
        return None
    best = max(homes, key=lambda home: _filled(turned, COUNTRIES[home][1]))
    if _share(turned, COUNTRIES[best][1]) < INSIDE:
        return None
    why = tr("lies in {called}", called=COUNTRIES[best][0]())
    return CrsGuess(
        f"{crs} swapped", tr("{name}, x and y swapped", name=named.name), why, turned, best
    )


def extent_of(shapes: NDArray[Any]) -> Floats:
    """Return xmin, ymin, xmax and ymax of all shapes, NaN where none has finite coordinates."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all of it NaN
        boxes = shapely.bounds(shapes)
        boxes = np.where(np.isfinite(boxes), boxes, np.nan)
        low, high = np.nanmin(boxes[:, :2], axis=0), np.nanmax(boxes[:, 2:], axis=0)
    return floats(np.concatenate([low, high]))


def _sample(shapes: NDArray[Any]) -> Floats:
    """Return some of the corners of all shapes, evenly taken, without those that are no numbers."""
    xy = shapely.get_coordinates(shapes)
    xy = xy[:: max(1, len(xy) // CORNERS)]
    return floats(xy[np.isfinite(xy).all(axis=1)])


def _systems(points: Floats) -> list[tuple[str, tuple[str, ...]]]:
    """Return the systems worth trying: degrees alone where the set would be smaller than a village."""
    degrees = [(GEOGRAPHIC, tuple(COUNTRIES))] if _is_in_degrees(points) else []
    if _size(points) < SMALLEST_M:
        return degrees
    return [*degrees, *SYSTEMS, *((code, tuple(COUNTRIES)) for code in WIDE)]


def _size(points: Floats) -> float:
    return float(np.ptp(points, axis=0).max())


def _is_in_degrees(points: Floats) -> bool:
    return bool((np.abs(points).max(axis=0) <= (181, 90)).all())


def _best(code: str, box: Box, homes: tuple[str, ...]) -> tuple[float, CrsGuess] | None:
    """Return how much of a country the set fills, at most, and the guess that says so."""
    name = _name(code)
    inside = [home for home in homes if _share(box, COUNTRIES[home][1]) >= INSIDE]
    if inside:
        home = max(inside, key=lambda home: _filled(box, COUNTRIES[home][1]))
        called, whole = COUNTRIES[home]
        filled = _filled(box, whole)
        why = (
            tr("fills {filled} of {called}", filled=percent(filled, 0), called=called())
            if filled >= 0.3
            else tr("lies in {called}", called=called())
        )
        return filled, CrsGuess(code, name, why, box, home)
    for called, whole in PARTS_OF_THE_WORLD if code in (*WIDE, GEOGRAPHIC) else ():
        if _share(box, whole) >= INSIDE and (
            code in (MERCATOR, GEOGRAPHIC) or called.text == "Europe"
        ):
            return _filled(box, whole) / 10, CrsGuess(
                code, name, tr("lies in {called}", called=called()), box
            )
    if code in (MERCATOR, GEOGRAPHIC) and any(_share(box, land) for land in LAND):
        return 0.0, CrsGuess(code, name, tr("lies on land"), box)
    return None


def _box(code: str, points: Floats) -> Box | None:
    """Return where points lie in degrees, None where the system has no such coordinates."""
    mover = _to_degrees(code)
    if mover is None:
        return None
    lon, lat = mover.transform(points[:, 0], points[:, 1], errcheck=False)
    if not (np.isfinite(lon) & np.isfinite(lat)).all():
        return None
    box = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    return box if box[0] >= -181 and box[2] <= 181 and box[1] >= -90 and box[3] <= 90 else None


@lru_cache(maxsize=128)
def _to_degrees(code: str) -> Transformer | None:
    try:
        return Transformer.from_crs(CRS.from_user_input(code), GEOGRAPHIC, always_xy=True)
    except (CRSError, ProjError):
        return None


@lru_cache(maxsize=128)
def _name(code: str) -> str:
    return str(CRS.from_user_input(code).name)


def _overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def _area(box: Box) -> float:
    return max((box[2] - box[0]) * (box[3] - box[1]), 1e-12)


def _share(box: Box, whole: Box) -> float:
    """Return the part of a box that lies in another."""
    return _overlap(box, whole) / _area(box)


def _filled(box: Box, whole: Box) -> float:
    """Return how well two boxes agree, 0..1 (their overlap over their union)."""
    shared = _overlap(box, whole)
    return shared / (_area(box) + _area(whole) - shared)


def _wider(box: Box) -> Box:
    """Return the area a system is used in with a margin; one across the date line is the world."""
    west, south, east, north = box
    if west > east:
        return (-180.0, -90.0, 180.0, 90.0)
    return (west - AROUND, south - AROUND, east + AROUND, north + AROUND)


def _at(box: Box | None) -> str:
    if box is None:
        return tr("nowhere")
    lon, lat = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    up, aside = number(abs(lat), 1), number(abs(lon), 1)
    north = tr("{degrees}° N", degrees=up) if lat >= 0 else tr("{degrees}° S", degrees=up)
    east = tr("{degrees}° E", degrees=aside) if lon >= 0 else tr("{degrees}° W", degrees=aside)
    return tr("at {north}, {east}", north=north, east=east)
