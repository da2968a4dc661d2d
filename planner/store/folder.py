"""The plan folder: a whole plan as plain text and one GeoPackage, saved whole or not at all."""

from __future__ import annotations

import os
import shutil
import stat
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath

import tomli_w

from planner.io.outline_file import write_areas, write_outlines
from planner.language import tr
from planner.model.goals import Goals
from planner.model.issues import Issue, Severity
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.model.scenarios import Scenario
from planner.model.segments import Segment
from planner.model.types import RegionId
from planner.store.goals_text import (
    AREAS,
    FORMAT,
    plan_tables,
    read_goals,
    read_measures,
    read_products,
    read_segments,
    read_start,
)
from planner.store.inputs_text import (
    accounts_text,
    loads_text,
    neighbours_text,
    read_accounts_text,
    read_loads_text,
    read_regions_text,
    read_reps_text,
    regions_text,
    reps_text,
)
from planner.store.safe_files import (
    StoreError,
    check_plain,
    file_name,
    flush_tree,
    settle,
    swap_folder,
    write_tree,
)
from planner.store.scenario_text import is_scenario_file, read_scenario, scenario_files
from planner.store.typed_json import checked, what_is_wrong

PLAN = "plan.toml"
"""Written last: a folder that has it is whole."""

OUTLINES = "regions.gpkg"
OWN = (
    PLAN, OUTLINES, AREAS, "regions.csv", "neighbours.csv", "loads.csv", "accounts.csv", "reps.csv",
    "scenarios",
)  # fmt: skip
"""What a plan folder consists of; other files in it are left alone."""


def is_own(inside: PurePath) -> bool:
    """Whether a path in a plan folder, as seen from there, is one that a save writes."""
    top, *below = inside.parts
    return top in OWN and (not below or (len(below) == 2 and is_scenario_file(below[1])))


class _BrokenError(Exception):
    """A file of a plan folder that is not what it should be."""

    def __init__(self, file: str, found: str) -> None:
        super().__init__(found)
        self.file = file
        self.found = found


def is_plan_folder(path: Path) -> bool:
    """Whether a path is a plan folder, or one whose last save was cut short."""
    _settle(path)
    return (path / PLAN).is_file() and (path / "scenarios").is_dir()


def save_plan(plan: Plan, folder: Path) -> None:
    """Save a plan; the save before is kept beside it as `NAME.previous`.

    Everything is written to a folder aside, flushed to the disk and renamed: after a crash the
    folder holds the old plan or the new one.

    Raises
    ------
    StoreError
        When the folder holds something else than a plan.
    OSError
        When it cannot be written; what was there is untouched.
    """
    folder = _real(folder)
    if folder.exists() and not is_plan_folder(folder) and not _is_empty(folder):
        raise StoreError(
            tr("{folder} holds other files; choose a new or an empty folder", folder=folder.name)
        )
    fresh = _fresh(folder)
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir(parents=True)
    if folder.exists():
        fresh.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IRWXU)
    try:
        _write(plan, fresh)
        flush_tree(fresh)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    swap_folder(folder, fresh, _previous(folder), is_own)


def load_plan(folder: Path) -> tuple[Plan | None, tuple[Issue, ...]]:
    """Return the plan of a folder exactly as it was saved, or an error that names the broken file.

    A folder of a newer Rayon is returned as far as it is understood, with the warning `plan_newer`.
    """
    _settle(folder)
    newer = is_newer_folder(folder)
    found = tr(
        "it was saved by a newer Rayon than this one, which writes format {format}", format=FORMAT
    )
    try:
        plan = _read(folder)
    except _BrokenError as error:
        if newer:
            mend = tr("Install the newer Rayon.")
            return None, (Issue("plan_newer", Severity.ERROR, folder.name, found, mend),)
        previous = _previous(_real(folder))
        mend = (
            tr(
                "Bring it back from a copy, or open {previous}, the save before.",
                previous=previous.name,
            )
            if previous.is_dir()
            else tr("Bring it back from a copy.")
        )
        file = f"{folder.name}/{error.file}"
        return None, (Issue("plan_broken", Severity.ERROR, file, error.found, mend),)
    if not newer:
        return plan, ()
    mend = tr("Open for reading only; save it under another name to change it here.")
    return plan, (Issue("plan_newer", Severity.WARNING, folder.name, found, mend),)


def is_newer_folder(folder: Path) -> bool:
    """Whether a newer Rayon saved a plan folder, of which this one may not know everything."""
    try:
        version = tomllib.loads(_text(folder / PLAN)).get("rayon")
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(version, int) and version > FORMAT


