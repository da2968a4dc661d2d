"""The instances, and the independent judges that lie with them."""

from __future__ import annotations

import gzip
import importlib
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.quality.hess_judge import hess_judge
from planner.judge.problem import Problem
from planner.judge.problem_file import problem_from_json, problem_to_json
from planner.model.types import Ints

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "benchmarks"

QUICK = ("nl342_k12", "nl342_k12_seats", "pc4_k100", "us3108_k30")
"""What a plain run measures; `all` measures every file of the folder."""


def available() -> tuple[str, ...]:
    """Return the names of the instances found, sorted; empty where the folder is absent."""
    return tuple(sorted(path.name.removesuffix(".json.gz") for path in _folder().glob("*.json.gz")))


def document(name: str) -> dict[str, Any]:
    """Return an instance as the judge reads it: a file of the folder, or a state ("county_ID")."""
    if state_of(name):
        # Here and not above: the loader imports this module.
        hess = importlib.import_module("benchmarks.quality.hess")
        return dict(json.loads(problem_to_json(hess.problem(name))))
    return dict(json.loads(gzip.decompress((_folder() / f"{name}.json.gz").read_bytes())))


def state_of(name: str) -> tuple[str, str] | None:
    """Return level and state of a published districting instance; None for any other file."""
    level, _, state = name.partition("_")
    return (level, state) if level in ("county", "tract") else None


def state_folder(level: str) -> Path:
    """Return the folder of the published instances of a level."""
    return FOLDER / f"hess_{level}"


def problem_of(found: dict[str, Any]) -> Problem:
    """Return the instance as the solver reads it."""
    problem, faults = problem_from_json(json.dumps(found))
    if problem is None:
        raise ValueError("; ".join(faults))
    return problem


def judged(name: str, found: dict[str, Any], owner: Ints) -> dict[str, Any]:
    """Return the figures of the judge that lies with an instance."""
    state = state_of(name)
    if state:
        return hess_judge(state_folder(state[0]), state[1], owner)
    return judge()(found, owner)


def judge() -> Callable[[dict[str, Any], Ints], dict[str, Any]]:
    """Return the judging function of the independent verifier.

    Its command line is not used: it cannot print the figures of some files (numpy integers in JSON).
    """
    spec = importlib.util.spec_from_file_location("independent_judge", FOLDER / "judge.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function: Callable[[dict[str, Any], Ints], dict[str, Any]] = module.judge
    return function


def _folder() -> Path:
    return FOLDER / "territories"
