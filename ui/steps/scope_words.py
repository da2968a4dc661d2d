"""What a scope is called, and what follows from it, in words."""

from __future__ import annotations

import numpy as np

from planner.edits.scoped import Scoped
from planner.insight.extent import Extent
from planner.insight.scope import Scope, ScopeKind
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from ui.messages import tr
from ui.steps.layer_words import count_words
from ui.widgets.figures import number


def scope_words(plan: Plan, scope: Scope) -> str:
    """Return what a scope is called."""
    if scope.kind is ScopeKind.ALL:
        return tr("Everything")
    if scope.kind is ScopeKind.PEOPLE:
        return tr("People of {name}", name=plan.rep(scope.value).name)
    return scope.value


def chip_words(plan: Plan, extent: Extent) -> str:
    """Return what stands on the map while only a part is looked at; "" for everything."""
    if extent.is_all:
        return ""
    return tr(
        "{scope}: {inside} of {all} {noun}. What is pale stays as it is.",
        scope=scope_words(plan, extent.scope),
        inside=number(int(np.count_nonzero(extent.regions))),
        all=number(len(plan.regions)),
        noun=plan.regions.called[1],
    )


def with_base_said(words: str, scenario: Scenario, layer: Layer) -> str:
    """Return what a page that is always of the base layer says, and that it is where another is looked at."""
    if layer.key == BASE:
        return words
    always = tr("This page is always of the layer {layer}.", layer=scenario.base.label)
    return f"{words} {always}"


def kept_words(plan: Plan, scope: Scope, scoped: Scoped) -> str:
    """Return what is said where an edit reached beyond the scope."""
    name = scope_words(plan, scope)
    if scoped.refused:
        return tr(
            "Nothing changed: that would take a territory away outside {scope}. Show everything first.",
            scope=name,
        )
    what = count_words(plan, scoped.kept)
    return tr("Outside {scope} and kept: {what}.", scope=name, what=what)
