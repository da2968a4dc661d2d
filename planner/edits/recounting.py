"""Other segments, areas or product lines in a plan: what follows from them is worked out anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from planner.edits.reloading import unproven
from planner.model.areas import Area
from planner.model.formula import columns_of, rows_where
from planner.model.loads import region_loads
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.model.segments import Segment
from planner.model.types import floats, identical


def recounted(
    plan: Plan,
    *,
    segments: Sequence[Segment] | None = None,
    areas: Sequence[Area] | None = None,
    products: Sequence[ProductLine] | None = None,
) -> Plan:
    """Return the plan with other segments, areas or product lines.

    The plan itself comes back when they say the same. Measures that count the accounts of a segment
    or an area are reckoned anew; where any load differs, what was proven of a layer goes, and with
    rules of key accounts over segments or areas, what was proven of these.

    Raises
    ------
    FormulaError
        When a rule names a column, a segment or an area that is not there.
    ValueError
        When two have the same key.
    """
    made = replace(
        plan,
        segments=plan.segments if segments is None else tuple(segments),
        areas=plan.areas if areas is None else tuple(areas),
        products=plan.products if products is None else tuple(products),
    )
    if all(identical(getattr(made, name), getattr(plan, name)) for name in _PARTS):
        return plan
    _check(plan, made)
    return with_counts(made)


def with_counts(plan: Plan) -> Plan:
    """Return the plan with the measures reckoned anew that count a segment, an area or by region.

    What was proven goes where that changes what it was proven of.
    """
    loads, inside = plan.loads.copy(), plan.inside
    for at, measure in enumerate(plan.measures):
        if _asks(measure.where):
            column = region_loads(plan.regions, plan.accounts, plan.segments, [measure], inside)
            loads[:, at] = column[:, 0]
    if not np.array_equal(loads, plan.loads):
        return replace(plan, loads=floats(loads), scenarios=tuple(map(unproven, plan.scenarios)))
    asked = any(_asks(rule) for one in plan.goals.key_accounts for rule in (one.where, one.keep))
    if asked and any(scenario.account_proofs for scenario in plan.scenarios):
        scenarios = tuple(replace(one, account_proofs=()) for one in plan.scenarios)
        return replace(plan, scenarios=scenarios)
    return plan


def asks_regions(plan: Plan, columns: frozenset[str]) -> bool:
    """Whether any rule asks the regions of accounts for one of these columns."""
    rules = {where for _, _, where in _rules(plan)}
    return any(columns.intersection(columns_of("", where).regions) for where in rules)


def users_of(plan: Plan, kind: str, key: str) -> tuple[str, ...]:
    """Return the labels of what names a segment or an area (`kind`) in its rule, or stands on it."""
    found = [
        label
        for own, label, where in _rules(plan)
        if own != (kind, key) and key in getattr(columns_of("", where), f"{kind}s")
    ]
    if kind == "segment":
        found += [layer.label for layer in plan.goals.layers if layer.segment == key]
    return tuple(dict.fromkeys(found))


def free_key(label: str, taken: Sequence[str]) -> str:
    """Return a key made of a label, that a rule can name and that nothing has yet."""
    letters = [sign if sign.isalnum() and sign.isascii() else "_" for sign in label.lower()]
    base = "_".join(part for part in "".join(letters).split("_") if part)
    base = base if base and not base[0].isdigit() else f"a_{base}".rstrip("_")
    choices = [base, *(f"{base}_{number}" for number in range(2, len(taken) + 2))]
    return next(one for one in choices if one not in taken)


_PARTS = ("segments", "areas", "products")


def _rules(plan: Plan) -> Iterator[tuple[tuple[str, str], str, str]]:
    """Yield kind and key, label and rule of everything that has one."""
    for segment in plan.segments:
        yield ("segment", segment.key), segment.label, segment.where
    for line in plan.products:
        yield ("product", line.key), line.label, line.where
    for measure in plan.measures:
        yield ("measure", measure.key), measure.label, measure.where
    for one in plan.goals.key_accounts:
        for rule in (one.where, one.keep):
            yield ("key_accounts", one.key), one.label, rule


def _check(plan: Plan, made: Plan) -> None:
    """Raise FormulaError for a rule that cannot be reckoned and was not so before."""
    known = {where for _, _, where in _rules(plan)}
    gone = {one.key for one in plan.segments} - {one.key for one in made.segments}
    gone |= {one.key for one in plan.areas} - {one.key for one in made.areas}
    inside = made.inside
    for _, _, where in _rules(made):
        if where not in known or (gone and _asks(where)) or _asks_segments(where):
            rows_where(where, made.accounts, made.segments, inside, made.regions)


def _asks(where: str) -> bool:
    found = columns_of("", where)
    return bool(found.segments or found.areas or found.regions or found.levels)


def _asks_segments(where: str) -> bool:
    """Whether a rule names segments, which might now name one another in a circle."""
    return bool(columns_of("", where).segments)
