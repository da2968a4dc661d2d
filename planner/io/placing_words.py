"""What is said of how accounts were placed, and of those that lie nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.io.places import NEAR_KM, nearest_regions, regions_of_points
from planner.io.spelling import parted
from planner.io.tables import Table
from planner.model.issues import Issue, Severity
from planner.model.types import UNASSIGNED, Floats, floats

if TYPE_CHECKING:
    from planner.io.found_places import Answer, Asked
    from planner.io.placing import Placing

LOST = "Counts in no territory; correct its place in the source."
ROWS_TOLD = 5
CODES_TOLD = 20
"""Unknown postcodes that get a line each; more of them are one line."""

FOUND_BY_CODE = 1
"""Way of a row that was found by its code, as `Placing.way` counts."""

BY = {
    "code": "the code of their region",
    "point": "their coordinates",
    "postcode": "their postcode",
    "place": "the name of their place",
    "nearest": "the nearest region",
}
THEREFORE = {
    "code": "They need no coordinates.",
    "point": "They lie where they are.",
    "postcode": "They lie in the middle of it, not at their address.",
    "place": "They lie in the middle of it, not at their address.",
    "nearest": "Each has a line of its own.",
}
INSTEAD = {
    "point": "its coordinates", "postcode": "its postcode", "place": "the name of its place",
    "nearest": "the nearest region",
}  # fmt: skip


def said_of_codes(table: Table, column: str, settled: Mapping[str, int]) -> list[Issue]:
    """Say how many codes were found by what they must have been."""
    said = {
        "decimals": ("had become numbers with decimals", "Took the decimals away."),
        "zeros": ("had lost zeros in front", "Put them back."),
        "postcode": ("read as full postcodes", "Took the region of the digits."),
    }
    issues = []
    for key, count in sorted(settled.items()):
        found = f"{count} {'code' if count == 1 else 'codes'} {said[key][0]}"
        issues.append(
            Issue("region_code", Severity.NOTE, table.file, found, said[key][1], column=column)
        )
    return issues


def said_of_ways(placing: Placing) -> list[Issue]:
    """Say how many accounts were found in which way; nothing where one plain way found them all."""
    counts = np.bincount(placing.way, minlength=1 + len(BY))[1:].tolist()
    count = {way: number for way, number in zip(BY, counts, strict=True) if number}
    if set(count) <= {"code"} or set(count) <= {"point"}:
        return []
    total = len(placing.table)
    return [
        Issue(
            "accounts_placed", Severity.NOTE, placing.table.file,
            f"{count[way]:,} of {total:,} accounts {'was' if count[way] == 1 else 'were'} placed by {words}",
            THEREFORE[way], column=placing.at.get(way, ""),
        )
        for way, words in BY.items()
        if way in count
    ]  # fmt: skip


def said_of_nearest(placing: Placing, rows: NDArray[np.int64], km: Floats) -> list[Issue]:
    """Say of each account that went to the nearest region how far it lies outside."""
    names = placing.regions.names
    return [
        Issue(
            "account_nearest", Severity.NOTE, placing.table.file,
            f"account {placing.ids[row]} lies {far:.1f} km outside all regions",
            f"Assigned to the nearest, {names[placing.region[row]]}.", placing.table.rows[row],
        )
        for row, far in zip(rows.tolist(), km.tolist(), strict=True)
    ]  # fmt: skip


def said_of_lost(placing: Placing, by_code: Mapping[str, int]) -> list[Issue]:
    """Say of each account why it has no region, or none by its code, unless that was said already."""
    codes = placing.cells("region")
    lost = placing.open & ~placing.explained
    uncoded = np.flatnonzero(placing.way != FOUND_BY_CODE).tolist()
    rows = [row for row in uncoded if lost[row] or codes[row]]
    near = _nearby(placing, [row for row in rows if not codes[row]])
    return [
        _of_code(placing, row, codes[row]) if codes[row] else _of_place(placing, row, *near[row])
        for row in rows
    ]


def _of_code(placing: Placing, row: int, code: str) -> Issue:
    found = f"account {placing.ids[row]}: no region has the code {code!r}"
    way = ("", "", *INSTEAD.values())[placing.way[row]]
    mend = f"Placed by {way} instead." if way else LOST
    where = (placing.table.rows[row], placing.at["region"])
    return Issue("region_unknown", Severity.WARNING, placing.table.file, found, mend, *where)


def _of_place(placing: Placing, row: int, near: str, mend: str) -> Issue:
    where, account = (Severity.WARNING, placing.table.file), placing.ids[row]
    lon, lat = placing.lon_lat[row].tolist()
    if not np.isfinite([lon, lat]).all():
        return Issue(
            "place_missing",
            *where,
            f"account {account} has no place",
            LOST,
            placing.table.rows[row],
        )
    found = f"account {account} at latitude {lat:g}, longitude {lon:g} lies outside all regions"
    found += f" ({near})" if near else ""
    return Issue("account_outside", *where, found, mend, placing.table.rows[row])


def _nearby(placing: Placing, rows: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return, for each row outside all regions, what is near it and how to mend it."""
    regions, lon_lat = placing.regions, floats(placing.lon_lat[rows].reshape(-1, 2))
    turned = regions_of_points(floats(lon_lat[:, ::-1]), regions).tolist()
    nearest, km = nearest_regions(lon_lat, regions)
    hints = {}
    for row, inside, region, far in zip(rows, turned, nearest.tolist(), km.tolist(), strict=True):
        hint, mend = "", LOST
        if inside != UNASSIGNED:
            hint = f"latitude and longitude look swapped: then it is in {regions.names[inside]}"
        elif region != UNASSIGNED:
            hint = f"nearest is {regions.names[region]}, {_km(far)}"
            if far < NEAR_KM:
                mend = f"Counts in no territory; correct its place, or write nearest_km = {int(far) + 1}."
        hints[row] = (hint, mend)
    return hints


