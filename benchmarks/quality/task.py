"""What a child process is asked to solve."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Task:
    """One instance and how it is to be solved.

    Attributes
    ----------
    instance : str
    marks : tuple of float
        Wall seconds at which the state is kept.
    limit_s : float
        Wall seconds after which the run is ended and counts as failed.
    stop_s : float or None
        Wall seconds after which the solve is stopped as a user would, which is no failure.
    seats_at_home : bool
        Whether each seat is locked into its own territory.
    exact : bool
        Whether a proof is asked for.
    explain : bool
        Whether the rules that clash are to be named, instead of a plan.
    shuffle : int or None
        Seed of the order of the regions; None leaves them as they are.
    """

    instance: str
    marks: tuple[float, ...] = ()
    limit_s: float = 600.0
    stop_s: float | None = None
    seats_at_home: bool = False
    exact: bool = False
    explain: bool = False
    seed: int = 1
    work: float = 100.0
    workers: int = 2
    shuffle: int | None = None

    def longer(
        self, *, limit_s: float, stop_s: float | None = None, work: float | None = None
    ) -> Task:
        """Return the same task with more time or work."""
        return replace(self, limit_s=limit_s, stop_s=stop_s, work=work or self.work)

    def fields(self) -> dict[str, Any]:
        """Return what the child is handed."""
        return asdict(self)


def read(fields: dict[str, Any]) -> Task:
    """Return the task that was handed over."""
    return Task(**{**fields, "marks": tuple(fields["marks"])})
