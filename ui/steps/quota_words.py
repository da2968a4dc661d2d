"""What the quota page says, without Qt."""

from __future__ import annotations

from planner.insight.extent import Extent
from planner.insight.quota_scope import ScopedQuotas
from planner.language import some_of
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from ui.messages import tr, tr_count
from ui.steps.scope_words import scope_words
from ui.tables.quota_rows import QuotaSum
from ui.widgets.figures import JOIN, SYMBOLS, number, percent

NAMED = 5
"""Territories named one by one; more are counted."""


def money(value: int, currency: str) -> str:
    """Return an exact amount with its currency: quotas are never rounded on screen."""
    return f"{SYMBOLS.get(currency, currency)}{JOIN}{number(value)}"


def quota_figures(
    plan: Plan, total: QuotaSum | None, scope: str = ""
) -> tuple[tuple[str, str, str], ...]:
    """Return goal, over-assignment, what is to divide, the sum of quotas, what is left over.

    Of a part by its name, where `total` is of that part.
    """
    goals = plan.goals.quota
    if goals is None:
        return ()
    over = round(goals.total * goals.over_assignment)
    share = percent(goals.over_assignment, 0)
    figures = [
        (tr("Company goal"), money(goals.total, plan.currency), ""),
        (tr("+ {share} over-assignment", share=share), money(over, plan.currency), ""),
    ]
    if total is None:
        return () if scope else tuple(figures)
    left = total.goal + total.over - total.divided
    whole = total.goal + total.over
    name = tr("Goal: {scope}", scope=scope) if scope else tr("Company goal")
    return (
        (name, money(total.goal, plan.currency), ""),
        (tr("+ {share} over-assignment", share=share), money(total.over, plan.currency), ""),
        (tr("= to divide"), money(whole, plan.currency), ""),
        (tr("Sum of quotas"), money(total.divided, plan.currency), ""),
        (
            tr("Left over"),
            money(left, plan.currency),
            "good" if total.closes and not left else "bad",
        ),
    )


def scope_line(plan: Plan, extent: Extent, scoped: ScopedQuotas) -> str:
    """Return what part of all quotas is shown, and what of it reaches beyond; "" for everything."""
    if extent.is_all:
        return ""
    scope = scope_words(plan, extent.scope)
    said = [tr("{scope}: no quotas yet.", scope=scope)]
    if scoped.of_all:
        said = [
            tr(
                "{scope}: {inside} of {all} territories, {goal} of {whole} ({share}).",
                scope=scope,
                inside=number(scoped.territories),
                all=number(scoped.all_territories),
                goal=money(scoped.goal, plan.currency),
                whole=money(scoped.of_all, plan.currency),
                share=percent(scoped.goal / scoped.of_all),
            )
        ]
    if scoped.across:
        said.append(
            tr_count(
                len(scoped.across),
                "{names} also lies outside and counts whole.",
                "{names} also lie outside and count whole.",
                names=some_of(scoped.across, NAMED),
            )
        )
    said.append(tr("Quotas are set for everything."))
    return " ".join(said)


def empty_words(plan: Plan, scenario: Scenario, extent: Extent) -> tuple[str, str]:
    """Return title and text where no quota is shown: there are none, or none in the scope."""
    if scenario.quotas:
        scope = scope_words(plan, extent.scope)
        return tr("No quotas here"), tr("{scope}: no territory has a quota.", scope=scope)
    text = missing_words(plan)
    if not text and not scenario.base.territories:
        text = tr("Quotas follow territories: accept a proposal first.")
    if not text and not extent.is_all:
        text = everything_first()
    return tr("No quotas yet"), text or tr("Press Set quotas to divide the goal.")


def everything_first() -> str:
    """Return why quotas are not set while a part is looked at."""
    return tr("Quotas are set for everything: show everything first.")


def closing_words(total: QuotaSum | None) -> tuple[str, str]:
    """Return tone and words of the pill."""
    if total is None:
        return "neutral", tr("not set")
    if total.closes:
        return "good", tr("All quotas add up to the goal")
    return "bad", tr("Quotas do not add up")


def missing_words(plan: Plan) -> str:
    """Return what a plan lacks for quotas, or ""."""
    if plan.goals.quota is None:
        return tr("Type the company goal above: it is divided over the territories.")
    return ""
