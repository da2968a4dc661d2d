"""The keys of problem format 2: rules beyond balance, contiguity, locks and seats."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.judge.problem import Barrier, Problem
from planner.judge.problem_fields import Fields
from planner.model.types import UNASSIGNED, Ints, identical, ints

UNASKED: dict[str, Any] = {
    "importance": None, "part_of_region": None, "part_of_territory": None,
    "minimum": None, "maximum": None, "ideal": None, "ideal_price": None,
    "kept_from": [], "reach_km": None, "together": None,
    "most_handed_over": None, "most_taken_over": None, "most_moved": None,
    "besides": None, "barriers": [],
}  # fmt: skip
"""Each key and the value that means "not asked"."""


def written_rules(problem: Problem) -> dict[str, Any]:
    """Return the keys of format 2 that a problem uses, with infinite figures as null."""
    plain = _plain(problem)
    found: dict[str, Any] = {}
    for key in UNASKED:
        value = getattr(problem, key)
        if key == "barriers":
            if value:
                found[key] = [{"name": b.name, "edges": b.edges.tolist()} for b in value]
        elif not identical(value, getattr(plain, key)):
            found[key] = _finite(value)
    return found


def read_rules(document: dict[str, Any], fields: Fields, n: int, k: int, m: int) -> dict[str, Any]:
    """Read the keys of format 2, noting every fault; keys that ask for nothing are left out."""
    shapes: dict[str, tuple[tuple[int, ...], float | None]] = {
        "importance": ((m,), None), "minimum": ((k, m), 0.0), "maximum": ((k, m), np.inf),
        "ideal": ((m,), 0.0), "ideal_price": ((m,), 0.0), "reach_km": ((k,), np.inf),
        "most_handed_over": ((k, m), np.inf), "most_taken_over": ((k, m), np.inf),
        "besides": ((k, m), None),
    }  # fmt: skip
    read: dict[str, Any] = {
        key: fields.array(key, shape, null=null)
        for key, (shape, null) in shapes.items()
        if document[key] is not None
    }
    if document["most_moved"] is not None:
        read["most_moved"] = float(fields.array("most_moved", ()).item())
    if document["kept_from"]:
        read["kept_from"] = _kept_from(document["kept_from"], fields, n, k)
    if document["barriers"]:
        read["barriers"] = _barriers(document["barriers"], fields)
    for key, size, least in (
        ("together", n, UNASSIGNED), ("part_of_region", n, 0), ("part_of_territory", k, 0),
    ):  # fmt: skip
        if document[key] is not None:
            read[key] = fields.labels(key, size, least)
    return read


def compare_rules(fields: Fields, read: dict[str, Any]) -> None:
    """Note what is wrong with rules that are sound each by itself."""
    if fields.sound("minimum", "maximum") and "minimum" in read and "maximum" in read:
        for t, a in np.argwhere(read["minimum"] > read["maximum"])[:1]:
            least, most = read["minimum"][t, a], read["maximum"][t, a]
            fields.fault("minimum", f"{least:.6g} of territory {t} is above its maximum {most:.6g}")
    for key in ("most_handed_over", "most_taken_over"):
        if key in read and read["current"] is None:
            fields.fault(key, "needs current")
    if "most_moved" in read and (read["current"] is None or read["switch_cost"] is None):
        fields.fault("most_moved", "needs current and switch_cost")
    if fields.sound("edges", "barriers"):
        _note_open_barriers(fields, read)
    if fields.sound("part_of_region", "part_of_territory"):
        without = set(read.get("part_of_region", ints([0])).tolist())
        without ^= set(read.get("part_of_territory", ints([0])).tolist())
        if without:
            fields.fault("part_of_region", f"part {min(without)} has no region or no territory")


def _plain(problem: Problem) -> Problem:
    """Return a problem of the same sizes that asks for nothing."""
    return Problem(
        name=problem.name, measures=problem.measures, weights=problem.weights,
        targets=problem.targets, tolerance=problem.tolerance, edges=problem.edges,
        xy_km=problem.xy_km,
    )  # fmt: skip


def _finite(value: Any) -> Any:
    """Return numbers as lists with null for infinite ones; JSON has no infinity."""
    if isinstance(value, list):
        return [_finite(entry) for entry in value]
    if isinstance(value, np.ndarray):
        return _finite(value.tolist())
    return None if isinstance(value, float) and np.isinf(value) else value


def _kept_from(value: Any, fields: Fields, n: int, k: int) -> Ints:
    pairs = fields.whole(value)
    if pairs is None or pairs.ndim != 2 or pairs.shape[1] != 2:
        fields.fault("kept_from", "must be a list of pairs of a region and a territory")
        return ints(np.empty((0, 2)))
    for column, what, count in ((0, "region", n), (1, "territory", k)):
        outside = np.flatnonzero((pairs[:, column] < 0) | (pairs[:, column] >= count))
        if len(outside):
            row = int(outside[0])
            named = f"pair {row} {pairs[row].tolist()}"
            fields.fault("kept_from", f"{named} names a {what} outside 0..{count - 1}")
    return ints(np.unique(pairs, axis=0))


def _barriers(value: Any, fields: Fields) -> tuple[Barrier, ...]:
    good = isinstance(value, list) and all(
        isinstance(entry, dict)
        and set(entry) == {"name", "edges"}
        and isinstance(entry["name"], str)
        for entry in value
    )
    if not good:
        fields.fault("barriers", "must be a list of objects with the keys name and edges")
        return ()
    return tuple(
        Barrier(entry["name"], fields.pairs_of("barriers", entry["edges"])) for entry in value
    )


def _note_open_barriers(fields: Fields, read: dict[str, Any]) -> None:
    edges = set(map(tuple, read["edges"].tolist()))
    for barrier in read.get("barriers", ()):
        both = sorted(edges & set(map(tuple, barrier.edges.tolist())))
        if both:
            pair = list(both[0])
            fields.fault("barriers", f"{barrier.name}: pair {pair} also stands in edges")
