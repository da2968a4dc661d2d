"""Solve one instance and put both verifiers' figures side by side."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

from benchmarks.quality.instances import document, judge, problem_of
from planner.judge.problem import Status
from planner.judge.verify import Rule, extra_pieces, violations
from solvers.options import SolveOptions
from solvers.progress import Progress
from solvers.territories.solve import solve


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the quality table.

    Attributes
    ----------
    name : str
    status : str
    score, bound, gap : float or None
        Of our solver; the gap is a fraction.
    cells_out, extra_pieces : int
        Bands broken and pieces beyond one per territory, by our verifier and by the judge alike.
    least_cells_out : int
        The judge's floor.
    moment : float
        The judge's moment of inertia about centroids.
    km : float
        The judge's mean km to the seat given, else to the centroid.
    first_s, seconds : float
        Wall time until the first plan and until the end.
    agrees : bool
        Whether both verifiers say the same.
    """

    name: str
    status: str
    score: float | None
    bound: float | None
    gap: float | None
    cells_out: int
    least_cells_out: int
    extra_pieces: int
    moment: float
    km: float
    first_s: float
    seconds: float
    seed: int
    work: float
    agrees: bool

    def fields(self) -> dict[str, object]:
        """Return what a JSON line holds."""
        return asdict(self)


def measure(name: str, options: SolveOptions) -> Measured:
    """Solve an instance and judge the plan twice."""
    found = document(name)
    problem = problem_of(found)
    first: list[float] = []
    started = time.perf_counter()

    def heard(_: Progress) -> None:
        if not first:
            first.append(time.perf_counter() - started)

    solution = solve(problem, options, report=heard)
    seconds = time.perf_counter() - started
    assert solution.owner is not None
    verdict = judge()(found, solution.owner)
    broken = violations(problem, solution.owner)
    cells = sum(violation.rule is Rule.BALANCE for violation in broken)
    torn = extra_pieces(problem, solution.owner)
    ours = (solution.status in (Status.FEASIBLE, Status.OPTIMAL), cells, torn)
    theirs = (verdict["feasible"], verdict["bad_cells"], verdict["extra_components"])
    return Measured(
        name=name, status=solution.status.value, score=solution.score, bound=solution.bound,
        gap=solution.gap, cells_out=cells, least_cells_out=verdict["floor_bad_cells"],
        extra_pieces=torn, moment=verdict["moi"],
        km=verdict.get("mean_km_seat", verdict["mean_km_centre"]), first_s=round(first[0], 3),
        seconds=round(seconds, 2), seed=options.seed, work=round(solution.work, 2),
        agrees=ours == theirs,
    )  # fmt: skip
