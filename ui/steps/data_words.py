"""What the data page says about a plan's inputs, without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED
from ui.messages import tr, tr_count
from ui.widgets.figures import number, percent, quantity


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of a plan over all regions."""

    label: str
    total: str
    largest: str
    rule: str
    source: str


def input_figures(plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """Return how much was read: regions, accounts, those in no region, people, measures."""
    outside = int((plan.accounts.region == UNASSIGNED).sum())
    vacancies = sum(rep.vacancy for rep in plan.reps)
    people = number(len(plan.reps) - vacancies)
    if vacancies:
        people = tr_count(
            vacancies, "{people} + 1 vacancy", "{people} + {count} vacancies", people=people
        )
    return (
        (plan.regions.called[1].capitalize(), number(len(plan.regions)), ""),
        (tr("Accounts"), number(len(plan.accounts)), ""),
        (tr("Accounts in no region"), number(outside), "warn" if outside else ""),
        (tr("People"), people, ""),
        (tr("Islands linked"), number(len(plan.regions.graph.links)), ""),
    )


def measure_rows(plan: Plan) -> tuple[MeasureRow, ...]:
    """Return one row per measure: what it sums to and where the most of it lies."""
    rows = []
    for at, measure in enumerate(plan.measures):
        column = plan.loads[:, at]
        total, top = float(column.sum()), int(column.argmax())
        share = float(column[top]) / total if total else 0.0
        rows.append(
            MeasureRow(
                label=measure.label,
                total=quantity(float(round(total)), measure.unit),
                largest=f"{plan.regions.names[top]}, {percent(share)}",
                rule="±" + percent(measure.tolerance, 0),
                source=measure.source + (f", {measure.where}" if measure.where else ""),
            )
        )
    return tuple(rows)


def issue_words(issues: Sequence[Issue], own: Sequence[Issue] = ()) -> str:
    """Return how many issues of each gravity the files have, and how many the plan itself has."""
    if not issues and not own:
        return tr("Nothing was wrong or doubtful.")
    count = {level: sum(each.severity is level for each in issues) for level in Severity}
    said = {
        Severity.ERROR: tr("{count} stop planning", count=number(count[Severity.ERROR])),
        Severity.WARNING: tr("{count} left out or doubtful", count=number(count[Severity.WARNING])),
        Severity.NOTE: tr("{count} mended", count=number(count[Severity.NOTE])),
    }
    parts = [words for level, words in said.items() if count[level]]
    sentences = [tr("In the files: {counts}.", counts=", ".join(parts))] if parts else []
    if own:
        sentences.append(tr("In the plan as it is now: {count}.", count=number(len(own))))
    return " ".join(sentences)


def open_points(issues: Sequence[Issue]) -> int:
    """Return how many kinds of issues want a look."""
    return len({issue.code for issue in issues if issue.severity is not Severity.NOTE})
