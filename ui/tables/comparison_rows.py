"""Rows of the scenario comparison, without Qt: one figure a row, one scenario a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.insight.comparison import Comparison, ScenarioFigures
from planner.model.measures import Measure
from planner.model.scenario_words import scenario_said
from ui.messages import joined, tr
from ui.widgets.figures import JOIN, SYMBOLS, UNKNOWN, number, percent, quantity


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One figure of all scenarios.

    Attributes
    ----------
    label : str
    texts : tuple of str
        One a scenario.
    tones : tuple of str
        good, bad or "" each; a tone always stands beside a word or figure that says it too.
    heading : bool
        A row that only names what follows.
    """

    label: str
    texts: tuple[str, ...]
    tones: tuple[str, ...]
    heading: bool = False


Text = Callable[[ScenarioFigures], str]
Tone = Callable[[ScenarioFigures], str]


def comparison_rows(
    compared: Comparison, measures: Sequence[Measure], noun: str, currency: str
) -> tuple[ComparisonRow, ...]:
    """Return the table of all scenarios' figures: balance, what changes hands, teams, quotas."""
    columns = compared.scenarios

    def row(label: str, text: Text, tone: Tone = lambda _one: "") -> ComparisonRow:
        return ComparisonRow(label, tuple(map(text, columns)), tuple(map(tone, columns)))

    def heading(label: str) -> ComparisonRow:
        blank = ("",) * len(columns)
        return ComparisonRow(label, blank, blank, heading=True)

    return (
        heading(tr("Balance")),
        row(tr("Rules"), _rules, lambda one: "good" if one.meets_rules else "bad"),
        row(tr("Territories that keep every rule"), _within),
        *(_furthest(at, measure, row) for at, measure in enumerate(measures)),
        row(tr("Pieces apart"), lambda one: number(one.pieces_beyond_one)),
        row(tr("{noun} unassigned", noun=noun.capitalize()), lambda one: number(one.unassigned)),
        row(tr("Mean distance to the home base"), _travel),
        row(tr("Room to improve, at most"), lambda one: percent(_room(one))),
        heading(tr("Against Today")),
        row(tr("{noun} moved", noun=noun.capitalize()), lambda one: number(one.moved_regions)),
        *(_moved(at, measure, row) for at, measure in enumerate(measures)),
        heading(tr("Teams and quotas")),
        row(tr("Teams"), lambda one: number(one.teams) if one.teams else UNKNOWN),
        row(tr("Posts"), lambda one: number(one.posts) if one.posts else UNKNOWN),
        row(tr("Short, hours a week"), lambda one: _short(one)),
        row(tr("Quota, total"), lambda one: _quota(one, currency)),
    )


def verdict(figures: Sequence[ScenarioFigures]) -> tuple[str, str]:
    """Return tone and one sentence; a scenario that breaks the rules is never praised."""
    keeping = [one for one in figures if one.meets_rules]
    if not any(one.territories for one in figures):
        return "info", tr("There is no territory to compare.")
    if not keeping:
        return "warn", tr("No scenario keeps every rule yet.")
    least = min(keeping, key=lambda one: (one.moved_regions, one.name))
    if len(keeping) == 1:
        return "good", tr(
            "{name} keeps every rule; the others do not.", name=scenario_said(least.name)
        )
    names = joined(scenario_said(one.name) for one in keeping)
    return "good", tr(
        "{names} keep every rule; {name} moves the least.",
        names=names,
        name=scenario_said(least.name),
    )


def _furthest(at: int, measure: Measure, row: Callable[..., ComparisonRow]) -> ComparisonRow:
    def tone(one: ScenarioFigures) -> str:
        if not one.territories:
            return ""
        return "" if one.worst_deviation[at] <= measure.tolerance + 1e-9 else "bad"

    label = tr("{measure}, furthest from target", measure=measure.label)
    return row(
        label,
        lambda one: percent(one.worst_deviation[at]) if one.territories else UNKNOWN,
        tone,
    )


def _moved(at: int, measure: Measure, row: Callable[..., ComparisonRow]) -> ComparisonRow:
    label = tr("{measure} moved", measure=measure.label)
    return row(label, lambda one: quantity(float(round(one.moved_loads[at])), measure.unit))


def _rules(one: ScenarioFigures) -> str:
    if not one.territories:
        return tr("no territories")
    return tr("kept") if one.meets_rules else tr("not kept")


def _within(one: ScenarioFigures) -> str:
    return tr("{within} of {count}", within=one.within_tolerance, count=one.territories)


def _travel(one: ScenarioFigures) -> str:
    return UNKNOWN if one.travel_km is None else quantity(float(round(one.travel_km)), "km")


def _room(one: ScenarioFigures) -> float | None:
    """Return score / bound - 1 from the gap, (score - bound) / score."""
    if one.gap is None or not one.gap < 1 or not one.meets_rules:
        return None
    return one.gap / (1 - one.gap)


def _short(one: ScenarioFigures) -> str:
    return number(one.short_hours_week, 1) if one.teams else UNKNOWN


def _quota(one: ScenarioFigures, currency: str) -> str:
    if one.quota_total is None:
        return UNKNOWN
    return f"{SYMBOLS.get(currency, currency)}{JOIN}{number(one.quota_total)}"