def why_no_place(asked: Asked, answer: Answer) -> str:
    """Return why a name is no place: nobody knows it, or several are called so."""
    text, country = asked
    if answer.candidates:
        return f"{text!r} can be {_listed(answer.candidates)}"
    return f"{text!r} is no place known{f' in {country}' if country else ''}"


def why_no_postcode(asked: Asked, answer: Answer) -> str:
    """Return why a postcode is no place."""
    several = f"can be {_listed(answer.candidates)}" if answer.candidates else "is not known"
    return f"the postcode {asked[0]!r} {several}"


def said_of_place(
    placing: Placing, asked: Asked, rows: Sequence[int], answer: Answer, near: Sequence[str]
) -> Issue:
    """Say of a name that it is no place known, with the likest, or which places it can be."""
    text, who = asked[0], _who(placing, rows)
    found = f"{who}: {why_no_place(asked, answer)}"
    if answer.candidates:
        mend = "Give coordinates."
        if answer.behind:
            example = f"{parted(text)[0]} ({answer.behind})"
            mend = f"Write which behind it in brackets, as in {example}, or give coordinates."
        code = "place_ambiguous"
    else:
        mend = "Correct it, give coordinates, or add it to a table of your own (places = ...)."
        if near:
            mend = f"Did you mean {_listed(near)}? {mend}"
        code = "place_unknown"
    where = (placing.table.rows[rows[0]], placing.at["place"])
    return Issue(code, Severity.WARNING, placing.table.file, found, mend, *where)


def said_of_postcodes(
    placing: Placing,
    lost: Sequence[tuple[Asked, Sequence[int], Answer]],
    *,
    regions_have_them: bool,
) -> list[Issue]:
    """Say which postcodes are not known; where they are many, in one line."""
    if not lost:
        return []
    column = placing.at["postcode"]
    mend = "Give coordinates, a place, or a table with postcode, lat and lon (places = ...)."
    if regions_have_them:
        mend = f'Regions have such codes: write region = "{column}" if they are these postcodes.'
    if len(lost) > CODES_TOLD or regions_have_them:
        count = sum(len(rows) for _, rows, _ in lost)
        codes = _listed([asked[0] for asked, _, _ in lost], "and")
        found = f"the postcodes of {count:,} accounts are not known: {codes}"
        row = placing.table.rows[lost[0][1][0]]
        return [
            Issue(
                "postcode_unknown", Severity.WARNING, placing.table.file, found, mend, row, column
            )
        ]
    return [
        Issue(
            "postcode_unknown", Severity.WARNING, placing.table.file,
            f"{_who(placing, rows)}: {why_no_postcode(asked, answer)}",
            mend, placing.table.rows[rows[0]], column,
        )
        for asked, rows, answer in lost
    ]  # fmt: skip


def _who(placing: Placing, rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return f"account {placing.ids[rows[0]]}"
    told = ", ".join(str(placing.table.rows[row]) for row in rows[:ROWS_TOLD])
    more = f" and {len(rows) - ROWS_TOLD:,} more" if len(rows) > ROWS_TOLD else ""
    return f"{len(rows):,} accounts (rows {told}{more})"


def _listed(words: Sequence[str], last: str = "or") -> str:
    """Return words in a row, the first five of them."""
    told = list(words[:ROWS_TOLD])
    if len(words) > ROWS_TOLD:
        return f"{', '.join(told)} and {len(words) - ROWS_TOLD:,} more"
    return f" {last} ".join(filter(None, (", ".join(told[:-1]), told[-1])))


def _km(far: float) -> str:
    return f"{far:.1f} km away" if far < 100 else f"{far:,.0f} km away"
