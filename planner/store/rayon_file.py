"""The plan file `NAME.rayon`: a whole plan as one GeoPackage, saved whole or not at all."""

from __future__ import annotations

import gc
import os
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import apsw

from planner.language import tr
from planner.model.goals import Goals
from planner.model.issues import Issue, Severity
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.model.reps import Rep
from planner.model.segments import Segment
from planner.model.types import RegionId
from planner.store.account_tables import read_accounts, write_accounts
from planner.store.area_tables import read_areas, write_areas
from planner.store.geopackage import add_attributes, add_system, create
from planner.store.guarded_database import BROKEN, opened, tables, written
from planner.store.migrations import FORMAT, migrated, readable_from
from planner.store.records import read_records, write_records
from planner.store.region_tables import read_regions, write_regions
from planner.store.safe_files import (
    StoreError,
    flush_file,
    flush_folder,
    keep_and_replace,
    keep_mode,
)
from planner.store.scenario_tables import read_scenarios, write_scenarios
from planner.store.territory_tables import territory_outlines, write_territories
from planner.store.typed_json import as_json, from_json, what_is_wrong
from planner.store.wide_table import create_list

_OUT_OF_REACH = (
    apsw.IOError, apsw.CantOpenError, apsw.NoMemError, apsw.InterruptError, MemoryError,
)  # fmt: skip
"""What says nothing of the file itself: it may open on another day, or on another machine."""

_HOT = bytes.fromhex("d9d505f920a163d7")
"""How SQLite's journal begins as long as what it holds may be played back."""

EARLIER = "earlier_codes"
"""Key of the codes that regions had before, absent where they had none."""
META = "rayon_meta"
"""Table of keys and values: what a plan has once."""
_ALL_META = f"select key, value from {META}"
OF_PLAN: tuple[tuple[str, type[Measure | Segment | ProductLine | Rep]], ...] = (
    ("measures", Measure),
    ("segments", Segment),
    ("products", ProductLine),
    ("reps", Rep),
)
"""Lists of a plan: field, which is the table too, and kind."""


def previous_of(path: Path) -> Path:
    """Return where the save before the last one is kept."""
    return path.with_name(f"{path.stem}.previous{path.suffix}")


def damaged_of(path: Path) -> Path:
    """Return where a damaged file is kept when the next save takes its place."""
    return path.with_name(f"{path.stem}.damaged{path.suffix}")


def save_rayon(plan: Plan, path: Path, shown: str = "") -> None:
    """Save a plan; the save before is kept beside it as `NAME.previous.rayon`.

    A damaged file in its place is kept as `NAME.damaged.rayon`.

    Everything is written to a file aside, flushed to the disk and renamed: after a crash the file
    holds the old plan or the new one, and at no moment is it not there.

    Parameters
    ----------
    plan : Plan
    path : Path
    shown : str
        Scenario whose territories are drawn for whoever opens the file elsewhere; "" takes the last.

    Raises
    ------
    StoreError
        When another program writes to the file.
    OSError
        When it cannot be written; what was there is untouched.
    """
    path = _real(path)
    _check_alone(path)
    with _aside(plan, path, shown) as fresh:
        keep_and_replace(path, fresh, previous_of(path), damaged_of(path), is_sound)


def save_alone(plan: Plan, path: Path) -> None:
    """Save a plan whole or not at all, without a previous save beside it; raises OSError."""
    path = _real(path)
    with _aside(plan, path) as fresh:
        flush_file(fresh)
        keep_mode(path, fresh)
        fresh.replace(path)
        flush_folder(path.parent)


def load_rayon(
    path: Path, watched: Callable[[], None] | None = None
) -> tuple[Plan | None, tuple[Issue, ...]]:
    """Return the plan of a file exactly as it was saved.

    Where the file is damaged the save before is returned with a warning; where that is none either,
    None with an error. A file that only cannot be read now, or by this Rayon, is an error: who saved
    the older plan in its place would lose the newer. A file of a newer Rayon is returned as far as it
    is understood, with the warning `plan_newer`. `watched` is called several times a second, and may
    raise to give up.
    """
    plan, issues = _loaded(path, watched)
    previous = previous_of(path)
    if plan is not None or issues[-1].code != "plan_broken" or not previous.is_file():
        return plan, issues
    before, _ = _loaded(previous, watched)
    if before is None:
        return None, issues
    found = issues[-1].found
    mend = tr(
        "Opened {previous} instead, the save before; the next save keeps both beside it.",
        previous=previous.name,
    )
    return before, (Issue("plan_restored", Severity.WARNING, path.name, found, mend),)


