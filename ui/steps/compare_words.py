"""What the compare page says of two scenarios, without Qt."""

from __future__ import annotations

from planner.insight.comparison import ScenarioFigures
from planner.insight.extent import Extent
from planner.insight.pairing import Pair
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.scenario_words import scenario_said
from ui.messages import tr, tr_count
from ui.steps.layer_words import count_words
from ui.steps.scope_words import scope_words
from ui.widgets.figures import UNKNOWN, percent, quantity

Row = tuple[str, str, str, str, str]


def pair_title(plan: Plan, extent: Extent, names: tuple[str, str]) -> str:
    """Return what is compared, and where it is narrowed of what part."""
    first, second = map(scenario_said, names)
    if extent.is_all:
        return tr("A: {first}, B: {second}", first=first, second=second)
    scope = scope_words(plan, extent.scope)
    return tr("A: {first}, B: {second}, only {scope}", first=first, second=second, scope=scope)


def scope_line(plan: Plan, extent: Extent) -> str:
    """Return of what the figures are, and what is left out; "" for everything."""
    if extent.is_all:
        return ""
    return tr(
        "{scope}: all figures are of that alone. Teams, quotas and proofs are of everything and left out.",
        scope=scope_words(plan, extent.scope),
    )


def alone_words(plan: Plan, extent: Extent) -> str:
    """Return of what alone a verdict is said; "" for everything."""
    if extent.is_all:
        return ""
    return tr("This is said of {scope} alone.", scope=scope_words(plan, extent.scope))


def pair_verdict(
    first: ScenarioFigures, second: ScenarioFigures, found: Pair, alone: str = ""
) -> tuple[str, str, str]:
    """Return tone, headline and sentence; a scenario that breaks the rules is never praised.

    `alone` says of what part, where it is one.
    """
    both, text = (first, second), f"{_what_differs(found)} {alone}".strip()
    if not any(one.territories for one in both):
        return "info", tr("There is no territory to compare."), alone
    if not any(one.meets_rules for one in both):
        return "warn", tr("Neither keeps every rule yet."), text
    if all(one.meets_rules for one in both):
        fewer, more = sorted(both, key=lambda one: one.moved_regions)
        if fewer.moved_regions == more.moved_regions:
            return "good", tr("Both keep every rule."), text
        headline = tr(
            "Both keep every rule; {name} moves the least.", name=scenario_said(fewer.name)
        )
        return "good", headline, text
    keeps, breaks = sorted(both, key=lambda one: not one.meets_rules)
    headline = tr(
        "{keeps} keeps every rule, {breaks} does not.",
        keeps=scenario_said(keeps.name), breaks=scenario_said(breaks.name),
    )  # fmt: skip
    return "info", headline, text


def _what_differs(found: Pair) -> str:
    if not found.changes:
        return tr("Everybody has the same in both.")
    return tr_count(
        len(found.changes),
        "What differs touches one territory.",
        "What differs touches {count} territories.",
    )


def pair_rows(plan: Plan, first: ScenarioFigures, second: ScenarioFigures) -> tuple[Row, ...]:
    """Return the figures of both: name, both figures, tone of each."""
    rows: list[Row] = [
        (tr("Territories that keep every rule"), _within(first), _within(second), "", "")
    ]
    for at, measure in enumerate(plan.measures[:3]):
        name = tr("{measure}, furthest off", measure=measure.label)
        shown = [one.worst_deviation[at] for one in (first, second)]
        tones = [_tone(measure, one) for one in shown]
        rows.append((name, percent(shown[0]), percent(shown[1]), tones[0], tones[1]))
    rows.append((tr("Distance to the home base"), _km(first), _km(second), "", ""))
    moved = [count_words(plan, one.moved_regions) for one in (first, second)]
    rows.append((tr("Moved against Today"), moved[0], moved[1], "", ""))
    return tuple(rows)


def within_words(one: ScenarioFigures) -> tuple[str, str]:
    """Return the pill of a scenario: its words and its tone."""
    if not one.territories:
        return tr("no territories"), "neutral"
    words = tr(
        "{within} of {count} keep the rules", within=one.within_tolerance, count=one.territories
    )
    return words, "good" if one.meets_rules else "warn"


def _within(one: ScenarioFigures) -> str:
    return tr("{within} of {count}", within=one.within_tolerance, count=one.territories)


def _tone(measure: Measure, worst: float) -> str:
    return "" if worst <= measure.tolerance + 1e-9 else "bad"


def _km(one: ScenarioFigures) -> str:
    return UNKNOWN if one.travel_km is None else quantity(float(round(one.travel_km)), "km")
