"""Problem files, formats 1 and 2: benchmarks and bug reports (docs/architecture.md, section 6)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from planner.judge.problem import Kind, Problem
from planner.judge.problem_fields import Fields, is_count
from planner.judge.rule_fields import UNASKED, compare_rules, read_rules, written_rules
from planner.model.graph import pieces
from planner.model.types import UNASSIGNED, ints

_DEFAULTS: dict[str, Any] = {
    "seats": None, "locks": {}, "current": None, "switch_cost": None, "island_links": [],
    "contiguous": True, "objective": None, "format": 1, "name": "problem",
}  # fmt: skip
_REQUIRED = ("n", "k", "measures", "weights", "targets", "tolerance", "edges", "xy_km")


def problem_to_json(problem: Problem) -> str:
    """Write a problem in format 1, or in format 2 when it uses any key of it."""
    rules = written_rules(problem)
    locked = np.flatnonzero(problem.locks != UNASSIGNED)
    seats, current, cost = problem.seats, problem.current, problem.switch_cost
    document = {
        "format": 2 if rules else 1, "name": problem.name, "n": problem.n, "k": problem.k,
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
    return json.dumps(document | rules)


def problem_from_json(text: str) -> tuple[Problem | None, tuple[str, ...]]:
    """Read a problem file of format 1 or 2.

    Returns
    -------
    Problem or None, tuple of str
        The problem, or None and one line for each thing that is wrong with it, all at once.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a ValueError
        return None, (f"not JSON: {error}",)
    if not isinstance(document, dict):
        return None, ("not a problem: the file must hold one JSON object",)
    faults = _wrong_keys(document)
    if all(key in document for key in _REQUIRED):
        faults += _wrong_sizes(document)
        if not any(line.startswith(("n and k", "measures")) for line in faults):
            return _read(_DEFAULTS | UNASKED | document, faults)
    return None, tuple(faults)


def _wrong_keys(document: dict[str, Any]) -> list[str]:
    faults = [f"{key}: missing" for key in _REQUIRED if key not in document]
    unknown = sorted(set(document) - set(_DEFAULTS) - set(_REQUIRED) - set(UNASKED))
    faults += [f"{key}: unknown key; remove it" for key in unknown]
    told = document.get("format", 1)
    if isinstance(told, bool) or told not in (1, 2):
        faults.append(f"format: {told!r} is not 1 or 2")
    elif told == 1:
        later = sorted(set(document) & set(UNASKED))
        faults += [f'{key}: a key of format 2; say "format": 2' for key in later]
    return faults


def _wrong_sizes(document: dict[str, Any]) -> list[str]:
    n, k, names = document["n"], document["k"], document["measures"]
    if not (is_count(n) and is_count(k)):
        return [f"n and k must be whole numbers of at least 1, not {n!r} and {k!r}"]
    if not (isinstance(names, list) and names and all(isinstance(name, str) for name in names)):
        return ["measures: must be a list of at least one name"]
    if k > n:
        return [f"k: {k} territories for {n} regions; ask for at most {n}"]
    return []


def _read(document: dict[str, Any], faults: list[str]) -> tuple[Problem | None, tuple[str, ...]]:
    n, k, names = document["n"], document["k"], document["measures"]
    fields = Fields(document, n, k, len(names))
    read: dict[str, Any] = {
        "weights": fields.array("weights", (n, len(names))),
        "targets": fields.array("targets", (k, len(names))),
        "tolerance": fields.array("tolerance", (len(names),)),
        "xy_km": fields.array("xy_km", (n, 2), signed=True),
        "edges": fields.pairs("edges"),
        "island_links": fields.pairs("island_links"),
        "seats": fields.seats(),
        "locks": fields.locks(),
        "current": fields.current(),
        "switch_cost": fields.switch_cost(),
        "contiguous": fields.contiguous(),
        "objective": fields.objective(),
    } | read_rules(document, fields, n, k, len(names))
    _compare(fields, names, read)
    compare_rules(fields, read)
    faults = faults + fields.faults
    if faults:
        return None, tuple(faults)
    return Problem(name=str(document["name"]), measures=tuple(names), **read), ()


def _compare(fields: Fields, names: list[str], read: dict[str, Any]) -> None:
    """Note what is wrong with fields that are sound each by itself."""
    if fields.sound("targets"):
        for name, total in zip(names, read["targets"].sum(axis=0), strict=True):
            if abs(total - 1) > 1e-6:
                fields.fault("targets", f"{name} sums to {total:.6g}; shares must sum to 1")
        without = np.flatnonzero((read["targets"] <= 0).any(axis=1))
        if len(without):
            fields.fault("targets", f"territory {int(without[0])} has no share above 0")
    if fields.sound("weights"):
        for name, total in zip(names, read["weights"].sum(axis=0), strict=True):
            if not total > 0:
                fields.fault("weights", f"{name} is 0 everywhere; leave it out")
    told = read["current"] is not None and read["switch_cost"] is not None
    if read["objective"].kind is Kind.DISRUPTION and not told:
        fields.fault("objective", "disruption needs current and switch_cost")
    if read["contiguous"] and fields.sound("edges", "weights"):
        _note_unconnected(fields, read)


def _note_unconnected(fields: Fields, read: dict[str, Any]) -> None:
    n = len(read["weights"])
    if not fields.sound("barriers", "part_of_region"):
        return
    # Barriers may cut the map: that is a rule, told of when it clashes. Parts lie apart anyway.
    edges = np.concatenate([read["edges"], *(b.edges for b in read.get("barriers", ()))])
    part = read.get("part_of_region", ints(np.zeros(n)))
    count, label = pieces(n, ints(edges), part)
    if count == len(np.unique(part)):
        return
    alone = int(np.argmin(np.bincount(label)[label]))
    fields.fault(
        "edges",
        f"the neighbour graph falls into {count} pieces (region {alone} is in a small one); "
        "link them or set contiguous to false",
    )
