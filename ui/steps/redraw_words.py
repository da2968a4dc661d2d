"""Words about changes of regions: what was wished for, why it cannot be, what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.edits.redrawing import Redrawn
from planner.model.plan import Plan
from planner.model.redrawing import By, Division, Refusal, Told, Why
from planner.model.regions import RegionSet
from planner.model.scenario_words import scenario_said
from planner.model.types import UNASSIGNED, Floats, Ints, RegionId, floats, ints
from ui.messages import tr, tr_count
from ui.panels.redraw_panel import RedrawFacts
from ui.steps.layer_words import count_words
from ui.use_cases.redrawing import (
    Draw,
    FileWish,
    Merge,
    MoveBorder,
    RemovePoint,
    SplitByLine,
    SplitByRatio,
    Wish,
)
from ui.widgets.figures import number, scale_of

MOST_ROWS = 8
MOST_NAMED = 3


def wish_text(wish: Wish, before: Plan, told: Told) -> str:
    """Return the name of the undo step."""
    names = _names_of(before, told.before)
    match wish:
        case SplitByLine() | SplitByRatio():
            return tr("split {name} into {count}", name=names[0], count=len(told.after))
        case Merge():
            many = count_words(before, len(told.before))
            kept = _names_of(before, told.after)[0]
            return tr("merge {many} into {name}", many=many, name=kept)
        case Draw(name=name):
            return tr("draw {name}", name=name or told.after[-1])
        case RemovePoint():
            return tr("straighten a border of {name}", name=names[0])
        case MoveBorder():
            return tr("move a border of {name}", name=names[0])
        case FileWish(path=path):
            return tr("draw the regions of {file}", file=path.name)
        case _:
            raise ValueError(f"no words for {wish}")


def rename_text(before: RegionSet, after: RegionSet, region: int) -> str:
    """Return the name of the undo step that calls a region otherwise."""
    was, now = before.names[region], after.names[region]
    if was == now:
        return tr("give {name} the code {code}", name=now, code=after.ids[region])
    return tr("rename {was} to {now}", was=was, now=now)


def facts_of(before: Plan, done: Redrawn, text: str, *, named: bool) -> RedrawFacts:
    """Return the figures before and after of the regions that a change touches."""
    after, told = done.plan, done.told
    old, new = _numbers(before, told.before), _numbers(after, told.after)
    columns = [_Column(tr("km²"), lambda plan: plan.regions.area_km2, 1.0, 1)]
    if len(before.accounts):
        columns.append(_Column(tr("Accounts"), _accounts_of, 1.0, 0))
    if before.measures:
        measure = before.measures[0]
        loads = np.concatenate([before.loads[old, 0], after.loads[new, 0]])
        scale = scale_of(float(before.loads[old, 0].sum()), measure.unit)
        is_whole = scale.factor == 1.0 and bool((loads == np.rint(loads)).all())
        columns.append(
            _Column(
                measure.label,
                lambda plan: plan.loads[:, 0],
                scale.factor,
                0 if is_whole else scale.decimals,
            )
        )
    return RedrawFacts(
        title=text[:1].upper() + text[1:],
        header=tuple(column.label for column in columns),
        before=_rows(before, old, columns),
        after=_rows(after, new, columns),
        notes=told_notes(before, after, told),
        named=named,
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """A figure of every region of a plan, divided by `factor`, with so many decimals."""

    label: str
    of: Callable[[Plan], Floats]
    factor: float
    decimals: int

    def text(self, values: Floats) -> str:
        return number(float(values.sum()) / self.factor, self.decimals)


def _accounts_of(plan: Plan) -> Floats:
    inside = plan.accounts.region[plan.accounts.region != UNASSIGNED]
    return floats(np.bincount(inside, minlength=len(plan.regions)))


def _rows(plan: Plan, some: Ints, columns: Sequence[_Column]) -> tuple[tuple[str, ...], ...]:
    """Return a row for each region, at most so many, and their sum."""
    values = [column.of(plan)[some] for column in columns]

    def row(name: str, which: slice) -> tuple[str, ...]:
        parts = zip(columns, values, strict=True)
        return (name, *(column.text(floats(figures[which])) for column, figures in parts))

    names = [plan.regions.names[at] for at in some[:MOST_ROWS].tolist()]
    rows = [row(name, slice(at, at + 1)) for at, name in enumerate(names)]
    if len(some) > MOST_ROWS:
        rest = tr("{count} more", count=number(len(some) - MOST_ROWS))
        rows.append(row(rest, slice(MOST_ROWS, None)))
    return (*rows, row(tr("Together"), slice(None)))


def told_notes(before: Plan, after: Plan, told: Told) -> tuple[str, ...]:
    """Return what follows from a change, a sentence each."""
    notes = []
    if told.by_point:
        notes.append(
            tr_count(
                told.by_point,
                "One account is placed by its point.",
                "{count} accounts are placed by their points.",
            )
        )
    if told.by_code:
        notes.append(
            tr_count(
                told.by_code,
                "One account has no point and goes with the largest part.",
                "{count} accounts have no point and go with the largest part.",
            )
        )
    if told.by_area_instead:
        names = _listed(_names_of(before, told.by_area_instead))
        notes.append(tr("Without accounts, so divided by area: {names}.", names=names))
    shown = {(scenario, layer): count for scenario, layer, count in told.moved}
    for (scenario, layer), count in shown.items():
        what = count_words(before, count)
        label = before.scenario(scenario).layer(layer).label
        notes.append(
            tr(
                "{scenario}, {layer}: {what} in another territory.",
                scenario=scenario_said(scenario), layer=label, what=what,
            )
        )  # fmt: skip
    if told.strays:
        notes.append(
            tr_count(
                told.strays,
                "One account is now an exception of Today, so that its owner stays.",
                "{count} accounts are now exceptions of Today, so that their owners stay.",
            )
        )
    if told.dropped_pairs:
        notes.append(
            tr_count(
                told.dropped_pairs,
                "One ferry or barrier lies inside one region now and is gone.",
                "{count} ferries and barriers lie inside one region now and are gone.",
            )
        )
    proven = any(layer.proof is not None for one in before.scenarios for layer in one.layers)
    if proven and before is not after:
        notes.append(tr("What was proven of territories does not hold for other regions and goes."))
    return tuple(notes)


def refusal_words(refusal: Refusal, plan: Plan) -> tuple[str, str]:
    """Return why a change cannot be made, and how to mend it."""
    names = _listed(_names_of(plan, refusal.regions))
    return (_drawing_words(refusal, names) | _region_words(refusal, names))[refusal.why]


def _drawing_words(refusal: Refusal, names: str) -> dict[Why, tuple[str, str]]:
    """Return what is said of lines, areas and corners that cannot be."""
    size = number(refusal.square_metres, 1 if refusal.square_metres < 100 else 0)
    covered = number(refusal.square_metres / 1e6, 2)
    return {
        Why.NOT_CROSSED: (
            tr("The line does not part {names}.", names=names),
            tr("Draw it right across, from outside to outside."),
        ),
        Why.TOO_SMALL: (
            tr("A part of {names} would be {size}\u00a0m² small.", names=names, size=size),
            tr("Draw so that every part has a square metre or more."),
        ),
        Why.CROSSES_ITSELF: (
            tr("The outline of {names} would cross itself.", names=names)
            if names
            else tr("The outline crosses itself."),
            tr("Draw it so that no two sides cross."),
        ),
        Why.TOO_FEW_POINTS: (
            tr("There are too few corners for an area."),
            tr("An outline has three corners or more."),
        ),
        Why.COVERS: (
            tr("It covers {size}\u00a0km² of {names}.", size=covered, names=names),
            tr("Say what comes of that land."),
        ),
        Why.NOTHING_FREE: (
            tr("All land there belongs to others."),
            tr("Draw where nobody is, or take the land from them."),
        ),
        Why.NO_POINT: (
            tr("There is no corner of a border here."),
            tr("Zoom in and point at a corner of a border."),
        ),
        Why.BORDERS_MEET: (
            tr("Three borders meet here: {names}.", names=names),
            tr("Move the corner instead of taking it away."),
        ),
        Why.OVER_OTHERS: (
            tr("The border would run over {names}.", names=names),
            tr("Move it less far, or move the corners between first."),
        ),
    }


def _region_words(refusal: Refusal, names: str) -> dict[Why, tuple[str, str]]:
    """Return what is said of regions that cannot be changed so."""
    code = ", ".join(refusal.regions[:1])
    return {
        Why.NO_OUTLINE: (
            tr("{names} has no outline.", names=names),
            tr("Choose one that is drawn on the map."),
        ),
        Why.ONE_REGION: (
            tr("There is nothing to merge with."),
            tr("Select two or more: click one, then click others with Shift."),
        ),
        Why.APART: (
            tr("{names} do not touch.", names=names),
            tr("Select what lies between too, or merge them into one of several pieces."),
        ),
        Why.PARENTS_DIFFER: (
            tr("{names} differ in {level}.", names=names, level=refusal.text),
            tr("Choose where it belongs from now on."),
        ),
        Why.LOCKED: (
            tr("Locked in {scenario}: {names}.", scenario=scenario_said(refusal.text), names=names),
            tr("It would come to another territory. Unlock it there first."),
        ),
        Why.UNREADABLE: (
            tr("The file cannot be drawn: {why}", why=refusal.text),
            tr("Nothing was changed. Choose another file."),
        ),
        Why.NO_CODE: (
            tr("{names} would have no code.", names=names),
            tr("Type one that no other has."),
        ),
        Why.CODE_TAKEN: (
            tr("{names} has the code {code} already.", names=names, code=code),
            tr("Type another, or give {names} another first.", names=names),
        ),
        Why.ID_TAKEN: (
            tr("There are regions with these ids already: {names}.", names=names),
            tr("Give the new ones other ids in the file."),
        ),
    }


def division_words(plan: Plan) -> list[tuple[str, Division]]:
    """Return what figures can be divided by: area, accounts, each number column of accounts."""
    found = [(tr("area"), Division())]
    if len(plan.accounts):
        found.append((tr("number of accounts"), Division(By.ACCOUNTS)))
        found += [
            (
                tr("{column} of accounts", column=column.replace("_", " ")),
                Division(By.COLUMN, column),
            )
            for column in plan.accounts.numbers
        ]
    return found


def selection_words(plan: Plan, regions: Ints) -> tuple[str, str]:
    """Return a title and a sentence about the selected regions."""
    if not len(regions):
        many = plan.regions.called[1]
        return tr("Nothing selected"), tr(
            "Draw a line to split, draw a new region, move a border, or select {many} to merge.", many=many
        )  # fmt: skip
    names = [plan.regions.names[at] for at in regions.tolist()]
    area = number(float(plan.regions.area_km2[regions].sum()), 1)
    title = names[0] if len(names) == 1 else count_words(plan, len(names))
    if len(names) == 1:
        code = plan.regions.ids[int(regions[0])]
        return title, tr("{id}, {area}\u00a0km²", id=code, area=area)
    return title, tr("{names}. Together {area}\u00a0km².", names=_listed(names), area=area)


def _numbers(plan: Plan, ids: Sequence[RegionId]) -> Ints:
    at = {id_: number_ for number_, id_ in enumerate(plan.regions.ids)}
    return ints([at[id_] for id_ in ids])


def _names_of(plan: Plan, ids: Sequence[str]) -> list[str]:
    names = dict(zip(map(str, plan.regions.ids), plan.regions.names, strict=True))
    return [names.get(str(id_), str(id_)) for id_ in ids]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        return tr("{names} and {count} more", names=shown, count=len(names) - MOST_NAMED)
    return shown
