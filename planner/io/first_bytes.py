"""What a file is by its first bytes, and what stands in the way before any reader opens it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import numpy as np

from planner.io.formats import (
    FLATGEOBUF,
    GEOJSON,
    GEOPACKAGE,
    GML,
    KML,
    SHAPEFILE,
    TOPOJSON,
    Format,
)  # fmt: skip
from planner.language import Phrase, tr

HEAD = 1 << 20
"""Bytes looked at; a document that has not begun by then is none."""

MAGIC = {
    b"SQLite format 3\x00": GEOPACKAGE,
    b"fgb\x03": FLATGEOBUF,
    b"\x00\x00\x27\x0a": SHAPEFILE,
}  # fmt: skip

BINARY = (GEOPACKAGE, FLATGEOBUF, SHAPEFILE)
JSON = (GEOJSON, TOPOJSON)
MOST_NESTED = 1000
BLOCK = 1 << 24
OPENING = tuple(b"[{")
JSON_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
NO_BRACKETS = bytes(set(range(256)) - set(b"[{]}"))

TEXTUAL = (GEOJSON, TOPOJSON, KML, GML)

ROOTS = {
    "html": Phrase("this is a web page: the download went wrong; fetch the file itself"),
    "svg": Phrase("this is a picture; its areas have no place on earth"),
    "ogrvrtdatasource": Phrase("this only points to other files; give one of these"),
    "schema": Phrase("this describes a GML file; give the .gml file beside it"),
}
"""Documents that hold no regions, by their outermost element in lower case."""


def format_by_content(path: Path) -> Format | None:
    """Return the format of a file whose ending says none; raises OSError."""
    head = _head(path)
    for magic, kind in MAGIC.items():
        if head.startswith(magic):
            return kind
    text = _text_of(head)
    if text.startswith("<"):
        root, _ = _root(head)
        return KML if root == "kml" else GML if "collection" in root else None
    if text.startswith("{"):
        return TOPOJSON if '"Topology"' in text[:2000] else GEOJSON
    return None


def content_problem(path: Path, kind: Format) -> str:
    """Return why a file is not handed to a reader, "" where it may be; raises OSError.

    A document type or entity of XML can name other files and grow without end, and no map needs one.
    """
    head = _head(path)
    by_magic = next((known for magic, known in MAGIC.items() if head.startswith(magic)), None)
    if by_magic is not None and by_magic is not kind:
        ending = by_magic.endings[0]
        return tr(
            "it ends in {suffix} and is a {by_magic}; give it the ending {ending}",
            suffix=path.suffix,
            by_magic=by_magic.name,
            ending=ending,
        )
    if not head.strip(b"\x00"):
        return tr("the file holds nothing but zeros; copy it anew")
    if kind in BINARY and by_magic is None and _text_of(head).startswith(("<", "{")):
        return tr(
            "it ends in {suffix} and is text; give it the ending of its format", suffix=path.suffix
        )
    if kind in TEXTUAL and _text_of(head).startswith("<"):
        root, problem = _root(head)
        return ROOTS[root]() if root in ROOTS else problem
    if kind in JSON and _is_nested_without_end(path):
        return tr("it is nested deeper than any map is; it was damaged on its way")
    return ""


def _is_nested_without_end(path: Path) -> bool:
    """Whether brackets of JSON stand within brackets deeper than in any map.

    GDAL takes time in the square of the depth, a minute for half a megabyte. Brackets in texts are
    taken out only where all together are too deep: that takes ten times as long.
    """
    with path.open("rb") as file:
        if _deepest(iter(lambda: file.read(BLOCK), b"")) <= MOST_NESTED:
            return False
    return _deepest(iter([JSON_TEXT.sub(b"", path.read_bytes())])) > MOST_NESTED


def _deepest(blocks: Iterator[bytes]) -> int:
    """Return how many brackets are open at once at most."""
    deepest = depth = 0
    for block in blocks:
        marks = np.frombuffer(block.translate(None, NO_BRACKETS), np.uint8)
        if len(marks):
            depths = depth + np.cumsum(np.where(np.isin(marks, OPENING), 1, -1))
            deepest, depth = max(deepest, int(depths.max())), int(depths[-1])
    return deepest


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _text_of(head: bytes) -> str:
    """Return the beginning as text, whatever its encoding, without space in front."""
    start = head[:4000]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", errors="replace").lstrip()
    return start.decode("utf-8-sig", errors="replace").replace("\x00", "").lstrip()


def _root(head: bytes) -> tuple[str, str]:
    """Return the outermost element without its prefix, in lower case, and what is wrong before it."""
    parser = expat.ParserCreate()
    found: list[str] = []
    problem: list[str] = []

    def begins(name: str, attributes: object) -> None:
        found.append(name.rpartition(":")[2].lower())
        raise _FoundError

    def declares(name: str, *others: object) -> None:
        found.append(name.lower())
        problem.append(
            tr("it declares a document type, which could name other files; take that out")
        )
        raise _FoundError

    parser.StartElementHandler = begins
    parser.StartDoctypeDeclHandler = declares
    try:
        parser.Parse(head, True)
    except _FoundError:
        return found[0], "".join(problem)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return "", tr("this is no well-formed XML ({error})", error=error)
    return "", tr("this is XML without an element")


class _FoundError(Exception):
    """Ends the parsing at the first element."""
