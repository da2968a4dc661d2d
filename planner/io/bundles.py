"""A region file and the parts it comes in: a shapefile's .dbf, .shx, .prj and .cpg, zipped or not."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from planner.model.issues import Issue, Severity

READABLE = (".shp", ".gpkg", ".geojson", ".json", ".kml", ".topojson")
"""Endings of region files, in the order they are looked for in a zip file."""

MAX_PART = 2_000_000_000
"""Bytes of one zipped part that are read at most (the limit of the shapefile format)."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A region file on disk or in a zip file.

    Attributes
    ----------
    path : Path
        The file on disk (the zip file when zipped).
    member : str
        Name inside the zip file, or "".
    parts : mapping of str to str
        Ending without dot, lower case -> path on disk or name in the zip file, for a shapefile.
    """

    path: Path
    member: str
    parts: dict[str, str]

    @property
    def is_shapefile(self) -> bool:
        """Whether the region file is a shapefile."""
        return (self.member or self.path.name).lower().endswith(".shp")

    @property
    def location(self) -> str:
        """Where GDAL finds it; a directory in front of a zip file keeps quotes and braces working."""
        return f"/vsizip/{{{self.path}}}/{self.member}" if self.member else str(self.path)

    def read(self, ending: str) -> bytes | None:
        """Return the bytes of a part, None when it is absent; raises OSError or BadZipFile."""
        name = self.parts.get(ending)
        if name is None:
            return None
        if not self.member:
            return Path(name).read_bytes()
        with zipfile.ZipFile(self.path) as archive, archive.open(name) as part:
            return part.read(MAX_PART)


def find_bundle(path: Path) -> tuple[Bundle | None, tuple[Issue, ...]]:
    """Find the region file at `path` and its parts; each thing in the way is an issue."""
    if not path.is_file():
        found = "this is a folder" if path.is_dir() else "there is no such file"
        return None, (_unreadable(path, found, "Give the path of a region file."),)
    try:
        if zipfile.is_zipfile(path):
            return _zipped(path)
        if path.suffix.lower() == ".zip":
            return None, (
                _unreadable(path, "this is no zip file, or a broken one", "Copy it anew."),
            )
        stem = path.stem.lower()
        siblings = [other for other in path.parent.iterdir() if other.stem.lower() == stem]
    except (OSError, zipfile.BadZipFile) as error:
        return None, (_unreadable(path, str(error), "Check the file and its rights."),)
    return Bundle(path, "", {p.suffix[1:].lower(): str(p) for p in siblings}), ()


def _zipped(path: Path) -> tuple[Bundle | None, tuple[Issue, ...]]:
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if not _is_clutter(name))
    choices = [name for ending in READABLE for name in names if name.lower().endswith(ending)]
    if not choices:
        mend = f"Put a file that ends in {', '.join(READABLE)} in it."
        return None, (_unreadable(path, "the zip file holds no region file", mend),)
    chosen = choices[0]
    stem = chosen[: -len(PurePosixPath(chosen).suffix)].lower()
    parts = {
        name[len(stem) + 1 :].lower(): name for name in names if name.lower().startswith(f"{stem}.")
    }
    same_kind = [name for name in choices if name[-4:].lower() == chosen[-4:].lower()]
    issues: tuple[Issue, ...] = ()
    if len(same_kind) > 1:
        found = f"the zip file holds {len(same_kind)} region files: {', '.join(same_kind)}"
        mend = f"Took {chosen}; unpack the zip file and name another one to have that."
        issues = (Issue("file_chosen", Severity.WARNING, path.name, found, mend),)
    return Bundle(path, chosen, parts), issues


def _is_clutter(name: str) -> bool:
    """Tell what macOS adds to zip files from what the user put there."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")


def _unreadable(path: Path, found: str, mend: str) -> Issue:
    return Issue("file_unreadable", Severity.ERROR, path.name, found, mend)
