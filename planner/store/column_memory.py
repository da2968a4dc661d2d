"""What columns meant before, by the columns a file has; and the user's own table of old codes."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

import platformdirs

from planner.language import tr
from planner.model.issues import Issue, Severity
from planner.store.safe_files import replace_file

MOST = 200
"""Beyond so many kinds of files the one used longest ago is forgotten."""
FILE = "columns.json"

Meanings = dict[str, str]


def memory_file() -> Path:
    """Return the file in the user's config folder."""
    return platformdirs.user_config_path("rayon") / FILE


def recall(signature: str, path: Path | None = None) -> tuple[Meanings | None, tuple[Issue, ...]]:
    """Return the meanings by bare column name that were kept for files like this, or None.

    A file that cannot be read is no error: nothing is recalled, and that is said.
    """
    kept, issues = _load(path or memory_file())
    return kept.get(signature), issues


def latest(signatures: Collection[str], path: Path | None = None) -> str | None:
    """Return which of these files was kept last, None where none is kept."""
    kept, _ = _load(path or memory_file())
    return next((one for one in reversed(kept) if one in signatures), None)


def remember(signature: str, meanings: Mapping[str, str], path: Path | None = None) -> None:
    """Keep the meanings for files like this; raises OSError."""
    path = path or memory_file()
    kept, _ = _load(path)
    kept.pop(signature, None)
    kept[signature] = dict(meanings)
    _save(path, dict(list(kept.items())[-MOST:]))


def forget(signature: str, path: Path | None = None) -> None:
    """Keep nothing for files like this any more; raises OSError."""
    path = path or memory_file()
    kept, _ = _load(path)
    if kept.pop(signature, None) is not None:
        _save(path, kept)


def _load(path: Path) -> tuple[dict[str, Meanings], tuple[Issue, ...]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, ()
    except (OSError, ValueError, RecursionError):
        return {}, (_broken(path),)
    if not isinstance(content, dict) or not all(map(_is_meanings, content.values())):
        return {}, (_broken(path),)
    return content, ()


def _is_meanings(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


def _broken(path: Path) -> Issue:
    found = tr("what columns meant before cannot be read")
    mend = tr("Columns are proposed anew; what you choose now is kept again.")
    return Issue("mapping_broken", Severity.NOTE, path.name, found, mend)


def _save(path: Path, kept: Mapping[str, Meanings]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, json.dumps(kept, ensure_ascii=False, indent=1).encode("utf-8"))
