"""Whether certificates can be trusted: `python -m benchmarks.quality.tamper [NAME ...]`.

Bounds every instance beside the checkout and every sample, and checks each certificate: all must be
accepted. Then certificates are tampered with, one change each, and what they prove is worked out
once more in the plainest way, in extended precision: each whose claim exceeds that must be rejected.
Exits 1 when one is not.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.problems import SAMPLES, problem_named
from benchmarks.quality.instances import available
from benchmarks.quality.plainly import proves
from planner.judge.certificate import (
    Assignment,
    Branching,
    Certificate,
    FreeSeats,
    PartProof,
    Proof,
    digest,
)
from planner.judge.check_bound import check_bound
from planner.judge.parts import parts
from planner.judge.problem import Problem
from planner.model.types import floats
from solvers.territories import construct, repair
from solvers.territories.prove import prove
from solvers.territories.standing import Best
from solvers.territories.terrain import terrain_of

LARGEST = 1_000
"""Regions beyond which certificates are checked but not tampered with: the plain way takes long."""

TIMES = 1_000


def main() -> int:
    """Print what was accepted and rejected, by kind of change."""
    names = _parser().parse_args().names or [*available(), *SAMPLES]
    proven, bad = [], 0
    for name in names:
        problem = problem_named(name)
        started = time.process_time()
        certificate = _certified(problem)
        took, started = time.process_time() - started, time.process_time()
        if certificate is None:
            print(f"{name:22} no bound: the rules cannot all be met")
            continue
        verdict = check_bound(problem, certificate)
        bad += not verdict.accepted
        told = "accepted" if verdict.accepted else f"REJECTED: {verdict.why}"
        checked = time.process_time() - started
        print(
            f"{name:22} bound {certificate.bound:.6g}, {took:.1f} s; {told} in {checked:.2f} s",
            flush=True,
        )
        if problem.n <= LARGEST and certificate.bound > 0:
            proven.append((problem, certificate))
    return int(_tampered(proven) > 0 or bad > 0)


def _certified(problem: Problem) -> Certificate | None:
    proofs = []
    for part in parts(problem):
        terrain = terrain_of(part.problem)
        raw = construct.bisection(terrain, np.random.default_rng(1))
        best = Best(part.problem, repair.whole(terrain, raw))
        found = prove(best, effort=0.2, look=lambda: False)
        if found.bound is None:
            return None
        proofs.append(PartProof(found.bound, found.terms))
    return Certificate(digest(problem), sum(proof.bound for proof in proofs), tuple(proofs))


def _tampered(proven: list[tuple[Problem, Certificate]]) -> int:
    """Tamper a thousand times, print the counts, and return how many were accepted all the same."""
    random = np.random.default_rng(1)
    rejected: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    harmless: Counter[str] = Counter()
    changes = _changes(proven, random)
    while sum(rejected.values()) + sum(accepted.values()) < TIMES:
        kind, problem, certificate = next(changes)
        if kind.startswith("multiplier") and certificate.bound <= proves(problem, certificate):
            harmless[kind] += 1  # it proves as much or more: no lie
        elif check_bound(problem, certificate).accepted:
            accepted[kind] += 1
        else:
            rejected[kind] += 1
    print(f"\n{'change':28} rejected accepted  (still true, left aside)")
    for kind in sorted(rejected | accepted | harmless):
        print(f"{kind:28} {rejected[kind]:8} {accepted[kind]:8}  {harmless[kind]:8}")
    single = sum(count for kind, count in rejected.items() if kind.startswith("multiplier"))
    print(f"rejected {sum(rejected.values())} of {TIMES}, {single} of them one multiplier changed")
    return sum(accepted.values())


def _changes(
    proven: list[tuple[Problem, Certificate]], random: np.random.Generator
) -> Iterator[tuple[str, Problem, Certificate]]:
    """Yield changed certificates without end, kinds and instances in turn."""
    while True:
        for problem, certificate in proven:
            factor = 1 + 10.0 ** random.uniform(-8, 0)
            yield "claim raised", problem, replace(certificate, bound=certificate.bound * factor)
            at = int(random.integers(len(certificate.parts)))
            part = certificate.parts[at]
            if part.bound > 0:
                yield (
                    "claim of a part raised", problem,
                    _with(certificate, at, replace(part, bound=part.bound * factor)),
                )  # fmt: skip
            letters = list(certificate.problem)
            letters[int(random.integers(7, len(letters)))] = "g"
            yield "digest", problem, replace(certificate, problem="".join(letters))
            for _ in range(4):
                at = int(random.integers(len(certificate.parts)))
                changed = _one_multiplier(certificate.parts[at], random)
                if changed is not None:
                    kind, part = changed
                    yield kind, problem, _with(certificate, at, part)


def _with(certificate: Certificate, at: int, part: PartProof) -> Certificate:
    proofs = (*certificate.parts[:at], part, *certificate.parts[at + 1 :])
    return replace(certificate, parts=proofs, bound=sum(proof.bound for proof in proofs))


def _one_multiplier(part: PartProof, random: np.random.Generator) -> tuple[str, PartProof] | None:
    """Change one number of one term by up to itself, or by the mean size of its like."""
    if not part.terms:
        return None
    at = int(random.integers(len(part.terms)))
    term = part.terms[at]
    names = {
        Assignment: ["price"],
        Branching: ["price", "cut_price"],
        FreeSeats: ["worth", "slope", "tilt", "free"],
    }.get(type(term), [])
    names = [name for name in names if getattr(term, name).size]
    if not names:
        return None
    name = names[int(random.integers(len(names)))]
    values = np.array(getattr(term, name))
    place = int(random.integers(values.size))
    step = float(np.abs(values).mean()) or 1.0
    values.flat[place] += random.choice([-1, 1]) * step * 10.0 ** random.uniform(-3, 1)
    changed: dict[str, Any] = {name: floats(values)}
    other: Proof = replace(term, **changed)
    return f"multiplier: {name}", replace(
        part, terms=(*part.terms[:at], other, *part.terms[at + 1 :])
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality.tamper", description=__doc__
    )
    parser.add_argument("names", nargs="*", help="instances and samples; all unless given")
    return parser


if __name__ == "__main__":
    sys.exit(main())
