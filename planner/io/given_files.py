"""Files that are given at once: which of them are opened, and what they are called together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner.io.formats import is_region_name
from planner.language import tr
from planner.model.issues import Issue, Severity

PLANS = (".rayon", ".toml")
TABLES = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt")
"""Endings of tables of accounts, people and figures."""
TABLE_PATTERN = " ".join(f"*{ending}" for ending in TABLES)
"""What a file dialog filters tables by."""
MOST_NAMED = 3
MOST_BYTES = 120
"""Of a name of several files: no name of a file is longer than 255, and others follow from it."""


def is_table_name(name: str) -> bool:
    """Whether a file name ends as tables of accounts, people and figures do."""
    return name.lower().endswith(TABLES)


def opened_of(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return which of some files are opened, and which are left aside.

    A plan is opened alone. Maps are opened together, in the order of their names. The other files that
    a map consists of (`.dbf`, `.prj`) may be given with it, and are not left aside.
    """
    plans = [path for path in paths if path.suffix.lower() in PLANS]
    maps = sorted({path for path in paths if is_region_name(path.name)})
    meant = tuple(plans[:1] or maps or paths[:1])
    aside = (path for path in paths if path not in meant and not _belongs(path, meant))
    return meant, tuple(aside)


def left_aside(aside: Sequence[Path], meant: Sequence[Path]) -> tuple[Issue, ...]:
    """Say of each file that was given and is not opened where it belongs."""
    return tuple(
        Issue(
            "file_chosen",
            Severity.WARNING,
            path.name,
            tr(
                "it was given together with {name}, and left aside",
                name=together(meant).name,
            ),
            tr("Bring tables in on the page Data, Import.")
            if is_table_name(path.name)
            else tr("Open it by itself."),
        )
        for path in aside
    )


def together(paths: Sequence[Path]) -> Path:
    """Return the path of a file alone, and of several one that names them all: `be + nl.shp`."""
    if len(paths) == 1:
        return paths[0]
    stems = [path.stem for path in paths]
    names = stems if len(stems) <= MOST_NAMED else _few(stems, MOST_NAMED - 1)
    if len(" + ".join(names).encode()) > MOST_BYTES:
        names = _few(stems, 1)
    return paths[0].with_name(" + ".join(names) + paths[0].suffix)


def _few(names: Sequence[str], count: int) -> list[str]:
    return [*names[:count], tr("{count} more", count=len(names) - count)]


def _belongs(path: Path, meant: Sequence[Path]) -> bool:
    """Whether a file is a part of one that is opened: `nl.dbf` or `nl.shp.xml` of `nl.shp`."""
    name = path.name.lower()
    return not is_table_name(name) and any(
        path.parent == one.parent
        and name.startswith((f"{one.stem}.".lower(), f"{one.name}.".lower()))
        for one in meant
    )
