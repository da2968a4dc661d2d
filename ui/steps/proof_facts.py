"""From a solver's answer, or the proof a layer keeps, to the facts that the proof card puts in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.insight.clash_words import rule_title
from planner.insight.figures import LayerSummary
from planner.judge.problem import Kind, Status, StoppedBy
from planner.judge.verify import EPSILON, deviations
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.travel import travel_weight
from ui.messages import tr
from ui.panels.proof_words import NamedFloor, ProofFacts, ProofWords, named_floors, proof_words
from ui.panels.score_words import Aim
from ui.widgets.figures import number

if TYPE_CHECKING:
    from ui.use_cases.territories import Proposal


def aim_of(plan: Plan, layer_key: str) -> Aim:
    """Return what a solve of a layer minimises."""
    free = plan.goals.layer(layer_key).seats == "free"
    return Aim(Kind.INERTIA if free else Kind.DISTANCE, float(travel_weight(plan).sum()))


def facts_of_proposal(proposal: Proposal, *, narrow: bool = False) -> ProofFacts:
    """Return the facts of a proposal; what is within the rules is counted by the judge.

    Where only some territories gave and took, they alone are counted.
    """
    plan, problem, solution = proposal.base, proposal.problem, proposal.solution
    them = np.arange(problem.k) if proposal.among is None else proposal.among
    within = 0
    if solution.owner is not None:
        off = np.abs(deviations(problem, solution.owner))[them]
        within = int((off <= problem.tolerance + EPSILON).all(axis=1).sum())
    return ProofFacts(
        status=solution.status,
        kind=problem.objective.kind,
        score=solution.score,
        bound=solution.bound,
        territories=len(them),
        within=within,
        rules=_rules(plan),
        floors=named_floors(solution.floors, plan.regions.names, _labels(plan)),
        clash=_clashing(proposal),
        stopped_by=solution.stopped_by,
        noun=plan.regions.called[0],
        found=solution.owner is not None,
        narrow=narrow,
    )


def _clashing(proposal: Proposal) -> tuple[str, ...]:
    clashes = proposal.solution.clash
    return tuple(rule_title(proposal.names, rule) for clash in clashes for rule in clash.demands)


def words_of_layer(plan: Plan, layer: Layer, summary: LayerSummary) -> ProofWords | None:
    """Return the proof card of a layer as it stands; None where an edit dropped its proof."""
    proof = layer.proof
    if proof is None:
        return None
    region = {str(region_id): at for at, region_id in enumerate(plan.regions.ids)}
    labels = _labels(plan)
    floors = tuple(
        NamedFloor(
            labels.get(measure, measure),
            plan.regions.names[region[where]] if where in region else "",
            off,
        )
        for measure, where, off in proof.floors
    )
    return proof_words(
        ProofFacts(
            status=Status(proof.status),
            kind=Kind(proof.objective),
            score=proof.score,
            bound=proof.bound,
            territories=len(summary.ids),
            within=summary.within_tolerance,
            rules=_rules(plan),
            floors=floors,
            clash=proof.clash,
            stopped_by=StoppedBy(proof.stopped_by),
            noun=plan.regions.called[0],
        )
    )


def details_of_layer(plan: Plan, layer: Layer) -> str:
    """Return the figures behind a layer's proof, or ""."""
    return details_of(plan, layer.proof) if layer.proof is not None else ""


def details_of(plan: Plan, proof: Proof) -> str:
    """Return the figures behind a proof, for who asks; in the units that a solve shows."""
    aim = Aim(Kind(proof.objective), float(travel_weight(plan).sum()))
    lines = [tr("{aim}: {score}", aim=aim.name, score=aim.words(proof.score))]
    if proof.bound is not None:
        lines.append(tr("Proven least: {bound}", bound=aim.words(proof.bound)))
    lines.append(
        tr(
            "Found in {seconds}\u00a0s, seed {seed}",
            seconds=number(proof.runtime_s, 1),
            seed=proof.seed,
        )
    )
    if proof.certificate:
        lines.append(tr("Certificate {digest}", digest=proof.certificate[:12]))
    versions = ", ".join(f"{name} {version}" for name, version in proof.versions.items())
    return "\n".join([*lines, versions] if versions else lines)


def _rules(plan: Plan) -> tuple[tuple[str, float], ...]:
    return tuple((measure.label, measure.tolerance) for measure in plan.measures)


def _labels(plan: Plan) -> dict[str, str]:
    return {measure.key: measure.label for measure in plan.measures}
