"""What each sample set holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
START = date(2027, 1, 1)
"""First day of the period that the sample plans are for."""


@dataclass(frozen=True, slots=True, eq=False)
class SampleSet:
    """One sample set.

    Attributes
    ----------
    key : str
        Its folder.
    countries : tuple of str
        One region file each.
    files : mapping of str to str
        Country -> name of its region files, without ending.
    id_column, parent : str
        Columns of the region files: the id, and the first level above.
    crs : str
        Of the region files.
    grid : float
        Coordinates are multiples of it, in units of `crs`.
    accounts : int
    seed : int
        Of everything synthetic in the set.
    closers : mapping of str to int
        Country -> territories of the base layer; vacancies among them.
    others : mapping of str to mapping of str to int
        Country -> role -> people; country "" is the whole company.
    part_timers, vacancies, leavers, named : int
        `named` accounts are owned apart from their region.
    off : float
        How far Today's share of the people is off its fair share, a fraction; of the accounts' money,
        which is drawn, it is somewhat more.
    median_potential : int
        Money.
    """

    key: str
    countries: tuple[str, ...]
    files: Mapping[str, str]
    id_column: str
    parent: str
    crs: str
    grid: float
    accounts: int
    seed: int
    closers: Mapping[str, int]
    others: Mapping[str, Mapping[str, int]]
    part_timers: int
    vacancies: int
    leavers: int = 0
    named: int = 0
    off: float = 0.25
    median_potential: int = 9000
    folder: Path = field(default=HERE)

    @property
    def path(self) -> Path:
        """The folder the set stands in."""
        return self.folder / self.key


NETHERLANDS = SampleSet(
    key="netherlands",
    countries=("NL",),
    files={"NL": "places"},
    id_column="place_id",
    parent="province",
    crs="EPSG:28992",
    grid=5.0,
    accounts=5200,
    seed=1,
    closers={"NL": 12},
    others={
        "NL": {"outbound": 2, "inbound": 2, "account_manager": 5, "support": 1, "leader": 2},
    },
    part_timers=3,
    vacancies=1,
)

NL_BE_DE = SampleSet(
    key="nl_be_de",
    countries=("NL", "BE", "DE"),
    files={"NL": "places_nl", "BE": "places_be", "DE": "places_de"},
    id_column="place_id",
    parent="province",
    crs="EPSG:3035",
    grid=10.0,
    accounts=9600,
    seed=2,
    closers={"NL": 4, "BE": 3, "DE": 17},
    others={
        "NL": {"account_manager": 1, "leader": 1, "specialist": 1},
        "BE": {"account_manager": 1, "leader": 1, "specialist": 1},
        "DE": {"account_manager": 3, "leader": 2, "specialist": 1},
        "": {"leader": 1, "inbound": 2, "outbound": 1, "support": 1},
    },
    part_timers=6,
    vacancies=2,
    leavers=1,
    named=25,
)

US_COUNTIES = SampleSet(
    key="us_counties",
    countries=("US",),
    files={"US": "counties"},
    id_column="county_id",
    parent="state",
    crs="EPSG:4269",
    grid=1e-5,
    accounts=8000,
    seed=3,
    closers={"US": 20},
    others={
        "US": {"outbound": 3, "inbound": 3, "account_manager": 9, "support": 2, "leader": 5},
    },
    part_timers=3,
    vacancies=1,
    median_potential=12000,
)

SETS = {sample.key: sample for sample in (NETHERLANDS, NL_BE_DE, US_COUNTIES)}
