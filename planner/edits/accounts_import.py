"""Accounts of a file put into a plan that is open: updated by id, added, and those that are gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from planner.edits.likely_ids import said_of_ids
from planner.edits.reloading import reloaded
from planner.io.owners import with_rep_ids
from planner.io.today import present_exceptions
from planner.language import tr, tr_count
from planner.model.accounts import Accounts
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, AccountException, Scenario
from planner.model.types import Bools, Floats, Ints, bools, floats, frozen_map, identical, ints
from planner.store.rows import number


@dataclass(frozen=True, slots=True)
class Taking:
    """How accounts of a file are taken.

    Attributes
    ----------
    names, places : bool
        Whether the file says what accounts are called, and where they are; else the plan's own stay.
    keep_vanished : bool
        Whether accounts that the file has not got stay.
    not_taken : collection of str
        Ids of rows that wait for a choice or are left out: their accounts stay as they are in any case.
    """

    names: bool = True
    places: bool = True
    keep_vanished: bool = True
    not_taken: Collection[str] = ()


def import_accounts(
    plan: Plan, fresh: Accounts, taking: Taking = Taking()
) -> tuple[Plan, tuple[Issue, ...]]:
    """Return the plan with the accounts of a file, and what that did besides.

    Accounts are updated by id, column by column: a column that the file has not got stays as it is.
    Owners of regions stay in every scenario; exceptions of accounts that are gone are dropped; in
    Today, accounts whose region or owner is another now are told apart from their region anew.
    The same plan comes back when the file says nothing new.

    Raises
    ------
    FormulaError
        When a measure names a column that holds text now.
    """
    fresh = with_rep_ids(fresh, plan.reps)
    accounts = merged(plan.accounts, fresh, taking)
    if identical(accounts, plan.accounts):
        return plan, ()
    made = reloaded(plan, accounts=accounts)
    touched = _touched(plan.accounts, accounts)
    today = _today(made, touched)
    scenarios = [today, *(_without_gone(one, accounts) for one in made.scenarios[1:])]
    said = _said_of_exceptions(plan.scenarios, scenarios, accounts)
    made = replace(made, scenarios=tuple(scenarios))
    said = (
        *said_of_ids(plan.accounts.ids, fresh.ids, (tr("account"), tr("accounts"))),
        *said,
        *_said_of_columns(plan.accounts, made),
    )
    return made, said


def merged(old: Accounts, fresh: Accounts, taking: Taking) -> Accounts:
    """Return accounts of the plan updated by those of a file, in the plan's order, then the file's."""
    place = {id_: at for at, id_ in enumerate(fresh.ids)}
    not_taken = set(taking.not_taken)
    stays = [
        at
        for at, id_ in enumerate(old.ids)
        if taking.keep_vanished or id_ in place or str(id_) in not_taken
    ]
    known = set(old.ids)
    added = [at for at, id_ in enumerate(fresh.ids) if id_ not in known]
    kept = ints(np.array(stays, np.int32))
    source = [place.get(old.ids[at], -1) for at in stays]
    rows = _Rows(kept, ints([*source, *added]))
    ids = (*(old.ids[at] for at in stays), *(fresh.ids[at] for at in added))
    text, figures = _columns(old, fresh, rows)
    region = ints(rows.values(old.region, fresh.region, update=taking.places))
    return Accounts(
        ids=ids,
        names=rows.texts(old.names, fresh.names, update=taking.names),
        region=region,
        lon_lat=_points(old, fresh, rows, region, update=taking.places),
        text=frozen_map(text),
        numbers=frozen_map(figures),
    )


def _points(old: Accounts, fresh: Accounts, rows: _Rows, region: Ints, *, update: bool) -> Floats:
    """Return degrees; a file that gives none takes none away from accounts that stay in their region."""
    points = np.column_stack(
        [
            rows.values(old.lon_lat[:, axis], fresh.lon_lat[:, axis], update=update)
            for axis in (0, 1)
        ]
    )
    held = len(rows.kept)
    stays = np.isnan(points[:held]).any(axis=1) & (region[:held] == old.region[rows.kept])
    points[:held][stays] = old.lon_lat[rows.kept][stays]
    return floats(points)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Which rows of the plan stay, and which row of the file each of the result has (-1 none)."""

    kept: Ints
    source: Ints

    @property
    def updated(self) -> Bools:
        """Result rows that the file has."""
        return bools(self.source >= 0)

    def _takes(self, update: bool) -> Bools:
        takes = self.updated.copy()
        if not update:  # those of the plan keep their own, new ones have no other
            takes[: len(self.kept)] = False
        return bools(takes)

    def values(self, old: Floats | Ints, fresh: Floats | Ints, *, update: bool) -> Floats:
        """Return numbers of the result."""
        made = np.full(len(self.source), np.nan)
        made[: len(self.kept)] = old[self.kept]
        takes = self._takes(update)
        made[takes] = fresh[self.source[takes]]
        return floats(made)

    def texts(
        self, old: tuple[str, ...], fresh: tuple[str, ...], *, update: bool = True
    ) -> tuple[str, ...]:
        """Return texts of the result."""
        made = [
            *(old[at] for at in self.kept.tolist()),
            *[""] * (len(self.source) - len(self.kept)),
        ]
        takes = self._takes(update)
        pairs = zip(np.flatnonzero(takes).tolist(), self.source[takes].tolist(), strict=True)
        for at, row in pairs:
            made[at] = fresh[row]
        return tuple(made)


