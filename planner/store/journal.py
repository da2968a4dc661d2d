"""The journal: what was edited since the last save, on the disk before the next second is over."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import Floats, Ints, identical
from planner.store.plain import from_plain, plain
from planner.store.safe_files import flush_folder, replace_file

ENDING = ".journal"
MOST_BYTES = 16_000_000
"""A longer journal is written anew with the plan as it is now only."""

EDITED = ("name", "currency", "seed", "start", "goals", "segments", "reps", "areas", "products")
"""Parts of a plan that a line holds; regions, accounts and measures are inputs."""


class Journal:
    """Edits of one plan that are not saved yet, as lines of JSON that each end in their own checksum.

    A line holds a scenario, or all else that can be edited together with the checksums of the
    scenarios it goes with: a scenario is written once however often the others change. So the last
    whole line of the second kind is the plan as it was then; a line cut short by a crash is passed
    over. Such a line also names the inputs it belongs to (regions, accounts, measures). Where these
    were edited themselves, or stand in files that anybody may change (a map, a plan.toml), the plan
    is kept whole beside the journal as `NAME.kept.rayon`; a line of inputs that are nowhere any more
    is left alone.

    Parameters
    ----------
    path : Path
        The plan file or folder, plan.toml or region file. The journal stands beside it
        (`NAME.journal`), or in the user's own folder where nothing can be written there.
    unsaved : bool
        Whether the plan was never saved, so that its inputs stand in no file of its own.
    """

    def __init__(self, path: Path, *, unsaved: bool = False) -> None:
        self._path = _beside(path.absolute())
        self._unsaved = unsaved
        self._inputs: tuple[Plan, str] | None = None
        self._own = ""
        self._whole = ""
        self._texts: dict[int, tuple[Scenario, str, bytes]] = {}
        self._written: set[str] = set()
        self._found: Path | None = None

    @property
    def path(self) -> Path:
        """Where the edits are kept."""
        return self._path

    @property
    def kept(self) -> Path:
        """Where the plan is kept whole where its own files do not hold its inputs."""
        return _whole_beside(self._path)

    def earlier(self, at: datetime) -> Path:
        """Return where edits of an earlier time are put when nobody asked for them and new ones come."""
        name = self._path.name.removesuffix(ENDING).removesuffix(".rayon")
        return self._path.with_name(f"{name} {at:%Y-%m-%d %H.%M}.rayon")

    def begin(self, plan: Plan) -> None:
        """Note which inputs stand in the plan's own files."""
        self._own, self._whole = "" if self._unsaved else self._fingerprint(plan), ""

    def record(self, plan: Plan) -> None:
        """Keep the plan as it is now; it is on the disk when this returns. Raises OSError."""
        inputs = self._fingerprint(plan)
        if not self._unsaved:
            self._own = self._own or inputs
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if inputs not in (self._own, self._whole):
            from planner.store.rayon_file import save_alone  # late: most sessions never need it

            self._whole = ""  # there is one such file: from here on it holds others or nothing
            save_alone(plan, self.kept)
            self._whole = inputs
        fresh = not self._path.exists()
        if fresh:
            self._written = set()
        lines, names = self._lines(plan, inputs)
        if self._size() + len(lines) > MOST_BYTES:
            self._written = set()
            lines, names = self._lines(plan, inputs)
            replace_file(self._path, lines)
        else:
            self._append(lines)
            if fresh:
                flush_folder(self._path.parent)
        self._written |= names  # not before: what never reached the disk is written again

    def recover(self, plan: Plan) -> tuple[Plan, datetime] | None:
        """Return the plan with the edits that were kept and never saved, and when that was.

        None where nothing was kept, where it is what the plan says already, or where the inputs
        that were edited are nowhere any more. Where this journal has nothing, those are looked at
        that other processes kept apart (`apart`) and left behind.
        """
        self.begin(plan)
        kept = self._kept_in(self._path, plan)
        for left in () if kept is not None else _left_behind(self._path):
            kept = self._kept_in(left, plan)
            if kept is not None:
                self._found = left
                break
        return kept

    def _kept_in(self, path: Path, plan: Plan) -> tuple[Plan, datetime] | None:
        here, elsewhere = self._fingerprint(plan), _Kept(_whole_beside(path), self)
        lines = list(_plans_kept(path))
        alone = elsewhere.newer_than(path, [content.get("inputs") for content, _ in lines])
        if alone is not None:
            return None if identical(alone[0], plan) else alone
        for content, scenarios in lines:
            base = plan if content.get("inputs") == here else elsewhere.plan(content.get("inputs"))
            if base is None:
                continue
            try:
                kept = _with_edits(base, content, scenarios)
                at = datetime.fromisoformat(content["at"]).astimezone()
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
            return None if identical(kept, plan) else (kept, at)
        return None

    def clear(self) -> None:
        """Forget the edits: they are saved, or not wanted. Raises OSError."""
        self._written, self._whole = set(), ""
        for path in (self._path, self._found):
            if path is not None:
                path.unlink(missing_ok=True)
                _whole_beside(path).unlink(missing_ok=True)
        self._found = None
        flush_folder(self._path.parent)

    def follow(self, path: Path, plan: Plan) -> None:
        """Forget the edits: the plan was saved at a path, beside which those to come are kept.

        Edits that were kept there of the plan that was overwritten are forgotten too.
        """
        self.clear()
        self._unsaved = False
        there = _beside(path.absolute())
        if there != self._path:
            self._path = there
            self.clear()
        self.begin(plan)

    def fingerprint_of(self, plan: Plan) -> str:
        """Return what tells the inputs of two plans apart."""
        return self._fingerprint(plan)

    def _append(self, lines: bytes) -> None:
        with self._path.open("ab") as file:
            # After a line cut short the next one needs a line of its own.
            file.write(lines if _ends_whole(self._path) else b"\n" + lines)
            file.flush()
            os.fsync(file.fileno())

    def _lines(self, plan: Plan, inputs: str) -> tuple[bytes, set[str]]:
        """Return the scenarios that are not in the file yet and the line that names them all; and names."""
        lines: list[bytes] = []
        names: list[str] = []
        for scenario in plan.scenarios:
            name, text = self._text(scenario)
            if name not in (*self._written, *names):
                lines.append(_line(f'{{"scenario": "{name}", "value": '.encode() + text + b"}"))
            names.append(name)
        self._texts = {id(one): self._texts[id(one)] for one in plan.scenarios}
        head = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "inputs": inputs,
            "plan": {name: plain(getattr(plan, name)) for name in EDITED},
            "scenarios": names,
        }
        return b"".join((*lines, _line(json.dumps(head).encode()))), set(names)

    def _text(self, scenario: Scenario) -> tuple[str, bytes]:
        """Return a scenario's checksum and text; one that was asked for before is not made again."""
        known = self._texts.get(id(scenario))
        if known is None:
            text = json.dumps(plain(scenario)).encode()
            known = (scenario, hashlib.sha256(text).hexdigest()[:32], text)
            self._texts[id(scenario)] = known
        return known[1:]

    def _fingerprint(self, plan: Plan) -> str:
        """Return the checksum of the inputs; reckoned once for the same inputs."""
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
        self._inputs = (plan, _checksum_of_inputs(plan))
        return self._inputs[1]

    def _size(self) -> int:
        return self._path.stat().st_size if self._path.exists() else 0


