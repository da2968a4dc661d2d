"""What a solver tells while it works, and how it is asked to end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from planner.judge.clash import Clash
from planner.model.types import Ints, frozen_map


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """The state of a solve at one moment; the best plan only ever gets better.

    Better is: fewer broken rules, then less `violation`, then less `best`.

    Attributes
    ----------
    phase : str
        "start", "bound", "improve", "polish", "clash" or "done".
    best : float or None
        Score of the best plan so far, in the objective's own unit.
    bound : float or None
        Proven least score of a plan that meets all rules, as known so far.
    owner : Ints of shape (n,) or None
        The best plan itself (read-only snapshot); None where the answer is no owner array.
    violations : int
        Rules it breaks; 0 means all are met.
    violation : float
        Sum of the amounts by which they are broken.
    violation_by_rule : mapping of str to float
        The same sum by rule (the values of `planner.judge.verify.Rule`); rules that are met are
        absent.
    clash : tuple of Clash
        Rules that clash as known so far; they only get fewer.
    """

    phase: str
    best: float | None = None
    bound: float | None = None
    owner: Ints | None = None
    violations: int = 0
    violation: float = 0.0
    violation_by_rule: Mapping[str, float] = field(default_factory=frozen_map)
    clash: tuple[Clash, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "violation_by_rule", frozen_map(self.violation_by_rule))


class Report(Protocol):
    """Hears about progress, at most about ten times a second, in the thread that called the solver."""

    def __call__(self, progress: Progress, /) -> None:
        """Take note; must return soon and not raise."""


class Stop(Protocol):
    """Says whether the solver should end now with the best it has."""

    def __call__(self) -> bool:
        """Return True to stop; asked at least every 0.2 s, from any thread."""
