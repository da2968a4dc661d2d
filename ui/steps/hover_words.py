"""What the card beside the pointer says of a region."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor

from planner.insight.figures import LayerSummary
from planner.insight.region_figures import region_figures
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED
from ui.messages import tr, tr_count
from ui.steps.hover_card import RegionCard
from ui.steps.layer_words import owner_words
from ui.widgets.figures import percent, quantity


def region_card(
    plan: Plan, layer: Layer, summary: LayerSummary, region: int, fills: Sequence[QColor]
) -> RegionCard:
    """Return what the card beside the pointer says of a region; `fills` has one per territory."""
    found = region_figures(plan, layer, summary, region)
    t, regions = found.territory, plan.regions
    name, code = regions.names[region], str(regions.ids[region])
    parents = dict.fromkeys(regions.parents[level][region] for level in regions.parents)
    shares = ("" if share is None else percent(share) for share in found.shares)
    return RegionCard(
        name=name,
        code="" if code == name else code,
        parents=", ".join(parent for parent in parents if parent),
        owner=tr("unassigned") if t == UNASSIGNED else owner_words(plan, layer, t),
        colour=None if t == UNASSIGNED else fills[t],
        part_of="" if t == UNASSIGNED else tr("of {code}", code=summary.ids[t]),
        rows=tuple(
            (one.label, quantity(load, one.unit), share)
            for one, load, share in zip(plan.measures, found.loads, shares, strict=True)
        ),
        foot=tr_count(found.accounts, "1 account", "{count} accounts")
        if len(plan.accounts)
        else "",
        locked=bool(layer.locked[region]) or (t != UNASSIGNED and layer.territories[t].locked),
    )
