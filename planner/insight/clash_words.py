"""A clash in the words of the plan: its rules, why they clash, and what each repair does.

The one place where these sentences are made, for the command line, summary.json and the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.judge.clash import Asked, Clash, Demand, Mend, Reason, Repair, Why
from planner.judge.rules_from_plan import WATER
from planner.model.layers import Layer
from planner.model.plan import Plan

NAMED = 3
"""Names that a sentence gives before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers of a problem are called.

    Attributes
    ----------
    regions, territories : sequence of str
    measures, units : sequence of str
        Labels and units in the order of the problem's measures.
    tolerance : sequence of float
        Of those measures.
    noun : (str, str)
        What one region is called, and several.
    """

    regions: Sequence[str]
    territories: Sequence[str]
    measures: Sequence[str]
    units: Sequence[str]
    tolerance: Sequence[float]
    noun: tuple[str, str]


def names_of(plan: Plan, layer: Layer, measures: Sequence[str]) -> Names:
    """Return the names for the problem of a layer; `measures` are the problem's keys."""
    by_key = {measure.key: measure for measure in plan.measures}
    used = [by_key[key] for key in measures]
    return Names(
        regions=plan.regions.names,
        territories=[territory.name for territory in layer.territories],
        measures=[measure.label for measure in used],
        units=[measure.unit for measure in used],
        tolerance=[measure.tolerance for measure in used],
        noun=plan.regions.noun,
    )


def percent(fraction: float) -> str:
    """Write a fraction as a percentage of one decimal at most."""
    text = f"{100 * fraction:.1f}".removesuffix(".0")
    return f"{text} %"


def amount(value: float, unit: str) -> str:
    """Write a figure with its unit."""
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}".removesuffix(".0")
    return f"{text.replace(',', ' ')} {unit}".strip()


def rule_title(names: Names, rule: Demand) -> str:
    """Return what a rule asks, as a short title."""
    a = rule.measure
    measure = "" if a is None else names.measures[a].lower()
    where = _territories(names, rule.territories)
    titles: dict[Asked, Callable[[], str]] = {
        Asked.LOCK: lambda: f"{_regions(names, rule.regions)} is locked to {where}",
        Asked.BAND: lambda: _band_title(names, rule),
        Asked.MINIMUM: lambda: f"{where} has at least its minimum of {measure}",
        Asked.MAXIMUM: lambda: f"{where} has at most its maximum of {measure}",
        Asked.CONTIGUOUS: lambda: "Every territory is in one piece",
        Asked.BARRIER: lambda: barrier_title(rule.name),
        Asked.KEPT_FROM: lambda: f"{_regions(names, rule.regions)} is kept out of {where}",
        Asked.REACH: lambda: f"Nothing in {where} is too far from its home base",
        Asked.TOGETHER: lambda: f"{_regions(names, rule.regions)} stay together",
        Asked.HANDED_OVER: lambda: f"{where} hands over no more {measure} than allowed",
        Asked.TAKEN_OVER: lambda: f"{where} takes over no more {measure} than allowed",
        Asked.MOVED: lambda: "No more changes hands than allowed",
    }
    return titles[rule.asked]()


def barrier_title(name: str) -> str:
    """Return the title of a barrier."""
    return "Water is a border" if name == WATER else f"Barrier {name}"


def _band_title(names: Names, rule: Demand) -> str:
    a = rule.measure
    assert a is not None
    off = percent(names.tolerance[a])
    measure = names.measures[a].lower()
    if len(rule.territories) == len(names.territories):
        return f"Every territory within ±{off} of {measure}"
    return f"{_territories(names, rule.territories)} within ±{off} of {measure}"


def rule_text(names: Names, rule: Demand, gives: float | None) -> str:
    """Return what the rule means here, and by how much it would have to give."""
    if rule.asked is Asked.BAND and gives is not None:
        return f"With the other rules kept, no plan gets below ±{percent(gives)}."
    if rule.asked is Asked.BARRIER and rule.name == WATER:
        return "Ferries, bridges and dykes do not make neighbours."
    if rule.asked is Asked.BARRIER:
        return f"{names.noun[1].capitalize()} on its two sides do not count as neighbours."
    if rule.asked is Asked.CONTIGUOUS:
        return "No territory may fall into pieces."
    if gives is not None and rule.measure is not None:
        return f"It would have to give by {amount(gives, names.units[rule.measure])}."
    return ""


