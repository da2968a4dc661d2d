"""Reading outlines and their columns from every format of region files."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.bundles import Bundle, bundles_in, is_packed, laid_out, stands_apart
from planner.io.encodings import UTF_8, dbf_encoding, dbf_sample, decoded, text_encoding
from planner.io.feature_values import (
    bytewise_texts,
    fields_from,
    named_columns,
    plain_columns,
    shapes_from,
    sound,
)
from planner.io.first_bytes import content_problem
from planner.io.formats import ADVICE, KML, READABLE, TAB
from planner.io.read_apart import ReadApartError, Waiting, ask
from planner.io.zip_bounds import BROKEN_ZIP, zip_problem
from planner.language import Phrase, some_of, tr
from planner.model.issues import Issue, Severity, blocks
from planner.notation import number

LATIN_1 = "ISO-8859-1"
"""Gives each byte a character of its own, so that the text can be decoded once the encoding is known."""

UNSAID = ("more than one layer", "Measured (M) geometry types")
"""Said by pyogrio; the layers are told by name instead, and measures along a line mean nothing here."""

BROKEN = (ReadApartError, *BROKEN_ZIP, zipfile.BadZipFile, KeyError)
"""What reading a file that is not what it says may raise."""

MEANINGS = {
    "it needs more memory than": Phrase("it needs more memory than a region file should"),
    "its last record is cut short": Phrase("its last record is cut short"),
    "it has more than": Phrase("it has more than a million rows"),
    "sqlite3_": Phrase("the database in it is damaged"),
    "ALLOW_NETWORK_ACCESS": Phrase(
        "its reference system is a link to the internet, which is never fetched"
    ),
    "failed on DBF file": Phrase(
        "its .dbf file, which holds the ids and figures, is cut short or damaged"
    ),
    "Non closed ring": Phrase("outlines that do not end where they begin were closed"),
    "JSON parsing error: continue": Phrase("a record of it is cut short"),
    "not recognized as being in a supported file format": Phrase(
        "it is not what its ending says, or broken"
    ),
}
"""Signs in what libraries and the child that reads (`gdal_child`) say -> what that means to the user."""

WITHOUT_DATES = re.compile(r"left out (?P<columns>.*): a date there is none \((?P<why>[^\n]*)\)")
"""What the child says of columns whose dates cannot be read."""

APART = "|"
"""Between a file inside a folder or zip file and a layer of it, where a layer is named."""

COUNTS_ITSELF = ("FlatGeobuf", "ESRI Shapefile")
"""Readers of formats in which a count of rows can be no other than that of the rows."""

MOST_CPG = 1000
"""Bytes of a .cpg file, which holds one word."""

MOST_OFFERED = 50
"""Region files of one folder or zip file that are looked into for layers, each in a process of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What stands in a region file, as it stands there.

    Attributes
    ----------
    file : str
    columns : mapping of str to array of shape (rows,)
    shapes : array of shape (rows,)
        Shapely geometries; None where there is none.
    crs : str or None
        Reference system as GDAL names it, None when the file does not say.
    """

    file: str
    columns: Mapping[str, NDArray[Any]]
    shapes: NDArray[Any]
    crs: str | None

    def __len__(self) -> int:
        return len(self.shapes)


@dataclass(frozen=True, slots=True)
class LayerOffer:
    """A layer that a region file offers.

    Attributes
    ----------
    layer : str
        What to give as the layer of a source to have this one.
    name : str
        As people see it.
    rows : int
    kind : str
        "polygons", "lines", "points", "mixed" or "none".
    crs : str or None
    columns : tuple of str
        The first ones.
    """

    layer: str
    name: str
    rows: int
    kind: str
    crs: str | None
    columns: tuple[str, ...]


def layers_of(
    path: Path, waiting: Waiting | None = None
) -> tuple[tuple[LayerOffer, ...], tuple[Issue, ...]]:
    """Return what a region file offers, layers of polygons first; troubles are issues.

    Parameters
    ----------
    path : Path
        A region file, a zip file or a folder that holds some.
    waiting : callable, optional
        Called every moment; what it raises ends the reading.
    """
    bundles, issues = _found(path)
    offers: list[LayerOffer] = []
    if len(bundles) > MOST_OFFERED:
        found = tr(
            "it holds {count} region files; the first {most} were looked into",
            count=number(len(bundles)),
            most=MOST_OFFERED,
        )
        mend = tr("Put the others into a folder of their own.")
        issues += (Issue("file_chosen", Severity.WARNING, path.name, found, mend),)
    for bundle in bundles[:MOST_OFFERED]:
        try:
            offers += _offers(bundle, waiting or _nothing)
        except BROKEN as error:
            issues += (_unreadable(path, error, bundle.member),)
    if not offers and not blocks(issues):
        mend = tr("Export it again with its regions.")
        issues += (_error("file_empty", path, tr("there is no layer in it"), mend),)
    order = {"polygons": 0, "mixed": 1}
    return tuple(sorted(offers, key=lambda offer: order.get(offer.kind, 2))), issues


def read_features(
    path: Path, layer: str = "", waiting: Waiting | None = None
) -> tuple[Features | None, tuple[Issue, ...]]:
    """Read a region file; no byte sequence is an exception, each trouble is one issue.

    Parameters
    ----------
    path : Path
        A region file of any format in `formats.FORMATS`, a zip file or a folder that holds one.
    layer : str
        A layer of the file; a file inside the folder or zip file; or both with | between. "" takes
        the first with polygons.
    waiting : callable, optional
        Called every moment; what it raises ends the reading.
    """
    bundles, issues = _found(path)
    if not bundles:
        return None, issues
    meant, layer, more = _meant(path, bundles, layer)
    issues += more
    first: tuple[Issue, ...] = ()
    for bundle in meant[:MOST_OFFERED]:
        said = _taken(path, meant, bundle)
        features, more = _features_of(path, bundle, layer, waiting or _nothing)
        if features is not None or any(blocks((one,)) and one.code != "file_empty" for one in more):
            return features, issues + said + more
        first = first or said + more  # points or lines, say: the regions are in the next
    return None, issues + first


def _features_of(
    path: Path, bundle: Bundle, layer: str, waiting: Waiting
) -> tuple[Features | None, tuple[Issue, ...]]:
    """Read one region file; None with an error where there is nothing to plan with in it."""
    issues: tuple[Issue, ...] = ()
    try:
        issues += _missing_parts(bundle)
        if blocks(issues):
            return None, issues
        features, more = _read_mended(bundle, layer, waiting)
    except BROKEN as error:
        return None, (*issues, _unreadable(path, error, ""))
    issues += more
    more = _no_regions(features, bundle)
    return (None if more else features), issues + more


def _nothing() -> None:
    """Wait without a look at anything."""


def _found(path: Path) -> tuple[list[Bundle], tuple[Issue, ...]]:
    """Find the region files at a path; each thing in the way is an issue."""
    mend = tr("Give a file that ends in {endings} or .zip.", endings=", ".join(READABLE))
    problem = stands_apart(path)
    if problem:
        return [], (
            _error("file_unreadable", path, problem, tr("Give the path of a region file.")),
        )
    try:
        problem = zip_problem(path) if path.is_file() and is_packed(path) else ""
        bundles, why = ([], problem) if problem else bundles_in(path)
    except BROKEN as error:
        return [], (_unreadable(path, error, ""),)
    if bundles:
        return bundles, ()
    if problem:
        mend = tr("Unpack it and give what is in it, or have it sent again.")
    advice = ADVICE.get(path.suffix.lower())
    found = why or (advice() if advice else tr("this is no region file"))
    return [], (_error("file_unreadable", path, found, mend),)


def _meant(
    path: Path, bundles: list[Bundle], layer: str
) -> tuple[list[Bundle], str, tuple[Issue, ...]]:
    """Return the region file meant, or all where none is named, and the layer that is left to choose."""
    if not bundles[0].member:
        return bundles[:1], layer, ()
    member, _, rest = layer.partition(APART)
    for bundle in bundles:
        if member and member in (bundle.member, bundle.stem):
            return [bundle], rest, ()
    if member and len(bundles) > 1:
        found = tr(
            "there is no {member} in it; it holds {names}",
            member=repr(member),
            names=_listed([one.member for one in bundles]),
        )
        mend = tr('Write layer = "..." with one of these.')
        return [], "", (_error("file_unreadable", path, found, mend),)
    return bundles, layer, ()


def _taken(path: Path, meant: list[Bundle], bundle: Bundle) -> tuple[Issue, ...]:
    """Return which of several region files was taken."""
    if len(meant) == 1:
        return ()
    held = {"count": number(len(meant)), "names": _listed([one.member for one in meant])}
    found = (
        tr("the folder holds {count} region files: {names}", **held)
        if path.is_dir()
        else tr("the zip file holds {count} region files: {names}", **held)
    )
    mend = tr(
        'Took {member}; write layer = "..." with one of these to have that.', member=bundle.member
    )
    return (Issue("file_chosen", Severity.WARNING, path.name, found, mend),)


def _offers(bundle: Bundle, waiting: Waiting) -> list[LayerOffer]:
    """Ask what layers one region file has."""
    with laid_out(bundle) as main:
        problem = content_problem(main, bundle.kind) if main.is_file() else ""
        if problem:
            raise ReadApartError(problem)
        request: dict[str, Any] = {"op": "offers", "location": str(main), "layer": ""}
        request["encoding"] = LATIN_1 if bundle.is_shapefile else None
        request["mend_index"] = "shx" not in bundle.parts
        answer = ask(request, main.parent, bundle.size(), waiting)
    offers = []
    layered = bundle.kind.layered or len(answer["layers"]) > 1  # a topology may end in .json
    for layer in answer["layers"]:
        name = layer["name"] if layered else bundle.stem
        address = [bundle.member, layer["name"] if layered else ""]
        offers.append(
            LayerOffer(
                layer=APART.join(filter(None, address)),
                name=name if not bundle.member or not layered
                else f"{bundle.member}: {name}",
                rows=int(layer["rows"]),
                kind=_kind(layer["kinds"]),
                crs=layer["crs"],
                columns=tuple(map(str, layer["columns"])),
            )
        )  # fmt: skip
    return offers


def _kind(kinds: Sequence[int]) -> str:
    """Return what a layer holds, from the types of its geometries (well-known binary, flat)."""
    families = {
        {0: "points", 1: "lines", 2: "polygons"}[(kind - 1) % 3] if 1 <= kind <= 6 else "polygons"
        for kind in kinds
    }
    if not families:
        return "none"
    return families.pop() if len(families) == 1 else "mixed"


def _read_mended(
    bundle: Bundle, layer: str, waiting: Waiting
) -> tuple[Features, tuple[Issue, ...]]:
    """Read a file; a shapefile that cannot be read with its index is read again without."""
    try:
        return _read(bundle, layer, waiting)
    except ReadApartError:
        if "shx" not in bundle.parts or not bundle.is_shapefile:
            raise
        parts = {ending: name for ending, name in bundle.parts.items() if ending != "shx"}
        features, issues = _read(replace(bundle, parts=parts), layer, waiting)
        found = tr("{stem}.shx, the index of the outlines, is broken", stem=bundle.stem)
        note = Issue(
            "part_missing", Severity.NOTE, bundle.path.name, found, tr("It was made anew.")
        )
        return features, (note, *issues)


def _read(bundle: Bundle, layer: str, waiting: Waiting) -> tuple[Features, tuple[Issue, ...]]:
    name = bundle.path.name
    before = bundle.state()
    encoding, remark = None, ""
    if bundle.is_shapefile:
        cpg = bundle.read("cpg", MOST_CPG)
        declared = cpg.decode("ascii", errors="replace").strip() if cpg else None
        encoding, remark = dbf_encoding(dbf_sample(bundle.blocks("dbf")), declared)
    with laid_out(bundle) as main:
        problem = content_problem(main, bundle.kind) if main.is_file() else ""
        if problem:
            raise ReadApartError(problem)
        request = {
            "op": "read", "location": str(main), "layer": layer, "layered": bundle.kind.layered,
            "encoding": LATIN_1 if encoding else None, "mend_index": "shx" not in bundle.parts,
        }  # fmt: skip
        answer = ask(request, main.parent, bundle.size(), waiting)
        with np.load(main.parent / "arrays.npz", allow_pickle=False) as arrays:
            shapes = shapes_from(answer, arrays)
            fields = fields_from(answer, arrays)
    if bundle.state() != before:
        raise ReadApartError(tr("it was changed while it was read; read it again"))
    issues = _said(name, answer, layer) + _fewer(name, answer)
    names, latin = answer["names"], answer["encoding"] == LATIN_1
    mend = tr(
        "Read it as {encoding}; say so in a .cpg file if names look wrong.", encoding=encoding
    )
    if encoding is None and latin:
        encoding, wrong = text_encoding(bytewise_texts(names, fields))
        remark = tr("the text is not in the encoding that the format asks for")
        mend = tr("Read it as {encoding}; save it as UTF-8 if names look wrong.", encoding=encoding)
        if encoding == UTF_8:
            remark = tr(
                "{wrong} of its texts have bytes in them that are not UTF-8, as the rest is",
                wrong=number(wrong),
            )
            mend = tr("Each shows as �; correct them in the source.")
    columns, again = named_columns(names, fields, encoding if latin else None)
    if remark:
        issues += (Issue("encoding", Severity.NOTE, name, remark, mend),)
    if again:
        found = tr("several columns are called {again}", again=_listed(again))
        mend = tr("Kept all; each after the first has a number behind its name.")
        issues += (Issue("file_doubtful", Severity.WARNING, name, found, mend),)
    shapes, more = sound(shapes, name)
    return Features(name, plain_columns(columns, bundle.kind), shapes, answer["crs"]), issues + more


def _said(name: str, answer: Mapping[str, Any], layer: str) -> tuple[Issue, ...]:
    """Return what the reader warned of, and which layer was taken where there was a choice."""
    warned = [text for text in answer["said"] if not any(sign in text for sign in UNSAID)]
    said = dict.fromkeys(map(_first_sentence, warned))
    issues = [
        Issue("file_doubtful", Severity.WARNING, name, text, tr("Look at it.")) for text in said
    ]
    if answer.get("crs_broken"):
        found, mend = (
            tr("the .prj file says no reference system that is known"),
            tr("Went on without it."),
        )
        issues.append(Issue("file_doubtful", Severity.WARNING, name, found, mend))
    layers = [str(one) for one, _ in answer["layers"]]
    if len(layers) > 1 and not layer:
        found = tr(
            "the file has {count} layers: {layers}",
            count=number(len(layers)),
            layers=_listed(layers),
        )
        mend = tr('Took {layer}; write layer = "..." to have another.', layer=answer["layer"])
        issues.append(Issue("file_chosen", Severity.WARNING, name, found, mend))
    return tuple(issues)


def _fewer(name: str, answer: Mapping[str, Any]) -> tuple[Issue, ...]:
    """Return an issue where fewer rows could be read than a file says it holds.

    An error where the file counts its own rows, so that others are lost; a warning where the count
    stands apart from them and may only be out of date, as that of a database.
    """
    counted, rows = int(answer["counted"]), int(answer["rows"])
    if rows >= counted:
        return ()
    found = tr(
        "it says it holds {counted} rows, {rows} could be read",
        counted=number(counted),
        rows=number(rows),
    )
    if answer["driver"] in COUNTS_ITSELF:
        mend = tr("It is cut short or damaged; have it sent again, or export it again.")
        return (Issue("file_doubtful", Severity.ERROR, name, found, mend),)
    mend = tr("Look whether regions are missing; if so, export it again.")
    return (Issue("file_doubtful", Severity.WARNING, name, found, mend),)


def _no_regions(features: Features, bundle: Bundle) -> tuple[Issue, ...]:
    """Return an error where there is no row, or no row with an area, that says what there is instead."""
    kinds = shapely.get_type_id(features.shapes)
    if (np.isin(kinds, (3, 6, 7)) & ~shapely.is_empty(features.shapes)).any():
        return ()
    count, what, mend = len(features), "", tr("Give a file with the outlines of regions.")
    if not count:
        what, mend = tr("there is no region in it"), tr("Export it again with its regions.")
        if bundle.kind is KML and b"<NetworkLink" in (bundle.read("kml") or b""):
            what = tr("it only links to a place on the internet, which is never fetched")
            mend = tr("Open it in Google Earth and save the places themselves as KML.")
    elif np.isin(kinds, (0, 4)).any():
        what = tr("it holds {count} points, no outlines", count=number(count))
        mend = tr(
            "If these are accounts, bring them in as accounts; else give the outlines of regions."
        )
    else:
        what = tr("it holds {count} lines, no outlines", count=number(count))
        mend = tr(
            "Give areas instead: in QGIS, Vector, Geometry Tools, Lines to Polygons makes them."
        )
    return (_error("file_empty", bundle.path, what, mend),)


def _missing_parts(bundle: Bundle) -> tuple[Issue, ...]:
    name, issues, stem = bundle.path.name, [], bundle.stem
    if bundle.is_shapefile and "dbf" not in bundle.parts:
        found = tr("{stem}.dbf is missing, which holds the ids, names and figures", stem=stem)
        mend = tr("Put it beside the .shp file.")
        issues.append(Issue("part_missing", Severity.ERROR, name, found, mend))
    if bundle.is_shapefile and "shx" not in bundle.parts:
        found = tr("{stem}.shx is missing, the index of the outlines", stem=stem)
        mend = tr("Put it beside the .shp file too.") if issues else tr("It was made anew.")
        issues.append(Issue("part_missing", Severity.NOTE, name, found, mend))
    lacking = [end for end in ("dat", "map", "id") if end not in bundle.parts]
    if bundle.kind is TAB and lacking:
        found = tr(
            "{stem} is a MapInfo table without its {lacking}", stem=stem, lacking=", ".join(lacking)
        )
        mend = tr("Put the .dat, .map and .id files beside it.")
        issues.append(Issue("part_missing", Severity.ERROR, name, found, mend))
    return tuple(issues)


def _unreadable(path: Path, error: object, member: str) -> Issue:
    why = _first_sentence(error)
    found = (
        tr("{member} cannot be read as regions ({why})", member=member, why=why)
        if member
        else tr("this cannot be read as regions ({why})", why=why)
    )
    return _error("file_unreadable", path, found, tr("Export it again, or give another format."))


def _error(code: str, path: Path, found: str, mend: str) -> Issue:
    return Issue(code, Severity.ERROR, path.name, found, mend)


def _listed(names: Sequence[str]) -> str:
    return some_of(names, 8)


def _first_sentence(error: object) -> str:
    """Return the first line of what a library said, without the path it names and the final dot."""
    text = decoded(str(error).encode("utf-8", errors="replace"))[0].strip() or type(error).__name__
    without = WITHOUT_DATES.match(text)
    if without:
        return tr("left out {columns}: a date there is none ({why})", **without.groupdict())
    for sign, meaning in MEANINGS.items():
        if sign in text:
            return meaning()
    line = text.splitlines()[0].split("; It might help")[0]
    return " ".join(word for word in line.split() if "/" not in word).rstrip(". :")[:300]
