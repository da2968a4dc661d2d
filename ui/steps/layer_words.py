"""What the territories page says about a layer, without Qt: bars, territory, selection, overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.edits.assignment import locked_among
from planner.insight.extent import Extent, narrowed
from planner.insight.figures import LayerSummary
from planner.insight.shape import RAGGED
from planner.insight.shape_reasons import shape_of
from planner.model.layers import Layer
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.scenario_words import scenario_said
from planner.model.scenarios import TODAY
from planner.model.types import UNASSIGNED, Floats, Ints
from planner.sales.key_accounts import carried
from ui.charts.balance import Balance, Bar, Figure
from ui.messages import tr, tr_count
from ui.panels.overview_panel import OverviewFacts
from ui.panels.proof_words import rules_sentence
from ui.panels.several_panel import OneOfSeveral, SeveralFacts
from ui.panels.territory_facts import MeasureLine, MoveOption, SelectionFacts, TerritoryFacts
from ui.steps.proof_facts import details_of_layer, words_of_layer
from ui.widgets.figures import deviation, number, percent, quantity

NAMES_SHOWN = 4
KEYS = 9


def balance_of(
    plan: Plan,
    summary: LayerSummary,
    measure: int,
    *,
    title: str,
    territories: Ints,
    before: LayerSummary | None = None,
    unassigned: int | None = None,
) -> Balance:
    """Return the strip of one measure for these territories, marked with what they had before.

    `unassigned` counts the regions without territory among what is looked at; all of them unless given.
    """
    left = summary.unassigned if unassigned is None else unassigned
    rule = plan.measures[measure]
    marked = before is not None and before.ids == summary.ids
    bars = tuple(
        Bar(
            territory=int(t),
            code=summary.ids[t],
            name=summary.names[t],
            deviation=float(summary.deviations[t, measure]),
            before=float(before.deviations[t, measure]) if marked and before else None,
        )
        for t in territories
    )
    begun = summary.unassigned < len(plan.regions)
    made = Balance(title, rule.label, rule.tolerance, bars, begun=begun)
    return replace(made, figures=_figures(plan, summary, measure, territories, made, left))


def _figures(
    plan: Plan,
    summary: LayerSummary,
    measure: int,
    territories: Ints,
    balance: Balance,
    unassigned: int,
) -> tuple[Figure, ...]:
    if not balance.bars:
        return (Figure(tr("Territories"), tr("none yet")),)
    rule = plan.measures[measure]
    targets = summary.targets[territories, measure]
    same = bool(np.ptp(targets) <= 0.005 * max(float(targets.max()), 1e-9))
    name = tr("Target") if same else tr("Mean target")
    if not balance.begun:
        return (
            Figure(name, quantity(float(np.round(targets.mean())), rule.unit)),
            Figure(tr("Unassigned"), count_words(plan, unassigned)),
        )
    furthest = balance.bars[balance.furthest(1)[0]]
    all_within = balance.within == len(balance.bars)
    return (
        Figure(name, quantity(float(np.round(targets.mean())), rule.unit)),
        Figure(
            tr("Within ±{rule}", rule=percent(rule.tolerance, 0)),
            tr("{within} of {count}", within=balance.within, count=len(balance.bars)),
            "good" if all_within else "bad",
        ),
        Figure(
            tr("Furthest"),
            f"{furthest.code} {deviation(furthest.deviation)}",
            "bad" if balance.outside(furthest) else "",
        ),
        Figure(
            tr("Unassigned"),
            count_words(plan, unassigned),
            "bad" if unassigned else "",
        ),
    )


def territory_facts(plan: Plan, layer: Layer, summary: LayerSummary, t: int) -> TerritoryFacts:
    """Return what the inspector says about a territory, less its rep's fit and named accounts."""
    row, seat = summary.row(t), layer.territories[t].seat
    shape = shape_of(plan, layer, summary, t)
    lines = tuple(
        MeasureLine(
            label=measure.label,
            unit=measure.unit,
            value=row.loads[a],
            target=row.targets[a],
            deviation=row.deviations[a],
            tolerance=measure.tolerance,
        )
        for a, measure in enumerate(plan.measures)
    )
    return TerritoryFacts(
        code=row.id,
        name=row.name,
        rep=row.rep,
        measures=lines,
        regions=row.regions,
        pieces=row.pieces,
        travel_km=row.travel_km,
        moved_in=row.moved_in,
        moved_out=row.moved_out,
        locked=row.locked,
        noun=plan.regions.called,
        home="" if seat is None else plan.regions.names[seat],
        fills=shape.share if np.isfinite(shape.share) else None,
        ragged=shape.text if shape.share < RAGGED else "",
    )


