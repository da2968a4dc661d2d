"""summary.json of a solved territory problem (docs/architecture.md, section 5)."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.judge.clash import Clash, Demand, Repair
from planner.judge.problem import Floor, Problem, Solution
from planner.judge.verify import deviations, extra_pieces


def summary(problem: Problem, solution: Solution) -> dict[str, Any]:
    """Return the fields of summary.json, ready for `json.dumps`; deviations are fractions."""
    owner = solution.owner
    worst = None if owner is None else np.abs(deviations(problem, owner)).max(axis=0)
    return {
        "status": solution.status.value,
        "worst_deviation": {}
        if worst is None
        else {name: _number(worst[a]) for a, name in enumerate(problem.measures)},
        "components_beyond_one": None if owner is None else extra_pieces(problem, owner),
        "score": solution.score,
        "bound": solution.bound,
        "gap": solution.gap,
        "floors": [_floor(floor) for floor in solution.floors],
        "clash": [clash_fields(problem, clash) for clash in solution.clash],
        "left_out": [],
        "stopped_by": solution.stopped_by.value,
        "seed": solution.seed,
        "runtime_s": round(solution.runtime_s, 3),
        "versions": dict(solution.versions),
        "run_log": solution.run_log.fields(),
    }


def clash_fields(problem: Problem, clash: Clash) -> dict[str, Any]:
    """Return a clash in numbers of regions and territories and names of measures."""
    reason = clash.reason
    gives = clash.gives or (None,) * len(clash.demands)
    return {
        "why": reason.why.value,
        "proven": clash.proven,
        "minimal": clash.minimal,
        "rules": [
            _rule(problem, rule) | {"gives": give}
            for rule, give in zip(clash.demands, gives, strict=True)
        ],
        "amount": reason.amount,
        "limit": reason.limit,
        "repairs": [_repair(problem, repair) for repair in clash.repairs],
    }


def _rule(problem: Problem, rule: Demand) -> dict[str, Any]:
    return {
        "rule": rule.asked.value,
        "regions": list(rule.regions),
        "territories": list(rule.territories),
        "measure": None if rule.measure is None else problem.measures[rule.measure],
        "name": rule.name,
    }


def _repair(problem: Problem, repair: Repair) -> dict[str, Any]:
    return {
        "repair": repair.mend.value,
        "rules": [_rule(problem, rule) for rule in repair.demands],
        "regions": list(repair.regions),
        "amount": repair.amount,
        "worst_deviation": repair.worst,
        "moved": repair.moved,
        "verified": repair.verified,
    }


def _floor(floor: Floor) -> dict[str, Any]:
    where = floor.region if floor.territory is None else floor.territory
    return {
        "measure": floor.measure,
        "territory_or_region": where,
        "deviation": floor.deviation,
    }


def _number(value: float) -> float | None:
    """JSON has no infinity: a deviation from a target of 0 is null."""
    return float(value) if np.isfinite(value) else None
