"""The table of numbers to reach, one run over every row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.quality import anchors, history, rows
from benchmarks.quality.child import run
from benchmarks.quality.claims import Claim
from benchmarks.quality.outcome import Outcome
from benchmarks.quality.rows import Line
from benchmarks.quality.task import Task

HEADER = (
    f"{'row':>3} {'instance':18} {'reached':66} {'at least':8} {'stretch':7} "
    f"{'wall s':>7} {'cpu s':>7} {'MB':>5}  beside"
)


MOST_MISSES = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """How the table is run.

    Attributes
    ----------
    rows : collection of int
        Empty for all.
    names : collection of str
        Instances; empty for all of the rows.
    seed, workers : int
    shuffle : int or None
        Seed of the order of the regions.
    stretch : bool
        Whether the longer runs are made where the stretch was not reached.
    history : Path or None
    """

    rows: Collection[int] = ()
    names: Collection[str] = ()
    seed: int = 1
    workers: int = 2
    shuffle: int | None = None
    stretch: bool = False
    history: Path | None = None


def table(chosen: Chosen) -> int:
    """Run and print the rows; return 1 when a claim *at least* does not hold, else 0."""
    lines = [line for line in rows.lines() if _asked(line, chosen)]
    print(HEADER, flush=True)
    found: dict[int, list[Outcome]] = {}
    notes: list[str] = []
    reached = True
    for line in lines:
        outcome, stretched = _solved(line, chosen)
        found.setdefault(line.row, []).append(outcome)
        reached &= all(_holds(claim, outcome) for claim in line.least)
        print(text(line, outcome, stretched), flush=True)
        notes += _notes(line, outcome, stretched)
    print()
    for claim in rows.together():
        six = found.get(claim.row)
        if six:
            notes.append(
                f"row {claim.row}: {claim.text}: {_yes(claim.holds(six))}, {claim.found(six)}"
            )
    print("\n".join(notes))
    return int(not reached)


def text(line: Line, outcome: Outcome, stretched: Outcome | None) -> str:
    """Return an instance as a line of the table."""
    stretch = [_holds(claim, outcome) or _holds(claim, stretched) for claim in line.stretch]
    instance = line.task.instance
    return (
        f"{line.row:>3} {instance:18} {_reached(outcome)[:66]:66} "
        f"{_yes(all(_holds(claim, outcome) for claim in line.least), line.least):8} "
        f"{_yes(all(stretch), line.stretch):7} {outcome.seconds:7.1f} {outcome.cpu_s:7.1f} "
        f"{outcome.peak_mb:5.0f}  {rows.beside(instance) or anchors.beside(instance)}"
    )


def _asked(line: Line, chosen: Chosen) -> bool:
    in_rows = not chosen.rows or line.row in chosen.rows
    return in_rows and (not chosen.names or line.task.instance in chosen.names)


def _solved(line: Line, chosen: Chosen) -> tuple[Outcome, Outcome | None]:
    outcome = _run(line, line.task, chosen)
    open_yet = [claim for claim in line.stretch if not _holds(claim, outcome)]
    if not (chosen.stretch and open_yet and line.stretch_task):
        return outcome, None
    return outcome, _run(line, line.stretch_task, chosen)


def _run(line: Line, task: Task, chosen: Chosen) -> Outcome:
    task = replace(task, seed=chosen.seed, workers=chosen.workers, shuffle=chosen.shuffle)
    outcome = run(task)
    if chosen.history is not None:
        claims = {claim.text: _holds(claim, outcome) for claim in (*line.least, *line.stretch)}
        history.append(chosen.history, line.row, task, outcome, claims)
    return outcome


def _reached(outcome: Outcome) -> str:
    if outcome.failed and not outcome.verdict:
        return outcome.failed
    end, connected_s = outcome.end, outcome.connected_s
    told: tuple[tuple[str, float | None], ...] = (
        ("{:.5g}", end.score), (f"{{}} of {outcome.verdict.get('cells')} out", end.cells or None),
        ("{} pieces beyond", end.pieces or None), ("bound {:.4g}", end.bound),
        ("gap {:.2%}", end.gap), ("met {:.1f} s", outcome.tolerance_s),
        ("connected {:.1f} s", connected_s if outcome.tolerance_s is None else None),
        ("clash named {:.2f} s", outcome.clash_s), ("minimal {:.2f} s", outcome.minimal_s),
        ("clash of {}", len(outcome.clash) or None if outcome.minimal_s is None else None),
    )  # fmt: skip
    said = [outcome.failed, outcome.status]
    said += [words.format(figure) for words, figure in told if figure is not None]
    return ", ".join(filter(None, said))


def _notes(line: Line, outcome: Outcome, stretched: Outcome | None) -> list[str]:
    """Return what did not hold, what is out of tolerance and what the longer run brought."""
    name = f"row {line.row} {line.task.instance}"
    notes = []
    for kind, claims in (("at least", line.least), ("stretch", line.stretch)):
        notes += [
            f"{name}: {kind} not reached: {claim.text}: {_found(claim, outcome)}"
            for claim in claims
            if not _holds(claim, outcome)
        ]
    if stretched is not None:
        notes.append(f"{name}: longer run, {stretched.seconds:.1f} s: {_reached(stretched)}")
    notes += [f"{name}: clash: {part}" for part in outcome.clash]
    notes += [f"{name}: out: {miss}" for miss in outcome.misses[:MOST_MISSES]]
    if len(outcome.misses) > MOST_MISSES:
        notes.append(f"{name}: out: and {len(outcome.misses) - MOST_MISSES} more")
    if not outcome.agrees:
        notes.append(f"{name}: the verifiers DIFFER: {outcome.verdict}")
    return notes


def _holds(claim: Claim, outcome: Outcome | None) -> bool:
    if outcome is None or outcome.failed or not outcome.agrees:
        return False
    return bool(claim.holds(outcome))


def _found(claim: Claim, outcome: Outcome) -> str:
    """Return the figure found; a run that failed may still have a plan to speak of."""
    if outcome.failed and not outcome.verdict:
        return outcome.failed
    return "; ".join(filter(None, (outcome.failed, claim.found(outcome))))


def _yes(holds: bool, asked: object = True) -> str:
    if not asked:
        return "-"
    return "yes" if holds else "NO"