def several_facts(
    plan: Plan, summary: LayerSummary, territories: Sequence[int], measure: int
) -> SeveralFacts:
    """Return what the inspector says about several territories."""
    held = [t for t in territories if t < len(summary.ids)]
    rule = plan.measures[measure]
    rows = tuple(
        OneOfSeveral(
            territory=t,
            code=summary.ids[t],
            name=summary.rep_names[t] or summary.names[t],
            off=deviation(float(summary.deviations[t, measure])),
            outside=not abs(float(summary.deviations[t, measure])) <= rule.tolerance + 1e-9,
        )
        for t in held
    )
    loads = summary.loads[held].sum(axis=0)
    sums = [(one.label, quantity(float(loads[a]), one.unit)) for a, one in enumerate(plan.measures)]
    regions = count_words(plan, int(summary.regions[held].sum()))
    accounts = number(int(summary.accounts[held].sum()))
    if len(plan.accounts):
        sums.append((tr("Accounts"), accounts))
    return SeveralFacts(
        title=tr("{count} territories, {regions}", count=len(held), regions=regions),
        measure=rule.label,
        rows=rows,
        sums=tuple(sums),
    )


def selection_facts(
    plan: Plan, scenario: str, layer: Layer, summary: LayerSummary, regions: Ints, measure: int
) -> SelectionFacts:
    """Return what the inspector says about selected regions."""
    sums = plan.loads[regions].sum(axis=0)
    # Named accounts stay with their owners when the region moves.
    held = carried(plan, plan.scenario(scenario), layer).loads
    rule = plan.measures[measure]
    return SelectionFacts(
        regions=len(regions),
        names=tuple(plan.regions.names[i] for i in regions[:NAMES_SHOWN]),
        sums=tuple((each.label, float(sums[a]), each.unit) for a, each in enumerate(plan.measures)),
        options=tuple(
            _option(plan, layer, summary, regions, measure, t, held)
            for t in neighbours_of(plan, layer, regions)
        ),
        measure=rule.label,
        locked=len(locked_among(plan, scenario, layer.key, regions)),
        noun=plan.regions.called,
    )


def _option(
    plan: Plan,
    layer: Layer,
    summary: LayerSummary,
    regions: Ints,
    measure: int,
    t: int,
    held: Floats,
) -> MoveOption:
    coming = regions[layer.owner[regions] != t]
    load = float(summary.loads[t, measure] + held[coming, measure].sum())
    target = float(summary.targets[t, measure])
    return MoveOption(
        territory=t,
        code=summary.ids[t],
        name=summary.names[t],
        now=float(summary.deviations[t, measure]),
        then=load / target - 1 if target > 0 else float("inf"),
        tolerance=plan.measures[measure].tolerance,
        locked=layer.territories[t].locked,
    )


def neighbours_of(plan: Plan, layer: Layer, regions: Ints) -> tuple[int, ...]:
    """Return the territories beside some regions, the longest shared border first, nine at most.

    A territory that has all of the regions already is left out; one reached over a link to an
    island only comes last.
    """
    graph, chosen = plan.regions.graph, np.zeros(len(plan.regions), np.bool_)
    chosen[regions] = True
    edges = graph.edges
    km = np.concatenate([graph.border_km, np.zeros(len(graph.links))])
    across = chosen[edges[:, 0]] != chosen[edges[:, 1]]
    beyond = np.where(chosen[edges[across, 0]], edges[across, 1], edges[across, 0])
    owner = layer.owner[beyond]
    held = owner != UNASSIGNED
    k = len(layer.territories)
    shared = np.bincount(owner[held], km[across][held], k)
    touching = np.bincount(owner[held], minlength=k) > 0
    here = np.unique(layer.owner[regions])
    if len(here) == 1 and here[0] != UNASSIGNED:
        touching[here[0]] = False
    found = np.flatnonzero(touching)
    return tuple(int(t) for t in found[np.argsort(-shared[found], kind="stable")][:KEYS])


