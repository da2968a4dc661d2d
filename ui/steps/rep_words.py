"""Why a territory has the rep it has, in words, without Qt."""

from __future__ import annotations

import numpy as np

from planner.insight.people_reasons import people_reasons
from planner.language import joined
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from planner.model.types import UNASSIGNED
from planner.sales.matching import Reason
from planner.sales.sizing import candidates
from ui.messages import tr
from ui.panels.territory_facts import RepFit
from ui.steps.picture import Picture
from ui.widgets.figures import percent, quantity

ALIKE = 0.005
"""An exchange that costs less, in mean ways from home, is as good."""


class RepFits:
    """Says why; the figures of a layer are worked out once, when they are first asked for."""

    def __init__(self) -> None:
        self._layer: Layer | None = None
        self._reasons: tuple[Reason, ...] = ()

    def of(self, picture: Picture, territory: int) -> RepFit | None:
        """Return why a territory has its rep; None for a vacancy, or where nothing can be said."""
        plan, layer = picture.plan, picture.layer
        rep_id = layer.territories[territory].rep_id
        if rep_id is None or plan.rep(rep_id).vacancy:
            return None
        if self._layer is not layer:
            scenario = plan.scenario(picture.scenario)
            self._layer, self._reasons = layer, people_reasons(plan, scenario, layer)
        if territory >= len(self._reasons):
            return None
        return rep_fit(plan, picture.scenario, layer, self._reasons[territory])


def rep_fit(plan: Plan, scenario: str, layer: Layer, reason: Reason) -> RepFit:
    """Put a reason into words; what the plan knows nothing of is left out."""
    rows = []
    if np.isfinite(reason.km):
        rows.append((tr("Way from home, on average"), quantity(round(reason.km), "km")))
    if scenario != TODAY and _had_somebody(plan, layer):
        rows.append((tr("With this rep today"), percent(reason.kept, 0)))
    if any(rep.skills or rep.languages for rep in plan.reps) and len(plan.accounts):
        rows.append((tr("Accounts that fit their skills"), percent(reason.met, 0)))
    return RepFit(tuple(rows), _exchange(plan, layer, reason))


def people_words(plan: Plan, layer: Layer) -> tuple[tuple[str, str], ...]:
    """Return who a territory can be given to, id and words: nobody, those without one, the others."""
    held: dict[str, list[str]] = {}
    for territory in layer.territories:
        if territory.rep_id is not None:
            held.setdefault(str(territory.rep_id), []).append(str(territory.id))
    goals = plan.goals.layer(layer.key)
    able = {str(rep.id) for rep in candidates(plan.reps, goals, plan.start)}
    people = [rep for rep in plan.reps if str(rep.id) in able | held.keys()]
    rows = [(str(rep.id), _with_codes(rep.name, held.get(str(rep.id), []))) for rep in people]
    return (("", tr("Nobody yet")), *sorted(rows, key=lambda row: row[0] in held))


def _with_codes(name: str, codes: list[str]) -> str:
    return tr("{rep}, has {codes}", rep=name, codes=joined(codes)) if codes else name


def given_words(plan: Plan, before: Layer, after: Layer) -> str:
    """Return who has each territory whose rep changed."""
    changed = [
        (one.id, one.rep_id)
        for one, was in zip(after.territories, before.territories, strict=True)
        if one.rep_id != was.rep_id
    ]
    return " ".join(
        tr("{code} is open now.", code=code)
        if rep_id is None
        else tr("{code} is {rep}'s now.", code=code, rep=plan.rep(rep_id).name)
        for code, rep_id in changed
    )


def _had_somebody(plan: Plan, layer: Layer) -> bool:
    today = (each for each in plan.today.layers if each.key == layer.key)
    return any((each.owner != UNASSIGNED).any() for each in today)


def _exchange(plan: Plan, layer: Layer, reason: Reason) -> str:
    """Say how changing places with the next best person would do."""
    if reason.other is None:
        goals = plan.goals.layer(layer.key)
        if goals.seats == "homes":
            return tr("Territories are drawn around the homes of their reps.")
        if goals.disruption_weight:
            return tr("Who keeps what was weighed while the territories were drawn.")
        return tr(
            "Nobody else could have this territory and stay in balance, so nobody can change places."
        )
    beside = layer.territories[reason.other]
    who = tr("nobody yet") if beside.rep_id is None else plan.rep(beside.rep_id).name
    fields = {"code": beside.id, "rep": who}
    if reason.price > ALIKE:
        return tr("Changing places with {code} ({rep}) would fit the two less well.", **fields)
    if reason.price >= -ALIKE:
        return tr("Changing places with {code} ({rep}) would fit the two as well.", **fields)
    if reason.stays:
        return tr(
            "Changing places with {code} ({rep}) would fit the two better, but most of this "
            "territory was with this rep already.",
            **fields,
        )
    return tr("Changing places with {code} ({rep}) would fit the two better.", **fields)
