"""The rows of the table of numbers to reach: instances, and the claims at least and as a stretch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.quality import claims
from benchmarks.quality.claims import Claim
from benchmarks.quality.hess_judge import published
from benchmarks.quality.instances import state_folder, state_of
from benchmarks.quality.outcome import Outcome
from benchmarks.quality.task import Task

OVERRUN = 3.0
"""A run is ended at so many times the target of its row."""

LEAST_LIMIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Line:
    """One instance of a row.

    Attributes
    ----------
    row : int
    task : Task
    least, stretch : tuple of Claim
        An empty tuple asks for nothing.
    stretch_task : Task or None
        A longer run for the stretch; None when the first run is to reach it.
    """

    row: int
    task: Task
    least: tuple[Claim, ...] = ()
    stretch: tuple[Claim, ...] = ()
    stretch_task: Task | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """A claim about all instances of a row."""

    row: int
    text: str
    holds: Callable[[list[Outcome]], bool]
    found: Callable[[list[Outcome]], str]


def lines() -> Iterator[Line]:
    """Yield every instance of every row, in order."""
    yield from _published_counties()
    yield from _published_tracts()
    yield from _balanced()
    yield from _large()
    yield _line(
        12, "nl342_k12_drift10", 30,
        (claims.met_by(30), claims.gap_by(30, 0.35)), (claims.gap_by(30, 0.10),),
    )  # fmt: skip
    yield _line(
        13, "nl342_clash80", 8,
        (claims.clash_named_within(1), claims.clash_minimal_within(8)),
        (claims.clash_minimal_within(2),), explain=True,
    )  # fmt: skip


def together() -> tuple[Together, ...]:
    """Return the claims about whole rows."""
    return (
        Together(
            1, "stretch: all six proven in 60 s together",
            lambda six: len(six) == 6 and all(one.status == "optimal" for one in six)
            and sum(one.seconds for one in six) <= 60,
            lambda six: f"{sum(one.seconds for one in six):.1f} s for {len(six)}",
        ),
    )  # fmt: skip


def _published_counties() -> Iterator[Line]:
    for state in ("ID", "NM", "IA", "KS", "LA", "AR"):
        least = (claims.proven(), claims.to_the_cent(_optimum("county", state)))
        yield _line(1, f"county_{state}", 90, (*least, claims.ends_within(90)), exact=True)
    for state in ("NH", "OR", "CO"):
        yield _line(2, f"county_{state}", 1, (claims.impossible_within(1),), exact=True)
    yield _line(
        2, "county_SC", 60, (claims.impossible_within(60),), (claims.impossible_within(15),),
        exact=True,
    )  # fmt: skip
    best = _optimum("county", "AL")
    yield _line(
        3, "county_AL", 120,
        (claims.published_by(120, best, 0.01), claims.valid_bound_by(120, best)),
        (claims.proven(), claims.ends_within(900)), exact=True, stop_s=121, stretch_stop_s=900,
    )  # fmt: skip


def _published_tracts() -> Iterator[Line]:
    for state in ("RI", "NH", "ID", "ME", "NE", "OK"):
        best = _optimum("tract", state)
        yield _line(
            4, f"tract_{state}", 120,
            (claims.published_by(120, best), claims.gap_by(120, 0.01)),
            (claims.proven(),), exact=True, stop_s=121, stretch_stop_s=900,
        )  # fmt: skip
    yield _line(
        4, "tract_NV", 120, (), (claims.gap_by(120, 0.09),), exact=True, stop_s=121,
    )  # fmt: skip


def _balanced() -> Iterator[Line]:
    yield _line(
        5, "nl342_k12", 15,
        (claims.tolerance_within(1), claims.score_by(15, 9.75e9), claims.gap_by(15, 0.023)),
        (claims.gap_by(60, 0.01),), stretch_work=400,
    )  # fmt: skip
    for name, least, stretch in (("nl342_k12_seats", 0.01, 0.005), ("pc4_k100_seats", 0.03, 0.015)):
        yield _line(
            6, name, 30, (claims.met_by(30), claims.gap_by(30, least)),
            (claims.gap_by(30, stretch),), seats_at_home=True,
        )  # fmt: skip
    yield _line(
        7, "pc4_k100", 20,
        (claims.tolerance_within(4), claims.score_by(20, 9.2e8), claims.bound_by(20, 8.2e8)),
        (claims.gap_by(60, 0.06),), stretch_work=300,
    )  # fmt: skip


def _large() -> Iterator[Line]:
    yield _line(
        8, "us3108_k30", 30, (claims.cells_by(30, 4),), (claims.fewer_or_proven(4),),
        stretch_work=300,
    )  # fmt: skip
    yield _line(9, "us3108_k50_own", 60, (claims.cells_by(60, 20),), (claims.cells_by(60, 8),))
    yield _line(9, "nl342_k40_own", 15, (claims.cells_by(15, 8),), (claims.cells_by(15, 4),))
    yield _line(
        10, "fr35k_k300_own", 60,
        (claims.connected_within(2), claims.cells_by(60, 8), claims.peak_at_most(500)),
        (claims.met_by(60), claims.gap_by(60, 0.15)),
    )  # fmt: skip
    yield _line(
        11, "tracts65k_k500", 120,
        (claims.connected_within(10), claims.cells_by(120, 224), claims.peak_at_most(1500)),
        (claims.only_what_is_forced(),),
    )  # fmt: skip


def _line(
    row: int, instance: str, target_s: float, least: tuple[Claim, ...],
    stretch: tuple[Claim, ...] = (), *, exact: bool = False, explain: bool = False,
    seats_at_home: bool = False,
    stop_s: float | None = None, stretch_stop_s: float | None = None, stretch_work: float = 0.0,
) -> Line:  # fmt: skip
    marks = sorted({at for claim in (*least, *stretch) for at in claim.marks})
    limit = max(OVERRUN * target_s, LEAST_LIMIT_S)
    task = Task(
        instance,
        tuple(marks),
        limit,
        seats_at_home=seats_at_home,
        exact=exact,
        explain=explain,
        stop_s=stop_s,
    )
    longer = None
    if stretch_stop_s is not None:
        longer = task.longer(limit_s=2 * stretch_stop_s, stop_s=stretch_stop_s)
    elif stretch_work:
        longer = task.longer(limit_s=240, work=stretch_work)
    return Line(row, task, least, stretch, longer)


def _optimum(level: str, state: str) -> float:
    return float(published(state_folder(level), state)["cut_obj"])


def beside(instance: str) -> str:
    """Return what the paper reached on a published instance; empty for any other."""
    state = state_of(instance)
    if not state:
        return ""
    told = published(state_folder(state[0]), state[1])
    said = "not decided" if told["cut_obj"] == "?" else told["cut_obj"]
    gap = (
        ""
        if said != told["cut_obj"] or float(told["cut_gap_pct"] or 0) == 0
        else (f", gap {told['cut_gap_pct']} %")
    )
    return f"Gurobi x8: {said} in {told['cut_time_s']} s{gap}"
