"""What each column of a file is in Rayon: proposed by its name and by its cells, with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from planner.io.column_looks import MOST_VALUES, Known, Look, looks_of
from planner.io.column_names import (
    ADDED,
    FIGURE,
    KEEP,
    LEAVE_OUT,
    MANY,
    NAMES,
    PLACE_NAME,
    REGION,
    Kind,
    bare,
    without_year,
)
from planner.io.tables import Table
from planner.language import tr
from planner.model.words import ACCOUNT_NUMBERS

NUMBERS = {*ACCOUNT_NUMBERS, FIGURE, "fte", "contract_hours_week", "experience_months", "cost"}
DATES = {"owner_since", "renewal_date", "start", "end"}
DEGREES = {"lat": 90.0, "lon": 180.0}
IDS = {"id", "rep_id"}
BY_CELLS = {*IDS, REGION, PLACE_NAME, "owner", "status"}
"""Meanings that cells show without any name."""

MOST_ARE = 0.5
"""A column means numbers, days or codes when at least this share of its cells are."""
SURE = 0.9
EXACT = 0.75
CONTENT = 0.6
"""What a good match of cells alone weighs against a name (1.0)."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column is taken for, and why, in words."""

    column: str
    meaning: str
    why: str


@dataclass(frozen=True, slots=True)
class _Claim:
    score: float
    place: int
    column: str
    meaning: str
    why: str


def propose(
    table: Table, kind: Kind, known: Known, looks: Mapping[str, Look] | None = None
) -> tuple[Guess, ...]:
    """Return one guess for each column, in file order; no two get the same meaning but `MANY`."""
    looks = looks_of(table, known) if looks is None else looks
    claims = [
        claim
        for place, (column, look) in enumerate(looks.items())
        if bare(column) not in ADDED and not _is_private(look)
        for claim in _claims(column, look, place, kind)
    ]
    settled: dict[str, Guess] = {}
    taken: set[str] = set()
    for claim in sorted(claims, key=lambda one: (-one.score, one.place)):
        if claim.column not in settled and claim.meaning not in taken:
            settled[claim.column] = Guess(claim.column, claim.meaning, claim.why)
            taken.add(claim.meaning)
    return tuple(
        settled.get(column) or _rest(column, look, kind, known) for column, look in looks.items()
    )


def signature(columns: Mapping[str, object], kind: Kind) -> str:
    """Return what files with the same columns have in common: their names, in any order."""
    return f"{kind}: " + " | ".join(sorted(bare(column) for column in columns))


def changed(meanings: Mapping[str, str], column: str, meaning: str) -> dict[str, str]:
    """Return the meanings with one changed; who had that meaning before is left out, no one else moves."""
    made = dict(meanings)
    if meaning not in MANY:
        made |= {other: LEAVE_OUT for other, held in made.items() if held == meaning}
    made[column] = meaning
    return made


def displaced(meanings: Mapping[str, str], column: str, meaning: str) -> str:
    """Return the column that loses a meaning when another gets it; "" when none does."""
    if meaning in MANY:
        return ""
    others = (other for other, held in meanings.items() if held == meaning and other != column)
    return next(others, "")


def _claims(column: str, look: Look, place: int, kind: Kind) -> list[_Claim]:
    """Return what a column may be, by its name and by its cells, with how sure that is."""
    name, claims = bare(column), []
    called = {meaning: _by_name(name, names) for meaning, names in NAMES[kind].items()}
    is_word = max(called.values()) >= EXACT  # "owner since" is no owner, whatever its cells say
    for meaning, by_name in called.items():
        if is_word and by_name < EXACT:
            by_name = 0.0
        by_cells, what = (
            _by_cells(meaning, look, kind) if look.filled else (None, tr("no cell is filled"))
        )
        if by_name and not _contradicts(meaning, by_name, by_cells):
            said = tr("called {column}", column=repr(column))
            if what:
                said = tr("called {column}, {what}", column=repr(column), what=what)
            score = by_name + CONTENT * (by_cells or 0.0)
            claims.append(_Claim(score, place, column, meaning, said))
        elif not by_name and meaning in BY_CELLS and by_cells and by_cells >= SURE and what:
            claims.append(_Claim(CONTENT * by_cells, place, column, meaning, what))
    return claims


def _contradicts(meaning: str, by_name: float, by_cells: float | None) -> bool:
    """Whether cells deny what the name says; codes and owners nobody knows still are by an exact name."""
    if by_cells is None or by_cells >= MOST_ARE:
        return False
    return by_name < EXACT or meaning not in (REGION, PLACE_NAME, "owner", *IDS)


