"""Puts a sample set together: regions, people, the situation today, accounts, README."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np

from sample_regions.recipe import accounts, people
from sample_regions.recipe.counties import county_regions
from sample_regions.recipe.draws import Draws
from sample_regions.recipe.people import Person
from sample_regions.recipe.places import place_regions
from sample_regions.recipe.readme import write_largest
from sample_regions.recipe.regions import Regions, read_regions, regions_of, write_regions
from sample_regions.recipe.sets import US_COUNTIES, SampleSet
from sample_regions.recipe.today import drifted_shares, power_diagram

REPS = "reps_synthetic.csv"
ACCOUNTS = "accounts_synthetic.csv"


def build(sample: SampleSet) -> int:
    """Build a set in its folder from the packages; returns the number of regions."""
    frame = county_regions(sample) if sample is US_COUNTIES else place_regions(sample)
    frame = frame.sort_values(
        ["country", sample.id_column],
        key=lambda column: (
            column.map(sample.countries.index) if column.name == "country" else column
        ),
    ).reset_index(drop=True)
    frame["rep_today"] = today_of(sample, regions_of(sample, frame))[1]
    write_regions(sample, frame)
    write_synthetic(sample, sample.path)
    write_largest(sample, frame)
    return len(frame)


def write_synthetic(sample: SampleSet, folder: Path) -> list[Path]:
    """Write accounts and reps for the committed regions of a set; returns the files."""
    frame: gpd.GeoDataFrame = read_regions(sample)
    regions = regions_of(sample, frame)
    persons, of_region = today_of(sample, regions)
    owners = accounts.owners_today(persons, of_region)
    folder.mkdir(parents=True, exist_ok=True)
    reps = people.rows_of(persons, regions, Draws(sample.seed + 100))
    rows = accounts.accounts_of(sample, regions, owners, Draws(sample.seed + 200))
    return [
        _write(folder / REPS, people.COLUMNS, reps),
        _write(folder / ACCOUNTS, accounts.COLUMNS, rows),
    ]


def today_of(sample: SampleSet, regions: Regions) -> tuple[list[Person], list[str]]:
    """Return the people and the rep each region belongs to today."""
    persons = people.people_of(sample, regions, Draws(sample.seed))
    of_region = np.full(len(regions.ids), "", dtype=object)
    for at, country in enumerate(sample.countries):
        closers = [
            person
            for person in persons
            if person.role == "closer" and person.country == country and person.end is None
        ]
        rows = regions.rows_of(country)
        capacity = np.array([person.factor for person in closers])
        shares = drifted_shares(capacity, sample.off, Draws(sample.seed + 300 + at))
        homes = regions.xy[[person.region for person in closers]]
        owner = power_diagram(regions.xy[rows], regions.population[rows] + 1.0, homes, shares)
        of_region[rows] = [closers[index].rep_id for index in owner]
    return persons, of_region.tolist()


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path
