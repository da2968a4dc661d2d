"""The journal: what was edited since the last save, on the disk before the next second is over."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import identical
from planner.store.plain import from_plain, plain
from planner.store.safe_files import flush_folder, replace_file

ENDING = ".journal"
MOST_BYTES = 16_000_000
"""A longer journal is written anew with its last line only."""

EDITED = ("name", "currency", "seed", "start", "goals", "segments", "reps")
"""Parts of a plan that a line holds, beside the scenarios; regions, accounts and measures are inputs."""


class Journal:
    """Edits of one plan that are not saved yet, as lines of JSON that each end in their own checksum.

    Every line holds all that can be edited, as it was then, so that the last whole line is enough: a
    line cut short by a crash is passed over. A line also names the inputs it belongs to, and is
    left alone where the plan has others by now.

    Parameters
    ----------
    path : Path
        The plan folder, plan.toml or region file. The journal stands beside it (`NAME.journal`), or
        in the user's own folder where nothing can be written there.
    """

    def __init__(self, path: Path) -> None:
        self._path = _beside(path.absolute())
        self._inputs: tuple[Plan, str] | None = None
        self._written: dict[int, tuple[Scenario, str]] = {}

    @property
    def path(self) -> Path:
        """Where the edits are kept."""
        return self._path

    def record(self, plan: Plan) -> None:
        """Keep the plan as it is now; it is on the disk when this returns. Raises OSError."""
        line = self._line(plan)
        if self._size() + len(line) > MOST_BYTES:
            replace_file(self._path, line)
            return
        fresh = not self._path.exists()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            # After a line cut short the next one needs a line of its own.
            file.write(line if _ends_whole(self._path) else b"\n" + line)
            file.flush()
            os.fsync(file.fileno())
        if fresh:
            flush_folder(self._path.parent)

    def recover(self, plan: Plan) -> tuple[Plan, datetime] | None:
        """Return the plan with the edits that were kept and never saved, and when that was.

        None where nothing was kept, where it is what the plan says already, or where the plan's
        regions, accounts or measures are others now.
        """
        inputs = self._fingerprint(plan)
        for content in _whole_lines(self._path):
            if content.get("inputs") != inputs:
                continue
            try:
                kept = _with_edits(plan, content)
                at = datetime.fromisoformat(content["at"]).astimezone()
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
            return None if identical(kept, plan) else (kept, at)
        return None

    def clear(self) -> None:
        """Forget the edits: they are saved, or not wanted. Raises OSError."""
        self._path.unlink(missing_ok=True)
        flush_folder(self._path.parent)

    def follow(self, path: Path) -> None:
        """Keep the edits of now on beside another path: the plan was saved there."""
        self.clear()
        self._path = _beside(path.absolute())

    def _line(self, plan: Plan) -> bytes:
        parts = ", ".join(self._scenario(scenario) for scenario in plan.scenarios)
        self._written = {id(one): self._written[id(one)] for one in plan.scenarios}
        head = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "inputs": self._fingerprint(plan),
            "plan": {name: plain(getattr(plan, name)) for name in EDITED},
        }
        text = f'{json.dumps(head)[:-1]}, "scenarios": [{parts}]}}'.encode()
        return text + f" {zlib.crc32(text):08x}\n".encode()

    def _scenario(self, scenario: Scenario) -> str:
        """Return a scenario as text; one that was written before is not written out again."""
        known = self._written.get(id(scenario))
        if known is None:
            known = (scenario, json.dumps(plain(scenario)))
            self._written[id(scenario)] = known
        return known[1]

    def _fingerprint(self, plan: Plan) -> str:
        """Return what tells the inputs of two plans apart; reckoned once for the same inputs."""
        if self._inputs is not None:
            before, text = self._inputs
            same = (
                before.regions is plan.regions
                and before.accounts is plan.accounts
                and before.loads is plan.loads
                and before.measures == plan.measures
            )
            if same:
                return text
        digest = hashlib.sha256()
        for part in (*plan.regions.ids, "", *plan.accounts.ids, "", *map(repr, plan.measures)):
            digest.update(part.encode("utf-8", errors="surrogatepass") + b"\0")
        digest.update(plan.loads.tobytes())
        digest.update(plan.regions.points.tobytes())
        digest.update(plan.accounts.region.tobytes())
        self._inputs = (plan, digest.hexdigest())
        return self._inputs[1]

    def _size(self) -> int:
        return self._path.stat().st_size if self._path.exists() else 0


def _with_edits(plan: Plan, content: dict[str, Any]) -> Plan:
    edited = {name: from_plain(content["plan"][name]) for name in EDITED}
    scenarios = tuple(from_plain(part) for part in content["scenarios"])
    kept = replace(plan, **edited, scenarios=scenarios)
    if not all(isinstance(scenario, Scenario) for scenario in kept.scenarios):
        raise TypeError("a scenario is something else")
    return kept


def _whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines whose checksum fits, last first."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return
    for line in reversed(lines):
        text, _, checksum = line.rpartition(b" ")
        if checksum != f"{zlib.crc32(text):08x}".encode():
            continue
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(content, dict):
            yield content


def _ends_whole(path: Path) -> bool:
    """Whether a file is empty or ends in a line feed."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _beside(path: Path) -> Path:
    """Return where the journal of a plan stands: beside it, else in the user's own folder."""
    beside = path.with_name(f"{path.name}{ENDING}")
    if os.access(path.parent, os.W_OK):
        return beside
    name = hashlib.sha256(str(path).encode("utf-8", errors="surrogatepass")).hexdigest()[:16]
    return platformdirs.user_state_path("rayon") / "journals" / f"{path.name}-{name}{ENDING}"
