"""The files that let anybody check a bound: the problem that was solved, and its certificate."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from planner.judge.certificate_file import certificate_to_json
from planner.judge.problem_file import problem_to_json
from planner.model.layers import BASE
from ui.use_cases.territories import Proposal


def write_proofs(proposals: Iterable[Proposal], directory: Path) -> tuple[Path, ...]:
    """Write problem.json and certificate.json of each layer whose bound is known.

    Layers other than the base have their key before the name. `python -m solvers check-bound` reads
    the two. Raises OSError when the directory cannot be written.
    """
    written: list[Path] = []
    for proposal in proposals:
        certificate = proposal.solution.certificate
        if certificate is None:
            continue
        prefix = "" if proposal.layer_key == BASE else f"{proposal.layer_key}."
        for name, text in (
            ("problem.json", problem_to_json(proposal.problem)),
            ("certificate.json", certificate_to_json(certificate)),
        ):
            path = directory / f"{prefix}{name}"
            path.write_text(text + "\n", encoding="utf-8")
            written.append(path)
    return tuple(written)
