"""Measures of a plan in every region: the ones asked for, or the likeliest column of a lone file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.io.columns import texts
from planner.io.likely_columns import is_code
from planner.io.regions import ReadRegions
from planner.language import tr
from planner.model.accounts import Accounts
from planner.model.areas import Area
from planner.model.formula import FormulaError, measure_values
from planner.model.inside import Inside
from planner.model.issues import Issue, Severity
from planner.model.loads import usable
from planner.model.measures import Measure
from planner.model.regions import RegionSet
from planner.model.segments import Segment
from planner.model.types import Floats, floats, frozen_map
from planner.notation import plain

LIKELY = (
    "prospects", "accounts", "population", "inwoners", "inhabitants", "bevolking", "einwohner",
    "residents", "people", "pop", "households", "dwellings", "estab", "customers", "potential",
)  # fmt: skip
"""What a column that is worth balancing is called, likeliest first."""

UNLIKELY = {
    "area", "lat", "lon", "male", "female", "pct", "share", "density", "avg", "mean", "median", "med",
    "km", "id", "code", "cod", "shape", "leng", "length", "perimeter", "year", "level", "levl",
}  # fmt: skip
"""What it is not called: shares and averages cannot be summed, nor measures of the drawing."""

UNKNOWN = 0.25
"""Share of regions without a value above which a column is not that of the map but of one of its files."""

AREA = "area_km2"

YEAR = re.compile(r"\d{1,9}")
"""A number in the name of a column, of which the highest is taken for the newest."""


def likely_measure(regions: RegionSet) -> tuple[RegionSet, Measure, Issue]:
    """Return the column most worth balancing as a measure, and a note that says so.

    Where no column will do, it is the area of the regions, which then becomes a column.
    """
    choices = []
    for place, (name, values) in enumerate(regions.columns.items()):
        lower = name.lower()
        if set(re.split(r"[\W\d_]+", lower)) & UNLIKELY or not np.nansum(values) > 0:
            continue
        if np.isnan(values).mean() > UNKNOWN:
            continue
        if (values < 0).any() or is_code(name) or texts(values) == regions.ids:
            continue
        rank = next((at for at, word in enumerate(LIKELY) if word in lower), len(LIKELY))
        newest = [-int(part) for part in lower.replace("_", " ").split() if YEAR.fullmatch(part)]
        choices.append((rank, newest[:1], place, name))
    name = min(choices)[3] if choices else AREA
    if name not in regions.columns:
        columns = {**regions.columns, AREA: regions.area_km2}
        regions = replace(regions, columns=frozen_map(columns))
    label = name.replace("_", " ").capitalize()
    unit = "km²" if name == AREA else ""
    found = (
        tr("no measure is named")
        if choices
        else tr("no measure is named and no number column is there")
    )
    mend = tr(
        "Balances {name}; other measures are added on the Market page, or as [[measures]] in plan.toml.",
        name=name,
    )
    note = Issue("measure_guessed", Severity.NOTE, "", found, mend)
    return regions, Measure(_key(name), label, unit, f"regions.'{name}'"), note


def loads_of(
    read: ReadRegions,
    accounts: Accounts,
    segments: Sequence[Segment],
    measures: Sequence[Measure],
    file: str,
    areas: Sequence[Area] = (),
) -> tuple[Floats | None, tuple[Issue, ...]]:
    """Return every measure in every region, shape (n, m), finite and not negative.

    Values that are not are counted as 0, one issue each; formulas that name what is not there are
    errors, and so is a plan without any load.
    """
    columns: list[Floats] = []
    issues: list[Issue] = []
    inside = Inside(areas, read.regions, accounts)
    for measure in measures:
        try:
            values = measure_values(measure, read.regions, accounts, segments, inside)
        except FormulaError as error:
            place = f"measure {measure.key}"
            issues.append(
                Issue("formula_wrong", Severity.ERROR, file, error.found, error.mend, column=place)
            )
            continue
        issues += _unusable(read, measure, values)
        columns.append(usable(values))
    if len(columns) < len(measures):
        return None, tuple(issues)
    loads = floats(np.stack(columns, axis=1))
    empty = loads.sum(axis=0) == 0
    for at in np.flatnonzero(empty).tolist():
        severity = Severity.ERROR if empty.all() else Severity.WARNING
        found = tr("measure {key} is 0 in every region", key=measures[at].key)
        mend = tr("There is nothing to share out; correct its from or where.")
        issues.append(Issue("measure_empty", severity, file, found, mend))
    return (None if empty.all() else loads), tuple(issues)


def _unusable(read: ReadRegions, measure: Measure, values: Floats) -> list[Issue]:
    issues = []
    for region in np.flatnonzero(~np.isfinite(values) | (values < 0)).tolist():
        file, row = read.rows[region]
        name = read.regions.names[region]
        amount = values[region]
        found = tr(
            "measure {key} of {name} comes out as {amount}",
            key=measure.key,
            name=name,
            amount=plain(amount),
        )
        if np.isnan(amount):
            found = tr("measure {key} of {name} cannot be reckoned", key=measure.key, name=name)
        mend = tr("Counted as 0; correct the figures it is made of.")
        column = measure.source.removeprefix("regions.").strip("'")
        issues.append(Issue("number_wrong", Severity.WARNING, file, found, mend, row, column))
    return issues


def _key(name: str) -> str:
    return "".join(sign if sign.isalnum() else "_" for sign in name.lower())
