"""What happened during a solve: a small value that a report and a bug report can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.model.types import frozen_map

COLUMNS = ("seconds", "phase", "best", "bound", "rules broken", "by how much")


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of a solve at one moment.

    Attributes
    ----------
    at_s : float
        Wall seconds since the solve began.
    phase : str
    violations, violation : int, float
        Rules the best plan broke, and by how much in sum.
    best : float or None
        Its score; None before there is a plan.
    bound : float or None
        Proven least score, as known then.
    by_rule : mapping of str to float
        The amount by rule; rules that were met are absent.
    """

    at_s: float
    phase: str
    violations: int
    violation: float
    best: float | None
    bound: float | None
    by_rule: Mapping[str, float] = field(default_factory=frozen_map)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_rule", frozen_map(self.by_rule))

    def says_the_same(self, other: Moment) -> bool:
        """Whether only the time differs."""
        return self._said() == other._said()

    def fields(self) -> dict[str, Any]:
        """Return the moment ready for `json.dumps`."""
        return {
            "at_s": self.at_s, "phase": self.phase, "violations": self.violations,
            "violation": self.violation, "best": self.best, "bound": self.bound,
            "by_rule": dict(self.by_rule),
        }  # fmt: skip

    def row(self) -> tuple[str, ...]:
        """Return the moment in words, one for each of `COLUMNS`."""
        broken = "" if self.best is None else str(self.violations)
        amounts = " ".join(f"{rule}={_exact(by)}" for rule, by in self.by_rule.items())
        return (
            f"{self.at_s:.1f}", self.phase, _exact(self.best), _exact(self.bound), broken, amounts,
        )  # fmt: skip

    def _said(self) -> tuple[Any, ...]:
        return self.phase, self.violations, self.violation, self.best, self.bound


@dataclass(frozen=True, slots=True)
class RunLog:
    """A solve in short: what it was asked, its moments in order, and how it ended.

    Attributes
    ----------
    asked : mapping of str to plain values
        Options and sizes of the problem; no names and no figures of the user's own.
    moments : tuple of Moment
    ended : mapping of str to plain values
        Empty where a report says it beside the log.
    """

    asked: Mapping[str, Any] = field(default_factory=frozen_map)
    moments: tuple[Moment, ...] = ()
    ended: Mapping[str, Any] = field(default_factory=frozen_map)

    def __post_init__(self) -> None:
        object.__setattr__(self, "asked", frozen_map(self.asked))
        object.__setattr__(self, "ended", frozen_map(self.ended))

    def fields(self) -> dict[str, Any]:
        """Return the log ready for `json.dumps`."""
        said = {"asked": dict(self.asked), "moments": [one.fields() for one in self.moments]}
        return said | ({"ended": dict(self.ended)} if self.ended else {})

    @property
    def text(self) -> str:
        """The log for people: what was asked, a table with tabs, how it ended."""
        table = ["\t".join(row) for row in (COLUMNS, *(one.row() for one in self.moments))]
        return "\n".join(
            ["Rayon run log", *_lines(self.asked), "", *table, "", *_lines(self.ended)]
        ).rstrip() + "\n"  # fmt: skip


def _lines(said: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {value}" for name, value in said.items()]


def _exact(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"
