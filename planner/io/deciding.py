"""What is taken of a file, what waits and what is left out, by the choices made: no row is lost."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import overload

import numpy as np
from numpy.typing import NDArray

from planner.io.cells import date_column
from planner.io.column_looks import status_of
from planner.io.column_names import FIGURE, KEEP, REGION, Kind
from planner.io.columns import numbers
from planner.io.decimal_marks import degree_commas
from planner.io.find_cells import plain_numbers
from planner.io.finding import (
    ACTIONS,
    CODES,
    MENDED_REGION,
    Action,
    Choice,
    Finding,
    Flaw,
    Found,
    taken_columns,
)
from planner.io.mapping import DATES, DEGREES, NUMBERS
from planner.io.tables import Table
from planner.language import tr
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints
from planner.store.rows import number

BOTH_WAYS = re.compile(r"^-?[1-9]\d{0,2}\.\d{3}(?=e|$)")
"""A number that reads as thousands in a table with decimal commas; one more zero tells that it is none."""

PLACE_FLAWS = (Flaw.REGION_UNKNOWN, Flaw.NAME_DIFFERS, Flaw.PLACE_MISSING, Flaw.PLACE_OUTSIDE)


class State(StrEnum):
    """What has become of a finding."""

    MENDED = "mended"
    AS_IS = "as_is"
    TO_CHOOSE = "to_choose"
    LEFT_OUT = "left_out"
    STOPS = "stops"


class Fate(IntEnum):
    """What happens to a row; the higher one counts."""

    TAKEN = 0
    WAITING = 1
    LEFT_OUT = 2


STATES = {
    Action.MEND: State.MENDED, Action.FIRST: State.MENDED, Action.LATER: State.MENDED,
    Action.TOGETHER: State.MENDED, Action.AS_IS: State.AS_IS, Action.WAIT: State.TO_CHOOSE,
    Action.LEAVE: State.LEFT_OUT, Action.STOP: State.STOPS,
}  # fmt: skip


WORST = np.array(
    [
        {Action.LEAVE: Fate.LEFT_OUT, Action.WAIT: Fate.WAITING, Action.STOP: Fate.WAITING}.get(
            action, Fate.TAKEN
        )
        for action in ACTIONS
    ],
    np.int8,
)
"""What an action does to all rows of its finding, by its number."""


@dataclass(frozen=True, slots=True, eq=False)
class Import:
    """What is taken of a file.

    Attributes
    ----------
    found : Found
    choices : sequence of Choice, one a finding
    codes : int8, shape (findings,)
        Number of each choice's action.
    fate : int8, shape (rows,)
        `Fate` of each row; so taken + waiting + left out = rows.
    clashes : mapping of int to str
        Rows that wait because a mend does not fit, and why.
    """

    found: Found
    choices: Sequence[Choice]
    codes: NDArray[np.int8]
    fate: NDArray[np.int8]
    clashes: Mapping[int, str]

    @property
    def stops(self) -> bool:
        """Whether a choice says that nothing is to be imported."""
        return bool((self.codes == CODES[Action.STOP]).any())

    def count(self, fate: Fate) -> int:
        """Return how many rows share a fate."""
        return int((self.fate == fate).sum())

    def states(self) -> Counter[State]:
        """Return how many findings are mended, to choose, left out."""
        counts: Counter[State] = Counter()
        for code, count in enumerate(np.bincount(self.codes, minlength=len(ACTIONS)).tolist()):
            counts[STATES[ACTIONS[code]]] += count
        return +counts

    def state(self, finding: int) -> State:
        """Return what has become of one finding."""
        return STATES[self.choices[finding].action]

    def regions(self) -> Ints:
        """Return the region of each row after mending, shape (rows,), UNASSIGNED where none."""
        return placed(self.found, self.choices)

    def figures(self) -> dict[str, Floats]:
        """Return every figure of the rows taken, shape (n,), by column; NaN where nothing is known.

        Rows of the same region add up; an unknown figure adds nothing.
        """
        table, n = self.mended(), len(self.found.known.regions)
        region = self.regions()[self.fate == Fate.TAKEN]
        made = {}
        for column, meaning in self.found.meanings.items():
            if meaning == FIGURE:
                values = plain_numbers(table, column)
                held = np.isfinite(values) & (region != UNASSIGNED)
                sums = np.bincount(region[held], values[held], minlength=n)
                known = np.bincount(region[held], minlength=n) > 0
                made[column] = floats(np.where(known, sums, np.nan))
        return made

    def mended(self) -> Table:
        """Return the rows that are taken, with the columns that are taken and every mend written."""
        table, meanings = self.found.table, self.found.meanings
        written = self._written()
        taken = np.flatnonzero(self.fate == Fate.TAKEN).tolist()
        whole = len(taken) == len(table)
        columns: dict[str, tuple[str, ...]] = {}
        for column in (
            *taken_columns(meanings),
            *((MENDED_REGION,) if MENDED_REGION in written else ()),
        ):
            cells = table.columns.get(column, ("",) * len(table))
            cells = self._plainly(column, cells)
            if column in written:
                changed = list(cells)
                for at, value in written[column].items():
                    changed[at] = value
                cells = tuple(changed)
            columns[column] = cells if whole else tuple([cells[at] for at in taken])
        rows = table.rows if whole else tuple(table.rows[at] for at in taken)
        return Table(table.file, columns, rows, comma=False)

    def columns(self) -> dict[str, str]:
        """Return the column of each meaning, as the readers of accounts and people want them."""
        at = self.found.at
        if REGION not in at and any(
            finding.flaw in PLACE_FLAWS and choice.action is Action.MEND
            for finding, choice in zip(self.found.findings, self.choices, strict=True)
        ):
            at[REGION] = MENDED_REGION
        return at

    def _written(self) -> dict[str, dict[int, str]]:
        """Return the cells that mends write: record -> value, by column."""
        region = self.found.at.get(REGION, MENDED_REGION)
        written: dict[str, dict[int, str]] = defaultdict(dict)
        for finding, choice in zip(self.found.findings, self.choices, strict=True):
            if choice.action is Action.MEND:
                column = region if finding.flaw in PLACE_FLAWS else finding.column
                written[column][finding.at[0]] = choice.value
        return written

    def plain(self, column: str) -> tuple[str, ...]:
        """Return numbers and days of a column so that each can be read in one way only, wherever it stands.

        Numbers have a point, days are 2027-01-31; what cannot be read is as the file has it.
        """
        table, cells = self.found.table, self.found.table.columns[column]
        made = cells
        meaning = self.found.read_as.get(column)
        if meaning in DATES:
            made = date_column(table, column)[0]
        elif self._holds_numbers(column, cells):
            degrees = meaning in DEGREES
            comma = self._degree_comma(column) if degrees else table.comma
            plain = _plain(cells, comma=comma, keep=False)
            made = tuple(BOTH_WAYS.sub(r"\g<0>0", cell) for cell in plain)
        return tuple(new or cell for new, cell in zip(made, cells, strict=True))

    def _plainly(self, column: str, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Return cells as programs write them: numbers with a point, days as 2027-01-31.

        That is done before anything is mended: how a column is written shows in all its cells.
        """
        table, meaning = self.found.table, self.found.read_as.get(column)
        if meaning in DATES:
            return date_column(table, column)[0]
        if self._holds_numbers(column, cells):
            degrees = meaning in DEGREES
            comma = self._degree_comma(column) if degrees else table.comma
            return _plain(cells, comma=comma, keep=degrees)
        if meaning == "status":
            words = {cell: status_of(cell) for cell in set(cells)}
            return tuple(words[cell] for cell in cells)
        return cells

    def _degree_comma(self, column: str) -> bool:
        table, at = self.found.table, self.found.at
        columns = {at[key]: table.columns[at[key]] for key in DEGREES if key in at}
        return degree_commas(columns, comma=table.comma)[column]

    def _holds_numbers(self, column: str, cells: tuple[str, ...]) -> bool:
        from planner.io.accounts import unexplained_numbers  # late: the window stands without

        found, meaning = self.found, self.found.read_as.get(column, "")
        if meaning in NUMBERS or meaning in DEGREES:
            return True
        key = column if meaning == KEEP else meaning
        if found.kind is Kind.ACCOUNTS and key in found.known.sums | found.known.compared:
            return True
        return (
            found.table.comma
            and meaning == KEEP
            and unexplained_numbers(cells, found.table) is not None
        )


