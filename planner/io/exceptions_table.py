"""Named accounts from a file or the clipboard: account, rep, reason, asked by, until, counts."""

from __future__ import annotations

import bisect
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from planner.io.cells import absent_columns, date_column, read_date
from planner.io.owners import people_of, plainly
from planner.io.read_apart import Waiting
from planner.io.tables import Table, read_table, table_of_text
from planner.io.yes_no import NO, YES
from planner.language import tr
from planner.model.accounts import rows_by_id
from planner.model.issues import Issue, Severity, blocks
from planner.model.plan import Plan
from planner.model.scenarios import AccountException
from planner.model.types import AccountId, RepId, frozen_map

KEYS = ("account_id", "rep_id", "reason", "asked_by", "until", "counts")
"""Columns in the order they are taken where a table has no header."""

USUAL: Mapping[str, tuple[str, ...]] = frozen_map(
    {
        "account_id": (
            "account_id", "account", "account id", "account name", "customer", "customer id",
            "klant", "klantnummer", "klantnaam", "relatie", "client", "compte", "kunde",
            "account number", "customer number", "company", "debiteur", "kundennummer", "firma",
        ),
        "rep_id": (
            "rep_id", "rep", "rep id", "owner", "named for", "new owner", "account manager",
            "vertegenwoordiger", "eigenaar", "représentant", "vertreter",
            "account owner", "accountmanager", "sales rep", "salesperson", "verkoper", "betreuer",
            "verkäufer", "commercial",
        ),
        "reason": ("reason", "why", "reden", "raison", "grund", "note", "opmerking"),
        "asked_by": ("asked_by", "asked by", "requested by", "manager", "aangevraagd door", "demandé par"),
        "until": ("until", "end", "end date", "valid until", "tot", "tot en met", "jusqu'au", "bis"),
        "counts": ("counts", "counts in the balance", "in the balance", "telt mee", "compte", "zählt"),
    }
)  # fmt: skip
"""Headers that are understood, without regard to capitals."""

UNKNOWN = {"account": "account_unknown", "rep": "rep_unknown"}
AMBIGUOUS = {"account": "account_ambiguous", "rep": "rep_ambiguous"}

GUESSES = 3
MOST_GUESSED = 50
"""Unknown names for which the nearest are looked up; the rest are listed without."""
ROWS_BETWEEN = 500
"""Rows from one moment at which the look may end to the next."""
MOST_COMPARED = 200
"""Names that one name is held against, from each side it could be near."""


@dataclass(frozen=True, slots=True)
class ExceptionSource:
    """[[exceptions]] of a plan: a file, and which column stands for which of `KEYS`."""

    path: Path
    columns: Mapping[str, str] = field(default_factory=frozen_map)


def read_exceptions(
    sources: Iterable[ExceptionSource], plan: Plan
) -> tuple[Plan, tuple[Issue, ...]]:
    """Return the plan with the named accounts of some files in Today, from where scenarios copy them.

    What a file says of an account comes before what Today says of it, a later file before an
    earlier one. A file that cannot be read is an error among the issues.
    """
    issues: tuple[Issue, ...] = ()
    named = {one.account_id: one for one in plan.today.exceptions}
    for source in sources:
        table, more = read_table(source.path)
        issues += more
        if table is not None:
            found, more = exceptions_of(table, plan, source.columns)
            issues += more
            named |= {one.account_id: one for one in found}
    if tuple(named.values()) == plan.today.exceptions:
        return plan, issues
    today = replace(plan.today, exceptions=tuple(named.values()))
    return replace(plan, scenarios=(today, *plan.scenarios[1:])), issues


