"""The instances, and the independent judge that lies with them."""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planner.judge.problem import Problem
from planner.judge.problem_file import problem_from_json
from planner.model.types import Ints

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "benchmarks"

QUICK = ("nl342_k12", "nl342_k12_seats", "pc4_k100", "us3108_k30")
"""What a plain run measures; `all` measures every file of the folder."""


def available() -> tuple[str, ...]:
    """Return the names of the instances found, sorted; empty where the folder is absent."""
    return tuple(sorted(path.name.removesuffix(".json.gz") for path in _folder().glob("*.json.gz")))


def document(name: str) -> dict[str, Any]:
    """Return the instance as the judge reads it."""
    return dict(json.loads(gzip.decompress((_folder() / f"{name}.json.gz").read_bytes())))


def problem_of(found: dict[str, Any]) -> Problem:
    """Return the instance as the solver reads it."""
    problem, faults = problem_from_json(json.dumps(found))
    if problem is None:
        raise ValueError("; ".join(faults))
    return problem


def judge() -> Callable[[dict[str, Any], Ints], dict[str, Any]]:
    """Return the judging function of the independent verifier."""
    spec = importlib.util.spec_from_file_location("independent_judge", FOLDER / "judge.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function: Callable[[dict[str, Any], Ints], dict[str, Any]] = module.judge
    return function


def _folder() -> Path:
    return FOLDER / "territories"
