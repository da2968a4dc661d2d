"""Names of places however they are spelled: one key for all, and the likest known names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

UNJOINED = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"})
"""Letters that Unicode does not take apart."""

SAINT = re.compile(r"\b(?:saint|sint|sankt|sainte|sinte|ste|skt)\b")
UPON = re.compile(r"\b(?:aan (?:den|de|het)|an (?:der|dem|den)|a d|a den|a de|am|ad)\b")
"""Capelle aan den IJssel, a/d IJssel; Frankfurt am Main; Weiden a. d. Saale."""

SHORT = re.compile(r"\b(?:mt|ft)\b")
LONG = {"mt": "mount", "ft": "fort"}
NO_LETTER = re.compile(r"[^a-z0-9\n]+")

HINT = re.compile(r"(.+?)\s*(?:\(([^()]+)\)?|,\s*([^,]+))\s*")
"""Bergen (NH); Springfield, IL."""

AROUND = re.compile(
    r"^[A-Z]{0,2}-?\d{4,5}(?: ?[A-Z]{2}\b)?[ ,]+|[ ,]+cedex\b.*$|[ ,]+\d{1,2}(?:e|er|[eè]me)?(?: arr.*)?$",
    re.IGNORECASE,
)
"""1012 AB Amsterdam; Lyon Cedex 03; Paris 15e."""

MAY_BE_AROUND = re.compile(r"\d|cedex", re.IGNORECASE)

LONGEST = 200
"""Letters of a name; a longer cell is no name of a place and not worth taking apart."""

CHUNK = 500
LEAST_LIKENESS = 0.7
ONE_LETTER_PAIRS = 37 * 37


def spelled(names: Iterable[str]) -> list[str]:
    """Return the key of each name: without case, accents, spaces and signs; "" where nothing is left.

    `Saint`, `Sint`, `Sankt` and `St.` are one, so are `aan den`, `a/d`, `an der` and `am`.
    All names go through as one text: a gazetteer has 150,000.
    """
    lines = [name.replace("\n", " ") for name in names]
    if not lines:
        return []
    text = unicodedata.normalize("NFKD", "\n".join(lines).lower().translate(UNJOINED))
    plain = NO_LETTER.sub(" ", _without_marks(text))
    plain = UPON.sub("ad", SAINT.sub("st", plain))
    plain = SHORT.sub(lambda match: LONG[match[0]], plain)
    return plain.replace(" ", "").split("\n")


def _without_marks(text: str) -> str:
    """Return plain letters; apostrophes go with what they join ('s-Gravenhage, L'Aquila)."""
    return text.replace("'", "").replace("’", "").encode("ascii", "ignore").decode()


def parted(name: str) -> tuple[str, str]:
    """Return a name without, and with what stands behind it in brackets or after a comma: "NH"."""
    match = HINT.fullmatch(name) if len(name) <= LONGEST else None
    return (match[1], match[2] or match[3]) if match else (name, "")


def bared(name: str) -> str:
    """Return a name without a postcode before it, CEDEX or the number of a district behind it."""
    return AROUND.sub("", name) if len(name) <= LONGEST and MAY_BE_AROUND.search(name) else name


def likest(asked: Sequence[str], known: Sequence[str], most: int = 3) -> list[list[int]]:
    """Return, for each key asked, the places in `known` of the keys that are written most like it.

    Pairs of letters in common choose a few, difflib puts them in order; at most `most`, likest
    first, none that has little in common.
    """
    if not asked or not known:
        return [[] for _ in asked]
    pairs, sizes = _letter_pairs(known)
    found: list[list[int]] = []
    for start in range(0, len(asked), CHUNK):
        part = asked[start : start + CHUNK]
        mine, own = _letter_pairs(part)
        from scipy.sparse import csr_matrix

        common = csr_matrix(mine @ pairs.T)
        for row, key in enumerate(part):
            at = slice(common.indptr[row], common.indptr[row + 1])
            others = common.indices[at]
            score = 2.0 * common.data[at] / (sizes[others] + own[row])
            if len(score) > 2 * most:
                keep = np.sort(np.argpartition(-score, 2 * most)[: 2 * most])
                others = others[keep]
            found.append(_in_order(key, others.tolist(), known)[:most])
    return found


def _in_order(key: str, others: list[int], known: Sequence[str]) -> list[int]:
    likeness = {at: SequenceMatcher(None, key, known[at]).ratio() for at in others}
    near = [at for at in others if likeness[at] >= LEAST_LIKENESS]
    return sorted(near, key=lambda at: (-likeness[at], at))


def _letter_pairs(
    keys: Sequence[str],
) -> tuple[csr_matrix, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return which pairs of letters each key has, ends included, and how many."""
    text = np.frombuffer(("|" + "|".join(keys) + "|").encode(), np.uint8)
    number = np.where(text == ord("|"), 0, np.where(text < 97, text - 47, text - 86)).astype(
        np.int64
    )
    bars = np.flatnonzero(text == ord("|"))
    pair = number[:-1] * 37 + number[1:]
    shape = (len(keys), ONE_LETTER_PAIRS)
    from scipy.sparse import csr_matrix

    matrix = csr_matrix((np.ones(len(pair), np.float32), pair, bars), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix, np.diff(matrix.indptr)
