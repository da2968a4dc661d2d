"""Every file on which peers ran, held against the best connected one; and the files with seats."""

from __future__ import annotations

from pathlib import Path

from benchmarks.quality import anchors, history
from benchmarks.quality.child import run
from benchmarks.quality.instances import available
from benchmarks.quality.outcome import Outcome
from benchmarks.quality.task import Task

LESS = 0.90
"""Moment against the best connected peer's, where both plans meet all rules."""

LIMIT_S = 600.0

HEADER = (
    f"{'instance':18} {'connected':9} {'cells':>5} {'floor':>5} {'peer':>5} {'moment':>10} "
    f"{'peer':>9} {'ratio':>6} {'wall s':>7} {'cpu s':>7} {'MB':>5} verdict"
)


def table(*, seed: int = 1, workers: int = 2, shuffle: int | None = None, names: tuple[str, ...] = (),
          to: Path | None = None) -> int:  # fmt: skip
    """Print both tables; return 1 when a file is not won, else 0."""
    won = True
    print(HEADER)
    seated = tuple(name for name in available() if name.endswith("_seats"))
    for name in (*anchors.with_peers(), *seated):
        if names and name not in names:
            continue
        task = Task(
            name, limit_s=LIMIT_S, seed=seed, workers=workers, shuffle=shuffle,
        )  # fmt: skip
        outcome = run(task)
        good = _in_tolerance_or_forced(outcome) if name in seated else _wins(name, outcome)
        won &= good or name in seated
        print(_text(name, outcome, good, name in seated), flush=True)
        if to is not None:
            history.append(to, 0, task, outcome, {"held against peers": good})
    return int(not won)


def _wins(name: str, outcome: Outcome) -> bool:
    """Connected, no more cells out than the best connected peer, and a tenth less moment."""
    peer = anchors.best_connected(name)
    end = outcome.end
    if peer is None or end.cells is None or end.pieces or end.cells > peer.cells:
        return False
    ratio = _ratio(name, outcome)
    return outcome.agrees and (ratio is None or ratio <= LESS)


def _ratio(name: str, outcome: Outcome) -> float | None:
    """Our moment over the peer's least, where both plans meet all rules and it is known."""
    if not outcome.end.feasible:
        return None
    moments = [
        peer.moment
        for peer in anchors.peers(name)
        if peer.moment is not None and peer.cells == 0 and peer.pieces == 0
    ]
    return float(outcome.verdict["moi"]) / min(moments) if moments else None


def _in_tolerance_or_forced(outcome: Outcome) -> bool:
    return outcome.agrees and outcome.end.feasible


def _text(name: str, outcome: Outcome, good: bool, seated: bool) -> str:
    if outcome.failed and not outcome.verdict:
        return f"{name:18} {outcome.failed}"
    peer, told, ratio = anchors.best_connected(name), outcome.verdict, _ratio(name, outcome)
    moments = [one.moment for one in anchors.peers(name) if one.moment is not None]
    if seated:
        worst = outcome.misses[0] if outcome.misses else ""
        verdict = "in tolerance" if good else (
            f"not in tolerance: {outcome.end.cells} cells, {told['floor_bad_cells']} forced, "
            f"worst {told['worst_dev_pct']} % off, {told['floor_worst_pct']} % forced; {worst}"
        )  # fmt: skip
    else:
        verdict = "yes" if good else "NO"
    return (
        f"{name:18} {'no' if outcome.end.pieces else 'yes':9} {outcome.end.cells:>5} "
        f"{told['floor_bad_cells']:>5} {'-' if peer is None else peer.cells:>5} {told['moi']:10.4g} "
        f"{'-' if not moments else f'{min(moments):.3g}':>9} "
        f"{'-' if ratio is None else f'{ratio:.2f}':>6} {outcome.seconds:7.1f} {outcome.cpu_s:7.1f} "
        f"{outcome.peak_mb:5.0f} {verdict}"
    )
