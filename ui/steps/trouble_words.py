"""What is wrong with the shape of territories, in words, without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from planner.insight.troubles import Found, Trouble
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED
from ui.messages import CountPhrase, tr, tr_count
from ui.steps.layer_words import count_words


@dataclass(frozen=True, slots=True)
class TroubleWords:
    """One trouble: how bad it is, what it is, and what can be done."""

    tone: str
    title: str
    text: str


def trouble_words(plan: Plan, layer: Layer, found: Found) -> TroubleWords:
    """Return what one trouble is, and how to mend it."""
    what = count_words(plan, len(found.regions))
    code = "" if found.territory == UNASSIGNED else layer.territories[found.territory].id
    other = "" if found.other == UNASSIGNED else layer.territories[found.other].id
    move = tr("Keys 1–9 give them to a neighbour.")
    if found.kind is Trouble.UNASSIGNED:
        return TroubleWords("bad", tr("{what} without territory", what=what), move)
    if found.kind is Trouble.PIECE:
        return TroubleWords("bad", tr("{what} cut off from {code}", what=what, code=code), move)
    if found.kind is Trouble.ENCLAVE and not code:
        title = tr("{what} without territory inside {other}", what=what, other=other)
        return TroubleWords("bad", title, move)
    if found.kind is Trouble.ENCLAVE:
        title = tr("{what} of {code} inside {other}", what=what, code=code, other=other)
        return TroubleWords("bad", title, move)
    if found.kind is Trouble.BRIDGE:
        title = tr("{code} hangs together by {what} alone", code=code, what=what)
        return TroubleWords("warn", title, tr("Without them it would lie in two pieces."))
    title = tr_count(
        len(found.regions),
        "{what} of {code} lies nearer to {other}",
        "{what} of {code} lie nearer to {other}",
        what=what,
        code=code,
        other=other,
    )
    return TroubleWords("warn", title, tr("Their own home base is half as far again or more."))


def counted_words(kind: Trouble, count: int) -> str:
    """Return how many troubles of a kind there are."""
    return COUNTED[kind](count)


COUNTED = {
    Trouble.UNASSIGNED: CountPhrase("One gap without territory", "{count} gaps without territory"),
    Trouble.PIECE: CountPhrase("One piece cut off", "{count} pieces cut off"),
    Trouble.ENCLAVE: CountPhrase(
        "One piece inside another territory", "{count} pieces inside other territories"
    ),
    Trouble.BRIDGE: CountPhrase("One thin bridge", "{count} thin bridges"),
    Trouble.FAR: CountPhrase(
        "One group nearer to another home", "{count} groups nearer to another home"
    ),
}
"""How many troubles of each kind there are."""
