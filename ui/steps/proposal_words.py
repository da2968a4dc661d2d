"""What the inspector says about a proposal, without Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.insight.extent import narrowed
from planner.insight.figures import LayerSummary
from planner.insight.scope import EVERYTHING, Scope, ScopeKind
from planner.sales.key_accounts import carried
from ui.messages import tr
from ui.panels.moves import moves_between
from ui.panels.proof_words import proof_words
from ui.panels.proposal_panel import Against, ProposalFacts
from ui.steps.picture import Picture
from ui.steps.proof_facts import details_of, facts_of_proposal
from ui.steps.scope_words import scope_words
from ui.widgets.figures import UNKNOWN, percent, quantity

if TYPE_CHECKING:
    from ui.use_cases.territories import Proposal


def proposal_facts(
    proposal: Proposal,
    then: Picture,
    measure: int,
    into: str,
    *,
    narrow: bool = False,
    scope: Scope = EVERYTHING,
) -> ProposalFacts:
    """Return what the inspector says about a proposal for a scope; `then` is the picture of all of it."""
    plan, layer = then.plan, then.layer
    all_of_it = scope.kind is ScopeKind.ALL
    now = then.before.layer.owner if then.before is not None else layer.owner
    rule = plan.measures[measure]
    proof = proposal.proof
    return ProposalFacts(
        words=proof_words(facts_of_proposal(proposal, narrow=narrow)),
        details="" if proof is None else details_of(plan, proof),
        against=against(then, scope),
        moves=moves_between(
            now, layer.owner, carried(plan, plan.scenario(then.scenario), layer).loads
        ),
        codes=tuple(territory.id for territory in layer.territories),
        noun=plan.regions.called,
        measure=(measure, rule.label, rule.unit),
        into=into,
        checkable=proposal.solution.certificate is not None,
        scope="" if all_of_it else scope_words(plan, scope),
    )


def against(then: Picture, scope: Scope = EVERYTHING) -> tuple[Against, ...]:
    """Compare a picture with the one before, of all or of a scope: at most five figures."""
    if then.before is None:
        return ()
    extent = then.extent(scope)
    old = narrowed(then.before.plan, then.before.summary, extent)
    new = narrowed(then.plan, then.summary, extent)
    count = len(new.ids)
    rows = [
        Against(
            tr("Keep every rule"),
            tr("{within} of {count}", within=old.within_tolerance, count=count),
            tr("{within} of {count}", within=new.within_tolerance, count=count),
            _verdict(new.within_tolerance - old.within_tolerance),
        ),
        Against(
            tr("Furthest from target"),
            percent(_furthest(old)),
            percent(_furthest(new)),
            _verdict(round(_furthest(old) - _furthest(new), 4)),
        ),
        Against(
            tr("Mean distance"),
            _km(old.mean_travel_km),
            _km(new.mean_travel_km),
            _verdict(_finite(old.mean_travel_km) - _finite(new.mean_travel_km)),
        ),
    ]
    if old.pieces_beyond_one or new.pieces_beyond_one:
        pieces = new.pieces_beyond_one
        rows.append(
            Against(
                tr("Pieces apart"),
                str(old.pieces_beyond_one),
                str(pieces),
                _verdict(old.pieces_beyond_one - pieces),
            )
        )
    return tuple(rows)


def _furthest(summary: LayerSummary) -> float:
    if not summary.deviations.size or not (summary.regions > 0).any():
        return 1.0
    return float(np.abs(summary.deviations).max())


def _verdict(gain: float) -> str:
    if not np.isfinite(gain) or gain == 0:
        return ""
    return "better" if gain > 0 else "worse"


def _km(value: float) -> str:
    return quantity(float(np.round(value)), "km") if np.isfinite(value) else UNKNOWN


def _finite(value: float) -> float:
    """Return a distance rounded as it is shown, so that equal figures are never called better."""
    return float(np.round(value)) if np.isfinite(value) else float("nan")
