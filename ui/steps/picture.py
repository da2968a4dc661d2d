"""What the territories page shows at one moment, without Qt: the plan, a draft, progress or a proposal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from planner.edits.replacing import with_layer
from planner.insight.draft_summary import summary_after
from planner.insight.extent import Extent, extent_of
from planner.insight.figures import LayerSummary
from planner.insight.scope import EVERYTHING, Scope, territories_in_scope
from planner.insight.summary import layer_summary
from planner.judge.rules_from_plan import barred
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import Ints, bools, ints
from ui.map.content import MapContent, Shown, TerritoryMark
from ui.widgets.figures import deviation


class View(IntEnum):
    """What the map shows while there is a proposal, in the order of its buttons."""

    NOW = 0
    PROPOSAL = 1
    DIFFERENCE = 2


MOST = 0.6
"""Share of the regions that counts as most of them."""
SHOWN = {View.NOW: Shown.TODAY, View.PROPOSAL: Shown.PROPOSAL, View.DIFFERENCE: Shown.DIFFERENCE}


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A layer of a plan with its figures, and what it is compared with.

    Attributes
    ----------
    plan : Plan
    scenario : str
    layer : Layer
    summary : LayerSummary
    before : Picture or None
        The same layer as it is now, while this is progress or a proposal.
    """

    plan: Plan
    scenario: str
    layer: Layer
    summary: LayerSummary
    before: Picture | None = None

    def with_owner(self, owner: Ints) -> Picture:
        """Return the picture of other owners, compared with this one."""
        key = self.layer.key
        return self.drafted(
            owner, summary_after(self.plan, self.scenario, key, self.summary, owner)
        )

    def drafted(self, owner: Ints, summary: LayerSummary) -> Picture:
        """Return the picture of other owners, whose figures are known, compared with this one."""
        layer = replace(self.layer, owner=owner, proof=None)
        plan = with_layer(self.plan, self.scenario, layer)
        return Picture(plan, self.scenario, layer, summary, self)

    def extent(self, scope: Scope) -> Extent:
        """Return how far a scope reaches; during a draft or proposal, in the plan as it is now."""
        now = self if self.before is None else self.before
        return extent_of(now.plan, now.scenario, scope, now.layer.key)

    def territories(self, scope: Scope) -> Ints:
        """Return the territories in scope."""
        if not len(self.layer.territories):
            return ints([])
        return territories_in_scope(self.plan, scope, self.scenario, self.layer.key)

    def told(self, view: View | None) -> Picture:
        """Return the picture whose figures a view tells: as it is now, or as it would be."""
        return self.before if view is View.NOW and self.before is not None else self

    def marks(self, measure: int, colours: Ints) -> tuple[TerritoryMark, ...]:
        """Return what stands on each territory: code and deviation of a measure."""
        off = self.summary.deviations
        return tuple(
            TerritoryMark(
                code=territory.id,
                figure=deviation(float(off[t, measure])) if off.shape[1] else "",
                seat=territory.seat,
                locked=territory.locked,
                colour=int(colours[t]),
            )
            for t, territory in enumerate(self.layer.territories)
        )

    def content(
        self, measure: int, colours: Ints, view: View | None = None, scope: Scope = EVERYTHING
    ) -> MapContent:
        """Return what the map shows; `view` is None while there is no proposal.

        A proposal that changes most of the map is shown without its hatch: it would hide the rest.
        """
        compared = self.before is not None and view is not None
        if view is View.PROPOSAL and self.mostly_new:
            compared = False
        return MapContent(
            owner=self.layer.owner,
            marks=self.told(view).marks(measure, colours),
            locked=self.layer.locked,
            before=self.before.layer.owner if compared and self.before else None,
            shown=SHOWN[view] if compared and view is not None else Shown.PLAN,
            barriers=barred(self.plan, self.layer.key),
            outside=bools(~self.extent(scope).regions),
        )

    @property
    def changed(self) -> int:
        """Number of regions whose territory differs from before."""
        if self.before is None:
            return 0
        return int((self.before.layer.owner != self.layer.owner).sum())

    @property
    def mostly_new(self) -> bool:
        """Whether most regions differ from before."""
        return self.changed > MOST * len(self.layer.owner)

    @property
    def best_view(self) -> View:
        """The difference, unless most of the map differs."""
        return View.PROPOSAL if self.mostly_new else View.DIFFERENCE


def picture_of(plan: Plan, scenario: str, layer_key: str) -> Picture:
    """Return the picture of a layer as the plan has it."""
    layer = plan.scenario(scenario).layer(layer_key)
    return Picture(plan, scenario, layer, layer_summary(plan, scenario, layer_key))


def outside_in_order(summary: LayerSummary, territories: Ints) -> tuple[int, ...]:
    """Return the territories outside any rule, furthest first, in tolerances."""
    strain = (np.abs(summary.deviations) / np.maximum(summary.tolerance, 1e-9)).max(
        axis=1, initial=0.0
    )
    apart = summary.pieces > 1
    worst = np.where(apart, np.inf, strain)
    off = [int(t) for t in territories if not summary.within[t] or apart[t]]
    return tuple(sorted(off, key=lambda t: (-worst[t], t)))
