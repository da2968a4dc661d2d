"""What the picture of a scenario's map shows: territories, their codes, and the figures of each."""

from __future__ import annotations

from pathlib import Path

from planner.insight.figures import LayerSummary
from planner.insight.summary import layer_summary
from planner.io.picture_file import PictureRequest, write_picture_request
from planner.language import tr
from planner.model.plan import Plan
from planner.model.scenario_words import scenario_said
from ui.widgets.figures import deviation, number, percent


def write_picture_order(plan: Plan, scenario_name: str, path: Path) -> None:
    """Write the order for the base layer's map picture; raises OSError where that cannot be done."""
    write_picture_request(picture_request(plan, scenario_name), path)


def picture_request(plan: Plan, scenario_name: str) -> PictureRequest:
    """Return what a picture of the base layer shows."""
    layer = plan.scenario(scenario_name).base
    summary = layer_summary(plan, scenario_name)
    return PictureRequest(
        title=plan.name,
        subtitle=_subtitle(plan, scenario_name, summary),
        geometry=plan.regions.geometry,
        points=plan.regions.points,
        edges=plan.regions.graph.edges,
        owner=layer.owner,
        codes=summary.ids,
        figures=tuple(_furthest(summary, t) for t in range(len(summary.ids))),
        seats=summary.seats,
        header=("", "", *(f"{measure.label}" for measure in plan.measures)),
        rows=tuple(_row(summary, t) for t in range(len(summary.ids))),
        closing=tr(
            "Colours only tell neighbours apart. The figure on the map is the measure that is "
            "furthest from its target."
        ),
    )


def _subtitle(plan: Plan, scenario_name: str, summary: LayerSummary) -> str:
    bands = ", ".join(f"{one.label} ±{percent(one.tolerance, 0)}" for one in plan.measures)
    return tr(
        "{scenario}: {regions} {noun}; {within} of {count} territories within {bands}",
        scenario=scenario_said(scenario_name),
        regions=number(len(plan.regions)),
        noun=plan.regions.called[1],
        within=summary.within_tolerance,
        count=len(summary.ids),
        bands=bands,
    )


def _furthest(summary: LayerSummary, territory: int) -> str:
    if not summary.deviations.shape[1]:
        return ""
    row = summary.deviations[territory]
    return deviation(float(row[int(abs(row).argmax())]))


def _row(summary: LayerSummary, territory: int) -> tuple[str, ...]:
    who = summary.rep_names[territory] or summary.names[territory]
    figures = (deviation(float(value)) for value in summary.deviations[territory])
    return (summary.ids[territory], who, *figures)
