"""What a bug report has to know about a solve: its plan in figures, its options, versions, outcome."""

from __future__ import annotations

import importlib.metadata
import platform
from dataclasses import asdict

from planner.judge.problem import Solution
from planner.model.plan import Plan
from solvers.options import SolveOptions

PACKAGES = ("rayon-planner", "ortools", "numba", "numpy", "scipy")


def head_of(plan: Plan, layer_key: str, options: SolveOptions, asked: str) -> tuple[str, ...]:
    """Return the head of a run log; it names no person, account or region."""
    goals = plan.goals.layer(layer_key)
    measures = ", ".join(f"{each.key} ±{each.tolerance:g}" for each in plan.measures)
    versions = [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    said = ", ".join(f"{name}={value}" for name, value in asdict(options).items())
    return (
        f"Rayon run log, layer {layer_key}",
        f"{len(plan.regions)} regions, {len(plan.accounts)} accounts, {len(plan.reps)} people",
        f"measures: {measures}",
        f"goals: {goals}",
        f"asked: {asked}",
        f"options: {said}",
        f"versions: python {platform.python_version()}, {', '.join(versions)}",
        f"machine: {platform.system()} {platform.machine()}",
    )


def end_of(solution: Solution) -> tuple[str, ...]:
    """Return the end of a run log."""
    gap = "" if solution.gap is None else f", gap {solution.gap:.6g}"
    return (
        f"status: {solution.status.value}, stopped by {solution.stopped_by.value}",
        f"score: {solution.score!r}, bound {solution.bound!r}{gap}",
        f"work: {solution.work:g}, {solution.runtime_s:.1f} s",
    )
