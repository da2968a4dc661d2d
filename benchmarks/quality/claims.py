"""What a row of the table asks for, each claim with the figure that was found."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.quality.outcome import Mark, Outcome

CENT = 0.01
MILLION = 1e6
"""Person km^2 in a unit of the published objectives."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, whether it holds, and the figure found.

    Attributes
    ----------
    text : str
    holds : callable
    found : callable
        Says what was found, for the lines of claims that do not hold.
    marks : tuple of float
        Seconds at which the state must be kept to judge the claim.
    """

    text: str
    holds: Callable[[Outcome], bool]
    found: Callable[[Outcome], str]
    marks: tuple[float, ...] = ()


def _time(value: float | None) -> str:
    return "never" if value is None or value == math.inf else f"{value:.2f} s"


def _at(
    seconds: float, text: str, holds: Callable[[Mark], bool], found: Callable[[Mark], str]
) -> Claim:
    return Claim(
        f"{text} in {seconds:g} s", lambda outcome: holds(outcome.by(seconds)),
        lambda outcome: found(outcome.by(seconds)), (seconds,),
    )  # fmt: skip


def _within(
    seconds: float, text: str, at_s: Callable[[Outcome], float | None],
    also: Callable[[Outcome], bool] = lambda outcome: True,
) -> Claim:  # fmt: skip
    """Something was told by then."""

    def holds(outcome: Outcome) -> bool:
        told = at_s(outcome)
        return told is not None and told <= seconds and also(outcome)

    return Claim(f"{text} in {seconds:g} s", holds, lambda outcome: _time(at_s(outcome)))


def ends_within(seconds: float) -> Claim:
    return Claim(
        f"ends within {seconds:g} s", lambda outcome: outcome.seconds <= seconds,
        lambda outcome: f"{outcome.seconds:.1f} s",
    )  # fmt: skip


def proven() -> Claim:
    return Claim(
        "proven optimal", lambda outcome: outcome.status == "optimal" and _sound(outcome),
        lambda outcome: outcome.status,
    )  # fmt: skip


def impossible_within(seconds: float) -> Claim:
    """A proof with a reason was told by then; making it the smallest may take longer."""

    def told_s(outcome: Outcome) -> float:
        if outcome.status != "infeasible" or not outcome.clash:
            return math.inf
        return outcome.seconds if outcome.proven_s is None else outcome.proven_s

    return Claim(
        f"proven infeasible with a reason in {seconds:g} s",
        lambda outcome: told_s(outcome) <= seconds,
        lambda outcome: f"{outcome.status}, {_time(told_s(outcome))}",
    )  # fmt: skip


def to_the_cent(published: float) -> Claim:
    """The judge's objective is the published optimum, both in millions."""

    def found(outcome: Outcome) -> float | None:
        objective = outcome.verdict.get("objective")
        return None if objective is None else float(objective)

    return Claim(
        f"{published:,.2f} to the cent",
        lambda outcome: _sound(outcome) and abs((found(outcome) or 0) - published) < CENT,
        lambda outcome: _amount(found(outcome)),
    )  # fmt: skip


def published_by(seconds: float, published: float, slack: float = 0.0) -> Claim:
    """A plan that meets all rules within a slack (a fraction) of the published optimum."""
    most = published * (1 + slack) + CENT
    return _at(
        seconds, f"at most {most:,.2f}",
        lambda mark: mark.feasible and (mark.score or 0) / MILLION <= most,
        lambda mark: _amount(None if not mark.feasible or mark.score is None else mark.score / MILLION),
    )  # fmt: skip


def valid_bound_by(seconds: float, published: float) -> Claim:
    return _at(
        seconds, f"a bound of at most {published:,.2f}",
        lambda mark: mark.bound is not None and 0 < mark.bound / MILLION <= published + CENT,
        lambda mark: _amount(None if mark.bound is None else mark.bound / MILLION),
    )  # fmt: skip


def gap_by(seconds: float, most: float) -> Claim:
    return _at(
        seconds, f"gap at most {most:.1%}",
        lambda mark: mark.gap is not None and mark.gap <= most,
        lambda mark: "no gap" if mark.gap is None else f"gap {mark.gap:.2%}",
    )  # fmt: skip


def score_by(seconds: float, most: float) -> Claim:
    return _at(
        seconds, f"at most {most:.3g}",
        lambda mark: mark.feasible and mark.score is not None and mark.score <= most,
        lambda mark: f"{mark.score or 0:.4g}{'' if mark.feasible else ', rules broken'}",
    )  # fmt: skip


def bound_by(seconds: float, least: float) -> Claim:
    return _at(
        seconds, f"bound at least {least:.3g}",
        lambda mark: mark.bound is not None and mark.bound >= least,
        lambda mark: "no bound" if mark.bound is None else f"bound {mark.bound:.4g}",
    )  # fmt: skip


def met_by(seconds: float) -> Claim:
    return _at(
        seconds, "all rules met", lambda mark: mark.feasible,
        lambda mark: f"{mark.cells} cells out, {mark.pieces} pieces beyond",
    )  # fmt: skip


def cells_by(seconds: float, most: int) -> Claim:
    return _at(
        seconds, f"connected, at most {most} cells out",
        lambda mark: mark.cells is not None and mark.cells <= most and mark.pieces == 0,
        lambda mark: f"{mark.cells} cells out, {mark.pieces} pieces beyond",
    )  # fmt: skip


def tolerance_within(seconds: float) -> Claim:
    return _within(seconds, "in tolerance", lambda outcome: outcome.tolerance_s, _sound)


def connected_within(seconds: float) -> Claim:
    return _within(seconds, "connected", lambda outcome: outcome.connected_s)


def peak_at_most(mb: float) -> Claim:
    return Claim(
        f"peak at most {mb:g} MB", lambda outcome: outcome.peak_mb <= mb,
        lambda outcome: f"{outcome.peak_mb:.0f} MB",
    )  # fmt: skip


def clash_named_within(seconds: float) -> Claim:
    return _within(
        seconds, "a clash named", lambda outcome: outcome.clash_s, lambda outcome: bool(outcome.clash)
    )  # fmt: skip


def clash_minimal_within(seconds: float) -> Claim:
    return _within(seconds, "minimal", lambda outcome: outcome.minimal_s)


def fewer_or_proven(cells: int) -> Claim:
    """Fewer cells out, or a proof by the judge's floor that no fewer is possible."""
    return Claim(
        f"under {cells} cells out, or proven that no fewer is possible",
        lambda outcome: outcome.end.cells is not None and _connected(outcome)
        and (outcome.end.cells < cells or outcome.end.cells <= outcome.verdict["floor_bad_cells"]),
        lambda outcome: f"{outcome.end.cells} cells out",
    )  # fmt: skip


def only_what_is_forced() -> Claim:
    """No cell is out that the judge's floor does not force."""
    return Claim(
        "in tolerance wherever it is possible",
        lambda outcome: outcome.end.cells is not None and _connected(outcome)
        and outcome.end.cells <= outcome.verdict["floor_bad_cells"],
        lambda outcome: f"{outcome.end.cells} cells out, {outcome.verdict.get('floor_bad_cells')} forced",
    )  # fmt: skip


def _connected(outcome: Outcome) -> bool:
    return outcome.end.pieces == 0


def _sound(outcome: Outcome) -> bool:
    """Whether the last plan meets all rules in the judge's eyes and ours alike."""
    return outcome.end.feasible and outcome.agrees


def _amount(millions: float | None) -> str:
    return "none" if millions is None else f"{millions:,.2f}"
