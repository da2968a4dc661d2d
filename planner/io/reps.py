"""Reps from a CSV or XLSX file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from planner.io.cells import absent_columns, date_column, id_column, number_column, read_date
from planner.io.columns import numbers
from planner.io.homes import without_swapped_homes
from planner.io.likeness import Likeness
from planner.io.tables import Table, read_table
from planner.io.yes_no import YES
from planner.language import tr
from planner.model.issues import Issue, Severity, blocks
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.types import Floats, RepId, floats, frozen_map
from planner.model.words import CLOSER, REP_COLUMNS
from planner.notation import plain

FULL_TIME_HOURS = 40.0
VACANT = YES | {"vacancy", "vacant", "open"}
NUMBERS = ("fte", "contract_hours_week", "experience_months", "lat", "lon", "cost")
USUAL = {"rep_id": ("rep_id", "id"), "rep": ("rep", "name", "rep_name")}


@dataclass(frozen=True, slots=True)
class RepSource:
    """[reps] of a plan: its file, and which column stands for which of `words.REP_COLUMNS`."""

    path: Path
    columns: Mapping[str, str] = field(default_factory=frozen_map)


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """Columns by key; text is "" and numbers are NaN where the file has none."""

    table: Table
    text: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, Floats]


def read_reps(
    source: RepSource, *, homes_needed: bool = False, regions: RegionSet | None = None
) -> tuple[tuple[Rep, ...] | None, tuple[Issue, ...]]:
    """Read reps; each cell that cannot be used is an issue and taken as unknown.

    Parameters
    ----------
    source : RepSource
    homes_needed : bool
        Whether territories are seated at homes: a rep without one is then a warning, not a note.
    regions : RegionSet or None
        Where people should live, by which a home with latitude and longitude swapped is known.
    """
    table, issues = read_table(source.path)
    if table is None:
        return None, issues
    reps, more = reps_of(table, source.columns, homes_needed=homes_needed, regions=regions)
    return reps, issues + more


def reps_of(
    table: Table,
    columns: Mapping[str, str],
    *,
    homes_needed: bool = False,
    others: Mapping[str, str] = frozen_map(),
    regions: RegionSet | None = None,
) -> tuple[tuple[Rep, ...] | None, tuple[Issue, ...]]:
    """Return the reps of a table that was read; parameters as in `read_reps`.

    `others` are names by id of people who may be named as manager or cover though not in the table.
    """
    issues = absent_columns(table, [item for item in columns.items() if item[1]])
    if blocks(issues):
        return None, issues
    at = {key: column for key, column in columns.items() if column}
    for key in REP_COLUMNS:
        for usual in USUAL.get(key, (key,)):
            if key not in at and usual in table.columns:
                at[key] = usual
    at.setdefault("rep_id", next(iter(table.columns)))
    ids, stays, more = id_column(table, at["rep_id"], "rep")
    read, wrong = _read(table, at)
    issues += more + wrong
    rows = np.flatnonzero(stays).tolist()
    names = {ids[row]: read.text["rep"][row] or others.get(ids[row], "") for row in rows}
    reps, known = [], _Known({**others, **names})
    for row in rows:
        rep, said = _rep(read, ids, row, known)
        reps.append(rep)
        issues += tuple(said)
    if regions is not None and {"lat", "lon"} <= at.keys():
        where = f"{at['lat']}, {at['lon']}"
        reps, more = without_swapped_homes(reps, rows, table, where, regions)
        issues += more
    return tuple(reps), issues + _said_of_homes(table, reps, at, homes_needed)


def _read(table: Table, at: Mapping[str, str]) -> tuple[_Read, tuple[Issue, ...]]:
    blank, nothing = ("",) * len(table), floats(np.full(len(table), np.nan))
    text: dict[str, tuple[str, ...]] = dict.fromkeys(REP_COLUMNS, blank)
    figures: dict[str, Floats] = dict.fromkeys(NUMBERS, nothing)
    issues: tuple[Issue, ...] = ()
    for key, column in at.items():
        if key in NUMBERS:
            mend = tr("Taken as unknown; correct it in the source.")
            least = None if key in ("lat", "lon") else 0.0
            figures[key], more = number_column(table, column, mend, least=least)
            issues += more
        elif key in ("start", "end"):
            text[key], more = date_column(table, column)
            issues += more
        elif key in REP_COLUMNS:
            text[key] = table.columns[column]
    return _Read(table, text, figures), issues


class _Known:
    """People who may be named by id, or by name where nobody else has it."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._ids = names.keys()
        self._people = Likeness((name, id_) for id_, name in names.items())

    def find(self, written: str) -> str:
        """Return the id of who is meant, "" where nobody or several could be."""
        return written if written in self._ids else self._people.same(written)


