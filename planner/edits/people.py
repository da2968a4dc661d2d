"""People: who looks after a vacancy until somebody starts."""

from __future__ import annotations

from dataclasses import replace

from planner.language import tr
from planner.model.plan import Plan
from planner.model.types import RepId


def set_cover(plan: Plan, rep_id: str, cover: str) -> Plan:
    """Return the plan with another cover for a vacancy or a leaver; "" takes the cover away.

    Raises ValueError for an unknown rep or cover, and for one who would cover for himself.
    """
    rep = plan.rep(rep_id)
    after = RepId(str(plan.rep(cover).id)) if cover else None
    if after == rep.id:
        raise ValueError(tr("{rep} cannot be the own cover", rep=rep.name))
    if after == rep.cover:
        return plan
    reps = tuple(replace(one, cover=after) if one is rep else one for one in plan.reps)
    return replace(plan, reps=reps)
