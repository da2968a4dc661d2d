"""What the Outlines section says, without Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.model.issues import Issue
from planner.model.outline_defects import MENDABLE, Choices, Consequence, Defects, Kind
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Ints
from ui.messages import tr
from ui.use_cases.outlines import Study
from ui.widgets.figures import JOIN, UNKNOWN, number, percent

READ = {Kind.EMPTY: "geometry_missing", Kind.CROSSING: "geometry_repaired"}
"""Kinds that reading has seen to already, by the key of the issue it wrote."""

HARMLESS = (Kind.ISLAND, Kind.LAKE)
"""Kinds that are no trouble at all."""

LISTED = 4
"""Names that one sentence gives at most."""


def length(metres: float) -> str:
    """Return 1 cm, 50 m or 3.2 km."""
    if metres < 1:
        return f"{number(100 * metres)}{JOIN}cm"
    if metres < 1000:
        return f"{number(metres, 0 if metres >= 10 or metres == int(metres) else 1)}{JOIN}m"
    return f"{number(metres / 1000, 1)}{JOIN}km"


def area(square_metres: float) -> str:
    """Return 12 m², 3.1 ha or 11.7 km²."""
    if square_metres < 10_000:
        return f"{number(square_metres, 0 if square_metres >= 10 else 1)}{JOIN}m²"
    if square_metres < 1_000_000:
        return f"{number(square_metres / 1e4, 1)}{JOIN}ha"
    return f"{number(square_metres / 1e6, 1 if square_metres < 1e8 else 0)}{JOIN}km²"


def kind_title(kind: Kind, gap_m: float) -> str:
    """Return what a kind is called in the table."""
    return {
        Kind.EMPTY: tr("No outline at all"),
        Kind.CROSSING: tr("Outline crosses itself"),
        Kind.COLLAPSED: tr("Outline with hardly any area"),
        Kind.TWICE: tr("Same outline twice"),
        Kind.OVERLAP: tr("Overlaps"),
        Kind.GAP: tr("Gaps under {width}", width=length(gap_m)),
        Kind.APART: tr("Borders not drawn alike"),
        Kind.ALONE: tr("No border in common"),
        Kind.CRUMB: tr("Tiny parts far away"),
        Kind.HEAVY: tr("Far more points than needed"),
        Kind.ISLAND: tr("Islands"),
        Kind.LAKE: tr("Lakes and open spaces"),
    }[kind]


def kind_mend(kind: Kind, choices: Choices) -> str:
    """Return what would be done about a kind."""
    return {
        Kind.EMPTY: tr("Left out when read; draw it in your file"),
        Kind.CROSSING: tr("Uncrossed"),
        Kind.COLLAPSED: tr("Gets the empty space it stands in"),
        Kind.TWICE: tr("Stays; join the two in your file"),
        Kind.OVERLAP: tr("Each goes to one side; areas stay"),
        Kind.GAP: tr("Each goes to a neighbour; areas stay"),
        Kind.APART: tr("Drawn once, the same for both"),
        Kind.ALONE: tr("Comes right with the borders"),
        Kind.CRUMB: tr("Dropped"),
        Kind.HEAVY: tr("Fewer points, at most {far} off", far=length(choices.coarse_m)),
        Kind.ISLAND: tr("Stay islands, linked to the nearest"),
        Kind.LAKE: tr("Stay open"),
    }[kind]


def counted(study: Study | None, issues: Sequence[Issue]) -> Mapping[Kind, int]:
    """Return how many there are of every kind, with those that reading has seen to already."""
    read = {kind: sum(issue.code == code for issue in issues) for kind, code in READ.items()}
    return {
        kind: read.get(kind, 0) + (len(study.found(kind)) if study is not None else 0)
        for kind in Kind
    }


def mend_words(kind: Kind, study: Study, choices: Choices) -> str:
    """Return what mending by some choices does about a kind, or that it does not."""
    found, filled = study.found(kind), len(study.consequence.filled)
    if can_mend(kind, study) and kind not in choices.kinds:
        uncrossed = kind is Kind.CROSSING and choices.kinds
        return tr("Uncrossed before anything else") if uncrossed else tr("Stays as it is")
    if kind is Kind.COLLAPSED and len(found) and kind in study.choices.kinds:
        stay = len(found) - filled
        if not filled:
            return tr("Stays; draw it in your file")
        if stay:
            return tr("{filled} get the space around, {stay} stays", filled=filled, stay=stay)
    alone = Kind.OVERLAP not in choices.kinds and len(study.found(Kind.OVERLAP)) > 0
    if kind is Kind.APART and alone:
        return tr("Only together with the overlaps")
    tried = kind in study.choices.kinds and choices == study.choices
    if kind is Kind.HEAVY and len(found) and tried and not study.thinned:
        return tr("Only once borders are drawn alike")
    return kind_mend(kind, choices)


def can_mend(kind: Kind, study: Study) -> bool:
    """Whether mending does something about the places found of a kind."""
    return kind in MENDABLE and len(study.found(kind)) > 0


def touched_words(found: Defects, noun: tuple[str, str]) -> str:
    """Return how many regions a kind touches, and how much it is in all."""
    if not len(found):
        return tr("seen to when read")
    regions = f"{number(len(found.regions))}{JOIN}{noun[len(found.regions) != 1]}"
    if found.kind in (Kind.OVERLAP, Kind.GAP, Kind.LAKE, Kind.CRUMB):
        return tr("{regions}, {area} in all", regions=regions, area=area(float(found.size.sum())))
    return regions


def place_words(study: Study, kind: Kind, at: int) -> str:
    """Return what is to be seen at a place."""
    found, names = study.found(kind), study.regions.names
    first, second = int(found.first[at]), int(found.second[at])
    one = names[first] if first != UNASSIGNED else ""
    other = names[second] if second != UNASSIGNED else ""
    size = float(found.size[at])
    said = {
        Kind.EMPTY: tr("{one} has no outline", one=one),
        Kind.CROSSING: tr("The outline of {one} crosses itself", one=one),
        Kind.COLLAPSED: tr("{one} has only {area}", one=one, area=area(size)),
        Kind.TWICE: tr("{one} and {other} have the same outline", one=one, other=other),
        Kind.OVERLAP: tr("{one} and {other} both cover {area}", one=one, other=other, area=area(size)),
        Kind.APART: tr("{one} and {other} draw their border apart", one=one, other=other),
        Kind.ALONE: tr("{one} shares no border exactly with any neighbour", one=one),
        Kind.CRUMB: tr("A part of {one} with {area} lies far from the rest", one=one, area=area(size)),
        Kind.HEAVY: tr("{one} has {count} points", one=one, count=number(size)),
        Kind.ISLAND: tr("{one} and {other} are linked over {far}", one=one, other=other, far=length(size)),
        Kind.LAKE: tr("An open space of {area}", area=area(size)),
    }  # fmt: skip
    if kind is Kind.GAP:
        if not one:
            return tr("Nobody covers {area}", area=area(size))
        if not other:
            return tr("Nobody covers {area} inside {one}", area=area(size), one=one)
        return tr(
            "Nobody covers {area} between {one} and {other}", area=area(size), one=one, other=other
        )
    return said[kind]


def figures(study: Study | None, regions: RegionSet) -> tuple[tuple[str, str, str], ...]:
    """Return name, value and tone of the five figures."""
    if study is None:
        names = (tr("Overlaps"), tr("Gaps"), tr("Borders drawn alike"), tr("Separate pieces"))
        return tuple((name, UNKNOWN, "") for name in (*names, tr("Largest change of area")))
    told = study.consequence
    overlaps, gaps = len(study.found(Kind.OVERLAP)), len(study.found(Kind.GAP))
    before, after = told.pieces
    pieces = number(before) if before == after else f"{number(before)} → {number(after)}"
    return (
        (tr("Overlaps"), number(overlaps), "warn" if overlaps else ""),
        (tr("Gaps"), number(gaps), "warn" if gaps else ""),
        (
            tr("Borders drawn alike"),
            tr(
                "{alike} of {all}",
                alike=number(len(regions.graph.borders) - len(study.found(Kind.APART))),
                all=number(len(regions.graph.borders)),
            ),
            "",
        ),
        (tr("Separate pieces"), pieces, ""),
        (tr("Largest change of area"), percent(told.most, 2) if told.changed else UNKNOWN, ""),
    )


def trial_words(study: Study) -> tuple[str, str]:
    """Return what mending would do: a title and its consequences, or that there is nothing to mend."""
    if study.is_mendable:
        return tr("What mending would change"), consequence_words(study.consequence, study.regions)
    left = [kind for kind in Kind if kind not in HARMLESS and len(study.found(kind))]
    if not left:
        return tr("Nothing to mend"), tr("Every border is drawn once, the same on both sides.")
    if any(kind in MENDABLE and kind not in study.choices.kinds for kind in left):
        return tr("Nothing is ticked that would change an outline"), ""
    return tr("Nothing more can be mended here"), tr("Draw what is left anew in your file.")


def consequence_words(told: Consequence, regions: RegionSet) -> str:
    """Return the consequences of mending, whether it is still to be done or done."""
    before, after = told.pieces
    said = [
        tr("Outlines changed: {count}", count=number(told.changed)),
        tr(
            "Pairs of neighbours gained: {gained}, lost: {lost}",
            gained=number(told.gained),
            lost=number(told.lost),
        ),
        tr(
            "Separate pieces: {before} before, {after} after",
            before=number(before),
            after=number(after),
        ),
    ]
    if told.most_region != UNASSIGNED:
        most = tr(
            "Largest change of an area: {most} ({name}), of all areas together: {total}",
            most=percent(told.most, 2),
            name=regions.names[told.most_region],
            total=percent(abs(told.total), 3),
        )
        said.insert(1, most)
    if len(told.filled):
        names = _names(told.filled, regions)
        said.append(tr("Get the empty space around them: {names}", names=names))
    if len(told.refused):
        names = _names(told.refused, regions)
        said.append(tr("Not mended, since nothing would be left: {names}", names=names))
    return ". ".join(said) + "."


def _names(which: Ints, regions: RegionSet) -> str:
    names = ", ".join(regions.names[region] for region in which[:LISTED].tolist())
    more = len(which) - LISTED
    return names if more <= 0 else tr("{names} and {more} more", names=names, more=number(more))
