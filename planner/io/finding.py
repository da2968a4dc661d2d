"""What is doubtful in a row of a file, and what may be done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from planner.io.column_looks import Known
from planner.io.column_names import KEEP, LEAVE_OUT, MANY, Kind
from planner.io.tables import Table
from planner.model.issues import Issue
from planner.model.types import Ints, ints
from planner.model.words import ACCOUNT_NUMBERS, ACCOUNT_TEXT

MENDED_REGION = "region (mended)"
"""Column that takes the region of rows whose file has none for it."""


class Flaw(StrEnum):
    """Kinds of what is doubtful, in the order they are listed."""

    ID_MISSING = "id_missing"
    TWICE = "twice"
    REGION_UNKNOWN = "region_unknown"
    NAME_DIFFERS = "name_differs"
    PLACE_MISSING = "place_missing"
    PLACE_OUTSIDE = "place_outside"
    NUMBER_WRONG = "number_wrong"
    NUMBER_COMMA = "number_comma"
    NUMBER_NEGATIVE = "number_negative"
    NUMBER_MISSING = "number_missing"
    DATE_WRONG = "date_wrong"
    OWNER_UNKNOWN = "owner_unknown"


class Action(StrEnum):
    """What may be done about a row."""

    MEND = "mend"  # write a value into its cell
    AS_IS = "as_is"  # take the row; what the cell says stays, or stays unknown
    FIRST = "first"  # of rows that say the same, keep the first
    LATER = "later"  # ... the last
    TOGETHER = "together"  # ... all, their figures added up
    LEAVE = "leave"  # leave the row out
    WAIT = "wait"  # take the row later
    STOP = "stop"  # import nothing while this is so


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be done about a finding; `value` is what MEND writes."""

    action: Action
    value: str = ""


AS_IS, LEAVE, WAIT, STOP = map(Choice, (Action.AS_IS, Action.LEAVE, Action.WAIT, Action.STOP))
FIRST, LATER, TOGETHER = map(Choice, (Action.FIRST, Action.LATER, Action.TOGETHER))


def mend(value: str) -> Choice:
    """Return the choice that writes a value."""
    return Choice(Action.MEND, value)


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt about one row, or about rows that say the same.

    Attributes
    ----------
    flaw : Flaw
    at : tuple of int
        Records of the table, 0..rows-1, in file order.
    column : str
        Column of the cell, or "".
    found : str
        What the cell says.
    why : str
        What is wrong, in words.
    offers : tuple of Choice
        Repairs, the best first; leaving out, waiting and stopping are possible always.
    default : Choice
    """

    flaw: Flaw
    at: tuple[int, ...]
    column: str
    found: str
    why: str
    offers: tuple[Choice, ...]
    default: Choice

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Everything that may be chosen."""
        return tuple(dict.fromkeys((*self.offers, self.default, LEAVE, WAIT, STOP)))


ACTIONS = tuple(Action)
CODES = {action: at for at, action in enumerate(ACTIONS)}
"""Number of each action, for arrays."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Findings as arrays, so that hundreds of thousands are decided at once.

    Attributes
    ----------
    default : int8, shape (findings,)
        Number of the action that each finding has unless the user chooses.
    record, finding : Ints, shape (touched,)
        Rows that findings are about, and which finding each is of.
    twice, without_id : tuple of int
        Findings about rows that say the same, and about rows without an id.
    """

    default: NDArray[np.int8]
    record: Ints
    finding: Ints
    twice: tuple[int, ...]
    without_id: tuple[int, ...]


def index_of(findings: Sequence[Finding]) -> Index:
    """Return the arrays of findings."""
    lengths = [len(one.at) for one in findings]
    return Index(
        np.array([CODES[one.default.action] for one in findings], np.int8),
        ints([at for one in findings for at in one.at]),
        ints(np.repeat(np.arange(len(findings)), lengths)),
        tuple(at for at, one in enumerate(findings) if one.flaw is Flaw.TWICE),
        tuple(at for at, one in enumerate(findings) if one.flaw is Flaw.ID_MISSING),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A table, what its columns are, and every doubt about its rows.

    Attributes
    ----------
    table : Table
    kind : Kind
    meanings : mapping of str to str
        Meaning by column.
    known : Known
    findings : tuple of Finding
    index : Index
    region : Ints, shape (rows,)
        Region of each row as the file says, else UNASSIGNED.
    absent : tuple of str
        Meanings without which nothing can be imported.
    issues : tuple of Issue
        What is said of whole columns: swapped coordinates, notations that read both ways.
    read_as : mapping of str to str
        What the cells of each column are read as.
    """

    table: Table
    kind: Kind
    meanings: Mapping[str, str]
    known: Known
    findings: tuple[Finding, ...]
    index: Index
    region: Ints
    absent: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    read_as: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "read_as", read_as(self.meanings))

    @property
    def at(self) -> dict[str, str]:
        """Column by meaning, of meanings that only one column has."""
        return columns_by_meaning(self.meanings)

    def name_of(self, record: int) -> str:
        """Return what a row is called: its id or code, and its name."""
        at, columns = self.at, self.table.columns
        keys = ("id", "rep_id", "region") if self.kind is not Kind.FIGURES else ("region",)
        parts = [columns[at[key]][record] for key in keys if key in at][:1]
        parts += [columns[at[key]][record] for key in ("name", "rep", "place_name") if key in at][
            :1
        ]
        return " ".join(filter(None, parts))


def columns_by_meaning(meanings: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each meaning that only one column has."""
    return {meaning: column for column, meaning in meanings.items() if meaning not in MANY}


def read_as(meanings: Mapping[str, str]) -> dict[str, str]:
    """Return the meaning of each column; one kept under a name that is a word of Rayon means that.

    So it is in the plan, whatever was chosen, unless another column has this meaning.
    """
    held = {*meanings.values()}
    words = {*ACCOUNT_NUMBERS, *ACCOUNT_TEXT} - held
    return {
        column: column if meaning == KEEP and column in words else meaning
        for column, meaning in meanings.items()
    }


def taken_columns(meanings: Mapping[str, str]) -> dict[str, str]:
    """Return the columns that are taken, each with its key: the meaning, else its own name."""
    return {
        column: column if meaning in MANY else meaning
        for column, meaning in meanings.items()
        if meaning != LEAVE_OUT
    }
