"""What the quota page says, without Qt."""

from __future__ import annotations

from planner.model.plan import Plan
from ui.messages import tr
from ui.tables.quota_rows import QuotaSum
from ui.widgets.figures import JOIN, SYMBOLS, number, percent


def money(value: int, currency: str) -> str:
    """Return an exact amount with its currency: quotas are never rounded on screen."""
    return f"{SYMBOLS.get(currency, currency)}{JOIN}{number(value)}"


def quota_figures(plan: Plan, total: QuotaSum | None) -> tuple[tuple[str, str, str], ...]:
    """Return goal, over-assignment, what is to divide, the sum of quotas, what is left over."""
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
        return tuple(figures)
    left = total.goal + total.over - total.divided
    whole = total.goal + total.over
    return (
        (tr("Company goal"), money(total.goal, plan.currency), ""),
        (tr("+ {share} over-assignment", share=share), money(total.over, plan.currency), ""),
        (tr("= to divide"), money(whole, plan.currency), ""),
        (tr("Sum of quotas"), money(total.divided, plan.currency), ""),
        (
            tr("Left over"),
            money(left, plan.currency),
            "good" if total.closes and not left else "bad",
        ),
    )


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
        return tr("The plan has no quota goal. Add [quota] with total to plan.toml.")
    return ""
