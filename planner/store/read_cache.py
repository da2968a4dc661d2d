"""What was read from a plan's inputs, kept in the user's cache folder by the content of the files.

Reading a country's outlines takes seconds; reading them again unchanged should not. A cache that
cannot be read or written is no error: the inputs are read.
"""

from __future__ import annotations

import glob
import hashlib
import os
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

from planner.io.formats import format_of
from planner.io.shipped import shipped_files
from planner.language import language
from planner.model.issues import Issue
from planner.model.plan import Plan
from planner.notation import notation

FORMAT = 2
"""Counts up whenever the meaning of a cached file changes."""
MOST_FILES = 12
"""The cache forgets what was read longest ago beyond so many plans."""

Read = tuple[Plan | None, tuple[Issue, ...]]


def cache_folder() -> Path:
    """Return the folder of plans read."""
    return platformdirs.user_cache_path("rayon") / "plans"


def remembered(path: Path, read: Callable[[], Read], folder: Path | None = None) -> Read:
    """Return what `read` returns for a plan, from the cache where its inputs are unchanged.

    Parameters
    ----------
    path : Path
        plan.toml, plan folder or region file.
    read : callable
        Reads it; a plan that could not be read is not kept.
    folder : Path, optional
        Instead of the user's cache folder.
    """
    key = content_key(path)
    if key is None:
        return read()
    kept = (folder or cache_folder()) / f"{key}.npz"
    found = _load(kept)
    if found is not None:
        return found
    plan, issues = read()
    if plan is not None:
        _keep((plan, issues), kept)
    return plan, issues


def content_key(path: Path) -> str | None:
    """Return a name that differs when any input of a plan, or the reader itself, does; None if unreadable."""
    said = f"{language()} {notation()}"  # what was found is kept in words and figures
    start = f"rayon plan {FORMAT} {said} {path.resolve()}"
    digest = hashlib.blake2b(start.encode(), digest_size=16)
    try:
        for file in sorted(_inputs(path)):
            digest.update(file.name.encode())
            digest.update(_digest(file))
        program = Path(__file__).parent.parent
        for file in (
            *sorted(program.rglob("*.py")),
            *sorted(program.rglob("*.mo")),
            *shipped_files(),
        ):
            state = file.stat()
            digest.update(f"{file.name} {state.st_size} {state.st_mtime_ns}".encode())
    except (OSError, ValueError, RecursionError):  # what TOML raises for what it cannot read
        return None
    return digest.hexdigest()


def _digest(file: Path) -> bytes:
    """Return the digest of a file; raises OSError, also of a pipe or device, which might never end."""
    if not file.is_file():
        raise OSError(f"{file.name} is no file")
    with file.open("rb") as content:
        return hashlib.file_digest(content, "blake2b").digest()


def _inputs(path: Path) -> Iterator[Path]:
    """Yield the files a plan is read from, the companions of a shapefile too."""
    if path.is_dir():
        yield from (
            file for file in path.rglob("*") if file.is_file() and file.suffix != ".journal"
        )
        return
    yield from _with_companions(path)
    if path.suffix.lower() == ".toml":
        for name in _named_files(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield from _with_companions(path.parent / name)


def _with_companions(path: Path) -> Iterator[Path]:
    kind = format_of(path.name)
    if kind is not None and kind.parts and path.is_file():
        stem = glob.escape(path.stem)
        yield from (file for file in path.parent.glob(f"{stem}.*") if file.is_file())
    else:
        yield path


def _named_files(document: Any) -> Iterator[str]:
    """Yield every value under a key `file` or `places`, at any depth."""
    if isinstance(document, dict):
        yield from (
            document[key] for key in ("file", "places") if isinstance(document.get(key), str)
        )
        document = list(document.values())
    if isinstance(document, list):
        for entry in document:
            yield from _named_files(entry)


def _load(kept: Path) -> Read | None:
    from planner.store.value_file import read_value

    if not kept.exists():
        return None
    try:
        plan, issues = read_value(kept)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    with suppress(OSError):
        os.utime(kept)
    return plan, issues


def _keep(value: Read, kept: Path) -> None:
    from planner.store.value_file import write_value

    unfinished = kept.with_name(f"{kept.stem}.{os.getpid()}.part")
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_value(value, unfinished)
        unfinished.replace(kept)
        by_age = sorted(kept.parent.glob("*.npz"), key=lambda file: -file.stat().st_mtime)
        for old in by_age[MOST_FILES:]:
            old.unlink()
