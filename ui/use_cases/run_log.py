"""What a bug report has to know about a solve: its plan in figures, its options, versions, outcome."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from planner.judge.problem import Solution
from planner.model.plan import Plan
from solvers.moments import Moments
from solvers.options import SolveOptions

__all__ = ["Moments", "asked_of", "ended_of"]

PACKAGES = ("rayon-planner", "ortools", "numba", "numpy", "scipy")


def asked_of(plan: Plan, layer_key: str, options: SolveOptions, wish: str) -> Mapping[str, Any]:
    """Return what opens a run log; it names no person, account or region."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    return {
        "layer": layer_key,
        "size": f"{len(plan.regions)} regions, {len(plan.accounts)} accounts, {len(plan.reps)} people",
        "measures": ", ".join(f"{each.key} ±{each.tolerance:g}" for each in plan.measures),
        "goals": plan.goals.layer(layer_key),
        "wish": wish,
        "options": ", ".join(f"{name}={value}" for name, value in asdict(options).items()),
        "versions": f"python {platform.python_version()}, {', '.join(versions)}",
        "machine": f"{platform.system()} {platform.machine()}",
    }


def ended_of(solution: Solution) -> Mapping[str, Any]:
    """Return what closes a run log."""
    return {
        "status": f"{solution.status.value}, stopped by {solution.stopped_by.value}",
        "score": repr(solution.score),
        "bound": repr(solution.bound),
        "gap": "" if solution.gap is None else f"{solution.gap:.6g}",
        "work": f"{solution.work:g}, {solution.runtime_s:.1f} s",
    }
