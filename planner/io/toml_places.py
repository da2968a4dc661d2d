"""Where a key stands in a TOML file, and what is wrong with its value, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

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
        return "the list is too short", 'Write two words, as in ["place", "places"].'
    if kind == "missing":
        return f"{key} is missing", f"Write {key} = ..."
    if kind == "value_error" and isinstance(context["error"], FormulaError):
        wrong = context["error"]
        return f"{wrong.found}, at character {wrong.position + 1} of {_quoted(value)}", wrong.mend
    said = error["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    if kind == "literal_error":
        return f"{_quoted(value)} is not one of them", f"Write {context['expected']}."
    if kind == "string_pattern_mismatch":
        return f"{_quoted(value)} is not written as it should be", _PATTERNS.get(key, f"{said}.")
    return f"{_quoted(value)} cannot be used here", f"It should be {said}."


def unknown_key(key: str, known: Iterable[str]) -> tuple[str, str]:
    """Return what to say of a key that nobody reads."""
    keys = list(known)
    close = get_close_matches(key, keys, n=1)
    mend = f"Did you mean {close[0]}?" if close else f"Known here are {', '.join(keys)}."
    return f"nobody reads the key {key}", mend


_PATTERNS = {
    "key": "Use letters, digits, _ and - only.",
    "currency": 'Write three capitals, as in "EUR".',
    "markets": 'Write "segment", "product", "territory" or "parent:LEVEL".',
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