def exceptions_of_text(
    text: str, plan: Plan, name: str = "clipboard", waiting: Waiting | None = None
) -> tuple[tuple[AccountException, ...], tuple[Issue, ...]]:
    """Return the named accounts of a table that was pasted; without a header the columns are as in `KEYS`."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = max("\t;,|", key=first.count)
    headers = [plainly(cell.strip('"')) for cell in first.split(sign)]
    issues: tuple[Issue, ...] = ()
    headless = first and not any(
        word in USUAL[key] for key in ("account_id", "rep_id") for word in headers
    )
    if headless:
        usual = KEYS[: len(headers)]
        text = sign.join(usual) + "\n" + text
        found, mend = (
            tr("there is no header"),
            tr("Took the columns as {names}.", names=", ".join(usual)),
        )
        issues = (Issue("order_guessed", Severity.NOTE, name, found, mend),)
    table, more = table_of_text(text, name)
    if table is None:
        return (), issues + more
    if headless:
        table = replace(table, rows=tuple(row - 1 for row in table.rows))
    found_, said = exceptions_of(table, plan, waiting=waiting)
    return found_, issues + more + said


def exceptions_of(
    table: Table,
    plan: Plan,
    columns: Mapping[str, str] | None = None,
    waiting: Waiting | None = None,
) -> tuple[tuple[AccountException, ...], tuple[Issue, ...]]:
    """Return the named accounts of a table, and an issue for each cell that was not understood.

    Accounts and reps are told by id, or by name where nobody else has it. A row without a known
    account or rep is left out; of two rows for one account the last counts.

    Parameters
    ----------
    table : Table
    plan : Plan
    columns : mapping of str to str, optional
        Column that stands for a key; the others are found by their usual headers.
    waiting : callable, optional
        Called every moment; what it raises ends the look.
    """
    wait = waiting or (lambda: None)
    named = {key: column for key, column in (columns or {}).items() if column}
    issues = absent_columns(table, list(named.items()))
    at = named | _found(table, named)
    for key, what in (("account_id", "account"), ("rep_id", "rep")):
        if key not in at:
            there = ", ".join(table.columns)
            found = tr("no column names the {what}; there are {there}", what=what, there=there)
            mend = tr("Call the column {what}.", what=what)
            issues += (Issue("column_missing", Severity.ERROR, table.file, found, mend),)
    if blocks(issues):
        return (), issues
    accounts, more = _accounts(table, at["account_id"], plan, wait)
    people, said = _people(table, at["rep_id"], plan, wait)
    days, wrong = _days(table, at.get("until"))
    counts, odd = _counts(table, at.get("counts"))
    rows, doubles = _rows(table, accounts, people)
    reason, asked_by = _texts(table, at.get("reason")), _texts(table, at.get("asked_by"))
    found_ = tuple(
        AccountException(
            AccountId(accounts[row]),
            RepId(people[row]),
            reason[row],
            read_date(days[row]),
            asked_by[row],
            counts[row],
        )
        for row in rows
    )
    return found_, (*issues, *more, *said, *wrong, *odd, *doubles)


def _found(table: Table, named: Mapping[str, str]) -> dict[str, str]:
    at: dict[str, str] = {}
    taken = set(named.values())
    for key in KEYS:
        for column in table.columns:
            known = key not in named and key not in at and column not in taken
            if known and plainly(column) in USUAL[key]:
                at[key] = column
                taken.add(column)
    return at


def _rows(
    table: Table, accounts: Sequence[str], people: Sequence[str]
) -> tuple[list[int], list[Issue]]:
    """Return the rows that can be used, one for each account, and what is said of the others."""
    last: dict[str, int] = {}
    issues = []
    for row, (account, rep) in enumerate(zip(accounts, people, strict=True)):
        if not (account and rep):
            continue
        if account in last:
            found = tr(
                "account {account} stands in row {row} already",
                account=account,
                row=table.rows[last[account]],
            )
            issues.append(_doubt("id_duplicate", table, row, "", found, tr("This row counts.")))
        last[account] = row
    return sorted(last.values()), issues


def _accounts(
    table: Table, column: str, plan: Plan, wait: Waiting
) -> tuple[list[str], list[Issue]]:
    """Return the id of each row's account, "" where it is not known."""
    ids, cells = rows_by_id(plan.accounts), table.columns[column]
    by_word: dict[str, list[str]] = {}
    if any(AccountId(cell) not in ids for cell in cells if cell):
        pairs = zip(plan.accounts.ids, plan.accounts.names, strict=True)
        for account, name in pairs:
            by_word.setdefault(plainly(name), []).append(str(account))
            if plainly(account) != plainly(name):
                by_word.setdefault(plainly(account), []).append(str(account))
    names = {str(one): plan.accounts.names[row] for one, row in ids.items()} if by_word else {}
    return _matched(table, column, "account", {str(one) for one in ids}, by_word, names, wait)


def _people(table: Table, column: str, plan: Plan, wait: Waiting) -> tuple[list[str], list[Issue]]:
    """Return the id of each row's rep, "" where he is not known."""
    people = people_of(plan.reps)
    by_word: dict[str, list[str]] = {}
    for rep in plan.reps:
        for word in {plainly(rep.name), plainly(rep.id)}:
            by_word.setdefault(word, []).append(str(rep.id))
    for cell in {*table.columns[column]}:
        rep_of = people.find(cell) if plainly(cell) not in by_word else None
        if rep_of is not None:
            by_word[plainly(cell)] = [str(rep_of.id)]
    names = {str(rep.id): rep.name for rep in plan.reps}
    return _matched(table, column, "rep", set(people.ids), by_word, names, wait)


