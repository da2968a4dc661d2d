"""Feed damaged files to every reader and count what comes of it.

    python -m benchmarks.fuzzing [--count 10000] [--reader NAME ...] [--seed N] [--keep DIR] [--apart]

Every sample is a true small file with one to four damages (bits, lengths, blocks, splices, words),
drawn by seed, reader and number, so that each can be drawn again. It is read in a worker process
with a limit of memory and an alarm. GDAL runs in the worker itself, so that its crashes are seen;
`--apart` reads as the app does, with GDAL in a process of its own. Prints a line a reader:

    value       read without a remark          issues   read with remarks
    error       refused with one clear error   EXCEPTION   a traceback, or nothing and no error
    CRASH       the process died by a signal   HANG     more than ALARM seconds of work
    GROWTH      more than MOST_GROWTH bytes of memory for one file

Linux and macOS only. The last four are findings: each is saved by its hash with --keep.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import signal
import struct
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.fuzz_seeds import (
    PEOPLE,
    PLAN,
    Seed,
    journal_seeds,
    plan_file_seeds,
    real_map_seeds,
    region_seeds,
    saved_plan,
    table_seeds,
)
from benchmarks.mutations import mutated, repacked
from planner.model.issues import Issue, blocks

ALARM = 10
"""Seconds of processor time that one file may take."""
MOST_WAIT = 120
"""Seconds by the clock, for what sleeps."""
ENDED = (signal.SIGPROF, signal.SIGALRM)
MEMORY = 3_000_000_000
MOST_GROWTH = 500_000_000
KINDS = ("value", "issues", "error", "EXCEPTION", "CRASH", "HANG", "GROWTH")
FINDINGS = KINDS[3:]
TEXT = (".geojson", ".geojsonl", ".json", ".kml", ".gml", ".topojson", ".csv", ".toml", ".mif", ".mid",
        ".prj", ".cpg", ".tab", ".xsd", ".journal")  # fmt: skip
PAGED = (".gpkg", ".map", ".rayon")

Read = Callable[[Path], tuple[Any, tuple[Issue, ...]]]


@dataclass(frozen=True)
class Reader:
    """What is damaged and who reads it."""

    seeds: Callable[[], list[Seed]]
    read: Read


@dataclass
class Tally:
    """What came of the samples of one reader."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: dict[str, list[int]] = field(default_factory=dict)


