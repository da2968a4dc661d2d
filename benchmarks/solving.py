"""Solving the samples' base layers: until the first connected plan, and until the end."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.budgets import Figure
from benchmarks.problems import sample_named
from ui.use_cases.territories import Progress, propose


def figures() -> Iterator[Figure]:
    _solved("netherlands")  # compiles the kernels
    yield from _solved("us_counties", budget=30.0, first_budget=2.0)
    yield from _solved("netherlands")
    yield from _solved("nl_be_de")


def _solved(
    name: str, budget: float | None = None, first_budget: float | None = None
) -> list[Figure]:
    plan = sample_named(name)
    first: list[float] = []
    started = time.perf_counter()

    def heard(progress: Progress) -> None:
        if progress.owner is not None and not first:
            first.append(time.perf_counter() - started)

    proposal = propose(plan, "Plan A", report=heard)
    took = time.perf_counter() - started
    solution = proposal.solution
    gap = "no bound" if solution.gap is None else f"gap {solution.gap:.1%}"
    what = f"{name}: {len(plan.regions)} regions, {proposal.problem.k} territories"
    return [
        Figure(f"{what}, first connected plan", first[0], first[0], first[0], first_budget),
        Figure(f"{what}, solved ({solution.status}, {gap})", took, took, took, budget),
    ]