def overview_facts(
    plan: Plan, whole: LayerSummary, layer: Layer, extent: Extent, scope: str = ""
) -> OverviewFacts:
    """Return what the inspector says while nothing is selected: of all, or of a scope by its name.

    What is proven is proven of everything, and is not said of a part.
    """
    summary = narrowed(plan, whole, extent)
    k, within, furthest = len(summary.ids), summary.within_tolerance, summary.furthest
    words = words_of_layer(plan, layer, summary) if extent.is_all else None
    is_empty = k > 0 and extent.is_all and summary.unassigned == len(plan.regions)
    tone, headline, text = "good", tr("Every territory keeps every rule."), ""
    if not k:
        tone, headline = "info", tr("No territories yet.")
        text = tr("Press Propose territories to get a first plan.")
    elif is_empty:
        tone, headline = "info", tr("No {noun} has a territory yet", noun=plan.regions.called[0])
        text = tr("Press Propose territories to get a first plan, or paint it with the brush.")
    elif within < k:
        tone = "bad"
        headline = tr("{within} of {count} territories keep every rule.", within=within, count=k)
        text = rules_sentence([(each.label, each.tolerance) for each in plan.measures])
    elif summary.pieces_beyond_one:
        tone = "bad"
        headline = tr_count(
            summary.pieces_beyond_one,
            "One piece lies apart from its territory.",
            "{count} pieces lie apart from their territories.",
        )
    off = furthest is not None and within < k and not is_empty
    return OverviewFacts(
        title=tr("{scenario}: {scope}", scenario=scenario_said(summary.scenario), scope=scope)
        if scope
        else scenario_said(summary.scenario),
        tone=tone,
        headline=headline,
        text=text,
        figures=_empty_figures(plan, k)
        if is_empty
        else _overview_figures(plan, summary)
        if k
        else (),
        proof=words,
        details=details_of_layer(plan, layer),
        is_today=summary.scenario == TODAY,
        furthest=int(extent.territories[furthest.territory])
        if furthest is not None and off
        else None,
        noun=plan.regions.called[0],
    )


def _overview_figures(plan: Plan, summary: LayerSummary) -> tuple[tuple[str, str, str], ...]:
    figures = [
        (
            tr("{measure}, furthest off", measure=measure.label),
            percent(worst),
            _tone(measure, worst),
        )
        for measure, worst in zip(plan.measures[:3], summary.worst_deviation, strict=False)
    ]
    travel = quantity(float(np.round(summary.mean_travel_km)), "km")
    figures.append((tr("Distance to the home base"), travel, ""))
    if summary.unassigned:
        figures.append((tr("Unassigned"), count_words(plan, summary.unassigned), "bad"))
    elif summary.scenario != TODAY:
        figures.append((tr("Moved against Today"), count_words(plan, summary.moved), ""))
    return tuple(figures)


def _empty_figures(plan: Plan, territories: int) -> tuple[tuple[str, str, str], ...]:
    """Return what there is to divide, and over how many; how far off nothing is helps nobody."""
    sums = plan.loads.sum(axis=0).tolist()
    measures = zip(plan.measures[:3], sums, strict=False)
    return (
        (tr("Territories"), number(territories), ""),
        (plan.regions.called[1].capitalize(), number(len(plan.regions)), ""),
        *((measure.label, quantity(total, measure.unit), "") for measure, total in measures),
    )


def _tone(measure: Measure, worst: float) -> str:
    return "" if abs(worst) <= measure.tolerance + 1e-9 else "bad"


def count_words(plan: Plan, count: int) -> str:
    """Return "3 counties" in the region set's own noun."""
    one, many = plan.regions.called
    return tr("{count}\u00a0{noun}", count=number(count), noun=one if count == 1 else many)


def pointed_words(plan: Plan, layer: Layer, region: int) -> str:
    """Return what the status line says of the region under the pointer."""
    t = int(layer.owner[region])
    figures = ", ".join(
        quantity(float(plan.loads[region, a]), each.unit) for a, each in enumerate(plan.measures)
    )
    owner = tr("unassigned") if t == UNASSIGNED else owner_words(plan, layer, t)
    said = {"region": plan.regions.names[region], "owner": owner, "figures": figures}
    if layer.locked[region]:
        return tr("{region}, {owner}, locked: {figures}", **said)
    return tr("{region}, {owner}: {figures}", **said)


def owner_words(plan: Plan, layer: Layer, t: int) -> str:
    """Return a territory's code and who owns it."""
    rep_id = layer.territories[t].rep_id
    name = tr("open") if rep_id is None else plan.rep(rep_id).name
    return f"{layer.territories[t].id} {name}"
