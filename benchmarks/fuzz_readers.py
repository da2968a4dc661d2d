"""Who reads damaged files: every reader of Rayon, by the name its figures stand under."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.fuzz_seeds import (
    LISTS,
    PEOPLE,
    PLAN,
    Seed,
    asked_seeds,
    imported_seeds,
    journal_seeds,
    peopled_plan,
    plan_file_seeds,
    plan_folder_seeds,
    published_seeds,
    region_seeds,
    saved_plan,
    table_seeds,
)
from planner.model.issues import Issue, blocks
from planner.model.plan import Plan

Read = Callable[[Path], tuple[Any, tuple[Issue, ...]]]


@dataclass(frozen=True)
class Reader:
    """What is damaged and who reads it."""

    seeds: Callable[[], list[Seed]]
    read: Read


def _regions(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    """Read a map to the end, or what it offers, whichever the file's own bytes say."""
    from planner.io.features import layers_of
    from planner.io.region_table import RegionSource
    from planner.io.regions import read_regions

    if path.stat().st_size % 4 == 3:
        offers, issues = layers_of(path)
        return (offers or None if issues else offers), issues
    return read_regions([RegionSource(path)])


def _asked(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    """Look at a map as the page that asks about one does: at its first layer, or at all together."""
    from planner.io.map_file import TOGETHER, look_at

    found, issues = look_at([path], TOGETHER if path.stat().st_size % 2 else "")
    if found is not None:
        for crs in (found.crs, *(guess.code for guess in found.guesses)):
            found.in_degrees(crs)
    return found, issues


def _table(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    from planner.io.tables import read_table

    return read_table(path)


def _imported(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    """Bring a table into a plan as the assistant does where nothing is chosen.

    What comes of it is saved and opened again, the rows that are not taken are written for mending;
    a plan that is not the same afterwards is nothing, without an error.
    """
    from planner.io.deciding import decided
    from planner.io.rejected import write_rejected, write_report
    from ui.use_cases.importing import Source, look, outcome, read

    plan = peopled_plan()
    reading = read(Source(None, path), plan, {})
    if reading.table is None:
        return None, reading.issues
    made = decided(look(reading, reading.meanings), {})
    done = outcome(made, plan)
    write_rejected(path.with_name("rejected.csv"), made)
    write_report(path.with_name("report.csv"), made)
    if done.plan is not None and not _is_kept(done.plan, path.with_name("plan.rayon")):
        return None, ()
    return done, (*reading.issues, *done.issues)


def _named(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    """Read a list of named accounts, or one of old codes, as its name says."""
    from ui.use_cases.importing import old_codes_of
    from ui.use_cases.named_list import list_of_file

    if path.name == "codes.csv":
        codes, issues = old_codes_of(path, peopled_plan())
        return (None if blocks(issues) else codes), issues
    accounts, issues = list_of_file(path, peopled_plan(), lambda _step: None, bool)
    return (None if blocks(issues) else accounts), issues


def _people(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    from planner.io.reps import RepSource, read_reps

    return read_reps(RepSource(path))


def _plan(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    from planner.io.plan_file import read_plan_file

    return read_plan_file(path)


def _saved(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    """Open a plan file; what opens is saved and opened again, and nothing if it is another then."""
    from planner.store.rayon_file import load_rayon

    plan, issues = load_rayon(path)
    return plan if plan is None or _is_kept(plan, path.with_name("again.rayon")) else None, issues


def _folder(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    """Open a plan folder; what opens is saved and opened again, and nothing if it is another then."""
    from planner.store.folder import load_plan

    plan, issues = load_plan(path.parent)
    return plan if plan is None or _is_kept(plan, path.with_name("again.rayon")) else None, issues


def _is_kept(plan: Plan, path: Path) -> bool:
    """Whether a plan that is saved opens as it was."""
    from planner.model.types import identical
    from planner.store.rayon_file import load_rayon, save_rayon

    save_rayon(plan, path)
    again, _ = load_rayon(path)
    return again is not None and identical(again, plan)


def _journal(path: Path) -> tuple[Any, tuple[Issue, ...]]:
    """Look for edits of the plan that the journal was written for; anything else holds none."""
    from planner.store.journal import Journal

    return Journal(path.with_name("plan")).recover(saved_plan()) or False, ()


def _of_map(ending: str) -> Reader:
    return Reader(lambda: region_seeds(ending), _regions)


READERS: dict[str, Reader] = {
    "shapefile": _of_map(".shp"),
    "zipped shapefile": _of_map(".zip"),
    "published maps": Reader(published_seeds, _regions),
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
    "maps asked about": Reader(asked_seeds, _asked),
    "csv": Reader(lambda: table_seeds()["csv"], _table),
    "xlsx": Reader(lambda: table_seeds()["xlsx"], _table),
    "csv imported": Reader(lambda: imported_seeds()["csv"], _imported),
    "xlsx imported": Reader(lambda: imported_seeds()["xlsx"], _imported),
    "named accounts csv": Reader(lambda: LISTS, _named),
    "reps csv": Reader(lambda: [{"reps.csv": PEOPLE.encode()}], _people),
    "plan.toml": Reader(lambda: [{"plan.toml": PLAN.encode()}], _plan),
    "plan file": Reader(plan_file_seeds, _saved),
    "plan folder": Reader(plan_folder_seeds, _folder),
    "journal": Reader(journal_seeds, _journal),
}
"""Name -> what is damaged, and who reads it. A new reader is a line here."""
