"""Which columns of a region file are the id and the name of a region, where nobody says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.io.columns import texts
from planner.io.region_parts import first_rows

CODES = {"geoid", "fips", "nis", "insee", "ags", "nuts", "lau", "pc", "postcode", "zip", "plz"}
"""First words of codes that other people's tables know a region by: INSEE_COM, GEOID20, ZIP code."""

CODE_ENDS = {"id", "code", "cd", "com", *CODES}

ID_ENDINGS = (
    "id", "code", "cd", "geoid", "fips", "nis", "insee", "pc4", "pc6", "postcode", "zip", "plz",
)  # fmt: skip
NAME_ENDINGS = ("name", "naam", "nom", "nombre", "label", "name_nl", "name_en", "nm")

ROW_NUMBERS = re.compile(r"(objectid|globalid|fid|ogc_fid|gml_id)(_\d+)?|gid")
"""Columns by which programs tell the rows of a file apart: no table of anybody else has them."""

SIZES = re.compile(
    r"(.*_)?(area|leng|length|len|perimeter|perim|oppervlakte|omtrek|aland|awater)"
    r"(_(km2|m2|ha|km|m|sqkm|sqm|shape|geom|geometry))*_?\d*"
)
"""Figures that measure an outline, and so differ from part to part of a region (Shape__Area)."""

MOSTLY = 0.9
"""Share of rows from which on different codes are ids, though some rows lack or repeat one."""


def likely_id(columns: Mapping[str, NDArray[Any]]) -> str:
    """Return the column that looks most like an id, "" for none: unique, never empty.

    Text comes before whole numbers; a number of rows, and what a program calls them, come last. A
    code that few rows lack or repeat is better than a column that is none, and so is one that many
    repeat where the rows of each code are parts of one region: they differ in nothing that tells
    regions apart.
    """
    choices = []
    for place, (name, values) in enumerate(columns.items()):
        if values.dtype.kind not in "Oiuf":
            continue
        read = texts(values)
        rank = _rank(name, values, read)
        if rank is None and _tells_parts(name, read, columns):
            rank = 2
        if rank is not None:
            choices.append((rank, "Oiuf".index(values.dtype.kind), place, name))
    return min(choices)[3] if choices else ""


def likely_name(columns: Mapping[str, NDArray[Any]]) -> str:
    """Return the text column that is called a name, "" for none: of several the one that tells most apart."""
    named = [
        name for name, values in columns.items() if values.dtype.kind == "O" and _is_name(name)
    ]
    return max(named, key=lambda name: len(set(texts(columns[name]))), default="")


def is_code(name: str) -> bool:
    """Whether a column's name says that it tells regions or rows apart, so that it counts nothing."""
    return _is_known(name) or ROW_NUMBERS.fullmatch(name.lower()) is not None


def _rank(name: str, values: NDArray[Any], read: Sequence[str]) -> int | None:
    """Return how unlike an id a column is; None for one that is none."""
    lower, known, kind = name.lower(), _is_known(name), values.dtype.kind
    different = len(set(read) - {""})
    whole = different == len(read)
    if ROW_NUMBERS.fullmatch(lower) or (lower == "id" and _from_a_server(read)):
        return 5 if whole else None
    if known or _ends(lower, ID_ENDINGS):
        if different < MOSTLY * len(read) or (kind == "f" and _has_fractions(values)):
            return None
        return 2 if not whole else 3 if _counts_rows(read) else 0 if known else 1
    return {"O": 4, "f": None}.get(kind, 6) if whole else None


def _tells_parts(name: str, read: Sequence[str], columns: Mapping[str, NDArray[Any]]) -> bool:
    """Whether rows of one code are parts of one region, by all that stands beside it."""
    known, kind = _is_known(name), columns[name].dtype.kind
    if not (known or _ends(name.lower(), ID_ENDINGS)) or not 1 < len(set(read)) < len(read):
        return False
    if kind == "f" and _has_fractions(columns[name]):
        return False
    first = first_rows(read)
    named = likely_name({key: values for key, values in columns.items() if key != name})
    if not known and (not named or len(set(texts(columns[named]))) < 2):
        return False
    return all(
        bool(_same(values, values[first]).all())
        for key, values in columns.items()
        if not (_measures_outlines(key, values) or _numbers_rows(key, values))
    )


def _measures_outlines(name: str, values: NDArray[Any]) -> bool:
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return values.dtype.kind in "iuf" and SIZES.fullmatch(plain) is not None


def _numbers_rows(name: str, values: NDArray[Any]) -> bool:
    return ROW_NUMBERS.fullmatch(name.lower()) is not None or (
        values.dtype.kind in "iu" and _counts_rows(texts(values))
    )


def _same(some: NDArray[Any], others: NDArray[Any]) -> NDArray[np.bool_]:
    same = np.asarray(some == others, np.bool_)
    return same | (np.isnan(some) & np.isnan(others)) if some.dtype.kind in "fM" else same


def _has_fractions(values: NDArray[Any]) -> bool:
    return bool((values[np.isfinite(values)] % 1 != 0).any())


def _counts_rows(read: Sequence[str]) -> bool:
    return any(all(id_ == str(row) for row, id_ in enumerate(read, start)) for start in (0, 1))


def _from_a_server(read: Sequence[str]) -> bool:
    """Whether ids are those of a map server: the layer, a point, and a number or a long random word."""
    layers = {id_.partition(".")[0] for id_ in read}
    return len(layers) == 1 and all("." in id_ for id_ in read) and not layers.pop().isdigit()


def _is_name(name: str) -> bool:
    return _ends(name.lower(), NAME_ENDINGS)


def _ends(lower: str, endings: tuple[str, ...]) -> bool:
    """Whether a name ends so, also before the year or level that is often behind it (NAME20, GID_2)."""
    return lower.endswith(endings) or lower.rstrip("_0123456789").endswith(endings)


def _is_known(name: str) -> bool:
    words = [word for word in re.split(r"[\W\d_]+", name.lower()) if word]
    return bool(words) and words[0] in CODES and words[-1] in CODE_ENDS