def _rep(read: _Read, ids: tuple[str, ...], row: int, known: _Known) -> tuple[Rep, list[Issue]]:
    issues: list[Issue] = []

    def doubt(code: str, column: str, found: str, mend: str) -> None:
        where = (read.table.rows[row], column)
        issues.append(Issue(code, Severity.WARNING, read.table.file, found, mend, *where))

    def text(key: str) -> str:
        return read.text[key][row]

    def number(key: str) -> float | None:
        value = float(read.numbers[key][row])
        return None if np.isnan(value) else value

    fte, hours = _contract(number("fte"), number("contract_hours_week"), doubt)
    start, end = _days(text("start"), text("end"), doubt)
    rep = Rep(
        id=RepId(ids[row]),
        name=text("rep") or ids[row],
        role=_key(text("role")) or CLOSER,
        level=_key(text("level")),
        fte=fte,
        contract_hours_week=hours,
        experience_months=number("experience_months"),
        start=start,
        end=end,
        manager_id=_other("manager_id", text("manager_id"), known, doubt),
        country=text("country"),
        languages=tuple(part for part in re.split(r"[;,/|\s]+", text("languages")) if part),
        skills=_skills(text("skills"), doubt),
        lon_lat=_home(number("lon"), number("lat"), doubt),
        cost=number("cost"),
        vacancy=text("vacancy").casefold() in VACANT,
        cover=_other("cover", text("cover"), known, doubt),
    )
    return rep, issues


Doubt = Callable[[str, str, str, str], None]
"""Called with code, column, what was found and what was done."""


def _contract(fte: float | None, hours: float | None, doubt: Doubt) -> tuple[float, float]:
    """Return FTE and contract hours a week; either gives the other, none is full time."""
    if fte is not None and not 0 < fte <= 2:
        found = tr("an FTE of {fte} is not possible", fte=plain(fte))
        mend = (
            tr("Taken as full time.") if hours is None else tr("Reckoned from the contract hours.")
        )
        doubt("number_wrong", "fte", found, mend)
        fte = None
    if hours is not None and not 0 < hours <= 80:
        found = tr("{hours} contract hours a week are not possible", hours=plain(hours))
        mend = tr("Taken as full time.") if fte is None else tr("Reckoned from the FTE.")
        doubt("number_wrong", "contract_hours_week", found, mend)
        hours = None
    if fte is None:
        fte = 1.0 if hours is None else hours / FULL_TIME_HOURS
    return fte, fte * FULL_TIME_HOURS if hours is None else hours


def _days(start: str, end: str, doubt: Doubt) -> tuple[date | None, date | None]:
    first, last = read_date(start), read_date(end)
    if first and last and last < first:
        doubt(
            "date_wrong",
            "end",
            tr("the end {end} lies before the start {start}", end=end, start=start),
            tr("Left empty."),
        )
        return first, None
    return first, last


def _other(column: str, written: str, known: _Known, doubt: Doubt) -> RepId | None:
    if not written:
        return None
    rep_id = known.find(written)
    if not rep_id:
        doubt(
            "rep_unknown",
            column,
            tr("there is no rep {written}", written=repr(written)),
            tr("Left empty; correct the id."),
        )
        return None
    return RepId(rep_id)


def _home(lon: float | None, lat: float | None, doubt: Doubt) -> tuple[float, float] | None:
    if lon is None or lat is None:
        return None
    if abs(lon) > 180 or abs(lat) > 90:
        found = tr(
            "latitude {lat}, longitude {lon} is no place on earth", lat=plain(lat), lon=plain(lon)
        )
        doubt("place_wrong", "lat", found, tr("Taken as unknown; write degrees as 52.37."))
        return None
    return lon, lat


def _skills(cell: str, doubt: Doubt) -> Mapping[str, float]:
    """Read `key:percent` joined by `;`."""
    skills = {}
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        key, sign, percent = part.rpartition(":")
        value = float(numbers([percent.strip().rstrip("%")])[0][0])
        if not sign or not key.strip() or not value >= 0:
            doubt(
                "skill_wrong",
                "skills",
                tr("{part} is no skill", part=repr(part)),
                tr("Left out; write food:120."),
            )
            continue
        skills[key.strip()] = value
    return frozen_map(skills)


def _key(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", cell.strip().lower())


def _said_of_homes(
    table: Table, reps: list[Rep], at: Mapping[str, str], needed: bool
) -> tuple[Issue, ...]:
    mend = tr("Gets a home base where the work is; give lat and lon to start from a home.")
    return tuple(
        Issue(
            "home_missing", Severity.WARNING if needed else Severity.NOTE, table.file,
            tr("rep {rep_id} has no home", rep_id=rep.id), mend,
            table.rows[table.columns[at["rep_id"]].index(rep.id)],
        )
        for rep in reps
        if rep.lon_lat is None and rep.id in table.columns[at["rep_id"]]
    )  # fmt: skip
