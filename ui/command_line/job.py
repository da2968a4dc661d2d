"""Run, check and export on the command line: use cases with a progress bar and plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from planner.insight.clash_words import sentences
from planner.insight.room import room_above
from planner.language import Phrase, tr, tr_count
from planner.model.issues import Issue, Severity, blocks
from planner.model.layers import Proof
from planner.model.plan import Plan
from planner.notation import number, percent, plain
from ui.command_line.exit_codes import BAD_INPUT, OK, RULES_NOT_MET
from ui.command_line.plan_files import SEVERITIES, may_not_be_written
from ui.use_cases.phases import phase_said
from ui.use_cases.read import open_plan

SPREAD = {
    "distance": Phrase(
        "Travel is at most {room} above the least any plan under these rules can have."
    ),
    "inertia": Phrase(
        "Spread around the home bases is at most {room} above the least any plan under these "
        "rules can have."
    ),
    "disruption": Phrase(
        "What changes hands is at most {room} above the least any plan under these rules can have."
    ),
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
        task = bar.add_task(tr("Planning"), total=None)
        planned = plan_everything(
            plan, options, report=lambda what, now: bar.update(task, description=_said(what, now))
        )
        bar.update(task, description=tr("Writing the files"))
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
        _out.print(tr("Left out: {what}", what=escape(reason)), highlight=False)
    _tell_written(out, written)
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
    said = tr(
        "{regions} {noun}, {accounts} accounts, {people} people: {warnings} warnings, {notes} notes.",
        regions=number(len(plan.regions)),
        noun=plan.regions.called[1],
        accounts=number(len(plan.accounts)),
        people=number(len(plan.reps)),
        warnings=number(warnings),
        notes=number(notes),
    )
    _out.print(said, highlight=False)
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
            _err.print(
                tr(
                    "No scenario {name} in this plan. It has: {known}.",
                    name=escape(name),
                    known=escape(known),
                )
            )
            return BAD_INPUT
        try:
            extent = extent_of(plan, name, *scope_from_text(plan, name, scope))
        except ValueError as error:
            _err.print(f"--scope {escape(scope)}: {escape(str(error))}.", highlight=False)
            return BAD_INPUT
        published = publish(plan, name, out, extent=extent)
    if extent.text != "all":
        only = tr(
            "Only {scope}: {inside} of {all} {noun}.",
            scope=escape(extent.text), inside=number(int(extent.regions.sum())),
            all=number(len(plan.regions)), noun=plan.regions.called[1],
        )  # fmt: skip
        _out.print(only, highlight=False)
    for reason in published.left_out:
        _out.print(tr("Left out: {what}", what=escape(reason)), highlight=False)
    _tell_written(out, published.paths)
    return OK


def _tell_written(out: Path, paths: Sequence[Path]) -> None:
    files = ", ".join(sorted(path.name for path in paths))
    _out.print(tr("Written to {folder}: {files}", folder=escape(str(out)), files=files))


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
        console=_err, transient=True,
    )  # fmt: skip


def _read(path: Path, bar: Progress) -> tuple[Plan | None, tuple[Issue, ...]]:
    task = bar.add_task(tr("Reading"), total=1.0)
    result = open_plan(path, lambda what, done: bar.update(task, description=what, completed=done))
    bar.update(task, description=tr("Read"), completed=1.0)
    return result


def _said(what: str, now: object) -> str:
    from ui.use_cases.territories import Progress as SolveProgress

    if not isinstance(now, SolveProgress) or now.best is None:
        return what
    phase, best = phase_said(now.phase), plain(now.best, 4)
    if now.bound is None or now.best <= 0:
        return tr("{what}: {phase}, best {best}", what=what, phase=phase, best=best)
    gap = percent(max(0, 1 - now.bound / now.best))
    return tr("{what}: {phase}, best {best}, gap {gap}", what=what, phase=phase, best=best, gap=gap)


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
        line = SEVERITIES[issue.severity](issue=escape(issue.line()))
        if short and alike[kind] > 1:
            line = tr("{line} ({count} more like it)", line=line, count=number(alike[kind] - 1))
        _err.print(line, highlight=False, soft_wrap=True)
    if len(told) < len(order) and short:
        _err.print(tr("`rayon check` lists every one."), highlight=False)


def _outcome(plan: Plan, scenario: str) -> list[str]:
    from planner.insight.summary import layer_summary

    lines = []
    for key, named in plan.scenario(scenario).account_proofs:
        label = next((one.label for one in plan.goals.key_accounts if one.key == key), key)
        lines.append(_named_outcome(label, named))
    for layer in plan.scenario(scenario).layers:
        summary = layer_summary(plan, scenario, layer.key)
        line = tr_count(
            len(layer.territories),
            "{layer}: {within} of {count} territory is within tolerance.",
            "{layer}: {within} of {count} territories are within tolerance.",
            layer=layer.label, within=summary.within_tolerance,
        )  # fmt: skip
        proof = layer.proof
        room = None if proof is None else room_of(proof)
        if proof is not None and room is not None:
            line = f"{line} {SPREAD[proof.objective](room=percent(room))}"
        lines.append(line)
    return lines


def _named_outcome(label: str, proof: Proof) -> str:
    line = (
        tr("{list}: given to people by name, nothing is better.", list=label)
        if proof.status == "optimal"
        else tr("{list}: given to people by name, within the rules.", list=label)
        if proof.status == "feasible"
        else tr("{list}: given to people by name, not within the rules.", list=label)
    )
    room = room_of(proof)
    if room is None:
        return line
    more = tr(
        "Travel and change of hands are at most {room} above the least possible.",
        room=percent(room),
    )
    return f"{line} {more}"


def room_of(proof: Proof) -> float | None:
    """Return by what share a plan that meets its rules is at most above the least, or None."""
    met = proof.status in ("optimal", "feasible")
    return room_above(proof.score, proof.bound) if met else None