def why(names: Names, clash: Clash) -> str:
    """Return in one sentence why the rules clash."""
    reason = clash.reason
    unit = "" if reason.measure is None else names.units[reason.measure]
    measure = "" if reason.measure is None else names.measures[reason.measure].lower()
    there, limit = amount(reason.amount, unit), amount(reason.limit, unit)
    where, regions = _territories(names, reason.territories), _regions(names, reason.regions)
    if reason.why is Why.OVERSIZE:
        return f"{regions} alone holds {there} of {measure}; a territory may have at most {limit}."
    if reason.why is Why.NOWHERE:
        return f"{regions} may be in no territory at all."
    if reason.why is Why.OVERFULL:
        return f"What must be in {where} holds {there} of {measure}; it may have at most {limit}."
    if reason.why is Why.STARVED and reason.measure is None:
        return f"Nothing may be in {where}."
    if reason.why is Why.STARVED:
        return f"All that may be in {where} holds {there} of {measure}; it needs {limit}."
    if reason.why is Why.TOTALS:
        return (
            f"The least or most that the territories may have of {measure} does not fit the total."
        )
    if reason.why is Why.POCKET:
        return _pocket(names, reason, there)
    if reason.why is Why.CUT_OFF:
        return f"{regions} belong to {where}, but no way leads from one to the other."
    return "A search over all plans shows that no plan meets these rules together."


def _pocket(names: Names, reason: Reason, there: str) -> str:
    if reason.measure is None:
        if not reason.regions and reason.limit:
            return "The closed-off parts of the map do not add up to the number of territories."
        return "The map falls apart into more pieces than there are territories."
    share = reason.amount / reason.limit if reason.limit > 0 else 0.0
    count = f"{len(reason.regions)} {names.noun[len(reason.regions) != 1]}"
    return (
        f"{_regions(names, reason.regions[:NAMED])} and what lies with them ({count}) are closed off "
        f"from the rest. By {names.measures[reason.measure].lower()} they hold {there}, enough for "
        f"{share:.2f} territories: no whole number fits."
    )


def repair_title(names: Names, repair: Repair) -> str:
    """Return what a repair does: a verb and its object."""
    rules = repair.demands
    if repair.mend is Mend.OWN_TERRITORY:
        return f"Give {_regions(names, repair.regions)} a territory and a target of its own"
    if repair.mend is Mend.COUNT:
        return f"Make {repair.amount:.0f} territories"
    if repair.mend is Mend.WIDEN:
        wide = [names.measures[rule.measure].lower() for rule in rules if rule.measure is not None]
        return f"Allow ±{percent(repair.amount)} of {_listed(wide)}"
    if repair.mend is Mend.CHANGE:
        return _change_title(names, repair)
    regions = tuple(region for rule in rules for region in rule.regions)
    return {
        Asked.LOCK: f"Unlock {_regions(names, regions)}",
        Asked.BARRIER: _open_title([rule.name for rule in rules]),
        Asked.CONTIGUOUS: "Allow territories in several pieces",
        Asked.KEPT_FROM: f"Let {_regions(names, regions)} be anywhere",
        Asked.TOGETHER: f"Let {_regions(names, regions)} be apart",
    }.get(rules[0].asked, f"Let go: {rule_title(names, rules[0])}")


def _open_title(names: Sequence[str]) -> str:
    land = [name for name in names if name != WATER]
    opened = f"the barrier{'s' if len(land) > 1 else ''} {_listed(land)}"
    if WATER not in names:
        return f"Open {opened}"
    return f"Count ferries and open {opened}" if land else "Count ferries and bridges"


def _change_title(names: Names, repair: Repair) -> str:
    rule = repair.demands[0]
    where = _territories(names, rule.territories)
    if rule.asked is Asked.MOVED:
        return "Let more change hands"
    if rule.asked is Asked.REACH:
        return f"Let {where} reach {repair.amount:.0f} km"
    a = rule.measure
    assert a is not None
    figure = amount(repair.amount, names.units[a])
    verb = {
        Asked.MINIMUM: "Ask at least {figure} of {where}",
        Asked.MAXIMUM: "Allow {where} up to {figure}",
        Asked.HANDED_OVER: "Let {where} hand over up to {figure}",
        Asked.TAKEN_OVER: "Let {where} take over up to {figure}",
    }[rule.asked]
    return verb.format(figure=figure, where=where)


def sentences(names: Names, clash: Clash) -> list[str]:
    """Return a clash as lines for the command line and summary.json."""
    head = "These rules clash" if clash.proven else "These rules seem to clash (not proven)"
    rules = "; ".join(rule_title(names, rule) for rule in clash.demands)
    lines = [f"{head}: {rules}.", why(names, clash)]
    if clash.minimal:
        lines.append("Letting go of any one of them makes the rest possible.")
    for repair in clash.repairs:
        lines.append(f"Repair: {repair_title(names, repair)}; {repair_text(repair)}.")
    return lines


def repair_text(repair: Repair) -> str:
    """Return what a repair gives, as the end of a sentence."""
    if not repair.verified:
        return "no plan has been found yet that then meets every rule"
    return f"then the furthest is {percent(repair.worst)} off"


def _regions(names: Names, regions: Sequence[int]) -> str:
    if len(regions) > NAMED + 1:
        listed = ", ".join(names.regions[i] for i in regions[:NAMED])
        return f"{listed} and {len(regions) - NAMED} more {names.noun[1]}"
    return _listed([names.regions[i] for i in regions])


def _territories(names: Names, territories: Sequence[int]) -> str:
    if len(territories) > NAMED + 1:
        return f"{len(territories)} territories"
    return _listed([names.territories[t] for t in territories])


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
