"""Region files to one region set: read, project, mend, join, find neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

import numpy as np
import shapely

from planner.io.column_limit import first_columns
from planner.io.features import APART, read_features
from planner.io.islands import linked
from planner.io.neighbours import Neighbours, shared_borders
from planner.io.outline_issues import said_of_outlines
from planner.io.pages import Page, without_doubles
from planner.io.projection import Sheet, crs_text, known_crs, metric_crs, moved, turned
from planner.io.region_parts import outlines_together
from planner.io.region_table import RegionSource, RegionTable, region_table
from planner.io.repair import mended, ragged
from planner.language import tr
from planner.model.graph import RegionGraph
from planner.model.issues import Issue, Severity, blocks
from planner.model.regions import RegionSet
from planner.model.types import Floats, RegionId, floats, ints
from planner.notation import number, plain

Report = Callable[[str, float], None]
"""Called with what is being done ("Reading regions") and the fraction done, 0..1."""

COUNTRY = "country"
"""Parent level that a source's `country` becomes."""

WITHIN_M = 50.0
"""How far apart the two sides of a border may be drawn unless the plan says otherwise, in metres."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadRegions:
    """A region set and what only its files knew.

    Attributes
    ----------
    regions : RegionSet
    owners : tuple of str
        Present rep of each region, "" where the files name none.
    by_code : mapping of str to int
        Region of every id, as planned with and as in the file where that is no one else's too.
    rows : tuple of (str, int)
        File and row each region came from.
    """

    regions: RegionSet
    owners: tuple[str, ...]
    by_code: Mapping[str, int]
    rows: tuple[tuple[str, int], ...]


def read_regions(
    sources: Sequence[RegionSource],
    wanted: Sequence[str] = (),
    within_m: float = WITHIN_M,
    apart: str = COUNTRY,
    report: Report | None = None,
) -> tuple[ReadRegions | None, tuple[Issue, ...]]:
    """Read region files and join them into one map.

    Ids stay as they are unless an id stands in two files; then every id gets its country and a
    hyphen in front (the name of the file or of its layer where it has no country).

    Parameters
    ----------
    sources : sequence of RegionSource
    wanted : sequence of str
        Columns that measures use.
    within_m : float
        How far apart the two sides of a border may be drawn, in metres.
    apart : str
        Parent level inside which islands are linked first.
    report : callable or None

    Returns
    -------
    ReadRegions or None, tuple of Issue
        None when nothing can be planned; one of the issues is then an error.
    """
    tell = report or (lambda key, fraction: None)
    sheets, issues = _sheets(sources, tell)
    more: Sequence[Issue]
    tables: list[RegionTable] = []
    for sheet, source in zip(sheets, sources, strict=False):
        if sheet is not None:
            table, more = region_table(sheet.features, source, wanted)
            tables.append(table)
            issues += more
    if blocks(tuple(issues)):
        return None, tuple(issues)
    tell(tr("Mending outlines"), 0.4)
    pages, more, crs = _pages([sheet for sheet in sheets if sheet is not None], tables, sources)
    issues += more
    if not sum(len(page.kept) for page in pages):
        mend = tr("Give a file with polygons.")
        found = tr("no region has an outline that can be planned")
        issues.append(Issue("file_empty", Severity.ERROR, tables[0].file, found, mend))
        return None, tuple(issues)
    tell(tr("Finding neighbours"), 0.6)
    columns = dict.fromkeys(key for page in pages for key in page.table.columns)
    kept, more = first_columns(tuple(columns), wanted, tables[0].file)
    issues += more
    read, more = _joined(pages, kept, crs, within_m, apart)
    return read, (*issues, *more)


def _sheets(
    sources: Sequence[RegionSource], tell: Report
) -> tuple[list[Sheet | None], list[Issue]]:
    """Read every file; None for one that cannot be read, so that the others still report."""
    sheets: list[Sheet | None] = []
    issues: list[Issue] = []
    for place, source in enumerate(sources):
        done = 0.4 * place / len(sources)
        tell(tr("Reading regions"), done)
        waiting = partial(tell, tr("Reading regions"), done)
        features, more = read_features(source.path, source.layer, waiting)
        issues += more
        crs = None
        if features is not None:
            features = turned(features, source.crs)
            crs, more = known_crs(features, source.crs, source.country)
            issues += more
        sheets.append(None if features is None or crs is None else Sheet(features, crs))
    return sheets, issues


def _pages(
    sheets: list[Sheet], tables: list[RegionTable], sources: Sequence[RegionSource]
) -> tuple[list[Page], list[Issue], str]:
    target = metric_crs(sheets)
    pages: list[Page] = []
    issues: list[Issue] = []
    for sheet, table, source in zip(sheets, tables, sources, strict=True):
        shapes = moved(sheet.features.shapes, sheet.crs, target)
        names = [f"{id_} ({name})" for id_, name in zip(table.ids, table.names, strict=True)]
        shapes, usable, more = mended(shapes, table.file, names)
        issues += more
        shapes, usable, more = outlines_together(shapes, usable, table.first, table.file, names)
        issues += more
        kept = ints(np.flatnonzero(usable))
        pages.append(Page(source, table, shapes[kept], kept))
    pages, doubles = without_doubles(pages)
    return pages, [*issues, *doubles], crs_text(target)


def _joined(
    pages: list[Page], columns: Sequence[str], crs: str, within_m: float, apart: str
) -> tuple[ReadRegions, list[Issue]]:
    shapes = np.concatenate([page.shapes for page in pages])
    ids, raw, issues = _unique_ids(pages)
    geometry = ragged(shapes)
    points = floats(shapely.get_coordinates(shapely.point_on_surface(shapes)))
    files = ints(np.repeat(np.arange(len(pages)), [len(page.kept) for page in pages]))
    found = shared_borders(geometry, files, within_m)
    names = _gather(pages, lambda table: table.names)
    parents = _parents(pages)
    parts = ints(np.unique(parents.get(apart, ("",) * len(ids)), return_inverse=True)[1])
    graph = linked(found.graph, points, parts)
    regions = RegionSet(
        ids=tuple(map(RegionId, ids)),
        names=names,
        geometry=geometry,
        points=points,
        area_km2=floats(shapely.area(shapes) / 1e6),
        graph=graph,
        crs=crs,
        columns=_figures(pages, columns),
        parents=parents,
        noun=pages[0].source.noun or ("region", "regions"),
    )
    issues += said_of_outlines(shapes, names)
    issues += _said_of_neighbours(found, within_m) + _said_of_links(graph, points, names)
    read = ReadRegions(
        regions=regions,
        owners=_gather(pages, lambda table: table.owners),
        by_code=_by_code(ids, raw),
        rows=tuple((page.table.file, int(row) + 2) for page in pages for row in page.kept),
    )
    return read, issues


def _unique_ids(pages: list[Page]) -> tuple[list[str], list[str], list[Issue]]:
    """Return the ids planned with, those in the files, and a note where the two differ."""
    raw = list(_gather(pages, lambda table: table.ids))
    if len(set(raw)) == len(raw):
        return raw, raw, []
    countries = _gather(pages, lambda table: table.country)
    stems, layers = (_of_rows(pages, name_of) for name_of in (_stem, _layer))
    fronts = (
        [country or stem for country, stem in zip(countries, stems, strict=True)],
        stems,  # one country in two files
        layers,  # one file, of which several layers are taken
        [str(place) for place, page in enumerate(pages, start=1) for _ in page.kept],
    )
    ids = raw
    for front in fronts:
        ids = [f"{before}-{id_}" for before, id_ in zip(front, raw, strict=True)]
        if len(set(ids)) == len(ids):
            break
    often = Counter(raw)
    example = next(id_ for id_ in raw if often[id_] > 1)
    found = tr(
        "{count} ids stand in several maps, {example} for one",
        count=len(raw) - len(set(raw)),
        example=repr(example),
    )
    mend = tr(
        "All ids got their country, file or layer in front, as in {id}.",
        id=repr(ids[raw.index(example)]),
    )
    return ids, raw, [Issue("ids_prefixed", Severity.NOTE, pages[0].table.file, found, mend)]


def _stem(source: RegionSource) -> str:
    return source.path.stem


def _layer(source: RegionSource) -> str:
    return PurePath(source.layer.rpartition(APART)[2]).stem


def _of_rows(pages: list[Page], name_of: Callable[[RegionSource], str]) -> list[str]:
    return [name_of(page.source) for page in pages for _ in page.kept]


def _by_code(ids: list[str], raw: list[str]) -> dict[str, int]:
    often = Counter(raw)
    codes = {id_: region for region, id_ in enumerate(raw) if often[id_] == 1}
    return codes | {id_: region for region, id_ in enumerate(ids)}


def _gather(pages: list[Page], column: Callable[[RegionTable], tuple[str, ...]]) -> tuple[str, ...]:
    """Return a text column over all pages, without the rows that were left out."""
    return tuple(column(page.table)[row] for page in pages for row in page.kept.tolist())


def _parents(pages: list[Page]) -> dict[str, tuple[str, ...]]:
    """Return every level that any source names, lowest first, and the country last."""
    levels = list(dict.fromkeys(level for page in pages for level in page.source.parents))
    parents = {
        level: tuple(
            page.table.parents[level][row] if level in page.table.parents else ""
            for page in pages
            for row in page.kept.tolist()
        )
        for level in levels
    }
    countries = _gather(pages, lambda table: table.country)
    return parents | ({COUNTRY: countries} if any(countries) else {})


def _figures(pages: list[Page], columns: Sequence[str]) -> dict[str, Floats]:
    """Return number columns of any file; NaN where a file has none of that name."""
    return {
        key: floats(
            np.concatenate(
                [
                    page.table.columns.get(key, np.full(len(page.table.ids), np.nan))[page.kept]
                    for page in pages
                ]
            )
        )
        for key in columns
    }


def _said_of_neighbours(found: Neighbours, within_m: float) -> list[Issue]:
    issues = []
    if not found.complete:
        said = tr("outlines lie on one heap, so that not all of their borders could be compared")
        mend = tr("Look whether the map's scale and reference system are right.")
        issues.append(Issue("borders_crowded", Severity.WARNING, "", said, mend))
    if found.near:
        said = tr(
            "{near} borders are not drawn with the same points on both sides", near=found.near
        )
        mend = tr(
            "Regions that run side by side within {within_m} m count as neighbours.",
            within_m=plain(within_m),
        )
        issues.append(Issue("borders_matched", Severity.NOTE, "", said, mend))
    return issues


def _said_of_links(graph: RegionGraph, points: Floats, names: tuple[str, ...]) -> list[Issue]:
    issues = []
    for i, j in graph.links.tolist():
        km = float(np.hypot(*(points[i] - points[j]))) / 1000
        found = tr("{one} and {other} share no border", one=names[i], other=names[j])
        mend = tr(
            "Linked as neighbours over {km}\u00a0km, so that every region can be reached.",
            km=number(km, 1),
        )
        issues.append(Issue("island_linked", Severity.NOTE, "", found, mend))
    return issues
