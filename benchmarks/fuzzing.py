"""Let hypothesis feed damaged files to every reader, and count what comes of them.

    python -m benchmarks.fuzzing [--count 10000] [--reader NAME ...] [--seed N] [--keep DIR] [--here]

Every file is a true one with one to four damages (bits, lengths, blocks, splices, words), each drawn
by hypothesis, which also seeks: files that took more memory or work lead to others like them. A file
is read in a worker with limits of memory and work, and GDAL in a child of that, as the app does.
`--here` lets GDAL read in the worker itself: faster, and its crashes are seen, not told as errors.
Prints a line a reader:

    value       read without a remark          issues   read with remarks
    error       refused with one clear error   EXCEPTION   a traceback, or nothing and no error
    CRASH       the process died by a signal   HANG     more than ALARM seconds of work
    GROWTH      more than MOST_GROWTH bytes of memory for one file

No file is fed twice. `MB` and `longest` are the most memory and seconds of work that one of them took.
Linux and macOS only. The last four kinds are findings: each is saved by its hash with --keep.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz_readers import READERS, Read
from benchmarks.fuzz_seeds import Seed
from benchmarks.mutations import mutated, repacked
from planner.model.issues import blocks

ALARM = 10
"""Seconds of processor time that one file may take."""
MOST_WAIT = 120
"""Seconds by the clock, for what sleeps."""
ENDED = (signal.SIGPROF, signal.SIGALRM, signal.SIGXCPU)
MEMORY = 3_000_000_000
MOST_GROWTH = 500_000_000
STEP = 8_000_000
"""Bytes of memory that count as a step up for the search."""
KINDS = ("value", "issues", "error", "EXCEPTION", "CRASH", "HANG", "GROWTH")
FINDINGS = KINDS[3:]
TEXT = (".geojson", ".geojsonl", ".json", ".kml", ".gml", ".topojson", ".csv", ".toml", ".mif", ".mid",
        ".prj", ".cpg", ".tab", ".xsd", ".journal")  # fmt: skip
PAGED = (".gpkg", ".map", ".rayon")


@dataclass(frozen=True)
class Outcome:
    """What came of one file: its kind, bytes and seconds of work it took."""

    kind: str
    growth: int
    seconds: float


@dataclass
class Tally:
    """What came of the files of one reader."""

    counts: Counter[str] = field(default_factory=Counter)
    seen: set[bytes] = field(default_factory=set)
    most: int = 0
    longest: float = 0.0


def sample(seeds: Sequence[Seed], random: Random) -> Seed:
    """Return the files of one input, one of them damaged, now and then one of them lost."""
    files = dict(random.choice(seeds))
    victim = random.choice([next(iter(files)), *files])
    other = random.choice(list(random.choice(seeds).values()))
    if victim.endswith((".zip", ".kmz", ".xlsx")) and random.random() < 0.7:
        files[victim] = repacked(files[victim], other, random)
    else:
        files[victim] = mutated(
            files[victim], other, random, text=victim.endswith(TEXT), paged=victim.endswith(PAGED)
        )
    if random.random() < 0.05 and len(files) > 1:
        del files[random.choice(list(files)[1:])]
    return files


def fuzz(name: str, count: int, seed: int, keep: Path | None, a_worker: int) -> Tally:
    """Feed `count` files to a reader, no two alike, so many `a_worker`."""
    reader, tally = READERS[name], Tally()
    worker = Worker(reader.read, a_worker)
    seeds = reader.seeds()
    for files in seeds:  # a first reading loads what the workers then share
        with _laid_out(files) as path:
            assert told(reader.read, path)[0] in ("value", "issues"), f"{name}: {list(files)}"

    def feed(random: Random) -> None:
        files = sample(seeds, random)
        digest = _digest(files)
        if digest in tally.seen or len(tally.seen) == count:
            return
        tally.seen.add(digest)
        with _laid_out(files) as path:
            outcome = worker.outcome(path)
        tally.counts[outcome.kind] += 1
        tally.most = max(tally.most, outcome.growth)
        tally.longest = max(tally.longest, outcome.seconds)
        hypothesis.target(float(outcome.growth // STEP), label="memory")
        hypothesis.target(round(outcome.seconds, 1), label="work")
        if outcome.kind in FINDINGS and keep is not None:
            _save(keep, name, outcome, files)

    while len(tally.seen) < count:  # some draws give a file that has been fed
        tried = settings(
            max_examples=max(100, count - len(tally.seen)), deadline=None, database=None,
            suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.target),
        )  # fmt: skip
        hypothesis.seed(seed)(tried(given(st.randoms(use_true_random=False))(feed)))()
        seed += 1
    worker.end()
    return tally


class Worker:
    """A process that reads files as they are sent, and is made anew when one ends it."""

    def __init__(self, read: Read, files: int):
        """Read with `read`, at most so many `files` in one process."""
        self.read, self.files = read, files
        self.left = 0

    def outcome(self, path: Path) -> Outcome:
        """Have a file read, and tell what became of it."""
        if not self.left:
            self._begin()
        self.left -= 1
        self.pipe.send(path)
        try:
            outcome: Outcome = self.pipe.recv()
        except EOFError:
            self.process.join()
            code = -(self.process.exitcode or 0)
            outcome = Outcome("HANG" if code in ENDED else "CRASH", 0, float(ALARM))
        if not self.left or outcome.kind in FINDINGS or outcome.growth > MOST_GROWTH / 2:
            self.end()
        return outcome

    def end(self) -> None:
        """Let the process end."""
        if self.left or self.process.is_alive():
            self.pipe.close()
            self.process.join()
        self.left = 0

    def _begin(self) -> None:
        fork = multiprocessing.get_context("fork")
        self.pipe, far = fork.Pipe()
        self.process = fork.Process(target=_serve, args=(self.pipe, far, self.read))
        self.process.start()
        far.close()
        self.left = self.files


def _serve(near: Connection, far: Connection, read: Read) -> None:
    """Read files as they come, each within limits of memory and work."""
    near.close()
    warnings.simplefilter("error")
    for ends in ENDED:
        signal.signal(ends, signal.SIG_DFL)  # ends the process even inside a library
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    while True:
        try:
            path = far.recv()
        except EOFError:
            os._exit(0)
        before, began = _peak(anew=True), _work()
        signal.setitimer(signal.ITIMER_PROF, ALARM)  # of work: a busy machine is no hang
        signal.alarm(MOST_WAIT)
        kind = told(read, path)[0]
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        growth, work = max(_peak() - before, 0), _work() - began
        kind = "HANG" if work > ALARM else "GROWTH" if growth > MOST_GROWTH else kind
        far.send(Outcome(kind, growth, work))


def _work() -> float:
    """Return the seconds of work of this process and its children."""
    return sum(os.times()[:4])


def _peak(*, anew: bool = False) -> int:
    """Return the most bytes that this process or a child of it held, since it was asked `anew` where told."""
    unit = 1 if sys.platform == "darwin" else 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    status = Path("/proc/self/status")
    if not status.exists():
        return max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, children) * unit
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    held = re.search(r"VmHWM:\s*(\d+)", status.read_text())
    return max(int(held[1]) if held else 0, children) * unit


@contextmanager
def _laid_out(files: Seed) -> Iterator[Path]:
    """Give the path of the first file, with the others beside it."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as scratch:
        _lay_out(files, Path(scratch))
        yield Path(scratch) / next(iter(files))