class _Kept:
    """The plan that was kept whole, read at most once and only where a line asks for its inputs."""

    def __init__(self, path: Path, journal: Journal) -> None:
        self._path, self._journal = path, journal
        self._read: Plan | None = None
        self._looked = False

    def plan(self, inputs: object) -> Plan | None:
        """Return it if its inputs are those."""
        read = self._plan()
        return read if read and self._journal.fingerprint_of(read) == inputs else None

    def newer_than(self, journal: Path, named: list[object]) -> tuple[Plan, datetime] | None:
        """Return it, and when it was kept, where the line that was to follow never came."""
        try:
            at = self._path.stat().st_mtime
            if journal.exists() and at <= journal.stat().st_mtime:
                return None
        except OSError:
            return None
        read = self._plan()
        if read is None or self._journal.fingerprint_of(read) in named:
            return None
        return read, datetime.fromtimestamp(at).astimezone()

    def _plan(self) -> Plan | None:
        if not self._looked and self._path.is_file():
            from planner.store.rayon_file import load_rayon  # late, as above

            self._read = load_rayon(self._path)[0]
        self._looked = True
        return self._read


def _checksum_of_inputs(plan: Plan) -> str:
    digest = hashlib.sha256()

    def add(*texts: str) -> None:
        digest.update("\0".join(texts).encode("utf-8", errors="surrogatepass") + b"\0\0")

    regions, accounts = plan.regions, plan.accounts
    add(*regions.ids)
    add(*regions.names)
    for code, now in regions.earlier.items():
        add(code, *now)
    for key, cells in (*regions.parents.items(), *accounts.text.items()):
        add(key, *cells)
    add(*accounts.ids)
    add(*accounts.names)
    add(*map(_told, plan.measures))
    arrays: list[Ints | Floats] = [
        plan.loads, regions.points, regions.geometry.xy, accounts.region, accounts.lon_lat,
    ]  # fmt: skip
    for key, figures in (*regions.columns.items(), *accounts.numbers.items()):
        add(key)
        arrays.append(figures)
    for array in arrays:
        digest.update(_as_saved(array))
    return digest.hexdigest()