def _by_name(name: str, names: tuple[str, ...]) -> float:
    """Return 1 for a name that is known, less for one that holds a known one, 0 for a stranger."""
    plain = without_year(name)
    if name in names or plain in names:
        at = names.index(name if name in names else plain)
        return 1.0 - 0.01 * min(at, 20)
    if name.replace(" ", "") in _tight(names):
        return 0.78
    words = f" {plain} "
    held = [len(known) for known in names if len(known) > 3 and f" {known} " in words]
    return 0.5 + 0.01 * max(held) if held else 0.0


@lru_cache
def _tight(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(known.replace(" ", "") for known in names)


def _by_cells(meaning: str, look: Look, kind: Kind) -> tuple[float | None, str]:
    """Return how well cells fit a meaning, 0..1 (None where cells say nothing), and that in words."""
    if meaning in IDS:
        fit = look.unique if look.filled > SURE else 0.0
        alone = fit == 1.0 and look.dates < MOST_ARE and look.decimals == 0 and look.owners < 1
        return fit, tr("every value is there once") if alone and not _is_words(look) else ""
    if meaning == REGION:
        return look.codes, tr(
            "{percent} are known codes", percent=_percent(look.codes)
        ) if look.codes else ""
    if meaning == PLACE_NAME:
        return look.places, tr(
            "{percent} are known names", percent=_percent(look.places)
        ) if look.places else ""
    if meaning in DEGREES:
        inside = abs(look.least) <= DEGREES[meaning] and abs(look.most) <= DEGREES[meaning]
        return max(look.angles, look.numbers if inside else 0.0), ""
    if meaning == "owner":
        return (look.owners or None), tr(
            "{percent} are people of the plan", percent=_percent(look.owners)
        ) * bool(look.owners)
    if meaning == "status":
        few = look.values <= MOST_VALUES
        return (look.status if few else 0.0), tr(
            "{percent} say customer or prospect", percent=_percent(look.status)
        )
    if meaning in NUMBERS:
        share = _percent(look.numbers)
        if look.money >= MOST_ARE:
            return look.numbers, tr("{percent} are money", percent=share) if look.numbers else ""
        return look.numbers, tr("{percent} are numbers", percent=share) if look.numbers else ""
    if meaning in DATES:
        return look.dates, tr(
            "{percent} are dates", percent=_percent(look.dates)
        ) if look.dates else ""
    return None, ""


def _rest(column: str, look: Look, kind: Kind, known: Known) -> Guess:
    """Return what a column is that nothing claims: kept under its name, a figure, or left out."""
    if bare(column) in ADDED:
        return Guess(column, LEAVE_OUT, tr("Rayon wrote it when it gave rows back"))
    if kind is Kind.ACCOUNTS and column in known.columns:
        return Guess(column, KEEP, tr("the accounts of the plan have it already"))
    if look.filled == 0:
        return Guess(column, LEAVE_OUT, tr("every cell is empty"))
    if look.emails >= MOST_ARE or look.phones >= MOST_ARE:
        if look.emails >= MOST_ARE:
            return Guess(column, LEAVE_OUT, tr("mail addresses are not needed for planning"))
        return Guess(column, LEAVE_OUT, tr("phone numbers are not needed for planning"))
    if kind is Kind.FIGURES:
        if look.numbers >= SURE and not _is_place(column):
            return Guess(
                column, FIGURE, tr("{percent} are numbers", percent=_percent(look.numbers))
            )
        return Guess(column, LEAVE_OUT, tr("no figure of a place"))
    if kind is Kind.PEOPLE:
        return Guess(column, LEAVE_OUT, tr("nothing that Rayon knows of people"))
    return Guess(column, KEEP, tr("Rayon has no word for it; rules can use it"))


def _is_place(column: str) -> bool:
    return (
        re.fullmatch(r"(lat|lon|lng|latitude|longitude|x|y|fid|objectid)", bare(column)) is not None
    )


def _is_private(look: Look) -> bool:
    return look.emails >= MOST_ARE or (look.phones >= SURE and look.codes < MOST_ARE)


def _is_words(look: Look) -> bool:
    """Whether cells are names rather than codes: several words in most of those shown."""
    return sum(" " in cell for cell in look.first) * 2 > len(look.first)


def _percent(share: float) -> str:
    whole = round(100 * share)
    return f"{whole - (whole == 100 and share < 1)} %"