class Choices(Sequence[Choice]):
    """The choice of each finding: the user's own, else the default."""

    def __init__(self, findings: tuple[Finding, ...], chosen: Mapping[int, Choice]) -> None:
        self._findings = findings
        self._chosen = dict(chosen)

    def __len__(self) -> int:
        return len(self._findings)

    @overload
    def __getitem__(self, at: int) -> Choice: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Choice]: ...
    def __getitem__(self, at: int | slice) -> Choice | Sequence[Choice]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        default = self._findings[at].default
        return self._chosen.get(at % len(self), default)


def decided(found: Found, choices: Mapping[int, Choice] | None = None) -> Import:
    """Return what is taken; a finding nobody chose for gets its default.

    Parameters
    ----------
    found : Found
    choices : mapping of int to Choice
        By number of the finding.
    """
    count, index = len(found.findings), found.index
    chosen = {at: choice for at, choice in (choices or {}).items() if 0 <= at < count}
    codes = index.default.copy()
    for at, choice in chosen.items():
        codes[at] = CODES[choice.action]
    settled = Choices(found.findings, chosen)
    fate = np.zeros(len(found.table), np.int8)
    np.maximum.at(fate, index.record, WORST[codes][index.finding])
    for at in index.twice:
        records = found.findings[at].at
        gone = {Action.FIRST: records[1:], Action.LATER: records[:-1]}
        fate[list(gone.get(ACTIONS[codes[at]], ()))] = Fate.LEFT_OUT
    clashes = _clashes(found, chosen, settled, fate)
    waiting = list(clashes)
    fate[waiting] = np.maximum(fate[waiting], Fate.WAITING)
    if found.kind is Kind.FIGURES:
        _let_places_wait(placed(found, settled), fate)
    for array in (codes, fate):
        array.setflags(write=False)
    return Import(found, settled, codes, fate, clashes)


