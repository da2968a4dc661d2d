"""What came of one instance: the answer judged apart, what stood at given seconds, time and memory."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """What stood by a given second; `score` and `bound` are ours, the rest is the judge's.

    Attributes
    ----------
    at_s : float
    score, bound : float or None
    cells, pieces : int or None
        Cells out of tolerance and pieces beyond one a territory; None without a plan.
    feasible : bool
    """

    at_s: float
    score: float | None = None
    bound: float | None = None
    cells: int | None = None
    pieces: int | None = None
    feasible: bool = False

    @property
    def gap(self) -> float | None:
        """(score - bound) / score of a plan that meets all rules; None where there is none."""
        if not self.feasible or self.score is None or self.bound is None:
            return None
        return max(0.0, (self.score - self.bound) / self.score) if self.score > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the history.

    Attributes
    ----------
    instance : str
    failed : str
        Why there is no answer; empty when there is one.
    status : str
    end : Mark
    marks : tuple of Mark
        By seconds, those asked for.
    connected_s, tolerance_s, clash_s, minimal_s, proven_s : float or None
        Wall seconds until the first connected plan, the first plan that meets all rules, the first
        clash that is named, the clash that is known to be minimal, and the first one that is
        proven.
    clash : tuple of str
        Rules that clash, in short.
    seconds, cpu_s : float
        Of the solve alone; cpu of child processes counted.
    peak_mb : float
    misses : tuple of str
        Cells out of tolerance, worst first.
    verdict : dict
        The judge's figures.
    agrees : bool
        Whether both verifiers say the same.
    """

    instance: str
    failed: str = ""
    status: str = "none"
    end: Mark = Mark(0.0)
    marks: tuple[Mark, ...] = ()
    connected_s: float | None = None
    tolerance_s: float | None = None
    clash_s: float | None = None
    minimal_s: float | None = None
    proven_s: float | None = None
    clash: tuple[str, ...] = ()
    seconds: float = 0.0
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    misses: tuple[str, ...] = ()
    verdict: dict[str, Any] = field(default_factory=dict)
    agrees: bool = True

    def by(self, seconds: float) -> Mark:
        """Return what stood by a second that was asked for, the end when it came before."""
        if self.seconds <= seconds:
            return self.end
        return next(mark for mark in self.marks if mark.at_s == seconds)

    def fields(self) -> dict[str, object]:
        """Return what a JSON line holds."""
        return asdict(self)


def read(line: dict[str, Any]) -> Outcome:
    """Return the outcome a JSON line holds."""
    marks = tuple(Mark(**mark) for mark in line["marks"])
    whole = {"end": Mark(**line["end"]), "marks": marks}
    return Outcome(
        **{**line, **whole, "misses": tuple(line["misses"]), "clash": tuple(line["clash"])}
    )