def is_whole(path: Path) -> bool:
    """Whether a file is a database whose pages hang together."""
    try:
        with opened(path):
            return True
    except (*BROKEN, OSError, ValueError):
        return False


def is_sound(path: Path) -> bool:
    """Whether a file is whole, and a plan: one that another program wrote into is read to its end."""
    return is_whole(path) and (_is_as_saved(path) or _loaded(path, None)[0] is not None)


def is_newer(path: Path) -> bool:
    """Whether a file is a plan of a newer Rayon, of which this one may not know everything."""
    try:
        with opened(path) as db:
            return META in tables(db) and _versions(db)[0] > FORMAT
    except (*BROKEN, OSError, ValueError):
        return False


def _loaded(
    path: Path, watched: Callable[[], None] | None
) -> tuple[Plan | None, tuple[Issue, ...]]:
    mend = tr("Bring it back from a copy.")
    try:
        with opened(path, watched) as stored, _without_collecting():
            if META not in tables(stored):
                found, mend = tr("this is no plan of Rayon"), tr("Open it as a map file instead.")
                return None, (_error("file_unreadable", path, found, mend),)
            version, readable = _versions(stored)
            if readable > FORMAT:
                found = tr(
                    "it was saved by a newer Rayon (format {version}, this one reads {format})",
                    version=version,
                    format=FORMAT,
                )
                return None, (_error("plan_newer", path, found, tr("Install the newer Rayon.")),)
            with migrated(stored, version, watched) as db:
                plan = _read(db)
    except FileNotFoundError:
        mend = tr("Correct the path.")
        return None, (_error("file_missing", path, tr("there is no such file"), mend),)
    except _OUT_OF_REACH as error:
        found = tr("it cannot be read ({why})", why=what_is_wrong(error))
        mend = tr("Try again, or on another machine.")
        return None, (_error("file_unreadable", path, found, mend),)
    except BROKEN as error:
        found = tr("it is damaged ({why})", why=what_is_wrong(error))
        return None, (_error("plan_broken", path, found, mend),)
    except StoreError as error:
        mend = tr("Give a plan file of Rayon.")
        return None, (_error("file_unreadable", path, str(error), mend),)
    except OSError as error:
        found = tr("it cannot be read ({why})", why=error.strerror or error)
        return None, (_error("file_unreadable", path, found, tr("Check its rights.")),)
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        found = tr("it does not hold a plan ({why})", why=what_is_wrong(error))
        return None, (_error("plan_broken", path, found, mend),)
    if version <= FORMAT:
        return plan, ()
    found = tr(
        "it was saved by a newer Rayon (format {version}, this one writes {format})",
        version=version,
        format=FORMAT,
    )
    mend = tr("Open for reading only; save it under another name to change it here.")
    return plan, (Issue("plan_newer", Severity.WARNING, path.name, found, mend),)


@contextmanager
def _aside(plan: Plan, path: Path, shown: str = "") -> Iterator[Path]:
    """Write a plan to a file beside its place, gone again unless it was put there."""
    aside = path.with_name(f".{path.name}.saving")
    mode = stat.S_IMODE(path.stat().st_mode) | 0o600 if path.exists() else 0o666
    scenario = plan.scenario(shown) if shown else plan.scenarios[-1]
    try:
        with ThreadPoolExecutor(1) as beside, written(aside, mode) as db, _without_collecting():
            outlines = beside.submit(territory_outlines, plan.regions.geometry, scenario.layers)
            create(db)
            create_list(db)
            system = add_system(db, plan.regions.crs)
            _write_meta(db, plan)
            write_accounts(db, plan.accounts, plan.regions)
            write_regions(db, plan, scenario.base, system)
            write_areas(db, plan.areas, system)
            write_scenarios(db, plan)
            write_territories(db, plan, scenario, outlines.result(), system)
        yield aside
    finally:
        aside.unlink(missing_ok=True)