def placed(found: Found, choices: Sequence[Choice]) -> Ints:
    """Return the region of each row after mending, shape (rows,), UNASSIGNED where none."""
    region = found.region.copy()
    for finding, choice in zip(found.findings, choices, strict=True):
        if finding.flaw in PLACE_FLAWS and choice.action is Action.MEND:
            region[finding.at[0]] = found.known.by_code.get(choice.value, UNASSIGNED)
    return ints(region)


def _let_places_wait(region: Ints, fate: NDArray[np.int8]) -> None:
    """Let all rows of a place wait where one does: a figure is the sum of them all or is not taken."""
    waits = np.unique(region[(fate == Fate.WAITING) & (region != UNASSIGNED)])
    fate[(fate == Fate.TAKEN) & np.isin(region, waits)] = Fate.WAITING


def _clashes(
    found: Found, chosen: Mapping[int, Choice], settled: Sequence[Choice], fate: NDArray[np.int8]
) -> dict[int, str]:
    """Return rows whose mend does not fit: a region nobody knows, an id that another row has."""
    clashes = {}
    for at, choice in chosen.items():
        finding = found.findings[at]
        mends = choice.action is Action.MEND and finding.flaw in PLACE_FLAWS
        if mends and choice.value not in found.known.by_code:
            clashes[finding.at[0]] = tr("no region has the code {value}", value=repr(choice.value))
    without_id = [found.findings[at] for at in found.index.without_id]
    if without_id:
        used = {cell for cell in found.table.columns[without_id[0].column] if cell}
        for at, finding in zip(found.index.without_id, without_id, strict=True):
            record, choice = finding.at[0], settled[at]
            if choice.action is not Action.MEND:
                continue
            if not choice.value.strip() or choice.value in used:
                clashes[record] = tr("another row has the id {value}", value=repr(choice.value))
            elif fate[record] == Fate.TAKEN:
                used.add(choice.value)
    return clashes


def _plain(cells: tuple[str, ...], *, comma: bool, keep: bool) -> tuple[str, ...]:
    """Return cells of numbers as programs write them; others as they are (`keep`), else ""."""
    if not comma:
        try:
            [float(cell) for cell in cells if cell]
        except ValueError:
            pass
        else:
            return cells
    values = numbers(cells, comma_likely=comma)[0].tolist()
    if keep:
        pairs = zip(values, cells, strict=True)
        return tuple(number(value) if value == value else cell for value, cell in pairs)
    return tuple(number(value) for value in values)
