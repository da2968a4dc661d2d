"""Files and folders that are whole or not there: written aside, flushed to disk, renamed."""

from __future__ import annotations

import os
import re
import shutil
import stat
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePath

from planner.language import tr

IsOwn = Callable[[PurePath], bool]
"""Whether a path inside a folder, as seen from there, is one that a save writes."""

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


class StoreError(OSError):
    """A file that cannot be read or written, with what it is and what to do about it."""


def check_plain(path: Path) -> None:
    """Raise StoreError unless a path is a plain file: reading a pipe or a device may wait for ever.

    Raises FileNotFoundError where there is nothing.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise StoreError(tr("it is no plain file but a folder, a pipe or a device"))


def file_name(text: str, taken: Collection[str]) -> str:
    """Return a name for a file that every system allows, and that is not taken in any spelling."""
    # Some systems keep the accents of a letter apart, some join them: there both are one name.
    whole = unicodedata.normalize("NFC", text)
    name = re.sub(r"[^\w .()+-]", "_", whole).strip(" .")[:60].rstrip(" .") or "_"
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    used = {other.casefold() for other in taken}
    candidate, number = name, 2
    while candidate.casefold() in used:
        candidate, number = f"{name} {number}", number + 1
    return candidate


def free_path(path: Path, ending: str = "") -> Path:
    """Return a path, or one like it with a number before its ending where something is at it."""
    free, number = path, 2
    while os.path.lexists(free):
        name = f"{path.name.removesuffix(ending)} {number}{ending}"
        free, number = path.with_name(name), number + 1
    return free


def write_flushed(path: Path, content: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, content: bytes) -> None:
    """Write a file that is old or new but never half: aside, flushed, then renamed."""
    aside = path.with_name(f".{path.name}.part")
    write_flushed(aside, content)
    aside.replace(path)
    flush_folder(path.parent)


def keep_and_replace(
    path: Path, fresh: Path, previous: Path, damaged: Path, is_whole: Callable[[Path], bool]
) -> None:
    """Put a finished file in the place of another, which is kept as `previous` if it is whole.

    Where it is not it is kept as `damaged`, or under a free name like it. There is a whole file at
    `path` at every moment: the old one has two names before the new one takes its first.
    """
    flush_file(fresh)
    keep_mode(path, fresh)
    if path.is_file() and is_whole(path):
        second = previous.with_name(f".{previous.name}.part")
        second.unlink(missing_ok=True)
        try:
            second.hardlink_to(path)
        except OSError:  # a system without links, or a folder that a cloud keeps
            shutil.copyfile(path, second)
            flush_file(second)
            keep_mode(path, second)
        second.replace(previous)
        second.unlink(missing_ok=True)  # renaming to another name of the same file leaves both
    elif path.is_file() and path.stat().st_size:
        aside = free_path(damaged, damaged.suffix)
        try:
            aside.hardlink_to(path)
        except OSError:  # not copied: what is damaged may not be readable to its end
            path.replace(aside)
    fresh.replace(path)
    flush_folder(path.parent)


def keep_mode(path: Path, fresh: Path) -> None:
    """Give a finished file the rights of the one whose place it takes, if there is one."""
    with suppress(OSError):  # a system without rights
        shutil.copymode(path, fresh)


def flush_file(path: Path) -> None:
    """Wait until a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; a system that cannot is left alone."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        with suppress(OSError):  # nor does every share flush them
            os.fsync(handle)
    finally:
        os.close(handle)


def flush_tree(folder: Path) -> None:
    """Wait until every file and folder below is on the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        else:
            flush_folder(path)
    flush_folder(folder)


def swap_folder(folder: Path, fresh: Path, previous: Path, is_own: IsOwn) -> None:
    """Put `fresh` in the place of `folder`, and keep what was there as `previous`.

    Files in the old folder that are not ours move over to the new one; one that cannot be moved
    now stays in `previous` until the next save.
    """
    if folder.exists():
        _make_way(previous, folder, is_own)
        folder.replace(previous)
    fresh.replace(folder)
    flush_folder(folder.parent)
    bring_over(previous, folder, is_own)


def settle(folder: Path, fresh: Path, previous: Path, last_written: str, is_own: IsOwn) -> None:
    """Finish what a crash between the two renames of `swap_folder` left: the new save, else the old.

    Where there is no new save at all, not even half of one, nobody crashed: the user took the
    folder away.
    """
    if folder.exists() or not fresh.exists():
        return
    if (fresh / last_written).is_file():
        fresh.replace(folder)
    elif (previous / last_written).is_file():
        previous.replace(folder)
    else:
        return
    bring_over(previous, folder, is_own)


def bring_over(previous: Path, folder: Path, is_own: IsOwn) -> None:
    """Move the user's own files from the save before to the new one, as far as that can be done.

    A folder with nothing of ours in it is no save before, and is left alone.
    """
    if not previous.is_dir() or not any(is_own(PurePath(one.name)) for one in previous.iterdir()):
        return
    for other in _others(previous, is_own):
        there = folder / other.relative_to(previous)
        if not os.path.lexists(there):
            with suppress(OSError):  # open in another program: the next save tries again
                there.parent.mkdir(parents=True, exist_ok=True)
                other.replace(there)


def _make_way(previous: Path, folder: Path, is_own: IsOwn) -> None:
    """Take the save before the last away, or put it aside where it still holds files of the user's."""
    bring_over(previous, folder, is_own)
    if _others(previous, is_own):
        previous.replace(free_path(previous))
    elif previous.exists():
        shutil.rmtree(previous)


def _others(folder: Path, is_own: IsOwn) -> list[Path]:
    """Return what the user put into a folder, and into the folders of ours in it."""
    return list(_not_own(folder, folder, is_own)) if folder.is_dir() else []


def _not_own(part: Path, folder: Path, is_own: IsOwn) -> Iterator[Path]:
    for one in sorted(part.iterdir()):
        inside = one.relative_to(folder)
        if is_own(PurePath(inside.parts[0])) and one.is_dir() and not one.is_symlink():
            yield from _not_own(one, folder, is_own)
        elif not is_own(inside):
            yield one


def write_tree(folder: Path, files: Mapping[str, str]) -> None:
    """Write text files by their path inside a folder, in the order given."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_flushed(path, text.encode("utf-8"))
