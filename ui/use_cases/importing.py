"""Import accounts, people or figures into a plan that is open: read, propose, decide, apply."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from planner.edits.accounts_import import Taking, import_accounts
from planner.edits.figures import join_figures
from planner.edits.reloading import reloaded
from planner.edits.reps_import import import_reps
from planner.insight.account_changes import Changes, account_changes, figure_changes, rep_changes
from planner.io.accounts import accounts_of
from planner.io.column_limit import too_wide
from planner.io.column_looks import Known, Look, known_of, looks_of
from planner.io.column_names import FIGURE, PLACE_NAME, REGION, Kind, bare, meanings
from planner.io.columns import numbers
from planner.io.dates import date_form, read_date
from planner.io.deciding import PLACE_FLAWS, Fate, Import
from planner.io.find_places import place_keys
from planner.io.finding import Action, Choice, Finding, Flaw, Found, mend
from planner.io.findings import find
from planner.io.likeness import Likeness
from planner.io.mapping import Guess, propose, signature
from planner.io.rejected import given_back
from planner.io.reps import reps_of
from planner.io.tables import Table, TableFormat, read_table, table_of_text
from planner.io.today import with_first_owners
from planner.language import tr, tr_count
from planner.model.formula import FormulaError
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Floats, Ints, floats, frozen_map, ints
from planner.notation import read_number
from planner.store.column_memory import latest, recall
from planner.store.rows import number

Report = Callable[[str, float], None]
"""Told what is being done and how far it is, 0..1."""
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: a file, or text from the clipboard.

    Attributes
    ----------
    kind : Kind or None
        What its rows are; None finds out.
    path : Path or None
    text : str
    asked : TableFormat
        What the user says of the file.
    """

    kind: Kind | None
    path: Path | None = None
    text: str = ""
    asked: TableFormat = field(default_factory=TableFormat)

    @property
    def name(self) -> str:
        """What it is called on screen."""
        return self.path.name if self.path is not None else tr("clipboard")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A table that was read, and what its columns are taken for.

    Attributes
    ----------
    source : Source
    kind : Kind
    table : Table or None
        None where nothing could be read; `issues` then say why.
    looks : mapping of str to Look
    guesses : tuple of Guess
        One a column.
    remembered : bool
        Whether the meanings are those of the last file with these columns.
    known : Known
    issues : tuple of Issue
    """

    source: Source
    kind: Kind
    table: Table | None
    looks: Mapping[str, Look]
    guesses: tuple[Guess, ...]
    remembered: bool
    known: Known
    issues: tuple[Issue, ...]

    @property
    def meanings(self) -> dict[str, str]:
        """Meaning by column."""
        return {guess.column: guess.meaning for guess in self.guesses}


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What an import makes of the plan; nothing is changed until it is taken.

    Attributes
    ----------
    made : Import
    plan : Plan or None
        The plan after it; None where it cannot be taken, `issues` say why.
    base : Plan
        The plan before it.
    changes : Changes
    issues : tuple of Issue
    sums : tuple of (column, sum in the file, sum in the plan before or None)
    region_fate : Ints, shape (n,)
        `Fate` of the rows of each region, or `MENDED`, or `NO_ROW`.
    """

    made: Import
    plan: Plan | None
    base: Plan
    changes: Changes
    issues: tuple[Issue, ...]
    sums: tuple[tuple[str, float, float | None], ...]
    region_fate: Ints


NO_ROW, MATCHED, MENDED, WAITS = 0, 1, 2, 3
"""What `Outcome.region_fate` says of a region."""


MENDS = (Action.MEND, Action.FIRST, Action.LATER, Action.TOGETHER)


class Cancelled(Exception):
    """Raised through work that was asked to stop."""


