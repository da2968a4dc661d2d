"""Where a key stands in a TOML file, and what is wrong with its value, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from planner.language import Phrase, tr
from planner.model.grammar import FormulaError

Place = Sequence[str | int]
"""Keys and positions from the top of the file: ("measures", 0, "tolerance")."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*(?:\.\s*[\w.-]+\s*)?=")


def row_of(text: str, place: Place) -> int | None:
    """Return the line a key stands on, else that of its table, else None."""
    found, names, counts = None, [], dict[str, int]()
    wanted = _without_last_positions(place)
    here: list[str | int] = []
    for row, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.fullmatch(line)
        key = _KEY.match(line)
        if header:
            names = [name.strip().strip("\"'") for name in header[2].split(".")]
            here = _position(names, header[1] == "[[", counts)
            reached: list[str | int] = here
        elif key:
            reached = [*here, key[1]]
        else:
            continue
        if reached and list(wanted[: len(reached)]) == reached:
            found = row
            if len(reached) == len(wanted):
                return row
    return found


def shown(place: Place) -> str:
    """Return a place in words: "measures 1, tolerance"."""
    parts: list[str] = []
    for step in place:
        if isinstance(step, int) and parts:
            parts[-1] += f" {step + 1}"
        else:
            parts.append(str(step))
    return ", ".join(parts)


def in_words(error: ErrorDetails, known: Iterable[str]) -> tuple[str, str]:
    """Return what was found and what to do about it.

    Parameters
    ----------
    error : ErrorDetails
        One of pydantic's.
    known : iterable of str
        Keys that the table has.
    """
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    key = str(error["loc"][-1])
    if kind == "extra_forbidden":
        return unknown_key(key, known)
    if isinstance(error["loc"][-1], int):
        return tr("the list is too short"), tr('Write two words, as in ["place", "places"].')
    if kind == "missing":
        return tr("{key} is missing", key=key), tr("Write {key} = ...", key=key)
    if kind == "value_error" and isinstance(context["error"], FormulaError):
        wrong = context["error"]
        return tr(
            "{found}, at character {place} of {quoted}",
            found=wrong.found,
            place=wrong.position + 1,
            quoted=_quoted(value),
        ), wrong.mend
    said = error["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    if kind == "literal_error":
        return tr("{quoted} is not one of them", quoted=_quoted(value)), tr(
            "Write {expected}.", expected=context["expected"]
        )
    if kind == "string_pattern_mismatch":
        found = tr("{quoted} is not written as it should be", quoted=_quoted(value))
        return found, _PATTERNS[key]() if key in _PATTERNS else f"{said}."
    return tr("{quoted} cannot be used here", quoted=_quoted(value)), tr(
        "It should be {said}.", said=said
    )


def unknown_key(key: str, known: Iterable[str]) -> tuple[str, str]:
    """Return what to say of a key that nobody reads."""
    keys = list(known)
    close = get_close_matches(key, keys, n=1)
    mend = (
        tr("Did you mean {close}?", close=close[0])
        if close
        else tr("Known here are {keys}.", keys=", ".join(keys))
    )
    return tr("nobody reads the key {key}", key=key), mend


_PATTERNS = {
    "key": Phrase("Use letters, digits, _ and - only."),
    "currency": Phrase('Write three capitals, as in "EUR".'),
    "markets": Phrase('Write "segment", "product", "territory" or "parent:LEVEL".'),
}


def _quoted(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _without_last_positions(place: Place) -> list[str | int]:
    """Drop positions inside a value: the second noun stands on the line of `noun`."""
    steps = list(place)
    while len(steps) > 2 and isinstance(steps[-1], int):
        steps.pop()
    return steps


def _position(names: list[str], repeated: bool, counts: dict[str, int]) -> list[str | int]:
    """Return the place of a header, counting repeated tables."""
    path = ".".join(names)
    if repeated:
        counts[path] = counts.get(path, -1) + 1
    here: list[str | int] = []
    for depth, name in enumerate(names, start=1):
        here.append(name)
        if ".".join(names[:depth]) in counts:
            here.append(counts[".".join(names[:depth])])
    return here
