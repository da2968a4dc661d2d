"""A region file and the parts it comes in: alone, in a folder, or in a zip file."""

from __future__ import annotations

import shutil
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from planner.io.first_bytes import format_by_content
from planner.io.formats import (
    FORMATS,
    GEODATABASE,
    GEOPACKAGE,
    KMZ,
    PACKED,
    SHAPEFILE,
    Format,
    format_of,
)  # fmt: skip
from planner.language import tr

MAX_PART = 2_000_000_000
"""Bytes of one part that are read at most (the limit of the shapefile format)."""

BLOCK = 1 << 18
"""Bytes of a part that are looked at in one go."""

LINKED_FROM = 500_000_000
"""Bytes from which a file is read where it stands; a copy is safe from whatever the reader does."""

WRITTEN = (GEOPACKAGE,)
"""Databases, which reading may write to or put files beside: always copied."""

JOURNALS = ("-wal",)
"""Endings of what a database has not taken in yet."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A region file on disk, or inside a folder or zip file.

    Attributes
    ----------
    path : Path
        What the user gave: the file, or the folder or zip file it stands in.
    member : str
        Name inside the folder or zip file, or "".
    kind : Format
    parts : mapping of str to str
        Ending without dot, lower case -> path on disk or name in the zip file; for formats of one
        file that one alone.
    packed : bool
        Whether the parts are in a zip file.
    """

    path: Path
    member: str
    kind: Format
    parts: dict[str, str]
    packed: bool = False

    @property
    def is_shapefile(self) -> bool:
        """Whether the region file is a shapefile."""
        return self.kind is SHAPEFILE

    @property
    def stem(self) -> str:
        """Name of the region file without its ending."""
        return PurePosixPath(self.member).stem if self.member else self.path.stem

    def read(self, ending: str, most: int = MAX_PART) -> bytes | None:
        """Return the first bytes of a part, None when it is absent; raises OSError or BadZipFile."""
        name = self.parts.get(ending)
        if name is None:
            return None
        if not self.packed:
            size = Path(name).stat().st_size  # read(n) takes n bytes of memory at once
            with Path(name).open("rb") as part:
                return part.read(min(size, most))
        with zipfile.ZipFile(self.path) as archive, archive.open(name) as entry:
            return entry.read(most)

    def blocks(self, ending: str) -> Iterator[bytes]:
        """Give a part block by block, nothing where it is absent; raises as `read` does."""
        name = self.parts.get(ending)
        if name is not None and self.packed:
            with zipfile.ZipFile(self.path) as archive, archive.open(name) as entry:
                yield from iter(partial(entry.read, BLOCK), b"")
        elif name is not None:
            with Path(name).open("rb") as part:
                yield from iter(partial(part.read, BLOCK), b"")

    def size(self) -> int:
        """Return the bytes of all parts together, unpacked; raises OSError."""
        if self.packed:
            with zipfile.ZipFile(self.path) as archive:
                return sum(archive.getinfo(name).file_size for name in self.parts.values())
        return sum(_bytes_of(Path(name)) for name in self.parts.values())

    def state(self) -> tuple[tuple[int, int], ...]:
        """Return size and time of change of every file, to see whether it changes while it is read."""
        files = (
            [self.path] if self.packed else [Path(name) for _, name in sorted(self.parts.items())]
        )
        return tuple((file.stat().st_size, file.stat().st_mtime_ns) for file in files)


