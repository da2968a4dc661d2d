"""From what a reader left in a folder to outlines and columns: decoded, sound, without what only draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.columns import texts
from planner.io.encodings import WESTERN, codec_of
from planner.io.formats import GML, KML, Format
from planner.language import tr
from planner.model.issues import Issue, Severity
from planner.notation import number

FARTHEST = 1e9
"""No system of the earth has larger coordinates, in metres or feet; areas of larger ones overflow."""

TINIEST = 1e-100
"""Coordinates nearer to 0 are 0: GEOS divides by them."""

XML_IDS = ("id", "gml_id", "fid")
"""Columns of XML that number its elements, less likely the id of a region than any other."""

CORNERS = {"lowerCorner", "upperCorner"}
"""What GML says of the box around a row."""

DRAWING = {
    "timestamp", "begin", "end", "altitudeMode", "tessellate",
    "extrude", "visibility", "drawOrder", "icon", "snippet",
}  # fmt: skip
"""Columns of XML that say where or how a row is drawn, left out where they say nothing of a row."""


def shapes_from(answer: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """Return the outlines, shape (rows,), None where there is none or it is broken; open ones are closed."""
    rows = int(answer["rows"])
    if not answer["outlines"]:
        return np.full(rows, None, object)
    content, at = arrays["wkb"].tobytes(), arrays["wkb_at"].tolist()
    wkb = [content[start:end] or None for start, end in pairwise(at)]
    with np.errstate(all="ignore"):  # coordinates that are no numbers are told of below
        return np.asarray(shapely.from_wkb(np.array(wkb, object), on_invalid="fix"))


def fields_from(
    answer: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]
) -> list[NDArray[Any]]:
    """Return the columns in the file's order, text as objects."""
    texts = answer["texts"]
    return [
        np.array(texts[str(place)], object) if str(place) in texts else arrays[f"column_{place}"]
        for place in range(len(answer["names"]))
    ]


def bytewise_texts(names: Sequence[str], fields: Sequence[NDArray[Any]]) -> Iterator[str]:
    """Give the names and every text of columns."""
    yield from names
    for field in fields:
        if field.dtype == object:
            yield from (value for value in field.tolist() if isinstance(value, str))


def named_columns(
    names: Sequence[str], fields: Sequence[NDArray[Any]], encoding: str | None
) -> tuple[dict[str, NDArray[Any]], tuple[str, ...]]:
    """Return the columns by name, and the names that several have; text is decoded in `encoding`.

    The second column of a name gets _2 behind it, or the next number that is free; one without a
    name, as R and D3 write for the numbers of rows, is called by its place. Text was read byte by
    byte where an encoding is given.
    """
    if encoding is not None:
        codec = codec_of("cp1252" if encoding == WESTERN else encoding)
        names = [_decoded(name, codec) for name in names]
        fields = [
            np.array([_decoded(value, codec) for value in field], object)
            if field.dtype == object
            else field
            for field in fields
        ]
    names = [name or f"column {place}" for place, name in enumerate(names, start=1)]
    taken, columns, again = set(names), dict[str, NDArray[Any]](), []
    for name, field in zip(names, fields, strict=True):
        free = name
        if name in columns:
            free = next(f"{name}_{n}" for n in count(2) if f"{name}_{n}" not in taken)
            taken.add(free)
            again.append(name)
        columns[free] = field
    return columns, tuple(dict.fromkeys(again))


def _decoded(value: Any, codec: str) -> Any:
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("latin-1", errors="replace").decode(codec, errors="replace")


def plain_columns(columns: dict[str, NDArray[Any]], kind: Format) -> dict[str, NDArray[Any]]:
    """Return the columns of XML without what only draws, with numbers as such and its own ids last."""
    if kind not in (KML, GML):
        return columns
    found = {
        name: _as_numbers(values)
        for name, values in columns.items()
        if name not in CORNERS and (name not in DRAWING or len(set(texts(values))) > 1)
    }
    return {name: found[name] for name in sorted(found, key=lambda name: name in XML_IDS)}


def _as_numbers(values: NDArray[Any]) -> NDArray[Any]:
    """Return a column of text as numbers where each is written as numbers write themselves ("01" is none)."""
    filled = [value for value in values.tolist() if value]
    try:
        numbers = [float(value) for value in filled]
    except (TypeError, ValueError):
        return values
    written = all(
        value in (repr(number), f"{number:.15g}", f"{number:.0f}")
        for value, number in zip(filled, numbers, strict=True)
    )
    if not filled or not written:
        return values
    if len(filled) == len(values) and all(number.is_integer() for number in numbers):
        return np.array(
            [int(value) for value in filled], np.int64 if max(map(abs, numbers)) < 2**62 else object
        )
    return np.array([float(value) if value else np.nan for value in values.tolist()])


def sound(shapes: NDArray[Any], name: str) -> tuple[NDArray[Any], tuple[Issue, ...]]:
    """Take the polygons out of collections, and outlines away whose coordinates are no place."""
    shapes = shapes.copy()
    for row in np.flatnonzero(shapely.get_type_id(shapes) == 7).tolist():
        shapes[row] = _polygons_of(shapes[row])
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    tiny = (xy != 0.0) & (np.abs(xy) < TINIEST)
    if tiny.any():
        shapes = shapely.set_coordinates(shapes, np.where(tiny, 0.0, xy))
    wrong = np.unique(owner[~(np.abs(xy) <= FARTHEST).all(axis=1)])
    if not len(wrong):
        return shapes, ()
    shapes[wrong] = None
    row = int(wrong[0]) + 2
    found = tr(
        "{count} outlines have coordinates that are no place on earth", count=number(len(wrong))
    )
    mend = tr("Left out, row {row} for one; mend them in the source.", row=row)
    if len(wrong) == 1:
        found = tr("an outline has coordinates that are no place on earth")
        mend = tr("Left out; mend row {row} in the source.", row=row)
    return shapes, (Issue("file_doubtful", Severity.WARNING, name, found, mend),)


def _polygons_of(collection: Any) -> Any:
    """Return the polygons of a collection as one multipolygon; the collection where it has none."""
    parts = np.array([collection], object)
    while (shapely.get_type_id(parts) >= 4).any():
        parts = shapely.get_parts(parts)
    polygons = parts[shapely.get_type_id(parts) == 3]
    return shapely.multipolygons(polygons) if len(polygons) else collection
