"""How much a solver may do and from which seed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """Limits and seed of one solve; frozen, so that a job can carry it to another thread.

    Attributes
    ----------
    seed : int
        Same problem, seed and work: same answer.
    work : float
        Effort in percent of the solver's normal effort, which grows with the size of the problem.
        A limit on work (sweeps, deterministic time), never on the clock.
    time_limit_s : float or None
        Wall cap in seconds; when it strikes, the answer says `stopped_by` time and need not repeat.
    workers : int
        Threads a solver may use.
    exact : bool
        Prove to optimality, however long that takes within the limits.
    """

    seed: int = 1
    work: float = 100.0
    time_limit_s: float | None = None
    workers: int = 1
    exact: bool = False

    def __post_init__(self) -> None:
        if self.seed < 0:
            raise ValueError(f"seed must be at least 0, not {self.seed}")
        if not self.work >= 0:
            raise ValueError(f"work must be at least 0, not {self.work}")
        if self.time_limit_s is not None and not self.time_limit_s > 0:
            raise ValueError(f"time_limit_s must be above 0, not {self.time_limit_s}")
        if self.workers < 1:
            raise ValueError(f"workers must be at least 1, not {self.workers}")
