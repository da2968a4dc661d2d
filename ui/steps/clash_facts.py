"""From the clash of a proposal to what its panel says, and where each rule lies on the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from planner.edits.repairs import apply_repair
from planner.insight.clash_words import repair_title, rule_text, rule_title, why
from planner.judge.clash import Asked, Clash, Demand, Mend, Repair, Why
from planner.model.types import Ints, ints
from ui.messages import tr, tr_count
from ui.panels.clash_panel import ClashFacts, RepairFacts, RuleFacts
from ui.widgets.figures import percent, quantity

if TYPE_CHECKING:
    from ui.use_cases.territories import Proposal


def clash_of(proposal: Proposal) -> Clash | None:
    """Return the clash to show: the first that is proven, else the first."""
    clashes = proposal.solution.clash
    return next((clash for clash in clashes if clash.proven), clashes[0] if clashes else None)


def clash_facts(proposal: Proposal, clash: Clash) -> ClashFacts:
    """Return what the panel says of a clash."""
    names = proposal.names
    gives = clash.gives or (None,) * len(clash.demands)
    rules = tuple(
        RuleFacts(
            rule_title(names, rule), rule_text(names, rule, give), _mending(rule, clash.repairs)
        )
        for rule, give in zip(clash.demands, gives, strict=True)
    )
    count = len(rules)
    headline = (
        tr("No plan can meet these rules") if clash.proven else tr("These rules seem to clash")
    )
    return ClashFacts(
        headline=headline,
        state=_state(clash, count),
        proven=clash.proven,
        why=why(names, clash),
        rules=rules,
        repairs=tuple(_repair(proposal, repair) for repair in clash.repairs),
        minimal=clash.proven and clash.minimal and count > 1,
    )


def _state(clash: Clash, count: int) -> str:
    if not clash.proven:
        return tr("not proven")
    if not clash.minimal:
        return tr_count(count, "proven: 1 rule", "proven: {count} rules, maybe not the fewest")
    return tr_count(count, "proven: 1 rule cannot be met", "proven: these {count} rules clash")


def _repair(proposal: Proposal, repair: Repair) -> RepairFacts:
    objective = proposal.problem.objective.measure
    names = proposal.names
    return RepairFacts(
        title=repair_title(names, repair),
        worst=percent(repair.worst) if repair.verified else "",
        moved=quantity(repair.moved, names.units[objective]),
        ready=is_ready(proposal, repair),
    )


def is_ready(proposal: Proposal, repair: Repair) -> bool:
    """Whether the plan can be changed as the repair says."""
    plan, key = proposal.base, proposal.layer_key
    after = apply_repair(plan, proposal.scenario, key, proposal.problem.measures, repair)
    return after is not plan


def _mending(rule: Demand, repairs: tuple[Repair, ...]) -> tuple[int, ...]:
    """Return the numbers of the repairs that let this rule give."""

    def touches(repair: Repair) -> bool:
        if repair.mend in (Mend.OWN_TERRITORY, Mend.COUNT):
            return rule.asked is Asked.BAND
        return any(_same(rule, other) for other in repair.demands)

    return tuple(at for at, repair in enumerate(repairs) if touches(repair))


def _same(rule: Demand, other: Demand) -> bool:
    if rule.asked is Asked.BAND and other.asked is Asked.BAND:
        return rule.measure == other.measure
    return rule == other


def regions_of_rule(proposal: Proposal, clash: Clash, rule: Demand) -> Ints:
    """Return the regions to show on the map for a rule; empty for one that lies everywhere."""
    problem = proposal.problem
    if rule.regions:
        return ints(rule.regions)
    if rule.asked is Asked.BARRIER:
        return ints(np.unique(barriers_of(proposal, (rule,))))
    if clash.reason.why in (Why.POCKET, Why.OVERSIZE) and clash.reason.regions:
        return ints(sorted(clash.reason.regions))
    if proposal.owner is not None and 0 < len(rule.territories) < problem.k:
        return ints(np.flatnonzero(np.isin(proposal.owner, rule.territories)))
    return ints([])


def barriers_of(proposal: Proposal, rules: Sequence[Demand]) -> Ints:
    """Return the pairs of neighbours that the barriers among some rules part, shape (b, 2)."""
    names = {rule.name for rule in rules if rule.asked is Asked.BARRIER}
    edges = [each.edges for each in proposal.problem.barriers if each.name in names]
    return ints(np.concatenate([np.empty((0, 2), np.int32), *edges]))