def _write(plan: Plan, folder: Path) -> None:
    ids = plan.regions.ids
    folders: list[str] = []
    for scenario in plan.scenarios:
        folders.append(file_name(scenario.name, folders))
    write_outlines(
        folder / OUTLINES, ids, plan.regions.names, plan.regions.geometry, plan.regions.crs
    )
    if plan.areas:
        write_areas(folder / AREAS, plan.areas, plan.regions.crs)
    files = {
        "regions.csv": regions_text(plan.regions),
        "neighbours.csv": neighbours_text(plan.regions),
        "loads.csv": loads_text(ids, [measure.key for measure in plan.measures], plan.loads),
        "accounts.csv": accounts_text(plan.accounts, ids),
        "reps.csv": reps_text(plan.reps),
    }
    for name, scenario in zip(folders, plan.scenarios, strict=True):
        for file, text in scenario_files(scenario, ids).items():
            files[f"scenarios/{name}/{file}"] = text
    files[PLAN] = tomli_w.dumps(plan_tables(plan, folders))
    write_tree(folder, files)


def _read(folder: Path) -> Plan:
    with _within(PLAN):
        tables = tomllib.loads(_text(folder / PLAN))
        described, accounts_kinds = tables["regions"][0], tables["accounts"]
        crs, noun = str(described["crs"]), checked(described["noun"], tuple[str, str], "noun")
        earlier = checked(described.get("earlier", {}), dict[str, tuple[RegionId, ...]], "earlier")
        goals = checked(read_goals(tables), Goals, "goals")
        measures = checked(read_measures(tables), tuple[Measure, ...], "measures")
        segments = checked(read_segments(tables), tuple[Segment, ...], "segments")
        products = checked(read_products(tables), tuple[ProductLine, ...], "products")
        told = checked(tables.get("areas", []), tuple[dict[str, str], ...], "areas")
        head, start = tables["plan"], read_start(tables)
        name, currency = (checked(head[key], str, key) for key in ("name", "currency"))
        seed = checked(head["seed"], int, "seed")
        folders = checked(tables["scenarios"], tuple[str, ...], "scenarios")
    from planner.store.outline_reader import read_areas, read_outlines  # late: it is the database

    with _within(OUTLINES):
        ids, geometry = read_outlines(folder / OUTLINES)
    with _within(AREAS):
        areas = read_areas(folder / AREAS, told) if told else ()
    with _within("regions.csv"):
        regions = read_regions_text(
            _text(folder / "regions.csv"),
            _text(folder / "neighbours.csv"),
            geometry,
            crs,
            noun,
            described,
        )
        if regions.ids != ids:
            raise ValueError(f"its regions are not those of {OUTLINES}")
        regions = replace(regions, earlier=earlier)
    with _within("loads.csv"):
        loads = read_loads_text(
            _text(folder / "loads.csv"), ids, [measure.key for measure in measures]
        )
    with _within("accounts.csv"):
        accounts = read_accounts_text(_text(folder / "accounts.csv"), ids, accounts_kinds)
    with _within("reps.csv"):
        reps = read_reps_text(_text(folder / "reps.csv"))
    scenarios = [_scenario(folder, inside, ids, len(measures)) for inside in folders]
    with _within(PLAN):
        return Plan(
            name=name,
            currency=currency,
            seed=seed,
            start=start,
            regions=regions,
            measures=measures,
            loads=loads,
            goals=goals,
            scenarios=tuple(scenarios),
            accounts=accounts,
            segments=segments,
            reps=reps,
            areas=areas,
            products=products,
        )


def _scenario(folder: Path, inside: str, ids: Sequence[str], measures: int) -> Scenario:
    """Read one folder of a scenario."""
    with _within(f"scenarios/{inside}"):
        paths = sorted((folder / "scenarios" / inside).iterdir())
        files = {path.name: _text(path) for path in paths if is_scenario_file(path.name)}
        return read_scenario(files, ids, measures)


@contextmanager
def _within(file: str) -> Iterator[None]:
    """Say which file is broken, whatever is wrong with it."""
    try:
        yield
    except FileNotFoundError as error:
        name = Path(str(error.filename)).name if error.filename else file
        raise _BrokenError(name, "the file is missing") from error
    except KeyError as error:
        raise _BrokenError(file, f"{error.args[0]!r} is missing or unknown") from error
    except (OSError, ValueError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise _BrokenError(file, what_is_wrong(error)) from error


def _text(path: Path) -> str:
    check_plain(path)
    return path.read_bytes().decode("utf-8")


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _real(folder: Path) -> Path:
    """Return where a folder is that may be reached by a link: there it is renamed."""
    return Path(os.path.realpath(folder))


def _fresh(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.saving")


def _previous(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.previous")


def _settle(folder: Path) -> None:
    folder = _real(folder)
    if folder.name:
        settle(folder, _fresh(folder), _previous(folder), PLAN, is_own)
