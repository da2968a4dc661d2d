"""What the assistant shows of an import, in rows and figures. Knows the plan, draws nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from planner.insight.account_changes import Change, Changes
from planner.io.column_names import MANY, Kind, meanings
from planner.io.deciding import Fate, Import
from planner.io.finding import WAIT, Action, Choice, Finding, Flaw, Found
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED
from ui.messages import tr, tr_count
from ui.panels.import_columns import ColumnRow
from ui.panels.import_side import Figure, Listed
from ui.steps.import_words import (
    check_words,
    choice_word,
    filled_words,
    meaning_word,
    region_counts,
    state_word,
)
from ui.tables.finding_model import Line
from ui.widgets.figures import number, quantity

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from ui.use_cases.importing import Outcome, Reading

NAMED = 4
NO_OWN_VALUE = (Flaw.TWICE,)
"""Doubts for which no value can be typed."""


def names_of(plan: Plan) -> dict[str, str]:
    """Return what regions and people are called, by id."""
    names = {str(rep.id): rep.name for rep in plan.reps}
    return names | dict(zip(map(str, plan.regions.ids), plan.regions.names, strict=True))


def meaning_options(kind: Kind, plan: Plan) -> list[tuple[str, str]]:
    """Return key and name of everything that a column can be."""
    return [(key, meaning_word(key, kind, plan)) for key in meanings(kind)]


def column_rows(
    reading: Reading, chosen: Mapping[str, str], found: Found | None
) -> list[ColumnRow]:
    """Return the columns of a file with their checks."""
    doubts = Counter(one.column for one in found.findings) if found is not None else Counter()
    unmatched = int((found.region == UNASSIGNED).sum()) if found is not None else 0
    rows = []
    for guess in reading.guesses:
        look, meaning = reading.looks[guess.column], chosen.get(guess.column, guess.meaning)
        count = len(reading.table) if reading.table is not None else 0
        check, tone = check_words(look, meaning, doubts[guess.column], count, unmatched)
        why = guess.why if meaning == guess.meaning else tr("as you chose")
        shown = ", ".join(look.first) or "–"
        rows.append(
            ColumnRow(
                guess.column, shown, filled_words(look), why, meaning,
                check if found is not None else "", tone, look.form,
            )
        )  # fmt: skip
    return rows


def line_of(made: Import, plan: Plan, names: Mapping[str, str]) -> Callable[[int], Line]:
    """Return a function that puts a finding into words."""
    found = made.found

    def line(at: int) -> Line:
        finding, choice = found.findings[at], made.choices[at]
        word, tone = state_word(made.state(at))
        cell = found.name_of(finding.at[0]) or "–"
        why = finding.why
        if finding.found and finding.found not in cell:
            why = f"{finding.found}: {why}"
        clash = made.clashes.get(finding.at[0], "")
        if clash and choice.action is Action.MEND:
            word, tone = state_word(made.state(at).TO_CHOOSE)
        return Line(
            str(found.table.rows[finding.at[0]]), cell, clash or why,
            choice_word(finding, choice, plan, names), word, tone,
        )  # fmt: skip

    return line


def options_of(
    made: Import, at: int, plan: Plan, names: Mapping[str, str]
) -> tuple[tuple[Choice, ...], tuple[str, ...], int, bool]:
    """Return the choices of a finding, in words, which is chosen, and whether a value can be typed."""
    finding, chosen = made.found.findings[at], made.choices[at]
    choices = tuple(dict.fromkeys((*finding.choices, chosen)))
    words = tuple(
        tr("Decide later") if choice == WAIT else choice_word(finding, choice, plan, names)
        for choice in choices
    )
    return choices, words, choices.index(chosen), finding.flaw not in NO_OWN_VALUE


def side_figures(
    made: Import, outcome: Outcome | None, plan: Plan, fill: Callable[[int], QPixmap]
) -> tuple[list[Figure], list[Figure]]:
    """Return the counts of rows, which add up to those of the file; then of places, and sums."""
    waiting, taken = made.count(Fate.WAITING), made.count(Fate.TAKEN)
    if made.found.absent or made.stops:  # nothing can be imported as it is
        waiting, taken = waiting + taken, 0
    rows = [
        Figure(tr("Imported"), number(taken)),
        Figure(tr("Waiting for your choice"), number(waiting), "warn" if waiting else ""),
        Figure(tr("Left out"), number(made.count(Fate.LEFT_OUT))),
        Figure(tr("Rows in the file"), number(len(made.found.table))),
    ]
    if outcome is None:
        return rows, []
    sums = []
    for column, value, before in outcome.sums:
        sums.append(Figure(tr("{figure}, imported", figure=column), quantity(value, "")))
        if before is not None:
            sums.append(Figure(tr("{figure}, now", figure=column), quantity(before, "")))
    if made.found.kind is Kind.PEOPLE:
        return rows, sums
    return rows, [*_places(made.found.kind, outcome, plan, fill), *sums]


def _places(
    kind: Kind, outcome: Outcome, plan: Plan, fill: Callable[[int], QPixmap]
) -> list[Figure]:
    """Return what came for how many places, each with what draws its fill on the map."""
    none, matched, mended, waits = region_counts(outcome.region_fate)
    places = plan.regions.called[1].capitalize()
    told = (
        (_matched_word(kind, places), matched, 1),
        (tr("{places} with a mended row", places=places), mended, 2),
        (tr("{places} where rows wait", places=places), waits, 3),
        (tr("{places} without a row", places=places), none, 0),
    )
    return [Figure(name, number(count), fill=partial(fill, each)) for name, count, each in told]


def _matched_word(kind: Kind, places: str) -> str:
    if kind is Kind.ACCOUNTS:
        return tr("{places} with an account", places=places)
    return tr("{places} matched", places=places)


def changes_lists(changes: Changes, kind: Kind, plan: Plan) -> list[Listed]:
    """Return what changed, appeared and is gone, each with the first of them."""
    if kind is Kind.FIGURES:
        title = tr("Figures that differ from now")
        return [_changed(changes, title, {})] if changes.changed else []
    words = {key: word for key, word in meaning_options(kind, plan) if key not in MANY}
    words |= {"region": plan.regions.called[0].capitalize(), "lon_lat": tr("Home")}
    lists = [
        _changed(changes, tr("Changed"), words),
        Listed(tr("New"), number(len(changes.appeared)), _names(changes.appeared)),
        Listed(tr("Not in the file"), number(len(changes.vanished)), _names(changes.vanished)),
    ]
    return [one for one in lists if one.count != "0"] or [Listed(tr("Nothing changes"), "", ())]


def _changed(changes: Changes, title: str, words: Mapping[str, str]) -> Listed:
    moved = [
        tr_count(changes.moved("region"), "{count} in another place", "{count} in other places"),
        tr_count(changes.moved("owner"), "{count} with another owner", "{count} with other owners"),
    ]
    told = [
        text for key, text in zip(("region", "owner"), moved, strict=True) if changes.moved(key)
    ]
    lines = (*told, *(_change_words(one, words) for one in changes.changed[: NAMED - len(told)]))
    return Listed(title, number(len(changes.changed)), lines)


def _change_words(change: Change, words: Mapping[str, str]) -> str:
    cell = change.cells[0]
    told = tr(
        "{name}: {column} {before} → {after}",
        name=change.name, column=words.get(cell.column, cell.column),
        before=cell.before or "–", after=cell.after or "–",
    )  # fmt: skip
    more = len(change.cells) - 1
    return told + (tr_count(more, ", 1 more", ", {count} more") if more else "")


def _names(pairs: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    shown = ", ".join(name or id_ for id_, name in pairs[:NAMED])
    return (shown + (" …" if len(pairs) > NAMED else ""),) if pairs else ()


def alike(found: Found, number_: int) -> list[int]:
    """Return the findings that are of the same kind and say the same in the same column."""
    one = found.findings[number_]
    return [at for at, other in enumerate(found.findings) if _same(one, other)]


def _same(one: Finding, other: Finding) -> bool:
    return (one.flaw, one.column, one.found) == (other.flaw, other.column, other.found)