@contextmanager
def laid_out(bundle: Bundle) -> Iterator[Path]:
    """Give the file alone with its own parts in a scratch folder, under a plain name.

    Nothing that a stranger put beside it is there to be followed, no sign in the path can be
    misread, and what a reader writes beside its file does not reach the user's folder.
    Raises OSError and what `zip_bounds.BROKEN_ZIP` names.
    """
    plain = bundle.stem.isascii() and bundle.stem.replace("_", "").replace("-", "").isalnum()
    stem = bundle.stem if plain and len(bundle.stem) < 60 else "regions"
    with TemporaryDirectory(prefix="rayon-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        main = folder / f"{stem}{bundle.kind.endings[0]}"
        if bundle.kind is GEODATABASE and bundle.packed:
            _unpack_folder(bundle, main)
        elif bundle.packed:
            with zipfile.ZipFile(bundle.path) as archive:
                for ending, name in bundle.parts.items():
                    _unpack(archive, name, folder / f"{stem}.{ending}")
        else:
            for ending, name in bundle.parts.items():
                _lay(Path(name), folder / f"{stem}.{ending}", linked=bundle.kind not in WRITTEN)
        yield main


def _unpack(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    """Write one entry; it yields no more bytes than it declares, whose sum has been looked at."""
    with archive.open(name) as entry, target.open("wb") as out:
        shutil.copyfileobj(entry, out, 1 << 20)


def _unpack_folder(bundle: Bundle, target: Path) -> None:
    target.mkdir()
    with zipfile.ZipFile(bundle.path) as archive:
        for name in archive.namelist():
            path = PurePosixPath(name)
            if str(path.parent) == bundle.member and not name.endswith("/"):
                _unpack(archive, name, target / path.name)


def _lay(source: Path, target: Path, *, linked: bool) -> None:
    """Copy a file or folder with a database's journal; link a very large one where the system lets us."""
    if linked and _bytes_of(source) > LINKED_FROM:
        with suppress(OSError, NotImplementedError):
            target.symlink_to(source.resolve())
            return
    if source.is_dir():
        shutil.copytree(source, target)
        return
    shutil.copyfile(source, target)
    for ending in JOURNALS:
        journal = Path(f"{source}{ending}")
        if _is_there(journal):
            shutil.copyfile(journal, f"{target}{ending}")


def bundles_in(path: Path) -> tuple[list[Bundle], str]:
    """Return every region file at a path, likeliest first, or why there is none.

    The path is a file, a folder or a zip file that has been looked at. Raises OSError and what
    `zip_bounds.BROKEN_ZIP` names.
    """
    if path.is_dir():
        return (_geodatabase(path), "") if _is_geodatabase(path.name) else _in_folder(path)
    if is_packed(path):
        return _in_zip(path)
    kind = format_of(path.name) or format_by_content(path)
    return ([] if kind is None else [_on_disk(path, path, kind, _beside(path, kind))]), ""


def is_packed(path: Path) -> bool:
    """Whether a file is a zip file, by its ending or its first bytes; raises OSError."""
    if path.suffix.lower() in (PACKED, ".kmz"):
        return True
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def stands_apart(path: Path) -> str:
    """Return why a path is neither a file nor a folder that can be read, "" where it is one."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return tr("there is no such file")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        return tr("it cannot be opened ({why})", why=why)
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return tr("this is a device or a pipe, not a file")
    if stat.S_ISREG(mode) and path.stat().st_size == 0:
        return tr("the file is empty (0 bytes)")
    return ""


def _is_geodatabase(name: str) -> bool:
    return format_of(name) is GEODATABASE


def _geodatabase(path: Path) -> list[Bundle]:
    return [Bundle(path, "", GEODATABASE, {"gdb": str(path)})]


def _in_folder(path: Path) -> tuple[list[Bundle], str]:
    """Find region files in a folder, else one level down."""
    for pattern in ("*", "*/*"):
        found = []
        files = sorted(path.glob(pattern))
        alike: dict[tuple[Path, str], list[Path]] = {}
        for file in files:
            alike.setdefault((file.parent, file.stem.lower()), []).append(file)
        for file in files:
            kind = format_of(file.name)
            if kind is None or kind is KMZ or _is_clutter(file.name):
                continue
            if file.is_file() if kind is not GEODATABASE else file.is_dir():
                beside = alike[file.parent, file.stem.lower()]
                found.append(_on_disk(path, file, kind, beside))
        if found:
            return _ordered(found), ""
    return [], tr("the folder holds no region file")


def _beside(file: Path, kind: Format) -> list[Path]:
    """Return what stands beside a file under its name, any ending, whether or not it is there."""
    stem = file.stem.lower()
    try:
        return [other for other in file.parent.iterdir() if other.stem.lower() == stem]
    except OSError:  # a folder that cannot be listed may still give what is asked for by name
        names = [f"{file.stem}.{ending}" for ending in kind.parts]
        return [file.with_name(name) for name in (*names, *map(str.upper, names))]


def _on_disk(path: Path, file: Path, kind: Format, beside: list[Path]) -> Bundle:
    member = "" if file == path else file.relative_to(path).as_posix()
    if not kind.parts:
        return Bundle(path, member, kind, {kind.endings[0][1:]: str(file)})
    beside = sorted(
        (other for other in beside if _is_there(other)), key=lambda other: other.stem != file.stem
    )
    parts = {other.suffix[1:].lower(): str(other) for other in reversed(beside)}
    parts = {ending: name for ending, name in parts.items() if ending in kind.parts}
    return Bundle(path, member, kind, parts | {kind.parts[0]: str(file)})


def _in_zip(path: Path) -> tuple[list[Bundle], str]:
    with zipfile.ZipFile(path) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    names = [name for name in sizes if not _is_clutter(name)]
    alike: dict[str, dict[str, str]] = {}
    folders: dict[str, dict[str, str]] = {}
    for name in names:
        stem, ending = _stem_and_ending(name)
        alike.setdefault(stem, {})[ending] = name
        if not name.endswith("/"):
            folders.setdefault(str(PurePosixPath(name).parent), {})[name] = name
    found = []
    for name in names:
        kind = format_of(name)
        if kind is not None and not name.endswith("/") and kind not in (GEODATABASE, KMZ):
            found.append(_zipped(path, name, kind, alike[_stem_and_ending(name)[0]]))
    for folder in sorted(folder for folder in folders if _is_geodatabase(folder)):
        found.append(Bundle(path, folder, GEODATABASE, folders[folder], packed=True))
    if path.suffix.lower() == ".kmz":  # its doc.kml often only names the others
        return sorted(found, key=lambda bundle: -sizes.get(bundle.member, 0)), ""
    return _ordered(found), "" if found else _no_region_file(names)


def _zipped(path: Path, name: str, kind: Format, beside: dict[str, str]) -> Bundle:
    if not kind.parts:
        return Bundle(path, name, kind, {kind.endings[0][1:]: name}, packed=True)
    parts = {ending: beside[ending] for ending in kind.parts if ending in beside}
    return Bundle(path, name, kind, parts | {kind.parts[0]: name}, packed=True)


def _stem_and_ending(name: str) -> tuple[str, str]:
    """Return a name in a zip file without its ending, and the ending, lower case."""
    ending = PurePosixPath(name).suffix
    return name[: len(name) - len(ending)].lower(), ending[1:].lower()


def _no_region_file(names: list[str]) -> str:
    nested = next((name for name in names if name.lower().endswith((PACKED, ".kmz"))), "")
    if nested:
        return tr(
            "the zip file holds another zip file ({nested}); unpack it and give that one",
            nested=nested,
        )
    if "[Content_Types].xml" in names:
        return tr("this is a workbook without outlines; bring it in as accounts or people")
    return tr("the zip file holds no region file")


def _ordered(found: list[Bundle]) -> list[Bundle]:
    return sorted(found, key=lambda bundle: (FORMATS.index(bundle.kind), bundle.member))


def _is_clutter(name: str) -> bool:
    """Tell what macOS adds to zip files and folders from what the user put there."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _bytes_of(path: Path) -> int:
    if path.is_dir():
        return sum(file.stat().st_size for file in path.iterdir())
    return path.stat().st_size
