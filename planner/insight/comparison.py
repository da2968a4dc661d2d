"""All scenarios side by side: one table of figures."""

from __future__ import annotations

from dataclasses import dataclass

from planner.insight.extent import extent_of, narrowed
from planner.insight.scope import Scope
from planner.insight.summary import layer_summary
from planner.model.layers import BASE
from planner.model.plan import Plan
from planner.model.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class ScenarioFigures:
    """One scenario in plain Python numbers.

    Attributes
    ----------
    name : str
    status : str
        Of the layer's proof, or "" without one.
    gap : float or None
    territories, within_tolerance, unassigned : int
        Territories, those with every measure inside its tolerance, regions without territory.
    worst_deviation : tuple of float
        Per measure, a fraction.
    pieces_beyond_one : int
    travel_km : float or None
        Weighted mean km to the seat; None while no region has a territory.
    objective : str
        inertia or distance: what `score` is.
    score : float
        Weight times km squared, or km.
    moved_regions : int
        Regions that change hands against Today.
    moved_loads : tuple of float
        What they hold of each measure, in its unit.
    teams, posts : int
    short_hours_week : float
        Hours a week that teams need and nobody covers.
    quota_total : int or None
        Quota of the root, None while there is none.
    """

    name: str
    status: str
    gap: float | None
    territories: int
    within_tolerance: int
    unassigned: int
    worst_deviation: tuple[float, ...]
    pieces_beyond_one: int
    travel_km: float | None
    objective: str
    score: float
    moved_regions: int
    moved_loads: tuple[float, ...]
    teams: int
    posts: int
    short_hours_week: float
    quota_total: int | None

    @property
    def meets_rules(self) -> bool:
        """Whether every region is assigned, in one piece and inside the tolerances."""
        whole = self.unassigned == 0 and self.pieces_beyond_one == 0
        return whole and 0 < self.territories == self.within_tolerance


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures of all scenarios that have the layer, Today first.

    Attributes
    ----------
    layer : str
    measures : tuple of str
        Keys, in the order of the figures.
    scenarios : tuple of ScenarioFigures
    """

    layer: str
    measures: tuple[str, ...]
    scenarios: tuple[ScenarioFigures, ...]


def comparison(plan: Plan, layer_key: str = BASE, scope: Scope | None = None) -> Comparison:
    """Return the figures of every scenario that has the layer, of all or of a scope."""
    shown = [one for one in plan.scenarios if layer_key in {layer.key for layer in one.layers}]
    return Comparison(
        layer=layer_key,
        measures=tuple(measure.key for measure in plan.measures),
        scenarios=tuple(scenario_figures(plan, one, layer_key, scope) for one in shown),
    )


def scenario_figures(
    plan: Plan, scenario: Scenario, layer_key: str = BASE, scope: Scope | None = None
) -> ScenarioFigures:
    """Return the figures of one scenario, of all or of a scope.

    Proof, teams and quotas are of everything: of a scope there are none.
    """
    extent = extent_of(plan, scenario.name, scope, layer_key)
    summary = narrowed(plan, layer_summary(plan, scenario.name, layer_key), extent)
    proof = scenario.layer(layer_key).proof if extent.is_all else None
    teams = scenario.teams if extent.is_all else ()
    roots = [node.quota for node in scenario.quotas if not node.parent and extent.is_all]
    km = summary.mean_travel_km
    return ScenarioFigures(
        name=scenario.name,
        status="" if proof is None else proof.status,
        gap=None if proof is None else proof.gap,
        territories=len(summary.ids),
        within_tolerance=summary.within_tolerance,
        unassigned=summary.unassigned,
        worst_deviation=summary.worst_deviation,
        pieces_beyond_one=summary.pieces_beyond_one,
        travel_km=km if km == km else None,  # NaN is no region at all
        objective=summary.objective,
        score=summary.score,
        moved_regions=summary.moved,
        moved_loads=tuple(summary.moved_loads.tolist()),
        teams=len(teams),
        posts=sum(len(team.posts) for team in teams),
        short_hours_week=sum(need.short_hours_week for team in teams for need in team.needs),
        quota_total=sum(roots) if roots else None,
    )