def read(
    source: Source,
    plan: Plan,
    old_codes: Mapping[str, str],
    report: Report | None = None,
    stop: Stop | None = None,
) -> Reading:
    """Read a table and say what each column is; raises Cancelled when stopped."""
    tell = _watched(report, stop)
    tell(tr("Reading"), 0.0)
    if source.path is not None:
        table, issues = read_table(source.path, source.asked, tell, stop)
    else:
        table, issues = table_of_text(source.text)
    known = known_of(plan, old_codes)
    if table is None:
        return Reading(source, source.kind or Kind.ACCOUNTS, None, {}, (), False, known, issues)
    table = given_back(table)
    tell(tr("Looking at the columns"), 0.7)
    looks = looks_of(table, known)
    kind = source.kind or _kind_before(table) or likely_kind(table, known, looks)
    guesses = propose(table, kind, known, looks)
    kept, more = recall(signature(table.columns, kind))
    if kept is not None:
        guesses = tuple(_remembered(guess, kept, kind) for guess in guesses)
    return Reading(source, kind, table, looks, guesses, kept is not None, known, issues + more)


def _kind_before(table: Table) -> Kind | None:
    """Return what the rows of the last file with these columns were."""
    kinds = {signature(table.columns, kind): kind for kind in Kind}
    last = latest(kinds)
    return None if last is None else kinds[last]


def likely_kind(table: Table, known: Known, looks: Mapping[str, Look]) -> Kind:
    """Return what the rows of a table are: people have a role or a contract, places come once each."""
    people = {guess.meaning for guess in propose(table, Kind.PEOPLE, known, looks)}
    if len(people & {"role", "fte", "contract_hours_week", "manager_id", "skills"}) >= 2:
        return Kind.PEOPLE
    figures = {guess.meaning: guess.column for guess in propose(table, Kind.FIGURES, known, looks)}
    accounts = {guess.meaning for guess in propose(table, Kind.ACCOUNTS, known, looks)}
    place = figures.get(REGION, figures.get(PLACE_NAME, ""))
    once = bool(place) and looks[place].unique > 0.9
    if once and FIGURE in figures and not {"status", "owner", "lat"} & accounts:
        return Kind.FIGURES
    return Kind.ACCOUNTS


def refreshed(reading: Reading, plan: Plan, old_codes: Mapping[str, str]) -> Reading:
    """Return a reading for a plan that is another now, or with another table of old codes."""
    return replace(reading, known=known_of(plan, old_codes))


def _remembered(guess: Guess, kept: Mapping[str, str], kind: Kind) -> Guess:
    meaning = kept.get(bare(guess.column))
    if meaning is None or meaning not in meanings(kind) or meaning == guess.meaning:
        return guess
    return Guess(guess.column, meaning, tr("as you chose for a file like this"))


def to_remember(found: Mapping[str, str]) -> dict[str, str]:
    """Return the meanings by bare column name, as they are kept."""
    return {bare(column): meaning for column, meaning in found.items()}


def look(
    reading: Reading,
    meaning: Mapping[str, str],
    report: Report | None = None,
    stop: Stop | None = None,
) -> Found:
    """Return every doubt about the rows; raises Cancelled when stopped."""
    if reading.table is None:
        raise ValueError("there is no table")
    tell = _watched(report, stop)
    return find(reading.table, frozen_map(meaning), reading.kind, reading.known, tell)


def old_codes_of(
    path: Path, plan: Plan, report: Report | None = None, stop: Stop | None = None
) -> tuple[dict[str, str], tuple[Issue, ...]]:
    """Read the user's own table of codes of before: old codes or names beside known codes.

    Raises Cancelled when stopped.

    Returns
    -------
    dict of str to str, tuple of Issue
        Region id by old code, and by bare old name.
    """
    tell = _watched(report, stop)
    table, issues = read_table(path, TableFormat(), tell, stop)
    if table is None:
        return {}, issues
    tell(tr("Looking at the codes"), 0.8)
    known = known_of(plan)
    columns = list(table.columns)
    shares = [sum(cell in known.by_code for cell in table.columns[name]) for name in columns]
    if len(columns) < 2 or not max(shares):
        found = tr("no column has codes of the plan")
        mend = tr("Give a table with an old code or name and the code of today.")
        return {}, (*issues, Issue("column_missing", Severity.ERROR, path.name, found, mend))
    today = columns[shares.index(max(shares))]
    old: dict[str, str] = {}
    for name in columns:
        if name == today:
            continue
        for before, now in zip(table.columns[name], table.columns[today], strict=True):
            if before and now in known.by_code and before not in known.by_code:
                region = str(plan.regions.ids[known.by_code[now]])
                old.setdefault(before, region)
                old.setdefault(bare(before), region)
    return old, issues