def _regions(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    """Read a map to the end, or what it offers, whichever the file's own bytes say."""
    from planner.io.features import layers_of
    from planner.io.region_table import RegionSource
    from planner.io.regions import read_regions

    if path.stat().st_size % 4 == 3:
        offers, issues = layers_of(path)
        return (offers or None if issues else offers), issues
    return read_regions([RegionSource(path)])


def _table(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    from planner.io.tables import read_table

    return read_table(path)


def _people(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    from planner.io.reps import RepSource, read_reps

    return read_reps(RepSource(path))


def _plan(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    from planner.io.plan_file import read_plan_file

    return read_plan_file(path)


def _saved(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    from planner.store.rayon_file import load_rayon

    return load_rayon(path)


def _journal(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    """Look for edits of the plan that the journal was written for; anything else holds none."""
    from planner.store.journal import Journal

    return Journal(path.with_name("plan")).recover(saved_plan()) or False, ()


def _of_map(ending: str) -> Reader:
    return Reader(lambda: region_seeds(ending), _regions)


READERS: dict[str, Reader] = {
    "shapefile": _of_map(".shp"),
    "zipped shapefile": _of_map(".zip"),
    "published maps": Reader(real_map_seeds, _regions),
    "geopackage": _of_map(".gpkg"),
    "geojson": _of_map(".geojson"),
    "geojson lines": _of_map(".geojsonl"),
    "topojson": _of_map(".topojson"),
    "kml": _of_map(".kml"),
    "kmz": _of_map(".kmz"),
    "gml": _of_map(".gml"),
    "flatgeobuf": _of_map(".fgb"),
    "mapinfo tab": _of_map(".tab"),
    "mapinfo mif": _of_map(".mif"),
    "file geodatabase": _of_map(".gdb.zip"),
    "csv": Reader(lambda: table_seeds()["csv"], _table),
    "xlsx": Reader(lambda: table_seeds()["xlsx"], _table),
    "reps csv": Reader(lambda: [{"reps.csv": PEOPLE.encode()}], _people),
    "plan.toml": Reader(lambda: [{"plan.toml": PLAN.encode()}], _plan),
    "plan file": Reader(plan_file_seeds, _saved),
    "journal": Reader(journal_seeds, _journal),
}
"""Name -> what is damaged, and who reads it. A new reader is a line here."""


def sample(seeds: Sequence[Seed], name: str, seed: int, number: int) -> dict[str, bytes]:
    """Return the files of one sample, the same for the same four."""
    random = Random(f"{seed} {name} {number}")
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


def fuzz(name: str, count: int, seed: int, keep: Path | None, start: int = 0) -> Tally:
    """Read `count` samples in workers, a new one after each that dies."""
    reader, tally = READERS[name], Tally()
    seeds = reader.seeds()
    number = start
    while number < start + count:
        number = _work(reader, seeds, name, seed, number, start + count, tally)
    for kind, numbers in tally.findings.items():
        for found in numbers:
            _save(keep, name, kind, sample(seeds, name, seed, found), f"seed {seed} number {found}")
    return tally


def _work(
    reader: Reader, seeds: list[Seed], name: str, seed: int, start: int, end: int, tally: Tally
) -> int:
    """Fork a worker over samples from `start`; return the number to go on from."""
    incoming, outgoing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(incoming)
        code = 0
        try:
            _read_samples(reader, seeds, name, seed, range(start, end), outgoing)
        except BaseException:  # noqa: BLE001 - a worker ends here, whatever it was
            code = 1
        os._exit(code)
    os.close(outgoing)
    number = start
    with os.fdopen(incoming, "rb") as told:
        while record := told.read(5):
            number, kind = struct.unpack("<IB", record)
            _count(tally, KINDS[kind], number)
            number += 1
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        _count(tally, "HANG" if os.WTERMSIG(status) in ENDED else "CRASH", number)
        return number + 1
    if os.WEXITSTATUS(status):
        _count(tally, "EXCEPTION", number)
        return number + 1
    return number if number > start else end


def _read_samples(
    reader: Reader, seeds: list[Seed], name: str, seed: int, numbers: range, outgoing: int
) -> None:
    warnings.simplefilter("error")
    for ends in ENDED:
        signal.signal(ends, signal.SIG_DFL)  # ends the process even inside a library
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    for number in numbers:
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        files = sample(seeds, name, seed, number)
        with tempfile.TemporaryDirectory(prefix="fuzz-") as scratch:
            folder = Path(scratch)
            for file, content in files.items():
                (folder / file).write_bytes(content)
            signal.setitimer(signal.ITIMER_PROF, ALARM)  # of work: a busy machine is no hang
            signal.alarm(MOST_WAIT)
            kind = _outcome(reader.read, folder / next(iter(files)))[0]
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.alarm(0)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        growth = (after - grown) * (1 if sys.platform == "darwin" else 1024)
        if growth > MOST_GROWTH:
            kind = "GROWTH"
        os.write(outgoing, struct.pack("<IB", number, KINDS.index(kind)))
        if after * 1024 > MEMORY / 2 or number - numbers.start > 200:
            return  # a fresh worker goes on from here


def _outcome(read: Read, path: Path) -> tuple[str, str]:
    try:
        value, issues = read(path)
    except Exception:  # noqa: BLE001 - what is looked for
        return "EXCEPTION", traceback.format_exc()
    if value is None:
        return ("error", "") if blocks(issues) else ("EXCEPTION", "neither a value nor an error")
    return ("issues" if issues else "value"), ""


def _count(tally: Tally, kind: str, number: int) -> None:
    tally.counts[kind] += 1
    if kind in FINDINGS:
        tally.findings.setdefault(kind, []).append(number)


def _save(keep: Path | None, name: str, kind: str, files: Seed, drawn: str) -> None:
    if keep is None:
        return
    digest = hashlib.blake2b(b"".join(files.values()), digest_size=8).hexdigest()
    folder = keep / name.replace(" ", "_") / f"{kind}_{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        (folder / file).write_bytes(content)
    said = ""
    if kind == "EXCEPTION":
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            said = _outcome(READERS[name].read, folder / next(iter(files)))[1]
    (folder / "finding.txt").write_text(f"{name} {kind} {drawn}\n{said}", encoding="utf-8")


def _gdal_here() -> None:
    """Let GDAL read in this process, with the settings its own would have."""
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
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--reader", action="append", choices=READERS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--apart", action="store_true")
    chosen = parser.parse_args()
    import planner.io.regions  # noqa: F401 - loaded once, before the workers part

    if not chosen.apart:
        _gdal_here()
    print(f"{'reader':18}{'files':>8}" + "".join(f"{kind:>11}" for kind in KINDS) + f"{'s':>8}")
    found = 0
    for name in chosen.reader or READERS:
        began = time.perf_counter()
        tally = fuzz(name, chosen.count, chosen.seed, chosen.keep, chosen.start)
        counts = "".join(f"{tally.counts[kind]:>11,}" for kind in KINDS)
        took = time.perf_counter() - began
        print(f"{name:18}{sum(tally.counts.values()):>8,}{counts}{took:>8.0f}", flush=True)
        found += sum(tally.counts[kind] for kind in FINDINGS)
    print(f"\n{found} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
