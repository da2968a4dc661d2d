"""What a move would do, in the words of the inspector, without Qt."""

from __future__ import annotations

from planner.insight.consequences import Consequences, Handed, Standing, Touched
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Ints
from ui.messages import tr, tr_count
from ui.panels.consequence_facts import ConsequenceFacts, MeasureChange, TerritoryChange
from ui.panels.consequence_panel import MOST
from ui.panels.territory_facts import MeasureLine
from ui.steps.layer_words import count_words
from ui.widgets.figures import number, quantity

MONTHS = 12


def consequence_facts(plan: Plan, owner: Ints, found: Consequences) -> ConsequenceFacts:
    """Return what the inspector says.

    Parameters
    ----------
    owner : Ints, shape (n,)
        Owners before the move.
    """
    loose = found.cut_off
    codes = [found.summary.ids[t] for t in _homes(owner, loose)]
    warning = mend = ""
    if len(loose):
        what = count_words(plan, len(loose))
        warning = tr_count(
            len(loose),
            "{what} would be cut off from {code}.",
            "{what} would be cut off from {code}.",
            what=what,
            code=", ".join(codes),
        )
        mend = tr_count(len(loose), "Enter takes it along.", "Enter takes them along.")
    shown, moved = found.territories[:MOST], len(found.moved)
    title = tr_count(moved, "{what} would move", "{what} would move", what=count_words(plan, moved))
    return ConsequenceFacts(
        title=title,
        warning=warning,
        mend=mend,
        territories=tuple(_territory(plan, found, touched) for touched in shown),
        more=len(found.territories) - len(shown),
        hands=_hands(plan, found.handed),
    )


def _homes(owner: Ints, regions: Ints) -> list[int]:
    """Return the territories that some regions are in, each once."""
    return sorted({int(t) for t in owner[regions] if t != UNASSIGNED})


def _territory(plan: Plan, found: Consequences, touched: Touched) -> TerritoryChange:
    t, summary = touched.territory, found.summary
    targets = summary.targets[t].tolist()
    before = _lines(plan, touched.before, targets)
    after = _lines(plan, touched.after, targets)
    return TerritoryChange(
        territory=t,
        code=summary.ids[t],
        name=summary.names[t],
        measures=tuple(MeasureChange(*pair) for pair in zip(before, after, strict=True)),
        travel_km=(touched.before.travel_km, touched.after.travel_km),
        pieces=(touched.before.pieces, touched.after.pieces),
    )


def _lines(plan: Plan, standing: Standing, targets: list[float]) -> list[MeasureLine]:
    return [
        MeasureLine(
            label=measure.label,
            unit=measure.unit,
            value=standing.loads[a],
            target=targets[a],
            deviation=standing.deviations[a],
            tolerance=measure.tolerance,
        )
        for a, measure in enumerate(plan.measures)
    ]


def _hands(plan: Plan, handed: Handed) -> tuple[tuple[str, str], ...]:
    if not handed.regions:
        return ()
    rows = [(plan.regions.called[1].capitalize(), number(handed.regions))]
    if len(plan.accounts):
        rows.append((tr("Customers and prospects"), number(handed.accounts)))
    if handed.revenue is not None:
        rows.append((tr("Revenue last year"), quantity(handed.revenue, plan.currency)))
    if handed.pipeline is not None:
        rows.append((tr("Open pipeline"), quantity(handed.pipeline, plan.currency)))
    if handed.months:
        years = handed.months / MONTHS
        said = tr_count(round(years), "{years} year", "{years} years", years=number(years, 1))
        rows.append((tr("Customer contact lost"), said))
    return tuple(rows)
