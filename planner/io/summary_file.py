"""summary.json: how a scenario stands, in the fields that every report has."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from planner.insight.extent import ALL, Extent, narrowed
from planner.insight.figures import LayerSummary
from planner.insight.people_reasons import people_reasons
from planner.insight.summary import layer_summary
from planner.judge.from_plan import problem_from
from planner.judge.problem import Status
from planner.judge.verify import floors, score, violations
from planner.model.formula import rows_where
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, Scenario
from planner.sales.key_accounts import owners_by_name


def summary_text(plan: Plan, scenario: Scenario, left_out: Sequence[str], extent: Extent) -> str:
    """Return summary.json of a layer of a scenario, or of a part of it.

    What is proven is proven of the whole layer: of a part there is neither score nor bound.
    """
    layer = scenario.layer(extent.layer)
    summary = narrowed(plan, layer_summary(plan, scenario.name, layer.key), extent)
    keys = [measure.key for measure in plan.measures]
    proof = layer.proof or _judged(plan, scenario, layer)
    fields: dict[str, Any] = {
        "status": proof.status,
        "worst_deviation": dict(zip(keys, summary.worst_deviation, strict=True)),
        "components_beyond_one": summary.pieces_beyond_one,
        "score": proof.score,
        "bound": proof.bound,
        "gap": proof.gap,
        "floors": [
            {"measure": measure, "territory_or_region": where, "deviation": deviation}
            for measure, where, deviation in proof.floors
        ],
        "clash": list(proof.clash),
        "shortages": [
            {"market": team.market, "role": need.role, "hours_week": need.short_hours_week}
            for team in scenario.teams
            for need in team.needs
            if need.short_hours_week > 0
        ],
        **_of_accounts(plan, scenario),
        **_of_people(plan, scenario, layer),
        **_of_parts(proof),
        "left_out": list(left_out),
        "stopped_by": proof.stopped_by,
        "seed": proof.seed,
        "runtime_s": proof.runtime_s,
        "versions": dict(proof.versions),
    }
    if extent.text != ALL:
        fields |= _of_scope(summary, extent)
    return json.dumps(_finite(fields), indent=2, ensure_ascii=False) + "\n"


def _of_scope(summary: LayerSummary, extent: Extent) -> dict[str, Any]:
    """Return of what the figures are the total, and what can be said of a part."""
    scope = {
        "scope": extent.text,
        "regions": int(extent.regions.sum()),
        "territories": len(extent.territories),
        "unassigned": summary.unassigned,
    }
    if extent.is_all:
        return {"of": scope}
    kept = summary.keeping_rules == len(summary.ids) and not summary.unassigned
    unproven: dict[str, Any] = {
        "score": None,
        "bound": None,
        "gap": None,
        "floors": [],
        "clash": [],
        "parts": [],
    }
    status = Status.FEASIBLE if kept and len(summary.ids) else Status.UNKNOWN
    return {"of": scope, "status": status.value, "shortages": [], **unproven}


def _of_accounts(plan: Plan, scenario: Scenario) -> dict[str, Any]:
    """Return what was proven of each list of key accounts; nothing for a plan without such a list."""
    if not plan.goals.key_accounts:
        return {}
    proofs = dict(scenario.account_proofs)
    owned = owners_by_name(plan, scenario)
    lists = []
    for goals in plan.goals.key_accounts:
        rows = rows_where(goals.where, plan.accounts, plan.segments, plan.inside, plan.regions)
        proof = proofs.get(goals.key)
        lists.append(
            {
                "key": goals.key,
                "accounts": sum(bool(rows[at]) for at in owned),
                "status": "unknown" if proof is None else proof.status,
                "score": None if proof is None else proof.score,
                "bound": None if proof is None else proof.bound,
                "gap": None if proof is None else proof.gap,
            }
        )
    return {"key_accounts": lists}


def _of_people(plan: Plan, scenario: Scenario, layer: Layer) -> dict[str, Any]:
    """Return why each territory has the person it has; nothing for a layer that no solver made."""
    reasons = people_reasons(plan, scenario, layer) if layer.proof is not None else ()
    if not reasons:
        return {}
    return {
        "people": [
            {
                "territory_id": str(layer.territories[one.territory].id),
                "rep_id": str(layer.territories[one.territory].rep_id or ""),
                "km_from_home": one.km,
                "share_kept": one.kept,
                "skills_met": one.met,
                "next_exchange_with": None
                if one.other is None
                else str(layer.territories[one.other].id),
                "next_exchange_price": None if one.other is None else one.price,
            }
            for one in reasons
        ]
    }


def _of_parts(proof: Proof) -> dict[str, Any]:
    """Return what was proven of each part kept apart; nothing for a layer in one part."""
    parts = [
        {"part": name, "status": status, "score": score, "bound": bound}
        for name, status, score, bound in proof.parts
    ]
    return {"parts": parts} if parts else {}


def _judged(plan: Plan, scenario: Scenario, layer: Layer) -> Proof:
    """Return what can be said of a layer that no solver proved anything about."""
    summary = layer_summary(plan, scenario.name, layer.key)
    unproven = Proof(
        Status.UNKNOWN.value, summary.score, None, None, summary.objective, seed=plan.seed
    )
    if scenario.name == TODAY or not layer.territories:
        return unproven
    try:
        problem = problem_from(plan, scenario, layer.key)
    except ValueError:  # its territories no longer fit the goals
        return unproven
    met = not violations(problem, layer.owner)
    return Proof(
        status=(Status.FEASIBLE if met else Status.UNKNOWN).value,
        score=score(problem, layer.owner),
        bound=None,
        gap=None,
        objective=problem.objective.kind.value,
        floors=tuple(
            (
                floor.measure,
                "" if floor.region is None else str(plan.regions.ids[floor.region]),
                floor.deviation,
            )
            for floor in floors(problem)
        ),
        seed=plan.seed,
    )


def _finite(value: Any) -> Any:
    """Return the value with null in place of numbers that JSON does not know."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list) else value
