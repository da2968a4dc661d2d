"""Areas of a plan: drawn, renamed, reshaped, put together, cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from planner.edits.recounting import free_key, recounted, users_of
from planner.model.areas import Area
from planner.model.geometry import Geometry
from planner.model.inside import outline_of, shape_of
from planner.model.plan import Plan
from planner.model.types import Floats, floats

CIRCLE_CORNERS = 64
"""Corners of a drawn circle; its area is 0.2 % less than that of a true one."""

LEAST_M2 = 1.0
"""A smaller shape is a slip of the hand, or what is left of two borders that should be the same."""


class EmptyAreaError(ValueError):
    """Nothing would be left of an area."""


def outline_from(corners: Floats) -> Geometry:
    """Return the outline of a polygon by its corners, shape (c, 2), metres.

    Where its line crosses itself, what the line goes around stays. Raises EmptyAreaError for
    fewer than three corners, or corners on one line.
    """
    points = np.unique(corners, axis=0)
    if len(points) < 3:
        raise EmptyAreaError("an area has at least three corners")
    shape = shapely.Polygon(np.asarray(corners))
    return _outline(shape if shapely.is_valid(shape) else shapely.make_valid(shape))


def sound(outline: Geometry) -> Geometry:
    """Return an outline whose line crosses itself nowhere, the same object where it is so already.

    Raises EmptyAreaError where nothing would be left.
    """
    shape = shape_of(outline)
    if shapely.is_valid(shape) and shapely.area(shape) >= LEAST_M2:
        return outline
    return _outline(shapely.make_valid(shape))


def circle(centre: tuple[float, float], radius: float) -> Geometry:
    """Return a circle as an outline; raises EmptyAreaError when it has no size."""
    angle = np.linspace(0, 2 * np.pi, CIRCLE_CORNERS, endpoint=False)
    corners = np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius + centre
    return outline_from(floats(corners))


def united(one: Geometry, other: Geometry) -> Geometry:
    """Return what lies in either of two outlines."""
    return _outline(shapely.union(shape_of(one), shape_of(other)))


def taken_away(one: Geometry, other: Geometry) -> Geometry:
    """Return what lies in the first outline and not in the other; raises EmptyAreaError for nothing."""
    return _outline(shapely.difference(shape_of(one), shape_of(other)))


def overlap(one: Geometry, other: Geometry) -> Geometry:
    """Return what lies in both outlines; raises EmptyAreaError for nothing."""
    return _outline(shapely.intersection(shape_of(one), shape_of(other)))


def add_area(plan: Plan, label: str, outline: Geometry) -> Plan:
    """Return the plan with one more area, the last; raises ValueError for an empty name."""
    return add_areas(plan, [(label, outline)])


def add_areas(plan: Plan, drawn: Sequence[tuple[str, Geometry]]) -> Plan:
    """Return the plan with more areas, by label and outline.

    Raises ValueError for an empty name, EmptyAreaError for an outline around nothing.
    """
    areas = list(plan.areas)
    for label, outline in drawn:
        key = free_key(_named(label), [area.key for area in areas])
        areas.append(Area(key, _named(label), sound(outline)))
    return recounted(plan, areas=areas)


def rename_area(plan: Plan, key: str, label: str) -> Plan:
    """Return the plan with an area called otherwise; rules name it by its key, which stays."""
    return _with(plan, replace(area_of(plan, key), label=_named(label)))


def reshape_area(plan: Plan, key: str, outline: Geometry) -> Plan:
    """Return the plan with another outline of an area; raises EmptyAreaError for nothing."""
    return _with(plan, replace(area_of(plan, key), outline=sound(outline)))


def count_area(plan: Plan, key: str, counts: str) -> Plan:
    """Return the plan with another rule of which regions count in an area (`areas.COUNTS`)."""
    return _with(plan, replace(area_of(plan, key), counts=counts))


def remove_area(plan: Plan, key: str) -> Plan:
    """Return the plan without an area; raises ValueError where a rule names it."""
    users = users_of(plan, "area", key)
    if users:
        raise ValueError(f"area {key} is used by {', '.join(users)}")
    area = area_of(plan, key)
    return recounted(plan, areas=[one for one in plan.areas if one is not area])


def area_of(plan: Plan, key: str) -> Area:
    """Return an area by key; raises ValueError when there is none."""
    for area in plan.areas:
        if area.key == key:
            return area
    raise ValueError(f"no area {key}")


def _with(plan: Plan, made: Area) -> Plan:
    return recounted(plan, areas=[made if one.key == made.key else one for one in plan.areas])


def _outline(shape: Any) -> Geometry:
    """Return the polygons of what an operation left; raises EmptyAreaError where there are none."""
    parts = [part for part in shapely.get_parts(shape) if shapely.area(part) >= LEAST_M2]
    polygons = [part for part in parts if part.geom_type == "Polygon"]
    nested = [part for part in parts if part.geom_type == "MultiPolygon"]
    polygons += [part for many in nested for part in shapely.get_parts(many)]
    if not polygons:
        raise EmptyAreaError("nothing is left of the area")
    return outline_of(shapely.multipolygons(polygons))


def _named(label: str) -> str:
    if not label.strip():
        raise ValueError("a name is missing")
    return label.strip()
