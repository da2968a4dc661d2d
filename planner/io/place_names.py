"""Rows found by their postcode or by the name of their place, in the user's table and in Rayon's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from planner.io.found_places import Answer, Asked, Lost, find_places, find_postcodes, guesses
from planner.io.gazetteer import (
    COUNTRIES,
    Gazetteer,
    country_code,
    country_of_points,
    own_places,
    shipped_places,
    shipped_postcodes,
)
from planner.io.places import known, regions_of_codes
from planner.io.placing_words import (
    said_of_place,
    said_of_postcodes,
    why_no_place,
    why_no_postcode,
)
from planner.io.shipped import shipped_files
from planner.language import tr
from planner.model.issues import Issue, Severity
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Bools, bools, ints

if TYPE_CHECKING:
    from planner.io.placing import Placing

COUNTRY = "country"
SAMPLE = 400
"""Regions by which the country of a plan is told where its files name none."""


def not_installed() -> Issue:
    """Return what is said where the places that come with Rayon are absent."""
    return Issue(
        "part_missing", Severity.WARNING, "",
        tr("the places and postcodes that come with Rayon are not installed"),
        tr("Looked in your own table (places = ...) and among the names of regions only."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameSearch:
    """Where postcodes and place names are looked up.

    Attributes
    ----------
    own : Path or None
        The user's table of places, which comes before those that come with Rayon.
    """

    own: Path | None = None

    def look_up(self, placing: Placing, by_code: Mapping[str, int]) -> None:
        """Place what has no region yet, first by postcode, then by place name; say what was not found."""
        own_codes, own_names = Gazetteer(), Gazetteer()
        if self.own is not None:
            own_codes, own_names, issues = own_places(self.own)
            placing.issues += issues
        if not shipped_files():
            placing.issues.append(not_installed())
        countries = _Countries(placing)
        codes = _Cells(placing, "postcode", countries)
        if codes.texts:
            sources = [own_codes, shipped_postcodes(countries.of_all(codes.asked))]
            codes.place(partial(find_postcodes, sources=sources, regions=placing.regions))
        names = _Cells(placing, "place", countries)
        if names.texts:
            sources = [own_names, shipped_places(countries.of_all(names.asked))]
            names.place(partial(find_places, sources=sources, regions=placing.regions))
            placing.issues += names.said(partial(guesses, sources=sources, regions=placing.regions))
        if codes.texts:
            placing.issues += codes.said_of_codes(names.lost, by_code)


@dataclass(slots=True, eq=False)
class _Countries:
    """The country of each row: its own, else that of the regions where they all lie in one."""

    placing: Placing
    rows: tuple[str, ...] = field(init=False)
    planned: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        cells = self.placing.cells(COUNTRY)
        codes = {cell: country_code(cell) if cell else "" for cell in set(cells)}
        self.planned = countries_of(self.placing.regions) if "" in codes else frozenset()
        if len(self.planned) == 1:
            codes[""] = next(iter(self.planned))
        self.rows = tuple(codes[cell] for cell in cells)

    def of_all(self, asked: Iterable[Asked]) -> frozenset[str]:
        """Return the countries to look in: those named, and those planned where none is."""
        named = {country for _, country in asked}
        return frozenset(named - {""}) | (self.planned if "" in named else frozenset())


class _Cells:
    """The different cells of a column among the rows that are open, and where they point."""

    def __init__(self, placing: Placing, key: str, countries: _Countries) -> None:
        self.placing, self.key = placing, key
        cells = placing.cells(key)
        wanted = np.flatnonzero(_wanted(placing)).tolist() if key in placing.at else []
        rows = [row for row in wanted if cells[row]]
        place: dict[Asked, int] = {}
        of_row = [place.setdefault((cells[row], countries.rows[row]), len(place)) for row in rows]
        self.rows, self.of_row = np.array(rows, np.int64), np.array(of_row, np.int64)
        self.asked: list[Asked] = list(place)
        self.answers: list[Answer] = []
        self.lost: set[int] = set()
        self._find: Callable[[Sequence[Asked]], list[Answer]] = lambda asked: [
            Answer() for _ in asked
        ]

    @property
    def texts(self) -> bool:
        """Whether any row has something to look for."""
        return bool(self.asked)

    def place(self, find: Callable[[Sequence[Asked]], list[Answer]]) -> None:
        """Give the rows the regions and points of what they say."""
        self._find = find
        self.answers = find(self.asked)
        region = np.array([answer.region for answer in self.answers], np.int32)
        points = np.array([answer.lon_lat or (np.nan, np.nan) for answer in self.answers])
        rows = self.rows
        found = np.full(len(self.placing.table), UNASSIGNED, np.int32)
        found[rows] = region[self.of_row]
        self.placing.put(ints(found), self.key)
        there = known(points)[self.of_row]
        self.placing.lon_lat[rows[there]] = points[self.of_row][there]
        pointless = (region == UNASSIGNED) & ~known(points)
        self.lost = set(rows[pointless[self.of_row]].tolist())

    def rows_of_lost(self) -> dict[int, list[int]]:
        """Return the rows of each answer that is no place, in file order."""
        rows: dict[int, list[int]] = {}
        lost = np.isin(self.rows, list(self.lost))
        for row, at in zip(self.rows[lost].tolist(), self.of_row[lost].tolist(), strict=True):
            rows.setdefault(at, []).append(row)
        return rows

    def said(self, guess: Callable[[Sequence[Asked]], list[tuple[str, ...]]]) -> list[Issue]:
        """Return an issue for each name that is none or several, and mark its rows as explained."""
        lost = self.rows_of_lost()
        unknown = [at for at in lost if self.answers[at].unknown]
        unknown.sort(key=lambda at: -len(lost[at]))
        near = dict(zip(unknown, guess([self.asked[at] for at in unknown]), strict=True))
        self._explain(self.lost)
        meant = self._regions_of(near)
        for at, rows in lost.items():
            asked, answer = self.asked[at], self.answers[at]
            self._lose(rows, at, why_no_place(asked, answer), meant.get(at, answer.among))
        return [
            said_of_place(self.placing, self.asked[at], rows, self.answers[at], near.get(at, ()))
            for at, rows in lost.items()
        ]

    def said_of_codes(self, told: set[int], by_code: Mapping[str, int]) -> list[Issue]:
        """Return issues for postcodes that are not known and whose rows no place name tells of."""
        still = {row for row in self.lost if self.placing.region[row] == UNASSIGNED} - told
        lost = {
            at: [row for row in rows if row in still] for at, rows in self.rows_of_lost().items()
        }
        lost = {at: rows for at, rows in lost.items() if rows}
        self._explain(still)
        for at, rows in lost.items():
            why = why_no_postcode(self.asked[at], self.answers[at])
            self._lose(rows, at, why, self.answers[at].among)
        codes = [self.asked[at][0] for at in lost]
        are_ids = Counter((regions_of_codes(codes, by_code)[0] != UNASSIGNED).tolist())[True]
        return said_of_postcodes(
            self.placing,
            [(self.asked[at], rows, self.answers[at]) for at, rows in lost.items()],
            regions_have_them=2 * are_ids >= max(1, len(codes)),
        )

    def _regions_of(self, near: Mapping[int, Sequence[str]]) -> dict[int, tuple[int, ...]]:
        """Return the regions of the names that unknown ones may mean, in the same country."""
        asked = [(name, self.asked[at][1]) for at, names in near.items() for name in names]
        answers = iter(self._find(asked))
        return {
            at: tuple(dict.fromkeys(region for _ in names for region in next(answers).regions))
            for at, names in near.items()
        }

    def _lose(self, rows: Iterable[int], at: int, why: str, near: tuple[int, ...]) -> None:
        """Keep of rows what they say of their place."""
        lost = Lost(self.placing.at[self.key], self.asked[at][0], why, near)
        self.placing.lost |= dict.fromkeys(rows, lost)

    def _explain(self, rows: set[int]) -> None:
        explained = np.array(self.placing.explained)
        explained[list(rows)] = True
        self.placing.explained = bools(explained)


def countries_of(regions: RegionSet) -> frozenset[str]:
    """Return the ISO codes of the countries of regions: as the files say, else as places lie."""
    named = {country_code(name) for name in set(regions.parents.get(COUNTRY, ()))}
    if named and named <= set(COUNTRIES):
        return frozenset(named)
    return country_of_points(regions.points[:: max(1, len(regions) // SAMPLE)], regions.crs)


def _wanted(placing: Placing) -> Bools:
    """Return open rows whose own point says nothing: none, turned round, or latitude and longitude 0."""
    zero = (np.abs(placing.lon_lat) < 1e-9).all(axis=1)
    return bools(placing.open & (~placing.outside | zero))
