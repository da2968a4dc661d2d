"""A clash in the words of the plan: its rules, why they clash, and what each repair does.

The one place where these sentences are made, for the command line, summary.json and the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner import notation
from planner.judge.clash import Asked, Clash, Demand, Mend, Reason, Repair, Why
from planner.judge.rules_from_plan import WATER
from planner.language import Phrase, joined, tr, tr_count
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.notation import JOIN, number

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
        noun=plan.regions.called,
    )


def percent(fraction: float) -> str:
    """Write a fraction as a percentage of one decimal at most."""
    return notation.percent(fraction, 0 if round(1000 * fraction) % 10 == 0 else 1)


def amount(value: float, unit: str) -> str:
    """Write a figure with its unit."""
    whole = abs(value) >= 100 or round(10 * value) % 10 == 0
    figure = number(value, 0 if whole else 1)
    return f"{figure}{JOIN}{unit}" if unit else figure


def rule_title(names: Names, rule: Demand) -> str:
    """Return what a rule asks, as a short title."""
    a = rule.measure
    measure = "" if a is None else names.measures[a].lower()
    where = _territories(names, rule.territories)
    titles: dict[Asked, Callable[[], str]] = {
        Asked.LOCK: lambda: tr(
            "{regions} is locked to {where}", regions=_regions(names, rule.regions), where=where
        ),
        Asked.BAND: lambda: _band_title(names, rule),
        Asked.MINIMUM: lambda: tr(
            "{where} has at least its minimum of {measure}", where=where, measure=measure
        ),
        Asked.MAXIMUM: lambda: tr(
            "{where} has at most its maximum of {measure}", where=where, measure=measure
        ),
        Asked.CONTIGUOUS: lambda: tr("Every territory is in one piece"),
        Asked.BARRIER: lambda: barrier_title(rule.name),
        Asked.KEPT_FROM: lambda: tr(
            "{regions} is kept out of {where}", regions=_regions(names, rule.regions), where=where
        ),
        Asked.REACH: lambda: tr("Nothing in {where} is too far from its home base", where=where),
        Asked.TOGETHER: lambda: tr(
            "{regions} stay together", regions=_regions(names, rule.regions)
        ),
        Asked.HANDED_OVER: lambda: tr(
            "{where} hands over no more {measure} than allowed", where=where, measure=measure
        ),
        Asked.TAKEN_OVER: lambda: tr(
            "{where} takes over no more {measure} than allowed", where=where, measure=measure
        ),
        Asked.MOVED: lambda: tr("No more changes hands than allowed"),
    }
    return titles[rule.asked]()


def barrier_title(name: str) -> str:
    """Return the title of a barrier."""
    return tr("Water is a border") if name == WATER else tr("Barrier {name}", name=name)


def _band_title(names: Names, rule: Demand) -> str:
    a = rule.measure
    assert a is not None
    off = percent(names.tolerance[a])
    measure = names.measures[a].lower()
    if len(rule.territories) == len(names.territories):
        return tr("Every territory within ±{off} of {measure}", off=off, measure=measure)
    return tr(
        "{territories} within ±{off} of {measure}",
        territories=_territories(names, rule.territories),
        off=off,
        measure=measure,
    )


def rule_text(names: Names, rule: Demand, gives: float | None) -> str:
    """Return what the rule means here, and by how much it would have to give."""
    if rule.asked is Asked.BAND and gives is not None:
        return tr("With the other rules kept, no plan gets below ±{gives}.", gives=percent(gives))
    if rule.asked is Asked.BARRIER and rule.name == WATER:
        return tr("Ferries, bridges and dykes do not make neighbours.")
    if rule.asked is Asked.BARRIER:
        return tr(
            "{nouns} on its two sides do not count as neighbours.",
            nouns=names.noun[1].capitalize(),
        )
    if rule.asked is Asked.CONTIGUOUS:
        return tr("No territory may fall into pieces.")
    if gives is not None and rule.measure is not None:
        return tr(
            "It would have to give by {amount}.", amount=amount(gives, names.units[rule.measure])
        )
    return ""


def why(names: Names, clash: Clash) -> str:
    """Return in one sentence why the rules clash."""
    reason = clash.reason
    unit = "" if reason.measure is None else names.units[reason.measure]
    measure = "" if reason.measure is None else names.measures[reason.measure].lower()
    there, limit = amount(reason.amount, unit), amount(reason.limit, unit)
    where, regions = _territories(names, reason.territories), _regions(names, reason.regions)
    if reason.why is Why.OVERSIZE:
        return tr(
            "{regions} alone holds {there} of {measure}; a territory may have at most {limit}.",
            regions=regions,
            there=there,
            measure=measure,
            limit=limit,
        )
    if reason.why is Why.NOWHERE:
        return tr("{regions} may be in no territory at all.", regions=regions)
    if reason.why is Why.OVERFULL:
        return tr(
            "What must be in {where} holds {there} of {measure}; it may have at most {limit}.",
            where=where,
            there=there,
            measure=measure,
            limit=limit,
        )
    if reason.why is Why.STARVED and reason.measure is None:
        return tr("Nothing may be in {where}.", where=where)
    if reason.why is Why.STARVED:
        return tr(
            "All that may be in {where} holds {there} of {measure}; it needs {limit}.",
            where=where,
            there=there,
            measure=measure,
            limit=limit,
        )
    if reason.why is Why.TOTALS:
        return tr(
            "The least or most that the territories may have of {measure} does not fit the total.",
            measure=measure,
        )
    if reason.why is Why.POCKET:
        return _pocket(names, reason, there)
    if reason.why is Why.CUT_OFF:
        return tr(
            "{regions} belong to {where}, but no way leads from one to the other.",
            regions=regions,
            where=where,
        )
    return tr("A search over all plans shows that no plan meets these rules together.")


def _pocket(names: Names, reason: Reason, there: str) -> str:
    if reason.measure is None:
        if not reason.regions and reason.limit:
            return tr("The closed-off parts of the map do not add up to the number of territories.")
        return tr("The map falls apart into more pieces than there are territories.")
    share = reason.amount / reason.limit if reason.limit > 0 else 0.0
    count = f"{number(len(reason.regions))} {names.noun[len(reason.regions) != 1]}"
    return tr(
        "{regions} and what lies with them ({count}) are closed off from the rest. By "
        "{measure} they hold {there}, enough for {share} territories: no whole number "
        "fits.",
        regions=_regions(names, reason.regions[:NAMED]),
        count=count,
        measure=names.measures[reason.measure].lower(),
        there=there,
        share=number(share, 2),
    )


def repair_title(names: Names, repair: Repair) -> str:
    """Return what a repair does: a verb and its object."""
    rules = repair.demands
    if repair.mend is Mend.OWN_TERRITORY:
        return tr(
            "Give {regions} a territory and a target of its own",
            regions=_regions(names, repair.regions),
        )
    if repair.mend is Mend.COUNT:
        return tr_count(int(repair.amount), "Make {count} territory", "Make {count} territories")
    if repair.mend is Mend.WIDEN:
        wide = [names.measures[rule.measure].lower() for rule in rules if rule.measure is not None]
        return tr("Allow ±{amount} of {wide}", amount=percent(repair.amount), wide=joined(wide))
    if repair.mend is Mend.CHANGE:
        return _change_title(names, repair)
    regions = tuple(region for rule in rules for region in rule.regions)
    return {
        Asked.LOCK: tr("Unlock {regions}", regions=_regions(names, regions)),
        Asked.BARRIER: _open_title([rule.name for rule in rules]),
        Asked.CONTIGUOUS: tr("Allow territories in several pieces"),
        Asked.KEPT_FROM: tr("Let {regions} be anywhere", regions=_regions(names, regions)),
        Asked.TOGETHER: tr("Let {regions} be apart", regions=_regions(names, regions)),
    }.get(rules[0].asked, tr("Let go: {rule}", rule=rule_title(names, rules[0])))


def _open_title(names: Sequence[str]) -> str:
    land = [name for name in names if name != WATER]
    named = joined(land)
    if not land:
        return tr("Count ferries and bridges")
    if WATER in names:
        return tr_count(
            len(land), "Count ferries and open the barrier {names}",
            "Count ferries and open the barriers {names}", names=named,
        )  # fmt: skip
    return tr_count(len(land), "Open the barrier {names}", "Open the barriers {names}", names=named)


def _change_title(names: Names, repair: Repair) -> str:
    rule = repair.demands[0]
    where = _territories(names, rule.territories)
    if rule.asked is Asked.MOVED:
        return tr("Let more change hands")
    if rule.asked is Asked.REACH:
        return tr("Let {where} reach {amount}\u00a0km", where=where, amount=number(repair.amount))
    a = rule.measure
    assert a is not None
    figure = amount(repair.amount, names.units[a])
    say = {
        Asked.MINIMUM: Phrase("Ask at least {figure} of {where}"),
        Asked.MAXIMUM: Phrase("Allow {where} up to {figure}"),
        Asked.HANDED_OVER: Phrase("Let {where} hand over up to {figure}"),
        Asked.TAKEN_OVER: Phrase("Let {where} take over up to {figure}"),
    }[rule.asked]
    return say(figure=figure, where=where)


def sentences(names: Names, clash: Clash) -> list[str]:
    """Return a clash as lines for the command line and summary.json."""
    rules = "; ".join(rule_title(names, rule) for rule in clash.demands)
    head = (
        tr("These rules clash: {rules}.", rules=rules)
        if clash.proven
        else tr("These rules seem to clash (not proven): {rules}.", rules=rules)
    )
    lines = [head, why(names, clash)]
    if clash.minimal:
        lines.append(tr("Letting go of any one of them makes the rest possible."))
    for repair in clash.repairs:
        lines.append(
            tr(
                "Repair: {title}; {gives}.",
                title=repair_title(names, repair),
                gives=repair_text(repair),
            )
        )
    return lines


def repair_text(repair: Repair) -> str:
    """Return what a repair gives, as the end of a sentence."""
    if not repair.verified:
        return tr("no plan has been found yet that then meets every rule")
    return tr("then the furthest is {worst} off", worst=percent(repair.worst))


def _regions(names: Names, regions: Sequence[int]) -> str:
    if len(regions) > NAMED + 1:
        return tr(
            "{names} and {count} more {noun}",
            names=", ".join(names.regions[i] for i in regions[:NAMED]),
            count=number(len(regions) - NAMED),
            noun=names.noun[1],
        )
    return joined(names.regions[i] for i in regions)


def _territories(names: Names, territories: Sequence[int]) -> str:
    if len(territories) > NAMED + 1:
        return tr_count(len(territories), "{count} territory", "{count} territories")
    return joined(names.territories[t] for t in territories)
