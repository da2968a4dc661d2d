"""Headless: `python -m solvers solve PROBLEM.json --out owner.csv --report report.json`."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import traceback
import zlib
from pathlib import Path
from typing import Any

from planner.judge.certificate import digest
from planner.judge.certificate_file import certificate_from_json, certificate_to_json
from planner.judge.check_bound import check_bound
from planner.judge.owner_file import owner_from_csv, owner_to_csv
from planner.judge.problem import Problem, Solution, Status
from planner.judge.problem_file import problem_from_json
from planner.model.types import Ints
from solvers.options import SolveOptions
from solvers.progress_lines import ProgressLines
from solvers.summary import clash_fields, summary

MET, NOT_MET, BAD_INPUT, INTERNAL_ERROR = range(4)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code (argparse itself exits with 2 on bad options)."""
    chosen = _parser().parse_args(arguments)
    try:
        commands = {"solve": _solve, "explain": _explain, "check-bound": _check_bound}
        return commands[chosen.command](chosen)
    except OSError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except Exception:  # noqa: BLE001 - the last line of defence: exit code 3 and the trace for a report
        traceback.print_exc()
        return INTERNAL_ERROR


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m solvers", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    solve = commands.add_parser("solve", help="solve a problem file (.json or .json.gz)")
    solve.add_argument("problem", type=Path)
    solve.add_argument("--out", type=Path, help="owner.csv: region,territory")
    solve.add_argument("--report", type=Path, help="report.json: the fields of summary.json")
    solve.add_argument("--certificate", type=Path, help="certificate.json: what proves the bound")
    solve.add_argument("--time-limit", type=_positive, metavar="SECONDS")
    solve.add_argument("--work", type=_positive, default=100.0, metavar="PERCENT")
    solve.add_argument("--seed", type=_whole, default=1)
    solve.add_argument("--workers", type=_whole, default=2, help="threads; the answer is the same")
    solve.add_argument("--exact", action="store_true", help="go on until the best plan is proven")
    solve.add_argument("--start", type=Path, help="owner.csv of a plan to start from")
    solve.add_argument("--progress", action="store_true", help="tell of progress on stderr")
    explain = commands.add_parser("explain", help="name the rules that clash, and repairs")
    explain.add_argument("problem", type=Path)
    explain.add_argument("--work", type=_positive, default=100.0, metavar="PERCENT")
    explain.add_argument("--seed", type=_whole, default=1)
    explain.add_argument("--no-repairs", action="store_true", help="only name the clash")
    check = commands.add_parser(
        "check-bound", help="work a claimed bound out anew, without a solver"
    )
    check.add_argument("problem", type=Path)
    check.add_argument("certificate", type=Path)
    return parser


def _check_bound(chosen: argparse.Namespace) -> int:
    problem, wrong = problem_from_json(_read(chosen.problem))
    faults = [f"{chosen.problem}: {line}" for line in wrong]
    try:
        certificate = certificate_from_json(_read(chosen.certificate))
        if problem is not None and certificate.problem != digest(problem):
            faults.append(f"{chosen.certificate}: belongs to another problem")
    except ValueError as error:
        faults.append(f"{chosen.certificate}: {error}")
    if problem is None or faults:
        print("\n".join(faults), file=sys.stderr)
        return BAD_INPUT
    verdict = check_bound(problem, certificate)
    print(f"{'accepted' if verdict.accepted else 'rejected'}: {verdict.why}")
    return MET if verdict.accepted else NOT_MET


def _solve(chosen: argparse.Namespace) -> int:
    text = _read(chosen.problem)
    problem, wrong = problem_from_json(text)
    faults = [f"{chosen.problem}: {line}" for line in wrong]
    start, wrong = _start(chosen, problem)
    faults += [f"{chosen.start}: {line}" for line in wrong]
    faults += _absent_folders(chosen.out, chosen.report, chosen.certificate)
    if problem is None or faults:
        print("\n".join(faults), file=sys.stderr)
        return BAD_INPUT
    from solvers.territories.solve import solve  # here: a bad file is told without loading scipy

    options = SolveOptions(
        seed=chosen.seed,
        work=chosen.work,
        time_limit_s=chosen.time_limit,
        workers=max(1, chosen.workers),
        exact=chosen.exact,
    )
    report = ProgressLines() if chosen.progress else None
    solution = solve(problem, options, report=report, start=start)
    file = hashlib.sha256(text.encode()).hexdigest()
    _write(chosen, problem, solution, {"problem": {"name": problem.name, "sha256": file}})
    return MET if solution.status in (Status.OPTIMAL, Status.FEASIBLE) else NOT_MET


def _explain(chosen: argparse.Namespace) -> int:
    """Print each clash as one line of JSON, each smaller one as it is found; 1 where there is one."""
    problem, wrong = problem_from_json(_read(chosen.problem))
    if problem is None:
        print("\n".join(f"{chosen.problem}: {line}" for line in wrong), file=sys.stderr)
        return BAD_INPUT
    from solvers.territories.clash.explain import Effort, explain

    named = problem
    effort = Effort(seed=chosen.seed, work=chosen.work, mend=not chosen.no_repairs)
    found = explain(
        problem, effort=effort,
        tell=lambda clash: print(json.dumps(clash_fields(named, clash)), file=sys.stderr),
    )  # fmt: skip
    for clash in found:
        print(json.dumps(clash_fields(problem, clash), indent=2))
    if not found:
        print("no clash found")
    return NOT_MET if found else MET


def _start(
    chosen: argparse.Namespace, problem: Problem | None
) -> tuple[Ints | None, tuple[str, ...]]:
    """Read the plan to start from, which can only be judged beside a sound problem."""
    if chosen.start is None:
        return None, ()
    text = _read(chosen.start)
    return (None, ()) if problem is None else owner_from_csv(text, problem.n, problem.k)


def _absent_folders(*paths: Path | None) -> list[str]:
    """Name the folders that are not there for what is to be written, before any work is lost."""
    folders = {path.parent for path in paths if path is not None and not path.parent.is_dir()}
    return [f"{folder}: no such folder" for folder in sorted(folders)]


def _read(path: Path) -> str:
    content = path.read_bytes()
    try:
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        return content.decode("utf-8")
    except (UnicodeDecodeError, EOFError, zlib.error) as error:
        raise OSError(f"{path}: not a text file: {error}") from error


def _write(
    chosen: argparse.Namespace, problem: Problem, solution: Solution, about: dict[str, Any]
) -> None:
    told = summary(problem, solution)
    if chosen.out is not None and solution.owner is not None:
        chosen.out.write_text(owner_to_csv(solution.owner), encoding="utf-8")
    if chosen.certificate is not None and solution.certificate is not None:
        text = certificate_to_json(solution.certificate)
        chosen.certificate.write_text(text + "\n", encoding="utf-8")
    elif chosen.certificate is not None:
        print("no useful bound, so no certificate is written", file=sys.stderr)
    if chosen.report is not None:
        report = json.dumps(about | told, indent=2)
        chosen.report.write_text(report + "\n", encoding="utf-8")
    print(json.dumps({key: told[key] for key in ("status", "score", "bound", "gap", "runtime_s")}))


def _positive(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise argparse.ArgumentTypeError(f"must be above 0, not {text}")
    return value


def _whole(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 0, not {text}")
    return value


if __name__ == "__main__":
    sys.exit(main())
