"""A clash of a part in the numbers of the whole problem."""

from __future__ import annotations

from dataclasses import replace

from planner.judge.clash import Clash, Demand, Reason, Repair
from planner.judge.parts import Part
from planner.judge.problem import Problem


def outward(clash: Clash, part: Part, problem: Problem) -> Clash:
    """Return the clash with the regions and territories of the whole problem."""
    if part.problem is problem:
        return clash
    return replace(
        clash,
        demands=tuple(_demand(rule, part) for rule in clash.demands),
        reason=_reason(clash.reason, part),
        repairs=tuple(_repair(repair, part) for repair in clash.repairs),
    )


def _demand(rule: Demand, part: Part) -> Demand:
    return replace(
        rule, regions=_regions(rule.regions, part), territories=_territories(rule.territories, part)
    )


def _reason(reason: Reason, part: Part) -> Reason:
    return replace(
        reason,
        demands=tuple(_demand(rule, part) for rule in reason.demands),
        regions=_regions(reason.regions, part),
        territories=_territories(reason.territories, part),
    )


def _repair(repair: Repair, part: Part) -> Repair:
    # The plan of a part says nothing about the other parts.
    return replace(
        repair,
        demands=tuple(_demand(rule, part) for rule in repair.demands),
        regions=_regions(repair.regions, part),
        owner=None,
    )


def _regions(regions: tuple[int, ...], part: Part) -> tuple[int, ...]:
    return tuple(int(part.regions[i]) for i in regions)


def _territories(territories: tuple[int, ...], part: Part) -> tuple[int, ...]:
    return tuple(int(part.territories[t]) for t in territories)
