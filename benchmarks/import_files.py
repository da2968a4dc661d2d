"""Files with trouble in them, as people bring them: the same at every run."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from planner.model.plan import Plan

SEED = 1
HEAD = ("plaatscode", "plaats", "woningen", "omzet_25", "opm")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where the troubles of `write_figures` stand, as rows of the spreadsheet (header = 1).

    Attributes
    ----------
    twice, merged, unknown, comma, name, missing : int
    merged_into, skipped : str
        Region that the merged place belongs to now; region that has no row.
    """

    twice: int
    merged: int
    unknown: int
    comma: int
    name: int
    missing: int
    merged_into: str
    skipped: str


def write_figures(plan: Plan, path: Path, codes: Path) -> Trouble:
    """Write a workbook with a figure for every region but one, and six troubles; and the table of old codes.

    One region stands twice with different figures, one row has the code of a place that was merged,
    one a code that never was, one a decimal comma, one no code and a name that differs by a sign,
    one no figure.
    """
    ids, names = [str(id_) for id_ in plan.regions.ids], plan.regions.names
    chance = random.Random(SEED)
    hyphened = [at for at, name in enumerate(names) if "-" in name and names.count(name) == 1]
    by_name, skipped = hyphened[0], hyphened[1]
    rows: list[list[object]] = []
    for at, (id_, name) in enumerate(zip(ids, names, strict=True)):
        figures = [chance.randint(200, 90_000), round(chance.uniform(1e4, 9e6), 2)]
        if at not in (by_name, skipped):
            rows.append([id_, name, *figures, "bellen na 17 u" if at % 8 == 0 else None])
    rows.insert(16, [None, names[by_name].replace("-", " "), 15_170, 402_113.5, None])
    rows.insert(57, ["OLD0457", "Old Weesp", 8_211, 120_000.25, None])
    comma, missing, twice = 110, 201, 300
    rows[comma][2] = "12.980,50"
    rows[missing][2] = None
    rows.insert(twice + 1, [*rows[twice][:2], 1 + int(str(rows[twice][2])), *rows[twice][3:]])
    rows.append(["ZZ9999", "Test BV", 12, 13.5, None])
    merged_into = ids[next(at for at in range(len(ids)) if at not in (by_name, skipped))]
    _write_book(path, rows)
    with codes.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["was", "is"], ["OLD0457", merged_into]])
    return Trouble(
        twice + 2, 59, len(rows) + 1, comma + 2, 18, missing + 2, merged_into, ids[skipped]
    )


def _write_book(path: Path, rows: Sequence[Sequence[object]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plaatsen"
    sheet.append(HEAD)
    for row in rows:
        sheet.append(list(row))
    book.create_sheet("Toelichting").append(["Bron", "eigen opgave"])
    book.save(path)


def write_bad_accounts(plan: Plan, path: Path, bad: int = 300) -> None:
    """Write the accounts of a plan as a CRM gives them, so many of its rows with one trouble each."""
    accounts, chance = plan.accounts, random.Random(SEED)
    head = [
        "Klantnummer", "Klantnaam", "Plaatscode", "Accountmanager", "Relatietype", "Jaaromzet",
        "potential", "visits", "visit_hours", "Contracteinde", "E-mail",
    ]  # fmt: skip
    people = {str(rep.id): rep.name for rep in plan.reps}
    rows = []
    for at, id_ in enumerate(accounts.ids):
        region = int(accounts.region[at])
        if region < 0:
            continue
        owner = accounts.column("owner")[at].split(";")[0]
        money = float(accounts.numbers["revenue_last_year"][at]) * chance.choice([1, 1, 1, 1.08])
        rows.append(
            [
                str(id_), accounts.names[at], str(plan.regions.ids[region]), people.get(owner, owner),
                {"prospect": "Prospect", "customer": "Klant"}.get(accounts.column("status")[at], ""),
                f"{money:.2f}".replace(".", ","), f"{accounts.numbers['potential'][at]:.0f}",
                f"{accounts.numbers['visits'][at]:.0f}",
                f"{accounts.numbers['visit_hours'][at]:.2f}".replace(".", ","),
                accounts.column("renewal_date")[at], f"info{at}@example.org",
            ]
        )  # fmt: skip
    _spoil(rows, chance, bad)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *rows])


def _spoil(rows: list[list[str]], chance: random.Random, bad: int) -> None:
    spoilt = chance.sample(range(10, len(rows)), bad)
    for turn, at in enumerate(spoilt):
        row = rows[at]
        if turn % 8 == 0:
            row[0] = ""
        elif turn % 8 == 1:
            row[0] = rows[at - 3][0]
        elif turn % 8 == 2:
            row[2] = row[2][:-1] + "x"
        elif turn % 8 == 3:
            row[2] = "ZZ" + row[2][:2]
        elif turn % 8 == 4:
            row[3] = row[3].replace("e", "a", 1) + "s"
        elif turn % 8 == 5:
            row[5] = "ca. 12 mln"
        elif turn % 8 == 6:
            row[9] = "31-2-2027"
        else:
            row[6] = "-" + row[6]
