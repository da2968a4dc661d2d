"""What the picture of a scenario's map shows: territories, their codes, and the figures of each."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from planner.insight.extent import Extent, extent_of, narrowed
from planner.insight.figures import LayerSummary
from planner.insight.summary import layer_summary
from planner.io.picture_file import PictureRequest, write_picture_request
from planner.language import tr
from planner.model.plan import Plan
from planner.model.scenario_words import scenario_said
from planner.model.types import UNASSIGNED, ints
from ui.widgets.figures import deviation, number, percent


def write_picture_order(
    plan: Plan, scenario_name: str, path: Path, extent: Extent | None = None
) -> None:
    """Write the order for a layer's map picture; raises OSError where that cannot be done."""
    write_picture_request(picture_request(plan, scenario_name, extent), path)


def picture_request(plan: Plan, scenario_name: str, extent: Extent | None = None) -> PictureRequest:
    """Return what a picture of a layer shows; what lies outside the extent has no territory on it."""
    reach = extent or extent_of(plan, scenario_name)
    layer = plan.scenario(scenario_name).layer(reach.layer)
    summary = layer_summary(plan, scenario_name, reach.layer)
    part = narrowed(plan, summary, reach)
    inside = np.isin(np.arange(len(summary.ids)), reach.territories)
    return PictureRequest(
        title=plan.name,
        subtitle=_subtitle(plan, scenario_name, part, reach),
        geometry=plan.regions.geometry,
        points=plan.regions.points,
        edges=plan.regions.graph.edges,
        owner=ints(np.where(reach.regions, layer.owner, UNASSIGNED)),
        codes=summary.ids,
        figures=tuple(_furthest(summary, t) for t in range(len(summary.ids))),
        seats=ints(np.where(inside, summary.seats, UNASSIGNED)),
        header=("", "", *(f"{measure.label}" for measure in plan.measures)),
        rows=tuple(territory_row(summary, t) for t in reach.territories.tolist()),
        listed=reach.territories,
        closing=_closing(reach),
    )


def _subtitle(plan: Plan, scenario_name: str, summary: LayerSummary, extent: Extent) -> str:
    bands = ", ".join(f"{one.label} ±{percent(one.tolerance, 0)}" for one in plan.measures)
    said = {
        "scenario": scenario_said(scenario_name),
        "regions": number(int(extent.regions.sum())),
        "noun": plan.regions.called[1],
        "within": summary.within_tolerance,
        "count": len(summary.ids),
        "bands": bands,
    }
    if extent.is_all:
        return tr(
            "{scenario}: {regions} {noun}; {within} of {count} territories within {bands}", **said
        )
    return tr(
        "{scenario}, only {extent}: {regions} {noun}; {within} of {count} territories within {bands}",
        extent=extent.text,
        **said,
    )


def _closing(extent: Extent) -> str:
    words = tr(
        "Colours only tell neighbours apart. The figure on the map is the measure that is "
        "furthest from its target."
    )
    if extent.is_all:
        return words
    return tr("{words} Hatched: outside {extent}.", words=words, extent=extent.text)


def _furthest(summary: LayerSummary, territory: int) -> str:
    if not summary.deviations.shape[1]:
        return ""
    row = summary.deviations[territory]
    return deviation(float(row[int(abs(row).argmax())]))


def territory_row(summary: LayerSummary, territory: int) -> tuple[str, ...]:
    """Return a row of the legend: id, who it is with, and how far each measure is off."""
    who = summary.rep_names[territory] or summary.names[territory]
    figures = (deviation(float(value)) for value in summary.deviations[territory])
    return (summary.ids[territory], who, *figures)
