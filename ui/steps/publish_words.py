"""What the publish page says about the files, without Qt."""

from __future__ import annotations

from pathlib import Path

from planner.insight.extent import Extent, territories_across
from planner.insight.scope import ScopeKind
from planner.language import some_of
from planner.model import words
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.scenario_words import scenario_said
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED
from ui.messages import joined, tr, tr_count
from ui.steps.scope_words import scope_words
from ui.widgets.figures import number

NAMED = 5
"""Territories named one by one; more are counted."""


def sentence(extent: Extent, layer: Layer) -> str:
    """Return of what the files are: a scenario, and of one layer where it is another than the base."""
    said = [tr("Files of the scenario {name}.", name=scenario_said(extent.scenario))]
    if layer.key != BASE:
        said.append(tr("Of the layer {layer} alone.", layer=layer.label))
    return " ".join([*said, tr("Nothing leaves this computer.")])


def scope_line(plan: Plan, extent: Extent) -> str:
    """Return what is written of a part, and what of it reaches beyond; "" for everything."""
    if extent.is_all:
        return ""
    said = [
        tr(
            "{scope}: {counts}. What lies outside is left out.",
            scope=scope_words(plan, extent.scope),
            counts=joined(_counts(plan, extent)),
        )
    ]
    if len(plan.accounts) and extent.scope.kind is ScopeKind.PEOPLE:
        said.append(tr("Accounts elsewhere that these people own or serve are written too."))
    across = territories_across(plan, extent)
    if across:
        said.append(
            tr_count(
                len(across),
                "{names} also lies outside and counts whole.",
                "{names} also lie outside and count whole.",
                names=some_of(across, NAMED),
            )
        )
    return " ".join(said)


def _counts(plan: Plan, extent: Extent) -> list[str]:
    """Return how many of each kind lie in the scope."""
    layer, region = plan.scenario(extent.scenario).layer(extent.layer), plan.accounts.region
    people = sum(str(rep.id) in extent.people for rep in plan.reps)
    accounts = int((extent.regions[region] & (region != UNASSIGNED)).sum())
    counts = (
        (int(extent.regions.sum()), len(plan.regions), plan.regions.called[1]),
        (len(extent.territories), len(layer.territories), tr("territories")),
        (accounts, len(plan.accounts), tr("accounts")),
        (people, len(plan.reps), tr("people")),
    )
    return [
        tr("{inside} of {all} {noun}", inside=number(inside), all=number(of_all), noun=noun)
        for inside, of_all, noun in counts
        if of_all
    ]


def file_rows(plan: Plan, scenario: Scenario, extent: Extent) -> tuple[tuple[str, str, str], ...]:
    """Return file, what it is for, and whether it will be there; the accounts file comes first."""
    order = ("accounts_plan.csv", *(name for name in words.EXPORTS if name != "accounts_plan.csv"))
    lacking = _lacking(plan, scenario)
    if not extent.is_all:
        for name in ("teams.csv", "quotas.csv"):
            lacking.setdefault(name, tr("left out: it is of everything"))
    if (scenario.layer(extent.layer).owner[extent.regions] == UNASSIGNED).all():
        lacking["territories.gpkg"] = tr(
            "left out: no territory has {nouns} yet", nouns=plan.regions.called[1]
        )
    uses = _uses(plan.regions.called[1])
    return tuple(
        (name, uses.get(name, ""), lacking.get(name, tr("will be written"))) for name in order
    )


def _uses(noun: str) -> dict[str, str]:
    return {
        "accounts_plan.csv": tr("Accounts with their rep: load this into the CRM"),
        "regions.csv": tr("{noun} with their territory and rep", noun=noun.capitalize()),
        "territories.csv": tr("Territories with their figures, targets and deviations"),
        "reps_plan.csv": tr("People with capacity, planned hours and quota"),
        "teams.csv": tr("Posts: who does what in which team"),
        "quotas.csv": tr("Quotas from the company down to each rep"),
        "territories.gpkg": tr("The map for QGIS or ArcGIS"),
        "map.png": tr("A picture of the map"),
        "summary.json": tr("Figures and proof, for other programs"),
    }


def _lacking(plan: Plan, scenario: Scenario) -> dict[str, str]:
    lacking = {}
    if not len(plan.accounts):
        lacking["accounts_plan.csv"] = tr("left out: the plan has no accounts")
    if not plan.reps:
        lacking["reps_plan.csv"] = tr("left out: the plan has no people")
    if not scenario.teams:
        lacking["teams.csv"] = tr("left out: no teams yet")
    if not scenario.quotas:
        lacking["quotas.csv"] = tr("left out: no quotas yet")
    return lacking


def default_folder(plan: Plan, scenario: Scenario, home: Path) -> Path:
    """Return a folder in the user's documents named after plan and scenario."""
    documents = home / "Documents"
    kept = "".join(each if each.isalnum() or each in " -_" else "_" for each in plan.name)
    return (
        documents if documents.is_dir() else home
    ) / f"{kept} {scenario_said(scenario.name)}".strip()
