"""What the cells of a column look like: how many are numbers, dates, codes of regions, people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.io.angles import angle, pair
from planner.io.cells import cell_form, read_date
from planner.io.column_names import bare
from planner.io.columns import APART, COMMA, LONGEST, POINT, WRITTEN, numbers
from planner.io.decimal_marks import degree_commas
from planner.io.places import regions_of_codes
from planner.io.tables import Table
from planner.model.formula import columns_of
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.types import UNASSIGNED, frozen_map
from planner.model.words import CUSTOMER, PROSPECT

SAMPLE = 2000
"""Cells a look is taken at; a column of 250,000 shows what it is in fewer."""
SHOWN = 3
MOST_VALUES = 12

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
PHONE = re.compile(r"(\+|00|0)[\d\s().\-/]{7,18}")
MONEY = re.compile(r".*[€$£].*|.*\b(EUR|USD|GBP)\b.*")
PROSPECTS = (
    "prospect", "prospects", "lead", "suspect", "interessent", "prospekt", "opportunity", "subscriber",
    "marketing qualified lead", "marketingqualifiedlead", "sales qualified lead", "salesqualifiedlead",
    "potential customer", "potentiele klant", "kans",
)  # fmt: skip
CUSTOMERS = (
    "customer", "customers", "client", "klant", "kunde", "bestandskunde", "existing customer",
    "bestaande klant", "evangelist",
)  # fmt: skip
STATUS_WORDS = {
    **dict.fromkeys(PROSPECTS, PROSPECT),
    **dict.fromkeys(CUSTOMERS, CUSTOMER),
}
"""What a column says of who is a customer already, in the words of the plan."""


def status_of(cell: str) -> str:
    """Return prospect or customer for a word that means it, else the cell as it is."""
    return STATUS_WORDS.get(bare(cell), cell)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What the plan knows that a file may speak of.

    Attributes
    ----------
    regions : RegionSet
    by_code : mapping of str to int
        Region of every code.
    reps : tuple of Rep
    owners : mapping of str to str
        Rep id by id, and by name where nobody else has it.
    sums, compared : frozenset of str
        Columns of accounts that measures add up, and that rules compare with numbers.
    columns : frozenset of str
        Columns that the accounts of the plan have.
    accounts : mapping of str to str
        Account id by bare name, where only one has it.
    places : mapping of str to str
        Region id by account id, of accounts that lie in a region.
    old_codes : mapping of str to str
        Region id of today by a code of before: those of the plan, and the user's own table, which may
        say it by a bare name too.
    split : mapping of str to tuple of str
        Region ids of today by a code of before that became several regions.
    """

    regions: RegionSet
    by_code: Mapping[str, int]
    reps: tuple[Rep, ...] = ()
    owners: Mapping[str, str] = field(default_factory=frozen_map)
    sums: frozenset[str] = frozenset()
    compared: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    accounts: Mapping[str, str] = field(default_factory=frozen_map)
    places: Mapping[str, str] = field(default_factory=frozen_map)
    old_codes: Mapping[str, str] = field(default_factory=frozen_map)
    split: Mapping[str, tuple[str, ...]] = field(default_factory=frozen_map)


def known_of(plan: Plan, old_codes: Mapping[str, str] | None = None) -> Known:
    """Return what a plan knows; `old_codes` is the user's own table of codes of before."""
    rules = [segment.where for segment in plan.segments]
    rules += [line.where for line in plan.products]
    rules += [rule for one in plan.goals.key_accounts for rule in (one.where, one.keep)]
    named = [columns_of(measure.source, measure.where) for measure in plan.measures]
    named += [columns_of("", rule) for rule in rules]
    names = Counter(rep.name for rep in plan.reps)
    owners = {rep.name: str(rep.id) for rep in plan.reps if names[rep.name] == 1}
    owners |= {str(rep.id): str(rep.id) for rep in plan.reps}
    earlier = {code: tuple(map(str, now)) for code, now in plan.regions.earlier.items()}
    renamed = {code: now[0] for code, now in earlier.items() if len(now) == 1}
    return Known(
        regions=plan.regions,
        by_code=codes_of(plan.regions),
        reps=plan.reps,
        owners=frozen_map(owners),
        sums=frozenset(name for one in named for name in one.sums),
        compared=frozenset(name for one in named for name in one.numbers),
        columns=frozenset((*plan.accounts.text, *plan.accounts.numbers)),
        accounts=_by_name(plan),
        places=_places(plan),
        old_codes=frozen_map(renamed | dict(old_codes or {})),
        split=frozen_map({code: now for code, now in earlier.items() if len(now) > 1}),
    )


def _by_name(plan: Plan) -> Mapping[str, str]:
    """Return the id of each account by its bare name, where no other has it."""
    names = [bare(name) for name in plan.accounts.names]
    count = Counter(names)
    pairs = zip(names, plan.accounts.ids, strict=True)
    return frozen_map({name: str(id_) for name, id_ in pairs if count[name] == 1 and name})


def _places(plan: Plan) -> Mapping[str, str]:
    """Return the region id of each account that lies in a region."""
    ids = tuple(map(str, plan.regions.ids))
    pairs = zip(plan.accounts.ids, plan.accounts.region.tolist(), strict=True)
    return frozen_map({str(id_): ids[at] for id_, at in pairs if at != UNASSIGNED})


