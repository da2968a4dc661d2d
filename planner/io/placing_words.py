"""What is said of how accounts were placed, and of those that lie nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.io.places import NEAR_KM, nearest_regions, regions_of_points
from planner.io.spelling import parted
from planner.io.tables import Table
from planner.language import CountPhrase, Phrase, joined, joined_or, some_of, tr
from planner.model.issues import Issue, Severity
from planner.model.types import UNASSIGNED, Floats, floats
from planner.notation import number, plain

if TYPE_CHECKING:
    from planner.io.found_places import Answer, Asked
    from planner.io.placing import Placing

LOST = Phrase("Counts in no territory; correct its place in the source.")
ROWS_TOLD = 5
CODES_TOLD = 20
"""Unknown postcodes that get a line each; more of them are one line."""

FOUND_BY_CODE = 1
"""Way of a row that was found by its code, as `Placing.way` counts."""

BY = {
    "code": CountPhrase(
        "{count} of {total} accounts was placed by the code of its region",
        "{count} of {total} accounts were placed by the code of their region",
    ),
    "point": CountPhrase(
        "{count} of {total} accounts was placed by its coordinates",
        "{count} of {total} accounts were placed by their coordinates",
    ),
    "postcode": CountPhrase(
        "{count} of {total} accounts was placed by its postcode",
        "{count} of {total} accounts were placed by their postcode",
    ),
    "place": CountPhrase(
        "{count} of {total} accounts was placed by the name of its place",
        "{count} of {total} accounts were placed by the name of their place",
    ),
    "nearest": CountPhrase(
        "{count} of {total} accounts was placed by the nearest region",
        "{count} of {total} accounts were placed by the nearest region",
    ),
}
THEREFORE = {
    "code": Phrase("They need no coordinates."),
    "point": Phrase("They lie where they are."),
    "postcode": Phrase("They lie in the middle of it, not at their address."),
    "place": Phrase("They lie in the middle of it, not at their address."),
    "nearest": Phrase("Each has a line of its own."),
}
INSTEAD = {
    "point": Phrase("Placed by its coordinates instead."),
    "postcode": Phrase("Placed by its postcode instead."),
    "place": Phrase("Placed by the name of its place instead."),
    "nearest": Phrase("Placed by the nearest region instead."),
}
CODES = {
    "decimals": (
        CountPhrase(
            "{count} code had become a number with decimals",
            "{count} codes had become numbers with decimals",
        ),
        Phrase("Took the decimals away."),
    ),
    "zeros": (
        CountPhrase(
            "{count} code had lost zeros in front", "{count} codes had lost zeros in front"
        ),
        Phrase("Put them back."),
    ),
    "postcode": (
        CountPhrase("{count} code read as a full postcode", "{count} codes read as full postcodes"),
        Phrase("Took the region of the digits."),
    ),
}


def said_of_codes(table: Table, column: str, settled: Mapping[str, int]) -> list[Issue]:
    """Say how many codes were found by what they must have been."""
    issues = []
    for key, count in sorted(settled.items()):
        found, done = CODES[key][0](count), CODES[key][1]()
        issues.append(Issue("region_code", Severity.NOTE, table.file, found, done, column=column))
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
            say(count[way], total=number(total)), THEREFORE[way](), column=placing.at.get(way, ""),
        )
        for way, say in BY.items()
        if way in count
    ]  # fmt: skip


def said_of_nearest(placing: Placing, rows: NDArray[np.int64], km: Floats) -> list[Issue]:
    """Say of each account that went to the nearest region how far it lies outside."""
    names = placing.regions.names
    return [
        Issue(
            "account_nearest", Severity.NOTE, placing.table.file,
            tr(
                "account {id} lies {far}\u00a0km outside all regions",
                id=placing.ids[row], far=number(far, 1),
            ),
            tr("Assigned to the nearest, {name}.", name=names[placing.region[row]]), placing.table.rows[row],
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
    found = tr("account {id}: no region has the code {code}", id=placing.ids[row], code=repr(code))
    say = (LOST, LOST, *INSTEAD.values())[placing.way[row]]
    where = (placing.table.rows[row], placing.at["region"])
    return Issue("region_unknown", Severity.WARNING, placing.table.file, found, say(), *where)


def _of_place(placing: Placing, row: int, near: str, mend: str) -> Issue:
    where, account = (Severity.WARNING, placing.table.file), placing.ids[row]
    lon, lat = placing.lon_lat[row].tolist()
    if not np.isfinite([lon, lat]).all():
        return Issue(
            "place_missing",
            *where,
            tr("account {account} has no place", account=account),
            LOST(),
            placing.table.rows[row],
        )
    found = tr(
        "account {account} at latitude {lat}, longitude {lon} lies outside all regions",
        account=account,
        lat=plain(lat),
        lon=plain(lon),
    )
    found += f" ({near})" if near else ""
    return Issue("account_outside", *where, found, mend, placing.table.rows[row])


def _nearby(placing: Placing, rows: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return, for each row outside all regions, what is near it and how to mend it."""
    regions, lon_lat = placing.regions, floats(placing.lon_lat[rows].reshape(-1, 2))
    turned = regions_of_points(floats(lon_lat[:, ::-1]), regions).tolist()
    nearest, km = nearest_regions(lon_lat, regions)
    hints = {}
    for row, inside, region, far in zip(rows, turned, nearest.tolist(), km.tolist(), strict=True):
        hint, mend = "", LOST()
        if inside != UNASSIGNED:
            hint = tr(
                "latitude and longitude look swapped: then it is in {name}",
                name=regions.names[inside],
            )
        elif region != UNASSIGNED:
            hint = tr("nearest is {name}, {km}", name=regions.names[region], km=_km(far))
            if far < NEAR_KM:
                mend = tr(
                    "Counts in no territory; correct its place, or write nearest_km = {value}.",
                    value=int(far) + 1,
                )
        hints[row] = (hint, mend)
    return hints


