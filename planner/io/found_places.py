"""What accounts call a place or a postcode, found in gazetteers, in the regions that are planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from planner.io.gazetteer import Gazetteer, admin_names
from planner.io.places import regions_of_points
from planner.io.postcodes import postcodes_around
from planner.io.spelling import bared, likest, parted, spelled
from planner.language import tr
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Floats, floats

Asked = tuple[str, str]
"""What a cell says, and the ISO code of its country ("" where any)."""

Wording = tuple[str, str]
"""A key to look for, and what stands behind the name to tell it from others ("NH")."""

TIMES_AS_LARGE = 10
"""Of several places of one name the largest is meant when it has so many times the next one's people."""

MOST_GUESSED = 300
"""Unknown names that get guesses; the other lines go without."""

GUESSES = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a cell points: a region, a point that may lie in none, or the places it can mean.

    Attributes
    ----------
    region : int
        UNASSIGNED where no region is certain.
    lon_lat : (float, float) or None
        Degrees of the place that is meant.
    candidates : tuple of str
        The places it can mean, where it can mean several, the largest first.
    behind : str
        What to write behind the name for the first of them, in brackets.
    among : tuple of int
        The regions of the candidates, as far as they lie in any.
    """

    region: int = UNASSIGNED
    lon_lat: tuple[float, float] | None = None
    candidates: tuple[str, ...] = ()
    behind: str = ""
    among: tuple[int, ...] = ()

    @property
    def regions(self) -> tuple[int, ...]:
        """The regions that are meant, or can be."""
        return self.among if self.region == UNASSIGNED else (self.region,)

    @property
    def unknown(self) -> bool:
        """Whether nothing of that name is known."""
        return self.region == UNASSIGNED and self.lon_lat is None and not self.candidates


UNKNOWN = Answer()


@dataclass(frozen=True, slots=True)
class Lost:
    """What a row says of its place, and why that is no region.

    Attributes
    ----------
    column, text : str
        Where it stands, and what.
    why : str
        In words.
    near : tuple of int
        Regions that may be meant, the likeliest first.
    """

    column: str
    text: str
    why: str
    near: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Hits:
    """Places of one gazetteer that a cell can mean: places as in `by_key`, and the hint."""

    source: Gazetteer
    places: list[int]
    hint: str
    country: str


@dataclass(slots=True, eq=False)
class _Parents:
    """Keys of what lies around a region: its own name and those of its parents; worked out once each."""

    regions: RegionSet
    keys: dict[str, str] = field(default_factory=dict)

    def around(self, region: int) -> set[str]:
        if region == UNASSIGNED:
            return set()
        named = [level[region] for level in self.regions.parents.values()]
        return {self.key(name) for name in (*named, self.regions.names[region])}

    def key(self, name: str) -> str:
        if name not in self.keys:
            self.keys[name] = spelled([name])[0]
        return self.keys[name]

    def all(self) -> set[str]:
        return {self.key(name) for level in self.regions.parents.values() for name in set(level)}


def find_places(
    asked: Sequence[Asked], sources: Sequence[Gazetteer], regions: RegionSet
) -> list[Answer]:
    """Return where each name points; the first gazetteer that knows it answers, then region names.

    A name is looked for as it stands, then without what stands in brackets or behind a comma, then
    without a postcode or district around it.
    """
    texts = [text for text, _ in asked]
    parts = [parted(text) for text in texts]
    plain = [bared(text) for text in texts]
    different = list({*texts, *plain, *(name for name, _ in parts)})
    key = dict(zip(different, spelled(different), strict=True))
    wordings = [
        ((key[text], ""), (key[name], hint), (key[bare], ""))
        for text, (name, hint), bare in zip(texts, parts, plain, strict=True)
    ]
    answers = _found(asked, wordings, sources, regions)
    unknown = [at for at, answer in enumerate(answers) if answer.unknown]
    if unknown:
        by_name = _region_names(regions)
        parents = _Parents(regions)
        for at in unknown:
            answers[at] = _named_region(wordings[at], by_name, regions, parents)
    return answers


def find_postcodes(
    asked: Sequence[Asked], sources: Sequence[Gazetteer], regions: RegionSet
) -> list[Answer]:
    """Return where each postcode points, or the narrowest known code that it lies in."""
    wordings = [[(code, "") for code in postcodes_around(text, country)] for text, country in asked]
    return _found(asked, wordings, sources, regions)


def guesses(
    asked: Sequence[Asked], sources: Sequence[Gazetteer], regions: RegionSet
) -> list[tuple[str, ...]]:
    """Return, for each unknown name, up to three known ones that are written most like it."""
    guessed: list[tuple[str, ...]] = [()] * len(asked)
    keys_of_regions = list(zip(_keys_of_names(regions.names), regions.names, strict=True))
    for country in {country for _, country in asked}:
        rows = [at for at, one in enumerate(asked[:MOST_GUESSED]) if one[1] == country]
        known = {
            key: source.names[place if place >= 0 else ~place]
            for source in reversed(sources)
            for key, places in source.by_key.items()
            for place in places[:1]
            if _fits(source, place, country)
        } | dict(keys_of_regions)
        shown = list(known.values())
        keys = spelled(parted(asked[at][0])[0] for at in rows)
        near = likest(keys, list(known), most=2 * GUESSES)
        for at, places in zip(rows, near, strict=True):
            guessed[at] = tuple(dict.fromkeys(shown[place] for place in places))[:GUESSES]
    return guessed


def _found(
    asked: Sequence[Asked],
    wordings: Sequence[Iterable[Wording]],
    sources: Sequence[Gazetteer],
    regions: RegionSet,
) -> list[Answer]:
    hits = [
        _hits(words, country, sources) for words, (_, country) in zip(wordings, asked, strict=True)
    ]
    region_of = _regions_of([hit for hit in hits if hit is not None], regions)
    parents = _Parents(regions)
    return [UNKNOWN if hit is None else _answer(hit, region_of, parents) for hit in hits]


def _hits(words: Iterable[Wording], country: str, sources: Sequence[Gazetteer]) -> _Hits | None:
    """Return what the first gazetteer that knows any wording has for it."""
    for source in sources:
        for key, hint in words:
            places = [at for at in source.by_key.get(key, ()) if _fits(source, at, country)]
            if places:
                return _Hits(source, places, hint, country)
    return None


def _fits(source: Gazetteer, place: int, country: str) -> bool:
    own = source.countries[place if place >= 0 else ~place]
    return not country or not own or own == country


def _regions_of(hits: Sequence[_Hits], regions: RegionSet) -> dict[tuple[int, int], int]:
    """Return the region of every place that is a candidate, by gazetteer and place: all at once."""
    wanted: dict[tuple[int, int], Floats] = {}
    for hit in hits:
        for place in hit.places:
            at = place if place >= 0 else ~place
            wanted[id(hit.source), at] = hit.source.lon_lat[at]
    if not wanted:
        return {}
    found = regions_of_points(floats(np.array([*wanted.values()])), regions)
    return dict(zip(wanted, found.tolist(), strict=True))


def _answer(hit: _Hits, region_of: Mapping[tuple[int, int], int], parents: _Parents) -> Answer:
    """Choose among the places of a name: those in the regions, then by the hint, then the largest."""
    source, own = hit.source, {place for place in hit.places if place >= 0}
    if len(hit.places) == 1 and not hit.hint:
        only = hit.places[0] if own else ~hit.places[0]
        lon, lat = source.lon_lat[only].tolist()
        return Answer(region_of[id(source), only], (lon, lat))
    # As its own name before as another one; the same place once.
    places = list(dict.fromkeys([*own, *(~place for place in hit.places if place < 0)]))
    region = {at: region_of[id(source), at] for at in places}
    places = [at for at in places if region[at] != UNASSIGNED] or places
    hinted = _hinted(hit, places, region, parents) if hit.hint else places
    rivals = _rivals(source, hinted or places, own)
    best = _meant(source, rivals, region) if hinted else None
    if best is None:
        return _several(source, rivals, region, parents.regions)
    lon, lat = source.lon_lat[best].tolist()
    return Answer(region[best], (lon, lat))


def _hinted(
    hit: _Hits, places: list[int], region: Mapping[int, int], parents: _Parents
) -> list[int] | None:
    """Return the places that lie in what the hint names, all where it names nothing, else None."""
    source, hint = hit.source, parents.key(hit.hint)
    admins = admin_names()
    names = {
        at: {
            *admins.get((source.countries[at], source.admins[at]), ()),
            *parents.around(region[at]),
        }
        for at in places
    }
    fitting = [at for at in places if hint in names[at]]
    if fitting:
        return fitting
    countries = {source.countries[at] for at in places}
    elsewhere = {name for (of, _), keys in admins.items() if of in countries for name in keys}
    return None if hint in elsewhere or hint in parents.all() else places


def _rivals(source: Gazetteer, places: Sequence[int], own: set[int]) -> list[int]:
    """Return the places that a name can mean in earnest, the largest first.

    Those that have the name as their own, and of those that are also called so only the ones that
    are ten times as large; all where nothing is called so itself.
    """
    people = source.population
    order = sorted(places, key=lambda at: -people[at])
    most = max((people[at] for at in order if at in own), default=None)
    if most is None:
        return order
    return [at for at in order if at in own or people[at] >= TIMES_AS_LARGE * most > 0]


def _meant(source: Gazetteer, rivals: Sequence[int], region: Mapping[int, int]) -> int | None:
    """Return the place that is meant, None where that is not certain.

    It is when it stands alone, when all lie in one region, or when it has ten times the people of
    the next.
    """
    first, *others = rivals
    if not others or len({region[at] for at in rivals} - {UNASSIGNED}) == 1:
        return first
    largest, next_one = source.population[first], source.population[others[0]]
    return first if largest >= TIMES_AS_LARGE * max(next_one, 0.1) else None


def _several(
    source: Gazetteer, order: Sequence[int], region: Mapping[int, int], regions: RegionSet
) -> Answer:
    """Return the places a name can mean, each with what tells it from the others."""
    at_region = [region[at] for at in order]
    admins = [source.admins[at] if source.admins[at].isalpha() else "" for at in order]
    names = ["" if at == UNASSIGNED else regions.names[at] for at in at_region]
    levels = [
        ["" if at == UNASSIGNED else level[at] for at in at_region]
        for level in regions.parents.values()
    ]
    # The first level that tells the first apart; people know provinces better than municipalities.
    behind = next(
        (level for level in (*levels, admins) if all(level) and level.count(level[0]) == 1), names
    )
    told = [
        (
            tr("{place} in {region}", place=source.names[at], region=name)
            if name
            else source.names[at]
        )
        + f"{f' ({more})' if more and more != name else ''}"
        for at, name, more in zip(order, names, behind, strict=True)
    ]
    example = behind[0].replace("(", "").replace(")", "")
    among = tuple(at for at in dict.fromkeys(at_region) if at != UNASSIGNED)
    return Answer(candidates=tuple(dict.fromkeys(told)), behind=example, among=among)


@lru_cache(maxsize=1)
def _keys_of_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(spelled(names))


def _region_names(regions: RegionSet) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for region, key in enumerate(_keys_of_names(regions.names)):
        if key:
            found.setdefault(key, []).append(region)
    return found


def _named_region(
    words: Iterable[Wording],
    by_name: Mapping[str, list[int]],
    regions: RegionSet,
    parents: _Parents,
) -> Answer:
    """Return the region that is called so itself, as municipalities without a place of their name."""
    for key, hint in words:
        called = by_name.get(key, [])
        if hint:
            called = [at for at in called if parents.key(hint) in parents.around(at)] or called
        if len(called) == 1:
            return Answer(called[0])
        if called:
            told = tuple(f"{regions.called[0]} {regions.ids[at]}" for at in called)
            return Answer(candidates=told, among=tuple(called))
    return UNKNOWN
