"""What others reached on the same files (anchors.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("anchors.toml")


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool's answer on one file; what was not noted is None.

    Attributes
    ----------
    name : str
    cells : int
        Territory and measure pairs out of tolerance.
    pieces : int or None
        Pieces beyond one a territory; 0 means connected.
    moment : float or None
        Moment of inertia of the first measure in km^2.
    seconds : float
    """

    name: str
    cells: int
    seconds: float
    pieces: int | None = None
    worst: float | None = None
    km: float | None = None
    moment: float | None = None

    def __str__(self) -> str:
        moment = "" if self.moment is None else f", {self.moment:.3g}"
        return f"{self.name}: {self.cells} out{moment}, {self.seconds:g} s"


def peers(instance: str) -> list[Peer]:
    """Return the peers that ran on a file, in the order of the table."""
    found: dict[str, Any] = _table()["peers"].get(instance, {})
    return [Peer(name, **figures) for name, figures in found.items()]


def best_connected(instance: str) -> Peer | None:
    """Return the connected peer with the fewest cells out, then the least moment."""
    connected = [peer for peer in peers(instance) if peer.pieces == 0]
    return min(connected, key=lambda peer: (peer.cells, peer.moment or float("inf")), default=None)


def with_peers() -> tuple[str, ...]:
    """Return the files on which peers ran."""
    return tuple(_table()["peers"])


def beside(instance: str) -> str:
    """Return what stands beside an instance in the table: the best connected peer, or the probe."""
    peer = best_connected(instance)
    return str(peer) if peer else str(_table()["probe"].get(instance, ""))


def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))