def codes_of(regions: RegionSet) -> Mapping[str, int]:
    """Return the region of every id, and of an id without its country where no other has it."""
    by_code = {str(id_): at for at, id_ in enumerate(regions.ids)}
    countries = regions.parents.get("country", ())
    for at, country in enumerate(countries):
        code = str(regions.ids[at]).removeprefix(f"{country}-")
        by_code[code] = at if by_code.get(code, at) == at else UNASSIGNED
    return frozen_map({code: at for code, at in by_code.items() if at != UNASSIGNED})


@dataclass(frozen=True, slots=True)
class Look:
    """What a column holds; shares are of the cells that are filled, 0..1.

    Attributes
    ----------
    column : str
    first : tuple of str
        The first values, each once.
    filled, unique : float
        Share of rows that say something; share of filled cells that say it alone.
    numbers, dates, money, comma, decimals, codes, places, owners, emails, phones, status, angles : float
        Shares of cells that are numbers, days, marked as money, numbers that only make sense with
        a decimal comma, numbers with decimals, known region codes, known region names, known
        people, addresses of mail, numbers of phones, words for customer or prospect, degrees with minutes
        or a letter.
    least, most : float
        Of the numbers; NaN without any. Those that read both ways and would be beyond any degree
        are taken for decimals here.
    values : int
        Different values, at most `MOST_VALUES` + 1 are told apart.
    form : str
        How the cells are written, in words.
    """

    column: str
    first: tuple[str, ...] = ()
    filled: float = 0.0
    unique: float = 0.0
    numbers: float = 0.0
    dates: float = 0.0
    money: float = 0.0
    comma: float = 0.0
    decimals: float = 0.0
    codes: float = 0.0
    places: float = 0.0
    owners: float = 0.0
    emails: float = 0.0
    phones: float = 0.0
    status: float = 0.0
    angles: float = 0.0
    least: float = float("nan")
    most: float = float("nan")
    values: int = 0
    form: str = ""


def looks_of(table: Table, known: Known) -> dict[str, Look]:
    """Return what every column of a table looks like."""
    place_names = {bare(name) for name in known.regions.names}
    people = {bare(name) for name in known.owners}
    return {
        column: _look(column, cells, table, known, place_names, people)
        for column, cells in table.columns.items()
    }


def _look(
    column: str,
    cells: Sequence[str],
    table: Table,
    known: Known,
    place_names: Collection[str],
    people: Collection[str],
) -> Look:
    every = [cell for cell in cells if cell]
    if not every:
        return Look(column)
    sample = every[:: max(1, len(every) // SAMPLE)]
    values, wrong = numbers(sample, comma_likely=table.comma)
    held = values[np.isfinite(values)]
    comma = degree_commas({column: sample}, comma=table.comma)[column]
    degrees = held if comma == table.comma else numbers(sample, comma_likely=comma)[0]
    days = [read_date(cell) or read_date(cell, month_first=True) for cell in sample]
    codes = regions_of_codes(sample, known.by_code)[0]
    different = set(every)
    return Look(
        column=column,
        first=tuple(dict.fromkeys(every[:50]))[:SHOWN],
        filled=len(every) / len(cells),
        unique=len(different) / len(every),
        numbers=1.0 - float(wrong.mean()),
        dates=sum(day is not None and not day.year < 1900 for day in days) / len(sample),
        money=_share(sample, lambda cell: MONEY.fullmatch(cell) is not None),
        comma=_share(sample, has_decimal_comma),
        decimals=float((held % 1 != 0).mean()) if len(held) else 0.0,
        codes=float((codes != UNASSIGNED).mean()),
        places=_share(sample, lambda cell: bare(cell) in place_names),
        owners=_share(sample, lambda cell: bare(cell.split(";")[0]) in people),
        emails=_share(sample, lambda cell: EMAIL.fullmatch(cell) is not None),
        phones=_share(sample, lambda cell: PHONE.fullmatch(cell) is not None),
        status=_share(sample, lambda cell: bare(cell) in STATUS_WORDS),
        angles=_share(sample, _is_angle) if wrong.any() else 0.0,
        least=float(np.nanmin(degrees)) if len(held) else float("nan"),
        most=float(np.nanmax(degrees)) if len(held) else float("nan"),
        values=min(len(different), MOST_VALUES + 1),
        form=cell_form(table, column),
    )


def _is_angle(cell: str) -> bool:
    """Whether a cell is degrees with minutes or a letter, or holds both coordinates."""
    return angle(cell) is not None or pair(cell) is not None


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    known: dict[str, bool] = {}
    count = 0
    for cell in cells:
        if cell not in known:
            known[cell] = holds(cell)
        count += known[cell]
    return count / len(cells)


def has_decimal_comma(cell: str) -> bool:
    """Whether a cell is a number that can only be read with a decimal comma."""
    match = WRITTEN.fullmatch(cell.strip()) if len(cell) <= LONGEST else None
    if match is None:
        return False
    digits = APART.sub("", match["digits"])
    return COMMA.fullmatch(digits) is not None and POINT.fullmatch(digits) is None
