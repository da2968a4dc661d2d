"""Rows that lie nowhere: a code nobody knows, no place at all, or a place outside the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from planner.io.column_looks import Known
from planner.io.column_names import PLACE_NAME, REGION, bare
from planner.io.find_ids import twice
from planner.io.finding import (
    AS_IS,
    FIRST,
    LATER,
    LEAVE,
    TOGETHER,
    WAIT,
    Choice,
    Finding,
    Flaw,
    mend,
)
from planner.io.found_places import Lost
from planner.io.likeness import Likeness
from planner.io.places import NEAR_KM, nearest_regions, regions_of_codes, regions_of_points
from planner.io.placing import placed
from planner.io.tables import Table
from planner.language import some_of, tr
from planner.model.issues import Issue
from planner.model.types import UNASSIGNED, Floats, Ints, bools, floats, ints

SAID = (
    "coordinates_read", "coordinates_metres", "coordinates_swapped", "place_wrong", "place_unknown",
    "place_ambiguous", "postcode_unknown", "region_code", "part_missing",
)  # fmt: skip
"""Issues of placing that tell more than the findings of single rows."""

TOTALS = {"total", "totaal", "totals", "sum", "som", "summe", "gesamt", "somme", "nederland"}
PLACE_KEYS = ("region", "lat", "lon", "postcode", "place", "country")
PARTS_NAMED = 4
MOST_OFFERED = 5
"""Regions offered for a name that several places have."""


def place_accounts(
    table: Table, at: Mapping[str, str], ids: tuple[str, ...], known: Known
) -> tuple[Ints, list[Finding], tuple[Issue, ...]]:
    """Return the region of each account, those that have none, and what is said of whole columns.

    An account without a place is taken and counts nowhere; one whose place was given and is not
    known waits.
    """
    if not place_keys(at):
        return ints(np.full(len(table), UNASSIGNED)), [], ()
    where = place_keys(at)
    places, issues = placed(table, where, ids, known.regions, known.by_code)
    said = tuple(issue for issue in issues if issue.code in SAID)
    lost = np.flatnonzero(places.region == UNASSIGNED).tolist()
    if not lost:
        return places.region, [], said
    guess = Guesses(table, at, known)
    hints = _hints(floats(places.lon_lat[lost]), known)
    there = bools(np.isfinite(places.lon_lat).all(axis=1)).tolist()
    found = [
        _lost(one, record, guess, known.places.get(ids[record], ""), known)
        if (one := places.lost.get(record)) and not guess.code(record)
        else _nowhere(
            table, at, guess, record, known.places.get(ids[record], ""), hint, there[record]
        )
        for record, hint in zip(lost, hints, strict=True)
    ]
    return places.region, found, said


def _lost(lost: Lost, record: int, guess: Guesses, present: str, known: Known) -> Finding:
    """Say of an account what its place says and why that is none; nobody takes it unasked."""
    sure, near = guess.of(record)
    sure = (*sure, *((present,) if present and not sure else ()))
    meant = tuple(str(known.regions.ids[region]) for region in lost.near[:MOST_OFFERED])
    offers = tuple(map(mend, dict.fromkeys((*sure, *meant, *near))))
    default = offers[0] if sure else WAIT
    return Finding(
        Flaw.PLACE_MISSING, (record,), lost.column, lost.text, lost.why, (*offers, AS_IS), default
    )


def _nowhere(
    table: Table,
    at: Mapping[str, str],
    guess: Guesses,
    record: int,
    present: str,
    hint: tuple[str, ...],
    has_point: bool,
) -> Finding:
    """Say of an account why it has no region; where the plan has it in one, it stays there."""
    sure, near = guess.of(record)
    code = guess.code(record)
    if code:
        flaw, why = Flaw.REGION_UNKNOWN, guess.past(record) or tr("no such code")
    elif has_point:
        flaw, why = Flaw.PLACE_OUTSIDE, tr("lies outside all regions")
        sure, near = (), hint
    else:
        flaw, why = Flaw.PLACE_MISSING, tr("it has no place")
        near = ()
    sure = (*sure, *((present,) if present and not sure else ()))
    offers = tuple(map(mend, dict.fromkeys((*sure, *near))))
    default = offers[0] if sure else WAIT if code else AS_IS
    column = at.get(REGION, at.get("lat", ""))
    cell = code or (table.columns[column][record] if column else "")
    return Finding(flaw, (record,), column, cell, why, (*offers, AS_IS), default)


def place_keys(at: Mapping[str, str]) -> dict[str, str]:
    """Return the columns that say where an account is, by the keys that `placed` knows."""
    named = {"place" if key == PLACE_NAME else key: column for key, column in at.items()}
    return {key: column for key, column in named.items() if key in PLACE_KEYS}


def place_figures(table: Table, at: Mapping[str, str], known: Known) -> tuple[Ints, list[Finding]]:
    """Return the region of each row of figures, and rows that have none or share one."""
    rows, guess = len(table), Guesses(table, at, known)
    column = at.get(REGION, at.get(PLACE_NAME, ""))
    if REGION in at:
        region = regions_of_codes(table.columns[column], known.by_code)[0]
    else:
        exact = {name: index for index, name in reversed(list(enumerate(known.regions.names)))}
        cells = table.columns.get(column, ("",) * rows)
        region = ints([exact.get(cell, UNASSIGNED) if guess.alone(cell) else -1 for cell in cells])
    held = {index for index in region.tolist() if index != UNASSIGNED}
    found = [
        _stranger(guess, record, column, held)
        for record in np.flatnonzero(region == UNASSIGNED).tolist()
    ]
    keys = ["" if index == UNASSIGNED else str(index) for index in region.tolist()]
    found += twice(table, column, keys, (FIRST, LATER, TOGETHER))
    return region, found


class Guesses:
    """Which region a row without one may mean."""

    def __init__(self, table: Table, at: Mapping[str, str], known: Known) -> None:
        self._known = known
        self._codes = table.columns.get(at.get(REGION, ""), ())
        self._names = table.columns.get(at.get(PLACE_NAME, ""), ())
        regions = known.regions
        ids = tuple(map(str, regions.ids))
        self.names = Likeness(zip(regions.names, ids, strict=True))
        self._like_codes = Likeness({id_: id_ for id_ in ids})
        self.index = {id_: at for at, id_ in enumerate(ids)}

    def code(self, record: int) -> str:
        """Return the code of a row, "" where it has none."""
        return self._codes[record] if self._codes else ""

    def name(self, record: int) -> str:
        """Return the name of the place of a row."""
        return self._names[record] if self._names else ""

    def alone(self, name: str) -> bool:
        """Whether exactly one region has this name."""
        return bool(self.names.same(name))

    def old(self, record: int) -> str:
        """Return the region that the user's own table has for the code or name of before."""
        old = self._known.old_codes
        for key in (self.code(record), bare(self.name(record)) if self.name(record) else ""):
            if key and key in old:
                return old[key]
        return ""

    def past(self, record: int) -> str:
        """Return what became of the region that a row has the code of, "" where that is not known."""
        code = self.code(record)
        parts = self._known.split.get(code, ())
        if parts:
            named = some_of([self._named(id_) for id_ in parts], PARTS_NAMED)
            return tr("{code} was split into {parts}", code=code, parts=named)
        now = self._known.regions.earlier.get(code, ())
        return tr("{code} is {region} now", code=code, region=self._named(now[0])) if now else ""

    def _named(self, id_: str) -> str:
        return f"{self._known.regions.names[self.index[id_]]} ({id_})"

    def of(self, record: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the region ids that are sure, and those that are near, nearest first."""
        old, code = self.old(record), self.code(record)
        name = self.name(record) or code  # a column of regions may hold their names
        sure = [old] if old else []
        same = self.names.same(name) if name else ""
        sure += [same] if same else []
        near = [
            *self._known.split.get(code, ()),
            *(self.names.near(name) if name else ()),
            *self._like_codes.near(code),
        ]
        return tuple(dict.fromkeys(sure)), tuple(
            one for one in dict.fromkeys(near) if one not in sure
        )


def _stranger(guess: Guesses, record: int, column: str, held: set[int]) -> Finding:
    """Say of a row of figures that nobody knows its place; what is nearly one is offered."""
    code, name = guess.code(record), guess.name(record)
    sure, near = guess.of(record)
    offers = tuple(map(mend, (*sure, *near)))
    free = bool(sure) and guess.index.get(sure[0]) not in held
    default: Choice = WAIT if offers else LEAVE
    if guess.old(record):
        why = guess.past(record) or tr("your table of old codes knows it")
        flaw, default = Flaw.REGION_UNKNOWN, offers[0]
    elif sure and free and not code:
        flaw, why, default = Flaw.NAME_DIFFERS, tr("the name differs by a sign"), offers[0]
    elif sure and free:
        flaw, why, default = (
            Flaw.REGION_UNKNOWN,
            tr("no such code, but the name is known"),
            offers[0],
        )
    elif sure:
        flaw, why = Flaw.REGION_UNKNOWN, tr("the place of this name has a row of its own")
    elif code or name:
        flaw, why = Flaw.REGION_UNKNOWN, guess.past(record) or tr("no such place")
    else:
        flaw, why = Flaw.PLACE_MISSING, tr("it has no place")
    if not code and bare(name) in TOTALS:
        why, default = tr("this looks like a total"), LEAVE
    return Finding(flaw, (record,), column, code or name, why, offers, default)


def _hints(lon_lat: Floats, known: Known) -> Sequence[tuple[str, ...]]:
    """Return region ids for points outside: where latitude and longitude are swapped, and the nearest."""
    regions = known.regions
    turned = regions_of_points(floats(lon_lat[:, ::-1]), regions).tolist()
    nearest, km = nearest_regions(lon_lat, regions)
    return [
        (str(regions.ids[swapped if swapped != UNASSIGNED else near]),)
        if swapped != UNASSIGNED or (near != UNASSIGNED and far <= NEAR_KM)
        else ()
        for swapped, near, far in zip(turned, nearest.tolist(), km.tolist(), strict=True)
    ]
