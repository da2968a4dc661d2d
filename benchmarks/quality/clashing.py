"""Measure how soon rules that clash are named and known to be the fewest; redo their arithmetic."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.quality.listening import Listening
from benchmarks.quality.task import Task
from planner.judge.clash import Asked, Clash, Why
from planner.judge.problem import Problem
from solvers.territories.clash.explain import Effort, explain


@dataclass(frozen=True, slots=True)
class Explained:
    """The clashes, and the wall seconds until one was named and until it was known to be minimal."""

    clash: tuple[Clash, ...]
    named_s: float | None
    minimal_s: float | None


def explained(problem: Problem, task: Task, heard: Listening) -> Explained:
    """Explain a problem without looking for repairs."""
    named: list[float] = []
    minimal: list[float] = []

    def tell(clash: Clash) -> None:
        (minimal if clash.minimal else named).append(heard.seconds)

    effort = Effort(seed=task.seed, work=task.work, mend=False)
    found = explain(problem, effort=effort, tell=tell, stop=lambda: heard.seconds > task.limit_s)
    return Explained(found, min(named + minimal, default=None), min(minimal, default=None))


def in_words(clash: Clash) -> str:
    """Return a clash in short."""
    kinds = Counter(demand.asked.value for demand in clash.demands)
    counted = ", ".join(f"{count} x {kind}" for kind, count in kinds.items())
    sure = "minimal" if clash.minimal else "proven" if clash.proven else "not proven"
    why, reason = clash.reason.why.value, clash.reason
    if reason.why is not Why.SEARCH:
        why = f"{why}: {reason.amount:g} against {reason.limit:g}"
    return f"{counted} ({sure}; {why})"


def adds_up(clash: Clash, found: dict[str, Any]) -> bool:
    """Whether locks into one territory overfill its band, and no longer do without any one of them.

    Worked out from the file alone. Clashes of another kind have no such sum and pass.
    """
    locks = [demand for demand in clash.demands if demand.asked is Asked.LOCK]
    bands = [demand for demand in clash.demands if demand.asked is Asked.BAND]
    into = {demand.territories for demand in locks}
    if len(bands) != 1 or len(into) != 1 or len(locks) + 1 != len(clash.demands):
        return True
    (territory,), measure = next(iter(into)), bands[0].measure
    if any(found["locks"].get(str(lock.regions[0])) != territory for lock in locks):
        return False
    weights = np.array(found["weights"], float)[:, measure]
    mine = weights[[lock.regions[0] for lock in locks]]
    target = found["targets"][territory][measure] * weights.sum()
    most = target * (1 + found["tolerance"][measure]) * (1 + 1e-9)
    return bool(mine.sum() > most) and bool((mine.sum() - mine <= most).all())
