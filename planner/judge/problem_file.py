"""Problem files, format 1: benchmarks and bug reports (docs/architecture.md, section 6)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from planner.judge.problem import Kind, Objective, Problem
from planner.model.graph import pieces
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints

_DEFAULTS: dict[str, Any] = {
    "seats": None, "locks": {}, "current": None, "switch_cost": None, "island_links": [],
    "contiguous": True, "objective": None, "format": 1, "name": "problem",
}  # fmt: skip
_REQUIRED = ("n", "k", "measures", "weights", "targets", "tolerance", "edges", "xy_km")


def problem_to_json(problem: Problem) -> str:
    """Write a problem in format 1; raises ValueError for one with parts kept apart (write each part)."""
    if len(np.unique(problem.part_of_territory)) > 1:
        raise ValueError("format 1 has no parts kept apart; write each of parts(problem)")
    locked = np.flatnonzero(problem.locks != UNASSIGNED)
    seats, current, cost = problem.seats, problem.current, problem.switch_cost
    document = {
        "format": 1, "name": problem.name, "n": problem.n, "k": problem.k,
        "measures": list(problem.measures), "weights": problem.weights.tolist(),
        "targets": problem.targets.tolist(), "tolerance": problem.tolerance.tolist(),
        "edges": problem.edges.tolist(), "xy_km": problem.xy_km.tolist(),
        "seats": None if seats is None else seats.tolist(),
        "locks": {str(region): int(problem.locks[region]) for region in locked},
        "current": None if current is None else current.tolist(),
        "switch_cost": None if cost is None else cost.tolist(),
        "island_links": problem.island_links.tolist(), "contiguous": problem.contiguous,
        "objective": {
            "kind": problem.objective.kind.value, "measure": problem.objective.measure,
            "round_km": problem.objective.round_km,
        },
    }  # fmt: skip
    return json.dumps(document)


def problem_from_json(text: str) -> tuple[Problem | None, tuple[str, ...]]:
    """Read a problem file of format 1.

    Returns
    -------
    Problem or None, tuple of str
        The problem, or None and one line for each thing that is wrong with it, all at once.
    """
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        return None, (f"not JSON: {error}",)
    if not isinstance(document, dict):
        return None, ("not a problem: the file must hold one JSON object",)
    missing = [key for key in _REQUIRED if key not in document]
    unknown = sorted(set(document) - set(_DEFAULTS) - set(_REQUIRED))
    wrong = [f"{key}: missing" for key in missing]
    wrong += [f"{key}: unknown key; remove it" for key in unknown]
    if document.get("format", 1) != 1:
        wrong.append(f"format: {document['format']!r} is not 1")
    if missing:
        return None, tuple(wrong)
    return _read(
        document | {key: document.get(key, value) for key, value in _DEFAULTS.items()}, wrong
    )


def _read(document: dict[str, Any], wrong: list[str]) -> tuple[Problem | None, tuple[str, ...]]:
    n, k = document["n"], document["k"]
    if not (_is_count(n) and _is_count(k)):
        return None, (*wrong, f"n and k must be whole numbers of at least 1, not {n!r} and {k!r}")
    names = document["measures"]
    if not (isinstance(names, list) and names and all(isinstance(name, str) for name in names)):
        return None, (*wrong, "measures: must be a list of at least one name")
    m = len(names)
    if k > n:
        wrong.append(f"k: {k} territories for {n} regions; ask for at most {n}")
    weights = _array(document, "weights", (n, m), wrong)
    targets = _array(document, "targets", (k, m), wrong)
    tolerance = _array(document, "tolerance", (m,), wrong)
    xy_km = _array(document, "xy_km", (n, 2), wrong, negative=True)
    edges = _pairs(document, "edges", n, wrong)
    links = _pairs(document, "island_links", n, wrong)
    seats = _seats(document["seats"], n, k, wrong)
    locks = _locks(document["locks"], n, k, wrong)
    current = _current(document["current"], n, k, wrong)
    cost = None
    if document["switch_cost"] is not None:
        cost = _array(document, "switch_cost", (n,), wrong)
    if not isinstance(document["contiguous"], bool):
        wrong.append(f"contiguous: must be true or false, not {document['contiguous']!r}")
    objective = _objective(document["objective"], m, seats is not None, wrong)
    if targets is not None:
        for name, total in zip(names, targets.sum(axis=0), strict=True):
            if abs(total - 1) > 1e-6:
                wrong.append(f"targets: {name} sums to {total:.6g}; shares must sum to 1")
        if (targets <= 0).any():
            wrong.append(
                f"targets: territory {int(np.argwhere(targets <= 0)[0][0])} has no share above 0"
            )
    if weights is not None:
        empty = [
            name for name, total in zip(names, weights.sum(axis=0), strict=True) if not total > 0
        ]
        wrong += [f"weights: {name} is 0 everywhere; leave it out" for name in empty]
    if (
        objective is not None
        and objective.kind is Kind.DISRUPTION
        and (current is None or cost is None)
    ):
        wrong.append("objective: disruption needs current and switch_cost")
    if edges is not None and document["contiguous"] is True:
        wrong += _unconnected(n, edges)
    if (
        wrong
        or None in (objective,)
        or any(value is None for value in (weights, targets, tolerance, xy_km, edges, links, locks))
    ):
        return None, tuple(wrong)
    assert objective is not None and weights is not None and targets is not None
    assert tolerance is not None and xy_km is not None and edges is not None
    assert links is not None and locks is not None
    problem = Problem(
        name=str(document["name"]), measures=tuple(names), weights=weights, targets=targets,
        tolerance=tolerance, edges=edges, xy_km=xy_km, seats=seats, locks=locks, current=current,
        switch_cost=cost, island_links=links, contiguous=document["contiguous"], objective=objective,
    )  # fmt: skip
    return problem, ()


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _array(
    document: dict[str, Any],
    key: str,
    shape: tuple[int, ...],
    wrong: list[str],
    *,
    negative: bool = False,
) -> Floats | None:
    try:
        array = np.asarray(document[key], dtype=np.float64)
    except (TypeError, ValueError):
        wrong.append(f"{key}: must hold numbers in the shape {'x'.join(map(str, shape))}")
        return None
    if array.shape != shape:
        found = "x".join(map(str, array.shape))
        wrong.append(f"{key}: has the shape {found}, not {'x'.join(map(str, shape))}")
        return None
    if not np.isfinite(array).all():
        place = tuple(map(int, np.argwhere(~np.isfinite(array))[0]))
        wrong.append(f"{key}: not a finite number at {place}")
        return None
    if not negative and (array < 0).any():
        place = tuple(map(int, np.argwhere(array < 0)[0]))
        wrong.append(f"{key}: negative number {array[place]:.6g} at {place}")
        return None
    return floats(array)


def _whole(value: object) -> Ints | None:
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    if not (
        np.isfinite(array).all() and (array == np.round(array)).all() and (abs(array) < 2**31).all()
    ):
        return None
    return ints(array.astype(np.int64))


def _pairs(document: dict[str, Any], key: str, n: int, wrong: list[str]) -> Ints | None:
    value = document[key]
    pairs = _whole(value if value else np.empty((0, 2)))
    if pairs is None or pairs.ndim != 2 or pairs.shape[1] != 2:
        wrong.append(f"{key}: must be a list of pairs of region numbers")
        return None
    outside = (pairs < 0) | (pairs >= n)
    if outside.any():
        row = int(np.argwhere(outside)[0][0])
        wrong.append(f"{key}: pair {row} {pairs[row].tolist()} names a region outside 0..{n - 1}")
        return None
    same = np.flatnonzero(pairs[:, 0] == pairs[:, 1])
    if len(same):
        wrong.append(f"{key}: pair {int(same[0])} joins region {int(pairs[same[0], 0])} to itself")
        return None
    return ints(np.unique(np.sort(pairs, axis=1), axis=0)) if len(pairs) else pairs


def _seats(value: object, n: int, k: int, wrong: list[str]) -> Ints | None:
    if value is None:
        return None
    seats = _whole(value)
    if seats is None or seats.shape != (k,):
        wrong.append(f"seats: must be null or {k} region numbers")
        return None
    if ((seats < 0) | (seats >= n)).any():
        wrong.append(f"seats: a region outside 0..{n - 1}")
    if len(np.unique(seats)) != k:
        wrong.append("seats: a region stands twice; give each territory its own seat")
    return seats


def _locks(value: object, n: int, k: int, wrong: list[str]) -> Ints | None:
    if not isinstance(value, dict):
        wrong.append("locks: must map region numbers to territories")
        return None
    locks = np.full(n, UNASSIGNED)
    for region, territory in value.items():
        if not (str(region).isdecimal() and int(region) < n):
            wrong.append(f"locks: region {region!r} is outside 0..{n - 1}")
        elif not (isinstance(territory, int) and 0 <= territory < k):
            wrong.append(f"locks: region {region} is locked to unknown territory {territory!r}")
        else:
            locks[int(region)] = territory
    return ints(locks)


def _current(value: object, n: int, k: int, wrong: list[str]) -> Ints | None:
    if value is None:
        return None
    current = _whole(value)
    if current is None or current.shape != (n,) or current.min() < UNASSIGNED or current.max() >= k:
        wrong.append(f"current: must be null or {n} territories in 0..{k - 1} (-1 for none)")
        return None
    return current


def _objective(value: object, m: int, seated: bool, wrong: list[str]) -> Objective | None:
    default = Objective(Kind.DISTANCE if seated else Kind.INERTIA)
    if value is None:
        return default
    if not isinstance(value, dict) or set(value) - {"kind", "measure", "round_km"}:
        wrong.append("objective: must have the keys kind, measure and round_km only")
        return None
    kind = value.get("kind", default.kind.value)
    measure = value.get("measure", 0)
    rounded = value.get("round_km", False)
    if kind not in list(Kind):
        wrong.append(f"objective: kind {kind!r} is not one of {', '.join(Kind)}")
    if not (isinstance(measure, int) and 0 <= measure < m):
        wrong.append(f"objective: measure {measure!r} is outside 0..{m - 1}")
    if not isinstance(rounded, bool):
        wrong.append(f"objective: round_km must be true or false, not {rounded!r}")
    if wrong and any(line.startswith("objective") for line in wrong):
        return None
    return Objective(Kind(kind), measure, rounded)


def _unconnected(n: int, edges: Ints) -> list[str]:
    count, label = pieces(n, edges, ints(np.zeros(n)))
    if count == 1:
        return []
    alone = int(np.argmin(np.bincount(label)[label]))
    return [
        f"edges: the neighbour graph falls into {count} pieces (region {alone} is in a small one); "
        "link them or set contiguous to false"
    ]
