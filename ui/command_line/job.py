"""Run, check and export on the command line: use cases with a progress bar and plain sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from planner.insight.clash_words import sentences
from planner.model.issues import Issue, Severity, blocks
from planner.model.layers import Proof
from planner.model.plan import Plan
from ui.command_line.exit_codes import BAD_INPUT, OK, RULES_NOT_MET
from ui.command_line.plan_files import may_not_be_written
from ui.use_cases.read import open_plan

SPREAD = {
    "distance": "Travel",
    "inertia": "Spread around the home bases",
    "disruption": "What changes hands",
}

_out = Console()
_err = Console(stderr=True)


def run_job(
    path: Path, out: Path, *, seed: int | None, time_limit: float | None, save: Path | None = None
) -> int:
    """Read, plan, publish; print what was found, met and written; return the exit code."""
    from ui.use_cases import keep
    from ui.use_cases.job import plan_everything
    from ui.use_cases.proof_files import write_proofs
    from ui.use_cases.publish import publish
    from ui.use_cases.territories import WORKERS, SolveOptions

    if save is not None and may_not_be_written(save):
        return BAD_INPUT
    with _progress() as bar:
        plan, issues = _read(path, bar)
        if plan is None:
            _print_issues(issues)
            return BAD_INPUT
        if seed is not None:
            plan = replace(plan, seed=seed)
        options = SolveOptions(seed=plan.seed, time_limit_s=time_limit, workers=WORKERS)
        task = bar.add_task("Planning", total=None)
        planned = plan_everything(
            plan, options, report=lambda what, now: bar.update(task, description=_said(what, now))
        )
        bar.update(task, description="Writing the files")
        published = publish(planned.plan, planned.scenario, out)
        written = (*published.paths, *write_proofs(planned.proposals, out))
        if save is not None:
            keep.save(planned.plan, save)
    _print_issues(issues, short=True)
    for line in _outcome(planned.plan, planned.scenario):
        _out.print(line, highlight=False)
    for proposal in planned.proposals:
        for clash in proposal.solution.clash:
            for line in sentences(proposal.names, clash):
                _out.print(escape(line), highlight=False)
    for reason in published.left_out:
        _out.print(f"Left out: {escape(reason)}", highlight=False)
    _out.print(f"Written to {escape(str(out))}: {', '.join(sorted(p.name for p in written))}")
    return OK if planned.rules_met else RULES_NOT_MET


def check_plan_file(path: Path) -> int:
    """Print every issue of a plan and of its inputs; exit 2 where nothing can be planned."""
    from planner.insight.checks import check_plan

    with _progress() as bar:
        plan, issues = _read(path, bar)
    found = issues if plan is None else (*issues, *check_plan(plan))
    _print_issues(found)
    if plan is None or blocks(found):
        return BAD_INPUT
    warnings, notes = (
        sum(issue.severity is severity for issue in found)
        for severity in (Severity.WARNING, Severity.NOTE)
    )
    have = f"{len(plan.regions)} {plan.regions.noun[1]}, {len(plan.accounts)} accounts"
    _out.print(
        f"{have}, {len(plan.reps)} people: {warnings} warnings, {notes} notes.", highlight=False
    )
    return OK


def export_plan(path: Path, out: Path, scenario: str | None, scope: str = "all") -> int:
    """Write the files of a scenario as it stands, or of a part of it."""
    from planner.insight.extent import extent_of, scope_from_text
    from ui.use_cases.publish import publish

    with _progress() as bar:
        plan, issues = _read(path, bar)
        if plan is None:
            _print_issues(issues)
            return BAD_INPUT
        name = scenario or plan.scenarios[-1].name
        if name not in {one.name for one in plan.scenarios}:
            known = ", ".join(one.name for one in plan.scenarios)
            _err.print(f"No scenario {escape(name)} in this plan. It has: {escape(known)}.")
            return BAD_INPUT
        try:
            extent = extent_of(plan, name, *scope_from_text(plan, name, scope))
        except ValueError as error:
            _err.print(f"--scope {escape(scope)}: {escape(str(error))}.", highlight=False)
            return BAD_INPUT
        published = publish(plan, name, out, extent=extent)
    if extent.text != "all":
        inside = f"{int(extent.regions.sum())} of {len(plan.regions)} {plan.regions.noun[1]}"
        _out.print(f"Only {escape(extent.text)}: {inside}.", highlight=False)
    for reason in published.left_out:
        _out.print(f"Left out: {escape(reason)}", highlight=False)
    _out.print(
        f"Written to {escape(str(out))}: {', '.join(sorted(p.name for p in published.paths))}"
    )
    return OK


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
        console=_err, transient=True,
    )  # fmt: skip


def _read(path: Path, bar: Progress) -> tuple[Plan | None, tuple[Issue, ...]]:
    task = bar.add_task("Reading", total=1.0)
    result = open_plan(path, lambda what, done: bar.update(task, description=what, completed=done))
    bar.update(task, description="Read", completed=1.0)
    return result


def _said(what: str, now: object) -> str:
    from ui.use_cases.territories import Progress as SolveProgress

    if not isinstance(now, SolveProgress) or now.best is None:
        return what
    bound = (
        ""
        if now.bound is None or now.best <= 0
        else f", gap {max(0, 1 - now.bound / now.best):.1%}"
    )
    return f"{what}: {now.phase}, best {now.best:,.4g}{bound}"


def _print_issues(issues: tuple[Issue, ...], *, short: bool = False) -> None:
    """Print issues, the gravest first; short: the first of each kind and how many are like it."""
    order = sorted(issues, key=lambda issue: list(Severity)[::-1].index(issue.severity))
    alike = Counter((issue.severity, issue.code) for issue in order)
    told: set[tuple[Severity, str]] = set()
    for issue in order:
        kind = (issue.severity, issue.code)
        if short and kind in told:
            continue
        told.add(kind)
        line = f"{issue.severity.value}: {escape(issue.line())}"
        if short and alike[kind] > 1:
            line += f" ({alike[kind] - 1} more like it)"
        _err.print(line, highlight=False, soft_wrap=True)
    if len(told) < len(order) and short:
        _err.print("`rayon check` lists every one.", highlight=False)


def _outcome(plan: Plan, scenario: str) -> list[str]:
    from planner.insight.summary import layer_summary

    lines = []
    for key, named in plan.scenario(scenario).account_proofs:
        label = next((one.label for one in plan.goals.key_accounts if one.key == key), key)
        line = f"{label}: given to people by name, {named.status}."
        room = room_above(named)
        if room is not None:
            line += f" Travel and change of hands are at most {room:.1%} above the least possible."
        lines.append(line)
    for layer in plan.scenario(scenario).layers:
        summary = layer_summary(plan, scenario, layer.key)
        within = f"{summary.within_tolerance} of {len(layer.territories)}"
        line = f"{layer.label}: {within} territories are within tolerance."
        proof = layer.proof
        room = None if proof is None else room_above(proof)
        if proof is not None and room is not None:
            most = f"at most {room:.1%} above the least any plan under these rules can have"
            line += f" {SPREAD[proof.objective]} is {most}."
        lines.append(line)
    return lines


def room_above(proof: Proof) -> float | None:
    """Return by what share a plan that meets its rules is at most above the least, or None."""
    if proof.status not in ("optimal", "feasible") or proof.bound is None or not proof.bound > 0:
        return None
    return proof.score / proof.bound - 1