def outcome(
    made: Import,
    plan: Plan,
    *,
    keep_vanished: bool = True,
    report: Report | None = None,
    stop: Stop | None = None,
) -> Outcome:
    """Return what the rows taken make of the plan; raises Cancelled when stopped."""
    tell = _watched(report, stop)
    tell(tr("Putting the rows into the plan"), 0.1)
    kind = made.found.kind
    after: Plan | None = None
    changes = Changes()
    issues = made.found.issues
    try:
        if not made.found.absent and made.count(Fate.TAKEN):
            make = {Kind.ACCOUNTS: _accounts, Kind.PEOPLE: _people, Kind.FIGURES: _figures}[kind]
            after, changes, more = make(made, plan, keep_vanished, tell)
            issues += more
            if after is not None and after is not plan:
                after, more = with_first_owners(after)
                issues += more
            wide = () if after is None else too_wide(after)
            issues += wide
            after = None if wide else after
    except FormulaError as error:
        issues += (Issue("formula_wrong", Severity.ERROR, "", error.found, error.mend),)
    issues = tuple(sorted(issues, key=lambda issue: issue.row is not None))  # whole columns first
    tell(tr("Adding up"), 0.9)
    return Outcome(made, after, plan, changes, issues, _sums(made, plan), _region_fate(made))


Made = tuple[Plan | None, Changes, tuple[Issue, ...]]


def _accounts(made: Import, plan: Plan, keep_vanished: bool, tell: Report) -> Made:
    found, at = made.found, made.columns()
    known = found.known
    usable = {"place" if key == PLACE_NAME else key: column for key, column in at.items()}
    fresh, issues = accounts_of(
        made.mended(), usable, plan.regions, known.by_code, known.sums, known.compared, report=tell
    )
    if fresh is None:
        return None, Changes(), issues
    ids = found.table.columns[at["id"]]
    not_taken = frozenset(ids[row] for row in np.flatnonzero(made.fate != Fate.TAKEN).tolist())
    taking = Taking("name" in at, bool(place_keys(at)), keep_vanished, not_taken)
    after, more = import_accounts(plan, fresh, taking)
    in_file = {*map(str, fresh.ids), *not_taken}
    changes = account_changes(plan.accounts, after.accounts, plan.regions, in_file)
    renamed = tuple(issue for issue in issues if issue.code == "column_double")
    return after, changes, (*renamed, *more)


def _people(made: Import, plan: Plan, keep_vanished: bool, _tell: Report) -> Made:
    found, at = made.found, made.columns()
    others = {str(rep.id): rep.name for rep in plan.reps}
    fresh, issues = reps_of(made.mended(), at, others=others, regions=plan.regions)
    if fresh is None:
        return None, Changes(), issues
    ids = found.table.columns[at["rep_id"]]
    not_taken = frozenset(ids[row] for row in np.flatnonzero(made.fate != Fate.TAKEN).tolist())
    after, more = import_reps(
        plan, fresh, tuple(at), keep_vanished=keep_vanished, not_taken=not_taken
    )
    in_file = {*(str(rep.id) for rep in fresh), *not_taken}
    doubts = tuple(one for one in issues if one.code != "home_missing")
    return after, rep_changes(plan.reps, after.reps, in_file), (*doubts, *more)