def _lay_out(files: Seed, folder: Path) -> None:
    for file, content in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content)


def told(read: Read, path: Path) -> tuple[str, str]:
    """Read a file; return the kind of outcome and the traceback where there is one."""
    try:
        value, issues = read(path)
    except Exception:  # noqa: BLE001 - what is looked for
        return "EXCEPTION", traceback.format_exc()
    if value is None:
        return ("error", "") if blocks(issues) else ("EXCEPTION", "neither a value nor an error")
    return ("issues" if issues else "value"), ""


def _digest(files: Seed) -> bytes:
    digest = hashlib.blake2b(digest_size=8)
    for file, content in files.items():
        digest.update(b"%s %d " % (file.encode(), len(content)) + content)
    return digest.digest()


def _save(keep: Path, name: str, outcome: Outcome, files: Seed) -> None:
    folder = keep / name.replace(" ", "_") / f"{outcome.kind}_{_digest(files).hex()}"
    folder.mkdir(parents=True, exist_ok=True)
    _lay_out(files, folder)
    said = ""
    if outcome.kind == "EXCEPTION":
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            said = told(READERS[name].read, folder / next(iter(files)))[1]
    (folder / "finding.txt").write_text(f"{name} {outcome}\n{said}", encoding="utf-8")


def _gdal_here() -> None:
    """Let GDAL read in the worker, with the settings its own process would have."""
    from planner.io import features, gdal_child, read_apart

    gdal_child.set_up(gdal_child.SKIPPED)
    import pyogrio.raw  # noqa: F401 - loaded once, before the workers part

    def ask(request: dict[str, Any], folder: Path, size: int, waiting: Callable[[], None]) -> Any:
        answer = gdal_child.answered({**request, "size": size}, folder)
        if "error" in answer:
            raise read_apart.ReadApartError(answer["error"])
        return answer

    features.ask = ask  # type: ignore[attr-defined]  # the one seam between reader and child


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--reader", action="append", choices=READERS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--here", action="store_true")
    chosen = parser.parse_args()
    import planner.io.regions  # noqa: F401 - loaded once, before the workers part

    if chosen.here:
        _gdal_here()
    heads = ("files", *KINDS, "MB", "longest", "s")
    print(f"{'reader':18}" + "".join(f"{head:>10}" for head in heads))
    found = 0
    for name in chosen.reader or READERS:
        began = time.perf_counter()
        tally = fuzz(name, chosen.count, chosen.seed, chosen.keep, 100 if chosen.here else 1)
        kinds = [tally.counts[kind] for kind in KINDS]
        took = time.perf_counter() - began
        print(
            f"{name:18}" + "".join(f"{figure:>10,}" for figure in (sum(kinds), *kinds))
            + f"{tally.most / 1e6:>10,.0f}{tally.longest:>10.1f}{took:>10,.0f}", flush=True,
        )  # fmt: skip
        found += sum(tally.counts[kind] for kind in FINDINGS)
    print(f"\n{found} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
