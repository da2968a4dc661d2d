"""What happened during a solve: a small value that a report and a bug report can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from planner.model.types import frozen_map


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
    best : float
        Its score.
    bound : float or None
        Proven least score, as known then.
    """

    at_s: float
    phase: str
    violations: int
    violation: float
    best: float
    bound: float | None


@dataclass(frozen=True, slots=True)
class RunLog:
    """A solve in short: what it was asked, and its moments in order.

    Attributes
    ----------
    asked : mapping of str to plain values
        Options and sizes of the problem; no names and no figures of the user's own.
    moments : tuple of Moment
    """

    asked: Mapping[str, Any] = field(default_factory=frozen_map)
    moments: tuple[Moment, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "asked", frozen_map(self.asked))

    def fields(self) -> dict[str, Any]:
        """Return the log ready for `json.dumps`."""
        return {"asked": dict(self.asked), "moments": [asdict(one) for one in self.moments]}
