"""Ways out of a refusal: what else may be wished for."""

from __future__ import annotations

from dataclasses import replace

from planner.edits.region_drawing import Over
from planner.model.plan import Plan
from planner.model.redrawing import Refusal, Why
from ui.messages import tr
from ui.use_cases.redrawing import Draw, FileWish, Merge, Wish

MOST_PARENTS = 5


def ways_out(refusal: Refusal, wish: Wish, plan: Plan) -> list[tuple[str, Wish]]:
    """Return the words of each way out, and the wish that takes it."""
    if refusal.why is Why.COVERS and isinstance(wish, Draw | FileWish):
        return [
            (tr("Take it from them"), replace(wish, over=Over.TAKE)),
            (tr("Leave them what they have"), replace(wish, over=Over.SPARE)),
        ]
    if refusal.why is Why.APART and isinstance(wish, Merge):
        return [(tr("Merge all the same"), replace(wish, apart=True))]
    if refusal.why is Why.PARENTS_DIFFER and isinstance(wish, Merge | Draw):
        names = plan.regions.parents[refusal.text]
        at = {id_: number for number, id_ in enumerate(plan.regions.ids)}
        of: dict[str, int] = {}
        for id_ in refusal.regions:
            of.setdefault(names[at[id_]], at[id_])
        found: list[tuple[str, Wish]] = [
            (name, replace(wish, parents_of=region)) for name, region in of.items()
        ]
        return found[:MOST_PARENTS]
    return []