def _real(path: Path) -> Path:
    """Return where a file is that may be reached by a link: the link stays, the file is replaced."""
    return Path(os.path.realpath(path))


def _check_alone(path: Path) -> None:
    """Raise StoreError where the log of another program stands beside a file.

    SQLite plays it into whatever file has the name, and so would ruin a new one.
    """
    log, journal = (path.with_name(f"{path.name}-{ending}") for ending in ("wal", "journal"))
    if _begins(log, b"") or _begins(journal, _HOT):
        raise StoreError(
            tr(
                "{file} is open in another program; close it there first, or save under another name",
                file=path.name,
            )
        )


def _is_as_saved(path: Path) -> bool:
    """Whether nobody wrote into a file since it was made: SQLite counts that in bytes 24 to 28."""
    with path.open("rb") as file:
        return int.from_bytes(file.read(28)[24:]) == 1


def _begins(path: Path, start: bytes) -> bool:
    """Whether there is a plain file that begins so, and is not empty."""
    if not path.is_file() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        return file.read(len(start)) == start


def _write_meta(db: apsw.Connection, plan: Plan) -> None:
    rows = {
        "format": FORMAT,
        "readable_from": readable_from(plan),
        "name": plan.name,
        "currency": plan.currency,
        "seed": str(plan.seed),
        "start": plan.start.isoformat(),
        "goals": as_json(plan.goals),
        "crs": plan.regions.crs,
        "noun": as_json(plan.regions.noun),
    }
    if plan.regions.earlier:  # a Rayon that does not know it reads all the rest
        rows[EARLIER] = as_json(plan.regions.earlier)
    db.execute(f"create table {META} (fid INTEGER PRIMARY KEY, key TEXT UNIQUE, value TEXT)")
    db.executemany(f"insert into {META} (key, value) values (?, ?)", rows.items())
    for field, kind in OF_PLAN:
        write_records(db, field, kind, [((), value) for value in getattr(plan, field)])
    for name in (META, *(field for field, _ in OF_PLAN)):
        add_attributes(db, name)


def _read(db: apsw.Connection) -> Plan:
    meta: dict[str, Any] = {str(row[0]): row[1] for row in db.execute(_ALL_META)}
    measures = tuple(one for _, one in read_records(db, "measures", Measure))
    first, many = from_json(meta["noun"], tuple[str, str])
    earlier = from_json(meta.get(EARLIER, "{}"), dict[str, tuple[RegionId, ...]])
    regions, loads = read_regions(db, _text(meta["crs"]), (first, many), measures)
    if earlier:
        regions = replace(regions, earlier=earlier)
    return Plan(
        name=_text(meta["name"]),
        currency=_text(meta["currency"]),
        seed=int(meta["seed"]),
        start=date.fromisoformat(meta["start"]),
        regions=regions,
        measures=measures,
        loads=loads,
        goals=from_json(meta["goals"], Goals),
        scenarios=read_scenarios(db, len(regions), len(measures)),
        accounts=read_accounts(db, regions),
        segments=tuple(one for _, one in read_records(db, "segments", Segment)),
        reps=tuple(one for _, one in read_records(db, "reps", Rep)),
        areas=read_areas(db),
        products=tuple(one for _, one in read_records(db, "products", ProductLine)),
    )


def _versions(db: apsw.Connection) -> tuple[int, int]:
    """Return the format of a file and the oldest one whose readers can read it."""
    rows = {str(row[0]): row[1] for row in db.execute(_ALL_META)}
    version, readable = rows.get("format"), rows.get("readable_from")
    if not (str(version).isdigit() and str(readable).isdigit()):
        raise ValueError("it does not say its format")
    return int(str(version)), int(str(readable))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("a text is missing")
    return value


def _error(code: str, path: Path, found: str, mend: str) -> Issue:
    return Issue(code, Severity.ERROR, path.name, found, mend)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Make millions of cells without looking for garbage among them every few thousand."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