def _columns(
    old: Accounts, fresh: Accounts, rows: _Rows
) -> tuple[dict[str, tuple[str, ...]], dict[str, Floats]]:
    """Return text and number columns of the result.

    What is text in the plan stays text, since rules compare it so; what was empty becomes what the
    file has.
    """
    text: dict[str, tuple[str, ...]] = {}
    figures: dict[str, Floats] = {}
    for key in dict.fromkeys((*old.text, *fresh.text, *old.numbers, *fresh.numbers)):
        in_file = key in fresh.text or key in fresh.numbers
        was_text = key in old.text and not (key in fresh.numbers and _is_empty(old, key))
        if was_text or key in fresh.text:
            before, after = _text(old, key), _text(fresh, key)
            text[key] = rows.texts(before, after, update=in_file)
        else:
            nothing, none = np.full(len(old), np.nan), np.full(len(fresh), np.nan)
            before_n, after_n = old.numbers.get(key, nothing), fresh.numbers.get(key, none)
            figures[key] = rows.values(before_n, after_n, update=in_file)
    return text, figures


def _text(accounts: Accounts, key: str) -> tuple[str, ...]:
    if key in accounts.numbers:
        return tuple(number(value) for value in accounts.numbers[key].tolist())
    return accounts.column(key)


def _touched(before: Accounts, after: Accounts) -> frozenset[str]:
    """Return accounts that are new, or whose region, owner or mark as named is another now."""
    old = {id_: at for at, id_ in enumerate(before.ids)}
    told = [
        (one.column("owner"), one.column("named"), one.region.tolist()) for one in (before, after)
    ]
    (owner, named, region), (owner_now, named_now, region_now) = told
    return frozenset(
        str(id_)
        for at, id_ in enumerate(after.ids)
        if id_ not in old
        or owner[old[id_]] != owner_now[at]
        or named[old[id_]] != named_now[at]
        or region[old[id_]] != region_now[at]
    )


def _today(plan: Plan, touched: frozenset[str]) -> Scenario:
    today = _without_gone(plan.today, plan.accounts)
    if not touched:
        return today
    fresh = [e for e in present_exceptions(plan, today.base) if str(e.account_id) in touched]
    kept = [e for e in today.exceptions if str(e.account_id) not in touched]
    place: Mapping[str, int] = {str(id_): at for at, id_ in enumerate(plan.accounts.ids)}
    exceptions = tuple(sorted((*kept, *fresh), key=lambda e: place[str(e.account_id)]))
    if exceptions == today.exceptions:
        return today
    return replace(today, exceptions=exceptions)


def _without_gone(scenario: Scenario, accounts: Accounts) -> Scenario:
    there = set(accounts.ids)
    kept = tuple(one for one in scenario.exceptions if one.account_id in there)
    return scenario if kept == scenario.exceptions else replace(scenario, exceptions=kept)


def _said_of_exceptions(
    before: Collection[Scenario], after: Collection[Scenario], accounts: Accounts
) -> tuple[Issue, ...]:
    there, issues = set(accounts.ids), []
    for old, _new in zip(before, after, strict=True):
        gone: list[AccountException] = [e for e in old.exceptions if e.account_id not in there]
        if gone and old.name != TODAY:
            named = ", ".join(str(one.account_id) for one in gone[:5])
            found = tr_count(
                len(gone), "{count} named account of {scenario} is gone ({named})",
                "{count} named accounts of {scenario} are gone ({named})",
                scenario=old.name, named=named,
            )  # fmt: skip
            mend = tr("They are owned apart from their region no more.")
            issues.append(Issue("import_effect", Severity.WARNING, "", found, mend))
    return tuple(issues)


def _said_of_columns(before: Accounts, plan: Plan) -> tuple[Issue, ...]:
    """Say which columns hold nothing any more, and what was made of them."""
    issues = []
    for key in (*before.text, *before.numbers):
        if not _is_empty(before, key) and _is_empty(plan.accounts, key):
            users = [one.label for one in plan.segments if key in one.where]
            users += [one.label for one in plan.products if key in one.where]
            users += [one.label for one in plan.measures if key in f"{one.source} {one.where}"]
            mend = (
                tr("Used by {users}.", users=", ".join(users)) if users else tr("No rule uses it.")
            )
            found = tr("no account has anything in {key} any more", key=key)
            severity = Severity.WARNING if users else Severity.NOTE
            issues.append(Issue("import_effect", severity, "", found, mend, column=key))
    return tuple(issues)


def _is_empty(accounts: Accounts, key: str) -> bool:
    if key in accounts.numbers:
        return bool(np.isnan(accounts.numbers[key]).all())
    return not any(accounts.column(key))