def _matched(
    table: Table,
    column: str,
    what: str,
    ids: set[str],
    by_word: Mapping[str, list[str]],
    names: Mapping[str, str],
    wait: Waiting,
) -> tuple[list[str], list[Issue]]:
    found: list[str] = []
    issues: list[Issue] = []
    nearest = _Nearest(by_word, names)
    for row, cell in enumerate(table.columns[column]):
        if row % ROWS_BETWEEN == 0:
            wait()
        same = [cell] if cell in ids else by_word.get(plainly(cell), [])
        found.append(same[0] if len(same) == 1 and cell else "")
        if not cell:
            said = (
                tr("the row names no account") if what == "account" else tr("the row names no rep")
            )
            issues.append(_doubt(UNKNOWN[what], table, row, column, said, tr("Left this row out.")))
        elif len(same) > 1:
            fields = {"cell": repr(cell), "count": len(same), "ids": ", ".join(same[:GUESSES])}
            said = (
                tr("{cell} stands for {count} accounts: {ids}", **fields)
                if what == "account"
                else tr("{cell} stands for {count} reps: {ids}", **fields)
            )
            mend = tr("Left this row out; give the id.")
            issues.append(_doubt(AMBIGUOUS[what], table, row, column, said, mend))
        elif not same:
            near = nearest.of(cell) if len(issues) < MOST_GUESSED else ""
            said = (
                tr("there is no account {name}", name=repr(cell))
                if what == "account"
                else tr("there is no rep {name}", name=repr(cell))
            )
            mend = (
                tr("Left out. Nearest: {near}.", near=near)
                if near
                else tr("Left this row out; give the id.")
            )
            issues.append(_doubt(UNKNOWN[what], table, row, column, said, mend))
    return found, issues


class _Nearest:
    """Finds the likeliest names; of many only neighbours in the alphabet and names that share a rare word."""

    def __init__(self, by_word: Mapping[str, list[str]], names: Mapping[str, str]) -> None:
        self._ids = by_word
        self._shown = names
        self._names: list[str] = []
        self._sharing: dict[str, list[str]] = {}

    def of(self, cell: str) -> str:
        """Return the nearest names with their ids, in words; "" where none is near."""
        if not self._names:
            self._learn()
        near = difflib.get_close_matches(plainly(cell), self._likely(plainly(cell)), GUESSES)
        ids = dict.fromkeys(self._ids[one][0] for one in near)
        return ", ".join(f"{self._shown[one]} ({one})" for one in ids)

    def _learn(self) -> None:
        self._names = sorted(self._ids)
        for name in self._names:
            for part in set(name.split()):
                self._sharing.setdefault(part, []).append(name)

    def _likely(self, word: str) -> list[str]:
        at = bisect.bisect_left(self._names, word)
        likely = self._names[max(0, at - MOST_COMPARED // 2) : at + MOST_COMPARED // 2]
        for part in word.split():
            sharing = self._sharing.get(part, [])
            likely += sharing if len(sharing) <= MOST_COMPARED else []
        return list(dict.fromkeys(likely))


def _days(table: Table, column: str | None) -> tuple[Sequence[str], tuple[Issue, ...]]:
    return (("",) * len(table), ()) if column is None else date_column(table, column)


def _counts(table: Table, column: str | None) -> tuple[list[bool], list[Issue]]:
    issues: list[Issue] = []
    counts = []
    for row, cell in enumerate(_texts(table, column)):
        word = cell.casefold()
        if word and word not in YES | NO:
            said, mend = (
                tr("{cell} is neither yes nor no", cell=repr(cell)),
                tr("Took yes: it counts in the balance."),
            )
            issues.append(_doubt("value_wrong", table, row, column or "", said, mend))
        counts.append(word not in NO)
    return counts, issues


def _texts(table: Table, column: str | None) -> Sequence[str]:
    return ("",) * len(table) if column is None else table.columns[column]


def _doubt(code: str, table: Table, row: int, column: str, found: str, mend: str) -> Issue:
    return Issue(code, Severity.WARNING, table.file, found, mend, table.rows[row], column)