def _told(measure: Measure) -> str:
    """Return what is said of a measure: not what a later version of Rayon adds and nobody sets."""
    said = {
        field.name: getattr(measure, field.name)
        for field in fields(measure)
        if getattr(measure, field.name) != field.default
    }
    return json.dumps(said, sort_keys=True)


def _as_saved(array: Ints | Floats) -> memoryview:
    """Return numbers as a plan file gives them back: -0 as 0, whatever is no number as the one NaN."""
    is_float = array.dtype.kind == "f"
    saved = np.where(np.isnan(array), np.nan, array + 0.0) if is_float else array
    return np.ascontiguousarray(saved).data


def _line(text: bytes) -> bytes:
    return text + f" {zlib.crc32(text):08x}\n".encode()


def _with_edits(plan: Plan, content: dict[str, Any], parts: list[Any]) -> Plan:
    held = content["plan"]  # an earlier Rayon did not write all of them
    edited = {name: from_plain(held[name]) for name in EDITED if name in held}
    kept = replace(plan, **edited, scenarios=tuple(from_plain(part) for part in parts))
    if not all(isinstance(scenario, Scenario) for scenario in kept.scenarios):
        raise TypeError("a scenario is something else")
    return kept


def _plans_kept(path: Path) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Yield what was kept with its scenarios, last first, of lines whose checksum fits."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return
    whole = [
        text for text, _, sum_ in (line.rpartition(b" ") for line in lines) if _fits(text, sum_)
    ]
    scenarios = {text[14:46].decode("latin-1"): text for text in whole if _is_scenario(text)}
    for text in reversed(whole):
        if _is_scenario(text):
            continue
        try:
            content = json.loads(text)
            parts = [json.loads(scenarios[name])["value"] for name in content["scenarios"]]
        except (ValueError, LookupError, TypeError, RecursionError):
            continue
        yield content, parts


def _is_scenario(text: bytes) -> bool:
    return text.startswith(b'{"scenario": "')


def _fits(text: bytes, checksum: bytes) -> bool:
    return checksum == f"{zlib.crc32(text):08x}".encode()


def _ends_whole(path: Path) -> bool:
    """Whether a file is empty or ends in a line feed."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def apart(path: Path) -> Path:
    """Return beside what this process keeps edits of a plan whose own journal another one writes."""
    return path.with_name(f".{path.name}.{os.getpid()}{_here()}")


def is_running(process: int) -> bool:
    """Whether a process of this computer still runs."""
    if sys.platform == "win32":  # signal 0 is no question there
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, process)
        ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _here() -> str:
    """Return what tells this computer's processes from another's: a plan may lie on a shared drive."""
    return f"-{socket.gethostname()}"


def _left_behind(journal: Path) -> list[Path]:
    """Return the journals that processes of this computer kept apart and left, the newest first."""
    start, end = f".{journal.name.removesuffix(ENDING)}.", f"{_here()}{ENDING}"
    found = []
    with suppress(OSError):
        for path in journal.parent.iterdir():
            process = path.name.removeprefix(start).removesuffix(end)
            whole = path.name == f"{start}{process}{end}"
            if whole and process.isdecimal() and not is_running(int(process)):
                found.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(found, reverse=True)]


def _whole_beside(journal: Path) -> Path:
    """Return where the plan is kept whole that goes with a journal."""
    return journal.with_name(f"{journal.name.removesuffix(ENDING)}.kept.rayon")


def _beside(path: Path) -> Path:
    """Return where the journal of a plan stands: beside it, else in the user's own folder."""
    beside = path.with_name(f"{path.name}{ENDING}")
    # A pipe or a device of that name would keep whoever reads or writes it waiting for ever.
    if os.access(path.parent, os.W_OK) and (beside.is_file() or not os.path.lexists(beside)):
        return beside
    name = hashlib.sha256(str(path).encode("utf-8", errors="surrogatepass")).hexdigest()[:16]
    return platformdirs.user_state_path("rayon") / "journals" / f"{path.name}-{name}{ENDING}"