def _figures(made: Import, plan: Plan, _keep_vanished: bool, _tell: Report) -> Made:
    figures = made.figures()
    for name, values in figures.items():
        before = plan.regions.columns.get(name)
        if before is not None:  # places without a row keep what they have
            figures[name] = floats(np.where(np.isnan(values), before, values))
    after = reloaded(plan, regions=join_figures(plan, figures).regions)
    changes = figure_changes(plan, after, tuple(figures))
    replaced = sum(any(cell.before for cell in one.cells) for one in changes.changed)
    again = made.found.table.given_back and replaced
    return after, changes, (_replaced(made.found.table.file, replaced),) if again else ()


def _replaced(file: str, places: int) -> Issue:
    """Say that rows given back replace figures: those of other rows of the place are not among them."""
    found = tr_count(
        places, "{count} place of these rows has a figure already",
        "{count} places of these rows have a figure already",
    )  # fmt: skip
    mend = tr("Replaced. Where your first file has more rows of a place, correct it there instead.")
    return Issue("import_effect", Severity.NOTE, file, found, mend)


def _sums(made: Import, plan: Plan) -> tuple[tuple[str, float, float | None], ...]:
    """Return what each figure of the file adds up to, and what the plan has of it."""
    if made.found.kind is Kind.FIGURES:
        old = plan.regions.columns
        return tuple(
            (column, float(np.nansum(values)), _total(old.get(column)))
            for column, values in made.figures().items()
        )
    return ()


def _total(values: Floats | None) -> float | None:
    return None if values is None else float(np.nansum(values))


def _region_fate(made: Import) -> Ints:
    """Return for each region whether a row was matched, mended, waits, or there is none."""
    found = made.found
    fate = np.full(len(found.known.regions), NO_ROW, np.int32)
    regions = made.regions()
    waits = (made.fate == Fate.WAITING) & (regions != UNASSIGNED)
    fate[regions[waits]] = WAITS
    taken = (made.fate == Fate.TAKEN) & (regions != UNASSIGNED)
    fate[regions[taken]] = MATCHED
    mended = np.zeros(len(taken), np.bool_)
    for finding, choice in zip(found.findings, made.choices, strict=True):
        mended[list(finding.at)] |= choice.action in MENDS
    fate[regions[taken & mended]] = MENDED
    return ints(fate)


def typed_choice(finding: Finding, text: str, found: Found) -> Choice | None:
    """Return the choice that a text typed for a finding means; None where it does not fit there.

    Numbers and days are read as those of the file are: 1.500 beside 2,50 is no one and a half.
    """
    known, table = found.known, found.table
    if finding.flaw in PLACE_FLAWS:
        at = known.by_code.get(text)
        if at is None:
            ids = tuple(map(str, known.regions.ids))
            same = Likeness(zip(known.regions.names, ids, strict=True)).same(text)
            return mend(same) if same else None
        return mend(str(known.regions.ids[at]))
    if finding.flaw is Flaw.OWNER_UNKNOWN:
        owner = known.owners.get(text) or Likeness(known.owners).same(text)
        return mend(owner) if owner else None
    if finding.flaw is Flaw.DATE_WRONG:
        form = date_form(table.columns[finding.column], mostly=False)
        day = read_date(text, month_first=form is not None and form.month_first)
        return mend(day.isoformat()) if day else None
    if finding.flaw is Flaw.ID_MISSING:
        return mend(text)
    value = float(numbers([text], comma_likely=table.comma)[0][0])
    if math.isnan(value):
        value = read_number(text) or value
    return mend(number(value)) if np.isfinite(value) else None


def files_like(reading: Reading) -> str:
    """Return what files with these columns have in common."""
    return signature(reading.looks, reading.kind)


def _watched(report: Report | None, stop: Stop | None) -> Report:
    def tell(what: str, share: float) -> None:
        if stop is not None and stop():
            raise Cancelled
        if report is not None:
            report(what, share)

    return tell
