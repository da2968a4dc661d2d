"""Certificate files: JSON that anybody can read (docs/architecture.md, section 6)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import numpy as np

from planner.judge.certificate import (
    Assignment,
    Branching,
    Certificate,
    Cut,
    FreeSeats,
    PartProof,
    Proof,
    Single,
)
from planner.model.types import Floats, Ints, floats, ints

FORMAT = 1
KINDS: dict[str, type[Proof]] = {
    "assignment": Assignment, "branching": Branching, "free seats": FreeSeats, "single territory": Single,
}  # fmt: skip


def certificate_to_json(certificate: Certificate) -> str:
    """Write a certificate; numbers keep every bit."""
    names = {kind: name for name, kind in KINDS.items()}
    document = {
        "format": FORMAT, "what": "bound certificate", "problem": certificate.problem,
        "bound": certificate.bound, "searched": certificate.searched,
        "parts": [
            {
                "bound": part.bound,
                "terms": [{"kind": names[type(term)]} | asdict(term) for term in part.terms],
            }
            for part in certificate.parts
        ],
    }  # fmt: skip
    return json.dumps(document, default=lambda array: array.tolist())


def certificate_from_json(text: str) -> Certificate:
    """Read a certificate; ValueError with one line for the first thing that is wrong with it."""
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from error
    try:
        if document["format"] != FORMAT:
            raise ValueError(f"format: {document['format']!r} is not {FORMAT}")
        searched = document.get("searched")
        return Certificate(
            problem=str(document["problem"]),
            bound=_number(document["bound"], "bound"),
            parts=tuple(_part(part) for part in document["parts"]),
            searched=None if searched is None else _number(searched, "searched"),
        )
    except KeyError as error:
        raise ValueError(f"{error.args[0]}: missing") from error
    except (TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"not a certificate: {error}") from error


def _part(found: dict[str, Any]) -> PartProof:
    return PartProof(
        _number(found["bound"], "bound"), tuple(_term(term) for term in found["terms"])
    )


def _term(found: dict[str, Any]) -> Proof:
    kind = found["kind"]
    if kind == "single territory":
        return Single()
    if kind in ("assignment", "branching"):
        if not isinstance(found["travels"], bool):
            raise ValueError("travels: must be true or false")
        cuts = tuple(_cut(cut) for cut in found["cuts"])
        if kind == "assignment":
            return Assignment(_floats(found, "price", 2), found["travels"], cuts)
        return Branching(
            found["travels"], cuts, _ints(found, "branch", 2), _floats(found, "price", 3),
            _floats(found, "cut_price", 2),
        )  # fmt: skip
    if kind == "free seats":
        return FreeSeats(
            size=_ints(found, "size"), worth=_floats(found, "worth", 1),
            free=_floats(found, "free", 1), tilt=_floats(found, "tilt", 2),
            slope=_floats(found, "slope", 2),
        )  # fmt: skip
    raise ValueError(f"kind: {kind!r} is none of {', '.join(KINDS)}")


def _cut(found: dict[str, Any]) -> Cut:
    territory, region = _ints({"cut": [found["territory"], found["region"]]}, "cut")
    return Cut(
        int(territory), int(region), _ints(found, "within"), _number(found["price"], "price")
    )


def _floats(found: dict[str, Any], key: str, axes: int) -> Floats:
    values = _array(found[key], key, axes)
    if values.dtype.kind not in "if" or not np.isfinite(values).all():
        raise ValueError(f"{key}: must hold finite numbers only")
    return floats(values)


def _ints(found: dict[str, Any], key: str, axes: int = 1) -> Ints:
    values = _array(found[key], key, axes)
    if values.size and (values.dtype.kind != "i" or abs(values).max() > 2**31 - 1):
        raise ValueError(f"{key}: must hold whole numbers only")
    return ints(values)


def _array(value: Any, key: str, axes: int) -> np.ndarray[Any, np.dtype[Any]]:
    try:
        values = np.array(value)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{key}: {error}") from error
    if values.ndim != axes:
        raise ValueError(f"{key}: has {values.ndim} axes, not {axes}")
    return values


def _number(value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        raise ValueError(f"{key}: {value!r} is no finite number")
    return float(value)
