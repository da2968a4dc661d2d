"""Reps: the people who sell, lead and support, and the vacancies that wait for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.model.types import RepId, frozen_map


@dataclass(frozen=True, slots=True)
class Rep:
    """A person, or a vacancy that counts as one.

    Attributes
    ----------
    id : RepId
    name : str
    role : str
        Key from `words.ROLES` or the user's own.
    level : str
        junior, medior or senior; "" where unknown.
    fte : float
        Share of a full-time contract, > 0.
    contract_hours_week : float
        Hours a week in the contract; full-time is 40.
    experience_months : float or None
        Months of experience at plan start; None is unknown (counts as experienced enough: factor 1).
    start, end : date or None
        First and last day in the job; a leaver has an end.
    manager_id : RepId or None
    country : str
    languages : tuple of str
    skills : mapping of str to float
        Fit per role, product or segment, in percent.
    lon_lat : (float, float) or None
        Home.
    cost : float or None
        Money a month, all in.
    vacancy : bool
        True for a post whose person is yet to come; `start` is then the expected date.
    cover : RepId or None
        Who looks after a vacancy or a leaver's work until then.
    """

    id: RepId
    name: str
    role: str
    level: str = ""
    fte: float = 1.0
    contract_hours_week: float = 40.0
    experience_months: float | None = None
    start: date | None = None
    end: date | None = None
    manager_id: RepId | None = None
    country: str = ""
    languages: tuple[str, ...] = ()
    skills: Mapping[str, float] = field(default_factory=frozen_map)
    lon_lat: tuple[float, float] | None = None
    cost: float | None = None
    vacancy: bool = False
    cover: RepId | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "skills", frozen_map(self.skills))
        if not self.fte > 0:
            raise ValueError(f"rep {self.id}: fte must be above 0, not {self.fte}")
        if not self.contract_hours_week > 0:
            raise ValueError(f"rep {self.id}: contract hours must be above 0")

    def works_on(self, day: date) -> bool:
        """Whether the person is (still) there on that day; a vacancy is planned with."""
        return self.end is None or self.end >= day