def why_no_place(asked: Asked, answer: Answer) -> str:
    """Return why a name is no place: nobody knows it, or several are called so."""
    text, country = asked
    if answer.candidates:
        return tr("{what} can be {places}", what=repr(text), places=_either(answer.candidates))
    if country:
        return tr("{what} is no place known in {country}", what=repr(text), country=country)
    return tr("{what} is no place known", what=repr(text))


def why_no_postcode(asked: Asked, answer: Answer) -> str:
    """Return why a postcode is no place."""
    postcode = repr(asked[0])
    if answer.candidates:
        places = _either(answer.candidates)
        return tr("the postcode {postcode} can be {places}", postcode=postcode, places=places)
    return tr("the postcode {postcode} is not known", postcode=postcode)


def said_of_place(
    placing: Placing, asked: Asked, rows: Sequence[int], answer: Answer, near: Sequence[str]
) -> Issue:
    """Say of a name that it is no place known, with the likest, or which places it can be."""
    text, who = asked[0], _who(placing, rows)
    found = f"{who}: {why_no_place(asked, answer)}"
    if answer.candidates:
        mend = tr("Give coordinates.")
        if answer.behind:
            example = f"{parted(text)[0]} ({answer.behind})"
            mend = tr(
                "Write which behind it in brackets, as in {example}, or give coordinates.",
                example=example,
            )
        code = "place_ambiguous"
    else:
        mend = tr("Correct it, give coordinates, or add it to a table of your own (places = ...).")
        if near:
            mend = " ".join((tr("Did you mean {near}?", near=_either(near)), mend))
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
    mend = tr("Give coordinates, a place, or a table with postcode, lat and lon (places = ...).")
    if regions_have_them:
        mend = tr(
            'Regions have such codes: write region = "{column}" if they are these postcodes.',
            column=column,
        )
    if len(lost) > CODES_TOLD or regions_have_them:
        count = sum(len(rows) for _, rows, _ in lost)
        codes = _all([asked[0] for asked, _, _ in lost])
        found = tr(
            "the postcodes of {count} accounts are not known: {codes}",
            count=number(count),
            codes=codes,
        )
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
        return tr("account {id}", id=placing.ids[rows[0]])
    told = some_of([str(placing.table.rows[row]) for row in rows], ROWS_TOLD)
    return tr("{count} accounts (rows {told})", count=number(len(rows)), told=told)


def _either(words: Sequence[str]) -> str:
    """Return words as a choice, the first five of them."""
    return some_of(words, ROWS_TOLD) if len(words) > ROWS_TOLD else joined_or(words)


def _all(words: Sequence[str]) -> str:
    return some_of(words, ROWS_TOLD) if len(words) > ROWS_TOLD else joined(words)


def _km(far: float) -> str:
    return tr("{far}\u00a0km away", far=number(far, 1 if far < 100 else 0))
